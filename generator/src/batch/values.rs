//! Column buffers: the typed values of one batch, in the layout of Arrow.

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

/// Strings behind each other, and where each one begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextValues {
    bytes: Vec<u8>,
    /// 0, then the end of each value. A batch has at most [`MAX_BATCH_BYTES`](crate::limits::MAX_BATCH_BYTES).
    offsets: Vec<i32>,
}

impl Values {
    /// A text buffer without values.
    pub(crate) fn text() -> Self {
        Self::Text(TextValues::default())
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Integer(values) => values.len(),
            Self::Wide(values) => values.len(),
            Self::Double(values) => values.len(),
            Self::Text(values) => values.offsets.len() - 1,
        }
    }

    /// Removes all values; the memory stays.
    pub(crate) fn clear(&mut self) {
        match self {
            Self::Integer(values) => values.clear(),
            Self::Wide(values) => values.clear(),
            Self::Double(values) => values.clear(),
            Self::Text(values) => values.clear(),
        }
    }

    /// Appends all values of `from`; both are of one kind.
    pub(crate) fn extend_from(&mut self, from: &Self) {
        match (self, from) {
            (Self::Integer(to), Self::Integer(from)) => to.extend_from_slice(from),
            (Self::Wide(to), Self::Wide(from)) => to.extend_from_slice(from),
            (Self::Double(to), Self::Double(from)) => to.extend_from_slice(from),
            (Self::Text(to), Self::Text(from)) => {
                let start = to.bytes.len() as i32;
                to.bytes.extend_from_slice(&from.bytes);
                to.offsets.extend(from.offsets[1..].iter().map(|offset| start + offset));
            }
            _ => unreachable!("the buffer was made by the source that is copied"),
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
            _ => unreachable!("the buffer was made by the source that is copied"),
        }
    }
}

impl Default for TextValues {
    fn default() -> Self {
        Self { bytes: Vec::new(), offsets: vec![0] }
    }
}

impl TextValues {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.offsets.truncate(1);
    }

    /// The bytes of value `index`: UTF-8, except in columns of bytes.
    pub(crate) fn get(&self, index: usize) -> &[u8] {
        &self.bytes[self.place(index)]
    }

    /// The bytes of all values behind each other.
    pub(crate) fn all(&self) -> &[u8] {
        &self.bytes
    }

    /// 0, then the end of each value.
    pub(crate) fn offsets(&self) -> &[i32] {
        &self.offsets
    }

    /// Appends value `index` to `bytes`.
    pub(crate) fn append_to(&self, index: usize, bytes: &mut Vec<u8>) {
        append_piece::<32>(&self.bytes, self.place(index), bytes);
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
        self.offsets.push(self.bytes.len() as i32);
    }

    /// Makes the values empty whose bits are not set.
    pub(crate) fn keep(&mut self, bits: &[u8]) {
        let (mut from, mut end) = (0, 0);
        for index in 1..self.offsets.len() {
            let to = self.offsets[index] as usize;
            if bits[(index - 1) / 8] >> ((index - 1) % 8) & 1 == 1 {
                self.bytes.copy_within(from..to, end);
                end += to - from;
            }
            from = to;
            self.offsets[index] = end as i32;
        }
        self.bytes.truncate(end);
    }

    fn place(&self, index: usize) -> Range<usize> {
        self.offsets[index] as usize..self.offsets[index + 1] as usize
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
