//! Why an experiment cannot be made.

use generator::Problem;

use crate::{
    database_error::TargetFault,
    error::{LaunchError, RepositoryError, chain},
};

/// Why an experiment cannot be made, or came to an early end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// A factor that there is not.
    #[error(
        "there is no factor `{0}`; the factors are at /api/factors, and a setting of a database is `setting.NAME`"
    )]
    UnknownFactor(String),
    /// A factor that this database does not have.
    #[error("a {kind} target has no factor `{factor}`; leave it out, or choose another target")]
    NotOfTarget {
        /// The factor.
        factor: String,
        /// What the target is.
        kind: String,
    },
    /// A level that the factor does not have.
    #[error("`{level}` is no level of `{factor}`: {reason}")]
    Level {
        /// The factor.
        factor: String,
        /// The level.
        level: String,
        /// What would be one.
        reason: String,
    },
    /// A factor without levels, or with one twice.
    #[error("`{0}` has no level, or one of them twice; name each once")]
    Levels(String),
    /// A setting that concerns more than the experiment.
    #[error(
        "`{0}` is a setting of the whole server, and whatever else that does would run under it; allow that by a tick on the form or in `may_change`, or leave it out"
    )]
    ServerSetting(String),
    /// A setting that may be changed, and is not varied.
    #[error(
        "`may_change` has `{0}`, which is no factor of this experiment that concerns the whole server; leave it out"
    )]
    NothingToChange(String),
    /// A setting of the server that this account may not change, or the server does not have.
    #[error("the setting `{name}` of the server cannot be changed; leave it out, or use an account that may")]
    CannotChange {
        /// The setting.
        name: String,
        /// What was said of it.
        #[source]
        source: Box<LaunchError>,
    },
    /// Settings that are not what they were.
    #[error(
        "settings of the server could not be set back, and are still changed ({settings}); going on with the experiment or removing it sets them back, as does the next start of Rowmill"
    )]
    NotSetBack {
        /// Each, with what it was.
        settings: String,
        /// What kept it from being set back.
        #[source]
        source: Box<LaunchError>,
    },
    /// More runs than an experiment has.
    #[error(
        "{cells} cells, {repeats} times each, are {runs} runs; an experiment has at most {most}: leave out levels, or repeat less often"
    )]
    TooManyRuns {
        /// How many combinations there are.
        cells: usize,
        /// How often each would be measured.
        repeats: u32,
        /// How many runs that would be.
        runs: usize,
        /// The bound.
        most: usize,
    },
    /// A number of repeats that an experiment does not have.
    #[error("{0} repeats are no number from 1 to 20; write such a number")]
    Repeats(u32),
    /// A table that the dataset does not have, or none of several named.
    #[error("`{0}` is no table of the dataset; name one of: {1}")]
    Table(String, String),
    /// A table that cannot be partitioned.
    #[error(
        "table `{0}` has no column of dates or timestamps, and cannot be partitioned; leave `partitions` out"
    )]
    NoDates(String),
    /// A table that refers to others which are not in the target.
    #[error(
        "foreign keys in force need `{0}` in the target, with the rows of the dataset; load it first, or leave the level out"
    )]
    NoParent(String),
    /// A combination of levels that makes no dataset.
    #[error("the cell {cell} cannot be made: {}", .problem.message)]
    Cell {
        /// Its levels.
        cell: String,
        /// What is wrong with its spec.
        problem: Box<Problem>,
    },
    /// A table that has the name of the experiment's own.
    #[error(
        "the target has a table `{0}` that this experiment did not make; it is left alone, and so is the experiment: drop it, or choose another target"
    )]
    ScratchTaken(String),
    /// A table without rows.
    #[error("table `{0}` has no rows to measure; give `rows`")]
    NoRows(String),
    /// A key that the table does not have.
    #[error("table `{0}` has no key of columns of its own besides; leave the level `own` out")]
    NoOwnKey(String),
    /// A column that a key would take the place of.
    #[error(
        "table `{0}` has a column `id` that is no key, and a key of another kind is called so; rename it"
    )]
    KeyColumn(String),
    /// A scratch table that stays, because it cannot be dropped.
    #[error(
        "the scratch table `{table}` cannot be dropped, and is left in the target; drop it, or have the account do so"
    )]
    NotDropped {
        /// The table.
        table: String,
        /// What kept it from being dropped.
        #[source]
        source: Box<LaunchError>,
    },
    /// A load that would fail.
    #[error("a load of the experiment would fail: {message}")]
    Refused {
        /// What was looked at.
        code: String,
        /// What was found.
        message: String,
    },
    /// Another experiment measures on the same server.
    #[error(
        "another experiment measures on this server, and what this one has left there is not taken away yet; do it again when that one has ended"
    )]
    Busy,
    /// A server that has not taken something back in time.
    #[error(
        "what the experiment has left in its target cannot be taken away within {0} seconds: the server does not answer, or another experiment measures on it; remove it later"
    )]
    NotCleared(u64),
    /// An experiment that there is not.
    #[error("there is no experiment `{0}`")]
    Unknown(String),
    /// An experiment that waits or runs.
    #[error("the experiment waits or runs; stop it first")]
    Running,
    /// An experiment that does not run.
    #[error("the experiment does not run")]
    NotRunning,
    /// An experiment that has all its results.
    #[error("the experiment is complete; ask for a new one to measure again")]
    Complete,
    /// An experiment whose results another version of Rowmill has begun.
    #[error(
        "the experiment was begun by Rowmill {0}, whose rows may be others than those of this one; ask for a new one"
    )]
    OtherVersion(String),
    /// A run whose work has broken off.
    #[error("the experiment has broken off by a mistake of Rowmill; its log says why")]
    Broken,
    /// The server's own records.
    #[error(transparent)]
    Repository(#[from] RepositoryError),
    /// A load that cannot be started, or a target that does not answer.
    #[error(transparent)]
    Launch(#[from] LaunchError),
}

impl ExperimentError {
    /// What a client of the server reads, the reason included: what a database says of connections and accounts is kept out.
    pub fn told(&self) -> String {
        match self {
            Self::Launch(error) => error.told(),
            Self::NotDropped { source, .. }
            | Self::CannotChange { source, .. }
            | Self::NotSetBack { source, .. } => format!("{self}: {}", source.told()),
            other => chain(other).to_string(),
        }
    }

    /// Whether it is that the target cannot be reached, or was lost: a server that is started anew comes back.
    pub(super) fn is_unreachable(&self) -> bool {
        match self {
            Self::Launch(LaunchError::Target(error)) => error.is_connection_lost(),
            Self::NotDropped { source, .. } => {
                matches!(&**source, LaunchError::Target(error) if error.is_connection_lost())
            }
            Self::Refused { code, .. } => code == TargetFault::Unreachable.code(),
            _ => false,
        }
    }

    /// A stable name, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownFactor(_) => "unknown_factor",
            Self::NotOfTarget { .. } => "not_of_target",
            Self::Level { .. } => "invalid_level",
            Self::Levels(_) => "invalid_levels",
            Self::ServerSetting(_) => "server_setting",
            Self::NothingToChange(_) => "nothing_to_change",
            Self::CannotChange { .. } => "cannot_change",
            Self::NotSetBack { .. } => "not_set_back",
            Self::TooManyRuns { .. } => "too_many_runs",
            Self::Repeats(_) => "out_of_range",
            Self::Table(..) => "unknown_table",
            Self::NoDates(_) => "no_dates",
            Self::NoParent(_) => "no_parent",
            Self::Cell { .. } => "invalid_cell",
            Self::ScratchTaken(_) => "scratch_taken",
            Self::NoRows(_) => "no_rows",
            Self::NoOwnKey(_) => "no_own_key",
            Self::KeyColumn(_) => "key_column",
            Self::NotDropped { .. } => "not_dropped",
            Self::Refused { .. } => "refused",
            Self::Busy => "server_busy",
            Self::NotCleared(_) => "not_cleared",
            Self::Unknown(_) => "unknown_experiment",
            Self::Running => "experiment_running",
            Self::NotRunning => "experiment_not_running",
            Self::Complete => "experiment_complete",
            Self::OtherVersion(_) => "other_version",
            Self::Broken => "internal",
            Self::Repository(_) => "records_failed",
            Self::Launch(_) => "launch_failed",
        }
    }
}
