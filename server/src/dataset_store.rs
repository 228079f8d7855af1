//! Saved datasets, in the server's own SQLite file. A dataset is named by its content and never changes.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use generator::{Dataset, DatasetSpec, Problems, VALUE_VERSION};
use sqlx::{Row as _, SqlitePool};

/// Datasets that are kept ready. Compiling one costs microseconds to milliseconds, reading it a little more.
const KEPT: usize = 32;

#[derive(Debug, Clone)]
pub(crate) struct DatasetStore {
    pool: SqlitePool,
    /// The last ones used, newest last.
    kept: Arc<Mutex<Kept>>,
}

/// Datasets by id.
type Kept = VecDeque<(String, Arc<Dataset>)>;

/// Why a dataset could not be saved or found.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("the datasets cannot be made ready")]
    Prepare(#[source] sqlx::Error),
    #[error("a dataset cannot be saved")]
    Save(#[source] sqlx::Error),
    #[error("a dataset cannot be read")]
    Read(#[source] sqlx::Error),
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
    pub(crate) async fn open(pool: SqlitePool) -> Result<Self, StoreError> {
        sqlx::query(
            "CREATE TABLE IF NOT EXISTS dataset (
                id TEXT NOT NULL PRIMARY KEY,
                spec TEXT NOT NULL,
                value_version INTEGER NOT NULL,
                created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
            )",
        )
        .execute(&pool)
        .await
        .map_err(StoreError::Prepare)?;
        Ok(Self { pool, kept: Arc::default() })
    }

    /// Saves a dataset under its id; again is harmless.
    pub(crate) async fn save(&self, dataset: Arc<Dataset>) -> Result<String, StoreError> {
        let id = dataset.id();
        sqlx::query("INSERT OR IGNORE INTO dataset (id, spec, value_version) VALUES (?, ?, ?)")
            .bind(&id)
            .bind(dataset.spec().to_canonical_json())
            .bind(VALUE_VERSION)
            .execute(&self.pool)
            .await
            .map_err(StoreError::Save)?;
        self.keep(&id, &dataset);
        Ok(id)
    }

    /// The dataset of this id, if it was saved.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<Arc<Dataset>>, StoreError> {
        if let Some(dataset) =
            self.kept().iter().find(|(kept, _)| kept == id).map(|(_, dataset)| Arc::clone(dataset))
        {
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
        self.keep(id, &dataset);
        Ok(Some(dataset))
    }

    fn keep(&self, id: &str, dataset: &Arc<Dataset>) {
        let mut kept = self.kept();
        kept.retain(|(other, _)| other != id);
        kept.push_back((id.to_owned(), Arc::clone(dataset)));
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        // No code that can panic runs while the lock is held.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
