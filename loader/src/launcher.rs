//! Starting, stopping, restarting and watching jobs. A job runs in a task of its own; whoever asked for it only looks on.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use contract::{
    Check, CheckLevel, Job, JobAnswer, JobOutcome, JobRequest, JobStatus, LoadMethod, LoadMode, RejectedRow,
    Target as TargetView,
};
use generator::Dataset;
use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    clock,
    context::StepContext,
    error::{LaunchError, chain},
    execution::Execution,
    fault::FaultPoint,
    identity, plan,
    progress::TableCounters,
    repository::JobRepository,
    targets::{Target, TargetConfig, with_target},
};

/// Runs jobs. Clones are the same launcher.
#[derive(Debug, Clone)]
pub struct JobLauncher {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    repository: JobRepository,
    targets: Vec<(String, Target)>,
    running: Mutex<HashMap<String, Running>>,
    tasks: TaskTracker,
    shutdown: CancellationToken,
    /// One request at a time finds out whether its job is there and starts it.
    starting: tokio::sync::Mutex<()>,
}

#[derive(Debug, Clone)]
struct Running {
    view: watch::Receiver<Arc<Job>>,
    stop: CancellationToken,
    target: String,
    tables: Vec<String>,
}

/// A job to look at: as it stands, and, while it runs, as it goes on.
#[derive(Debug, Clone)]
pub struct LaunchedJob {
    /// The job now.
    pub job: Arc<Job>,
    /// Each new state of a running job, the latest only; `None` if it is not running.
    pub updates: Option<watch::Receiver<Arc<Job>>>,
}

