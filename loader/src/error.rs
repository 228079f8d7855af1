//! Why a load cannot be started, and why one ended.

use contract::{JobError, JobStatus};

use crate::database_error::{DatabaseError, TargetFault};

/// Why a load ended before it was complete. Messages do not repeat their source.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The target could not be opened.
    #[error("the target `{target}` cannot be opened")]
    Open {
        /// Its name.
        target: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// A setting that the database does not take.
    #[error(
        "the database does not take `{value}` for its setting `{name}`; choose another value, or an account that may change it"
    )]
    Setting {
        /// The setting.
        name: String,
        /// The value.
        value: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// Settings of the whole server cannot be read, changed or set back.
    #[error("settings of the server of the target `{target}` cannot be changed")]
    ServerSettings {
        /// The target.
        target: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// Tables and checkpoints could not be made ready.
    #[error("table `{table}` cannot be made ready")]
    Prepare {
        /// The table.
        table: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// A table that was to be created is there already.
    #[error(
        "table `{table}` is there already and has {rows} rows; choose the mode append or replace, or drop it"
    )]
    TableExists {
        /// The table.
        table: String,
        /// Its rows.
        rows: u64,
    },
    /// A table that is there has other columns.
    #[error(
        "table `{table}` is there already, but without column `{column}`; choose the mode replace, or add the column"
    )]
    ColumnMissing {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The table is not as the checkpoint left it.
    #[error(
        "table `{table}` has {found} rows, but {expected} were committed: something else has changed it; \
         start again from the first row with `again`"
    )]
    TableChanged {
        /// The table.
        table: String,
        /// Rows by the checkpoint.
        expected: u64,
        /// Rows by the table.
        found: u64,
    },
    /// The checkpoint was written by another plan.
    #[error(
        "the checkpoint of table `{table}` was left by another version of the load; start again from the first row with `again`"
    )]
    PlanChanged {
        /// The table.
        table: String,
    },
    /// The table has other columns than when the load began.
    #[error(
        "the columns of table `{table}` are not what they were when the load began; change them back, or start again from \
         the first row with `again`"
    )]
    DefinitionChanged {
        /// The table.
        table: String,
    },
    /// Chunks that were committed are not there any more.
    #[error(
        "the server has lost chunks of table `{table}` that it had committed, as a failover or relaxed durability does; restart \
         the job, and it goes on behind what is there"
    )]
    CommitsLost {
        /// The table.
        table: String,
    },
    /// The server cannot have such a table.
    #[error("table `{table}` cannot be created: {reason}")]
    Schema {
        /// The table.
        table: String,
        /// Why, and the remedy.
        reason: String,
    },
    /// A table that is there cannot take the rows.
    #[error("table `{table}` cannot be loaded: {reason}")]
    Preflight {
        /// The table.
        table: String,
        /// The stable name of what was looked at.
        code: String,
        /// What was found, and the remedy.
        reason: String,
    },
    /// A table that is to be replaced is referred to by one that is not.
    #[error(
        "table `{table}` cannot be dropped, because `{by}` refers to it; load `{by}` too, or drop its foreign key"
    )]
    Referenced {
        /// The table.
        table: String,
        /// The other table.
        by: String,
    },
    /// The account may not create checkpoint tables, and the load cannot do without.
    #[error(
        "the account may not create the checkpoint tables rowmill_load, rowmill_checkpoint and rowmill_rejected, and table \
         `{table}` cannot be loaded without: {reason}; grant CREATE, or create them once with an account that may"
    )]
    NoCheckpoints {
        /// The table.
        table: String,
        /// Why they cannot be done without.
        reason: String,
    },
    /// Rows were to travel the fast way only, and the server does not take them.
    #[error(
        "the server takes no bulk load into table `{table}`; choose the method auto or insert, or SET GLOBAL local_infile = 1 \
         on MySQL and MariaDB"
    )]
    BulkForbidden {
        /// The table.
        table: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// Something could not be made when the rows were there.
    #[error(
        "the rows of table `{table}` are there, but {what} could not be made; mend it, and restart the job"
    )]
    Finish {
        /// The table.
        table: String,
        /// What.
        what: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// A key that was made when the rows were there does not hold.
    #[error(
        "the rows of table `{table}` are there, but break the key `{key}`: {reason}; with indexes `before` the row would have \
         been named"
    )]
    KeyBroken {
        /// The table.
        table: String,
        /// The key.
        key: String,
        /// What the database said.
        reason: String,
    },
    /// Rows that were appended cannot be told from others.
    #[error(
        "an append cannot be run again: its rows in table `{table}` would be there twice; choose the mode replace"
    )]
    AppendAgain {
        /// The table.
        table: String,
    },
    /// A partition could not be claimed.
    #[error("the checkpoint of table `{table}` cannot be claimed")]
    Claim {
        /// The table.
        table: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// Another process has claimed the partition.
    #[error("another process has taken over the load of table `{table}`; follow it there")]
    Fenced {
        /// The table.
        table: String,
    },
    /// A chunk could not be written.
    #[error("rows {start} to {end} of table `{table}` cannot be written")]
    Write {
        /// The table.
        table: String,
        /// First row of the chunk, from 0.
        start: u64,
        /// Last row of the chunk, from 0.
        end: u64,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The database refused a row.
    #[error(
        "the database refused row {row} of table `{table}`{shown}: {reason}; change the column's generator, or raise skip_limit",
        shown = shown(column.as_deref(), value.as_deref())
    )]
    Row {
        /// The table.
        table: String,
        /// The row, from 0.
        row: u64,
        /// The column, if the database named one.
        column: Option<String>,
        /// Its value, as in CSV.
        value: Option<String>,
        /// What the database said.
        reason: String,
    },
    /// The database refused more rows than allowed.
    #[error(
        "the database refused more than {limit} rows; the last was row {row} of table `{table}`: {reason}"
    )]
    SkipLimit {
        /// The table.
        table: String,
        /// The row, from 0.
        row: u64,
        /// The limit.
        limit: u64,
        /// What the database said.
        reason: String,
    },
    /// The finished table could not be read.
    #[error("table `{table}` cannot be verified")]
    Verify {
        /// The table.
        table: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// The finished table is not what was loaded.
    #[error("table `{table}` was loaded, but is not as it should be: {difference}")]
    Different {
        /// The table.
        table: String,
        /// What differs.
        difference: String,
    },
    /// Tables that were made anew could not take the places of the others.
    #[error(
        "the rows of table `{table}` are there and verified, but it could not take the place of the one that is there; mend what is \
         in the way, and restart the job, which loads no row again"
    )]
    Swap {
        /// The first of the tables.
        table: String,
        /// What the database said.
        #[source]
        source: DatabaseError,
    },
    /// Rows of the same dataset are there from a load of another mode that is not complete.
    #[error(
        "table `{table}` has {committed} rows of this dataset from a load with the mode {mode} that is not complete, and they would be \
         there twice; go on with that mode, or choose the mode replace"
    )]
    Unfinished {
        /// The table.
        table: String,
        /// The mode of the other load.
        mode: String,
        /// Rows that it has committed.
        committed: u64,
    },
    /// Another job loads the table, under another name of the same target.
    #[error(
        "job {job} is loading table `{table}` of this target under another name; wait for it, or stop it"
    )]
    Busy {
        /// The other job.
        job: String,
        /// The table.
        table: String,
    },
    /// The load has not gone on for too long.
    #[error(
        "the load of table `{table}` has not gone on for {seconds} seconds longer than its slowest step may take, and was ended; what is \
         committed stays, and a restart goes on behind it"
    )]
    Stalled {
        /// The table.
        table: String,
        /// Seconds beyond what was expected.
        seconds: u64,
    },
    /// Work on another thread ended without an answer.
    #[error("the worker of table `{table}` broke off")]
    Worker {
        /// The table.
        table: String,
        /// Why.
        #[source]
        source: tokio::task::JoinError,
    },
    /// The load was asked to stop.
    #[error("the load was stopped")]
    Stopped,
}

