//! Streams of rows: made in parallel, sent in order, in constant memory.

use std::{
    io::Write as _,
    num::NonZero,
    ops::Range,
    sync::{Arc, OnceLock},
    thread::available_parallelism,
};

use axum::body::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures::{Stream, StreamExt as _, stream};
use generator::{Batch, Dataset, RowFormat, RowPlan, RowWriter, Table};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

/// About how many bytes a piece of the body has while few streams are open: large, so that threads change rarely.
const PIECE_BYTES: u64 = 256 << 10;
/// And while many are: small, because each stream that stands still holds on to one.
const SMALL_PIECE_BYTES: u64 = 64 << 10;
/// How many bytes the values of a piece have at most, if its rows are much longer than the first ones.
const MAX_PIECE_BYTES: u64 = 8 << 20;
/// Streams up to which there are few.
const FEW_STREAMS: usize = 8;
/// Rows of the first piece, whose length tells how many rows the others have. Few, so that the first byte is early.
const FIRST_ROWS: u64 = 64;

/// What to make.
#[derive(Debug, Clone)]
pub(crate) struct RowsRequest {
    pub(crate) dataset: Arc<Dataset>,
    /// A table that the dataset has.
    pub(crate) table: String,
    pub(crate) format: RowFormat,
    pub(crate) rows: Range<u64>,
    /// Whether what comes before the first row and behind the last one is written.
    pub(crate) session: bool,
    /// Whether the bytes are compressed by gzip.
    pub(crate) is_gzip: bool,
}

/// A request, and what is found out once for all its pieces.
#[derive(Debug)]
pub(crate) struct Work {
    request: RowsRequest,
    plan: OnceLock<Arc<RowPlan>>,
}

/// A stream's place among those that may be open; it is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    threads: Arc<Semaphore>,
    _open: OwnedSemaphorePermit,
}

impl Place {
    /// Does work on one of the threads that make rows, once one of them is free. It goes on whether or not it is waited for: a
    /// reader that stands still must not sit on a thread that it was given meanwhile.
    pub(crate) fn work<T: Send + 'static, W: FnOnce() -> T + Send + 'static>(
        &self,
        work: W,
    ) -> impl Future<Output = Result<T, StreamError>> + Send + use<T, W> {
        let threads = Arc::clone(&self.threads);
        let task = tokio::spawn(async move {
            let permit = threads.acquire_owned().await;
            let working = tokio::task::spawn_blocking(move || {
                let result = work();
                drop(permit);
                result
            });
            working.await
        });
        async move { task.await.and_then(|result| result).map_err(StreamError::Worker) }
    }
}

/// Why a body ends before its last row.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StreamError {
    #[error("the server is shutting down")]
    ShuttingDown,
    #[error("a worker broke off")]
    Worker(#[source] tokio::task::JoinError),
}

/// As many streams are open as the server allows.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0} downloads are open, which is as many as this server allows; wait for one to end, or raise `streams` below [limits]"
)]
pub(crate) struct TooManyStreams(usize);

/// Room for all streams together. Clones are the same room.
#[derive(Debug, Clone)]
pub(crate) struct Streams {
    /// One permit for each thread that makes rows.
    threads: Arc<Semaphore>,
    thread_count: usize,
    /// One permit for each stream that may be open.
    open: Arc<Semaphore>,
    most: usize,
}

