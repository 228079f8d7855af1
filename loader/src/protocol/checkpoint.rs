//! Checkpoints: one for each partition of a load, in the target itself.

use contract::RejectedRow;

use super::{
    Checkpoint,
    failure::ServerFailure,
    literal,
    records::{self, number, of_load, text},
    session::{STATEMENT_PATIENCE, Session, TextRow},
};
use crate::plan::TableLoad;

/// Most refused rows that are told.
const MOST_REJECTED: usize = 10_000;
/// Rows of one INSERT into a table of ours.
const ROWS_A_STATEMENT: usize = 500;

/// A partition that is ours until somebody else claims it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) epoch: u64,
    pub(crate) next_chunk: u64,
    /// Rows committed and refused before.
    pub(crate) counted: Checkpoint,
}

/// A partition that has chunks left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenPartition {
    pub(crate) part: usize,
    /// That of whoever claimed it last.
    pub(crate) attempt: u32,
    /// Whether whoever claimed it last is still connected.
    pub(crate) is_held: bool,
}

/// How far all partitions of a load are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Overview {
    pub(crate) checkpoints: Vec<Checkpoint>,
    pub(crate) open: Vec<OpenPartition>,
    /// Whether another execution has taken the load over, or it is forgotten.
    pub(crate) is_fenced: bool,
}

/// A number that nobody else has.
pub(crate) fn new_epoch() -> u64 {
    fastrand::u64(1..1 << 62)
}

fn of_partition<S: Session>(session: &S, load: &TableLoad, partition: usize) -> String {
    format!("{} AND part = {partition}", of_load(session, load))
}

/// Writes a checkpoint for each partition, none of whose chunks is there yet.
pub(crate) async fn write_all<S: Session>(session: &mut S, load: &TableLoad) -> Result<(), ServerFailure> {
    let job = literal::text(S::DIALECT, &load.job);
    let name = literal::text(S::DIALECT, &session.server().fold(load.name()));
    let parts: Vec<usize> = (0..load.plan.partitions()).collect();
    for parts in parts.chunks(ROWS_A_STATEMENT) {
        let value =
            |part: &usize| format!("({job}, {name}, {part}, 0, 0, 0, 0, {}, 0)", load.prepared.execution);
        let values: Vec<String> = parts.iter().map(value).collect();
        let sql = format!(
            "INSERT INTO rowmill_checkpoint (job, table_name, part, epoch, next_chunk, row_count, skipped, execution, attempt) \
             VALUES {}",
            values.join(", ")
        );
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// Locks all checkpoints of a load inside the caller's transaction, when the chunks that are under way have ended: nobody commits one
/// until the transaction does.
pub(crate) async fn lock_all<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<Checkpoint>, ServerFailure> {
    let sql = format!(
        "SELECT row_count, skipped FROM rowmill_checkpoint WHERE {} ORDER BY part{}",
        of_load(session, load),
        S::FOR_UPDATE
    );
    Ok(session.query(&sql, STATEMENT_PATIENCE).await?.iter().map(|row| counted(row, 0)).collect())
}

/// Takes all partitions over, whose checkpoints are locked: whoever has one finds another execution at its next chunk.
pub(crate) async fn fence_all<S: Session>(session: &mut S, load: &TableLoad) -> Result<(), ServerFailure> {
    let condition = of_load(session, load);
    let execution = load.prepared.execution;
    let sql = format!(
        "UPDATE rowmill_checkpoint SET execution = {execution}, epoch = 0, attempt = 0 WHERE {condition}"
    );
    session.execute(&sql, STATEMENT_PATIENCE).await?;
    let sql = format!("UPDATE rowmill_load SET execution = {execution} WHERE {condition}");
    session.execute(&sql, STATEMENT_PATIENCE).await.map(|_| ())
}

/// All checkpoints of a load, without a lock.
pub(crate) async fn read_all<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Vec<Checkpoint>, ServerFailure> {
    let sql = format!(
        "SELECT row_count, skipped FROM rowmill_checkpoint WHERE {} ORDER BY part",
        of_load(session, load)
    );
    Ok(session.query(&sql, STATEMENT_PATIENCE).await?.iter().map(|row| counted(row, 0)).collect())
}

/// The connections that last claimed a load's partitions.
pub(crate) async fn epochs<S: Session>(session: &mut S, load: &TableLoad) -> Result<Vec<u64>, ServerFailure> {
    let sql = format!("SELECT epoch FROM rowmill_checkpoint WHERE {} AND epoch > 0", of_load(session, load));
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.iter().map(|row| number(row, 0)).collect())
}

/// The connection that last claimed a partition, if it did so in this execution.
pub(crate) async fn holder<S: Session>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
) -> Result<Option<(u64, u32)>, ServerFailure> {
    let sql = format!(
        "SELECT epoch, attempt FROM rowmill_checkpoint WHERE {} AND execution = {}",
        of_partition(session, load, partition),
        load.prepared.execution
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.first().map(|row| (number(row, 0), attempt(row, 1))))
}

