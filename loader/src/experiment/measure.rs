//! What a finished load says about its cell.

use std::{collections::BTreeMap, time::Duration};

use contract::{Job, Measures};

use crate::launcher::JobLauncher;

/// The measures of a load of one table that is complete and had so many workers; `None` of any other.
pub(super) fn measures(job: &Job, workers: u64, work: Work) -> Option<Measures> {
    let [table] = job.tables.as_slice() else { return None };
    let (seconds, chunk_times) = (table.seconds?, table.chunk_times?);
    let sum = |summary: contract::TimeSummary| summary.mean * summary.count as f64 / 1_000.0;
    let (sending, committing) = (sum(chunk_times.send), sum(chunk_times.commit));
    let busy =
        sending + committing + sum(chunk_times.begin) + sum(chunk_times.lock) + sum(chunk_times.checkpoint);
    let total = seconds.rows + seconds.finish;
    Some(Measures {
        rows: seconds.written,
        seconds: total,
        writing_seconds: seconds.rows,
        finishing_seconds: seconds.finish,
        verifying_seconds: seconds.verify,
        sending_seconds: sending,
        committing_seconds: committing,
        // Clocks of several threads need not add up to the last microsecond.
        waiting_seconds: (seconds.rows * workers as f64 - busy).max(0.0),
        rows_per_second: if total > 0.0 { seconds.written as f64 / total } else { 0.0 },
        chunk_times,
        processor_seconds: work.processor_seconds,
        counters: work.counters,
        statistics: table.statistics.clone(),
    })
}

/// What was done while a run lasted, by the counters of the database and of the system.
#[derive(Debug, Default)]
pub(super) struct Work {
    processor_seconds: Option<f64>,
    counters: BTreeMap<String, f64>,
}

/// The counters when a run begins.
#[derive(Debug)]
pub(super) struct Begun {
    processor: Option<Duration>,
    counters: BTreeMap<String, f64>,
}

impl Begun {
    /// Reads them. A database that does not tell has none.
    pub(super) async fn read(launcher: &JobLauncher, target: &str) -> Self {
        // Asking is no work of the run.
        let counters = launcher.counters(target).await.unwrap_or_default().counts;
        Self { processor: processor_time(), counters }
    }

    /// How far they have gone since.
    pub(super) async fn ended(self, launcher: &JobLauncher, target: &str) -> Work {
        let processor = processor_time();
        let now = launcher.counters(target).await.unwrap_or_default().counts;
        // One that has gone back was counted anew by a server that was started anew.
        let added = |(name, before): (String, f64)| {
            let added = now.get(&name)? - before;
            (added >= 0.0 || name == "pages").then_some((name, added))
        };
        Work {
            processor_seconds: processor
                .zip(self.processor)
                .map(|(now, before)| (now - before).as_secs_f64()),
            counters: self.counters.into_iter().filter_map(added).collect(),
        }
    }
}

/// What this process has used of processors so far.
#[cfg(unix)]
fn processor_time() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).ok()
}

/// Systems of other kinds are not asked.
#[cfg(not(unix))]
fn processor_time() -> Option<Duration> {
    None
}
