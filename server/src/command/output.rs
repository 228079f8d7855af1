//! Rows to a file or pipe from the command line: made by several threads, written by them in turn.
//!
//! Each thread has one buffer, which it fills with the rows of a piece, and writes when all pieces before it are written. Nobody hands
//! anything over, so threads change only where one must wait, and memory is one buffer a thread.

use std::{
    io::{self, Write},
    ops::Range,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use generator::{Batch, RowWriter, Table};

/// About how many bytes a piece has.
const PIECE_BYTES: u64 = 1 << 20;
/// How many bytes its values have at most.
const MAX_PIECE_BYTES: u64 = 32 << 20;
/// Rows that tell how long rows are.
const SAMPLE_ROWS: u64 = 64;

/// What is written besides the rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    /// What comes before the first row of the table.
    pub(super) header: bool,
    /// What comes behind its last.
    pub(super) footer: bool,
}

/// Writes all rows of a writer, in order, by this many threads.
///
/// # Errors
/// Those of `output`; rows behind the failure are not made.
pub(super) fn write_rows(
    table: Table<'_>,
    writer: &RowWriter<'_>,
    ends: Ends,
    threads: usize,
    output: impl Write + Send,
) -> io::Result<()> {
    let range = writer.range();
    let pieces = Pieces { rows: rows_of_a_piece(table, writer), range };
    let turn = Turn { state: Mutex::new(State { next: 0, output, failure: None }), changed: Condvar::new() };
    thread::scope(|scope| {
        let threads = (threads.max(1) as u64).min(pieces.count().max(1));
        let work = |first: u64| {
            let (turn, pieces) = (&turn, &pieces);
            move || {
                // A thread that panics must not leave the others waiting for its turn.
                let _broken_off = BrokenOff(turn);
                let (mut batch, mut bytes) = (Batch::new(), Vec::new());
                let mut piece = first;
                while piece < pieces.count().max(1) {
                    bytes.clear();
                    if piece == 0 && ends.header {
                        writer.write_header(&mut bytes);
                    }
                    writer.write_rows(pieces.get(piece), &mut batch, &mut bytes);
                    if piece + 1 >= pieces.count() && ends.footer {
                        writer.write_footer(&mut bytes);
                    }
                    if !turn.write(piece, &bytes) {
                        return;
                    }
                    piece += threads;
                }
            }
        };
        for first in 1..threads {
            scope.spawn(work(first));
        }
        work(0)();
    });
    let state = turn.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    match state.failure {
        Some(failure) => Err(failure),
        None => {
            let mut output = state.output;
            output.flush()
        }
    }
}

/// As many rows as make about [`PIECE_BYTES`], by the first ones.
fn rows_of_a_piece(table: Table<'_>, writer: &RowWriter<'_>) -> u64 {
    let range = writer.range();
    let sample = range.start..range.end.min(range.start + SAMPLE_ROWS);
    let mut bytes = Vec::new();
    writer.write_rows(sample.clone(), &mut Batch::new(), &mut bytes);
    let row_bytes = bytes.len() as u64 / (sample.end - sample.start).max(1);
    // The first rows may be short, and others long.
    let most = MAX_PIECE_BYTES / (table.longest_row() as u64).max(1);
    (PIECE_BYTES / row_bytes.max(1)).min(most).max(1)
}

struct Pieces {
    range: Range<u64>,
    rows: u64,
}

impl Pieces {
    fn count(&self) -> u64 {
        (self.range.end - self.range.start).div_ceil(self.rows)
    }

    fn get(&self, piece: u64) -> Range<u64> {
        let start = self.range.end.min(self.range.start + piece * self.rows);
        start..self.range.end.min(start + self.rows)
    }
}

/// Whose turn it is to write.
struct Turn<W> {
    state: Mutex<State<W>>,
    changed: Condvar,
}

struct State<W> {
    next: u64,
    output: W,
    failure: Option<io::Error>,
}

impl<W: Write> Turn<W> {
    /// Waits for the turn of a piece and writes it; false if writing has failed, here or before.
    fn write(&self, piece: u64, bytes: &[u8]) -> bool {
        let mut state = self.lock();
        while state.next != piece && state.failure.is_none() {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.failure.is_none() {
            state.failure = state.output.write_all(bytes).err();
        }
        state.next = piece + 1;
        self.changed.notify_all();
        state.failure.is_none()
    }

    fn lock(&self) -> MutexGuard<'_, State<W>> {
        // A thread that panics holds no half-made state: a piece is written or not.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the work of all threads if its own thread panics.
struct BrokenOff<'a, W: Write>(&'a Turn<W>);

impl<W: Write> Drop for BrokenOff<'_, W> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.lock().failure.get_or_insert_with(|| io::Error::other("a thread broke off"));
            self.0.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use generator::{CsvOptions, Dataset, DatasetSpec, RowFormat};

    use super::*;

    fn dataset(rows: u64) -> Dataset {
        let json = format!(
            r#"{{"rowmill":1,"tables":[{{"name":"t","rows":{rows},"columns":[
                {{"name":"a","type":"int"}},{{"name":"b","type":"varchar(80)","gen":{{"kind":"email"}}}}]}}]}}"#
        );
        Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap()
    }

    const BOTH: Ends = Ends { header: true, footer: true };

    #[test]
    fn the_number_of_threads_does_not_show() {
        for rows in [0, 1, 63, 200_000] {
            let dataset = dataset(rows);
            let table = dataset.table("t").unwrap();
            let writer = RowWriter::new(table, &RowFormat::Csv(CsvOptions::default()), 0..rows);
            let mut whole = Vec::new();
            writer.write_header(&mut whole);
            writer.write_rows(0..rows, &mut Batch::new(), &mut whole);
            for threads in [1, 2, 5] {
                let mut bytes = Vec::new();
                write_rows(table, &writer, BOTH, threads, &mut bytes).unwrap();
                assert!(bytes == whole, "{rows} rows by {threads} threads");
            }
        }
    }

    /// Takes some bytes, and then no more.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_ends_the_work() {
        let dataset = dataset(1_000_000_000_000);
        let table = dataset.table("t").unwrap();
        let writer = RowWriter::new(table, &RowFormat::Csv(CsvOptions::default()), 0..table.rows());
        let error = write_rows(table, &writer, BOTH, 3, Full(5_000_000)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }

    /// Panics at its third piece.
    struct Broken(u32);

    impl Write for Broken {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += 1;
            assert!(self.0 < 3, "broken on purpose");
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_thread_that_breaks_off_ends_the_others() {
        let dataset = dataset(1_000_000_000_000);
        let table = dataset.table("t").unwrap();
        let writer = RowWriter::new(table, &RowFormat::Csv(CsvOptions::default()), 0..table.rows());
        let broken = std::panic::AssertUnwindSafe(|| write_rows(table, &writer, BOTH, 3, Broken(0)));
        assert!(std::panic::catch_unwind(broken).is_err());
    }
}
