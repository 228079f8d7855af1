//! Checkpoints, in the target itself: `rowmill_load` pins the plan of a load, `rowmill_checkpoint` counts each
//! partition's chunks, `rowmill_rejected` lists the rows that were refused.

use std::ops::Range;

use contract::{LoadMode, RejectedRow};
use generator::VALUE_VERSION;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::schema;
use crate::{clock, error::LoadError, fault::FaultPoint, plan::TableLoad, target::Checkpoint};

/// Where it is written down, each with the columns `job` and `table_name`.
const TABLES: [&str; 3] = ["rowmill_load", "rowmill_checkpoint", "rowmill_rejected"];
const MOST_REJECTED: i64 = 10_000;

/// A partition that is ours until somebody else claims it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) epoch: i64,
    pub(super) next_chunk: u64,
}

/// The plan that an earlier execution wrote down.
struct Header {
    dataset: String,
    value_version: u32,
    chunk_rows: u64,
    partitions: Vec<u64>,
    rows_before: u64,
}

/// See [`StepTarget::prepare`](crate::target::StepTarget::prepare).
pub(super) fn prepare(
    connection: &mut Connection,
    mut load: TableLoad,
    again: bool,
) -> Result<(TableLoad, Vec<Checkpoint>), LoadError> {
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    create_tables(&transaction).map_err(failed)?;
    FaultPoint::PrepareBegun.pass();
    let mut header = read_header(&transaction, &load).map_err(failed)?;
    if header.is_some() && !schema::table_exists(&transaction, &load.name).map_err(failed)? {
        // Whoever dropped the table has undone what the checkpoints count.
        forget(&transaction, &load).map_err(failed)?;
        header = None;
    }
    if again && let Some(old) = header.take() {
        if load.mode == LoadMode::Append {
            return Err(LoadError::AppendAgain { table: load.name });
        }
        let rows = schema::count(&transaction, &load.name).map_err(failed)?;
        let ours = totals(&transaction, &load).map_err(failed)?.committed;
        if old.rows_before > 0 || rows > ours {
            // Rows of others are in the table, and only `replace` says that they may go.
            return Err(LoadError::TableExists { table: load.name, rows });
        }
        drop_table(&transaction, &load).map_err(failed)?;
    }
    match header {
        Some(header) => resume(&transaction, &mut load, &header)?,
        None => begin(&transaction, &load)?,
    }
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let checkpoints = read_checkpoints(&transaction, &load).map_err(failed)?;
    FaultPoint::PrepareWritten.pass();
    transaction.commit().map_err(failed)?;
    FaultPoint::PrepareCommitted.pass();
    Ok((load, checkpoints))
}

fn create_tables(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS rowmill_load (
            job TEXT NOT NULL, table_name TEXT NOT NULL, dataset TEXT NOT NULL, value_version INTEGER NOT NULL,
            chunk_rows INTEGER NOT NULL, partitions TEXT NOT NULL, rows_before INTEGER NOT NULL, created_at TEXT NOT NULL,
            PRIMARY KEY (job, table_name)
        );
        CREATE TABLE IF NOT EXISTS rowmill_checkpoint (
            job TEXT NOT NULL, table_name TEXT NOT NULL, part INTEGER NOT NULL, epoch INTEGER NOT NULL,
            process INTEGER NOT NULL, next_chunk INTEGER NOT NULL, row_count INTEGER NOT NULL, skipped INTEGER NOT NULL,
            PRIMARY KEY (job, table_name, part)
        );
        CREATE TABLE IF NOT EXISTS rowmill_rejected (
            job TEXT NOT NULL, table_name TEXT NOT NULL, row INTEGER NOT NULL, reason TEXT NOT NULL,
            PRIMARY KEY (job, table_name, row)
        );",
    )
}

fn read_header(connection: &Connection, load: &TableLoad) -> rusqlite::Result<Option<Header>> {
    connection
        .query_row(
            "SELECT dataset, value_version, chunk_rows, partitions, rows_before FROM rowmill_load
             WHERE job = ? AND table_name = ?",
            params![load.job, load.name],
            |row| {
                let partitions: String = row.get(3)?;
                Ok(Header {
                    dataset: row.get(0)?,
                    value_version: row.get(1)?,
                    chunk_rows: row.get::<_, i64>(2)?.cast_unsigned(),
                    partitions: serde_json::from_str(&partitions).unwrap_or_default(),
                    rows_before: row.get::<_, i64>(4)?.cast_unsigned(),
                })
            },
        )
        .optional()
}

/// Removes what is known of an earlier execution.
fn forget(transaction: &Transaction<'_>, load: &TableLoad) -> rusqlite::Result<()> {
    for table in TABLES {
        transaction.execute(
            &format!("DELETE FROM {table} WHERE job = ? AND table_name = ?"),
            params![load.job, load.name],
        )?;
    }
    Ok(())
}