/// How far all partitions are, and which of them somebody may take.
pub(crate) async fn overview<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Overview, ServerFailure> {
    let sql = format!(
        "SELECT row_count, skipped, part, next_chunk, attempt, epoch, execution FROM rowmill_checkpoint WHERE {} ORDER BY part",
        of_load(session, load)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let is_fenced = rows.len() != load.plan.partitions()
        || rows.iter().any(|row| number(row, 6) != load.prepared.execution);
    let mut open = Vec::new();
    for row in rows.iter().filter(|_| !is_fenced) {
        let part = number(row, 2) as usize;
        if number(row, 3) < load.plan.chunks(part) {
            let epoch = number(row, 5);
            let is_held = epoch > 0 && session.is_alive(epoch).await?;
            open.push(OpenPartition { part, attempt: attempt(row, 4), is_held });
        }
    }
    Ok(Overview { checkpoints: rows.iter().map(|row| counted(row, 0)).collect(), open, is_fenced })
}

/// Which attempts a claim may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    /// Any that is not later.
    Earlier,
    /// This one and no other: of two that see the same free partition one has it.
    Exactly(u32),
}

/// Takes a partition over, in a transaction of its own, if it is of the same execution and the attempt before is as it should be:
/// whoever held it finds another epoch at its next chunk and ends. The read waits for a transaction that still holds the row, so that
/// its outcome is known. `None` if the partition is not to be had: somebody else has it, or it is not there any more.
pub(crate) async fn claim<S: Session>(
    session: &mut S,
    load: &TableLoad,
    partition: usize,
    attempt: u32,
    after: After,
    epoch: u64,
) -> Result<Option<Claim>, ServerFailure> {
    session.execute(S::BEGIN, STATEMENT_PATIENCE).await?;
    let condition = of_partition(session, load, partition);
    let sql = format!(
        "SELECT execution, attempt, next_chunk, row_count, skipped FROM rowmill_checkpoint WHERE {condition}{}",
        S::FOR_UPDATE
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    let is_ours = |row: &&TextRow| {
        let last = self::attempt(row, 1);
        number(row, 0) == load.prepared.execution
            && match after {
                After::Earlier => last <= attempt,
                After::Exactly(expected) => last == expected,
            }
    };
    let Some(row) = rows.first().filter(is_ours) else {
        session.execute("ROLLBACK", STATEMENT_PATIENCE).await?;
        return Ok(None);
    };
    let claim = Claim { epoch, next_chunk: number(row, 2), counted: counted(row, 3) };
    let sql = format!("UPDATE rowmill_checkpoint SET epoch = {epoch}, attempt = {attempt} WHERE {condition}");
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
        "SELECT execution, epoch, next_chunk FROM rowmill_checkpoint WHERE {}{}",
        of_partition(session, load, partition),
        S::FOR_UPDATE
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.first().is_some_and(|row| {
        number(row, 0) == load.prepared.execution
            && number(row, 1) == claim.epoch
            && number(row, 2) == claim.next_chunk
    }))
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
         WHERE {} AND execution = {} AND epoch = {} AND next_chunk = {}",
        added.committed,
        added.skipped,
        of_partition(session, load, partition),
        load.prepared.execution,
        claim.epoch,
        claim.next_chunk
    );
    Ok(session.execute(&sql, STATEMENT_PATIENCE).await? == 1)
}

