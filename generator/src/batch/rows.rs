//! Which rows are made together.

use std::ops::Range;

/// The rows of one batch: neighbours, or any rows in any order (the parents of foreign keys, a sample).
#[derive(Debug, Clone)]
pub(crate) enum Rows<'a> {
    Range(Range<u64>),
    Picked(&'a [u64]),
}

impl Rows<'_> {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            // A range is at most a batch, see `Table::batch`.
            Self::Range(range) => (range.end - range.start) as usize,
            Self::Picked(rows) => rows.len(),
        }
    }

    /// Calls `visit` with each row number, in order.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(u64)) {
        match self {
            Self::Range(range) => range.clone().for_each(visit),
            Self::Picked(rows) => rows.iter().for_each(|&row| visit(row)),
        }
    }
}
