//! Inserting rows.

use std::{ops::Range, time::Instant};

use generator::{Batch, Dialect, SqlValue, SqlValues};
use rusqlite::{
    CachedStatement, Connection,
    types::{ToSqlOutput, ValueRef},
};
use tokio::sync::mpsc;

use crate::{
    fault::FaultPoint,
    plan::TableLoad,
    protocol::{
        RowForm,
        failure::{FailureClass, ServerFailure},
        rows::{encode_batches, prepared_insert},
        session::Singly,
    },
    run::Histogram,
};

/// Rows of one INSERT. Measured: 10 are 6 % faster than 1, 100 no faster than 10.
const STATEMENT_ROWS: usize = 10;
/// Most parameters of a statement ("Implementation Limits For SQLite").
const MOST_PARAMETERS: usize = 32_766;

/// Inserts rows as they come. A row that is refused is named; those before it are in.
pub(super) fn insert(
    connection: &Connection,
    load: &TableLoad,
    rows: &Range<u64>,
    form: RowForm,
    mut pieces: mpsc::Receiver<Batch>,
    times: &mut Histogram,
) -> Result<(), ServerFailure> {
    let columns = load.table().output_columns().count();
    let most = match form {
        RowForm::Single => 1,
        RowForm::Insert | RowForm::Bulk => STATEMENT_ROWS.min((MOST_PARAMETERS / columns.max(1)).max(1)),
    };
    let prepare = |rows: usize| {
        connection.prepare_cached(&prepared_insert(load, Dialect::Sqlite, rows, |_| "?".to_owned()))
    };
    let (mut many, mut one) = (prepare(most)?, prepare(1)?);
    let mut next = rows.start;
    while let Some(batch) = pieces.blocking_recv() {
        let mut values = SqlValues::new(load.table(), &batch);
        let mut start = 0;
        // One look at the clock for each statement: a second one would be felt.
        let mut last = Instant::now();
        while start < batch.len() {
            let count = most.min(batch.len() - start);
            let named = |row: usize, failure: ServerFailure| ServerFailure {
                row: Some(batch.rows().start + row as u64 - rows.start),
                ..failure
            };
            let is_in = if count == most {
                // A failed statement leaves no row behind: its rows are tried one by one.
                match execute(&mut many, &mut values, start, most) {
                    Err(failure) if failure.class != FailureClass::Data => return Err(failure),
                    result => result.is_ok(),
                }
            } else {
                false
            };
            if !is_in {
                for row in start..start + count {
                    execute(&mut one, &mut values, row, 1).map_err(|failure| named(row, failure))?;
                }
            }
            start += count;
            let now = Instant::now();
            times.note(now - last);
            last = now;
        }
        next = batch.rows().end;
        FaultPoint::ChunkHalfWritten.pass();
    }
    if next == rows.end {
        return Ok(());
    }
    Err(ServerFailure::new(FailureClass::Other, "not all rows were made"))
}

/// Inserts rows one by one, and tells which are refused; a failed statement leaves nothing behind.
pub(super) fn insert_singly(
    connection: &Connection,
    load: &TableLoad,
    rows: Range<u64>,
) -> Result<Singly, ServerFailure> {
    let sql = prepared_insert(load, Dialect::Sqlite, 1, |_| "?".to_owned());
    let mut one = connection.prepare_cached(&sql)?;
    let mut refused = Vec::new();
    let mut failed = None;
    encode_batches(load, rows.clone(), &mut |batch| {
        let mut values = SqlValues::new(load.table(), &batch);
        for row in 0..batch.len() {
            match execute(&mut one, &mut values, row, 1) {
                Ok(()) => {}
                Err(failure) if failure.class == FailureClass::Data => {
                    refused.push((batch.rows().start + row as u64, failure));
                }
                Err(failure) => {
                    failed = Some(failure);
                    return false;
                }
            }
        }
        true
    });
    match failed {
        Some(failure) => Err(failure),
        None => Ok(Singly { next: rows.end, refused }),
    }
}

fn execute(
    statement: &mut CachedStatement<'_>,
    values: &mut SqlValues<'_>,
    start: usize,
    rows: usize,
) -> Result<(), ServerFailure> {
    let columns = values.columns();
    let mut parameter = 1;
    for row in start..start + rows {
        for column in 0..columns {
            statement.raw_bind_parameter(parameter, Bound(values.get(column, row)))?;
            parameter += 1;
        }
    }
    let inserted = statement.raw_execute()?;
    if inserted == rows {
        return Ok(());
    }
    // `ON CONFLICT IGNORE` in the table's definition, or a trigger.
    Err(ServerFailure::new(FailureClass::Data, format!("{inserted} of {rows} rows went in")))
}

/// A value on its way into a statement.
struct Bound<'a>(SqlValue<'a>);

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
