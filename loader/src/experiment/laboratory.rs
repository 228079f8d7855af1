//! Experiments of a server: one at a time on each target, noted as they go on, taken up again after its end.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use contract::{
    Experiment, ExperimentPlan, ExperimentRequest, ExperimentStatus, ExperimentSummary, JobError,
};
use generator::DatasetSpec;
use tokio::sync::{broadcast, mpsc, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    ExperimentError,
    run::{Prepared, Witness, version},
    server_settings::ServerSettings,
};
use crate::{
    clock,
    error::{RepositoryError, chain},
    launcher::JobLauncher,
    repository::{ExperimentRepository, JobRepository},
};

/// Changes that whoever listens may be behind.
const CHANGES_KEPT: usize = 64;
/// How long a target that does not answer is left alone before it is asked again, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How long taking away what a removed experiment has left may take.
const CLEAR_PATIENCE: Duration = Duration::from_secs(20);
/// How often the end of an experiment is tried to be noted, and the pause between.
const LAST_SAVES: u32 = 10;
const SAVE_PAUSE: Duration = Duration::from_millis(500);

/// Makes experiments. Clones are the same laboratory.
#[derive(Debug, Clone)]
pub struct Laboratory {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Its loads are in no list: they come and go with their runs.
    launcher: JobLauncher,
    /// Knows how fast loads of people are.
    of_people: JobLauncher,
    repository: ExperimentRepository,
    /// Those that wait or run.
    present: Mutex<HashMap<String, Present>>,
    /// The targets whose settings are being set back that experiments have left changed.
    restoring: Mutex<BTreeSet<String>>,
    /// What waits for each target.
    queues: Mutex<HashMap<String, mpsc::UnboundedSender<Work>>>,
    changes: broadcast::Sender<ExperimentSummary>,
    /// Beginning, stopping and forgetting, and the begin of a turn: one at a time.
    changing: tokio::sync::Mutex<()>,
    tasks: TaskTracker,
    shutdown: CancellationToken,
}

#[derive(Debug, Clone)]
struct Present {
    view: watch::Sender<Arc<Experiment>>,
    stop: CancellationToken,
    /// Whether it has ended before its turn.
    is_over: Arc<AtomicBool>,
    /// Whether its turn has come.
    has_turn: Arc<AtomicBool>,
    /// Whether it is being removed, and nobody is at work on it.
    is_leaving: bool,
    /// One state is noted and shown after the other.
    noting: Arc<tokio::sync::Mutex<()>>,
}

impl Present {
    fn new(experiment: &Experiment) -> Self {
        let (view, _) = watch::channel(Arc::new(experiment.clone()));
        Self {
            view,
            stop: CancellationToken::new(),
            is_over: Arc::default(),
            has_turn: Arc::default(),
            is_leaving: false,
            noting: Arc::default(),
        }
    }
}

/// An experiment whose turn comes.
#[derive(Debug)]
struct Work {
    prepared: Prepared,
    present: Present,
}

impl Laboratory {
    /// A laboratory for the targets of `launcher`, with records in the file of `repository`. `loads` is the list of its own loads, which
    /// may end with the process.
    pub fn new(launcher: &JobLauncher, repository: &JobRepository, loads: JobRepository) -> Self {
        Self {
            inner: Arc::new(Inner {
                launcher: launcher.with_list(loads),
                of_people: launcher.clone(),
                repository: repository.experiments(),
                present: Mutex::default(),
                restoring: Mutex::default(),
                queues: Mutex::default(),
                changes: broadcast::Sender::new(CHANGES_KEPT),
                changing: tokio::sync::Mutex::default(),
                tasks: TaskTracker::new(),
                shutdown: CancellationToken::new(),
            }),
        }
    }

