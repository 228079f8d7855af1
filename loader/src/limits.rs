//! What a load may take, whatever it is asked for.

use std::time::Duration;

/// Most loads of one table that run at once.
pub(crate) const MOST_WORKERS: u64 = 64;
/// Most rows of one transaction. They are made and sent piece by piece: memory does not grow with them.
pub(crate) const MOST_CHUNK_ROWS: u64 = 1_000_000;
/// Most rows of one INSERT statement.
pub(crate) const MOST_STATEMENT_ROWS: u64 = 1_000_000;
/// Most bytes of one INSERT statement, which must be in memory as a whole. MariaDB takes messages of 16 MiB, MySQL of 64.
pub(crate) const MOST_STATEMENT_BYTES: u64 = 4 << 20;
/// Most rows that a database may refuse before a load fails.
pub(crate) const MOST_SKIPPED: u64 = 1_000_000;
/// About how many bytes a piece of a chunk has.
pub(crate) const PIECE_BYTES: u64 = 256 << 10;
/// Pieces that are made before they are sent: with the one that is sent and the one that is being made, a worker has four in memory,
/// and as many of the next chunk.
pub(crate) const PIECES_AHEAD: usize = 2;
/// Bytes of values that are made at once, where rows are much longer than the first ones.
pub(crate) const MOST_BATCH_BYTES: u64 = 4 << 20;
/// Partitions of a load that several programs share: what one of them can take from the others.
pub(crate) const SHARED_PARTITIONS: u64 = 64;
/// Partitions of a table up to which the times of each are told.
pub(crate) const TIMED_PARTITIONS: usize = 64;
/// How long a preflight asks one database, all questions together.
pub(crate) const PREFLIGHT_PATIENCE: Duration = Duration::from_secs(20);
/// How long a single question of a preflight may take that a database has no ready answer to.
pub(crate) const PREFLIGHT_STATEMENT: Duration = Duration::from_secs(2);
/// How long it takes to find out whether a target still has what was loaded, before it is loaded again.
pub(crate) const LOOK_PATIENCE: Duration = Duration::from_secs(10);
/// How long a load may go on without any sign of life beyond what its present statement may take.
pub(crate) const SILENCE: Duration = Duration::from_secs(60);
