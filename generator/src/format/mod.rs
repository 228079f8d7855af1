//! Output formats: from batches to bytes, appended to a caller's buffer.

pub(crate) mod cell;
mod copy_text;
mod csv;
mod digits;
mod ndjson;
mod sql;

use std::ops::Range;

pub use self::{
    csv::{CsvOptions, LineEnding},
    sql::{Dialect, SqlOptions, quote_identifier},
};
use crate::{
    BATCH_ROWS,
    batch::Literal,
    batch::Values,
    batch::{Batch, ColumnBatch},
    column::Column,
    table::Table,
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

/// Writes rows of one table in one format. The bytes of a row do not depend on which rows are written with it, except
/// that INSERT statements begin at multiples of their batch and at the first row of `range`.
#[derive(Debug)]
pub struct RowWriter<'a> {
    table: Table<'a>,
    range: Range<u64>,
    columns: Vec<(usize, &'a Column)>,
    kind: Writer,
}

#[derive(Debug)]
enum Writer {
    /// Boxed for its table of 256 bytes.
    Csv(Box<csv::CsvWriter>),
    Ndjson(ndjson::NdjsonWriter),
    Sql(sql::SqlWriter),
    CopyText(Dialect),
}

impl<'a> RowWriter<'a> {
    /// A writer for `range`, cut down to the rows that the table has.
    pub fn new(table: Table<'a>, format: &RowFormat, range: Range<u64>) -> Self {
        let columns: Vec<_> = table.visible_columns().collect();
        let kind = match format {
            RowFormat::Csv(options) => Writer::Csv(Box::new(csv::CsvWriter::new(options))),
            RowFormat::Ndjson => Writer::Ndjson(ndjson::NdjsonWriter::new(&columns)),
            RowFormat::Sql(options) => {
                Writer::Sql(sql::SqlWriter::new(options, &table.spec().name, &columns))
            }
            RowFormat::CopyText(dialect) => Writer::CopyText(*dialect),
        };
        let end = range.end.min(table.rows());
        Self { table, range: range.start.min(end)..end, columns, kind }
    }

    /// The rows that the writer is for.
    pub fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    /// Appends what comes before the first row: a byte order mark, a header.
    pub fn write_header(&self, bytes: &mut Vec<u8>) {
        if let Writer::Csv(writer) = &self.kind {
            writer.write_header(&self.columns, bytes);
        }
    }

    /// Appends `rows`, which lie within [`Self::range`]. `batch` is memory to work in.
    pub fn write_rows(&self, rows: Range<u64>, batch: &mut Batch, bytes: &mut Vec<u8>) {
        let mut start = rows.start;
        while start < rows.end {
            self.table.batch(start..rows.end.min(start.saturating_add(BATCH_ROWS)), batch);
            if batch.is_empty() {
                return;
            }
            self.write_batch(batch, bytes);
            start = batch.rows.end;
        }
    }

    fn write_batch(&self, batch: &Batch, bytes: &mut Vec<u8>) {
        let cells: Vec<Cells<'_>> = self
            .columns
            .iter()
            .filter_map(|(index, column)| Some(Cells { column, batch: &batch.columns[*index] }))
            .collect();
        if let Writer::Csv(writer) = &self.kind {
            return writer.write_batch(&cells, batch.len(), bytes);
        }
        for index in 0..batch.len() {
            match &self.kind {
                // Written above.
                Writer::Csv(_) => {}
                Writer::Ndjson(writer) => writer.write_row(&cells, index, bytes),
                Writer::CopyText(dialect) => copy_text::write_row(&cells, index, *dialect, bytes),
                Writer::Sql(writer) => {
                    writer.write_row(&cells, index, batch.rows.start + index as u64, &self.range, bytes);
                }
            }
        }
    }
}

/// The values of one output column in a batch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cells<'a> {
    column: &'a Column,
    batch: &'a ColumnBatch,
}

