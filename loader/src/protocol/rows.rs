//! The rows of a chunk: made on a thread of their own, a few pieces ahead of the connection that sends them.

use std::{ops::Range, sync::Arc};

use bytes::Bytes;
use generator::{Batch, Dialect, RowFormat, RowWriter, SqlOptions, Table, quote_identifier};
use tokio::{sync::mpsc, task::JoinHandle};

use super::{
    failure::ServerFailure,
    literal,
    session::{RowForm, Session},
};
use crate::{
    error::LoadError,
    limits::{MOST_BATCH_BYTES, MOST_STATEMENT_BYTES, PIECE_BYTES, PIECES_AHEAD},
    plan::{Options, TableLoad},
};

/// Rows that are being made.
#[derive(Debug)]
pub(crate) struct EncodedRows<S: Session> {
    pub(crate) rows: Range<u64>,
    pub(crate) form: RowForm,
    pieces: mpsc::Receiver<S::Piece>,
    encoder: JoinHandle<()>,
}

impl<S: Session> EncodedRows<S> {
    /// Begins to make rows.
    pub(crate) fn begin(load: &Arc<TableLoad>, rows: Range<u64>, form: RowForm) -> Self {
        let (sender, pieces) = mpsc::channel(PIECES_AHEAD);
        let (load, range) = (Arc::clone(load), rows.clone());
        let encoder = tokio::task::spawn_blocking(move || {
            S::encode(&load, range, form, &mut |piece| sender.blocking_send(piece).is_ok());
        });
        Self { rows, form, pieces, encoder }
    }

    /// Sends the rows inside the transaction that is open. A row that the failure names is counted from the first.
    ///
    /// # Errors
    /// What the database says; outside of it, that the rows could not be made.
    pub(crate) async fn send(
        self,
        session: &mut S,
        load: &TableLoad,
    ) -> Result<Result<(), ServerFailure>, LoadError> {
        let sent = session.send(load, self.rows, self.form, self.pieces).await;
        // It has come to its end, or finds that nobody takes its pieces.
        match self.encoder.await {
            Err(source) if source.is_panic() => {
                Err(LoadError::Worker { table: load.name().to_owned(), source })
            }
            _ => Ok(sent),
        }
    }
}

/// Rows of this table at a time whose values are no more than a few megabytes.
fn rows_at_once(table: Table<'_>, row_bytes: u64) -> u64 {
    (PIECE_BYTES / row_bytes).clamp(1, (MOST_BATCH_BYTES / table.longest_row().max(1) as u64).max(1))
}

/// Makes rows as pieces of [`RowFormat::CopyText`].
pub(crate) fn encode_text(
    load: &TableLoad,
    rows: Range<u64>,
    dialect: Dialect,
    take: &mut dyn FnMut(Bytes) -> bool,
) {
    let table = load.table();
    let writer = RowWriter::new(table, &RowFormat::CopyText(dialect), rows.clone());
    let at_once = rows_at_once(table, load.row_bytes);
    let mut batch = Batch::new();
    let mut start = rows.start;
    while start < rows.end {
        let end = (start + at_once).min(rows.end);
        let mut bytes = Vec::with_capacity((PIECE_BYTES + PIECE_BYTES / 8) as usize);
        writer.write_rows(start..end, &mut batch, &mut bytes);
        if !take(Bytes::from(bytes)) {
            return;
        }
        start = end;
    }
}

/// Makes rows as INSERT statements, each with its rows.
pub(crate) fn encode_statements(
    load: &TableLoad,
    rows: Range<u64>,
    dialect: Dialect,
    take: &mut dyn FnMut((Range<u64>, String)) -> bool,
) {
    let table = load.table();
    let fitting =
        MOST_STATEMENT_BYTES / load.row_bytes.max(table.longest_row().min(1 << 20) as u64 / 4).max(1);
    let most = fitting.clamp(1, u64::from(load.options.statement_rows));
    // Statements begin at multiples of their rows, and at the first row.
    let format = RowFormat::Sql(SqlOptions { dialect, batch: most, statement_bytes: usize::MAX });
    let writer = RowWriter::new(table, &format, rows.clone());
    let (generated, wanted) = (generated_head(load, dialect), insert_head(load, dialect));
    let mut batch = Batch::new();
    let mut start = rows.start;
    while start < rows.end {
        let range = start..((start / most + 1) * most).min(rows.end);
        let mut bytes = Vec::new();
        writer.write_rows(range.clone(), &mut batch, &mut bytes);
        start = range.end;
        // The form is text throughout: binary values are hexadecimal.
        let text = String::from_utf8_lossy(&bytes);
        let values = text
            .strip_prefix(&generated)
            .map_or(&*text, |rest| rest.strip_prefix("OVERRIDING SYSTEM VALUE ").unwrap_or(rest));
        if !take((range, format!("{wanted}{values}"))) {
            return;
        }
    }
}

/// An INSERT statement for each of some rows.
pub(crate) fn single_statements(load: &TableLoad, rows: Range<u64>, dialect: Dialect) -> Vec<(u64, String)> {
    let mut statements = Vec::new();
    let single = TableLoad { options: Options { statement_rows: 1, ..load.options.clone() }, ..load.clone() };
    encode_statements(&single, rows, dialect, &mut |(rows, sql)| {
        statements.push((rows.start, sql));
        true
    });
    statements
}

/// The beginning of the engine's statements, which name the table as the dataset does.
fn generated_head(load: &TableLoad, dialect: Dialect) -> String {
    let names = literal::names(dialect, load.table().output_columns().map(|column| column.name));
    format!("INSERT INTO {} ({names}) ", quote_identifier(dialect, &load.plan.table))
}

/// `INSERT INTO … (…) `, for the table that rows go into.
fn insert_head(load: &TableLoad, dialect: Dialect) -> String {
    let names = literal::names(dialect, load.table().output_columns().map(|column| column.name));
    // Columns that are GENERATED ALWAYS take values only if told so; it does no harm where there are none.
    let overriding = if dialect == Dialect::Postgres { "OVERRIDING SYSTEM VALUE " } else { "" };
    format!("INSERT INTO {} ({names}) {overriding}", quote_identifier(dialect, load.place()))
}

/// `INSERT INTO … (…) VALUES (…)` with a place for each value.
pub(crate) fn prepared_insert(
    load: &TableLoad,
    dialect: Dialect,
    rows: usize,
    place: impl Fn(usize) -> String,
) -> String {
    let columns = load.table().output_columns().count();
    let row = |row: usize| {
        let places: Vec<String> = (0..columns).map(|column| place(row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{}VALUES {}", insert_head(load, dialect), rows.join(", "))
}

/// Makes rows as batches.
pub(crate) fn encode_batches(load: &TableLoad, rows: Range<u64>, take: &mut dyn FnMut(Batch) -> bool) {
    let table = load.table();
    let mut start = rows.start;
    while start < rows.end {
        let mut batch = Batch::new();
        table.batch(start..rows.end, &mut batch);
        start = batch.rows().end;
        if !take(batch) {
            return;
        }
    }
}
