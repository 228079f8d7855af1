//! The wire types of Rowmill's HTTP API, shared by the page, the server and the loader.

mod dataset;
mod error;
mod experiment;
mod job;
mod row_options;
mod rows;
mod target;

pub use self::{
    dataset::{DatasetAnswer, DatasetList, DatasetSummary, DatasetTable, Example, ExampleList, Health},
    error::{ErrorBody, ErrorDetail},
    experiment::{
        COUNTERS, CellResult, Counter, CounterDescription, CounterUnit, Effect, Environment, Experiment,
        ExperimentCell, ExperimentList, ExperimentPlan, ExperimentRequest, ExperimentRun, ExperimentStatus,
        ExperimentSummary, FACTORS, Factor, FactorDescription, FactorError, FactorList, Finding, KeptSetting,
        Level, LevelDescription, Levels, Measures, PRESETS, Preset, QuestionDescription, QuestionOfTarget,
        RunStatus, SCRATCH_PREFIX, SETTINGS, Setting, SettingDescription, SettingScope, Spread, WorkFigure,
        counter, effects, factor, factor_place, finding, is_setting_value, preset, results, setting, work,
    },
    job::{
        ChunkTimes, EarlierExecution, HistoryPoint, IndexStatistics, IndexTime, Job, JobAnswer, JobError,
        JobList, JobOutcome, JobOutcomeField, JobProgress, JobProgressList, JobRequest, JobStatus,
        LoadMethod, LoadMode, PartitionProgress, RejectedRow, RejectedRows, RowLayout, StepSeconds,
        TableProgress, TableStatistics, TimeSummary, Verification, Verify,
    },
    row_options::{FileFormat, MOST_STATEMENT_ROWS, OptionError, STATEMENT_ROWS},
    rows::{RowsEvent, RowsQuery},
    target::{Check, CheckLevel, LoadEstimate, Preflight, Target, TargetKind, TargetList},
};
