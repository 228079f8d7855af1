//! A column of a batch from outside, in the layout of Apache Arrow (arrow.apache.org, "Columnar Format"): what is needed to hand
//! it to anything that takes Arrow arrays without copying values one by one.

use super::{Batch, Values, value_kind::ValueKind};
use crate::{document::SqlType, table::Table};

/// One output column of a batch.
#[derive(Debug, Clone, Copy)]
pub struct ColumnView<'a> {
    /// What the values are.
    pub kind: ValueKind,
    /// The column's type in a database.
    pub sql_type: SqlType,
    /// The values, one a row; rows that are NULL have one too, which means nothing.
    pub values: ColumnValues<'a>,
    /// A bit for each row, set where there is a value, from the lowest bit of the first byte on. `None` if no row is NULL.
    pub validity: Option<&'a [u8]>,
}

/// The buffers of a column.
#[derive(Debug, Clone, Copy)]
pub enum ColumnValues<'a> {
    /// Whole numbers, booleans as 0 and 1, days and microseconds.
    Integers(&'a [i64]),
    /// Decimals in units of their last digit, UUIDs and ULIDs as their 128 bits (to be read without a sign).
    Wide(&'a [i128]),
    /// Floating-point numbers.
    Doubles(&'a [f64]),
    /// Texts and bytes: value `i` is `bytes[offsets[i]..offsets[i + 1]]`.
    Bytes {
        /// One more than there are rows, ascending from 0.
        offsets: &'a [i32],
        /// The values behind each other; UTF-8 if the kind is [`ValueKind::Text`].
        bytes: &'a [u8],
    },
}

impl<'a> ColumnView<'a> {
    /// The output column at this position in a batch of `table`.
    pub(crate) fn of(table: Table<'a>, batch: &'a Batch, position: usize) -> Option<Self> {
        let (column, found) = table.made(batch, position)?;
        let values = match found.values.as_ref()? {
            Values::Integer(values) => ColumnValues::Integers(values),
            Values::Wide(values) => ColumnValues::Wide(values),
            Values::Double(values) => ColumnValues::Doubles(values),
            Values::Text(values) => ColumnValues::Bytes { offsets: values.offsets(), bytes: values.all() },
        };
        Some(Self {
            kind: column.kind,
            sql_type: column.sql_type,
            values,
            validity: (!found.validity.is_empty()).then_some(&found.validity[..]),
        })
    }

    /// Whether a row of the batch is NULL.
    pub fn is_null(&self, row: usize) -> bool {
        self.validity
            .is_some_and(|validity| validity.get(row / 8).is_some_and(|bits| bits >> (row % 8) & 1 == 0))
    }
}
