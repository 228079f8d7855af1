//! Finding the rows of a chunk that the database refuses, by cutting the chunk in halves.

use std::ops::Range;

use super::{
    checkpoint,
    chunk::EncodedChunk,
    failure::{FailureClass, ServerFailure},
    session::{STATEMENT_PATIENCE, Session},
};
use crate::{error::LoadError, plan::TableLoad};

/// Why a chunk is not written.
#[derive(Debug)]
pub(super) enum ChunkFailure {
    /// The server said something.
    Server(ServerFailure),
    /// The load ends.
    Load(Box<LoadError>),
}

impl From<ServerFailure> for ChunkFailure {
    fn from(failure: ServerFailure) -> Self {
        Self::Server(failure)
    }
}

impl From<LoadError> for ChunkFailure {
    fn from(error: LoadError) -> Self {
        Self::Load(Box::new(error))
    }
}

/// Writes all rows of a chunk that the database takes, inside the transaction that is open, and notes the others. Gives how
/// many there were; more than the load allows end it.
///
/// What fails is taken back to a savepoint and cut: at the row that the server named, or else in the middle. A single row
/// goes by INSERT, whose errors say most.
pub(super) async fn write<S: Session>(
    session: &mut S,
    load: &TableLoad,
    rows: Range<u64>,
    is_insert: bool,
) -> Result<u64, ChunkFailure> {
    let mut refused = 0;
    // The last is the next.
    let mut pending = vec![rows];
    while let Some(rows) = pending.pop() {
        let count = rows.end - rows.start;
        if count == 0 {
            continue;
        }
        session.execute("SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
        let chunk = {
            let (load, rows) = (load.clone(), rows.clone());
            let encode = move || EncodedChunk::encode(&load, rows, S::DIALECT, is_insert || count == 1);
            tokio::task::spawn_blocking(encode).await
        };
        let chunk = chunk.map_err(|source| LoadError::Worker { table: load.name.clone(), source })?;
        let failure = match chunk.send(session, load).await {
            Ok(()) => {
                session.execute("RELEASE SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
                continue;
            }
            Err(failure) if failure.class == FailureClass::Data => failure,
            Err(failure) => return Err(failure.into()),
        };
        session.execute("ROLLBACK TO SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
        if count == 1 {
            refuse(session, load, rows.start, &failure).await?;
            refused += 1;
            continue;
        }
        let named = failure.row.map(|row| rows.start + row).filter(|row| rows.contains(row));
        match named {
            Some(row) => pending.extend([row + 1..rows.end, row..row + 1, rows.start..row]),
            None => {
                let middle = rows.start + count / 2;
                pending.extend([middle..rows.end, rows.start..middle]);
            }
        }
    }
    Ok(refused)
}

/// Notes a refused row, or ends the load if there are too many.
async fn refuse<S: Session>(
    session: &mut S,
    load: &TableLoad,
    row: u64,
    failure: &ServerFailure,
) -> Result<(), ChunkFailure> {
    let (table, reason) = (load.name.clone(), failure.message.clone());
    if load.skip_limit == 0 {
        let value = failure.column.as_deref().and_then(|column| load.value(row, column));
        let column = failure.column.clone();
        return Err(LoadError::Row { table, row, column, value, reason }.into());
    }
    if checkpoint::reject(session, load, row, &reason).await? > load.skip_limit {
        return Err(LoadError::SkipLimit { table, row, limit: load.skip_limit, reason }.into());
    }
    Ok(())
}
