//! Starting, stopping, restarting and watching jobs. A job runs in a task of its own; whoever asked for it only looks on.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use contract::{
    Check, CheckLevel, Job, JobAnswer, JobList, JobOutcome, JobRequest, JobStatus, LoadEstimate, LoadMethod,
    LoadMode, RejectedRow, SettingScope, Target as TargetView, TargetKind,
};
use generator::Dataset;
use tokio::sync::{broadcast, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    clock,
    error::{LaunchError, LoadError, chain},
    estimate,
    fault::FaultPoint,
    identity, limits,
    plan::{self, PartitionTask, TableLoad},
    repository::{FoundJobs, JobRepository, JobSearch, ListCursor},
    run::{Execution, StepContext, TableCounters},
    targets::{Target, TargetConfig, with_target},
};

/// How many starts of jobs a watcher may be behind before it has to ask for all that run.
const STARTS_KEPT: usize = 256;
/// How often the progress of a running job is noted in the job list.
const SAVE_EVERY: Duration = Duration::from_secs(1);
/// How long the list may take to be written when a job has ended, and how often that is tried.
const SAVE_PATIENCE: Duration = Duration::from_secs(15);
const LAST_SAVES: u32 = 20;
/// How many of the newest jobs are looked through for one that tells how fast a target is.
const ESTIMATED_FROM: u32 = 100;

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
    started: broadcast::Sender<LaunchedJob>,
    /// One request at a time for each target finds out whether its job is there and starts it: a target that does not answer keeps
    /// nobody from another.
    starting: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    /// The numbers that targets have given themselves, by the names that they have here.
    identities: Mutex<HashMap<String, String>>,
}

#[derive(Debug, Clone)]
struct Running {
    view: watch::Receiver<Arc<Job>>,
    stop: CancellationToken,
    target: String,
    tables: Vec<String>,
}