/// How many rows of a load have been refused by now, in all tables that are loaded with this one; nobody else may add to them until the
/// transaction ends: the limit holds whatever the other partitions do.
pub(crate) async fn lock_rejected<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<u64, ServerFailure> {
    let sql = format!("SELECT job FROM rowmill_load WHERE {}{}", of_load(session, load), S::FOR_UPDATE);
    session.query(&sql, STATEMENT_PATIENCE).await?;
    count_rejected(session, load).await
}

/// How many rows of a load have been refused by now, in all tables that are loaded with this one.
pub(crate) async fn count_rejected<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<u64, ServerFailure> {
    let tables: Vec<String> = load
        .order
        .iter()
        .map(|table| if *table == load.plan.table { load.name() } else { table })
        .map(|table| literal::text(S::DIALECT, &session.server().fold(table)))
        .collect();
    let sql = format!(
        "SELECT SUM(skipped) FROM rowmill_checkpoint WHERE table_name IN ({}) AND job IN \
         (SELECT job FROM rowmill_load WHERE dataset = {} AND mode = '{}')",
        tables.join(", "),
        literal::text(S::DIALECT, &load.plan.dataset),
        records::mode(load)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.first().map_or(0, |row| number(row, 0)))
}

/// Notes refused rows inside their chunk's transaction.
pub(crate) async fn reject<S: Session>(
    session: &mut S,
    load: &TableLoad,
    rejected: &[(u64, String)],
) -> Result<(), ServerFailure> {
    let job = literal::text(S::DIALECT, &load.job);
    let name = literal::text(S::DIALECT, &session.server().fold(load.name()));
    for rejected in rejected.chunks(ROWS_A_STATEMENT) {
        let value = |(row, reason): &(u64, String)| {
            format!("({job}, {name}, {row}, {})", literal::text(S::DIALECT, reason))
        };
        let values: Vec<String> = rejected.iter().map(value).collect();
        let sql = format!(
            "INSERT INTO rowmill_rejected (job, table_name, row_index, reason) VALUES {}",
            values.join(", ")
        );
        session.execute(&sql, STATEMENT_PATIENCE).await?;
    }
    Ok(())
}

/// The rows of loads that were refused, in order.
pub(crate) async fn rejected<S: Session>(
    session: &mut S,
    loads: &[(String, String)],
) -> Result<Vec<RejectedRow>, ServerFailure> {
    if records::find(session).await?.is_none() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for (job, table) in loads {
        let sql = format!(
            "SELECT row_index, reason FROM rowmill_rejected WHERE {} ORDER BY row_index LIMIT {}",
            records::of(session, job, table),
            MOST_REJECTED - found.len()
        );
        let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
        found.extend(rows.iter().map(|row| RejectedRow {
            table: table.clone(),
            row: number(row, 0),
            reason: text(row, 1).to_owned(),
        }));
    }
    Ok(found)
}

/// Which rows of a load were refused, among those from `first` to `last`.
pub(crate) async fn rejected_between<S: Session>(
    session: &mut S,
    load: &TableLoad,
    first: u64,
    last: u64,
) -> Result<Vec<u64>, ServerFailure> {
    let sql = format!(
        "SELECT row_index FROM rowmill_rejected WHERE {} AND row_index BETWEEN {first} AND {last} ORDER BY row_index",
        of_load(session, load)
    );
    let rows = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(rows.iter().map(|row| number(row, 0)).collect())
}

fn counted(row: &TextRow, column: usize) -> Checkpoint {
    Checkpoint { committed: number(row, column), skipped: number(row, column + 1) }
}

fn attempt(row: &TextRow, column: usize) -> u32 {
    text(row, column).parse().unwrap_or(0)
}
