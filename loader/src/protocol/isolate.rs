//! Finding the rows of a chunk that the database refuses: what was refused is tried again in smaller steps, which grow while rows go in.

use std::{ops::Range, sync::Arc};

use super::{
    checkpoint,
    failure::{FailureClass, ServerFailure},
    rows::EncodedRows,
    session::{RowForm, STATEMENT_PATIENCE, Session, rows_patience},
};
use crate::{error::LoadError, plan::TableLoad, run::StepContext};

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

/// Rows up to which a step goes row by row.
const SMALL_STEP: u64 = 64;

/// Writes all rows of a chunk that the database takes, inside the transaction that is open, and notes the others. Gives how many there
/// were; more than the load allows end it.
///
/// Each step is undone to a savepoint if it fails, and moves the savepoint on if it does not: however many rows are refused, there is
/// never more than one. A step that failed is taken again up to the row that the server named, or by a quarter of its rows; small ones
/// go row by row, whose errors say most; what goes in doubles the next step.
pub(super) async fn write<S: Session>(
    session: &mut S,
    load: &Arc<TableLoad>,
    rows: Range<u64>,
    form: RowForm,
    context: &StepContext,
) -> Result<u64, ChunkFailure> {
    let mut refused = Refused { rows: Vec::new(), before: None };
    let (mut start, mut step) = (rows.start, rows.end - rows.start);
    session.execute("SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
    while start < rows.end {
        // However many steps there are, each is small.
        context.expect_within(rows_patience(load, &rows));
        if step <= SMALL_STEP {
            let end = (start + SMALL_STEP).min(rows.end);
            let singly = session.insert_singly(load, start..end).await?;
            step = if singly.refused.is_empty() { SMALL_STEP * 2 } else { 1 };
            start = singly.next;
            for (row, failure) in singly.refused {
                refused.add(session, load, row, failure).await?;
            }
            continue;
        }
        let end = start.saturating_add(step).min(rows.end);
        let count = end - start;
        match EncodedRows::begin(load, start..end, form).send(session, load).await? {
            Ok(()) => {
                session.execute("RELEASE SAVEPOINT rowmill; SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
                start = end;
                step = count.saturating_mul(2);
            }
            Err(failure) if failure.class == FailureClass::Data => {
                session.execute("ROLLBACK TO SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
                let named = failure.row.filter(|row| *row < count);
                step = named.unwrap_or(count / 4).max(1);
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    refused.write(session, load).await?;
    Ok(refused.rows.len() as u64)
}

/// The rows of a chunk that were refused.
struct Refused {
    rows: Vec<(u64, String)>,
    /// Rows that were refused before this chunk, once they are asked for.
    before: Option<u64>,
}

impl Refused {
    async fn add<S: Session>(
        &mut self,
        session: &mut S,
        load: &TableLoad,
        row: u64,
        failure: ServerFailure,
    ) -> Result<(), ChunkFailure> {
        if load.options.skip_limit == 0 {
            return Err(refusal(load, row, &failure).into());
        }
        let before = match self.before {
            Some(before) => before,
            None => checkpoint::count_rejected(session, load).await?,
        };
        self.before = Some(before);
        if before + self.rows.len() as u64 >= load.options.skip_limit {
            return Err(limit_reached(load, row, failure.message).into());
        }
        self.rows.push((row, failure.message));
        Ok(())
    }

    /// Notes the rows. Other partitions may have refused some meanwhile: who does so now waits for nobody else, and is counted.
    async fn write<S: Session>(&self, session: &mut S, load: &TableLoad) -> Result<(), ChunkFailure> {
        let Some((row, reason)) = self.rows.last() else { return Ok(()) };
        let before = checkpoint::lock_rejected(session, load).await?;
        if before + self.rows.len() as u64 > load.options.skip_limit {
            return Err(limit_reached(load, *row, reason.clone()).into());
        }
        checkpoint::reject(session, load, &self.rows).await?;
        Ok(())
    }
}

fn limit_reached(load: &TableLoad, row: u64, reason: String) -> LoadError {
    LoadError::SkipLimit { table: load.name().to_owned(), row, limit: load.options.skip_limit, reason }
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