impl Streams {
    /// Room for `most` streams, whose rows are made by `threads` threads, or one for each processor if that is 0.
    pub(crate) fn new(threads: usize, most: usize) -> Self {
        let processors = available_parallelism().map_or(1, NonZero::get);
        let thread_count = if threads == 0 { processors } else { threads };
        let most = most.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            threads: Arc::new(Semaphore::new(thread_count)),
            thread_count,
            open: Arc::new(Semaphore::new(most)),
            most,
        }
    }

    /// A place for one more stream.
    ///
    /// # Errors
    /// If there is no room for another stream.
    pub(crate) fn place(&self) -> Result<Place, TooManyStreams> {
        let open = Arc::clone(&self.open).try_acquire_owned().map_err(|_| TooManyStreams(self.most))?;
        Ok(Place { threads: Arc::clone(&self.threads), _open: open })
    }

    /// The bytes of the rows, piece by piece. As many pieces as there are threads are made at once, by all streams
    /// together; nothing is made that nobody reads, so a slow reader slows its stream down and a lost one ends it.
    ///
    /// # Errors
    /// If there is no room for another stream.
    pub(crate) fn open(
        &self,
        request: RowsRequest,
        shutdown: CancellationToken,
    ) -> Result<impl Stream<Item = Result<Bytes, StreamError>> + Send + use<>, TooManyStreams> {
        let place = Arc::new(self.place()?);
        let is_crowded = self.most - self.open.available_permits() > FEW_STREAMS.min(self.most / 2);
        let (ahead, piece_bytes) =
            if is_crowded { (1, SMALL_PIECE_BYTES) } else { (self.thread_count.min(8) + 1, PIECE_BYTES) };
        let end = request.rows.end;
        let longest = request.dataset.table(&request.table).map_or(1, |table| table.longest_row().max(1));
        let most_rows = MAX_PIECE_BYTES / longest as u64;
        let work = Arc::new(Work::new(request));
        let maker = Arc::clone(&place);
        let make = move |rows: Made| {
            let work = Arc::clone(&work);
            maker.work(move || work.make(rows, piece_bytes))
        };
        let body = stream::once(make(Made::First)).flat_map(move |first| match first {
            Ok(Piece { bytes, rows: made, length }) => {
                // The first rows tell how long the others are.
                let row_bytes = (length as u64 / (made.end - made.start).max(1)).max(1);
                // Others may be long.
                let rows = (piece_bytes / row_bytes).min(most_rows).max(1);
                let make = make.clone();
                let rest = stream::iter(Pieces { next: made.end, end, rows })
                    .map(move |rows| make(Made::Rows(rows)))
                    .buffered(ahead)
                    .map(|piece| piece.map(|piece| piece.bytes));
                stream::once(std::future::ready(Ok(bytes))).chain(rest).boxed()
            }
            Err(error) => stream::once(std::future::ready(Err(error))).boxed(),
        });
        // A body that is cut off must not look complete: its last item is an error, which breaks the connection.
        let state = (Box::pin(body), shutdown, false, place);
        Ok(stream::unfold(state, |(mut body, shutdown, is_cut_off, place)| async move {
            if is_cut_off {
                return None;
            }
            tokio::select! {
                biased;
                () = shutdown.cancelled() => Some((Err(StreamError::ShuttingDown), (body, shutdown, true, place))),
                piece = body.next() => piece.map(|piece| (piece, (body, shutdown, false, place))),
            }
        }))
    }
}

/// Which piece to make.
enum Made {
    /// The header and the first rows: few, and fewer if they are long, so that the first byte is early.
    First,
    Rows(Range<u64>),
}

impl Work {
    pub(crate) fn new(request: RowsRequest) -> Self {
        Self { request, plan: OnceLock::new() }
    }

    /// Writes rows from `start` on, until there are `most` of them or `bytes` has `full` bytes: one row at least, and none behind
    /// the last of the request. Gives the row behind them. `finish_row` may change the end of what each row is.
    pub(crate) fn write_some(
        &self,
        start: u64,
        most: u64,
        full: usize,
        bytes: &mut Vec<u8>,
        finish_row: impl Fn(&mut Vec<u8>),
    ) -> u64 {
        // The handler looked the table up before it answered.
        let Some(table) = self.request.dataset.table(&self.request.table) else { return start };
        let (writer, mut batch) = (self.writer(table), Batch::new());
        let last = self.request.rows.end.min(start.saturating_add(most));
        let mut end = start;
        while end < last && (end == start || bytes.len() < full) {
            writer.write_rows(end..end + 1, &mut batch, bytes);
            finish_row(bytes);
            end += 1;
        }
        end
    }

