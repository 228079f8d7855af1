//! Loads: what is asked for, how far they are, what came of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The body of `POST /api/jobs`: which load.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobRequest {
    /// Id of a dataset that the server knows.
    pub dataset: String,
    /// Tables to load, in any order; without it, all. Parents are loaded first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
    /// Name of a target.
    pub target: String,
    /// What to do about the tables.
    #[serde(default)]
    pub mode: LoadMode,
    /// How rows travel.
    #[serde(default)]
    pub method: LoadMethod,
    /// The table's name in the target, if it is another than in the dataset; only where one table is loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_table: Option<String>,
    /// Loads that run at once, 1 to 64; without it, what suits the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workers: Option<u32>,
    /// Rows of one transaction, 1 to 1,000,000; without it, 100,000, or fewer if the rows are long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chunk_rows: Option<u32>,
    /// Rows of one INSERT statement, 1 to 1,000,000; without it, 500. A statement has at most 4 MiB whatever is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement_rows: Option<u32>,
    /// When indexes and constraints besides the primary key are made.
    #[serde(default, skip_serializing_if = "IndexTime::is_before")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub indexes: IndexTime,
    /// How many rows the database may refuse before the load fails, at most 1,000,000.
    #[serde(default)]
    pub skip_limit: u64,
    /// How much of a finished table is compared with what was to be loaded.
    #[serde(default, skip_serializing_if = "Verify::is_sample")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub verify: Verify,
    /// Start from the first row even if this load has been here before.
    #[serde(default)]
    pub again: bool,
    /// Share the load with other programs that were started with the same request: each takes partitions that nobody is at
    /// work on. Whoever comes first begins.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub join: bool,
    /// Which rows a worker takes where a table is partitioned.
    #[serde(default, skip_serializing_if = "RowLayout::is_partitions")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub layout: RowLayout,
    /// Make new tables without foreign keys, whatever their columns refer to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub without_foreign_keys: bool,
    /// Make new tables UNLOGGED, which PostgreSQL has: they are not in its WAL, and a crash of the server empties them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub unlogged: bool,
    /// Settings of the connections that write, by their names in the database; those of the scope `session` that `GET /api/factors` tells.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub settings: BTreeMap<String, String>,
}

/// Which rows a worker takes where a table is partitioned.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowLayout {
    /// Whole partitions, each written by one worker.
    #[default]
    Partitions,
    /// Equal ranges of rows, whatever partitions they belong to.
    Ranges,
}

impl RowLayout {
    /// Whether it is what is done unless something else is asked for.
    pub fn is_partitions(&self) -> bool {
        *self == Self::Partitions
    }
}

/// What a load does about its tables.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadMode {
    /// Creates them; a table that is there already and has rows is an error.
    #[default]
    Create,
    /// Adds to them; a table that is missing is created.
    Append,
    /// Makes them anew, and puts them in the place of those that are there when all rows are in and verified.
    Replace,
}

/// How rows travel to the database.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadMethod {
    /// The fastest way that the target allows.
    #[default]
    Auto,
    /// The target's own way for many rows.
    Bulk,
    /// INSERT statements of many rows.
    Insert,
    /// A prepared INSERT statement for each row: the slow way that is compared with.
    Single,
}

/// How much of a finished table is compared.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verify {
    /// All rows are counted, and some thousands, in runs of neighbours, are read back and compared in every column.
    #[default]
    Sample,
    /// Besides, every value of every row goes into a checksum of its column, which is compared with the database's. It costs about as
    /// much as reading the table. Columns whose values a database writes in ways of its own, such as `double` and `json`, have none.
    All,
}

impl Verify {
    /// Whether it is what is done unless something else is asked for.
    pub fn is_sample(&self) -> bool {
        *self == Self::Sample
    }
}

/// When the indexes, unique keys and foreign keys of a new table are made.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IndexTime {
    /// With the table: every row is checked as it comes.
    #[default]
    Before,
    /// When all rows are there, which is faster for many rows; a row that breaks a key is then found at the end.
    After,
}

impl IndexTime {
    /// Whether they are made with the table.
    pub fn is_before(&self) -> bool {
        *self == Self::Before
    }
}

/// Where a job stands, in Spring Batch's words.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum JobStatus {
    /// Accepted, nothing written yet.
    Starting,
    /// Rows are written.
    Started,
    /// Asked to stop, which happens at the end of the chunk.
    Stopping,
    /// Stopped on request; can be restarted.
    Stopped,
    /// Ended by an error; can be restarted.
    Failed,
    /// Everything is written and verified.
    Completed,
}

impl JobStatus {
    /// Whether the job is at work.
    pub fn is_running(self) -> bool {
        matches!(self, Self::Starting | Self::Started | Self::Stopping)
    }
}

/// The answer of `POST /api/jobs` and of a restart: the job with one more field, `outcome`. To read it, read a [`Job`] and
/// a [`JobOutcomeField`]: flattening readers are large in WebAssembly.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JobAnswer {
    /// What the request led to.
    pub outcome: JobOutcome,
    /// The job.
    #[serde(flatten)]
    pub job: Job,
}

