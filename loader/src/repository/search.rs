//! Which jobs, in which order: what people look for among all of them.

use contract::Job;
use sqlx::{AssertSqlSafe, Row as _};

use super::{JobRepository, record};
use crate::error::RepositoryError;

/// What jobs are looked for by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobSearch {
    /// A part of the name of the target or of a table, or the beginning of the id of the job or the dataset; letters of ASCII match in
    /// either case. Empty: every job.
    pub text: String,
    /// The states they are in; without it, all.
    pub state: Option<JobState>,
    /// What they are sorted by.
    pub order: JobOrder,
    /// Whether the smallest, first or oldest comes first.
    pub is_ascending: bool,
    /// How many come before the first one that is wanted.
    pub skip: u64,
    /// How many are wanted at most.
    pub limit: u32,
}

/// States of a job, as people tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Starting, started or stopping.
    Running,
    /// Stopped on request.
    Stopped,
    /// Ended by an error.
    Failed,
    /// Everything is written and verified.
    Completed,
}

/// What jobs are sorted by. Jobs that have no such value come last, those with the same one by the time of their first start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JobOrder {
    /// When they were first started.
    #[default]
    Created,
    /// The names of their tables.
    Tables,
    /// The name of their target.
    Target,
    /// Rows of all tables.
    Rows,
    /// Committed rows a second.
    Rate,
    /// Seconds that the last execution took for all tables.
    Seconds,
    /// Bytes of all tables' rows, by the database's own account.
    DataBytes,
    /// Bytes of all tables' indexes, by the database's own account.
    IndexBytes,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundJobs {
    /// The jobs that were wanted, without their partitions.
    pub jobs: Vec<Job>,
    /// How many there are in all.
    pub count: u64,
}

impl JobState {
    /// The names that they have in the list.
    fn names(self) -> &'static str {
        match self {
            Self::Running => "STARTING,STARTED,STOPPING",
            Self::Stopped => "STOPPED",
            Self::Failed => "FAILED",
            Self::Completed => "COMPLETED",
        }
    }
}

impl JobOrder {
    fn expression(self) -> &'static str {
        const DATA: &str =
            "(SELECT sum(record ->> '$.statistics.data_bytes') FROM job_table WHERE job = job.number)";
        const INDEXES: &str =
            "(SELECT sum(record ->> '$.statistics.index_bytes') FROM job_table WHERE job = job.number)";
        const SECONDS: &str = "(SELECT sum((record ->> '$.seconds.rows') + (record ->> '$.seconds.finish')
            + (record ->> '$.seconds.verify')) FROM job_table WHERE job = job.number)";
        match self {
            Self::Created => "created_at",
            Self::Tables => "record ->> '$.request.tables'",
            Self::Target => "target",
            Self::Rows => "record ->> '$.rows'",
            Self::Rate => "nullif(record ->> '$.rows_per_second', 0)",
            Self::Seconds => SECONDS,
            Self::DataBytes => DATA,
            Self::IndexBytes => INDEXES,
        }
    }
}

/// The condition on a job; `?1` is the text, `?2` the names of states, `?3` the version of records that can be read.
const IS_WANTED: &str = "(?1 = '' OR instr(lower(target), lower(?1))
    OR EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(record) THEN record ELSE '{}' END, '$.request.tables') WHERE instr(lower(value), lower(?1)))
    OR substr(id, 1, length(?1)) = lower(?1) OR substr(dataset, 1, length(?1)) = lower(?1))
    AND (?2 IS NULL OR instr(?2, status))";

impl JobRepository {
    /// The jobs that are looked for. Those that this version cannot read are left out.
    ///
    /// # Errors
    /// If the list cannot be read.
    pub async fn search(&self, search: &JobSearch) -> Result<FoundJobs, RepositoryError> {
        let states = search.state.map(JobState::names);
        // This finds its answer in an index where nothing is looked for.
        let count = format!("SELECT count(*) FROM job WHERE {IS_WANTED} AND record_version = ?3");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .bind(&search.text)
            .bind(states)
            .bind(record::RECORD_VERSION)
            .fetch_one(&self.pool)
            .await
            .map_err(RepositoryError::Read)?;
        // The order by the time of the start is an index: jobs that are not wanted are passed over, not sorted.
        let direction = if search.is_ascending { "ASC" } else { "DESC" };
        let sql = format!(
            "SELECT {} FROM job WHERE {IS_WANTED} AND +record_version = ?3
             ORDER BY {} {direction} NULLS LAST, created_at DESC, id DESC LIMIT ?4 OFFSET ?5",
            record::COLUMNS,
            search.order.expression()
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(&search.text)
            .bind(states)
            .bind(record::RECORD_VERSION)
            .bind(search.limit)
            .bind(i64::try_from(search.skip).unwrap_or(i64::MAX))
            .fetch_all(&self.pool)
            .await
            .map_err(RepositoryError::Read)?;
        let jobs = rows.iter().filter_map(|row| {
            record::read(row)
                .inspect_err(|error| {
                    let id: &str = row.get("id");
                    tracing::debug!(id, error = crate::chain(error), "a stored job is left out");
                })
                .ok()
        });
        let jobs = jobs.map(|job| Job { history: Vec::new(), earlier: Vec::new(), ..job }).collect();
        Ok(FoundJobs { jobs, count: count.unsigned_abs() })
    }
}
