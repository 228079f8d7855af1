//! Checkpoints, in the target itself: `rowmill_load` pins the plan of a load, `rowmill_checkpoint` counts each
//! partition's chunks, `rowmill_rejected` lists the rows that were refused.

use contract::RejectedRow;
use generator::Dialect;

use super::{
    catalogue::Catalogue,
    failure::{FailureClass, ServerFailure},
    literal,
    session::{STATEMENT_PATIENCE, Session, TextRow},
};
use crate::{
    clock,
    plan::TableLoad,
    targets::{Checkpoint, header::Header},
};

/// Where it is written down, each with the columns `job` and `table_name`.
pub(crate) const TABLES: [&str; 3] = ["rowmill_load", "rowmill_checkpoint", "rowmill_rejected"];
const MOST_REJECTED: usize = 10_000;

/// A partition that is ours until somebody else claims it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) epoch: u64,
    pub(crate) next_chunk: u64,
    /// Rows committed and refused before.
    pub(crate) counted: Checkpoint,
}

/// The condition that finds a load's rows in all three tables.
fn of_load(dialect: Dialect, load: &TableLoad) -> String {
    format!(
        "job = {} AND table_name = {}",
        literal::text(dialect, &load.job),
        literal::text(dialect, &load.name)
    )
}

fn of_partition(dialect: Dialect, load: &TableLoad, partition: usize) -> String {
    format!("{} AND part = {partition}", of_load(dialect, load))
}

