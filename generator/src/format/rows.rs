//! Rows put together from the cells of their columns.

use super::slots::Slot;

/// The cells of one column in one batch, ready to be copied.
#[derive(Debug)]
pub(super) enum Cells<'a> {
    /// The same in every row.
    Constant(&'a Piece),
    /// One slot for each row.
    Short(&'a [Slot<16>]),
    Middle(&'a [Slot<32>]),
    Long(&'a [Slot<64>]),
    /// Slots by the index of each row: the column has few different values.
    ShortIndexed(&'a [Slot<16>], &'a [u64]),
    MiddleIndexed(&'a [Slot<32>], &'a [u64]),
    /// Cells behind each other, and where each begins.
    Texts {
        bytes: &'a [u8],
        offsets: &'a [i32],
    },
}

/// Bytes that are copied as a whole number of chunks.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Filled up to a multiple of [`CHUNK`].
    padded: Vec<u8>,
    length: usize,
}

/// How many bytes of a text are copied at once.
const CHUNK: usize = 32;
/// Rows that are put together before they are appended to the output: some kilobytes, which stay in the first-level cache.
const BLOCK_ROWS: usize = 64;

impl Piece {
    pub(super) fn new(text: &[u8]) -> Self {
        let mut padded = text.to_vec();
        padded.resize(text.len().next_multiple_of(CHUNK), 0);
        Self { padded, length: text.len() }
    }
}

/// What stands around whole rows.
pub(super) trait Frame {
    /// Before a row of the batch.
    fn before(&self, row: usize) -> &[u8];
    /// Behind it.
    fn after(&self, row: usize) -> &[u8];
}

/// Nothing around rows.
pub(super) struct NoFrame;

impl Frame for NoFrame {
    fn before(&self, _row: usize) -> &[u8] {
        &[]
    }

    fn after(&self, _row: usize) -> &[u8] {
        &[]
    }
}

/// A row's bytes while it is put together: memory that is initialised once and written over.
struct Block<'a> {
    memory: &'a mut Vec<u8>,
    end: usize,
}

impl Block<'_> {
    fn put<const W: usize>(&mut self, slot: &Slot<W>) {
        *self.room() = *slot;
        self.end += usize::from(slot[W - 1]);
    }

    fn put_piece(&mut self, piece: &Piece) {
        if let [chunk] = piece.padded.as_chunks::<CHUNK>().0 {
            *self.room() = *chunk;
            self.end += piece.length;
        } else {
            self.put_long(&piece.padded[..piece.length]);
        }
    }

    /// Copies `length` bytes from the beginning of `text`, in chunks as long as there is something to read.
    fn put_text(&mut self, text: &[u8], length: usize) {
        if let (true, Some(chunk)) = (length <= CHUNK, text.first_chunk::<CHUNK>()) {
            *self.room() = *chunk;
            self.end += length;
        } else {
            self.put_long(&text[..length]);
        }
    }

    fn put_long(&mut self, text: &[u8]) {
        if self.memory.len() < self.end + text.len() {
            self.grow(text.len());
        }
        self.memory[self.end..self.end + text.len()].copy_from_slice(text);
        self.end += text.len();
    }

    /// The next bytes of memory.
    fn room<const W: usize>(&mut self) -> &mut [u8; W] {
        if self.memory.len() < self.end + W {
            self.grow(W);
        }
        // It was made large enough.
        self.memory[self.end..].first_chunk_mut().expect("there is room")
    }

    #[cold]
    fn grow(&mut self, length: usize) {
        self.memory.resize((self.end + length).next_power_of_two().max(1 << 14), 0);
    }
}

/// Appends the first `rows` rows that these columns have. `memory` is used again from batch to batch.
pub(super) fn assemble(
    columns: &[Cells<'_>],
    rows: usize,
    frame: &impl Frame,
    memory: &mut Vec<u8>,
    bytes: &mut Vec<u8>,
) {
    let mut block = Block { memory, end: 0 };
    for row in 0..rows {
        let before = frame.before(row);
        if !before.is_empty() {
            block.put_text(before, before.len());
        }
        for cells in columns {
            match cells {
                Cells::Constant(piece) => block.put_piece(piece),
                Cells::Short(slots) => block.put(&slots[row]),
                Cells::Middle(slots) => block.put(&slots[row]),
                Cells::Long(slots) => block.put(&slots[row]),
                Cells::ShortIndexed(slots, indexes) => block.put(&slots[indexes[row] as usize]),
                Cells::MiddleIndexed(slots, indexes) => block.put(&slots[indexes[row] as usize]),
                Cells::Texts { bytes, offsets } => {
                    let (start, end) = (offsets[row] as usize, offsets[row + 1] as usize);
                    block.put_text(&bytes[start..], end - start);
                }
            }
        }
        let after = frame.after(row);
        if !after.is_empty() {
            block.put_text(after, after.len());
        }
        if row % BLOCK_ROWS == BLOCK_ROWS - 1 {
            bytes.extend_from_slice(&block.memory[..block.end]);
            block.end = 0;
        }
    }
    bytes.extend_from_slice(&block.memory[..block.end]);
}
