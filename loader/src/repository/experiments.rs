//! The server's own records of experiments, each with the spec that it is about.

use contract::{Experiment, ExperimentSummary};
use generator::DatasetSpec;
use sqlx::{Row as _, SqlitePool};

use crate::{clock, error::RepositoryError};

/// Experiments that are kept.
const MOST_KEPT: i64 = 1_000;

/// Experiments in the server's own SQLite file, whose tables [`super::JobRepository::open`] has made.
#[derive(Debug, Clone)]
pub(crate) struct ExperimentRepository {
    pool: SqlitePool,
}

impl ExperimentRepository {
    /// Those of an opened file.
    pub(super) fn new(pool: SqlitePool) -> Self {
        Self { pool }
    }

    /// Adds an experiment.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) async fn add(
        &self,
        experiment: &Experiment,
        spec: &DatasetSpec,
    ) -> Result<(), RepositoryError> {
        sqlx::query(
            "INSERT INTO experiment (id, status, target, started_at, spec, record) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&experiment.id)
        .bind(status(experiment)?)
        .bind(&experiment.request.target)
        .bind(clock::milliseconds(&experiment.started_at))
        .bind(spec.to_canonical_json())
        .bind(serde_json::to_string(experiment).map_err(RepositoryError::Encode)?)
        .execute(&self.pool)
        .await
        .map_err(RepositoryError::Write)?;
        Ok(())
    }

    /// Notes of one that cannot be read that it does not run.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) async fn give_up(&self, id: &str) -> Result<(), RepositoryError> {
        sqlx::query("UPDATE experiment SET status = 'FAILED' WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(RepositoryError::Write)?;
        Ok(())
    }

    /// Forgets the oldest experiments that have ended, beyond a thousand of all.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) async fn expire(&self) -> Result<(), RepositoryError> {
        sqlx::query(
            "DELETE FROM experiment WHERE status IN ('STOPPED', 'FAILED', 'COMPLETED') AND number IN
             (SELECT number FROM experiment ORDER BY number DESC LIMIT -1 OFFSET ?)",
        )
        .bind(MOST_KEPT)
        .execute(&self.pool)
        .await
        .map_err(RepositoryError::Write)?;
        Ok(())
    }

    /// Writes an experiment as it stands. One that was deleted meanwhile stays so.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) async fn save(&self, experiment: &Experiment) -> Result<(), RepositoryError> {
        sqlx::query("UPDATE experiment SET status = ?2, record = ?3 WHERE id = ?1")
            .bind(&experiment.id)
            .bind(status(experiment)?)
            .bind(serde_json::to_string(experiment).map_err(RepositoryError::Encode)?)
            .execute(&self.pool)
            .await
            .map_err(RepositoryError::Write)?;
        Ok(())
    }

    /// The experiment of this name and its spec, if there is one.
    ///
    /// # Errors
    /// If the file cannot be read, or this version cannot read the experiment.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<(Experiment, DatasetSpec)>, RepositoryError> {
        let row = sqlx::query("SELECT record, spec FROM experiment WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(RepositoryError::Read)?;
        let Some(row) = row else { return Ok(None) };
        let unreadable = |source| RepositoryError::UnreadableExperiment { id: id.to_owned(), source };
        let experiment = serde_json::from_str(row.get(0)).map_err(unreadable)?;
        let spec = DatasetSpec::from_saved_json(row.get(1))
            .map_err(|problems| unreadable(<serde_json::Error as serde::de::Error>::custom(problems)))?;
        Ok(Some((experiment, spec)))
    }

    /// At most `limit` experiments, newest first. Those that this version cannot read are left out.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) async fn list(&self, limit: u32) -> Result<Vec<ExperimentSummary>, RepositoryError> {
        let records: Vec<String> =
            sqlx::query_scalar("SELECT record FROM experiment ORDER BY started_at DESC, number DESC LIMIT ?")
                .bind(i64::from(limit))
                .fetch_all(&self.pool)
                .await
                .map_err(RepositoryError::Read)?;
        let read = |record: String| {
            serde_json::from_str::<Experiment>(&record)
                .inspect_err(|error| tracing::debug!(%error, "a stored experiment is left out of the list"))
                .ok()
        };
        Ok(records.into_iter().filter_map(read).map(|experiment| experiment.summary()).collect())
    }

    /// The names of the experiments that were not at their end when the server last was, those that ran first, then in the order in which they were asked for.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) async fn unfinished(&self) -> Result<Vec<String>, RepositoryError> {
        sqlx::query_scalar(
            "SELECT id FROM experiment WHERE status IN ('QUEUED', 'RUNNING', 'STOPPING')
             ORDER BY status = 'QUEUED', number",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(RepositoryError::Read)
    }

    /// Forgets an experiment, also one that this version cannot read. Whether there was one.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) async fn delete(&self, id: &str) -> Result<bool, RepositoryError> {
        let deleted = sqlx::query("DELETE FROM experiment WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(RepositoryError::Write)?;
        Ok(deleted.rows_affected() > 0)
    }
}

/// As the column has it.
fn status(experiment: &Experiment) -> Result<String, RepositoryError> {
    let value = serde_json::to_value(experiment.status).map_err(RepositoryError::Encode)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
