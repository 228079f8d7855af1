//! Finding the rows of a chunk that the database refuses: what was refused is tried again in smaller steps, which grow while rows go in.

use std::{ops::Range, sync::Arc};

use super::{
    checkpoint,
    failure::{FailureClass, ServerFailure},
    rows::EncodedRows,
    session::{RowForm, STATEMENT_PATIENCE, Session},
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

/// Writes all rows of a chunk that the database takes, inside the transaction that is open, and notes the others. Gives how many there
/// were; more than the load allows end it.
///
/// Each step is undone to a savepoint if it fails, and moves the savepoint on if it does not: however many rows are refused, there is
/// never more than one. A step that failed is taken again up to the row that the server named, or by a quarter of its rows; each step that
/// goes in doubles the next. A single row goes by INSERT, whose errors say most.
pub(super) async fn write<S: Session>(
    session: &mut S,
    load: &Arc<TableLoad>,
    rows: Range<u64>,
    form: RowForm,
) -> Result<u64, ChunkFailure> {
    let mut refused: Vec<(u64, String)> = Vec::new();
    let mut refused_before = None;
    let (mut start, mut step) = (rows.start, rows.end - rows.start);
    session.execute("SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
    while start < rows.end {
        let end = start.saturating_add(step).min(rows.end);
        let count = end - start;
        let form = if count == 1 && form == RowForm::Bulk { RowForm::Insert } else { form };
        let failure = match EncodedRows::begin(load, start..end, form).send(session, load).await? {
            Ok(()) => {
                session.execute("RELEASE SAVEPOINT rowmill; SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
                start = end;
                step = count.saturating_mul(2);
                continue;
            }
            Err(failure) if failure.class == FailureClass::Data => failure,
            Err(failure) => return Err(failure.into()),
        };
        session.execute("ROLLBACK TO SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
        if count > 1 {
            let named = failure.row.filter(|row| (1..count).contains(row));
            // The first row of a step that was named is at fault itself.
            step = if failure.row == Some(0) { 1 } else { named.unwrap_or(count / 4).max(1) };
            continue;
        }
        if load.options.skip_limit == 0 {
            return Err(refusal(load, start, &failure).into());
        }
        let before = match refused_before {
            Some(before) => before,
            None => checkpoint::lock_rejected(session, load).await?,
        };
        refused_before = Some(before);
        if before + refused.len() as u64 >= load.options.skip_limit {
            return Err(LoadError::SkipLimit {
                table: load.name().to_owned(),
                row: start,
                limit: load.options.skip_limit,
                reason: failure.message,
            }
            .into());
        }
        refused.push((start, failure.message));
        start = end;
        step = 1;
    }
    checkpoint::reject(session, load, &refused).await?;
    Ok(refused.len() as u64)
}

/// The error of a row that must not be left out.
fn refusal(load: &TableLoad, row: u64, failure: &ServerFailure) -> LoadError {
    LoadError::Row {
        table: load.name().to_owned(),
        row,
        column: failure.column.clone(),
        value: failure.column.as_deref().and_then(|column| load.value(row, column)),
        reason: failure.message.clone(),
    }
}
