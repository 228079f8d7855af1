//! Which rows are made next, and which bytes are written next.

use std::{collections::BTreeMap, ops::Range};

/// About how many bytes a piece has: many, so that few messages go to and fro, and few enough to wait for.
const PIECE_BYTES: u64 = 2 << 20;
/// How many bytes a piece has at most, if its rows are longer than those before.
const MOST_BYTES: u64 = 16 << 20;
/// Rows of the first piece, whose length tells how many rows the others have.
const FIRST_ROWS: u64 = 512;
/// Pieces that a maker has before it at most: one that it makes, and the next.
const AHEAD: usize = 2;

/// The rows of an export as pieces: handed out to makers, and taken in their order.
#[derive(Debug)]
pub(crate) struct Pieces<T> {
    rows: Range<u64>,
    /// The first row that nobody was given.
    next_row: u64,
    next_piece: u64,
    rows_of_piece: u64,
    /// Rows of a piece at most, however short those are that were made.
    most_rows: u64,
    /// Rows of the pieces that were given out and not taken, by their numbers.
    given: BTreeMap<u64, Range<u64>>,
    made: BTreeMap<u64, T>,
    next_taken: u64,
    /// Pieces of each maker that it has not made yet.
    busy: Vec<usize>,
}

impl<T> Pieces<T> {
    /// Pieces of some rows, none of which has more than `longest_row` bytes.
    pub(crate) fn new(rows: Range<u64>, longest_row: u64, makers: usize) -> Self {
        let most_rows = (MOST_BYTES / longest_row.max(1)).max(1);
        Self {
            next_row: rows.start,
            rows,
            next_piece: 0,
            rows_of_piece: FIRST_ROWS.min(most_rows),
            most_rows,
            given: BTreeMap::new(),
            made: BTreeMap::new(),
            next_taken: 0,
            busy: vec![0; makers],
        }
    }

    /// Whether all rows were taken.
    pub(crate) fn is_done(&self) -> bool {
        self.next_row == self.rows.end && self.given.is_empty() && self.next_taken > 0
    }

    /// The next piece for a maker that has room: the maker, the number of the piece, its rows. As many pieces wait for being taken as makers
    /// may have before them, so that a slow file slows the makers down.
    pub(crate) fn give(&mut self) -> Option<(usize, u64, Range<u64>)> {
        let is_over = self.next_row == self.rows.end && self.next_piece > 0;
        // The length of the first piece tells that of the others.
        let is_measured = self.next_piece == 0 || self.next_taken > 0 || !self.made.is_empty();
        if is_over || !is_measured || self.given.len() >= 2 * AHEAD * self.busy.len() {
            return None;
        }
        let least = self.busy.iter().enumerate().min_by_key(|(_, busy)| **busy)?;
        let maker = Some(least).filter(|(_, busy)| **busy < AHEAD)?.0;
        let end = self.rows.end.min(self.next_row + self.rows_of_piece);
        let (piece, rows) = (self.next_piece, self.next_row..end);
        self.given.insert(piece, rows.clone());
        self.busy[maker] += 1;
        self.next_row = end;
        self.next_piece += 1;
        Some((maker, piece, rows))
    }

    /// A maker has made a piece of so many bytes.
    pub(crate) fn made(&mut self, maker: usize, piece: u64, made: T, bytes: u64) {
        self.busy[maker] -= 1;
        if let Some(rows) = self.given.get(&piece) {
            let row_bytes = (bytes / (rows.end - rows.start).max(1)).max(1);
            self.rows_of_piece = (PIECE_BYTES / row_bytes).clamp(1, self.most_rows);
        }
        self.made.insert(piece, made);
    }

    /// Whether the piece whose turn it is was made.
    pub(crate) fn has_next(&self) -> bool {
        self.made.contains_key(&self.next_taken)
    }

    /// The piece whose turn it is, if it was made, and how many rows it has.
    pub(crate) fn take(&mut self) -> Option<(T, u64)> {
        let made = self.made.remove(&self.next_taken)?;
        let rows = self.given.remove(&self.next_taken)?;
        self.next_taken += 1;
        Some((made, rows.end - rows.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out all pieces, lets makers make them in turns that `pick` decides, and takes them. `row_bytes` is how long a row is.
    fn run(
        rows: Range<u64>,
        makers: usize,
        row_bytes: impl Fn(u64) -> u64,
        pick: impl Fn(usize) -> usize,
    ) -> Vec<Range<u64>> {
        let longest = [rows.start, rows.end].map(&row_bytes).into_iter().max().unwrap();
        let mut pieces = Pieces::new(rows, longest, makers);
        let (mut given, mut taken, mut turns) = (Vec::new(), Vec::new(), 0);
        while !pieces.is_done() {
            while let Some(piece) = pieces.give() {
                given.push(piece);
            }
            assert!(given.len() <= AHEAD * makers, "{}", given.len());
            let (maker, piece, rows) = given.remove(pick(turns) % given.len());
            turns += 1;
            let bytes = (rows.end - rows.start) * row_bytes(rows.end);
            assert!(bytes <= MOST_BYTES.max(longest), "{bytes}");
            pieces.made(maker, piece, rows, bytes);
            while let Some((rows, count)) = pieces.take() {
                assert_eq!(count, rows.end - rows.start);
                taken.push(rows);
            }
        }
        assert!(pieces.give().is_none());
        taken
    }

    #[test]
    fn pieces_are_taken_in_their_order_whoever_makes_them() {
        for makers in [1, 2, 5] {
            for pick in [|_| 0, |turn| turn, |turn| turn * 7 + 3] {
                let taken = run(1_000..900_000, makers, |_| 100, pick);
                assert_eq!(taken[0], 1_000..1_000 + FIRST_ROWS);
                assert_eq!(taken.last().unwrap().end, 900_000);
                assert!(taken.windows(2).all(|two| two[0].end == two[1].start));
                assert_eq!(taken[1].end - taken[1].start, PIECE_BYTES / 100);
            }
        }
    }

    #[test]
    fn no_rows_and_long_rows_are_pieces_too() {
        let nothing = run(5..5, 2, |_| 0, |_| 0);
        assert_eq!((nothing.len(), nothing[0].clone()), (1, 5..5));
        assert_eq!(run(0..3, 2, |_| 1 << 30, |_| 0), [0..1, 1..2, 2..3]);
        // Short at first, and long later.
        let taken = run(0..100_000, 2, |row| if row < 5_000 { 10 } else { 60_000 }, |turn| turn);
        assert!(taken.len() > 2_000, "{}", taken.len());
    }
}
