//! A column that can be evaluated.

use std::sync::Arc;

use crate::{
    batch::{Render, Rows, ValueKind},
    document::SqlType,
    random::ColumnStream,
    source::Source,
};

/// A column that can be evaluated: an axis, a source and the rows that are NULL.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) sql_type: SqlType,
    pub(crate) hidden: bool,
    /// Position among the axes of the table.
    pub(crate) axis: usize,
    pub(crate) source: Arc<dyn Source>,
    /// How many indexes the source has, 1 to 2^64.
    pub(crate) len: u128,
    /// The least and the largest of whole numbers, days, microseconds or units of a decimal, where they fit 64 bits.
    pub(crate) range: Option<(i64, i64)>,
    pub(crate) inputs: Vec<Input>,
    pub(crate) nulls: Option<Nulls>,
    /// Which rows are the empty text.
    pub(crate) empties: Option<Nulls>,
    /// Whether its source makes NULLs of its own.
    pub(crate) makes_nulls: bool,
    pub(crate) kind: ValueKind,
    pub(crate) render: Render,
    pub(crate) facts: Facts,
}

impl Column {
    /// Whether a row of it can be NULL.
    pub(crate) fn may_be_null(&self) -> bool {
        self.nulls.is_some() || self.makes_nulls
    }
}

/// What is known of a column's values without making one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The longest value as the database stores it.
    pub(crate) longest: Longest,
    /// Bytes that are needed for one value while it is made.
    pub(crate) scratch: usize,
    /// Whether a text may have the character NUL in it, which PostgreSQL cannot store.
    pub(crate) may_hold_nul: bool,
    /// Whether values differ only where case, accents or other foldings count.
    pub(crate) may_fold: bool,
}

/// Lengths that no value exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Longest {
    /// In characters; in columns of bytes, in bytes.
    pub chars: usize,
    /// In bytes of UTF-8; in columns of bytes, in bytes.
    pub bytes: usize,
}

impl Longest {
    /// Those of one text.
    pub(crate) fn of(text: &str) -> Self {
        Self { chars: text.chars().count(), bytes: text.len() }
    }

    /// Those of so many characters of ASCII.
    pub(crate) fn ascii(length: usize) -> Self {
        Self { chars: length, bytes: length }
    }

    /// Lengths that neither of both exceeds.
    pub(crate) fn or_longer(self, other: Self) -> Self {
        Self { chars: self.chars.max(other.chars), bytes: self.bytes.max(other.bytes) }
    }

    /// Lengths of texts behind each other.
    pub(crate) fn sum(lengths: &[Self]) -> Self {
        let mut sum = Self::default();
        lengths.iter().for_each(|length| sum.add(*length));
        sum
    }

    /// Lengths of a text behind another.
    pub(crate) fn add(&mut self, other: Self) {
        self.chars = self.chars.saturating_add(other.chars);
        self.bytes = self.bytes.saturating_add(other.bytes);
    }
}

/// Another column that a value is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// A column of the same row, by position.
    Sibling(usize),
    /// A column of a parent's row: positions among the table's parents and among the parent's columns.
    Parent { parent: usize, column: usize },
}

/// Which rows of a column are NULL.
#[derive(Debug, Clone)]
pub(crate) struct Nulls {
    stream: ColumnStream,
    threshold: u64,
}

impl Nulls {
    /// NULL in this fraction of rows, more than 0 and at most 1. A larger fraction keeps the NULLs of a smaller one.
    pub(crate) fn new(stream: ColumnStream, fraction: f64) -> Self {
        // The cast saturates: a fraction of 1 leaves one row in 2^64.
        Self { stream, threshold: (fraction * 2_f64.powi(64)) as u64 }
    }

    /// Fills the bits of the rows, set where there is a value.
    pub(crate) fn fill(&self, rows: &Rows<'_>, validity: &mut Vec<u8>) {
        let all = self.threshold == u64::MAX;
        validity.clear();
        validity.resize(rows.len().div_ceil(8), 0);
        let mut row = 0;
        self.stream.draw(rows, |random| {
            let is_valid = !all && random >= self.threshold;
            validity[row / 8] |= u8::from(is_valid) << (row % 8);
            row += 1;
        });
    }
}
