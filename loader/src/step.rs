//! A step: one table's load. The chunk loop is here, whatever the target.

use std::{sync::Arc, time::Instant};

use contract::{StepSeconds, TableStatistics, Verification};
use futures::{StreamExt as _, stream};
use tokio::task::JoinHandle;

use crate::{
    context::StepContext,
    error::LoadError,
    fault::FaultPoint,
    plan::TableLoad,
    progress::TableCounters,
    targets::{StepTarget, StepWriter as _, Verified, Written},
};

/// Loads the partitions of a table, at most `workers` at once, and compares the result. Partitions that are complete
/// already cost one look at their checkpoint.
pub(crate) async fn run_step<T: StepTarget>(
    target: &T,
    load: &Arc<TableLoad>,
    workers: usize,
    counters: &Arc<TableCounters>,
    context: &Arc<StepContext>,
) -> Result<StepReport, LoadError> {
    let (start, before) = (Instant::now(), counters.view().committed);
    let ends: Vec<Result<(), LoadError>> = stream::iter(0..load.partitions.len())
        .map(|partition| async move {
            let end = run_partition(target, load, partition, counters, context).await;
            if end.is_err() {
                // The others end with their chunk: nothing that is committed goes uncounted.
                context.halt.cancel();
            }
            end
        })
        .buffer_unordered(workers.max(1))
        .collect()
        .await;
    // What failed comes before those that stopped because of it.
    let failures = ends.into_iter().filter_map(Result::err);
    if let Some(error) = failures.min_by_key(|error| matches!(error, LoadError::Stopped)) {
        return Err(error);
    }
    FaultPoint::TableLoaded.pass();
    let loaded = Instant::now();
    target.finish(load, context).await?;
    FaultPoint::TableFinished.pass();
    let finished = Instant::now();
    let Verified { verification, rows_in_table } = target.verify(load, context).await?;
    FaultPoint::TableVerified.pass();
    let seconds = StepSeconds {
        written: counters.view().committed.saturating_sub(before),
        rows: (loaded - start).as_secs_f64(),
        finish: (finished - loaded).as_secs_f64(),
        verify: finished.elapsed().as_secs_f64(),
    };
    let statistics = target.statistics(load, rows_in_table, context).await?;
    Ok(StepReport { verification, statistics, seconds })
}

/// What is told of a table at its end.
pub(crate) struct StepReport {
    pub(crate) verification: Verification,
    pub(crate) statistics: TableStatistics,
    pub(crate) seconds: StepSeconds,
}

/// The invariant of every load: after each turn of the loop, exactly the rows of the chunks before `next_chunk` are
/// committed, and the checkpoint in the target says so. While a chunk is written, the next one is made.
async fn run_partition<T: StepTarget>(
    target: &T,
    load: &Arc<TableLoad>,
    partition: usize,
    counters: &TableCounters,
    context: &Arc<StepContext>,
) -> Result<(), LoadError> {
    if context.halt.is_cancelled() {
        return Err(LoadError::Stopped);
    }
    let mut writer = target.claim(load, partition, context).await?;
    FaultPoint::Claimed.pass();
    counters.set(partition, writer.counted());
    let mut encoding = encode::<T>(load, partition, writer.next_chunk(), context);
    while let Some(encoded) = encoding {
        if context.halt.is_cancelled() {
            return Err(LoadError::Stopped);
        }
        let chunk = encoded.await.map_err(|source| LoadError::Worker { table: load.name.clone(), source })?;
        FaultPoint::ChunkEncoded.pass();
        encoding = encode::<T>(load, partition, writer.next_chunk() + 1, context);
        let Written { committed, skipped } = writer.write(chunk).await?;
        counters.add(partition, committed, skipped);
        FaultPoint::ChunkReported.pass();
    }
    Ok(())
}

/// Starts to make a chunk; `None` behind the last one.
fn encode<T: StepTarget>(
    load: &Arc<TableLoad>,
    partition: usize,
    chunk: u64,
    context: &Arc<StepContext>,
) -> Option<JoinHandle<T::Chunk>> {
    let (load, context) = (Arc::clone(load), Arc::clone(context));
    (chunk < load.chunks(partition)).then(|| {
        tokio::task::spawn_blocking(move || T::encode(&load, load.chunk(partition, chunk), &context))
    })
}
