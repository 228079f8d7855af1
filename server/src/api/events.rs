//! The events of loads: of one, and of all.

use std::{
    collections::{BTreeSet, VecDeque},
    convert::Infallible,
    sync::Arc,
    time::Duration,
};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use contract::{ErrorBody, Job, JobList, JobProgressList};
use futures::{Stream, StreamExt as _, stream};
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use utoipa::IntoParams;

use crate::{
    error::{ApiError, ApiQuery},
    event_hub::{EventHub, HubEvent, Subscription, changes, ending},
    state::AppState,
};

/// What an EventSource waits before it comes back.
const RETRY: Duration = Duration::from_secs(1);
/// Jobs that one stream may be asked for by name.
const MOST_NAMED: usize = 100;

/// Streams the progress of a job as server-sent events.
///
/// `snapshot`, then `progress` as the job goes on (it is told of at most five times a second, and only the latest state is
/// kept for a slow reader), then `done`, `failed` or `stopped`.
#[utoipa::path(
    get,
    path = "/jobs/{id}/events",
    tag = "jobs",
    params(
        ("id" = String, Path, description = "Id of a job"),
        ("last-event-id" = Option<String>, Header, description = "The last event that was seen")
    ),
    responses(
        (status = 200, description = "`snapshot`, then `progress` at most five times a second, then `done`, `failed` or `stopped`", body = Job, content_type = "text/event-stream"),
        (status = 204, description = "The job has ended and the last event was seen"),
        (status = 404, description = "There is no such job", body = ErrorBody)
    )
)]
pub(super) async fn job_events(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let launched = state.launcher.find(&id).await?;
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    if !launched.job.status.is_running() && last == Some(event_id(&launched.job).as_str()) {
        // An EventSource that came back after the end: 204 tells it to stay away.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let snapshot = event("snapshot", &launched.job).retry(RETRY);
    let updates = stream::unfold(Some((launched.job, launched.updates)), |state| async move {
        let (job, updates) = state?;
        if let Some(name) = ending(job.status) {
            return Some((event(name, &job), None));
        }
        // A job without updates has ended.
        let mut updates = updates?;
        updates.changed().await.ok()?;
        let job = Arc::clone(&updates.borrow_and_update());
        match ending(job.status) {
            Some(name) => Some((event(name, &job), None)),
            None => Some((event("progress", &job), Some((job, Some(updates))))),
        }
    });
    Ok(answer(&state, stream::once(std::future::ready(snapshot)).chain(updates)))
}

fn answer(state: &AppState, events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let events = events.map(Ok::<_, Infallible>).take_until(state.shutdown.clone().cancelled_owned());
    ([("x-accel-buffering", "no")], Sse::new(events).keep_alive(KeepAlive::default())).into_response()
}

/// Grows with every change of a job.
fn event_id(job: &Job) -> String {
    format!("{}.{}", job.executions, job.revision)
}

fn event(name: &str, job: &Job) -> Event {
    // A job has a JSON form.
    Event::default().event(name).id(event_id(job)).json_data(job).unwrap_or_default()
}

/// Which jobs to tell of.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// Ids of 1 to 100 jobs, with commas between them; without it, all jobs, also those that start later.
    jobs: Option<String>,
}

/// Streams the progress of all jobs as server-sent events.
///
/// `snapshot`: the running jobs, without partitions. `started`: a job, without partitions. `progress`: what has changed of the
/// running jobs, at most five times a second for all of them together. `done`, `failed`, `stopped`: what has changed of a job
/// that has ended. `experiment`: an experiment that has changed. The data of `snapshot` and `started` is a `JobList`, of `experiment` an
/// `ExperimentList`, of the others a `JobProgressList`. A reader that is too
/// slow misses events, and gets a `snapshot` instead. One that sends the last event it has seen is told of the ends of jobs
/// since then, up to 256, and then of the running ones. For named jobs the `snapshot` has them all, and the stream ends with
/// the last of them.
#[utoipa::path(
    get,
    path = "/events",
    tag = "jobs",
    params(
        EventsQuery,
        ("last-event-id" = Option<String>, Header, description = "The last event that was seen")
    ),
    responses(
        (status = 200, description = "`snapshot`, then `started`, `progress`, `done`, `failed`, `stopped` and `experiment` as they come", body = JobProgressList, content_type = "text/event-stream"),
        (status = 204, description = "All named jobs have ended and their last events were seen"),
        (status = 400, description = "More than 100 jobs, or none", body = ErrorBody),
        (status = 404, description = "There is no such job", body = ErrorBody)
    )
)]
pub(super) async fn all_events(
    State(state): State<AppState>,
    ApiQuery(query): ApiQuery<EventsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let seen = last.and_then(|last| last.split_once('.')).filter(|(epoch, _)| {
        // An event of an earlier run of the server says nothing of this one.
        epoch.parse() == Ok(state.events.epoch())
    });
    let seen = seen.and_then(|(_, number)| number.parse::<u64>().ok());
    // Subscribed first: what happens while jobs are read is told twice rather than never.
    let subscription = state.events.subscribe(seen);
    let mut listener = Listener::new(state.events.clone(), subscription);
    let Some(names) = query.jobs else {
        listener.tell_state();
        return Ok(answer(&state, listener.events()));
    };
    let names: BTreeSet<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
    if names.len() > MOST_NAMED || names.contains("") {
        let message = format!("name 1 to {MOST_NAMED} jobs, with commas between them");
        return Err(ApiError::bad_request("out_of_range", message).at("jobs"));
    }
    let mut jobs = Vec::with_capacity(names.len());
    for name in &names {
        jobs.push(state.launcher.find(name).await.map_err(|error| ApiError::from(error).at("jobs"))?.job);
    }
    let was_seen = |job: &Arc<Job>| {
        !job.status.is_running() && seen.is_some_and(|seen| state.events.has_told_end(&job.id, seen))
    };
    if jobs.iter().all(was_seen) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    listener.tell_named(&jobs);
    Ok(answer(&state, listener.events()))
}

