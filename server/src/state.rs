//! What the routes share.

use std::{path::PathBuf, sync::Arc, time::Duration};

use app::PageFiles;
use generator::Dataset;
use loader::{ExperimentError, JobLauncher, JobRepository, Laboratory, RepositoryError};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio_util::sync::CancellationToken;

use crate::{
    config::{Config, Limits},
    dataset_store::DatasetStore,
    error::ApiError,
    event_hub::EventHub,
    guard::Guard,
    job_list,
    retention::Retention,
    rows::Streams,
    runs::RejectedRows,
    site::{NoSite, Site},
};

/// What request handlers share. Clones are the same state.
#[derive(Debug, Clone)]
pub struct AppState {
    pub(crate) site: Site,
    pub(crate) page_files: PageFiles,
    pub(crate) datasets: DatasetStore,
    pub(crate) launcher: JobLauncher,
    pub(crate) laboratory: Laboratory,
    pub(crate) events: EventHub,
    pub(crate) limits: Arc<Limits>,
    pub(crate) guard: Arc<Guard>,
    pub(crate) streams: Streams,
    pub(crate) rejected: RejectedRows,
    /// Cancelled when the server is told to stop: streams end then.
    pub(crate) shutdown: CancellationToken,
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
    /// The page is missing.
    #[error(transparent)]
    Site(#[from] NoSite),
    /// The server's own records are not ready.
    #[error(transparent)]
    Jobs(#[from] RepositoryError),
    /// What was not at its end cannot be taken up.
    #[error(transparent)]
    Experiments(#[from] ExperimentError),
}

impl AppState {
    /// Opens the server's own files, creating them if they are missing.
    ///
    /// # Errors
    /// Files that cannot be opened.
    pub async fn open(config: &Config) -> Result<Self, StartError> {
        let page_files = config.site.page_files()?;
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
        let datasets = DatasetStore::new(pool);
        let limits = Arc::new(config.limits.clone());
        let shutdown = CancellationToken::new();
        let retention = Retention::new(repository.clone(), datasets.clone(), Arc::clone(&limits));
        retention.expire().await;
        tokio::spawn(retention.run(shutdown.clone()));
        let launcher = JobLauncher::new(repository.clone(), &config.targets);
        let in_memory = job_list::in_memory()
            .connect("sqlite::memory:")
            .await
            .map_err(|source| StartError::Database { path: ":memory:".into(), source })?;
        let laboratory = Laboratory::new(&launcher, &repository, JobRepository::open(in_memory).await?);
        let events = EventHub::start(&launcher, shutdown.clone());
        events.follow(&laboratory, shutdown.clone());
        Ok(Self {
            page_files,
            site: config.site.clone(),
            datasets,
            events,
            launcher,
            laboratory,
            guard: Arc::new(Guard::new(config)),
            streams: Streams::new(limits.threads, limits.streams),
            rejected: RejectedRows::default(),
            limits,
            shutdown,
        })
    }

    /// Takes up the experiments that were not at their end when the server last was: once it is sure that no other one does.
    ///
    /// # Errors
    /// Records that cannot be read.
    pub async fn resume(&self) -> Result<(), StartError> {
        Ok(self.laboratory.resume().await?)
    }

    /// Ends all streams, and waits until every job has stopped at the end of its chunk.
    pub async fn shut_down(&self) {
        self.shutdown.cancel();
        tokio::join!(self.launcher.shut_down(), self.laboratory.shut_down());
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
