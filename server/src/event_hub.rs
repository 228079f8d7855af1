//! What is told of all running jobs, made once for everyone who listens.
//!
//! The hub looks at the jobs' latest states at its own pace and never waits for a listener: one that is too slow misses events,
//! and is then told the state as it is. So no listener slows a load, and a hundred cost little more than one.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use contract::{ExperimentList, ExperimentSummary, Job, JobProgress, JobStatus, TableProgress};
use jiff::Timestamp;
use loader::{JobLauncher, Laboratory, LaunchedJob};
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::MissedTickBehavior,
};
use tokio_util::sync::CancellationToken;

/// How often progress is told of: five times a second for all jobs together.
const TICK: Duration = Duration::from_millis(200);
/// Events that a listener may be behind: some seconds of progress.
const EVENTS_KEPT: usize = 64;
/// Ends of jobs that are told again to a listener that was away.
const ENDS_KEPT: usize = 256;

/// Where listeners subscribe. Clones are the same hub.
#[derive(Debug, Clone)]
pub(crate) struct EventHub {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    sender: broadcast::Sender<Arc<HubEvent>>,
    /// When this hub started, in milliseconds since 1970: numbers of an earlier one mean nothing here.
    epoch: i64,
}

#[derive(Debug, Default)]
struct State {
    /// Of the last event.
    number: u64,
    running: BTreeMap<String, Watched>,
    ends: VecDeque<Arc<HubEvent>>,
}

#[derive(Debug)]
struct Watched {
    /// As it was last told.
    told: Arc<Job>,
    updates: watch::Receiver<Arc<Job>>,
}

/// An event, ready to be sent.
#[derive(Debug)]
pub(crate) struct HubEvent {
    pub(crate) number: u64,
    pub(crate) name: &'static str,
    /// Each job that it is about, by its id, as JSON.
    jobs: Vec<(String, String)>,
    /// All of them.
    data: String,
}

/// What a listener starts with.
#[derive(Debug)]
pub(crate) struct Subscription {
    /// Ends that the listener has not seen.
    pub(crate) ends: Vec<Arc<HubEvent>>,
    /// The last event before those that the receiver gives.
    pub(crate) number: u64,
    /// The jobs that run, as they were told at that event.
    pub(crate) running: Vec<Arc<Job>>,
    pub(crate) receiver: broadcast::Receiver<Arc<HubEvent>>,
}

impl HubEvent {
    fn new(number: u64, name: &'static str, jobs: Vec<(String, String)>) -> Self {
        let data = list(jobs.iter().map(|(_, json)| json.as_str()));
        Self { number, name, jobs, data }
    }

    /// Whether a job has ended.
    pub(crate) fn is_end(&self) -> bool {
        matches!(self.name, "done" | "failed" | "stopped")
    }

    /// The jobs that it is about.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.jobs.iter().map(|(id, _)| id.as_str())
    }

    pub(crate) fn data(&self) -> &str {
        &self.data
    }

    /// The data of the jobs that `is_wanted`; nothing if it is about none of them.
    pub(crate) fn data_of(&self, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
        let mut wanted =
            self.jobs.iter().filter(|(id, _)| is_wanted(id)).map(|(_, json)| json.as_str()).peekable();
        wanted.peek().is_some().then(|| list(wanted))
    }
}

/// The JSON of a [`contract::JobList`] or a [`contract::JobProgressList`].
fn list<'a>(jobs: impl Iterator<Item = &'a str>) -> String {
    format!("{{\"jobs\":[{}]}}", jobs.collect::<Vec<_>>().join(","))
}

impl EventHub {
    /// A hub that tells of the jobs of this launcher until the server stops.
    pub(crate) fn start(launcher: &JobLauncher, shutdown: CancellationToken) -> Self {
        let inner = Inner {
            state: Mutex::default(),
            sender: broadcast::Sender::new(EVENTS_KEPT),
            epoch: Timestamp::now().as_millisecond(),
        };
        let hub = Self { inner: Arc::new(inner) };
        let (task, launcher, started) = (hub.clone(), launcher.clone(), launcher.started());
        tokio::spawn(async move { shutdown.run_until_cancelled(task.run(launcher, started)).await });
        hub
    }

    /// Tells of experiments, too: each change of one is an event.
    pub(crate) fn follow(&self, laboratory: &Laboratory, shutdown: CancellationToken) {
        let (hub, mut changes) = (self.clone(), laboratory.changes());
        let follow = async move {
            loop {
                match changes.recv().await {
                    Ok(changed) => hub.tell_experiment(changed),
                    // Whoever is told of the next change asks for all that is shown.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                }
            }
        };
        tokio::spawn(async move { shutdown.run_until_cancelled(follow).await });
    }

    fn tell_experiment(&self, changed: ExperimentSummary) {
        let data = json(&ExperimentList { experiments: vec![changed] });
        let mut state = self.state();
        state.number += 1;
        let event = HubEvent { number: state.number, name: "experiment", jobs: Vec::new(), data };
        // Nobody may be listening.
        let _ = self.inner.sender.send(Arc::new(event));
    }

    /// Which run of the server the numbers of its events belong to.
    pub(crate) fn epoch(&self) -> i64 {
        self.inner.epoch
    }

    /// Everything from now on, and the ends of jobs since event `seen`.
    pub(crate) fn subscribe(&self, seen: Option<u64>) -> Subscription {
        let state = self.state();
        let is_new = |event: &&Arc<HubEvent>| seen.is_some_and(|seen| event.number > seen);
        Subscription {
            ends: state.ends.iter().filter(is_new).cloned().collect(),
            number: state.number,
            running: state.running.values().map(|watched| Arc::clone(&watched.told)).collect(),
            receiver: self.inner.sender.subscribe(),
        }
    }

    /// Whether everything that was to be told of a job that has ended was told by event `seen`. The end of one that is not
    /// among the last 256 was told long ago.
    pub(crate) fn has_told_end(&self, id: &str, seen: u64) -> bool {
        let state = self.state();
        let is_later = |event: &Arc<HubEvent>| event.number > seen && event.ids().any(|ended| ended == id);
        !state.running.contains_key(id) && !state.ends.iter().any(is_later)
    }

    async fn run(&self, launcher: JobLauncher, mut started: broadcast::Receiver<LaunchedJob>) {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let is_idle = self.state().running.is_empty();
            tokio::select! {
                job = started.recv() => match job {
                    Ok(job) => self.watch(job),
                    Err(RecvError::Lagged(_)) => launcher.running_now().into_iter().for_each(|job| self.watch(job)),
                    Err(RecvError::Closed) => return,
                },
                _ = ticks.tick(), if !is_idle => self.tell_changes(),
            }
        }
    }

