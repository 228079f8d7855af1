//! The wire types of Rowmill's HTTP API, shared by the page, the server and the loader.

mod dataset;
mod error;
mod job;
mod rows;
mod target;

pub use self::{
    dataset::{DatasetAnswer, DatasetList, DatasetSummary, DatasetTable, Example, ExampleList, Health},
    error::{ErrorBody, ErrorDetail},
    job::{
        ChunkTimes, HistoryPoint, IndexStatistics, IndexTime, Job, JobAnswer, JobError, JobList, JobOutcome,
        JobOutcomeField, JobProgress, JobProgressList, JobRequest, JobStatus, LoadMethod, LoadMode,
        PartitionProgress, RejectedRow, RejectedRows, StepSeconds, TableProgress, TableStatistics,
        TimeSummary, Verification, Verify,
    },
    rows::{RowsEvent, RowsQuery},
    target::{Check, CheckLevel, LoadEstimate, Preflight, Target, TargetKind, TargetList},
};
