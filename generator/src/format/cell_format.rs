//! How a format writes the cells of one column: what stands around a value, and which characters of it are escaped.

use super::{cell, escape::Escape};
use crate::{
    batch::{Notation, Values},
    column::Column,
};

/// The writing of one column's cells.
#[derive(Debug, Clone)]
pub(super) struct CellFormat {
    /// Before and behind a value that is not NULL: quotes, a zone.
    pub(super) open: Vec<u8>,
    pub(super) close: Vec<u8>,
    /// In place of a value that is NULL.
    pub(super) null: Vec<u8>,
    /// Behind every cell: a delimiter, the end of a line.
    pub(super) after: Vec<u8>,
    pub(super) notation: Notation,
    pub(super) escape: Escape,
    /// Behind a value before it is escaped.
    pub(super) zone: &'static [u8],
}

impl CellFormat {
    /// Values as they are in the column's own notation, with nothing around them.
    pub(super) fn plain(column: &Column) -> Self {
        Self {
            open: Vec::new(),
            close: Vec::new(),
            null: Vec::new(),
            after: Vec::new(),
            notation: column.render.notation,
            escape: Escape::None,
            zone: &[],
        }
    }

    /// The same with these characters before and behind each value.
    pub(super) fn within(mut self, open: &[u8], close: &[u8]) -> Self {
        self.open = open.to_vec();
        self.close = close.to_vec();
        self
    }

    /// The same with texts escaped in this way, quotes included.
    pub(super) fn escaped(mut self, escape: Escape) -> Self {
        self.escape = escape;
        self
    }

    /// Writes the zone behind each value, within what escapes put around it.
    pub(super) fn zone(&mut self, zone: &'static [u8]) {
        match self.escape {
            Escape::None => self.close = zone.to_vec(),
            _ => self.zone = zone,
        }
    }

    /// Appends NULL, with what stands behind it.
    pub(super) fn append_null(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.null);
        bytes.extend_from_slice(&self.after);
    }

    /// Appends value `index`, with what stands around it.
    pub(super) fn append(&self, values: &Values, index: usize, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.open);
        match (&self.escape, values, self.notation) {
            (Escape::None, ..) => cell::append(values, index, self.notation, bytes),
            (escape, Values::Text(texts), Notation::Text) => escape.append(texts.get(index), bytes),
            (escape, ..) => {
                let mut text = Vec::new();
                cell::append(values, index, self.notation, &mut text);
                text.extend_from_slice(self.zone);
                escape.append(&text, bytes);
            }
        }
        bytes.extend_from_slice(&self.close);
        bytes.extend_from_slice(&self.after);
    }

    /// Bytes of the longest cell if values have up to `longest` bytes and are not escaped, or are NULL.
    pub(super) fn longest(&self, longest: usize) -> usize {
        let value = self.open.len() + longest + self.close.len();
        value.max(self.null.len()) + self.after.len()
    }
}
