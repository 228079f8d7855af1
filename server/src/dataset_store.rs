//! Saved datasets, in the server's own SQLite file. A dataset is named by its content and never changes.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use contract::{DatasetList, DatasetSummary, DatasetTable};
use generator::{Dataset, DatasetSpec, Problems, VALUE_VERSION};
use jiff::Timestamp;
use loader::ListCursor;
use sqlx::{Row as _, SqlitePool, sqlite::SqliteRow};

/// Datasets that are kept ready. Compiling one costs microseconds to milliseconds, reading it a little more.
const KEPT: usize = 32;
/// How exactly it is noted when a dataset was last used, in milliseconds: reading one seldom writes.
const USE_NOTED_EVERY: i64 = 3_600_000;

#[derive(Debug, Clone)]
pub(crate) struct DatasetStore {
    pool: SqlitePool,
    /// The last ones used, newest last.
    kept: Arc<Mutex<VecDeque<Kept>>>,
}

#[derive(Debug)]
struct Kept {
    id: String,
    dataset: Arc<Dataset>,
    /// When its use was last noted, in milliseconds since 1970.
    noted: i64,
}

/// What became of a request to delete a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deletion {
    Deleted,
    /// This running job needs it.
    NeededBy(String),
    Unknown,
}

/// Why a dataset could not be saved or found.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("a dataset cannot be saved")]
    Save(#[source] sqlx::Error),
    #[error("a dataset cannot be read")]
    Read(#[source] sqlx::Error),
    #[error("a dataset cannot be deleted")]
    Delete(#[source] sqlx::Error),
    #[error("the tables of a dataset have no JSON form")]
    Encode(#[source] serde_json::Error),
    #[error("a saved dataset cannot be understood")]
    Decode(#[source] Problems),
    #[error(
        "the dataset was saved with values of version {found}, this Rowmill makes version {VALUE_VERSION}; \
         save its spec again to get a new id"
    )]
    OtherValues { found: u32 },
    #[error("a worker broke off")]
    Worker(#[source] tokio::task::JoinError),
    /// The dataset would be written as other bytes than when it was saved.
    #[error(
        "the dataset was saved by a Rowmill that wrote the same values as other bytes; save its spec again to get a new id"
    )]
    OtherBytes,
}

impl DatasetStore {
    /// The datasets in a file whose tables [`loader::JobRepository::open`] has made ready.
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self { pool, kept: Arc::default() }
    }

    /// Saves a dataset under its id; again is harmless.
    pub(crate) async fn save(&self, dataset: Arc<Dataset>) -> Result<String, StoreError> {
        let (id, now) = (dataset.id(), now());
        let spec = dataset.spec();
        let tables =
            spec.tables.iter().map(|table| DatasetTable { name: table.name.clone(), rows: table.rows });
        let tables = serde_json::to_string(&tables.collect::<Vec<_>>()).map_err(StoreError::Encode)?;
        sqlx::query(
            "INSERT INTO dataset (id, spec, value_version, saved_at, used_at, tables) VALUES (?1, ?2, ?3, ?4, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET used_at = ?4",
        )
        .bind(&id)
        .bind(spec.to_canonical_json())
        .bind(VALUE_VERSION)
        .bind(now)
        .bind(tables)
        .execute(&self.pool)
        .await
        .map_err(StoreError::Save)?;
        self.keep(&id, &dataset, now);
        Ok(id)
    }

    /// The dataset of this id, if it was saved.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<Arc<Dataset>>, StoreError> {
        let now = now();
        let ready =
            self.kept().iter().find(|kept| kept.id == id).map(|kept| (Arc::clone(&kept.dataset), kept.noted));
        if let Some((dataset, noted)) = ready {
            if noted + USE_NOTED_EVERY < now {
                self.note_use(id, now).await;
                self.keep(id, &dataset, now);
            }
            return Ok(Some(dataset));
        }
        let row = sqlx::query("SELECT spec, value_version FROM dataset WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(StoreError::Read)?;
        let Some(row) = row else { return Ok(None) };
        let found: u32 = row.get(1);
        if found != VALUE_VERSION {
            return Err(StoreError::OtherValues { found });
        }
        let json: String = row.get(0);
        let compile = move || Dataset::compile(&DatasetSpec::from_saved_json(&json)?);
        let dataset = tokio::task::spawn_blocking(compile).await.map_err(StoreError::Worker)?;
        let dataset = Arc::new(dataset.map_err(StoreError::Decode)?);
        if dataset.id() != id {
            return Err(StoreError::OtherBytes);
        }
        self.note_use(id, now).await;
        self.keep(id, &dataset, now);
        Ok(Some(dataset))
    }

    /// At most `limit` datasets, newest first, from behind `after` on.
    pub(crate) async fn list(
        &self,
        limit: u32,
        after: Option<&ListCursor>,
    ) -> Result<DatasetList, StoreError> {
        let mut rows = sqlx::query(
            "SELECT id, tables, octet_length(spec) AS spec_bytes, value_version, saved_at, used_at FROM dataset
             WHERE ?1 IS NULL OR (saved_at, id) < (?1, ?2) ORDER BY saved_at DESC, id DESC LIMIT ?3",
        )
        .bind(after.map(|after| after.time))
        .bind(after.map(|after| &after.id))
        .bind(i64::from(limit) + 1)
        .fetch_all(&self.pool)
        .await
        .map_err(StoreError::Read)?;
        let has_more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| has_more);
        let next = next.map(|row| ListCursor { time: row.get("saved_at"), id: row.get("id") }.to_string());
        Ok(DatasetList { datasets: rows.iter().map(summary).collect(), next })
    }

    /// Deletes a dataset, unless a running job needs it.
    pub(crate) async fn delete(&self, id: &str) -> Result<Deletion, StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(StoreError::Delete)?;
        let job: Option<String> = sqlx::query_scalar(
            "SELECT id FROM job WHERE dataset = ? AND status IN ('STARTING', 'STARTED', 'STOPPING') LIMIT 1",
        )
        .bind(id)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(StoreError::Delete)?;
        if let Some(job) = job {
            return Ok(Deletion::NeededBy(job));
        }
        let deleted = sqlx::query("DELETE FROM dataset WHERE id = ?")
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::Delete)?;
        transaction.commit().await.map_err(StoreError::Delete)?;
        self.kept().retain(|kept| kept.id != id);
        Ok(if deleted.rows_affected() > 0 { Deletion::Deleted } else { Deletion::Unknown })
    }

    /// Deletes the datasets that no job refers to and that were not used since `before`, in milliseconds since 1970, or that are
    /// more than `most`, those first that were not used for longest. How many were deleted.
    pub(crate) async fn expire(&self, before: i64, most: u64) -> Result<usize, StoreError> {
        let deleted: Vec<String> = sqlx::query_scalar(
            "WITH place AS (SELECT id, row_number() OVER (ORDER BY used_at DESC, id DESC) AS place FROM dataset)
             DELETE FROM dataset
             WHERE (used_at < ? OR id IN (SELECT id FROM place WHERE place > ?))
                 AND NOT EXISTS (SELECT 1 FROM job WHERE job.dataset = dataset.id)
             RETURNING id",
        )
        .bind(before)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&self.pool)
        .await
        .map_err(StoreError::Delete)?;
        self.kept().retain(|kept| !deleted.contains(&kept.id));
        Ok(deleted.len())
    }

    /// Notes that a dataset is in use. It is read even if that cannot be noted.
    async fn note_use(&self, id: &str, now: i64) {
        let noted = sqlx::query("UPDATE dataset SET used_at = ?1 WHERE id = ?2 AND used_at < ?1 - ?3")
            .bind(now)
            .bind(id)
            .bind(USE_NOTED_EVERY)
            .execute(&self.pool)
            .await;
        if let Err(error) = noted {
            tracing::warn!(%error, dataset = id, "the use of a dataset cannot be noted");
        }
    }

    fn keep(&self, id: &str, dataset: &Arc<Dataset>, noted: i64) {
        let mut kept = self.kept();
        kept.retain(|other| other.id != id);
        kept.push_back(Kept { id: id.to_owned(), dataset: Arc::clone(dataset), noted });
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        // No code that can panic runs while the lock is held.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn summary(row: &SqliteRow) -> DatasetSummary {
    // A spec that an older version left broken has no tables to show.
    let tables: Vec<DatasetTable> = serde_json::from_str(row.get("tables")).unwrap_or_default();
    DatasetSummary {
        id: row.get("id"),
        rows: tables.iter().map(|table| table.rows).sum(),
        tables,
        spec_bytes: row.get::<i64, _>("spec_bytes").unsigned_abs(),
        value_version: row.get("value_version"),
        saved_at: time(row.get("saved_at")),
        used_at: time(row.get("used_at")),
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

/// RFC 3339 in UTC.
fn time(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}
