//! Checkpoints, in the target itself: `rowmill_load` pins the plan of a load, `rowmill_checkpoint` counts each
//! partition's chunks, `rowmill_rejected` lists the rows that were refused.

use contract::{IndexTime, LoadMode, RejectedRow};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::schema;
use crate::{
    clock,
    error::LoadError,
    fault::FaultPoint,
    plan::TableLoad,
    targets::{Checkpoint, header::Header},
};

/// Where it is written down, each with the columns `job` and `table_name`.
const TABLES: [&str; 3] = ["rowmill_load", "rowmill_checkpoint", "rowmill_rejected"];
const MOST_REJECTED: i64 = 10_000;

/// A partition that is ours until somebody else claims it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    pub(super) epoch: i64,
    pub(super) next_chunk: u64,
    pub(super) counted: Checkpoint,
}

/// What the first execution of a load wrote down.
pub(super) struct Known {
    header: Header,
    /// Whether the load made the table, and so may add indexes to it.
    pub(super) is_created: bool,
    /// How the table's columns looked.
    definition: String,
}

/// See [`StepTarget::prepare`](crate::targets::StepTarget::prepare).
pub(super) fn prepare(
    connection: &mut Connection,
    mut load: TableLoad,
    again: bool,
) -> Result<(TableLoad, Vec<Checkpoint>), LoadError> {
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    create_tables(&transaction).map_err(failed)?;
    // Nobody else has it: whoever claimed a partition before finds it gone.
    load.epoch = fastrand::u64(1..1 << 62);
    FaultPoint::PrepareBegun.pass();
    let mut known = read_known(&transaction, &load).map_err(failed)?;
    if known.is_some() && !schema::table_exists(&transaction, &load.name).map_err(failed)? {
        // Whoever dropped the table has undone what the checkpoints count.
        forget(&transaction, &load).map_err(failed)?;
        known = None;
    }
    if again && let Some(old) = known.take() {
        check_removable(&transaction, &load, &old)?;
        if old.is_created || load.mode == LoadMode::Replace {
            drop_table(&transaction, &load).map_err(failed)?;
        } else {
            // A table that somebody else has made stays as it was made.
            transaction.execute(&format!("DELETE FROM {}", schema::quote(&load.name)), []).map_err(failed)?;
            forget(&transaction, &load).map_err(failed)?;
        }
    }
    match known {
        Some(known) => resume(&transaction, &mut load, &known)?,
        None => begin(&transaction, &mut load)?,
    }
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    let checkpoints = read_checkpoints(&transaction, &load).map_err(failed)?;
    FaultPoint::PrepareWritten.pass();
    transaction.commit().map_err(failed)?;
    FaultPoint::PrepareCommitted.pass();
    Ok((load, checkpoints))
}

/// Refuses to take back rows that cannot be told from others, or are not all of this load.
fn check_removable(connection: &Connection, load: &TableLoad, known: &Known) -> Result<(), LoadError> {
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    if load.mode == LoadMode::Append {
        return Err(LoadError::AppendAgain { table: load.name.clone() });
    }
    let rows = schema::count(connection, &load.name).map_err(failed)?;
    let ours = totals(connection, load).map_err(failed)?.committed;
    if load.mode != LoadMode::Replace && (known.header.rows_before > 0 || rows > ours) {
        // Rows of others are in the table, and only `replace` says that they may go.
        return Err(LoadError::TableExists { table: load.name.clone(), rows });
    }
    Ok(())
}

/// Refuses what [`prepare`] would refuse, before it has dropped or changed anything of this or another table.
pub(super) fn check(connection: &Connection, load: &TableLoad, again: bool) -> Result<(), LoadError> {
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    if !schema::table_exists(connection, &load.name).map_err(failed)? {
        return Ok(());
    }
    let has_checkpoints = schema::table_exists(connection, "rowmill_load").map_err(failed)?;
    let known = if has_checkpoints { read_known(connection, load).map_err(failed)? } else { None };
    match known {
        Some(known) if again => check_removable(connection, load, &known),
        None if load.mode == LoadMode::Create => {
            match schema::count(connection, &load.name).map_err(failed)? {
                0 => Ok(()),
                rows => Err(LoadError::TableExists { table: load.name.clone(), rows }),
            }
        }
        _ => Ok(()),
    }
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
    )?;
    // Files of before there were these two.
    for (column, definition) in
        [("is_created", "INTEGER NOT NULL DEFAULT 0"), ("definition", "TEXT NOT NULL DEFAULT ''")]
    {
        let sql = "SELECT COUNT(*) FROM pragma_table_info('rowmill_load') WHERE name = ?";
        if transaction.query_row(sql, [column], |row| row.get::<_, i64>(0))? == 0 {
            transaction
                .execute_batch(&format!("ALTER TABLE rowmill_load ADD COLUMN {column} {definition}"))?;
        }
    }
    Ok(())
}