/// Whether the tables are there and may be read.
pub(crate) async fn are_there<S: Session>(session: &mut S) -> Result<bool, ServerFailure> {
    for table in TABLES {
        match session.query(&format!("SELECT job FROM {table} LIMIT 0"), STATEMENT_PATIENCE).await {
            Ok(_) => {}
            Err(failure) if matches!(failure.class, FailureClass::Missing | FailureClass::Forbidden) => {
                return Ok(false);
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(true)
}

/// Creates the tables where they are missing.
pub(crate) async fn create_tables<S: Session>(session: &mut S) -> Result<(), ServerFailure> {
    let (text, options) = match S::DIALECT {
        // A checkpoint that a crash may roll back without its rows, or the other way round, is none: InnoDB for both.
        Dialect::MySql => ("MEDIUMTEXT", " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"),
        _ => ("TEXT", ""),
    };
    let columns = [
        format!(
            "dataset CHAR(32) NOT NULL, value_version INT NOT NULL, chunk_rows BIGINT NOT NULL, bounds {text} NOT NULL, \
             rows_before BIGINT NOT NULL, is_created SMALLINT NOT NULL, definition VARCHAR(16) NOT NULL, \
             created_at VARCHAR(40) NOT NULL, PRIMARY KEY (job, table_name)"
        ),
        "part INT NOT NULL, epoch BIGINT NOT NULL, session_id BIGINT NOT NULL, next_chunk BIGINT NOT NULL, \
         row_count BIGINT NOT NULL, skipped BIGINT NOT NULL, PRIMARY KEY (job, table_name, part)"
            .to_owned(),
        format!(
            "row_index BIGINT NOT NULL, reason {text} NOT NULL, PRIMARY KEY (job, table_name, row_index)"
        ),
    ];
    for (table, columns) in TABLES.iter().zip(columns) {
        let sql = format!(
            "CREATE TABLE IF NOT EXISTS {table} (job CHAR(32) NOT NULL, table_name VARCHAR(200) NOT NULL, {columns}){options}"
        );
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// What the first execution of a load wrote down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) header: Header,
    /// Whether the load made the table, and so may add indexes and keys to it.
    pub(crate) is_created: bool,
    /// How the table's columns looked; empty while the table is only about to be made.
    pub(crate) definition: String,
}

/// Reads [`write_known`].
pub(crate) async fn read_known<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Option<Known>, ServerFailure> {
    let sql = format!(
        "SELECT dataset, value_version, chunk_rows, bounds, rows_before, is_created, definition FROM rowmill_load WHERE {}",
        of_load(S::DIALECT, load)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.first().map(|row| Known {
        header: Header {
            dataset: text(row, 0).to_owned(),
            value_version: number(row, 1).try_into().unwrap_or(0),
            chunk_rows: number(row, 2),
            bounds: Header::read_bounds(text(row, 3)),
            rows_before: number(row, 4),
        },
        is_created: number(row, 5) != 0,
        definition: text(row, 6).to_owned(),
    }))
}

/// Writes down what is known of a load.
pub(crate) async fn write_known<S: Session>(
    session: &mut S,
    load: &TableLoad,
    known: &Known,
) -> Result<(), ServerFailure> {
    let quote = |text: &str| literal::text(S::DIALECT, text);
    let sql = format!(
        "INSERT INTO rowmill_load (job, table_name, dataset, value_version, chunk_rows, bounds, rows_before, is_created, \
         definition, created_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
        quote(&load.job),
        quote(&load.name),
        quote(&known.header.dataset),
        known.header.value_version,
        known.header.chunk_rows,
        quote(&known.header.bounds_text()),
        known.header.rows_before,
        u8::from(known.is_created),
        quote(&known.definition),
        quote(&clock::now()),
    );
    session.execute(&sql, STATEMENT_PATIENCE).await.map(|_| ())
}

/// Writes a checkpoint for each partition, none of whose chunks is there yet.
pub(crate) async fn write_checkpoints<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<(), ServerFailure> {
    let (job, name) = (literal::text(S::DIALECT, &load.job), literal::text(S::DIALECT, &load.name));
    let parts: Vec<usize> = (0..load.partitions.len()).collect();
    for parts in parts.chunks(500) {
        let values: Vec<String> =
            parts.iter().map(|part| format!("({job}, {name}, {part}, {}, 0, 0, 0, 0)", load.epoch)).collect();
        let sql = format!(
            "INSERT INTO rowmill_checkpoint (job, table_name, part, epoch, session_id, next_chunk, row_count, skipped) \
             VALUES {}",
            values.join(", ")
        );
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// Removes what is known of a load into a table, or of all loads into it: whoever is loading it finds its claim gone.
pub(crate) async fn forget<S: Session>(
    session: &mut S,
    load: &TableLoad,
    whose: Whose,
) -> Result<(), ServerFailure> {
    let condition = match whose {
        Whose::ThisLoad => of_load(S::DIALECT, load),
        Whose::Everyones => format!("table_name = {}", literal::text(S::DIALECT, &load.name)),
    };
    for table in TABLES {
        session.execute(&format!("DELETE FROM {table} WHERE {condition}"), STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// Whose checkpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    ThisLoad,
    Everyones,
}

/// Takes all partitions over at once, inside the caller's transaction, and gives their checkpoints: nobody else commits a
/// chunk from here on, and whoever was about to has done so, or never will.
pub(crate) async fn claim_all<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<Checkpoint>, ServerFailure> {
    let condition = of_load(S::DIALECT, load);
    let sql = format!(
        "SELECT row_count, skipped FROM rowmill_checkpoint WHERE {condition} ORDER BY part FOR UPDATE"
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    session
        .execute(
            &format!(
                "UPDATE rowmill_checkpoint SET epoch = {}, session_id = 0 WHERE {condition}",
                load.epoch
            ),
            STATEMENT_PATIENCE,
        )
        .await?;
    Ok(rows.iter().map(|row| counted(row, 0)).collect())
}

/// All checkpoints of a load, without a lock.
pub(crate) async fn read_all<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<Checkpoint>, ServerFailure> {
    let sql = format!(
        "SELECT row_count, skipped FROM rowmill_checkpoint WHERE {} ORDER BY part",
        of_load(S::DIALECT, load)
    );
    Ok(session.query(&sql, STATEMENT_PATIENCE).await?.iter().map(|row| counted(row, 0)).collect())
}

/// The sessions that last claimed a load's partitions.
pub(crate) async fn sessions<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<u64>, ServerFailure> {
    let sql =
        format!("SELECT DISTINCT session_id FROM rowmill_checkpoint WHERE {}", of_load(S::DIALECT, load));
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.iter().map(|row| number(row, 0)).filter(|id| *id > 0).collect())
}

/// The session that last claimed a partition.
pub(crate) async fn session_of<S: Session>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
) -> Result<Option<u64>, ServerFailure> {
    let condition = of_partition(S::DIALECT, load, partition);
    let sql = format!("SELECT session_id FROM rowmill_checkpoint WHERE {condition}");
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.first().map(|row| number(row, 0)).filter(|id| *id > 0))
}

/// An epoch that nobody else has: whoever holds a claim is told from everyone else by it, however often a load begins anew.
pub(crate) fn new_epoch() -> u64 {
    fastrand::u64(1..1 << 62)
}

/// Takes a partition over with a new epoch, in a transaction of its own, if its epoch is one of `ours`: whoever held it finds
/// another epoch at its next chunk and ends. The read waits for a transaction that still holds the row, so that its outcome is
/// known. `None` if the partition is not to be had: somebody else has it, or it is not there any more.
pub(crate) async fn claim<S: Session>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
    ours: &[u64],
    epoch: u64,
) -> Result<Option<Claim>, ServerFailure> {
    session.execute("START TRANSACTION", STATEMENT_PATIENCE).await?;
    let condition = of_partition(S::DIALECT, load, partition);
    let sql = format!(
        "SELECT epoch, next_chunk, row_count, skipped FROM rowmill_checkpoint WHERE {condition} FOR UPDATE"
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let Some(row) = rows.first().filter(|row| ours.contains(&number(row, 0))) else {
        session.execute("ROLLBACK", STATEMENT_PATIENCE).await?;
        return Ok(None);
    };
    let claim = Claim { epoch, next_chunk: number(row, 1), counted: counted(row, 2) };
    let sql = format!(
        "UPDATE rowmill_checkpoint SET epoch = {epoch}, session_id = {} WHERE {condition}",
        session.id()
    );
    session.execute(&sql, STATEMENT_PATIENCE).await?;
    session.execute("COMMIT", STATEMENT_PATIENCE).await?;
    Ok(Some(claim))
}

/// Locks the checkpoint inside a chunk's transaction, and tells whether the claim still holds.
pub(crate) async fn hold<S: Session>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
    claim: Claim,
) -> Result<bool, ServerFailure> {
    let sql = format!(
        "SELECT epoch, next_chunk FROM rowmill_checkpoint WHERE {} FOR UPDATE",
        of_partition(S::DIALECT, load, partition)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.first().is_some_and(|row| number(row, 0) == claim.epoch && number(row, 1) == claim.next_chunk))
}

/// Counts a chunk, inside its transaction; whether the checkpoint was as it should be.
pub(crate) async fn advance<S: Session>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
    claim: Claim,
    added: Checkpoint,
) -> Result<bool, ServerFailure> {
    let sql = format!(
        "UPDATE rowmill_checkpoint SET next_chunk = next_chunk + 1, row_count = row_count + {}, skipped = skipped + {} \
         WHERE {} AND epoch = {} AND next_chunk = {}",
        added.committed,
        added.skipped,
        of_partition(S::DIALECT, load, partition),
        claim.epoch,
        claim.next_chunk
    );
    Ok(session.execute(&sql, STATEMENT_PATIENCE).await? == 1)
}

/// Notes a refused row inside its chunk's transaction, and gives how many rows of the job have been refused by now. One
/// transaction at a time does so: the limit holds whatever the other partitions do.
pub(crate) async fn reject<S: Session>(
    session: &mut S,
    load: &TableLoad,
    row: u64,
    reason: &str,
) -> Result<u64, ServerFailure> {
    let quote = |text: &str| literal::text(S::DIALECT, text);
    let condition = of_load(S::DIALECT, load);
    session
        .query(&format!("SELECT job FROM rowmill_load WHERE {condition} FOR UPDATE"), STATEMENT_PATIENCE)
        .await?;
    let sql = format!(
        "INSERT INTO rowmill_rejected (job, table_name, row_index, reason) VALUES ({}, {}, {row}, {})",
        quote(&load.job),
        quote(&load.name),
        quote(reason)
    );
    session.execute(&sql, STATEMENT_PATIENCE).await?;
    let sql = format!("SELECT COUNT(*) FROM rowmill_rejected WHERE job = {}", quote(&load.job));
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.first().map_or(0, |row| number(row, 0)))
}

/// The rows of a job that were refused, in order.
pub(crate) async fn rejected<S: Session>(
    session: &mut S,
    job: &str,
) -> Result<Vec<RejectedRow>, ServerFailure> {
    if !are_there(session).await? {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT table_name, row_index, reason FROM rowmill_rejected WHERE job = {} ORDER BY table_name, row_index \
         LIMIT {MOST_REJECTED}",
        literal::text(S::DIALECT, job)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let row = |row: &TextRow| RejectedRow {
        table: text(row, 0).to_owned(),
        row: number(row, 1),
        reason: text(row, 2).to_owned(),
    };
    Ok(rows.iter().map(row).collect())
}

/// Which rows of a load were refused, among those from `first` to `last`.
pub(crate) async fn rejected_between<S: Session>(
    session: &mut S,
    load: &TableLoad,
    first: u64,
    last: u64,
) -> Result<Vec<u64>, ServerFailure> {
    let sql = format!(
        "SELECT row_index FROM rowmill_rejected WHERE {} AND row_index BETWEEN {first} AND {last}",
        of_load(S::DIALECT, load)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.iter().map(|row| number(row, 0)).collect())
}

/// Whether the checkpoints say that all rows were committed or refused, and the table is there.
pub(crate) async fn is_complete<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
) -> Result<bool, ServerFailure> {
    if !are_there(session).await? || session.columns(&load.name).await?.is_empty() {
        return Ok(false);
    }
    let is_known = read_known(session, load).await?.is_some();
    let counted = Checkpoint::total(&read_all(session, load).await?);
    Ok(is_known && counted.committed + counted.skipped == load.table().rows())
}

fn counted(row: &TextRow, column: usize) -> Checkpoint {
    Checkpoint { committed: number(row, column), skipped: number(row, column + 1) }
}

/// A number that a query of ours gives; what is no number is 0.
pub(crate) fn number(row: &TextRow, column: usize) -> u64 {
    text(row, column).parse().unwrap_or(0)
}

/// A text that a query of ours gives; NULL is empty.
pub(crate) fn text(row: &TextRow, column: usize) -> &str {
    row.get(column).and_then(Option::as_deref).unwrap_or_default()
}
