//! The server's own records of jobs.

mod cursor;
mod experiments;
mod record;
mod schema;
mod search;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use contract::{Job, JobError, JobStatus, PartitionProgress, TableProgress};
use sqlx::{AssertSqlSafe, Row as _, SqlitePool};

pub(crate) use self::experiments::ExperimentRepository;
pub use self::{
    cursor::{ListCursor, ListCursorError},
    search::{FoundJobs, JobOrder, JobSearch, JobState},
};
use crate::{clock, error::RepositoryError};

/// The list of jobs, in the server's own SQLite file. Only a view: what is in a target, its checkpoints say.
#[derive(Debug, Clone)]
pub struct JobRepository {
    pool: SqlitePool,
    /// The tables of running jobs as they were last written, so that only what has changed is written.
    written: Arc<Mutex<Written>>,
}

/// By job.
type Written = HashMap<String, Arc<Vec<TableProgress>>>;

/// A part of the list of jobs.
#[derive(Debug, Clone, PartialEq)]
pub struct JobPage {
    /// Jobs without their partitions, newest first.
    pub jobs: Vec<Job>,
    /// Where the next page starts, unless this is the last one.
    pub next: Option<ListCursor>,
}

impl JobRepository {
    /// Brings the file to this version's tables, those of saved datasets included, and marks the jobs that were running when
    /// the server last ended as failed. Jobs that this version cannot read stay as they are.
    ///
    /// # Errors
    /// If the file cannot be written, or belongs to a newer version.
    pub async fn open(pool: SqlitePool) -> Result<Self, RepositoryError> {
        schema::migrate(&pool).await?;
        let repository = Self { pool, written: Arc::default() };
        let sql = format!("SELECT {} FROM job", record::COLUMNS);
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&repository.pool)
            .await
            .map_err(RepositoryError::Read)?;
        for row in &rows {
            match record::read(row) {
                Ok(job) if job.status.is_running() => repository.interrupt(&job.id).await?,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(error = crate::chain(&error), "a stored job is left out of the list");
                }
            }
        }
        Ok(repository)
    }

    /// The experiments in the same file.
    pub(crate) fn experiments(&self) -> ExperimentRepository {
        ExperimentRepository::new(self.pool.clone())
    }

    /// Notes that a job ended with the server.
    async fn interrupt(&self, id: &str) -> Result<(), RepositoryError> {
        let Some(mut job) = self.find(id).await? else { return Ok(()) };
        job.status = JobStatus::Failed;
        // Ahead of every revision that was told but not noted before the end.
        job.revision += 1_000;
        job.ended_at = Some(clock::now());
        job.rows_per_second = match &job.history[..] {
            [first, .., last] if last.seconds > first.seconds => {
                last.committed.saturating_sub(first.committed) as f64 / (last.seconds - first.seconds)
            }
            _ => 0.0,
        };
        job.remaining_seconds = None;
        job.error = Some(JobError {
            code: "interrupted".to_owned(),
            message: "the server ended while the job ran; restart it, and it goes on behind its last committed chunk"
                .to_owned(),
            table: None,
            row: None,
            column: None,
            value: None,
            cause: None,
        });
        self.save(&job).await
    }

    /// At most `limit` jobs, newest first, from behind `after` on. Those that this version cannot read are left out, so that a
    /// page may be shorter and not be the last one.
    ///
    /// # Errors
    /// If the list cannot be read.
    pub async fn list(&self, limit: u32, after: Option<&ListCursor>) -> Result<JobPage, RepositoryError> {
        let sql = format!(
            "SELECT {} FROM job WHERE ?1 IS NULL OR (created_at, id) < (?1, ?2)
             ORDER BY created_at DESC, id DESC LIMIT ?3",
            record::COLUMNS
        );
        let mut rows = sqlx::query(AssertSqlSafe(sql))
            .bind(after.map(|after| after.time))
            .bind(after.map(|after| &after.id))
            .bind(i64::from(limit) + 1)
            .fetch_all(&self.pool)
            .await
            .map_err(RepositoryError::Read)?;
        let has_more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| has_more);
        let next = next.map(|row| ListCursor { time: row.get("created_at"), id: row.get("id") });
        let jobs = rows.iter().filter_map(|row| {
            record::read(row)
                .map(|job| Job { history: Vec::new(), earlier: Vec::new(), ..job })
                .inspect_err(|error| tracing::debug!(error = crate::chain(error), "a stored job is left out"))
                .ok()
        });
        Ok(JobPage { jobs: jobs.collect(), next })
    }

    /// The job of this name, if there is one, with its partitions.
    ///
    /// # Errors
    /// If the list cannot be read, or this version cannot read the job.
    pub async fn find(&self, id: &str) -> Result<Option<Job>, RepositoryError> {
        let sql = format!("SELECT {} FROM job WHERE id = ?", record::COLUMNS);
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(RepositoryError::Read)?;
        let Some(row) = row else { return Ok(None) };
        let mut job = record::read(&row)?;
        let partitions = sqlx::query(
            "SELECT job_table, first_row, rows, committed, skipped, chunk_times FROM job_partition
             WHERE job = ? ORDER BY job_table, position",
        )
        .bind(row.get::<i64, _>("number"))
        .fetch_all(&self.pool)
        .await
        .map_err(RepositoryError::Read)?;
        for row in partitions {
            let Some(table) = job.tables.get_mut(row.get::<u32, _>(0) as usize) else { continue };
            let count = |column: usize| row.get::<i64, _>(column).unsigned_abs();
            let (start, rows, committed, skipped) = (count(1), count(2), count(3), count(4));
            let chunk_times =
                row.get::<Option<&str>, _>(5).and_then(|times| serde_json::from_str(times).ok());
            table.partitions.push(PartitionProgress { start, rows, committed, skipped, chunk_times });
        }
        Ok(Some(job))
    }

    /// Adds a job, or writes what has changed of it.
    ///
    /// # Errors
    /// If the list cannot be written.
    pub async fn save(&self, job: &Job) -> Result<(), RepositoryError> {
        let before = self.written().get(&job.id).cloned();
        let mut transaction =
            self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(RepositoryError::Write)?;
        record::write(job, before.as_ref().map(|before| before.as_slice()), &mut transaction).await?;
        transaction.commit().await.map_err(RepositoryError::Write)?;
        if job.status.is_running() {
            self.written().insert(job.id.clone(), Arc::new(job.tables.clone()));
        } else {
            self.written().remove(&job.id);
        }
        Ok(())
    }

    /// Forgets a job, also one that this version cannot read; tables and checkpoints in its target stay. Whether there was one.
    ///
    /// # Errors
    /// If the list cannot be written.
    pub async fn delete(&self, id: &str) -> Result<bool, RepositoryError> {
        let deleted = sqlx::query("DELETE FROM job WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(RepositoryError::Write)?;
        Ok(deleted.rows_affected() > 0)
    }

    /// Forgets jobs that ended before `before`, in milliseconds since 1970, and the oldest ones that are more than `most`. Jobs
    /// that run, and those that this version cannot read, stay. How many were forgotten.
    ///
    /// # Errors
    /// If the list cannot be written.
    pub async fn expire(&self, before: i64, most: u64) -> Result<u64, RepositoryError> {
        let deleted = sqlx::query(
            "WITH ended AS (
                 SELECT number, ended_at, row_number() OVER (ORDER BY ended_at DESC, number DESC) AS place
                 FROM job WHERE status IN ('STOPPED', 'FAILED', 'COMPLETED') AND ended_at IS NOT NULL
             )
             DELETE FROM job WHERE number IN (SELECT number FROM ended WHERE ended_at < ? OR place > ?)",
        )
        .bind(before)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .execute(&self.pool)
        .await
        .map_err(RepositoryError::Write)?;
        Ok(deleted.rows_affected())
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        // No code that can panic runs while the lock is held.
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