/// What is known of a load; `None` before its first execution.
pub(super) fn read_known(connection: &Connection, load: &TableLoad) -> rusqlite::Result<Option<Known>> {
    connection
        .query_row(
            "SELECT dataset, value_version, chunk_rows, partitions, rows_before, is_created, definition FROM rowmill_load
             WHERE job = ? AND table_name = ?",
            params![load.job, load.name],
            |row| {
                let header = Header {
                    dataset: row.get(0)?,
                    value_version: row.get(1)?,
                    chunk_rows: row.get::<_, i64>(2)?.cast_unsigned(),
                    bounds: Header::read_bounds(&row.get::<_, String>(3)?),
                    rows_before: row.get::<_, i64>(4)?.cast_unsigned(),
                };
                Ok(Known { header, is_created: row.get(5)?, definition: row.get(6)? })
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
fn resume(transaction: &Transaction<'_>, load: &mut TableLoad, known: &Known) -> Result<(), LoadError> {
    known.header.take_over(load)?;
    load.is_created = known.is_created;
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    if schema::definition(transaction, &load.name).map_err(failed)? != known.definition {
        return Err(LoadError::DefinitionChanged { table: load.name.clone() });
    }
    let committed = Checkpoint::total(&read_checkpoints(transaction, load).map_err(failed)?).committed;
    transaction
        .execute(
            "UPDATE rowmill_checkpoint SET epoch = ? WHERE job = ? AND table_name = ?",
            params![load.epoch.cast_signed(), load.job, load.name],
        )
        .map_err(failed)?;
    let found = schema::count(transaction, &load.name).map_err(failed)?;
    let expected = known.header.rows_before + committed;
    if found != expected {
        return Err(LoadError::TableChanged { table: load.name.clone(), expected, found });
    }
    Ok(())
}

/// Creates the table as the mode asks, and the checkpoints of a first execution.
fn begin(transaction: &Transaction<'_>, load: &mut TableLoad) -> Result<(), LoadError> {
    let failed =
        |source: rusqlite::Error| LoadError::Prepare { table: load.name.clone(), source: source.into() };
    if load.mode == LoadMode::Replace {
        drop_table(transaction, load).map_err(failed)?;
    }
    let mut rows_before = 0;
    load.is_created = !schema::table_exists(transaction, &load.name).map_err(failed)?;
    let load = &*load;
    if load.is_created {
        create_table(transaction, load).map_err(failed)?;
    } else {
        rows_before = schema::count(transaction, &load.name).map_err(failed)?;
        if load.mode == LoadMode::Create && rows_before > 0 {
            return Err(LoadError::TableExists { table: load.name.clone(), rows: rows_before });
        }
        if let Some(column) = schema::missing_column(transaction, load.table().spec()).map_err(failed)? {
            return Err(LoadError::ColumnMissing { table: load.name.clone(), column });
        }
    }
    let header = Header::of(load, rows_before);
    let definition = schema::definition(transaction, &load.name).map_err(failed)?;
    transaction
        .execute(
            "INSERT INTO rowmill_load (job, table_name, dataset, value_version, chunk_rows, partitions, rows_before, created_at,
                is_created, definition) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                load.job,
                load.name,
                header.dataset,
                header.value_version,
                header.chunk_rows.cast_signed(),
                header.bounds_text(),
                rows_before.cast_signed(),
                clock::now(),
                load.is_created,
                definition
            ],
        )
        .map_err(failed)?;
    for part in 0..load.partitions.len() {
        transaction
            .execute(
                "INSERT INTO rowmill_checkpoint VALUES (?, ?, ?, ?, 0, 0, 0, 0)",
                params![load.job, load.name, part as i64, load.epoch.cast_signed()],
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
    let spec = load.table().spec();
    transaction.execute_batch(&schema::create_statement(spec, &load.dataset.spec().tables, is_there))?;
    if load.indexes == IndexTime::Before {
        create_indexes(transaction, load)?;
    }
    Ok(())
}

/// Creates the indexes that are not there yet.
pub(super) fn create_indexes(connection: &Connection, load: &TableLoad) -> rusqlite::Result<()> {
    schema::index_statements(load.table().spec())
        .try_for_each(|statement| connection.execute_batch(&statement))
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

/// Takes a partition over, which has the epoch that the load was made ready with; `None` if another process has made it ready
/// since then.
pub(super) fn claim(
    connection: &Connection,
    load: &TableLoad,
    partition: usize,
) -> rusqlite::Result<Option<Claim>> {
    let claim = connection.query_row(
        "UPDATE rowmill_checkpoint SET epoch = epoch + 1, process = ?4
         WHERE job = ?1 AND table_name = ?2 AND part = ?3 AND epoch = ?5 RETURNING epoch, next_chunk, row_count, skipped",
        params![load.job, load.name, partition as i64, std::process::id(), load.epoch.cast_signed()],
        |row| {
            let number = |column: usize| row.get::<_, i64>(column).map(i64::cast_unsigned);
            let counted = Checkpoint { committed: number(2)?, skipped: number(3)? };
            Ok(Claim { epoch: row.get(0)?, next_chunk: number(1)?, counted })
        },
    );
    claim.optional()
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
    let is_known = read_known(connection, load)?.is_some();
    Ok(is_known && totals.committed + totals.skipped == load.table().rows())
}

/// Rows that were in the table before the load.
pub(super) fn rows_before(connection: &Connection, load: &TableLoad) -> rusqlite::Result<u64> {
    Ok(read_known(connection, load)?.map_or(0, |known| known.header.rows_before))
}

/// Rows committed and refused, over all partitions.
pub(super) fn totals(connection: &Connection, load: &TableLoad) -> rusqlite::Result<Checkpoint> {
    Ok(Checkpoint::total(&read_checkpoints(connection, load)?))
}
