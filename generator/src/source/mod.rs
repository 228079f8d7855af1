//! Sources: ordered sets of values addressed by index. What several kinds share stands here; a source knows nothing of rows.

mod bytes;
mod child_counts;
mod identifier;
mod linear;
mod lookup;
mod parent;
mod pattern;
mod people;
mod prose;
mod template;
pub(crate) mod word_list;
mod words;
mod written;

use std::fmt;

pub use self::template::rename_in_template;
pub(crate) use self::{
    bytes::RandomBytes,
    child_counts::ChildCounts,
    identifier::{TimeOrdered, TimeOrderedKind, UUID_COUNT, UuidV4},
    linear::{DOUBLE_COUNT, Doubles, Linear, WideDecimals, WideLinear},
    lookup::Lookup,
    parent::Parent,
    pattern::Pattern,
    people::{Email, PEOPLE_OF_A_NAME, UserName, longest_person, people, people_of_a_first_name, write_host},
    prose::Prose,
    template::{ColumnPart, Filter, ParsedPart, Template, TemplatePart, parse_template},
    words::{WordPart, Words},
    written::{Written, write_digits, write_hex},
};
use crate::batch::{ColumnBatch, Rows, Values};

/// The number of indexes of a source whose values are not counted: any `u64` picks one.
pub(crate) const UNCOUNTED: u128 = 1 << 64;

/// A set of values; index 0 is the first.
pub(crate) trait Source: fmt::Debug + Send + Sync {
    /// Appends one value for each index to a buffer of the draft's value kind.
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values);

    /// Appends one value for each index, and sets the bits of the rows that are not NULL; no bits where none is.
    fn fill_nullable(&self, inputs: &Inputs<'_>, values: &mut Values, validity: &mut Vec<u8>) {
        validity.clear();
        self.fill(inputs, values);
    }

    /// `first` and `step` if the values are `first + index × step`.
    fn linear(&self) -> Option<(i64, i64)> {
        None
    }
}

/// What values are made from: an index for each row, and the columns that the draft names as its inputs, in that order.
pub(crate) struct Inputs<'a> {
    pub(crate) indexes: &'a [u64],
    pub(crate) columns: &'a [&'a ColumnBatch],
    /// The rows that the indexes are of.
    pub(crate) rows: &'a Rows<'a>,
}

/// A source of texts or bytes that are written one by one.
pub(crate) trait WriteText: fmt::Debug + Send + Sync {
    /// Appends the text of `index`.
    fn write(&self, index: u64, text: &mut Vec<u8>);
}

/// The [`Source`] of a [`WriteText`].
#[derive(Debug)]
pub(crate) struct Texts<T>(pub(crate) T);

impl<T: WriteText> Source for Texts<T> {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let Values::Text(values) = values {
            for &index in inputs.indexes {
                self.0.write(index, values.open());
                values.finish_value();
            }
        }
    }
}

/// The values of these indexes in a buffer: for sources without inputs.
#[cfg(test)]
pub(crate) fn values_of(source: &dyn Source, mut values: Values, indexes: &[u64]) -> Values {
    let rows = Rows::Range(0..indexes.len() as u64);
    source.fill(&Inputs { indexes, columns: &[], rows: &rows }, &mut values);
    values
}