impl Running {
    fn launched(&self) -> LaunchedJob {
        LaunchedJob { job: Arc::clone(&self.view.borrow()), updates: Some(self.view.clone()) }
    }
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
        let targets = targets.iter().map(|config| (config.name.clone(), Target::new(config))).collect();
        Self::of(repository, targets)
    }

    /// Another launcher for the same targets, with another list: what one runs, the other does not know of.
    pub(crate) fn with_list(&self, repository: JobRepository) -> Self {
        Self::of(repository, self.inner.targets.clone())
    }

    fn of(repository: JobRepository, targets: Vec<(String, Target)>) -> Self {
        Self {
            inner: Arc::new(Inner {
                repository,
                targets,
                running: Mutex::default(),
                tasks: TaskTracker::new(),
                shutdown: CancellationToken::new(),
                started: broadcast::Sender::new(STARTS_KEPT),
                starting: Mutex::default(),
                identities: Mutex::default(),
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
        Ok(self.launch_and_watch(request, dataset).await?.0)
    }

    /// [`Self::launch`], and each new state of the job if it runs. Whoever looks for it afterwards may find it ended, without what is
    /// not written down of it ([`contract::JobError::cause`]).
    ///
    /// # Errors
    /// Those of [`Self::launch`].
    pub async fn launch_and_watch(
        &self,
        request: JobRequest,
        dataset: Arc<Dataset>,
    ) -> Result<(JobAnswer, Option<watch::Receiver<Arc<Job>>>), LaunchError> {
        let request = with_all_tables(request, &dataset);
        let id = identity::job_id(&request);
        let starting = self.starting(&request.target);
        let _one_at_a_time = starting.lock().await;
        if let Some(running) = self.running(&id) {
            let job = running.view.borrow().as_ref().clone();
            return Ok((JobAnswer { outcome: JobOutcome::Joined, job }, Some(running.view)));
        }
        let known = self.inner.repository.find(&id).await?;
        let outcome = match &known {
            Some(job)
                if job.status == JobStatus::Completed
                    && (!request.again || request.mode == LoadMode::Append)
                    && self.is_still_loaded(&request, &dataset).await? =>
            {
                if request.again {
                    return Err(LaunchError::AppendAgain);
                }
                return Ok((JobAnswer { outcome: JobOutcome::Completed, job: job.clone() }, None));
            }
            Some(_) if !request.again => JobOutcome::Restarted,
            _ => JobOutcome::Started,
        };
        let (answer, updates) = self.start(id, request, &dataset, known, outcome).await?;
        Ok((answer, Some(updates)))
    }

    /// Starts a stopped or failed job again, behind its last committed chunk.
    ///
    /// # Errors
    /// An unknown, running or complete job, and all that [`Self::launch`] may end with.
    pub async fn restart(&self, id: &str, dataset: Arc<Dataset>) -> Result<JobAnswer, LaunchError> {
        let starting = self.starting(&self.find(id).await?.job.request.target);
        let _one_at_a_time = starting.lock().await;
        if self.running(id).is_some() {
            return Err(LaunchError::Running);
        }
        let known =
            self.inner.repository.find(id).await?.ok_or_else(|| LaunchError::UnknownJob(id.to_owned()))?;
        if known.status == JobStatus::Completed {
            return Err(LaunchError::Complete);
        }
        let request = JobRequest { again: false, ..known.request.clone() };
        let restarted = self.start(id.to_owned(), request, &dataset, Some(known), JobOutcome::Restarted);
        Ok(restarted.await?.0)
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
        // Nobody starts one that cannot be read.
        let found = self.find(id).await.ok().map(|found| self.starting(&found.job.request.target));
        let _one_at_a_time = match &found {
            Some(starting) => Some(starting.lock().await),
            None => None,
        };
        if self.running(id).is_some() {
            return Err(LaunchError::Running);
        }
        // A job that cannot be read can be forgotten.
        let was_known = self.inner.repository.delete(id).await?;
        if was_known { Ok(()) } else { Err(LaunchError::UnknownJob(id.to_owned())) }
    }

    /// A job and, while it runs, its updates.
    ///
    /// # Errors
    /// An unknown job, a job list that cannot be read.
    pub async fn find(&self, id: &str) -> Result<LaunchedJob, LaunchError> {
        if let Some(running) = self.running(id) {
            return Ok(running.launched());
        }
        let job =
            self.inner.repository.find(id).await?.ok_or_else(|| LaunchError::UnknownJob(id.to_owned()))?;
        Ok(LaunchedJob { job: Arc::new(job), updates: None })
    }

    /// At most `limit` jobs without their partitions, newest first, from behind `after` on.
    ///
    /// # Errors
    /// A job list that cannot be read.
    pub async fn list(&self, limit: u32, after: Option<&ListCursor>) -> Result<JobList, LaunchError> {
        let mut page = self.inner.repository.list(limit, after).await?;
        self.bring_up_to_date(&mut page.jobs);
        Ok(JobList { jobs: page.jobs, next: page.next.map(|next| next.to_string()) })
    }

    /// The jobs that are looked for, as they stand. They are sorted as they were last noted, which is some seconds ago at most.
    ///
    /// # Errors
    /// A job list that cannot be read.
    pub async fn search(&self, search: &JobSearch) -> Result<FoundJobs, LaunchError> {
        let mut found = self.inner.repository.search(search).await?;
        self.bring_up_to_date(&mut found.jobs);
        Ok(found)
    }

    /// The jobs that run.
    pub fn running_now(&self) -> Vec<LaunchedJob> {
        self.running_jobs().values().map(Running::launched).collect()
    }

    /// Every job that is started from now on, with its updates.
    pub fn started(&self) -> broadcast::Receiver<LaunchedJob> {
        self.inner.started.subscribe()
    }

    /// The rows of a job that the database refused, at most 10,000.
    ///
    /// # Errors
    /// An unknown job or target, a target that does not answer.
    pub async fn rejected(&self, id: &str) -> Result<Vec<RejectedRow>, LaunchError> {
        let request = &self.find(id).await?.job.request;
        let target = self.target(&request.target)?;
        let of = |table: &String| {
            let as_table = request.as_table.as_ref().unwrap_or(table);
            (identity::load_id(request, table), as_table.clone())
        };
        let loads: Vec<(String, String)> = request.tables.iter().map(of).collect();
        target.rejected(&loads).await.map_err(LaunchError::Target)
    }

    /// The tasks of a load that is under way or about to be, made ready: one for each partition. Whoever runs them, wherever and however
    /// often, loads the table exactly once. When all are done, [`Self::launch`] of the same request finishes the load.
    ///
    /// # Errors
    /// All that a launch may end with before its first row; more than one table.
    pub async fn tasks(
        &self,
        request: JobRequest,
        dataset: Arc<Dataset>,
    ) -> Result<Vec<PartitionTask>, LaunchError> {
        let request = with_all_tables(request, &dataset);
        let target = self.target(&request.target)?;
        let loads = plan_for(&target, &request, &dataset)?;
        let [load] = loads.as_slice() else {
            return Err(LaunchError::AsTable { tables: loads.len() });
        };
        let context = StepContext::new(self.inner.shutdown.child_token(), request.settings.clone());
        let ready = with_target!(&target, target => {
            target.check(&loads, request.again, &context).await.map_err(LaunchError::Target)?;
            target.prepare(load.clone(), request.again, &context).await.map_err(LaunchError::Target)?
        });
        let parts = 0..u32::try_from(ready.load.plan.partitions()).unwrap_or(u32::MAX);
        Ok(parts.map(|part| PartitionTask::new(&ready.load, part, 1, &request.target)).collect())
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
        let loads = plan_for(&target, &request, dataset)?;
        Ok(target.preflight(&loads, request.again).await.unwrap_or_else(|error| {
            tracing::warn!(target = request.target, error = chain(&error), "a target cannot be looked at");
            let (code, message) = (error.code().to_owned(), error.told());
            vec![Check { level: CheckLevel::Error, code, table: None, message }]
        }))
    }

    /// What a load would take, without asking the target.
    ///
    /// # Errors
    /// An unknown target or table, a number out of its range, a job list that cannot be read.
    pub async fn estimate(
        &self,
        request: &JobRequest,
        dataset: &Arc<Dataset>,
    ) -> Result<LoadEstimate, LaunchError> {
        let target = self.target(&request.target)?;
        let request = with_all_tables(request.clone(), dataset);
        let loads = plan_for(&target, &request, dataset)?;
        let known = self.inner.repository.list(ESTIMATED_FROM, None).await?.jobs;
        let estimate = estimate::estimate(&loads, &request.target, target.kind(), &known);
        Ok(LoadEstimate { free_bytes: target.free_bytes(), ..estimate })
    }

    /// The tables of a target as CREATE TABLE statements, in its own SQL; those that Rowmill keeps are left out.
    ///
    /// # Errors
    /// An unknown target, or one that does not answer.
    pub async fn describe(&self, target: &str) -> Result<String, LaunchError> {
        self.target(target)?.describe().await.map_err(LaunchError::Target)
    }

    /// What kind of database a target is.
    ///
    /// # Errors
    /// An unknown target.
    pub fn target_kind(&self, target: &str) -> Result<TargetKind, LaunchError> {
        Ok(self.target(target)?.kind())
    }

    /// The tables of a target that were described, and about how many rows each has, as far as that can be told in some seconds.
    ///
    /// # Errors
    /// An unknown target, or one that does not answer.
    pub async fn table_rows(&self, target: &str) -> Result<Vec<(String, u64)>, LaunchError> {
        self.target(target)?.table_rows().await.map_err(LaunchError::Target)
    }

    /// Stops all jobs at the end of their chunks, and waits for them.
    pub async fn shut_down(&self) {
        self.inner.shutdown.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    /// The names of all targets.
    pub(crate) fn target_names(&self) -> Vec<String> {
        self.inner.targets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Cancelled when the program ends.
    pub(crate) fn shutdown_token(&self) -> CancellationToken {
        self.inner.shutdown.clone()
    }

    /// The target of this name.
    pub(crate) fn target(&self, name: &str) -> Result<Target, LaunchError> {
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

    /// The lock of whoever starts a job on a target.
    fn starting(&self, target: &str) -> Arc<tokio::sync::Mutex<()>> {
        // No code that can panic runs while the lock is held.
        let mut starting = self.inner.starting.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(starting.entry(target.to_owned()).or_default())
    }

    /// Whether the target still has the rows of a complete job. One that does not answer in time is not asked to load again.
    async fn is_still_loaded(
        &self,
        request: &JobRequest,
        dataset: &Arc<Dataset>,
    ) -> Result<bool, LaunchError> {
        let target = self.target(&request.target)?;
        let loads = plan_for(&target, request, dataset)?;
        let look = async {
            for load in loads {
                match target.is_loaded(&load).await {
                    Ok(true) => {}
                    Ok(false) => return false,
                    Err(_) => return true,
                }
            }
            true
        };
        Ok(tokio::time::timeout(limits::LOOK_PATIENCE, look).await.unwrap_or(true))
    }

    fn bring_up_to_date(&self, jobs: &mut [Job]) {
        for job in jobs {
            if let Some(running) = self.running(&job.id) {
                *job = running.view.borrow().without_partitions();
            }
        }
    }

    async fn start(
        &self,
        id: String,
        request: JobRequest,
        dataset: &Arc<Dataset>,
        known: Option<Job>,
        outcome: JobOutcome,
    ) -> Result<(JobAnswer, watch::Receiver<Arc<Job>>), LaunchError> {
        if self.inner.shutdown.is_cancelled() {
            return Err(LaunchError::ShuttingDown);
        }
        let target = self.target(&request.target)?;
        let loads = plan_for(&target, &request, dataset)?;
        if request.join && target.has_one_writer() {
            return Err(LaunchError::NotShared);
        }
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
            history: Vec::new(),
            earlier: known.as_ref().map(Job::executions_so_far).unwrap_or_default(),
            request,
        };
        // Asked for once: a restart of this job goes on where it is.
        let again = std::mem::take(&mut job.request.again);
        self.inner.repository.save(&job).await?;
        FaultPoint::JobNoted.pass();

        let stop = self.inner.shutdown.child_token();
        let (sender, view) = watch::channel(Arc::new(job.clone()));
        let running = Running {
            view: view.clone(),
            stop: stop.clone(),
            target: job.request.target.clone(),
            tables: tables_of(&job.request),
        };
        // Nobody may be listening.
        let _ = self.inner.started.send(running.launched());
        self.running_jobs().insert(id, running);

        let workers = job.request.workers.map_or(target.workers() as usize, |workers| workers as usize);
        let execution = Execution {
            notes: job.notes.clone(),
            job: job.clone(),
            loads,
            workers: workers.min(target.most_workers()),
            again,
            context: Arc::new(StepContext::new(stop, job.request.settings.clone())),
            sender,
        };
        self.inner.tasks.spawn(self.clone().run(execution, target, view.clone()));
        Ok((JobAnswer { outcome, job }, view))
    }

    /// Carries an execution out. The job list follows it at its own pace.
    async fn run(self, mut execution: Execution, target: Target, view: watch::Receiver<Arc<Job>>) {
        let id = execution.job.id.clone();
        let saver = tokio::spawn(save_while_it_runs(self.inner.repository.clone(), view));
        let identified = {
            let (launcher, job) = (self.clone(), execution.job.clone());
            move |identity: &str| launcher.identified(&job, identity)
        };
        let context = Arc::clone(&execution.context);
        let mut last = execution.job.clone();
        let work = tokio::spawn(async move {
            with_target!(&target, target => execution.run(target, identified).await);
            execution
        });
        let mut execution = match work.await {
            Ok(execution) => execution,
            Err(source) => {
                // A job whose task has broken off must not seem to run for ever.
                if let Some(running) = self.running(&id) {
                    last = running.view.borrow().as_ref().clone();
                }
                let (sender, _) = watch::channel(Arc::new(last.clone()));
                let mut execution = Execution {
                    notes: last.notes.clone(),
                    job: last,
                    loads: Vec::new(),
                    workers: 0,
                    again: false,
                    context,
                    sender,
                };
                execution.end(&Err(LoadError::Worker { table: String::new(), source }));
                execution
            }
        };
        saver.abort();
        let _ = saver.await;
        // Whoever hears that the job has ended finds it ended, and may restart it.
        execution.job.revision += 1;
        FaultPoint::JobEnded.pass();
        self.save_ended(&execution.job).await;
        self.running_jobs().remove(&id);
        execution.publish();
    }

    /// Writes an ended job into the list. A list that cannot be written for now must not say for ever that the job runs.
    async fn save_ended(&self, job: &Job) {
        for _ in 0..LAST_SAVES {
            match tokio::time::timeout(SAVE_PATIENCE, self.inner.repository.save(job)).await {
                Ok(Ok(())) => return,
                Ok(Err(error)) => tracing::warn!(%error, job = job.id, "the job list cannot be written"),
                Err(_) => tracing::warn!(job = job.id, "the job list cannot be written in time"),
            }
            tokio::select! {
                () = self.inner.shutdown.cancelled() => return,
                () = tokio::time::sleep(SAVE_EVERY) => {}
            }
        }
    }

    /// Notes which number a target has given itself. Under another name, the same table of it may be loaded already.
    fn identified(&self, job: &Job, identity: &str) -> Result<(), LoadError> {
        let mut identities = self.inner.identities.lock().unwrap_or_else(PoisonError::into_inner);
        identities.insert(job.request.target.clone(), identity.to_owned());
        let tables = tables_of(&job.request);
        for (other, running) in self.running_jobs().iter().filter(|(other, _)| **other != job.id) {
            let is_same = identities.get(&running.target).is_some_and(|other| other == identity);
            if is_same && let Some(table) = running.tables.iter().find(|table| tables.contains(table)) {
                return Err(LoadError::Busy { job: other.clone(), table: table.clone() });
            }
        }
        Ok(())
    }

    fn check_free(&self, request: &JobRequest) -> Result<(), LaunchError> {
        let tables = tables_of(request);
        for (job, running) in
            self.running_jobs().iter().filter(|(_, running)| running.target == request.target)
        {
            if let Some(table) = running.tables.iter().find(|table| tables.contains(table)) {
                return Err(LaunchError::TableBusy { job: job.clone(), table: table.clone() });
            }
        }
        Ok(())
    }
}

/// Writes a running job into the list, as it stands now and then.
async fn save_while_it_runs(repository: JobRepository, mut view: watch::Receiver<Arc<Job>>) {
    while view.changed().await.is_ok() {
        let job = Arc::clone(&view.borrow_and_update());
        // The list is a view: a load neither ends nor waits because it cannot be written.
        if let Err(error) = repository.save(&job).await {
            tracing::warn!(%error, job = job.id, "the job list cannot be written");
        }
        tokio::time::sleep(SAVE_EVERY).await;
    }
}

/// The tables that a request writes in its target. SQLite and MySQL know tables whatever their case.
fn tables_of(request: &JobRequest) -> Vec<String> {
    match &request.as_table {
        Some(table) => vec![table.to_lowercase()],
        None => request.tables.iter().map(|table| table.to_lowercase()).collect(),
    }
}

/// The plan of a request for a target.
pub(crate) fn plan_for(
    target: &Target,
    request: &JobRequest,
    dataset: &Arc<Dataset>,
) -> Result<Vec<TableLoad>, LaunchError> {
    for (name, value) in &request.settings {
        let known = contract::setting(target.kind(), name);
        if known.is_none_or(|setting| setting.scope != SettingScope::Session) {
            return Err(LaunchError::UnknownSetting { name: name.clone(), target: request.target.clone() });
        }
        if !contract::is_setting_value(target.kind(), name, value) {
            return Err(LaunchError::SettingValue { name: name.clone(), value: value.clone() });
        }
    }
    if request.unlogged && target.kind() != TargetKind::Postgres {
        return Err(LaunchError::Unlogged);
    }
    plan::plan(request, dataset, target.workers())
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
