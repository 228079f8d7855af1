//! Progress of a running job: counters of committed rows, and the rate they grow at.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use contract::{PartitionProgress, TableProgress};
use generator::TableSpec;

use super::{WriteTimes, times::ChunkHistograms};
use crate::{limits::TIMED_PARTITIONS, plan::TableLoad, protocol::Checkpoint};

/// How far back the rate looks.
const RATE_WINDOW: Duration = Duration::from_secs(5);

/// The counters of one table. Only committed chunks are counted.
#[derive(Debug)]
pub(crate) struct TableCounters {
    table: String,
    primary_key: String,
    partitions: Vec<PartitionCounters>,
    /// Rows that this program has committed.
    written: AtomicU64,
}

#[derive(Debug)]
struct PartitionCounters {
    start: u64,
    rows: u64,
    committed: AtomicU64,
    skipped: AtomicU64,
    times: Mutex<ChunkHistograms>,
}

impl PartitionCounters {
    fn times(&self) -> ChunkHistograms {
        // No code that can panic runs while the lock is held.
        self.times.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl TableCounters {
    /// Counters of a table that nothing has been written of.
    pub(crate) fn new(load: &TableLoad) -> Self {
        let partitions = (0..load.plan.partitions())
            .map(|partition| load.plan.partition(partition))
            .map(|rows| PartitionCounters {
                start: rows.start,
                rows: rows.end - rows.start,
                committed: AtomicU64::new(0),
                skipped: AtomicU64::new(0),
                times: Mutex::default(),
            })
            .collect();
        let (table, primary_key) = (load.name().to_owned(), primary_key(load.table().spec()));
        Self { table, primary_key, partitions, written: AtomicU64::new(0) }
    }

    /// Notes that this program has committed a chunk of so many rows, which its checkpoint counts already.
    pub(crate) fn add_written(&self, partition: usize, added: Checkpoint, times: Option<WriteTimes>) {
        self.written.fetch_add(added.committed, Ordering::Relaxed);
        if let Some(times) = times {
            // No code that can panic runs while the lock is held.
            self.partitions[partition].times.lock().unwrap_or_else(PoisonError::into_inner).note(&times);
        }
    }

    /// Takes over what a partition's checkpoint counts.
    pub(crate) fn set(&self, partition: usize, counted: Checkpoint) {
        self.partitions[partition].committed.store(counted.committed, Ordering::Relaxed);
        self.partitions[partition].skipped.store(counted.skipped, Ordering::Relaxed);
    }

    /// Takes over what a partition's checkpoint counted a moment ago, unless it is known to count more by now.
    pub(crate) fn set_at_least(&self, partition: usize, counted: Checkpoint) {
        if let Some(counters) = self.partitions.get(partition) {
            counters.committed.fetch_max(counted.committed, Ordering::Relaxed);
            counters.skipped.fetch_max(counted.skipped, Ordering::Relaxed);
        }
    }

    /// What a partition's checkpoint counts, as far as is known.
    pub(crate) fn counted(&self, partition: usize) -> Checkpoint {
        let counters = &self.partitions[partition];
        Checkpoint {
            committed: counters.committed.load(Ordering::Relaxed),
            skipped: counters.skipped.load(Ordering::Relaxed),
        }
    }

    /// Rows that this program has committed.
    pub(crate) fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// The counters as the API shows them while the load runs.
    pub(crate) fn view(&self) -> TableProgress {
        let partitions: Vec<PartitionProgress> = (0..self.partitions.len())
            .map(|partition| {
                let counted = self.counted(partition);
                PartitionProgress {
                    start: self.partitions[partition].start,
                    rows: self.partitions[partition].rows,
                    committed: counted.committed,
                    skipped: counted.skipped,
                    chunk_times: None,
                }
            })
            .collect();
        TableProgress {
            table: self.table.clone(),
            primary_key: self.primary_key.clone(),
            rows: partitions.iter().map(|partition| partition.rows).sum(),
            committed: partitions.iter().map(|partition| partition.committed).sum(),
            skipped: partitions.iter().map(|partition| partition.skipped).sum(),
            partitions,
            verification: None,
            statistics: None,
            seconds: None,
            chunk_times: None,
        }
    }

    /// Adds how long chunks took.
    pub(crate) fn add_times(&self, view: &mut TableProgress) {
        let mut all = ChunkHistograms::default();
        let is_told = self.partitions.len() <= TIMED_PARTITIONS;
        for (counters, partition) in self.partitions.iter().zip(&mut view.partitions) {
            let times = counters.times();
            all.add(&times);
            partition.chunk_times = if is_told { times.summary() } else { None };
        }
        view.chunk_times = all.summary();
    }
}

/// The primary key in words: `id bigint sequence`.
fn primary_key(table: &TableSpec) -> String {
    let column = |name: &String| {
        let column = table.columns.iter().find(|column| column.name == *name)?;
        let kind = column.generator.as_ref().map_or("", |generator| generator.kind().name);
        Some(format!("{name} {} {kind}", column.sql_type))
    };
    table.primary_key.iter().filter_map(column).collect::<Vec<_>>().join(", ")
}

/// Rows a second over the last seconds.
#[derive(Debug)]
pub(crate) struct RateMeter {
    samples: VecDeque<(Instant, u64)>,
}

impl RateMeter {
    /// A meter that starts at `now` with `rows` rows.
    pub(crate) fn new(now: Instant, rows: u64) -> Self {
        Self { samples: VecDeque::from([(now, rows)]) }
    }

    /// Notes that there are `rows` rows at `now`, and gives the rate since the oldest note that is not too old.
    pub(crate) fn note(&mut self, now: Instant, rows: u64) -> f64 {
        self.samples.push_back((now, rows));
        while self.samples.len() > 2 && now.duration_since(self.samples[1].0) >= RATE_WINDOW {
            self.samples.pop_front();
        }
        let (then, before) = self.samples[0];
        rate(rows.saturating_sub(before), now.duration_since(then))
    }
}

/// Rows a second; 0 before any time has passed.
pub(crate) fn rate(rows: u64, elapsed: Duration) -> f64 {
    let seconds = elapsed.as_secs_f64();
    if seconds > 0.0 { rows as f64 / seconds } else { 0.0 }
}

/// Seconds until `left` rows are written at this rate; `None` if nothing moves.
pub(crate) fn remaining_seconds(left: u64, rate: f64) -> Option<f64> {
    (rate > 0.0).then(|| left as f64 / rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_forgets_what_is_long_past() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut meter = RateMeter::new(start, 1_000);
        assert_eq!(meter.note(start, 1_000), 0.0);
        assert_eq!(meter.note(at(1), 2_000), 1_000.0);
        assert_eq!(meter.note(at(2), 2_000), 500.0);
        for second in 3..10 {
            meter.note(at(second), 2_000 + (second - 2) * 300);
        }
        assert_eq!(meter.note(at(10), 4_400), 300.0);
    }

    #[test]
    fn remaining_time_needs_movement() {
        assert_eq!(remaining_seconds(100, 50.0), Some(2.0));
        assert_eq!(remaining_seconds(100, 0.0), None);
    }
}