impl LoadError {
    /// The stable name of the kind of error.
    pub fn code(&self) -> &str {
        if let Some(fault) = self.fault() {
            return fault.code();
        }
        match self {
            Self::Open { .. } => "target_unreachable",
            Self::Setting { .. } => "setting_refused",
            Self::ServerSettings { .. } => "server_settings_failed",
            Self::Prepare { .. } => "prepare_failed",
            Self::TableExists { .. } => "table_exists",
            Self::ColumnMissing { .. } => "column_missing",
            Self::TableChanged { .. } => "table_changed",
            Self::PlanChanged { .. } => "plan_changed",
            Self::DefinitionChanged { .. } => "definition_changed",
            Self::CommitsLost { .. } => "commits_lost",
            Self::Schema { .. } => "schema_refused",
            Self::Preflight { code, .. } => code,
            Self::Referenced { .. } => "table_referenced",
            Self::NoCheckpoints { .. } => "no_checkpoints",
            Self::BulkForbidden { .. } => "bulk_forbidden",
            Self::Finish { .. } => "finish_failed",
            Self::KeyBroken { .. } => "key_broken",
            Self::AppendAgain { .. } => "append_again",
            Self::Claim { .. } => "claim_failed",
            Self::Fenced { .. } => "fenced",
            Self::Write { .. } => "write_failed",
            Self::Row { .. } => "row_refused",
            Self::SkipLimit { .. } => "skip_limit",
            Self::Verify { .. } => "verify_failed",
            Self::Different { .. } => "different",
            Self::Swap { .. } => "swap_failed",
            Self::Unfinished { .. } => "unfinished",
            Self::Busy { .. } => "table_busy",
            Self::Stalled { .. } => "stalled",
            Self::Worker { .. } => "worker_failed",
            Self::Stopped => "stopped",
        }
    }

