//! The load of one run, into a table of its own that is taken away.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use contract::{Check, CheckLevel, Job, JobRequest, JobStatus};
use generator::Dataset;
use tokio_util::sync::CancellationToken;

use super::{
    ExperimentError,
    measure::{Begun, Work},
    server_settings::ServerSettings,
};
use crate::{
    error::{LaunchError, chain},
    launcher::JobLauncher,
};

/// How long to wait before looking again at a load whose end was not seen.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// How often a server is asked meanwhile whether it is still the same: before it ends a session in which nothing is asked.
const ASK_AGAIN: Duration = Duration::from_secs(30);
/// How often a table is tried to be dropped, and the pause between.
const DROPS: u32 = 4;
const DROP_PAUSE: Duration = Duration::from_secs(2);

/// A load into a scratch table.
#[derive(Debug)]
pub(super) struct ScratchLoad {
    pub(super) request: JobRequest,
    pub(super) dataset: Arc<Dataset>,
    /// Whether the table stays when it is measured.
    pub(super) is_kept: bool,
}

/// A load that has ended.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) job: Job,
    pub(super) work: Work,
    /// Whether the server was the same all the time, under the settings that were wanted.
    pub(super) is_undisturbed: bool,
}

impl ScratchLoad {
    /// Loads the table to its end, or until the experiment is stopped, and takes it away unless it is kept. If the program ends, the table
    /// is left to the next one.
    ///
    /// # Errors
    /// A table that is there already, a load that would fail or cannot be started, a table that cannot be dropped; the end of the program.
    pub(super) async fn make(
        self,
        launcher: &JobLauncher,
        server: &mut ServerSettings,
        wanted: &BTreeMap<String, String>,
        stop: &CancellationToken,
    ) -> Result<Loaded, ExperimentError> {
        let Self { request, dataset, is_kept } = self;
        let name = request.as_table.clone().unwrap_or_default();
        if launcher.has_table(&request.target, &name).await? {
            return Err(ExperimentError::ScratchTaken(name));
        }
        // What was right at the beginning may be so no more: a disk fills up.
        refuse(launcher, &request, &dataset).await?;
        let begun = Begun::read(launcher, &request.target).await;
        let (answer, updates) = launcher.launch_and_watch(request.clone(), dataset).await?;
        let mut job = answer.job;
        let mut is_undisturbed = true;
        let shutdown = launcher.shutdown_token();
        if let Some(mut updates) = updates {
            let is_over = |job: &Arc<Job>| !job.status.is_running();
            let ended = loop {
                tokio::select! {
                    ended = async { updates.wait_for(is_over).await.map(|job| Job::clone(&job)).ok() } => {
                        break ended;
                    }
                    () = stop.cancelled() => break None,
                    // The settings of the server are set back while the load ends with its chunk.
                    () = shutdown.cancelled() => return Err(LaunchError::ShuttingDown.into()),
                    () = tokio::time::sleep(ASK_AGAIN) => {
                        is_undisturbed = server.holds(wanted).await;
                        if !is_undisturbed {
                            break None;
                        }
                    }
                }
            };
            job = match ended {
                Some(ended) => ended,
                None => tokio::select! {
                    stopped = stopped(launcher, &job.id) => stopped?,
                    () = shutdown.cancelled() => return Err(LaunchError::ShuttingDown.into()),
                },
            };
        }
        if shutdown.is_cancelled() {
            return Err(LaunchError::ShuttingDown.into());
        }
        let is_undisturbed = is_undisturbed && server.holds(wanted).await;
        let work = begun.ended(launcher, &request.target).await;
        let is_measured = job.status == JobStatus::Completed && is_undisturbed;
        if !(is_kept && is_measured) {
            drop_table(launcher, &request).await?;
        }
        launcher.delete(&job.id).await?;
        Ok(Loaded { job, work, is_undisturbed })
    }
}

/// Stops a load, and gives it when it has ended: a table is not dropped under one.
async fn stopped(launcher: &JobLauncher, id: &str) -> Result<Job, ExperimentError> {
    match launcher.stop(id).await {
        // One that has just ended need not be stopped.
        Ok(_) | Err(LaunchError::NotRunning(_)) => {}
        Err(error) => return Err(error.into()),
    }
    loop {
        let job = launcher.find(id).await?.job;
        if !job.status.is_running() {
            return Ok(Job::clone(&job));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Refuses a load that would fail.
///
/// # Errors
/// The first thing that would be in its way.
pub(super) async fn refuse(
    launcher: &JobLauncher,
    request: &JobRequest,
    dataset: &Arc<Dataset>,
) -> Result<(), ExperimentError> {
    let checks = launcher.preflight(request, dataset).await?;
    match checks.into_iter().find(|check| check.level == CheckLevel::Error) {
        Some(Check { code, message, .. }) => Err(ExperimentError::Refused { code, message }),
        None => Ok(()),
    }
}

/// Takes a scratch table away. Somebody may look at it just now: it is tried again. The end of the program leaves it to the next one.
///
/// # Errors
/// A table that cannot be dropped; the end of the program.
pub(super) async fn drop_table(launcher: &JobLauncher, request: &JobRequest) -> Result<(), ExperimentError> {
    let name = request.as_table.as_deref().unwrap_or_default();
    let shutdown = launcher.shutdown_token();
    let mut tries = 0;
    loop {
        tries += 1;
        let dropped = tokio::select! {
            dropped = launcher.drop_made(request) => dropped,
            () = shutdown.cancelled() => return Err(LaunchError::ShuttingDown.into()),
        };
        match dropped {
            Ok(()) => return Ok(()),
            Err(source) if tries == DROPS => {
                return Err(ExperimentError::NotDropped { table: name.to_owned(), source: Box::new(source) });
            }
            Err(error) => {
                tracing::warn!(table = name, error = chain(&error), "a scratch table cannot be dropped yet");
                tokio::time::sleep(DROP_PAUSE).await;
            }
        }
    }
}
