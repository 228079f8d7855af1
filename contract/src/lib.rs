//! The wire types of Rowmill's HTTP API, shared by the page, the server and the loader.

mod dataset;
mod error;
mod job;
mod row_options;
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
    row_options::{FileFormat, MOST_STATEMENT_ROWS, OptionError, STATEMENT_ROWS},
    rows::{RowsEvent, RowsQuery},
    target::{Check, CheckLevel, LoadEstimate, Preflight, Target, TargetKind, TargetList},
};
