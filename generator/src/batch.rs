use std::ops::Range;

use crate::{rows::Rows, values::Values};

/// Most rows of one batch. Eight columns of this many values fit the first-level cache of common processors.
pub const BATCH_ROWS: u64 = 1024;

/// The values of some neighbouring rows of one table, column by column. Reusing a batch reuses its memory.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    pub(crate) rows: Range<u64>,
    pub(crate) columns: Vec<Option<ColumnBatch>>,
    pub(crate) scratch: Vec<u64>,
}

/// The values of one column in a batch.
#[derive(Debug, Clone)]
pub(crate) struct ColumnBatch {
    pub(crate) values: Values,
    /// Which rows are NULL; empty if none can be.
    pub(crate) nulls: Vec<bool>,
}

impl Batch {
    /// A batch without rows, of no table yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The rows that it holds.
    pub fn rows(&self) -> Range<u64> {
        self.rows.clone()
    }

    /// How many rows there are, at most [`BATCH_ROWS`].
    pub fn len(&self) -> usize {
        Rows::Range(self.rows.clone()).len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl ColumnBatch {
    pub(crate) fn is_null(&self, index: usize) -> bool {
        self.nulls.get(index).copied().unwrap_or(false)
    }
}