/// Drops the table, and all that is known of loads into it: whoever is loading it finds its claim gone, and ends.
fn drop_table(transaction: &Transaction<'_>, load: &TableLoad) -> rusqlite::Result<()> {
    for table in TABLES {
        transaction
            .execute(&format!("DELETE FROM {table} WHERE table_name = ? COLLATE NOCASE"), [&load.name])?;
    }
    transaction.execute_batch(&format!("DROP TABLE IF EXISTS {}", schema::quote(&load.name)))
}

/// Takes the plan of the earlier execution over, if the table is as its checkpoints say.
fn resume(transaction: &Transaction<'_>, load: &mut TableLoad, header: &Header) -> Result<(), LoadError> {
    let rows = load.table().rows();
    let partitions: Vec<Range<u64>> =
        header.partitions.windows(2).map(|bounds| bounds[0]..bounds[1]).collect();
    let covers = header.partitions.first() == Some(&0) && header.partitions.last() == Some(&rows);
    if header.dataset != load.dataset_id
        || header.value_version != VALUE_VERSION
        || !covers
        || header.chunk_rows == 0
    {
        return Err(LoadError::PlanChanged { table: load.name.clone() });
    }
    load.partitions = partitions;
    load.chunk_rows = header.chunk_rows;

    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let committed: u64 = read_checkpoints(transaction, load)
        .map_err(failed)?
        .iter()
        .map(|checkpoint| checkpoint.committed)
        .sum();
    let found = schema::count(transaction, &load.name).map_err(failed)?;
    let expected = header.rows_before + committed;
    if found != expected {
        return Err(LoadError::TableChanged { table: load.name.clone(), expected, found });
    }
    Ok(())
}

/// Creates the table as the mode asks, and the checkpoints of a first execution.
fn begin(transaction: &Transaction<'_>, load: &TableLoad) -> Result<(), LoadError> {
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let spec = load.table().spec();
    if load.mode == LoadMode::Replace {
        drop_table(transaction, load).map_err(failed)?;
    }
    let mut rows_before = 0;
    if schema::table_exists(transaction, &load.name).map_err(failed)? {
        rows_before = schema::count(transaction, &load.name).map_err(failed)?;
        if load.mode == LoadMode::Create && rows_before > 0 {
            return Err(LoadError::TableExists { table: load.name.clone(), rows: rows_before });
        }
        if let Some(column) = schema::missing_column(transaction, spec).map_err(failed)? {
            return Err(LoadError::ColumnMissing { table: load.name.clone(), column });
        }
    } else {
        create_table(transaction, load).map_err(failed)?;
    }
    let mut bounds: Vec<u64> = load.partitions.iter().map(|rows| rows.start).collect();
    bounds.push(spec.rows);
    let bounds = serde_json::Value::from(bounds).to_string();
    transaction
        .execute(
            "INSERT INTO rowmill_load VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                load.job,
                load.name,
                load.dataset_id,
                VALUE_VERSION,
                load.chunk_rows.cast_signed(),
                bounds,
                rows_before.cast_signed(),
                clock::now()
            ],
        )
        .map_err(failed)?;
    for part in 0..load.partitions.len() {
        transaction
            .execute(
                "INSERT INTO rowmill_checkpoint VALUES (?, ?, ?, 0, 0, 0, 0, 0)",
                params![load.job, load.name, part as i64],
            )
            .map_err(failed)?;
    }
    Ok(())
}

fn create_table(transaction: &Transaction<'_>, load: &TableLoad) -> rusqlite::Result<()> {
    let is_there = |parent: &str| {
        load.order.iter().any(|table| table == parent)
            || schema::table_exists(transaction, parent).unwrap_or(false)
    };
    for statement in schema::create_statements(load.table().spec(), &load.dataset.spec().tables, is_there) {
        transaction.execute_batch(&statement)?;
    }
    Ok(())
}

fn read_checkpoints(connection: &Connection, load: &TableLoad) -> rusqlite::Result<Vec<Checkpoint>> {
    let mut statement = connection.prepare(
        "SELECT row_count, skipped FROM rowmill_checkpoint WHERE job = ? AND table_name = ? ORDER BY part",
    )?;
    statement
        .query_map(params![load.job, load.name], |row| {
            Ok(Checkpoint {
                committed: row.get::<_, i64>(0)?.cast_unsigned(),
                skipped: row.get::<_, i64>(1)?.cast_unsigned(),
            })
        })?
        .collect()
}