    /// What an experiment would do, without doing it.
    ///
    /// # Errors
    /// Those of [`Self::start`].
    pub async fn plan(
        &self,
        request: ExperimentRequest,
        spec: &DatasetSpec,
    ) -> Result<ExperimentPlan, ExperimentError> {
        let prepared = Prepared::new(&self.inner.launcher, request, spec).await?;
        let estimates = prepared.estimates(&self.inner.of_people).await?;
        let experiment = prepared.experiment;
        let bytes = |least_repeat: u32| {
            let runs = experiment.runs.iter().zip(&estimates);
            runs.filter(move |(run, _)| run.repeat >= least_repeat).map(|(_, estimate)| estimate.bytes)
        };
        Ok(ExperimentPlan {
            runs: experiment.runs.len() as u64,
            rows: estimates.first().map_or(0, |estimate| estimate.rows),
            seconds: estimates.iter().map(|estimate| estimate.seconds).sum(),
            // A warm-up's table is dropped in any case.
            peak_bytes: if experiment.request.keep_tables {
                bytes(1).fold(0, u64::saturating_add)
            } else {
                bytes(0).max().unwrap_or_default()
            },
            free_bytes: estimates.first().and_then(|estimate| estimate.free_bytes),
            notes: experiment.notes,
            cells: experiment.cells,
        })
    }

    /// Begins an experiment, or has it wait for those on the same target that were asked for before.
    ///
    /// # Errors
    /// What cannot be made: unknown factors and levels, cells without a dataset, a target that does not answer or does not allow the
    /// loads; records that cannot be written.
    pub async fn start(
        &self,
        request: ExperimentRequest,
        spec: &DatasetSpec,
    ) -> Result<Experiment, ExperimentError> {
        let prepared = Prepared::new(&self.inner.launcher, request, spec).await?;
        let _one_at_a_time = self.inner.changing.lock().await;
        self.inner.repository.add(&prepared.experiment, spec).await?;
        self.inner.repository.expire().await?;
        Ok(self.enqueue(prepared))
    }

    /// Takes up the experiments that were not at their end when the server last was, in their order. On every other target, settings of
    /// the server are set back meanwhile that an experiment has left changed which nobody goes on with.
    ///
    /// # Errors
    /// Records that cannot be read.
    pub async fn resume(&self) -> Result<(), ExperimentError> {
        let _one_at_a_time = self.inner.changing.lock().await;
        for id in self.inner.repository.unfinished().await? {
            if let Err(error) = self.take_up(&id, false).await {
                tracing::warn!(error = chain(&error), id, "an experiment cannot be taken up");
            }
        }
        for target in self.inner.launcher.target_names() {
            // The first thing that a queue does is the same.
            if !self.queues().contains_key(&target) {
                self.restore_settings(target);
            }
        }
        Ok(())
    }

    /// Goes on with an experiment that was stopped or has failed: runs that have a result keep it, the others are made, those that have
    /// failed once more.
    ///
    /// # Errors
    /// An unknown experiment, one that runs or is complete, or was begun by another version; loads that cannot be planned any more.
    pub async fn restart(&self, id: &str) -> Result<Experiment, ExperimentError> {
        let _one_at_a_time = self.inner.changing.lock().await;
        match self.find(id).await?.status {
            ExperimentStatus::Completed => Err(ExperimentError::Complete),
            ExperimentStatus::Stopped | ExperimentStatus::Failed => self.take_up(id, true).await,
            _ => Err(ExperimentError::Running),
        }
    }

