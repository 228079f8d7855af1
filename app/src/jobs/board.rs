//! The jobs that the page knows, kept up to date while they run.

use std::{collections::HashSet, time::Duration};

use contract::Job;
use futures::{
    StreamExt as _,
    future::{Either, select},
    stream::select_all,
};
use gloo_net::eventsource::{State, futures::EventSource};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};

use crate::api;

/// How long the page waits before it asks for a lost stream again.
const RETRY: Duration = Duration::from_secs(1);
const EVENTS: [&str; 5] = ["snapshot", "progress", "done", "failed", "stopped"];

/// The jobs, newest first. A copy is the same board.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JobBoard {
    pub(crate) jobs: RwSignal<Vec<Job>>,
    pub(crate) is_open: RwSignal<bool>,
    /// The jobs that a stream is open for.
    followed: StoredValue<HashSet<String>>,
    /// Whether the server was lost while a job ran.
    pub(crate) is_offline: RwSignal<bool>,
}

impl JobBoard {
    /// A board without jobs.
    pub(crate) fn new() -> Self {
        Self {
            jobs: RwSignal::new(Vec::new()),
            is_open: RwSignal::new(false),
            followed: StoredValue::new(HashSet::new()),
            is_offline: RwSignal::new(false),
        }
    }

    /// Asks the server for all jobs, and follows those that run.
    pub(crate) fn refresh(self) {
        spawn_local(async move {
            if let Ok(jobs) = api::jobs().await {
                let running: Vec<Job> = jobs.iter().filter(|job| job.status.is_running()).cloned().collect();
                self.jobs.set(jobs);
                for job in running {
                    self.follow(job.id);
                }
            }
        });
    }

    /// Opens the drawer at a job that has just been started, and follows it.
    pub(crate) fn show(self, job: Job) {
        self.is_open.set(true);
        let id = job.id.clone();
        let is_running = job.status.is_running();
        self.put(job);
        if is_running {
            self.follow(id);
        }
    }

    /// Takes a job off the board.
    pub(crate) fn remove(self, id: &str) {
        self.jobs.update(|jobs| jobs.retain(|job| job.id != id));
    }

    /// A new state of a job, at its place or at the top.
    pub(crate) fn put(self, job: Job) {
        self.jobs.update(|jobs| match jobs.iter_mut().find(|known| known.id == job.id) {
            // Answers and events may overtake each other; a job never goes back in time.
            Some(known) if (known.executions, known.revision) > (job.executions, job.revision) => {}
            Some(known) => *known = job,
            None => jobs.insert(0, job),
        });
    }

    /// Follows a job's events until it ends. A server that goes away is asked again every second.
    fn follow(self, id: String) {
        let is_new = self.followed.try_update_value(|followed| followed.insert(id.clone()));
        if is_new != Some(true) {
            return;
        }
        spawn_local(async move {
            while !self.listen(&id).await {
                self.is_offline.set(true);
                sleep(RETRY).await;
            }
            self.is_offline.set(false);
            self.followed.update_value(|followed| {
                followed.remove(&id);
            });
        });
    }

    /// Listens to one stream; whether the job has ended. A lost connection the browser opens again by itself; that it is
    /// lost, only the stream's state tells.
    async fn listen(self, id: &str) -> bool {
        let Ok(mut source) = EventSource::new(&format!("/api/jobs/{id}/events")) else { return true };
        let subscriptions = EVENTS.iter().filter_map(|event| source.subscribe(*event).ok());
        let mut messages = select_all(subscriptions.collect::<Vec<_>>());
        loop {
            let message = match select(messages.next(), Box::pin(sleep(RETRY))).await {
                Either::Left((message, _)) => message,
                Either::Right(_) => {
                    self.is_offline.set(source.state() != State::Open);
                    continue;
                }
            };
            // An error ends this stream; what becomes of the job, the next one tells.
            let Some(Ok((_, message))) = message else { return false };
            let text = message.data().as_string().unwrap_or_default();
            let Ok(job) = serde_json::from_str::<Job>(&text) else { continue };
            self.is_offline.set(false);
            let has_ended = !job.status.is_running();
            self.put(job);
            if has_ended {
                return true;
            }
        }
    }
}