/// The field of a [`JobAnswer`] that a [`Job`] does not have.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct JobOutcomeField {
    /// What the request led to.
    pub outcome: JobOutcome,
}

/// What became of a request for a load.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobOutcome {
    /// A new job was started.
    Started,
    /// The load had been stopped or had failed, and goes on behind its last committed chunk.
    Restarted,
    /// The load is running already.
    Joined,
    /// The load had been completed; nothing was done.
    Completed,
}

/// Jobs without their partitions: the answer of `GET /api/jobs`, newest first, and the events `snapshot` and `started`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobList {
    /// The jobs.
    pub jobs: Vec<Job>,
    /// What to send as `after` for the jobs that follow; without it, these are the last ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The events `progress`, `done`, `failed` and `stopped` of `GET /api/events`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobProgressList {
    /// The jobs that have changed.
    pub jobs: Vec<JobProgress>,
}

/// What has changed of a job since it was last told of. Counters are whole numbers of rows, not differences, and within an
/// execution they only grow: the greater one is the newer one.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobProgress {
    /// The job's name.
    pub id: String,
    /// Where it stands.
    pub status: JobStatus,
    /// How many times it was started.
    pub executions: u32,
    /// Grows with every change within an execution.
    pub revision: u64,
    /// When it ended, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// Rows committed, in all executions.
    pub committed: u64,
    /// Rows that the database refused.
    pub skipped: u64,
    /// Committed rows a second.
    pub rows_per_second: f64,
    /// Seconds until the end at this rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_seconds: Option<f64>,
    /// The tables that have changed, and of each the partitions that have changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableProgress>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<JobError>,
    /// What is worth knowing though nothing failed: all of it, if it has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<String>>,
}

/// A load, as it stands. Row counts are of committed rows only.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The job's name: 32 hexadecimal digits, from what identifies the load.
    pub id: String,
    /// What was asked for.
    pub request: JobRequest,
    /// Where it stands.
    pub status: JobStatus,
    /// How many times it was started.
    pub executions: u32,
    /// Grows with every change within an execution.
    #[serde(default)]
    pub revision: u64,
    /// When it was first started, RFC 3339 in UTC.
    pub created_at: String,
    /// When it last started, RFC 3339 in UTC.
    pub started_at: String,
    /// When it last ended, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// Rows of all tables.
    pub rows: u64,
    /// Rows committed, in all executions.
    pub committed: u64,
    /// Rows that the database refused.
    pub skipped: u64,
    /// Committed rows a second, over the last seconds while it runs, over the whole execution when it has ended.
    pub rows_per_second: f64,
    /// Seconds until the end at this rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_seconds: Option<f64>,
    /// Each table, in the order of loading.
    pub tables: Vec<TableProgress>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<JobError>,
    /// What is worth knowing though nothing failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The committed rows over the time of the last execution, at most 240 points. Lists and the events of all jobs leave them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub history: Vec<HistoryPoint>,
    /// What came of the executions before the last one, oldest first, at most the last 100. Lists and the events of all jobs
    /// leave them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub earlier: Vec<EarlierExecution>,
}

/// How many executions before the last one a job has records of.
const MOST_EARLIER: usize = 100;
/// How many characters of what was wrong with one are kept.
const MOST_SAID: usize = 300;

/// What came of an execution that others have followed.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EarlierExecution {
    /// Which one it was, from 1.
    pub number: u32,
    /// How it ended.
    pub status: JobStatus,
    /// When it started, RFC 3339 in UTC.
    pub started_at: String,
    /// When it ended, RFC 3339 in UTC; without it, the program had no time to note that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// Rows committed by its end, in all executions.
    pub committed: u64,
    /// Rows that the database had refused by its end.
    pub skipped: u64,
    /// Committed rows a second, over the whole execution.
    pub rows_per_second: f64,
    /// Why it failed, at most 300 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// How many rows were committed when.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HistoryPoint {
    /// Seconds since rows were first written in this execution.
    pub seconds: f64,
    /// Rows committed by then, in all executions.
    pub committed: u64,
}

impl Job {
    /// The job as lists and events show it: without partitions, history and earlier executions.
    #[must_use]
    pub fn without_partitions(&self) -> Self {
        let mut job = self.clone();
        job.history = Vec::new();
        job.earlier = Vec::new();
        for table in &mut job.tables {
            table.partitions = Vec::new();
        }
        job
    }

    /// The executions that one which starts now has before it: those of this job, and its last one.
    #[must_use]
    pub fn executions_so_far(&self) -> Vec<EarlierExecution> {
        let last = EarlierExecution {
            number: self.executions,
            status: self.status,
            started_at: self.started_at.clone(),
            ended_at: self.ended_at.clone(),
            committed: self.committed,
            skipped: self.skipped,
            rows_per_second: self.rows_per_second,
            error: self.error.as_ref().map(|error| error.message.chars().take(MOST_SAID).collect()),
        };
        let kept = self.earlier.len().saturating_sub(MOST_EARLIER - 1);
        self.earlier[kept..].iter().cloned().chain([last]).collect()
    }
}

