//! Output formats: from batches to bytes, appended to a caller's buffer.

mod calendar;
pub(crate) mod cell;
mod cell_format;
mod copy_text;
mod csv;
mod digits;
mod escape;
mod ndjson;
mod row_writer;
mod rows;
mod slots;
mod sql;
mod sql_values;

pub(crate) use self::row_writer::Memory;

pub use self::{
    csv::{CsvOptions, LineEnding},
    escape::is_formula,
    row_writer::{RowPlan, RowWriter, generate},
    sql::{Dialect, STATEMENT_BYTES, SqlOptions, quote_identifier},
    sql_values::{SqlValue, SqlValues, cell_text},
};

/// How rows become bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum RowFormat {
    /// RFC 4180.
    Csv(CsvOptions),
    /// One JSON object a line.
    Ndjson,
    /// INSERT statements.
    Sql(SqlOptions),
    /// The text form of PostgreSQL's COPY, or of MySQL's LOAD DATA: tabs, backslashes, `\N`.
    CopyText(Dialect),
}
