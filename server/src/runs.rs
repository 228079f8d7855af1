//! Pages of loads: the table of all of them, one, several beside each other, and the part of the page that shows the newest.

use app::{Failure, RunsPage, RunsQuery, runs_drawer, runs_shell};
use axum::{
    Router,
    extract::{Path, Query, Request, State, rejection::QueryRejection},
    http::header,
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use contract::Job;
use leptos::prelude::{Owner, RenderHtml as _, provide_context};
use loader::{JobOrder, JobSearch, JobState, LaunchError};
use serde::Deserialize;

use crate::{
    error::ApiError,
    page::{language_for, render, render_failure},
    state::AppState,
};

/// Loads in the drawer of the page.
const NEWEST: u32 = 20;
/// Loads that are put beside each other at most.
const MOST_COMPARED: usize = 8;
/// Refused rows that the page of a load shows; all of them are in its CSV.
const SHOWN_REFUSED: usize = 100;

/// The routes of these pages.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/runs", get(list))
        .route("/runs/drawer", get(drawer))
        .route("/runs/compare", get(compare))
        .route("/runs/{id}", get(run))
}

/// The query of the table. What nobody writes but by hand is taken for what it is nearest to: a page is shown in any case.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    text: String,
    state: String,
    order: String,
    ascending: String,
    page: String,
}

async fn list(
    State(state): State<AppState>,
    query: Result<Query<ListQuery>, QueryRejection>,
    request: Request,
) -> Response {
    let asked = query.map(|Query(asked)| asked).unwrap_or_default();
    let query = RunsQuery {
        text: asked.text.trim().to_owned(),
        state: asked.state,
        order: asked.order,
        is_ascending: asked.ascending == "true",
        page: asked.page.parse().unwrap_or(0),
    };
    let search = JobSearch {
        text: query.text.clone(),
        state: match query.state.as_str() {
            "running" => Some(JobState::Running),
            "stopped" => Some(JobState::Stopped),
            "failed" => Some(JobState::Failed),
            "completed" => Some(JobState::Completed),
            _ => None,
        },
        order: match query.order.as_str() {
            "tables" => JobOrder::Tables,
            "target" => JobOrder::Target,
            "rows" => JobOrder::Rows,
            "rate" => JobOrder::Rate,
            "seconds" => JobOrder::Seconds,
            "data" => JobOrder::DataBytes,
            "index" => JobOrder::IndexBytes,
            _ => JobOrder::Created,
        },
        is_ascending: query.is_ascending,
        skip: query.page.saturating_mul(u64::from(RunsQuery::ROWS)),
        limit: RunsQuery::ROWS,
    };
    match state.launcher.search(&search).await {
        Ok(found) => {
            show(&state, RunsPage::List { query, jobs: found.jobs, count: found.count }, request).await
        }
        Err(error) => failed(&state, error, request).await,
    }
}

async fn run(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let job = match state.launcher.find(&id).await {
        Ok(launched) => Job::clone(&launched.job),
        Err(error) => return failed(&state, error, request).await,
    };
    // The target lists them; while it is at work it is left alone.
    let rejected = if job.skipped == 0 || job.status.is_running() {
        Ok(Vec::new())
    } else {
        let rejected = state.launcher.rejected(&id).await;
        rejected
            .map(|mut rows| {
                rows.truncate(SHOWN_REFUSED);
                rows
            })
            .map_err(|error| ApiError::from(error).message().to_owned())
    };
    show(&state, RunsPage::Run { job: Box::new(job), rejected }, request).await
}

/// Loads by their ids, `run=ID&run=ID`. Those that are gone are left out.
async fn compare(
    State(state): State<AppState>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
    request: Request,
) -> Response {
    let pairs = query.map(|Query(pairs)| pairs).unwrap_or_default();
    let ids = pairs.into_iter().filter(|(name, _)| name == "run").map(|(_, id)| id);
    let mut jobs = Vec::new();
    for id in ids.take(MOST_COMPARED) {
        match state.launcher.find(&id).await {
            Ok(launched) => jobs.push(Job::clone(&launched.job)),
            Err(LaunchError::UnknownJob(_)) => {}
            Err(error) => return failed(&state, error, request).await,
        }
    }
    show(&state, RunsPage::Compare { jobs }, request).await
}

/// The newest loads, as a part of a document.
async fn drawer(State(state): State<AppState>, request: Request) -> Response {
    let search = JobSearch { limit: NEWEST, ..JobSearch::default() };
    let mut found = match state.launcher.search(&search).await {
        Ok(found) => found,
        Err(error) => return ApiError::from(error).into_response(),
    };
    for job in found.jobs.iter_mut().filter(|job| job.status.is_running()) {
        // Partitions of those that run: lists have none.
        if let Ok(launched) = state.launcher.find(&job.id).await {
            *job = Job::clone(&launched.job);
        }
    }
    let language = language_for(&request);
    let html = Owner::new().with(|| {
        provide_context(language);
        runs_drawer(&found.jobs, found.count).to_html()
    });
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

async fn show(state: &AppState, page: RunsPage, request: Request) -> Response {
    let files = state.page_files.clone();
    let mut response = render(move || runs_shell(files.clone(), page.clone()), (), request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

async fn failed(state: &AppState, error: LaunchError, request: Request) -> Response {
    let unknown = match &error {
        LaunchError::UnknownJob(id) => Some(Failure::UnknownLoad(id.clone())),
        _ => None,
    };
    let error = ApiError::from(error);
    let failure = unknown.unwrap_or_else(|| Failure::Other(error.message().to_owned()));
    render_failure(state, error.status(), failure, request).await
}
