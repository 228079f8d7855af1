//! What the server forgets of its own records, by the limits `dataset_days`, `job_days`, `most_datasets` and `most_jobs`.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use loader::JobRepository;
use tokio_util::sync::CancellationToken;

use crate::{config::Limits, dataset_store::DatasetStore};

const DAY: Duration = Duration::from_secs(86_400);

#[derive(Debug)]
pub(crate) struct Retention {
    jobs: JobRepository,
    datasets: DatasetStore,
    limits: Arc<Limits>,
}

impl Retention {
    pub(crate) fn new(jobs: JobRepository, datasets: DatasetStore, limits: Arc<Limits>) -> Self {
        Self { jobs, datasets, limits }
    }

    /// Forgets what is due once a day, until the server stops.
    pub(crate) async fn run(self, shutdown: CancellationToken) {
        while shutdown.run_until_cancelled(tokio::time::sleep(DAY)).await.is_some() {
            self.expire().await;
        }
    }

    /// Forgets what is due now: jobs first, which hold their datasets. A server whose records cannot be written goes on.
    pub(crate) async fn expire(&self) {
        let Limits { dataset_days, job_days, most_datasets, most_jobs, .. } = *self.limits;
        match self.jobs.expire(days_ago(job_days), bound(most_jobs)).await {
            Ok(0) => {}
            Ok(jobs) => tracing::info!(jobs, "forgot jobs that ended long ago"),
            Err(error) => tracing::warn!(error = loader::chain(&error), "old jobs cannot be forgotten"),
        }
        match self.datasets.expire(days_ago(dataset_days), bound(most_datasets)).await {
            Ok(0) => {}
            Ok(datasets) => tracing::info!(datasets, "forgot datasets that nobody has used for long"),
            Err(error) => tracing::warn!(error = loader::chain(&error), "old datasets cannot be forgotten"),
        }
    }
}

/// Milliseconds since 1970 of a time so many days ago; before everything for 0.
fn days_ago(days: u32) -> i64 {
    match days {
        0 => i64::MIN,
        days => Timestamp::now().as_millisecond() - i64::from(days) * 86_400_000,
    }
}

fn bound(most: u64) -> u64 {
    if most == 0 { u64::MAX } else { most }
}
