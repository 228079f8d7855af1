//! Column buffers: the typed values of one batch.

use std::ops::Range;

/// The values of one column in one batch, one a row. Rows that are NULL have a value here too, which no output shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values {
    /// Integers, booleans (0 and 1), days, microseconds.
    Integer(Vec<i64>),
    /// Decimals in units of their last digit, and UUIDs and ULIDs as their 128 bits.
    Wide(Vec<i128>),
    /// Floating-point numbers.
    Double(Vec<f64>),
    /// Text and bytes.
    Text(TextValues),
}

/// Strings behind each other, and where each one ends.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TextValues {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Values {
    /// Removes all values; the memory stays.
    pub(crate) fn clear(&mut self) {
        match self {
            Self::Integer(values) => values.clear(),
            Self::Wide(values) => values.clear(),
            Self::Double(values) => values.clear(),
            Self::Text(values) => values.clear(),
        }
    }

    /// An empty buffer of the same kind.
    pub(crate) fn empty_like(&self) -> Self {
        match self {
            Self::Integer(_) => Self::Integer(Vec::new()),
            Self::Wide(_) => Self::Wide(Vec::new()),
            Self::Double(_) => Self::Double(Vec::new()),
            Self::Text(_) => Self::Text(TextValues::default()),
        }
    }

    /// Appends the values of `from` at these positions; both are of one kind.
    pub(crate) fn extend_picked(&mut self, from: &Self, positions: &[u64]) {
        match (self, from) {
            (Self::Integer(to), Self::Integer(from)) => {
                to.extend(positions.iter().map(|&at| from[at as usize]));
            }
            (Self::Wide(to), Self::Wide(from)) => to.extend(positions.iter().map(|&at| from[at as usize])),
            (Self::Double(to), Self::Double(from)) => {
                to.extend(positions.iter().map(|&at| from[at as usize]));
            }
            (Self::Text(to), Self::Text(from)) => {
                for &at in positions {
                    from.append_to(at as usize, &mut to.bytes);
                    to.finish_value();
                }
            }
            _ => unreachable!("`empty_like` made the buffer"),
        }
    }
}

impl TextValues {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// The bytes of value `index`: UTF-8, except in columns of bytes.
    pub(crate) fn get(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.bytes[start..self.ends[index] as usize]
    }

    /// The bytes of all values behind each other.
    pub(crate) fn all(&self) -> &[u8] {
        &self.bytes
    }

    /// Appends value `index` to `bytes`.
    pub(crate) fn append_to(&self, index: usize, bytes: &mut Vec<u8>) {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        append_piece::<32>(&self.bytes, start..self.ends[index] as usize, bytes);
    }

    /// Appends one whole value.
    pub(crate) fn push(&mut self, value: &[u8]) {
        self.bytes.extend_from_slice(value);
        self.finish_value();
    }

    /// The buffer to append the next value to, piece by piece; [`Self::finish_value`] ends it.
    pub(crate) fn open(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Ends the value appended to [`Self::open`].
    pub(crate) fn finish_value(&mut self) {
        // A batch has about a thousand values of at most 64 KiB each.
        self.ends.push(self.bytes.len() as u32);
    }
}

/// Appends a part of a text. Up to `N` bytes are copied as `N` bytes, of which what follows the part goes again: a copy of
/// known length is a few instructions, one of any length is a call.
pub(crate) fn append_piece<const N: usize>(text: &[u8], part: Range<usize>, bytes: &mut Vec<u8>) {
    match text[part.start..].first_chunk::<N>() {
        Some(chunk) if part.len() <= N => {
            let end = bytes.len() + part.len();
            bytes.extend_from_slice(chunk);
            bytes.truncate(end);
        }
        _ => bytes.extend_from_slice(&text[part]),
    }
}