impl Cells<'_> {
    fn is_null(&self, index: usize) -> bool {
        self.batch.is_null(index)
    }

    fn literal(&self) -> Literal {
        self.column.render.literal
    }

    /// Appends the characters of a value that is not NULL, as they stand in CSV, without quotes.
    fn append(&self, index: usize, bytes: &mut Vec<u8>) {
        self.append_unzoned(index, bytes);
        if matches!(self.literal(), Literal::Plain { zoned: true }) {
            bytes.extend_from_slice(b"+00");
        }
    }

    /// Appends the characters of a value that is not NULL, a timestamp without its zone.
    fn append_unzoned(&self, index: usize, bytes: &mut Vec<u8>) {
        cell::append(self.batch.values(), index, self.column.render.notation, bytes);
    }

    /// Appends a boolean that is not NULL as `1` or `0`.
    fn append_digit(&self, index: usize, bytes: &mut Vec<u8>) {
        let is_true = matches!(self.batch.values(), Values::Integer(values) if values[index] != 0);
        bytes.push(if is_true { b'1' } else { b'0' });
    }

    /// The bytes of all texts of the batch behind each other.
    fn all_text(&self) -> &[u8] {
        match self.batch.values() {
            Values::Text(values) => values.all(),
            _ => &[],
        }
    }

    /// The bytes of a text, without a copy.
    fn text(&self, index: usize) -> &[u8] {
        match self.batch.values() {
            Values::Text(values) => values.get(index),
            _ => &[],
        }
    }
}

/// Appends `rows` of a table, without a header.
pub fn generate(table: Table<'_>, format: &RowFormat, rows: Range<u64>, bytes: &mut Vec<u8>) {
    let writer = RowWriter::new(table, format, rows);
    writer.write_rows(writer.range(), &mut Batch::new(), bytes);
}

/// A value as a database driver takes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SqlValue<'a> {
    /// NULL.
    Null,
    /// A whole number, or a boolean as 0 and 1.
    Integer(i64),
    /// A floating-point number.
    Double(f64),
    /// Everything that is written as characters, decimals among them.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// The values of a batch for a database driver, output column by output column.
#[derive(Debug)]
pub struct SqlValues<'a> {
    cells: Vec<Cells<'a>>,
    text: Vec<u8>,
}

impl<'a> SqlValues<'a> {
    /// The values of a batch of `table`.
    pub fn new(table: Table<'a>, batch: &'a Batch) -> Self {
        let cells = table
            .visible_columns()
            .filter_map(|(index, column)| Some(Cells { column, batch: batch.columns.get(index)? }))
            .collect();
        Self { cells, text: Vec::new() }
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.cells.len()
    }

    /// The value of a column (by its position in the output) in a row of the batch (counted from its first).
    pub fn get(&mut self, column: usize, row: usize) -> SqlValue<'_> {
        let cells = self.cells[column];
        if cells.is_null(row) {
            return SqlValue::Null;
        }
        match (cells.batch.values(), cells.literal()) {
            (Values::Integer(values), Literal::Number | Literal::Boolean) => SqlValue::Integer(values[row]),
            (Values::Double(values), Literal::Number) => SqlValue::Double(values[row]),
            (Values::Text(values), Literal::Binary) => SqlValue::Bytes(values.get(row)),
            (Values::Wide(values), Literal::Binary) => {
                self.text.clear();
                self.text.extend_from_slice(&values[row].to_be_bytes());
                SqlValue::Bytes(&self.text)
            }
            _ => {
                self.text.clear();
                cells.append(row, &mut self.text);
                // Every text domain makes UTF-8; should one not, its bytes are kept as they are.
                match std::str::from_utf8(&self.text) {
                    Ok(text) => SqlValue::Text(text),
                    Err(_) => SqlValue::Bytes(&self.text),
                }
            }
        }
    }
}

/// The text of a cell for a person to read: as in CSV, without quotes. `None` is NULL.
pub fn cell_text(table: Table<'_>, batch: &Batch, column: usize, row: usize) -> Option<String> {
    let (index, column) = table.visible_columns().nth(column)?;
    let cells = Cells { column, batch: batch.columns.get(index)? };
    if row >= batch.len() || cells.is_null(row) {
        return None;
    }
    let mut bytes = Vec::new();
    cells.append(row, &mut bytes);
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
