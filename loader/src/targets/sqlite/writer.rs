//! Writing chunks.

use std::time::Duration;

use generator::{Batch, SqlValue, SqlValues};
use rusqlite::{
    CachedStatement, Connection, ErrorCode, TransactionBehavior,
    types::{ToSqlOutput, ValueRef},
};

use super::{
    OpenFile,
    checkpoint::{self, Claim},
    schema,
};
use crate::{
    database_error::DatabaseError,
    error::LoadError,
    fault::FaultPoint,
    plan::TableLoad,
    targets::{Checkpoint, StepWriter, Written},
};

/// Rows of one INSERT. Measured: 10 are 6 % faster than 1, 100 no faster than 10.
const STATEMENT_ROWS: usize = 10;
/// How often a chunk is tried again after the file was locked, each time after twice the pause.
const BUSY_TRIES: u32 = 4;

/// A claimed partition of a table in a SQLite file.
#[derive(Debug)]
pub(crate) struct SqliteWriter {
    /// Away while a chunk is written on another thread; gone for good if that thread broke off.
    state: Option<State>,
    table: String,
    next_chunk: u64,
    counted: Checkpoint,
}

#[derive(Debug)]
struct State {
    connection: Connection,
    file: OpenFile,
    load: TableLoad,
    partition: usize,
    claim: Claim,
}

impl SqliteWriter {
    pub(super) fn new(
        (connection, file): (Connection, OpenFile),
        load: TableLoad,
        partition: usize,
        claim: Claim,
    ) -> Self {
        let table = load.name.clone();
        let Claim { next_chunk, counted, .. } = claim;
        Self { state: Some(State { connection, file, load, partition, claim }), table, next_chunk, counted }
    }
}

impl StepWriter for SqliteWriter {
    type Chunk = Vec<Batch>;

    fn next_chunk(&self) -> u64 {
        self.next_chunk
    }

    fn counted(&self) -> Checkpoint {
        self.counted
    }

    async fn write(&mut self, chunk: Vec<Batch>) -> Result<Written, LoadError> {
        let Some(mut state) = self.state.take() else { return Err(LoadError::Stopped) };
        let work = tokio::task::spawn_blocking(move || {
            let written = state.write_patiently(&chunk);
            (state, written)
        });
        let (state, written) =
            work.await.map_err(|source| LoadError::Worker { table: self.table.clone(), source })?;
        Claim { next_chunk: self.next_chunk, counted: self.counted, .. } = state.claim;
        self.state = Some(state);
        written
    }
}

impl State {
    /// Tries again while another connection holds the file; the chunk's rows are the same each time.
    fn write_patiently(&mut self, chunk: &[Batch]) -> Result<Written, LoadError> {
        let mut pause = Duration::from_millis(50);
        for _ in 1..BUSY_TRIES {
            match self.write(chunk) {
                Err(Failure::Database(error)) if is_busy(&error) => {
                    tracing::warn!(table = self.load.name, "the file is locked, trying the chunk again");
                    std::thread::sleep(pause);
                    pause *= 2;
                }
                result => return result.map_err(|failure| self.explain(failure)),
            }
        }
        self.write(chunk).map_err(|failure| self.explain(failure))
    }

    /// The chunk's one transaction: the claim is still ours, the rows, the checkpoint. Any error on the way rolls all of it
    /// back, because the transaction is dropped.
    fn write(&mut self, chunk: &[Batch]) -> Result<Written, Failure> {
        // A file that is not there any more could be written to the end, and would be gone with us.
        self.file.check()?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        FaultPoint::ChunkBegun.pass();
        if !checkpoint::is_held(&transaction, &self.load, self.partition, self.claim)? {
            return Err(Failure::Load(LoadError::Fenced { table: self.load.name.clone() }));
        }
        let rows: u64 = chunk.iter().map(|batch| batch.len() as u64).sum();
        let mut skipped = 0;
        for batch in chunk {
            skipped += insert(&transaction, &self.load, batch)?;
            FaultPoint::ChunkHalfWritten.pass();
        }
        FaultPoint::ChunkWritten.pass();
        let committed = rows - skipped;
        if !checkpoint::advance(&transaction, &self.load, self.partition, self.claim, committed, skipped)? {
            return Err(Failure::Load(LoadError::Fenced { table: self.load.name.clone() }));
        }
        FaultPoint::ChunkCounted.pass();
        transaction.commit()?;
        FaultPoint::ChunkCommitted.pass();
        self.claim.next_chunk += 1;
        self.claim.counted.committed += committed;
        self.claim.counted.skipped += skipped;
        Ok(Written { committed, skipped })
    }

