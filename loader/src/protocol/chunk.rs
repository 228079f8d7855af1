//! The rows of a chunk in the form that a server takes.

use std::ops::Range;

use bytes::Bytes;
use generator::{Dialect, RowFormat, SqlOptions, generate};

use super::{
    failure::{FailureClass, ServerFailure},
    session::Session,
};
use crate::{fault::FaultPoint, plan::TableLoad};

/// Bytes of one message. A server takes messages of at most 16 MiB (MariaDB's default), and small ones one by one.
const PIECE_BYTES: usize = 256 << 10;
/// Most rows of one INSERT. Measured: 1,000 are no faster, and 5,000 slower.
const STATEMENT_ROWS: u64 = 500;
/// About how long an INSERT is at the most; servers take 16 MiB and more.
const STATEMENT_BYTES: u64 = 1 << 20;

/// Rows that are ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct EncodedChunk {
    pub(super) rows: Range<u64>,
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    /// [`RowFormat::CopyText`] in pieces.
    Bulk(Vec<Bytes>),
    /// INSERT statements with their rows.
    Insert(Vec<(Range<u64>, String)>),
}

impl EncodedChunk {
    /// Makes rows; work for a processor, not for an async task.
    pub(super) fn encode(load: &TableLoad, rows: Range<u64>, dialect: Dialect, is_insert: bool) -> Self {
        let table = load.table();
        let form = if is_insert {
            let most = (STATEMENT_BYTES / load.row_bytes).clamp(1, STATEMENT_ROWS) as usize;
            // Statements begin at multiples of the batch: one as large as the table leaves each range whole.
            let format = RowFormat::Sql(SqlOptions { dialect, batch: u64::MAX, statement_bytes: usize::MAX });
            let starts = rows.clone().step_by(most);
            let statement = |start: u64| {
                let range = start..(start + most as u64).min(rows.end);
                let mut bytes = Vec::new();
                generate(table, &format, range.clone(), &mut bytes);
                // The form is text throughout: binary values are hexadecimal.
                (range, String::from_utf8_lossy(&bytes).into_owned())
            };
            Form::Insert(starts.map(statement).collect())
        } else {
            let mut bytes = Vec::with_capacity(((rows.end - rows.start) * load.row_bytes) as usize);
            generate(table, &RowFormat::CopyText(dialect), rows.clone(), &mut bytes);
            let mut bytes = Bytes::from(bytes);
            let mut pieces = Vec::with_capacity(bytes.len().div_ceil(PIECE_BYTES));
            while !bytes.is_empty() {
                pieces.push(bytes.split_to(PIECE_BYTES.min(bytes.len())));
            }
            Form::Bulk(pieces)
        };
        Self { rows, form }
    }

    /// Whether the rows go the fast way.
    pub(super) fn is_bulk(&self) -> bool {
        matches!(self.form, Form::Bulk(_))
    }

    /// Sends the rows inside the transaction that is open. A row that the failure names is counted from the first of the
    /// chunk.
    pub(super) async fn send<S: Session>(
        &self,
        session: &mut S,
        load: &TableLoad,
    ) -> Result<(), ServerFailure> {
        match &self.form {
            Form::Bulk(pieces) => session.send_rows(load, pieces, self.rows.end - self.rows.start).await,
            Form::Insert(statements) => {
                for (index, (rows, sql)) in statements.iter().enumerate() {
                    if index == statements.len() / 2 {
                        FaultPoint::ChunkHalfWritten.pass();
                    }
                    if S::DIALECT == Dialect::Postgres && sql.contains('\0') {
                        // It would end the message that the statement is in.
                        let message = "PostgreSQL's texts cannot hold the character NUL";
                        return Err(ServerFailure::new(FailureClass::Data, message));
                    }
                    session.insert_rows(sql, rows.end - rows.start).await.map_err(|failure| {
                        ServerFailure {
                            row: failure.row.map(|row| row + rows.start - self.rows.start),
                            ..failure
                        }
                    })?;
                }
                Ok(())
            }
        }
    }
}
