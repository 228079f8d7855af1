//! Named places at which a test ends the process as a power cut would, to prove that a restart goes on from there.
//!
//! The environment variable `ROWMILL_FAULT` names the place, and after an `@` how often it is passed until then:
//! `chunk-written@3` is the third time. Without it, a place costs one look at a variable that is set once.

use std::{
    env, fmt,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

const VARIABLE: &str = "ROWMILL_FAULT";

/// A place in the course of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultPoint {
    /// The job is in the list; nothing was done.
    JobNoted,
    /// Tables and checkpoints are being made ready.
    PrepareBegun,
    /// The records say that the table is about to be made.
    PrepareNoted,
    /// What an earlier execution has left is dropped.
    PrepareDropped,
    /// The table is made.
    PrepareCreated,
    /// Table and checkpoints are ready, but not committed.
    PrepareWritten,
    /// They are committed.
    PrepareCommitted,
    /// A partition was taken over.
    Claimed,
    /// A chunk's rows are made.
    ChunkEncoded,
    /// A chunk's transaction has begun.
    ChunkBegun,
    /// A part of a chunk's rows is written.
    ChunkHalfWritten,
    /// All of a chunk's rows are written.
    ChunkWritten,
    /// The checkpoint has counted the chunk, but nothing is committed.
    ChunkCounted,
    /// The chunk is committed, but nobody was told.
    ChunkCommitted,
    /// The chunk is counted in the progress.
    ChunkReported,
    /// All chunks of a table are committed; it is not verified.
    TableLoaded,
    /// Indexes, counters and statistics of a table are made.
    TableFinished,
    /// A table is verified.
    TableVerified,
    /// Tables that were made anew are about to take the places of others.
    SwapBegun,
    /// The tables are renamed, but those that were there are not dropped yet.
    SwapRenamed,
    /// A foreign key of a table that stays refers to a new table, under a name of ours.
    SwapKeyMoved,
    /// All tables are in their places, but the records do not say so.
    Swapped,
    /// The records say that all tables are complete.
    Published,
    /// The job is complete, but the list does not say so.
    JobEnded,
}

impl FaultPoint {
    /// All of them, in the order in which a load passes them.
    pub const ALL: [Self; 24] = [
        Self::JobNoted,
        Self::PrepareBegun,
        Self::PrepareNoted,
        Self::PrepareDropped,
        Self::PrepareCreated,
        Self::PrepareWritten,
        Self::PrepareCommitted,
        Self::Claimed,
        Self::ChunkEncoded,
        Self::ChunkBegun,
        Self::ChunkHalfWritten,
        Self::ChunkWritten,
        Self::ChunkCounted,
        Self::ChunkCommitted,
        Self::ChunkReported,
        Self::TableLoaded,
        Self::TableFinished,
        Self::TableVerified,
        Self::SwapBegun,
        Self::SwapRenamed,
        Self::SwapKeyMoved,
        Self::Swapped,
        Self::Published,
        Self::JobEnded,
    ];

    /// The name that `ROWMILL_FAULT` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::JobNoted => "job-noted",
            Self::PrepareBegun => "prepare-begun",
            Self::PrepareNoted => "prepare-noted",
            Self::PrepareDropped => "prepare-dropped",
            Self::PrepareCreated => "prepare-created",
            Self::PrepareWritten => "prepare-written",
            Self::PrepareCommitted => "prepare-committed",
            Self::Claimed => "claimed",
            Self::ChunkEncoded => "chunk-encoded",
            Self::ChunkBegun => "chunk-begun",
            Self::ChunkHalfWritten => "chunk-half-written",
            Self::ChunkWritten => "chunk-written",
            Self::ChunkCounted => "chunk-counted",
            Self::ChunkCommitted => "chunk-committed",
            Self::ChunkReported => "chunk-reported",
            Self::TableLoaded => "table-loaded",
            Self::TableFinished => "table-finished",
            Self::TableVerified => "table-verified",
            Self::SwapBegun => "swap-begun",
            Self::SwapRenamed => "swap-renamed",
            Self::SwapKeyMoved => "swap-key-moved",
            Self::Swapped => "swapped",
            Self::Published => "published",
            Self::JobEnded => "job-ended",
        }
    }

    /// Ends the process here, without any clearing up, if the environment asks for it.
    pub(crate) fn pass(self) {
        static CHOSEN: OnceLock<Option<Chosen>> = OnceLock::new();
        let chosen = CHOSEN.get_or_init(|| Chosen::parse(&env::var(VARIABLE).ok()?));
        if let Some(chosen) = chosen
            && chosen.point == self
            && chosen.left.fetch_sub(1, Ordering::Relaxed) == 1
        {
            std::process::abort();
        }
    }
}

impl fmt::Display for FaultPoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

struct Chosen {
    point: FaultPoint,
    /// How often it is still passed, this time included.
    left: AtomicU64,
}

impl Chosen {
    fn parse(text: &str) -> Option<Self> {
        let (name, times) = text.split_once('@').unwrap_or((text, "1"));
        let point = FaultPoint::ALL.into_iter().find(|point| point.name() == name);
        let chosen =
            point.zip(times.parse().ok()).map(|(point, times)| Self { point, left: AtomicU64::new(times) });
        if chosen.is_none() {
            tracing::warn!("{VARIABLE} names no place: `{text}`");
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_again() {
        for point in FaultPoint::ALL {
            let chosen = Chosen::parse(&format!("{point}@3")).unwrap();
            assert_eq!((chosen.point, chosen.left.into_inner()), (point, 3));
        }
        assert!(Chosen::parse("nowhere").is_none() && Chosen::parse("claimed@x").is_none());
    }
}