/// A table of a load.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableProgress {
    /// Its name.
    pub table: String,
    /// Its primary key: each column with its type and how its values are made; without one, empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub primary_key: String,
    /// Rows to load.
    pub rows: u64,
    /// Rows committed in all partitions.
    #[serde(default)]
    pub committed: u64,
    /// Rows that the database refused in all partitions.
    #[serde(default)]
    pub skipped: u64,
    /// Its partitions, in row order. Lists and the events of all jobs leave them out: there may be 8,192 of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub partitions: Vec<PartitionProgress>,
    /// What was compared at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Verification>,
    /// How large the table is, by the database's own account, when it is loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<TableStatistics>,
    /// How long the parts of the last execution took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<StepSeconds>,
    /// How long the chunks of the last execution took, over all partitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chunk_times: Option<ChunkTimes>,
}

/// How long the parts of a chunk's transaction took.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChunkTimes {
    /// Beginning the transaction.
    pub begin: TimeSummary,
    /// Locking the checkpoint.
    pub lock: TimeSummary,
    /// Sending the rows, until the database has taken them.
    pub send: TimeSummary,
    /// Each statement that rows were sent in, from its first byte until the database has answered; left out where earlier versions of
    /// Rowmill measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<TimeSummary>,
    /// Advancing the checkpoint.
    pub checkpoint: TimeSummary,
    /// Committing.
    pub commit: TimeSummary,
}

/// How long something took that was done many times, in milliseconds. Percentiles are upper bounds of logarithmic classes, at
/// most 19 % above the true value.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TimeSummary {
    /// How many times.
    pub count: u64,
    /// On average.
    pub mean: f64,
    /// Half of them took no longer.
    pub p50: f64,
    /// 95 of 100 took no longer.
    pub p95: f64,
    /// 99 of 100 took no longer.
    pub p99: f64,
    /// The longest.
    pub max: f64,
}

/// How large a table is, by the database's own account. What each database counts is said at the fields.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableStatistics {
    /// Rows, counted.
    pub rows: u64,
    /// Bytes of data for each row.
    pub average_row_bytes: u64,
    /// Bytes of the rows: in MySQL the primary key's index, which holds them; in PostgreSQL with TOAST and maps.
    pub data_bytes: u64,
    /// Bytes of the indexes: in MySQL the secondary ones, in PostgreSQL and SQLite all.
    pub index_bytes: u64,
    /// Bytes that are reserved or left over, and hold nothing.
    pub free_bytes: u64,
    /// Each index, the primary key's among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<IndexStatistics>,
}

/// How large an index is.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexStatistics {
    /// Its name in the database.
    pub name: String,
    /// Its bytes.
    pub bytes: u64,
}

/// How long the parts of a step took in its last execution, in seconds.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StepSeconds {
    /// Rows that were written in that time; fewer than the table's if an earlier execution wrote the others.
    pub written: u64,
    /// Writing the rows, checkpoints included.
    pub rows: f64,
    /// What is made when the rows are there: indexes, keys, counters, the database's own statistics.
    pub finish: f64,
    /// Counting and comparing.
    pub verify: f64,
}

/// A partition of a table: neighbouring rows that one worker loads.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PartitionProgress {
    /// First row.
    pub start: u64,
    /// Rows to load.
    pub rows: u64,
    /// Rows committed.
    pub committed: u64,
    /// Rows that the database refused.
    pub skipped: u64,
    /// How long its chunks took in the last execution; where a table has at most 64 partitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chunk_times: Option<ChunkTimes>,
}

/// What a finished table was compared with.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Rows that the database counts, less those that were there before.
    pub counted: u64,
    /// Rows that were made again and found equal in every column.
    pub compared: u64,
    /// Columns whose checksum over all rows is that of the rows made again; where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksums: Option<u32>,
    /// Smallest and largest value of the first column of the primary key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<[String; 2]>))]
    pub key_range: Option<(String, String)>,
}

/// Why a job failed.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobError {
    /// Stable name of the kind of error, for programs.
    pub code: String,
    /// What is wrong and the remedy, for people.
    pub message: String,
    /// The table, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The row of the table, from 0, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The column, if the database named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The value of that column in that row, as in CSV; empty is NULL or an empty text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What the database said of a connection, an account or a file. It never leaves the process, because it names addresses.
    #[serde(skip)]
    pub cause: Option<String>,
}

impl JobError {
    /// An error of no table: a stable name, and what there is to say.
    pub fn told(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            table: None,
            row: None,
            column: None,
            value: None,
            cause: None,
        }
    }
}

/// A row that the database refused.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// Its table.
    pub table: String,
    /// Its number, from 0.
    pub row: u64,
    /// What the database said.
    pub reason: String,
}

/// The answer of `GET /api/jobs/{id}/rejected`: in row order, at most 10,000.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRows {
    /// The rows.
    pub rejected: Vec<RejectedRow>,
}
