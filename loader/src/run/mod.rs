//! Running loads: an execution of a job, its tables one after the other, their partitions at once.

mod context;
mod execution;
mod history;
mod partition;
mod progress;
mod table;
mod times;

pub use self::partition::run_partition;
pub(crate) use self::{
    context::StepContext,
    execution::Execution,
    progress::TableCounters,
    times::{Histogram, WriteTimes},
};