    /// Asks an experiment to stop: one that waits and has left nothing in its target does so now, others when the table of their present
    /// run is gone.
    ///
    /// # Errors
    /// An unknown experiment, or one that does not run; records that cannot be written.
    pub async fn stop(&self, id: &str) -> Result<Experiment, ExperimentError> {
        let _one_at_a_time = self.inner.changing.lock().await;
        let Some(present) = self.present().get(id).cloned() else {
            self.find(id).await?;
            return Err(ExperimentError::NotRunning);
        };
        let _one_after_the_other = present.noting.lock().await;
        let mut stopped = present.view.borrow().as_ref().clone();
        if present.is_leaving || !stopped.status.is_running() {
            return Err(ExperimentError::NotRunning);
        }
        let ends_now = !present.has_turn.load(Ordering::Relaxed) && !stopped.has_leftovers();
        (stopped.status, stopped.ended_at) = if ends_now {
            (ExperimentStatus::Stopped, Some(clock::now()))
        } else {
            (ExperimentStatus::Stopping, None)
        };
        // The wish outlives the server.
        self.inner.repository.save(&stopped).await?;
        present.stop.cancel();
        if ends_now {
            present.is_over.store(true, Ordering::Relaxed);
            self.present().remove(id);
        }
        self.show(&present, &stopped);
        Ok(stopped)
    }

    /// Forgets an experiment that does not run, and takes away what it may have left. Tables that it was to keep stay in the target.
    ///
    /// # Errors
    /// An unknown experiment, or one that runs; a table that cannot be dropped; records that cannot be written.
    pub async fn delete(&self, id: &str) -> Result<(), ExperimentError> {
        let one_at_a_time = self.inner.changing.lock().await;
        if self.present().contains_key(id) {
            return Err(ExperimentError::Running);
        }
        // One that cannot be read can be forgotten.
        if let Ok(Some((experiment, spec))) = self.inner.repository.find(id).await
            && let Ok(mut prepared) = Prepared::again(&self.inner.launcher, experiment, &spec)
            && prepared.experiment.has_leftovers()
        {
            // Nobody goes on with it meanwhile, and nobody else waits for its server.
            let _leaving = Leaving::new(self, &prepared.experiment);
            drop(one_at_a_time);
            let cleared = tokio::time::timeout(CLEAR_PATIENCE, prepared.clear(&self.inner.launcher));
            cleared.await.map_err(|_| ExperimentError::NotCleared(CLEAR_PATIENCE.as_secs()))??;
            let was_there = self.inner.repository.delete(id).await?;
            return if was_there { Ok(()) } else { Err(ExperimentError::Unknown(id.to_owned())) };
        }
        let was_there = self.inner.repository.delete(id).await?;
        if was_there { Ok(()) } else { Err(ExperimentError::Unknown(id.to_owned())) }
    }

    /// An experiment as it stands.
    ///
    /// # Errors
    /// An unknown experiment, or one that this version cannot read.
    pub async fn find(&self, id: &str) -> Result<Experiment, ExperimentError> {
        let present = self.present().get(id).map(|present| present.view.borrow().as_ref().clone());
        match present {
            Some(experiment) => Ok(experiment),
            None => Ok(self.stored(id).await?.0),
        }
    }

    /// At most `limit` experiments as they stand, newest first.
    ///
    /// # Errors
    /// Records that cannot be read.
    pub async fn list(&self, limit: u32) -> Result<Vec<ExperimentSummary>, ExperimentError> {
        let mut list = self.inner.repository.list(limit).await?;
        let present = self.present();
        for summary in &mut list {
            if let Some(present) = present.get(&summary.id) {
                *summary = present.view.borrow().summary();
            }
        }
        Ok(list)
    }

    /// Every change of an experiment from now on.
    pub fn changes(&self) -> broadcast::Receiver<ExperimentSummary> {
        self.inner.changes.subscribe()
    }

    /// Ends with the program: the load of the present run stops at the end of its chunk, and the next start goes on with it.
    pub async fn shut_down(&self) {
        self.inner.shutdown.cancel();
        self.inner.launcher.shut_down().await;
        self.queues().clear();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }

    /// Begins to set back what experiments have left changed on the server of a target, unless that was begun before.
    fn restore_settings(&self, target: String) {
        if !self.restoring().insert(target.clone()) {
            return;
        }
        let laboratory = self.clone();
        self.inner.tasks.spawn(async move {
            ServerSettings::restore_left_behind(&laboratory.inner.launcher, &target).await;
            laboratory.restoring().remove(&target);
        });
    }

