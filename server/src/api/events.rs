//! The events of a load.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use contract::{ErrorBody, Job, JobStatus};
use futures::{StreamExt as _, stream};

use crate::{error::ApiError, state::AppState};

/// What an EventSource waits before it comes back.
const RETRY: Duration = Duration::from_secs(1);

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
    let events = stream::once(std::future::ready(snapshot))
        .chain(updates)
        .map(Ok::<_, Infallible>)
        .take_until(state.shutdown.clone().cancelled_owned());
    Ok(([("x-accel-buffering", "no")], Sse::new(events).keep_alive(KeepAlive::default())).into_response())
}

fn ending(status: JobStatus) -> Option<&'static str> {
    match status {
        JobStatus::Completed => Some("done"),
        JobStatus::Failed => Some("failed"),
        JobStatus::Stopped => Some("stopped"),
        JobStatus::Starting | JobStatus::Started | JobStatus::Stopping => None,
    }
}

/// Grows with every change of a job.
fn event_id(job: &Job) -> String {
    format!("{}.{}", job.executions, job.revision)
}

fn event(name: &str, job: &Job) -> Event {
    // A job has a JSON form.
    Event::default().event(name).id(event_id(job)).json_data(job).unwrap_or_default()
}
