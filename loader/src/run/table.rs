//! A step: one table's load. Its partitions run at once, each in a task of its own, so that no worker waits for the processor of
//! another.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use contract::{StepSeconds, TableStatistics, Verification};
use tokio::task::JoinSet;

use super::{StepContext, TableCounters, partition::load_partition};
use crate::{
    error::LoadError,
    fault::FaultPoint,
    plan::TableLoad,
    protocol::{Database, Finished, Verified, catalogue::Catalogue, session::TABLE_PATIENCE},
};

/// How long a program waits before it looks again whether another has left a partition of a shared load.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// Loads the partitions of a table that are not complete, at most `workers` at once, and compares the result.
pub(crate) async fn run_step<S: Catalogue>(
    target: &Database<S>,
    load: &Arc<TableLoad>,
    workers: usize,
    counters: &Arc<TableCounters>,
    context: &Arc<StepContext>,
) -> Result<StepReport, LoadError> {
    let (start, before) = (Instant::now(), counters.written());
    // What is complete was counted under a lock, when the load was made ready.
    let is_open = |partition: &usize| {
        let rows = load.plan.partition(*partition);
        counters.counted(*partition).rows() < rows.end - rows.start
    };
    let left: VecDeque<usize> = (0..load.plan.partitions()).filter(is_open).collect();
    let left = Arc::new(Mutex::new(left));
    let mut tasks = JoinSet::new();
    for _ in 0..workers.clamp(1, load.plan.partitions().max(1)) {
        let (target, load, counters) = (target.clone(), Arc::clone(load), Arc::clone(counters));
        let (context, left) = (Arc::clone(context), Arc::clone(&left));
        tasks.spawn(async move {
            let end = if load.options.is_shared {
                share(&target, &load, &counters, &context).await
            } else {
                run_all(&target, &load, &left, &counters, &context).await
            };
            if end.is_err() {
                // The others end with their chunk: nothing that is committed goes uncounted.
                context.halt.cancel();
            }
            end
        });
    }
    let mut failure: Option<LoadError> = None;
    while let Some(end) = tasks.join_next().await {
        let end = end.unwrap_or_else(|source| {
            context.halt.cancel();
            Err(LoadError::Worker { table: load.name().to_owned(), source })
        });
        // What failed comes before those that stopped because of it.
        if let (Err(error), None | Some(LoadError::Stopped)) = (end, &failure) {
            failure = Some(error);
        }
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    FaultPoint::TableLoaded.pass();
    let loaded = Instant::now();
    // An index of a billion rows says nothing until it is there.
    context.expect_within(TABLE_PATIENCE);
    let Finished { verified, finish_time, verify_time } = target.finish(load, context).await?;
    FaultPoint::TableVerified.pass();
    let seconds = StepSeconds {
        written: counters.written().saturating_sub(before),
        rows: (loaded - start).as_secs_f64(),
        finish: finish_time.as_secs_f64(),
        verify: verify_time.as_secs_f64(),
    };
    let Some(Verified { verification, rows_in_table }) = verified else {
        return Ok(StepReport { verification: None, statistics: None, seconds });
    };
    let statistics = target.statistics(load, rows_in_table, context).await;
    Ok(StepReport { verification: Some(verification), statistics, seconds })
}

/// What is told of a table at its end.
pub(crate) struct StepReport {
    /// `None` if another program or an earlier execution has compared the table.
    pub(crate) verification: Option<Verification>,
    pub(crate) statistics: Option<TableStatistics>,
    pub(crate) seconds: StepSeconds,
}

/// Runs partitions until none is left.
async fn run_all<S: Catalogue>(
    target: &Database<S>,
    load: &Arc<TableLoad>,
    left: &Mutex<VecDeque<usize>>,
    counters: &TableCounters,
    context: &Arc<StepContext>,
) -> Result<(), LoadError> {
    loop {
        // No code that can panic runs while the lock is held.
        let next = left.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(partition) = next else { return Ok(()) };
        load_partition(target, load, partition, 1, counters, context).await?;
    }
}

/// Runs partitions that nobody is at work on, until all are complete, whoever has loaded them. The target itself says which those are:
/// who holds a partition is connected under a name that is written beside it.
async fn share<S: Catalogue>(
    target: &Database<S>,
    load: &Arc<TableLoad>,
    counters: &TableCounters,
    context: &Arc<StepContext>,
) -> Result<(), LoadError> {
    loop {
        if context.halt.is_cancelled() {
            return Err(LoadError::Stopped);
        }
        let overview = target.open_partitions(load, context).await?;
        if overview.is_fenced {
            return Err(LoadError::Fenced { table: load.name().to_owned() });
        }
        context.sign_of_life();
        for (partition, checkpoint) in overview.checkpoints.iter().enumerate() {
            counters.set_at_least(partition, *checkpoint);
        }
        if overview.open.is_empty() {
            return Ok(());
        }
        let mut free: Vec<_> = overview.open.into_iter().filter(|open| !open.is_held).collect();
        // Each begins somewhere else, so that few want the same.
        let rotation = fastrand::usize(0..free.len().max(1));
        free.rotate_left(rotation);
        let mut is_any_run = false;
        for open in free {
            match load_partition(target, load, open.part, open.attempt + 1, counters, context).await {
                // Another program was faster.
                Err(LoadError::Fenced { .. }) => {}
                end => {
                    end?;
                    is_any_run = true;
                    break;
                }
            }
        }
        if !is_any_run {
            tokio::select! {
                () = context.halt.cancelled() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
    }
}