/// Takes a partition over: whoever held it finds another epoch at its next chunk and ends.
pub(super) fn claim(connection: &Connection, load: &TableLoad, partition: usize) -> rusqlite::Result<Claim> {
    connection.query_row(
        "UPDATE rowmill_checkpoint SET epoch = epoch + 1, process = ?4
         WHERE job = ?1 AND table_name = ?2 AND part = ?3 RETURNING epoch, next_chunk",
        params![load.job, load.name, partition as i64, std::process::id()],
        |row| Ok(Claim { epoch: row.get(0)?, next_chunk: row.get::<_, i64>(1)?.cast_unsigned() }),
    )
}

/// Whether the claim still holds, read inside the chunk's transaction.
pub(super) fn is_held(
    connection: &Connection,
    load: &TableLoad,
    partition: usize,
    claim: Claim,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT epoch = ? AND next_chunk = ? FROM rowmill_checkpoint WHERE job = ? AND table_name = ? AND part = ?",
        )?
        .query_row(
            params![claim.epoch, claim.next_chunk.cast_signed(), load.job, load.name, partition as i64],
            |row| row.get(0),
        )
        .optional()
        .map(|held| held == Some(true))
}

/// Counts a chunk, inside its transaction.
pub(super) fn advance(
    connection: &Connection,
    load: &TableLoad,
    partition: usize,
    claim: Claim,
    committed: u64,
    skipped: u64,
) -> rusqlite::Result<bool> {
    let changed = connection
        .prepare_cached(
            "UPDATE rowmill_checkpoint
             SET next_chunk = next_chunk + 1, row_count = row_count + ?, skipped = skipped + ?
             WHERE job = ? AND table_name = ? AND part = ? AND epoch = ? AND next_chunk = ?",
        )?
        .execute(params![
            committed.cast_signed(),
            skipped.cast_signed(),
            load.job,
            load.name,
            partition as i64,
            claim.epoch,
            claim.next_chunk.cast_signed()
        ])?;
    Ok(changed == 1)
}

/// Notes a refused row, inside its chunk's transaction, and gives how many rows of the job have been refused by now.
pub(super) fn reject(
    connection: &Connection,
    load: &TableLoad,
    row: u64,
    reason: &str,
) -> rusqlite::Result<u64> {
    connection.execute(
        "INSERT INTO rowmill_rejected VALUES (?, ?, ?, ?)",
        params![load.job, load.name, row.cast_signed(), reason],
    )?;
    connection
        .query_row("SELECT COUNT(*) FROM rowmill_rejected WHERE job = ?", [&load.job], |row| {
            row.get::<_, i64>(0)
        })
        .map(i64::cast_unsigned)
}

/// The rows of a job that were refused, in order.
pub(super) fn rejected(connection: &Connection, job: &str) -> rusqlite::Result<Vec<RejectedRow>> {
    if !schema::table_exists(connection, "rowmill_rejected")? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare(
        "SELECT table_name, row, reason FROM rowmill_rejected WHERE job = ? ORDER BY table_name, row LIMIT ?",
    )?;
    statement
        .query_map(params![job, MOST_REJECTED], |row| {
            Ok(RejectedRow {
                table: row.get(0)?,
                row: row.get::<_, i64>(1)?.cast_unsigned(),
                reason: row.get(2)?,
            })
        })?
        .collect()
}

/// Whether a row of the load was refused.
pub(super) fn is_rejected(connection: &Connection, load: &TableLoad, row: u64) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM rowmill_rejected WHERE job = ? AND table_name = ? AND row = ?")?
        .query_row(params![load.job, load.name, row.cast_signed()], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}

/// Whether the checkpoints say that all rows were committed or refused, and the table is there.
pub(super) fn is_complete(connection: &Connection, load: &TableLoad) -> rusqlite::Result<bool> {
    if !schema::table_exists(connection, "rowmill_load")? || !schema::table_exists(connection, &load.name)? {
        return Ok(false);
    }
    let totals = totals(connection, load)?;
    let is_known = read_header(connection, load)?.is_some();
    Ok(is_known && totals.committed + totals.skipped == load.table().rows())
}

/// Rows that were in the table before the load.
pub(super) fn rows_before(connection: &Connection, load: &TableLoad) -> rusqlite::Result<u64> {
    Ok(read_header(connection, load)?.map_or(0, |header| header.rows_before))
}

/// Rows committed and refused, over all partitions.
pub(super) fn totals(connection: &Connection, load: &TableLoad) -> rusqlite::Result<Checkpoint> {
    let checkpoints = read_checkpoints(connection, load)?;
    Ok(Checkpoint {
        committed: checkpoints.iter().map(|checkpoint| checkpoint.committed).sum(),
        skipped: checkpoints.iter().map(|checkpoint| checkpoint.skipped).sum(),
    })
}