    fn restoring(&self) -> MutexGuard<'_, BTreeSet<String>> {
        // No code that can panic runs while the lock is held.
        self.inner.restoring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `is_wanted` by a person, who wants what has failed made again.
    async fn take_up(&self, id: &str, is_wanted: bool) -> Result<Experiment, ExperimentError> {
        let (experiment, spec) = match self.stored(id).await {
            Ok(stored) => stored,
            Err(error) => {
                // It must not seem to run for ever.
                if matches!(error, ExperimentError::Repository(RepositoryError::UnreadableExperiment { .. }))
                {
                    self.inner.repository.give_up(id).await?;
                }
                return Err(error);
            }
        };
        let begun = experiment.environment.as_ref().map(|environment| environment.rowmill.clone());
        let prepared = match begun.filter(|begun| *begun != version()) {
            Some(other) => Err(ExperimentError::OtherVersion(other)),
            None => Prepared::again(&self.inner.launcher, experiment.clone(), &spec),
        };
        match prepared {
            Ok(mut prepared) => {
                if is_wanted {
                    prepared.forget_failures();
                    // The wish outlives the program.
                    let waiting = Experiment {
                        status: ExperimentStatus::Queued,
                        ended_at: None,
                        error: None,
                        ..prepared.experiment.clone()
                    };
                    self.inner.repository.save(&waiting).await?;
                }
                Ok(self.enqueue(prepared))
            }
            Err(error) => {
                if !is_wanted {
                    self.inner.repository.save(&failed(experiment, &error)).await?;
                }
                Err(error)
            }
        }
    }

    async fn stored(&self, id: &str) -> Result<(Experiment, DatasetSpec), ExperimentError> {
        let found = self.inner.repository.find(id).await?;
        found.ok_or_else(|| ExperimentError::Unknown(id.to_owned()))
    }

    fn enqueue(&self, mut prepared: Prepared) -> Experiment {
        let waiting = &mut prepared.experiment;
        let is_to_stop = waiting.status == ExperimentStatus::Stopping;
        (waiting.status, waiting.ended_at, waiting.error) = (ExperimentStatus::Queued, None, None);
        waiting.remaining_seconds = None;
        let experiment = waiting.clone();
        let present = Present::new(&experiment);
        if is_to_stop {
            present.stop.cancel();
        }
        self.present().insert(experiment.id.clone(), present.clone());
        self.show(&present, &experiment);
        let mut queues = self.queues();
        let queue = queues.entry(experiment.request.target.clone()).or_insert_with(|| {
            let (sender, receiver) = mpsc::unbounded_channel();
            self.inner.tasks.spawn(self.clone().work_off(receiver));
            sender
        });
        // The other side is there as long as this one is: what panics is a task of its own.
        let _ = queue.send(Work { prepared, present });
        experiment
    }

    /// Makes the experiments of a target, one after the other.
    async fn work_off(self, mut queue: mpsc::UnboundedReceiver<Work>) {
        while let Some(Work { prepared, present }) = queue.recv().await {
            let target = prepared.experiment.request.target.clone();
            if self.inner.shutdown.is_cancelled() || !self.take_turn(&prepared.experiment, &present).await {
                // Others may have left something there that it would have set back.
                self.restore_settings(target);
                continue;
            }
            let id = prepared.experiment.id.clone();
            let made = tokio::spawn(self.clone().make(prepared, present.clone()));
            if let Err(source) = made.await {
                tracing::error!(error = chain(&source), id, "an experiment has broken off");
                let last = present.view.borrow().as_ref().clone();
                let mut record = Record { laboratory: self.clone(), present: present.clone() };
                // It was said in the log if that cannot be noted.
                let _ = record.saw(&failed(last, &ExperimentError::Broken)).await;
            }
            if present.view.borrow().status == ExperimentStatus::Failed {
                self.restore_settings(target);
            }
            self.present().remove(&id);
        }
    }