    fn explain(&self, failure: Failure) -> LoadError {
        match failure {
            Failure::Load(error) => error,
            Failure::Database(source) => self.explain(Failure::Target(source.into())),
            Failure::Target(source) => {
                let rows = self.load.chunk(self.partition, self.claim.next_chunk);
                LoadError::Write {
                    table: self.load.name.clone(),
                    start: rows.start,
                    end: rows.end.saturating_sub(1),
                    source,
                }
            }
        }
    }
}

/// Why a chunk was not written.
enum Failure {
    Database(rusqlite::Error),
    Target(DatabaseError),
    Load(LoadError),
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        Self::Target(error)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

/// Inserts the rows of a batch, and gives how many of them were refused.
fn insert(connection: &Connection, load: &TableLoad, batch: &Batch) -> Result<u64, Failure> {
    let table = load.table();
    let mut values = SqlValues::new(table, batch);
    let names = schema::quote_all(table.output_columns().map(|column| column.name));
    let prepare = |rows: usize| -> rusqlite::Result<CachedStatement<'_>> {
        let row = format!("({})", vec!["?"; values.columns()].join(","));
        let table = schema::quote(&load.name);
        connection
            .prepare_cached(&format!("INSERT INTO {table} ({names}) VALUES {}", vec![row; rows].join(",")))
    };
    // A wide row must stay below SQLite's 32,766 parameters.
    let group = STATEMENT_ROWS.min((32_766 / values.columns().max(1)).max(1));
    let (mut many, mut one) = (prepare(group)?, prepare(1)?);
    let mut skipped = 0;
    let mut start = 0;
    while start < batch.len() {
        let rows = group.min(batch.len() - start);
        if rows == group {
            match execute(&mut many, &mut values, start, rows) {
                Ok(()) => {
                    start += rows;
                    continue;
                }
                // A failed statement leaves no row behind: its rows are tried one by one.
                Err(error) if is_data_error(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        for row in start..start + rows {
            if let Err(error) = execute(&mut one, &mut values, row, 1) {
                if !is_data_error(&error) {
                    return Err(error.into());
                }
                skip(connection, load, batch.rows().start + row as u64, &error)?;
                skipped += 1;
            }
        }
        start += rows;
    }
    Ok(skipped)
}

fn execute(
    statement: &mut CachedStatement<'_>,
    values: &mut SqlValues<'_>,
    start: usize,
    rows: usize,
) -> rusqlite::Result<()> {
    let columns = values.columns();
    let mut parameter = 1;
    for row in start..start + rows {
        for column in 0..columns {
            statement.raw_bind_parameter(parameter, Bound(values.get(column, row)))?;
            parameter += 1;
        }
    }
    statement.raw_execute().map(|_| ())
}

/// Notes a refused row, or ends the load if there are too many.
fn skip(connection: &Connection, load: &TableLoad, row: u64, error: &rusqlite::Error) -> Result<(), Failure> {
    let reason = match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        error => error.to_string(),
    };
    if load.skip_limit == 0 {
        // `UNIQUE constraint failed: table.column` and its like.
        let column = reason.split_once("failed: ").and_then(|(_, place)| place.split(',').next());
        let column = column.and_then(|place| place.rsplit_once('.')).map(|(_, column)| column.to_owned());
        let value = column.as_deref().and_then(|column| load.value(row, column));
        return Err(Failure::Load(LoadError::Row { table: load.name.clone(), row, column, value, reason }));
    }
    if checkpoint::reject(connection, load, row, &reason)? > load.skip_limit {
        let table = load.name.clone();
        return Err(Failure::Load(LoadError::SkipLimit { table, row, limit: load.skip_limit, reason }));
    }
    Ok(())
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Whether the row is at fault, and not the file.
fn is_data_error(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig)
    )
}

/// A value on its way into a statement.
pub(super) struct Bound<'a>(pub(super) SqlValue<'a>);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            SqlValue::Null => ValueRef::Null,
            SqlValue::Integer(value) => ValueRef::Integer(value),
            SqlValue::Double(value) => ValueRef::Real(value),
            SqlValue::Text(value) => ValueRef::Text(value.as_bytes()),
            SqlValue::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}