    /// The fault of the target that it comes from.
    fn fault(&self) -> Option<TargetFault> {
        match self {
            Self::Open { source, .. }
            | Self::Setting { source, .. }
            | Self::ServerSettings { source, .. }
            | Self::Prepare { source, .. }
            | Self::Claim { source, .. }
            | Self::Write { source, .. }
            | Self::Finish { source, .. }
            | Self::Swap { source, .. }
            | Self::Verify { source, .. } => source.fault(),
            _ => None,
        }
    }

    /// What a client of the server reads. What a database says of rows and statements is repeated; what it says of
    /// connections, accounts and files is not, since it names addresses, users and paths: see [`Self::cause`].
    pub fn told(&self) -> String {
        match self.kept_to_ourselves() {
            Some(source) if source.fault().is_some() => format!("{self}: {source}"),
            Some(_) if matches!(self, Self::BulkForbidden { .. }) => self.to_string(),
            Some(_) => format!("{self}; what the database said is in Rowmill's log"),
            None => chain(self),
        }
    }

    /// What [`Self::told`] leaves out: for the log, and for whoever sits at the terminal.
    pub fn cause(&self) -> Option<String> {
        let source = self.kept_to_ourselves()?;
        match source.fault() {
            // Its own words are the remedy, which was told.
            Some(_) => std::error::Error::source(source).map(chain),
            None => Some(chain(source)),
        }
    }

    /// What the database said, if it is about the target and not about rows.
    fn kept_to_ourselves(&self) -> Option<&DatabaseError> {
        match self {
            Self::Open { source, .. } | Self::Claim { source, .. } | Self::BulkForbidden { source, .. } => {
                Some(source)
            }
            Self::Prepare { source, .. }
            | Self::ServerSettings { source, .. }
            | Self::Write { source, .. }
            | Self::Finish { source, .. }
            | Self::Swap { source, .. }
            | Self::Verify { source, .. } => Some(source).filter(|source| source.fault().is_some()),
            _ => None,
        }
    }

    /// Whether the connection to a server was lost, or could not be made.
    pub(crate) fn is_connection_lost(&self) -> bool {
        self.fault() == Some(TargetFault::Unreachable)
    }

    /// The status of a job that ended this way.
    pub(crate) fn status(&self) -> JobStatus {
        match self {
            Self::Stopped => JobStatus::Stopped,
            _ => JobStatus::Failed,
        }
    }

    /// The error as the API shows it.
    pub(crate) fn to_job_error(&self) -> JobError {
        let (table, row, column) = match self {
            Self::Row { table, row, column, .. } => (Some(table), Some(*row), column.clone()),
            Self::SkipLimit { table, row, .. } => (Some(table), Some(*row), None),
            Self::ColumnMissing { table, column } => (Some(table), None, Some(column.clone())),
            Self::Prepare { table, .. }
            | Self::TableExists { table, .. }
            | Self::TableChanged { table, .. }
            | Self::PlanChanged { table }
            | Self::DefinitionChanged { table }
            | Self::CommitsLost { table }
            | Self::Schema { table, .. }
            | Self::Preflight { table, .. }
            | Self::Referenced { table, .. }
            | Self::NoCheckpoints { table, .. }
            | Self::BulkForbidden { table, .. }
            | Self::Finish { table, .. }
            | Self::KeyBroken { table, .. }
            | Self::AppendAgain { table }
            | Self::Claim { table, .. }
            | Self::Fenced { table }
            | Self::Write { table, .. }
            | Self::Verify { table, .. }
            | Self::Different { table, .. }
            | Self::Swap { table, .. }
            | Self::Unfinished { table, .. }
            | Self::Busy { table, .. }
            | Self::Stalled { table, .. }
            | Self::Worker { table, .. } => (Some(table), None, None),
            Self::Open { .. } | Self::Setting { .. } | Self::ServerSettings { .. } | Self::Stopped => {
                (None, None, None)
            }
        };
        let value = if let Self::Row { value, .. } = self { value.clone() } else { None };
        JobError {
            code: self.code().to_owned(),
            message: self.told(),
            cause: self.cause(),
            table: table.cloned(),
            row,
            column,
            value,
        }
    }
}