    fn writer<'a>(&'a self, table: Table<'a>) -> RowWriter<'a> {
        let request = &self.request;
        let new = || RowWriter::new(table, &request.format, request.rows.clone());
        let plan = self.plan.get_or_init(|| Arc::clone(new().plan()));
        RowWriter::again(&request.dataset, plan).unwrap_or_else(new)
    }

    /// A piece.
    fn make(&self, made: Made, piece_bytes: u64) -> Piece {
        let mut bytes = Vec::with_capacity((piece_bytes + piece_bytes / 8) as usize);
        // The handler looked the table up before it answered.
        let request = &self.request;
        let Some(table) = request.dataset.table(&request.table) else {
            return Piece { bytes: Bytes::new(), rows: request.rows.clone(), length: 0 };
        };
        let writer = self.writer(table);
        let rows = match made {
            Made::Rows(rows) => {
                writer.write_rows(rows.clone(), &mut Batch::new(), &mut bytes);
                rows
            }
            Made::First => {
                if request.session {
                    writer.write_header(&mut bytes);
                }
                let start = request.rows.start;
                start..self.write_some(start, FIRST_ROWS, SMALL_PIECE_BYTES as usize, &mut bytes, |_| {})
            }
        };
        if rows.end == request.rows.end && request.session {
            writer.write_footer(&mut bytes);
        }
        let length = bytes.len();
        let bytes = if request.is_gzip { gzip(&bytes) } else { bytes };
        Piece { bytes: Bytes::from(bytes), rows, length }
    }
}

/// A piece of a body.
struct Piece {
    bytes: Bytes,
    rows: Range<u64>,
    /// How many bytes the rows have before they are compressed.
    length: usize,
}

/// Bytes as a member of a gzip file: files may have any number of them behind each other (RFC 1952, 2.2), so that pieces are compressed at
/// once. Level 1: a stream waits for its bytes, not for the last tenth of their size.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Neighbouring ranges of rows.
struct Pieces {
    next: u64,
    end: u64,
    rows: u64,
}

impl Iterator for Pieces {
    type Item = Range<u64>;

    fn next(&mut self) -> Option<Range<u64>> {
        let start = self.next;
        self.next = self.end.min(start.saturating_add(self.rows));
        (start < self.next).then_some(start..self.next)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use generator::DatasetSpec;

    use super::*;

    fn request(rows: u64) -> RowsRequest {
        let json = format!(
            r#"{{"rowmill":1,"tables":[{{"name":"t","rows":{rows},"columns":[{{"name":"a","type":"int"}}]}}]}}"#
        );
        let dataset = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
        RowsRequest {
            dataset: Arc::new(dataset),
            table: "t".to_owned(),
            format: RowFormat::Ndjson,
            rows: 0..rows,
            session: true,
            is_gzip: false,
        }
    }

    #[tokio::test]
    async fn a_reader_that_goes_away_ends_the_work() {
        let streams = Streams::new(2, 1);
        let open = || streams.open(request(1_000_000_000_000), CancellationToken::new());
        let mut body = Box::pin(open().unwrap());
        assert!(open().is_err_and(|error| error.to_string().contains("1 downloads")));
        for _ in 0..5 {
            body.next().await.unwrap().unwrap();
        }
        drop(body);
        // Both threads come to an end, because nobody starts another piece.
        let both = streams.threads.acquire_many(2);
        let _both = tokio::time::timeout(Duration::from_secs(20), both).await.unwrap().unwrap();
        assert!(open().is_ok());
    }

    #[tokio::test]
    async fn pieces_do_not_depend_on_the_number_of_threads() {
        let mut bodies = Vec::new();
        for (threads, most) in [(1, 9), (3, 9), (3, 1)] {
            let streams = Streams::new(threads, most);
            let pieces = streams.open(request(70_000), CancellationToken::new()).unwrap();
            let pieces: Vec<Bytes> = pieces.map(Result::unwrap).collect().await;
            assert!(pieces.len() > 2);
            bodies.push(pieces.concat());
        }
        assert!(bodies[0] == bodies[1] && bodies[0] == bodies[2]);
    }
}