    /// Waits until the target answers; false if the experiment has ended meanwhile, or the program does.
    async fn take_turn(&self, experiment: &Experiment, present: &Present) -> bool {
        let mut pause = FIRST_PAUSE;
        loop {
            let has_answered = self.inner.launcher.answers(&experiment.request.target).await;
            let _one_at_a_time = self.inner.changing.lock().await;
            if present.is_over.load(Ordering::Relaxed) {
                return false;
            }
            // One that is to stop and has left something says itself that it cannot be reached.
            if has_answered || present.stop.is_cancelled() {
                let status = if present.stop.is_cancelled() {
                    ExperimentStatus::Stopping
                } else {
                    ExperimentStatus::Running
                };
                present.has_turn.store(true, Ordering::Relaxed);
                self.show(present, &Experiment { status, ..experiment.clone() });
                return true;
            }
            drop(_one_at_a_time);
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                () = present.stop.cancelled() => {}
                () = self.inner.shutdown.cancelled() => return false,
            }
        }
    }

    async fn make(self, mut prepared: Prepared, present: Present) {
        let stop = present.stop.clone();
        let launcher = self.inner.launcher.clone();
        let mut record = Record { laboratory: self, present };
        prepared.go_on(&launcher, &stop, &mut record).await;
    }

    fn show(&self, present: &Present, experiment: &Experiment) {
        present.view.send_replace(Arc::new(experiment.clone()));
        // Nobody may be listening.
        let _ = self.inner.changes.send(experiment.summary());
    }

    fn present(&self) -> MutexGuard<'_, HashMap<String, Present>> {
        // No code that can panic runs while the lock is held.
        self.inner.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<String, mpsc::UnboundedSender<Work>>> {
        // No code that can panic runs while the lock is held.
        self.inner.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An experiment that is being removed: as long as this is there, it is neither gone on with nor removed by somebody else.
struct Leaving<'a> {
    laboratory: &'a Laboratory,
    id: String,
}

impl<'a> Leaving<'a> {
    fn new(laboratory: &'a Laboratory, experiment: &Experiment) -> Self {
        let stopping = Experiment { status: ExperimentStatus::Stopping, ..experiment.clone() };
        let present = Present { is_leaving: true, ..Present::new(&stopping) };
        laboratory.present().insert(experiment.id.clone(), present);
        Self { laboratory, id: experiment.id.clone() }
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.laboratory.present().remove(&self.id);
    }
}

/// An experiment that has come to an early end.
fn failed(experiment: Experiment, error: &ExperimentError) -> Experiment {
    Experiment {
        status: ExperimentStatus::Failed,
        ended_at: Some(clock::now()),
        remaining_seconds: None,
        error: Some(JobError::told(error.code(), error.told())),
        ..experiment
    }
}

/// Writes each state down before the next thing is done, and shows it.
struct Record {
    laboratory: Laboratory,
    present: Present,
}

impl Witness for Record {
    async fn saw(&mut self, experiment: &Experiment) -> Result<(), ExperimentError> {
        let _one_after_the_other = self.present.noting.lock().await;
        let is_stopping = self.present.stop.is_cancelled() && experiment.status.is_running();
        let status = if is_stopping { ExperimentStatus::Stopping } else { experiment.status };
        let now = Experiment { status, ..experiment.clone() };
        // An end that is not noted would seem to be none.
        let tries = if status.is_running() { 1 } else { LAST_SAVES };
        let mut saved = Ok(());
        for attempt in 0..tries {
            if attempt > 0 {
                tokio::time::sleep(SAVE_PAUSE).await;
            }
            saved = self.laboratory.inner.repository.save(&now).await;
            if saved.is_ok() {
                break;
            }
        }
        self.laboratory.show(&self.present, &now);
        Ok(saved?)
    }
}