impl JobLauncher {
    /// A launcher for these targets.
    pub fn new(repository: JobRepository, targets: &[TargetConfig]) -> Self {
        Self {
            inner: Arc::new(Inner {
                repository,
                targets: targets.iter().map(|config| (config.name.clone(), Target::new(config))).collect(),
                running: Mutex::default(),
                tasks: TaskTracker::new(),
                shutdown: CancellationToken::new(),
                starting: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// All targets, and whether each answers.
    pub async fn targets(&self) -> Vec<TargetView> {
        futures::future::join_all(self.inner.targets.iter().map(|(_, target)| target.probe())).await
    }

    /// Starts a load, or finds the job that it is: running, stopped, failed or complete.
    ///
    /// # Errors
    /// An unknown target or table, a number out of its range, another job that writes the same table, a job list that
    /// cannot be written.
    pub async fn launch(&self, request: JobRequest, dataset: Arc<Dataset>) -> Result<JobAnswer, LaunchError> {
        let request = with_all_tables(request, &dataset);
        let id = identity::job_id(&request);
        let _one_at_a_time = self.inner.starting.lock().await;
        if let Some(running) = self.running(&id) {
            return Ok(JobAnswer {
                outcome: JobOutcome::Joined,
                job: running.view.borrow().as_ref().clone(),
            });
        }
        let known = self.inner.repository.find(&id).await?;
        let outcome = match &known {
            Some(job)
                if job.status == JobStatus::Completed
                    && (!request.again || request.mode == LoadMode::Append)
                    && self.is_still_loaded(&id, &request, &dataset).await? =>
            {
                if request.again {
                    return Err(LaunchError::AppendAgain);
                }
                return Ok(JobAnswer { outcome: JobOutcome::Completed, job: job.clone() });
            }
            Some(_) if !request.again => JobOutcome::Restarted,
            _ => JobOutcome::Started,
        };
        self.start(id, request, &dataset, known, outcome).await
    }

    /// Starts a stopped or failed job again, behind its last committed chunk.
    ///
    /// # Errors
    /// An unknown, running or complete job, and all that [`Self::launch`] may end with.
    pub async fn restart(&self, id: &str, dataset: Arc<Dataset>) -> Result<JobAnswer, LaunchError> {
        let _one_at_a_time = self.inner.starting.lock().await;
        if self.running(id).is_some() {
            return Err(LaunchError::Running);
        }
        let known =
            self.inner.repository.find(id).await?.ok_or_else(|| LaunchError::UnknownJob(id.to_owned()))?;
        if known.status == JobStatus::Completed {
            return Err(LaunchError::Complete);
        }
        let request = JobRequest { again: false, ..known.request.clone() };
        self.start(id.to_owned(), request, &dataset, Some(known), JobOutcome::Restarted).await
    }

    /// Asks a running job to stop at the end of its chunk.
    ///
    /// # Errors
    /// An unknown job, or one that is not running.
    pub async fn stop(&self, id: &str) -> Result<Job, LaunchError> {
        match self.running(id) {
            Some(running) => {
                running.stop.cancel();
                let mut job = running.view.borrow().as_ref().clone();
                if job.status.is_running() {
                    job.status = JobStatus::Stopping;
                }
                Ok(job)
            }
            None => Err(LaunchError::NotRunning(self.find(id).await?.job.status)),
        }
    }

    /// Forgets a job that is not running. What it loaded stays.
    ///
    /// # Errors
    /// An unknown or running job, a job list that cannot be written.
    pub async fn delete(&self, id: &str) -> Result<(), LaunchError> {
        let _one_at_a_time = self.inner.starting.lock().await;
        if self.running(id).is_some() {
            return Err(LaunchError::Running);
        }
        self.find(id).await?;
        Ok(self.inner.repository.delete(id).await?)
    }

    /// A job and, while it runs, its updates.
    ///
    /// # Errors
    /// An unknown job, a job list that cannot be read.
    pub async fn find(&self, id: &str) -> Result<LaunchedJob, LaunchError> {
        if let Some(running) = self.running(id) {
            let job = Arc::clone(&running.view.borrow());
            return Ok(LaunchedJob { job, updates: Some(running.view) });
        }
        let job =
            self.inner.repository.find(id).await?.ok_or_else(|| LaunchError::UnknownJob(id.to_owned()))?;
        Ok(LaunchedJob { job: Arc::new(job), updates: None })
    }

    /// All jobs, newest first.
    ///
    /// # Errors
    /// A job list that cannot be read.
    pub async fn list(&self) -> Result<Vec<Job>, LaunchError> {
        let mut jobs = self.inner.repository.list().await?;
        for job in &mut jobs {
            if let Some(running) = self.running(&job.id) {
                *job = running.view.borrow().as_ref().clone();
            }
        }
        Ok(jobs)
    }

    /// The rows of a job that the database refused, at most 10,000.
    ///
    /// # Errors
    /// An unknown job or target, a target that does not answer.
    pub async fn rejected(&self, id: &str) -> Result<Vec<RejectedRow>, LaunchError> {
        let job = self.find(id).await?.job;
        let target = self.target(&job.request.target)?;
        target.rejected(id).await.map_err(LaunchError::Target)
    }

    /// Looks at everything that can be known of a load before it begins.
    ///
    /// # Errors
    /// An unknown target or table, a number out of its range. A target that does not answer is a check that failed.
    pub async fn preflight(
        &self,
        request: &JobRequest,
        dataset: &Arc<Dataset>,
    ) -> Result<Vec<Check>, LaunchError> {
        let target = self.target(&request.target)?;
        let request = with_all_tables(request.clone(), dataset);
        let loads = plan::plan(&identity::job_id(&request), &request, dataset, target.workers())?;
        Ok(target.preflight(&loads, request.again).await.unwrap_or_else(|error| {
            tracing::warn!(target = request.target, error = chain(&error), "a target cannot be looked at");
            let (code, message) = (error.code().to_owned(), error.told());
            vec![Check { level: CheckLevel::Error, code, table: None, message }]
        }))
    }

    /// The tables of a target as CREATE TABLE statements, in its own SQL; those that Rowmill keeps are left out.
    ///
    /// # Errors
    /// An unknown target, or one that does not answer.
    pub async fn describe(&self, target: &str) -> Result<String, LaunchError> {
        self.target(target)?.describe().await.map_err(LaunchError::Target)
    }

    /// Stops all jobs at the end of their chunks, and waits for them.
    pub async fn shut_down(&self) {
        self.inner.shutdown.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    fn target(&self, name: &str) -> Result<Target, LaunchError> {
        let found = self.inner.targets.iter().find(|(target, _)| target == name);
        found.map(|(_, target)| target.clone()).ok_or_else(|| LaunchError::UnknownTarget(name.to_owned()))
    }

    fn running(&self, id: &str) -> Option<Running> {
        self.running_jobs().get(id).cloned()
    }

    fn running_jobs(&self) -> MutexGuard<'_, HashMap<String, Running>> {
        // No code that can panic runs while the lock is held.
        self.inner.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the target still knows of a complete job. One that does not answer is not asked to load again.
    async fn is_still_loaded(
        &self,
        id: &str,
        request: &JobRequest,
        dataset: &Arc<Dataset>,
    ) -> Result<bool, LaunchError> {
        let target = self.target(&request.target)?;
        for load in plan::plan(id, request, dataset, target.workers())? {
            if let Ok(false) = target.is_loaded(&load).await {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn start(
        &self,
        id: String,
        request: JobRequest,
        dataset: &Arc<Dataset>,
        known: Option<Job>,
        outcome: JobOutcome,
    ) -> Result<JobAnswer, LaunchError> {
        if self.inner.shutdown.is_cancelled() {
            return Err(LaunchError::ShuttingDown);
        }
        let target = self.target(&request.target)?;
        let loads = plan::plan(&id, &request, dataset, target.workers())?;
        self.check_free(&request)?;

        let now = clock::now();
        let mut job = Job {
            id: id.clone(),
            status: JobStatus::Starting,
            executions: known.as_ref().map_or(0, |job| job.executions) + 1,
            revision: 0,
            created_at: known.as_ref().map_or_else(|| now.clone(), |job| job.created_at.clone()),
            started_at: now,
            ended_at: None,
            rows: loads.iter().map(|load| load.table().rows()).sum(),
            committed: 0,
            skipped: 0,
            rows_per_second: 0.0,
            remaining_seconds: None,
            tables: loads.iter().map(|load| TableCounters::new(load).view()).collect(),
            error: None,
            notes: notes(&request, &target),
            request,
        };
        // Asked for once: a restart of this job goes on where it is.
        let again = std::mem::take(&mut job.request.again);
        self.inner.repository.save(&job).await?;
        FaultPoint::JobNoted.pass();

        let stop = self.inner.shutdown.child_token();
        let (sender, view) = watch::channel(Arc::new(job.clone()));
        let running = Running {
            view,
            stop: stop.clone(),
            target: job.request.target.clone(),
            tables: job.request.tables.clone(),
        };
        self.running_jobs().insert(id.clone(), running);

        let workers = job.request.workers.map_or(target.workers() as usize, |workers| workers as usize);
        let mut execution = Execution {
            notes: job.notes.clone(),
            job: job.clone(),
            loads,
            workers: workers.min(target.most_workers()),
            again,
            context: Arc::new(StepContext::new(stop)),
            sender,
        };
        let launcher = self.clone();
        self.inner.tasks.spawn(async move {
            let repository = &launcher.inner.repository;
            with_target!(&target, target => execution.run(target, repository).await);
            // Whoever hears that the job has ended finds it ended, and may restart it.
            execution.job.revision += 1;
            FaultPoint::JobEnded.pass();
            execution.save(repository).await;
            launcher.running_jobs().remove(&id);
            execution.publish();
        });
        Ok(JobAnswer { outcome, job })
    }

    fn check_free(&self, request: &JobRequest) -> Result<(), LaunchError> {
        for (job, running) in self.running_jobs().iter() {
            let shared = running.tables.iter().find(|table| {
                // SQLite and MySQL know tables whatever their case.
                request.tables.iter().any(|other| other.to_lowercase() == table.to_lowercase())
            });
            if let Some(table) = shared.filter(|_| running.target == request.target) {
                return Err(LaunchError::TableBusy { job: job.clone(), table: table.clone() });
            }
        }
        Ok(())
    }
}

/// The request with the tables named that it means.
fn with_all_tables(mut request: JobRequest, dataset: &Dataset) -> JobRequest {
    if request.tables.is_empty() {
        request.tables = dataset.spec().tables.iter().map(|table| table.name.clone()).collect();
    }
    request
}

fn notes(request: &JobRequest, target: &Target) -> Vec<String> {
    let Target::Sqlite(_) = target else { return Vec::new() };
    let mut notes = Vec::new();
    if request.workers.is_some_and(|workers| workers > 1) {
        notes.push("SQLite has one writer a file: the partitions are loaded one after the other".to_owned());
    }
    if request.method == LoadMethod::Bulk {
        notes.push("SQLite has no bulk method: rows are inserted by prepared statements".to_owned());
    }
    notes
}
