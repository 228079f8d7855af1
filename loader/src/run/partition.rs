//! A partition: its chunks one after the other. The loop is here, whatever the target.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{StepContext, TableCounters};
use crate::{
    error::LoadError,
    fault::FaultPoint,
    plan::{PartitionReport, PartitionTask, TableLoad},
    protocol::{Database, EncodedRows, PartitionWriter, catalogue::Catalogue},
    targets::{Target, TargetConfig, with_target},
};

/// Runs one partition of a load that somebody else has made ready, wherever that is. It may be run many times, and by several programs
/// at once.
///
/// # Errors
/// A task of other values than this program makes, a target that does not answer, rows that it refuses, a later attempt that has the
/// partition.
pub async fn run_partition(
    task: &PartitionTask,
    target: &TargetConfig,
    stop: CancellationToken,
) -> Result<PartitionReport, LoadError> {
    let load = Arc::new(task.load()?);
    let counters = TableCounters::new(&load);
    let context = Arc::new(StepContext::new(stop, task.options.settings.clone()));
    let part = task.part as usize;
    with_target!(&Target::new(target), target => {
        load_partition(target, &load, part, task.attempt, &counters, &context).await?;
    });
    let counted = counters.counted(part);
    Ok(PartitionReport { part: task.part, committed: counted.committed, skipped: counted.skipped })
}

/// The invariant of every load: after each turn of the loop, exactly the rows of the chunks before `next_chunk` are committed, and the
/// checkpoint in the target says so. While a chunk is written, the next one is made.
pub(super) async fn load_partition<S: Catalogue>(
    target: &Database<S>,
    load: &Arc<TableLoad>,
    partition: usize,
    attempt: u32,
    counters: &TableCounters,
    context: &Arc<StepContext>,
) -> Result<(), LoadError> {
    if context.halt.is_cancelled() {
        return Err(LoadError::Stopped);
    }
    let mut writer: PartitionWriter<S> = target.claim(load, partition, attempt, context).await?;
    FaultPoint::Claimed.pass();
    context.sign_of_life();
    counters.set(partition, writer.counted());
    let mut encoding = encode::<S>(load, partition, writer.next_chunk(), context);
    while let Some(encoded) = encoding {
        if context.halt.is_cancelled() {
            return Err(LoadError::Stopped);
        }
        FaultPoint::ChunkEncoded.pass();
        encoding = encode::<S>(load, partition, writer.next_chunk() + 1, context);
        let written = writer.write(encoded).await?;
        counters.set_at_least(partition, writer.counted());
        counters.add_written(partition, written.added, written.times);
        context.sign_of_life();
        FaultPoint::ChunkReported.pass();
    }
    Ok(())
}

/// Starts to make a chunk; `None` behind the last one.
fn encode<S: Catalogue>(
    load: &Arc<TableLoad>,
    partition: usize,
    chunk: u64,
    context: &StepContext,
) -> Option<EncodedRows<S>> {
    (chunk < load.plan.chunks(partition)).then(|| {
        let form = Database::<S>::row_form(load, context);
        EncodedRows::begin(load, load.plan.chunk(partition, chunk), form)
    })
}
