//! The server's own records of jobs.

use contract::{Job, JobError, JobStatus};
use sqlx::{Row as _, SqlitePool};

use crate::{clock, error::RepositoryError};

/// The list of jobs, in the server's own SQLite file. Only a view: what is in a target, its checkpoints say.
#[derive(Debug, Clone)]
pub struct JobRepository {
    pool: SqlitePool,
}

impl JobRepository {
    /// Creates the table if it is missing, and marks the jobs that were running when the server last ended as failed.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub async fn open(pool: SqlitePool) -> Result<Self, RepositoryError> {
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS job (
                id TEXT NOT NULL PRIMARY KEY,
                created_at TEXT NOT NULL,
                view TEXT NOT NULL
            )",
        )
        .execute(&pool)
        .await
        .map_err(RepositoryError::Prepare)?;
        let repository = Self { pool };
        for mut job in repository.list().await? {
            if job.status.is_running() {
                job.status = JobStatus::Failed;
                // Ahead of every revision that was told but not noted before the end.
                job.revision += 1_000;
                job.ended_at = Some(clock::now());
                job.rows_per_second = 0.0;
                job.remaining_seconds = None;
                job.error = Some(JobError {
                    code: "interrupted".to_owned(),
                    message:
                        "the server ended while the job ran; restart it, and it goes on behind its last \
                              committed chunk"
                            .to_owned(),
                    table: None,
                    row: None,
                    column: None,
                    value: None,
                    cause: None,
                });
                repository.save(&job).await?;
            }
        }
        Ok(repository)
    }

    /// All jobs, newest first.
    ///
    /// # Errors
    /// If the list cannot be read.
    pub async fn list(&self) -> Result<Vec<Job>, RepositoryError> {
        let rows = sqlx::query("SELECT view FROM job ORDER BY created_at DESC, id")
            .fetch_all(&self.pool)
            .await
            .map_err(RepositoryError::Read)?;
        rows.iter().map(|row| decode(row.get(0))).collect()
    }

    /// The job of this name, if there is one.
    ///
    /// # Errors
    /// If the list cannot be read.
    pub async fn find(&self, id: &str) -> Result<Option<Job>, RepositoryError> {
        let row = sqlx::query("SELECT view FROM job WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(RepositoryError::Read)?;
        row.map(|row| decode(row.get(0))).transpose()
    }

    /// Adds a job, or replaces what is known of it.
    ///
    /// # Errors
    /// If the list cannot be written.
    pub async fn save(&self, job: &Job) -> Result<(), RepositoryError> {
        let view = serde_json::to_string(job).map_err(RepositoryError::Decode)?;
        sqlx::query(
            "INSERT INTO job (id, created_at, view) VALUES (?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET view = excluded.view",
        )
        .bind(&job.id)
        .bind(&job.created_at)
        .bind(view)
        .execute(&self.pool)
        .await
        .map_err(RepositoryError::Write)?;
        Ok(())
    }

    /// Forgets a job; tables and checkpoints in its target stay.
    ///
    /// # Errors
    /// If the list cannot be written.
    pub async fn delete(&self, id: &str) -> Result<(), RepositoryError> {
        sqlx::query("DELETE FROM job WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(RepositoryError::Write)?;
        Ok(())
    }
}

fn decode(view: &str) -> Result<Job, RepositoryError> {
    serde_json::from_str(view).map_err(RepositoryError::Decode)
}
