//! Chunk-oriented, restartable bulk loads into databases.
//!
//! The words are Spring Batch's: a *job* is a load, identified by what it loads and where to; starting it again is
//! another *execution* of the same job; each table is a *step*, cut into *partitions* and those into *chunks*. A chunk's
//! rows are a pure function of its number, and it is written in one transaction together with the *checkpoint* that
//! counts it, in the target database itself. So whatever happens, the checkpoint says exactly which rows are there, and
//! a restart goes on behind it by making the next chunk again.

mod clock;
mod database_error;
mod error;
mod estimate;
mod experiment;
mod fault;
mod identity;
mod keys;
mod launcher;
mod limits;
mod plan;
mod protocol;
mod repository;
mod run;
mod schema_sql;
mod targets;

pub use self::{
    database_error::{DatabaseError, TargetFault},
    error::{LaunchError, LoadError, RepositoryError, chain},
    experiment::{ExperimentError, Laboratory, run_experiment},
    fault::FaultPoint,
    launcher::{JobLauncher, LaunchedJob},
    plan::{PartitionReport, PartitionTask},
    repository::{
        FoundJobs, JobOrder, JobPage, JobRepository, JobSearch, JobState, ListCursor, ListCursorError,
    },
    run::run_partition,
    schema_sql::schema_sql,
    targets::{ServerAddress, TargetAddress, TargetConfig, TargetUrlError},
};