/// Who reads a stream of the hub's events.
struct Listener {
    hub: EventHub,
    subscription: Subscription,
    pending: VecDeque<Event>,
    /// The named jobs that have not ended; `None` if all jobs are wanted.
    named: Option<BTreeSet<String>>,
}

impl Listener {
    fn new(hub: EventHub, subscription: Subscription) -> Self {
        Self { hub, subscription, pending: VecDeque::new(), named: None }
    }

    /// Tells the state that the subscription started with: the ends that were missed, then what runs.
    fn tell_state(&mut self) {
        for end in std::mem::take(&mut self.subscription.ends) {
            self.tell(&end);
        }
        let named = self.named.as_ref();
        let running = std::mem::take(&mut self.subscription.running);
        let running = running.iter().filter(|job| named.is_none_or(|named| named.contains(&job.id)));
        let snapshot = self.snapshot(running);
        self.pending.push_back(snapshot);
    }

    /// Tells of named jobs as they stand, those that have ended included.
    fn tell_named(&mut self, jobs: &[Arc<Job>]) {
        let snapshot = self.snapshot(jobs.iter());
        self.pending.push_back(snapshot);
        for job in jobs {
            if let Some(name) = ending(job.status) {
                let data = JobProgressList { jobs: vec![changes(job, job)] };
                let event = self.event(name, self.subscription.number);
                // A list of jobs has a JSON form.
                self.pending.push_back(event.json_data(data).unwrap_or_default());
            }
        }
        let running = jobs.iter().filter(|job| job.status.is_running());
        self.named = Some(running.map(|job| job.id.clone()).collect());
    }

    fn snapshot<'a>(&self, jobs: impl Iterator<Item = &'a Arc<Job>>) -> Event {
        let list = JobList { jobs: jobs.map(|job| job.without_partitions()).collect(), next: None };
        let event = self.event("snapshot", self.subscription.number).retry(RETRY);
        // A list of jobs has a JSON form.
        event.json_data(list).unwrap_or_default()
    }

    fn event(&self, name: &str, number: u64) -> Event {
        Event::default().event(name).id(format!("{}.{number}", self.hub.epoch()))
    }

    fn tell(&mut self, told: &HubEvent) {
        let event = self.event(told.name, told.number);
        let Some(named) = &mut self.named else {
            self.pending.push_back(event.data(told.data()));
            return;
        };
        let Some(data) = told.data_of(|id| named.contains(id)) else { return };
        if told.is_end() {
            for id in told.ids() {
                named.remove(id);
            }
        }
        self.pending.push_back(event.data(data));
    }

    fn events(self) -> impl Stream<Item = Event> {
        stream::unfold(self, |mut listener| async move {
            loop {
                if let Some(event) = listener.pending.pop_front() {
                    return Some((event, listener));
                }
                if listener.named.as_ref().is_some_and(BTreeSet::is_empty) {
                    return None;
                }
                match listener.subscription.receiver.recv().await {
                    Ok(told) => {
                        listener.subscription.number = told.number;
                        listener.tell(&told);
                    }
                    Err(RecvError::Lagged(_)) => {
                        let seen = listener.subscription.number;
                        listener.subscription = listener.hub.subscribe(Some(seen));
                        listener.tell_state();
                    }
                    Err(RecvError::Closed) => return None,
                }
            }
        })
    }
}
