//! Rows as server-sent events, in constant memory: an event is made when the one before it was taken.

use std::{ops::Range, sync::Arc};

use axum::{
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{StreamExt as _, stream};

use crate::{
    error::ApiError,
    rows::{RowsRequest, Work},
    state::AppState,
};

/// Rows of one event.
const EVENT_ROWS: u64 = 100;
/// Bytes of an event that has enough rows. One that is longer has one row, or ends with the row that made it so.
const EVENT_BYTES: usize = 256 << 10;

/// The rows of a request for NDJSON as events `data` and a last one `complete`. The id of an event is the row behind it, so a
/// client that comes back goes on there.
pub(super) fn row_events(
    state: &AppState,
    request: RowsRequest,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let rows = request.rows.clone();
    let last: Option<u64> =
        headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let start = last.unwrap_or(rows.start).clamp(rows.start, rows.end);
    if last.is_some() && start == rows.end {
        // An EventSource that came back after the end: 204 tells it to stay away.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let place = state.streams.place()?;
    let work = Arc::new(Work::new(request));
    let events = stream::unfold((Some(start), place), move |(next, place)| {
        let (work, rows) = (Arc::clone(&work), rows.clone());
        async move {
            let start = next?;
            if start == rows.end {
                // With an id, or a client that asked for no rows would come back for ever.
                let complete = Event::default().event("complete").id(start.to_string()).data("{}");
                return Some((Ok(complete), (None, place)));
            }
            // A worker that breaks off breaks the connection: the client comes back and goes on behind the last event.
            Some(match place.work(move || event(&work, start, &rows)).await {
                Ok((event, end)) => (Ok(event), (Some(end), place)),
                Err(error) => (Err(error), (None, place)),
            })
        }
    });
    let events = events.take_until(state.shutdown.clone().cancelled_owned());
    Ok(([("x-accel-buffering", "no")], Sse::new(events).keep_alive(KeepAlive::default())).into_response())
}

/// An event of the rows from `start` on, in the form of [`contract::RowsEvent`], and the row behind it. Written without detours,
/// since a row may have megabytes.
fn event(work: &Work, start: u64, rows: &Range<u64>) -> (Event, u64) {
    let mut data = b"{\"rows\":[".to_vec();
    // NDJSON ends each row with a line break; a list has commas.
    let end = work.write_some(start, EVENT_ROWS, EVENT_BYTES, &mut data, |data| {
        if let Some(end) = data.last_mut() {
            *end = b',';
        }
    });
    data.pop();
    let (progress, total) = (end - rows.start, rows.end - rows.start);
    data.extend_from_slice(format!("],\"progress\":{progress},\"total\":{total}}}").as_bytes());
    // What is JSON is UTF-8.
    let data = String::from_utf8_lossy(&data);
    (Event::default().event("data").id(end.to_string()).data(data), end)
}
