//! A step: one table's load. The chunk loop is here, whatever the target.

use std::sync::Arc;

use contract::Verification;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    error::LoadError,
    fault::FaultPoint,
    plan::TableLoad,
    progress::TableCounters,
    target::{StepTarget, StepWriter as _, Written},
};

/// Loads the partitions of a table, at most `workers` at once, and compares the result. Partitions that are complete
/// already cost one look at their checkpoint.
pub(crate) async fn run_step<T: StepTarget>(
    target: &T,
    load: &Arc<TableLoad>,
    workers: usize,
    counters: &Arc<TableCounters>,
    stop: &CancellationToken,
) -> Result<Verification, LoadError> {
    stream::iter(0..load.partitions.len())
        .map(|partition| run_partition(target, load, partition, counters, stop))
        .buffer_unordered(workers.max(1))
        .try_collect::<()>()
        .await?;
    FaultPoint::TableLoaded.pass();
    let verification = target.verify(load).await?;
    FaultPoint::TableVerified.pass();
    Ok(verification)
}

/// The invariant of every load: after each turn of the loop, exactly the rows of the chunks before `next_chunk` are
/// committed, and the checkpoint in the target says so. While a chunk is written, the next one is made.
async fn run_partition<T: StepTarget>(
    target: &T,
    load: &Arc<TableLoad>,
    partition: usize,
    counters: &TableCounters,
    stop: &CancellationToken,
) -> Result<(), LoadError> {
    let mut writer = target.claim(load, partition).await?;
    FaultPoint::Claimed.pass();
    let mut encoding = encode::<T>(load, partition, writer.next_chunk());
    while let Some(encoded) = encoding {
        if stop.is_cancelled() {
            return Err(LoadError::Stopped);
        }
        let chunk = encoded.await.map_err(|source| LoadError::Worker { table: load.name.clone(), source })?;
        FaultPoint::ChunkEncoded.pass();
        encoding = encode::<T>(load, partition, writer.next_chunk() + 1);
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
) -> Option<JoinHandle<T::Chunk>> {
    let load = Arc::clone(load);
    (chunk < load.chunks(partition))
        .then(|| tokio::task::spawn_blocking(move || T::encode(&load, load.chunk(partition, chunk))))
}
