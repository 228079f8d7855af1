//! The jobs that the page knows, kept up to date while they run.

use std::time::Duration;

use contract::{Job, JobList, JobProgress, JobProgressList};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};

use super::{feed, merge};
use crate::api;

/// How often the server is asked where the browser cannot share a stream among its tabs: while a job runs, and otherwise.
const POLL: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(10)];

/// The jobs, newest first. A copy is the same board.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JobBoard {
    pub(crate) jobs: RwSignal<Vec<Job>>,
    pub(crate) is_open: RwSignal<bool>,
    /// Whether the server does not answer.
    pub(crate) is_offline: RwSignal<bool>,
    /// When it was heard of last, in milliseconds since 1970.
    pub(crate) heard_at: RwSignal<f64>,
}

impl JobBoard {
    /// A board without jobs.
    pub(crate) fn new() -> Self {
        Self {
            jobs: RwSignal::new(Vec::new()),
            is_open: RwSignal::new(false),
            is_offline: RwSignal::new(false),
            heard_at: RwSignal::new(0.0),
        }
    }

    /// Asks the server for its jobs, and follows what becomes of them and of those that start later.
    pub(crate) fn follow(self) {
        let is_fed = feed::listen(move |name, data| self.receive(name, data));
        spawn_local(async move {
            loop {
                self.refresh().await;
                if is_fed {
                    return;
                }
                let is_running =
                    self.jobs.with_untracked(|jobs| jobs.iter().any(|job| job.status.is_running()));
                sleep(POLL[usize::from(!is_running)]).await;
            }
        });
    }

    async fn refresh(self) {
        let jobs = api::jobs().await;
        self.hear(jobs.is_ok());
        for job in jobs.into_iter().flatten().rev() {
            self.put(job);
        }
    }

    /// Notes whether the server answers.
    fn hear(self, is_there: bool) {
        if is_there {
            self.heard_at.set(js_sys::Date::now());
        }
        if self.is_offline.get_untracked() == is_there {
            self.is_offline.set(!is_there);
        }
    }

    /// Opens the drawer at a job that has just been started.
    pub(crate) fn show(self, job: Job) {
        self.is_open.set(true);
        self.put(job);
    }

    /// Takes a job off the board.
    pub(crate) fn remove(self, id: &str) {
        self.jobs.update(|jobs| jobs.retain(|job| job.id != id));
    }

    /// A state of a job, at its place or at the top.
    pub(crate) fn put(self, job: Job) {
        self.jobs.update(|jobs| match jobs.iter_mut().find(|known| known.id == job.id) {
            Some(known) => merge::put(known, job),
            None => jobs.insert(0, job),
        });
    }

    /// Asks for a job with its partitions.
    pub(super) fn read(self, id: String) {
        spawn_local(async move {
            if let Ok(job) = api::job(&id).await {
                self.put(job);
            }
        });
    }

    fn receive(self, name: &str, data: &str) {
        self.hear(name != "error");
        match name {
            "open" | "error" => {}
            "snapshot" | "started" => {
                let Ok(JobList { jobs, .. }) = serde_json::from_str(data) else { return };
                if name == "snapshot" {
                    self.read_ended(&jobs);
                }
                jobs.into_iter().for_each(|job| self.put(job));
            }
            _ => {
                let Ok(JobProgressList { jobs }) = serde_json::from_str(data) else { return };
                self.jobs.update(|known| jobs.into_iter().for_each(|progress| advance(known, progress)));
            }
        }
    }

    /// A job that ran and does so no longer has ended while nobody listened.
    fn read_ended(self, running: &[Job]) {
        let ended = self.jobs.with_untracked(|jobs| {
            let is_ended =
                |job: &&Job| job.status.is_running() && running.iter().all(|other| other.id != job.id);
            jobs.iter().filter(is_ended).map(|job| job.id.clone()).collect::<Vec<_>>()
        });
        ended.into_iter().for_each(|id| self.read(id));
    }
}

fn advance(jobs: &mut [Job], progress: JobProgress) {
    if let Some(job) = jobs.iter_mut().find(|job| job.id == progress.id) {
        merge::advance(job, progress);
    }
}