/// A column and its value behind a row.
fn shown(column: Option<&str>, value: Option<&str>) -> String {
    match (column, value) {
        (Some(column), Some(value)) => {
            let start: String = value.chars().take(60).collect();
            let dots = if start.len() < value.len() { "…" } else { "" };
            format!(", whose `{column}` is `{start}{dots}`")
        }
        (Some(column), None) => format!(", column `{column}`"),
        _ => String::new(),
    }
}

/// An error and all its sources in one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

/// Why a job could not be started, stopped or restarted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LaunchError {
    /// No such target.
    #[error("there is no target `{0}`; GET /api/targets lists those there are")]
    UnknownTarget(String),
    /// No such table.
    #[error("the dataset has no table `{0}`")]
    UnknownTable(String),
    /// No such job.
    #[error("there is no job `{0}`")]
    UnknownJob(String),
    /// A number out of its range.
    #[error("{name} is {value}, but must be {min} to {max}")]
    OutOfRange {
        /// The field.
        name: &'static str,
        /// Its value.
        value: u64,
        /// Smallest value.
        min: u64,
        /// Largest value.
        max: u64,
    },
    /// Two parts of a request that exclude each other.
    #[error("{one} and {other} exclude each other; leave one out")]
    Excluded {
        /// One field.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
    /// A setting that is none of the connections of such a target.
    #[error(
        "`{name}` is no setting that a load into `{target}` may change for its own connections; those that it may are at /api/factors"
    )]
    UnknownSetting {
        /// The setting.
        name: String,
        /// The target.
        target: String,
    },
    /// A value that no setting has.
    #[error("`{value}` is no value for `{name}`; such as it has are at /api/factors")]
    SettingValue {
        /// The setting.
        name: String,
        /// The value.
        value: String,
    },
    /// A target that has one writer.
    #[error("a SQLite file has one writer at a time, and a load into it cannot be shared; leave `join` out")]
    NotShared,
    /// A name for one table, and not one table.
    #[error("as_table names one table, but {tables} are to be loaded; name one of them in `tables`")]
    AsTable {
        /// How many tables there are.
        tables: usize,
    },
    /// Another load writes one of the tables.
    #[error("job {job} is loading table `{table}` of this target; wait for it, or stop it")]
    TableBusy {
        /// The other job.
        job: String,
        /// The table.
        table: String,
    },
    /// Rows that were appended cannot be told from others.
    #[error(
        "this append is complete; again, its rows would be there twice: choose the mode replace, or leave `again` out"
    )]
    AppendAgain,
    /// The job is not running.
    #[error("the job is {0:?} and cannot be stopped")]
    NotRunning(JobStatus),
    /// Tables without a WAL, of a database that does not tell them apart.
    #[error("only PostgreSQL has unlogged tables; leave `unlogged` out, or choose such a target")]
    Unlogged,
    /// The job is running.
    #[error("the job is running; stop it first")]
    Running,
    /// The job is complete.
    #[error("the job is complete; there is nothing to restart")]
    Complete,
    /// The target could not be asked.
    #[error(transparent)]
    Target(LoadError),
    /// The server is about to end.
    #[error("the server is shutting down; ask again when it is back")]
    ShuttingDown,
    /// The list of jobs could not be read or written.
    #[error(transparent)]
    Repository(#[from] RepositoryError),
}

impl LaunchError {
    /// What a client of the server reads: see [`LoadError::told`].
    pub fn told(&self) -> String {
        match self {
            Self::Target(error) => error.told(),
            other => chain(other).to_string(),
        }
    }
}

/// Why the list of jobs could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RepositoryError {
    /// The tables could not be created.
    #[error("the job list cannot be made ready")]
    Prepare(#[source] sqlx::Error),
    /// Reading failed.
    #[error("the job list cannot be read")]
    Read(#[source] sqlx::Error),
    /// Writing failed.
    #[error("the job list cannot be written")]
    Write(#[source] sqlx::Error),
    /// A job has no JSON form.
    #[error("a job cannot be written as JSON")]
    Encode(#[source] serde_json::Error),
    /// A stored job is not as this version writes it.
    #[error(
        "the job {id} was stored by another version of Rowmill, and this one cannot read it; delete it, or run the version \
         that wrote it"
    )]
    Unreadable {
        /// The job.
        id: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A stored experiment is not as this version writes it.
    #[error(
        "the experiment {id} was stored by another version of Rowmill, and this one cannot read it; delete it, or run the version \
         that wrote it"
    )]
    UnreadableExperiment {
        /// The experiment.
        id: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The file belongs to a newer version, which does not share it with this one.
    #[error(
        "the server's own database has schema version {found}, and this Rowmill knows version {known}; run the newer Rowmill \
         that wrote it, or set `data` below [server] to another folder"
    )]
    NewerSchema {
        /// The version of the file.
        found: i64,
        /// The version that this program writes.
        known: i64,
    },
}