    /// Tells of a job that has started.
    fn watch(&self, LaunchedJob { job, updates }: LaunchedJob) {
        let Some(updates) = updates else { return };
        let known = self.state().running.get(&job.id).map(|known| known.told.executions);
        match known {
            Some(executions) if executions >= job.executions => return,
            // Its earlier execution has ended since the last tick.
            Some(_) => self.tell_changes(),
            None => {}
        }
        let mut state = self.state();
        let json = json(&job.without_partitions());
        self.tell(&mut state, "started", vec![(job.id.clone(), json)]);
        state.running.insert(job.id.clone(), Watched { told: job, updates });
    }

    /// Tells what has changed since the last time: one event for all jobs that go on, one for each that has ended.
    fn tell_changes(&self) {
        let mut state = self.state();
        let (mut progress, mut ends, mut abandoned) = (Vec::new(), Vec::new(), Vec::new());
        for (id, watched) in &mut state.running {
            let is_abandoned = watched.updates.has_changed().is_err();
            let now = Arc::clone(&watched.updates.borrow_and_update());
            if !Arc::ptr_eq(&now, &watched.told) {
                let changed = (id.clone(), json(&changes(&watched.told, &now)));
                match ending(now.status) {
                    Some(name) => ends.push((name, changed)),
                    None => progress.push(changed),
                }
                watched.told = now;
            } else if is_abandoned {
                // Its task broke off without a last state, and nothing will ever change.
                abandoned.push(id.clone());
            }
        }
        if !progress.is_empty() {
            self.tell(&mut state, "progress", progress);
        }
        for (name, changed) in ends {
            state.running.remove(&changed.0);
            let event = self.tell(&mut state, name, vec![changed]);
            state.ends.push_back(event);
            if state.ends.len() > ENDS_KEPT {
                state.ends.pop_front();
            }
        }
        for id in abandoned {
            tracing::error!(job = id, "a job broke off without an end");
            state.running.remove(&id);
        }
    }

    fn tell(&self, state: &mut State, name: &'static str, jobs: Vec<(String, String)>) -> Arc<HubEvent> {
        state.number += 1;
        let event = Arc::new(HubEvent::new(state.number, name, jobs));
        // Nobody may be listening.
        let _ = self.inner.sender.send(Arc::clone(&event));
        event
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A state that a panic left behind is one event short at worst, and no listener waits for it.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name of the event that tells of this end; nothing for a job that goes on.
pub(crate) fn ending(status: JobStatus) -> Option<&'static str> {
    match status {
        JobStatus::Completed => Some("done"),
        JobStatus::Failed => Some("failed"),
        JobStatus::Stopped => Some("stopped"),
        JobStatus::Starting | JobStatus::Started | JobStatus::Stopping => None,
    }
}

/// What is different about a job.
pub(crate) fn changes(before: &Job, now: &Job) -> JobProgress {
    let is_same_plan = before.tables.len() == now.tables.len();
    let tables = now.tables.iter().enumerate().filter_map(|(index, table)| {
        let before = before.tables.get(index).filter(|_| is_same_plan);
        (before != Some(table)).then(|| changed_table(before, table))
    });
    JobProgress {
        id: now.id.clone(),
        status: now.status,
        executions: now.executions,
        revision: now.revision,
        ended_at: now.ended_at.clone(),
        committed: now.committed,
        skipped: now.skipped,
        rows_per_second: now.rows_per_second,
        remaining_seconds: now.remaining_seconds,
        tables: tables.collect(),
        error: now.error.clone(),
        notes: (before.notes != now.notes).then(|| now.notes.clone()),
    }
}

/// A table with the partitions that are different; with all of them if it is cut otherwise than before.
fn changed_table(before: Option<&TableProgress>, now: &TableProgress) -> TableProgress {
    let before = before.filter(|before| before.partitions.len() == now.partitions.len());
    let is_new = |index: usize| before.is_none_or(|before| before.partitions[index] != now.partitions[index]);
    let partitions = now.partitions.iter().enumerate().filter(|(index, _)| is_new(*index));
    TableProgress {
        table: now.table.clone(),
        primary_key: now.primary_key.clone(),
        rows: now.rows,
        committed: now.committed,
        skipped: now.skipped,
        partitions: partitions.map(|(_, partition)| *partition).collect(),
        verification: now.verification.clone(),
        statistics: now.statistics.clone(),
        seconds: now.seconds,
        chunk_times: now.chunk_times,
    }
}

fn json(value: &impl serde::Serialize) -> String {
    // Jobs have a JSON form: no map in them has keys other than texts.
    serde_json::to_string(value).unwrap_or_default()
}
