//! Batches: the values of about a thousand rows of one table, column by column.

mod rows;
pub(crate) mod value_kind;
mod values;
mod view;

use std::ops::Range;

use crate::format::Memory;

pub(crate) use self::{
    rows::Rows,
    value_kind::{Literal, Notation, Render},
    values::{TextValues, Values, append_piece},
};
pub use self::{
    value_kind::ValueKind,
    view::{ColumnValues, ColumnView},
};

/// Most rows of one batch. Eight columns of this many values fit the first-level cache of common processors. Tables of very
/// long rows have fewer rows a batch, see [`MAX_BATCH_BYTES`](crate::limits::MAX_BATCH_BYTES).
pub const BATCH_ROWS: u64 = 1024;

/// The values of some rows of one table, column by column. Reusing a batch reuses its memory, also for another table.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    pub(crate) rows: Range<u64>,
    pub(crate) len: usize,
    /// The dataset's serial number and the position of the table whose rows these are.
    pub(crate) table: Option<(u64, usize)>,
    pub(crate) columns: Vec<ColumnBatch>,
    /// Row → index, one list for each axis of the table that was needed.
    pub(crate) axes: Vec<Vec<u64>>,
    /// The parents' columns that foreign keys show.
    pub(crate) parents: Vec<Self>,
    /// What formats render columns into.
    pub(crate) memory: Memory,
}

/// The values of one column in a batch.
#[derive(Debug, Clone)]
pub(crate) struct ColumnBatch {
    /// `None` before the column was made for the first time.
    pub(crate) values: Option<Values>,
    /// A bit for each row, set where there is a value, in bytes from the lowest bit on; empty if no row can be NULL.
    pub(crate) validity: Vec<u8>,
}

impl Batch {
    /// A batch without rows, of no table yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The rows that it holds, if they are neighbours; an empty range after [`Table::rows_at`](crate::Table::rows_at).
    pub fn rows(&self) -> Range<u64> {
        self.rows.clone()
    }

    /// How many rows there are, at most [`BATCH_ROWS`] neighbours, or as many as were picked.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl ColumnBatch {
    pub(crate) fn new() -> Self {
        Self { values: None, validity: Vec::new() }
    }

    /// The values; the column has been made.
    pub(crate) fn values(&self) -> &Values {
        // Only columns of the plan that was carried out are asked for.
        self.values.as_ref().expect("the column was made")
    }

    pub(crate) fn is_null(&self, index: usize) -> bool {
        self.validity.get(index / 8).is_some_and(|bits| bits >> (index % 8) & 1 == 0)
    }
}
