//! Cells one by one: for database drivers, and for people.

use super::cell;
use crate::{
    batch::{Batch, ColumnBatch, Literal, Values},
    column::Column,
    table::Table,
};

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
    cells: Vec<Option<Cells<'a>>>,
    text: Vec<u8>,
}

impl<'a> SqlValues<'a> {
    /// The values of a batch of `table`.
    pub fn new(table: Table<'a>, batch: &'a Batch) -> Self {
        let cells = (0..table.visible_columns().count())
            .map(|position| table.made(batch, position).map(|(column, batch)| Cells { column, batch }))
            .collect();
        Self { cells, text: Vec::new() }
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.cells.len()
    }

    /// The value of a column (by its position in the output) in a row of the batch (counted from its first); NULL where there is none.
    pub fn get(&mut self, column: usize, row: usize) -> SqlValue<'_> {
        let cells = self.cells.get(column).copied().flatten();
        let Some(cells) = cells.filter(|cells| row < cells.batch.values().len() && !cells.is_null(row))
        else {
            return SqlValue::Null;
        };
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
                // Every source of text makes UTF-8; should one not, its bytes are kept as they are.
                match std::str::from_utf8(&self.text) {
                    Ok(text) => SqlValue::Text(text),
                    Err(_) => SqlValue::Bytes(&self.text),
                }
            }
        }
    }
}

/// The text of a cell for a person to read: as in CSV, without quotes. `None` is NULL, or a cell that the batch does not have.
///
/// ```
/// use generator::{Batch, Dataset, DatasetSpec, SqlValue, SqlValues, cell_text};
///
/// let spec = DatasetSpec::from_json(r#"{ "rowmill": 1, "tables": [{ "name": "t", "rows": 10, "columns": [
///     { "name": "id", "type": "bigint" },
///     { "name": "day", "type": "date", "gen": { "kind": "constant", "value": "2025-05-01" } } ] }] }"#)?;
/// let dataset = Dataset::compile(&spec)?;
/// let table = dataset.table("t").expect("the spec has it");
/// let mut batch = Batch::new();
/// table.batch(4..6, &mut batch);
/// assert_eq!(cell_text(table, &batch, 0, 1).as_deref(), Some("6"));
/// assert_eq!(cell_text(table, &batch, 1, 0).as_deref(), Some("2025-05-01"));
/// assert_eq!(SqlValues::new(table, &batch).get(0, 0), SqlValue::Integer(5));
/// # Ok::<(), generator::Problems>(())
/// ```
pub fn cell_text(table: Table<'_>, batch: &Batch, column: usize, row: usize) -> Option<String> {
    let (column, made) = table.made(batch, column)?;
    let cells = Cells { column, batch: made };
    if row >= batch.len() || cells.is_null(row) {
        return None;
    }
    let mut bytes = Vec::new();
    cells.append(row, &mut bytes);
    Some(String::from_utf8_lossy(&bytes).into_owned())
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
        cell::append(self.batch.values(), index, self.column.render.notation, bytes);
        if matches!(self.literal(), Literal::Plain { zoned: true }) {
            bytes.extend_from_slice(b"+00");
        }
    }
}
