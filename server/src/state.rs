//! What the routes share.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::extract::FromRef;
use generator::Dataset;
use leptos::config::LeptosOptions;
use loader::{JobLauncher, JobRepository, RepositoryError};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, Limits},
    dataset_store::{DatasetStore, StoreError},
    error::ApiError,
    guard::Guard,
    rows::Streams,
};

/// What request handlers share. Clones are the same state.
#[derive(Debug, Clone)]
pub struct AppState {
    pub(crate) leptos: LeptosOptions,
    pub(crate) datasets: DatasetStore,
    pub(crate) launcher: JobLauncher,
    pub(crate) limits: Arc<Limits>,
    pub(crate) guard: Arc<Guard>,
    pub(crate) streams: Streams,
    /// Cancelled when the server is told to stop: streams end then.
    pub(crate) shutdown: CancellationToken,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The folder for the server's own files cannot be created.
    #[error("the folder {path} cannot be created")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The server's own database cannot be opened.
    #[error("the server's own database {path} cannot be opened")]
    Database {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: sqlx::Error,
    },
    /// The list of jobs is not ready.
    #[error(transparent)]
    Jobs(#[from] RepositoryError),
    /// The saved datasets are not ready.
    #[error("the saved datasets cannot be opened")]
    Datasets(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Datasets(Box::new(error))
    }
}

impl AppState {
    /// Opens the server's own files, creating them if they are missing.
    ///
    /// # Errors
    /// Files that cannot be opened.
    pub async fn open(config: &Config) -> Result<Self, StartError> {
        tokio::fs::create_dir_all(&config.data)
            .await
            .map_err(|source| StartError::Folder { path: config.data.clone(), source })?;
        let path = config.data.join("rowmill.sqlite");
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePool::connect_with(options)
            .await
            .map_err(|source| StartError::Database { path: path.clone(), source })?;
        let repository = JobRepository::open(pool.clone()).await?;
        Ok(Self {
            leptos: config.leptos.clone(),
            datasets: DatasetStore::open(pool).await?,
            launcher: JobLauncher::new(repository, &config.targets),
            limits: Arc::new(config.limits.clone()),
            guard: Arc::new(Guard::new(config)),
            streams: Streams::new(config.limits.threads, config.limits.streams),
            shutdown: CancellationToken::new(),
        })
    }

    /// Ends all streams, and waits until every job has stopped at the end of its chunk.
    pub async fn shut_down(&self) {
        self.shutdown.cancel();
        self.launcher.shut_down().await;
    }

    /// The saved dataset of this id.
    pub(crate) async fn dataset(&self, id: &str) -> Result<Arc<Dataset>, ApiError> {
        self.datasets.find(id).await?.ok_or_else(|| {
            ApiError::not_found(
                "unknown_dataset",
                format!("there is no dataset `{id}`; POST its spec to /api/datasets"),
            )
        })
    }
}
