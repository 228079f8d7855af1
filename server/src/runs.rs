//! Pages of loads: the table of all of them, one, several beside each other, and the part of the page that shows the newest.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::{
    ExperimentsPage, Failure, Language, PART_HEADER, RunsPage, RunsQuery, experiments_shell, runs_drawer,
    runs_shell,
};
use axum::{
    Router,
    extract::{Path, Query, Request, State, rejection::QueryRejection},
    http::header,
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use contract::{Job, RejectedRow};
use leptos::prelude::{AnyView, Owner, RenderHtml as _, provide_context};
use loader::{JobOrder, JobSearch, JobState, LaunchError};
use serde::Deserialize;

use crate::{
    error::ApiError,
    page::{language_for, render, render_failure},
    state::AppState,
};

/// Loads in the drawer of the page.
const NEWEST: u32 = 20;
/// Loads or experiments that are put beside each other at most.
const MOST_COMPARED: usize = 8;
/// Refused rows that the page of a load shows; all of them are in its CSV.
const SHOWN_REFUSED: usize = 100;

/// Executions whose refused rows are kept in memory.
const KEPT_REJECTED: usize = 64;
/// How long a page waits for a target.
const PATIENCE: Duration = Duration::from_secs(3);

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
    let rejected = rejected(&state, &job).await;
    show(&state, RunsPage::Run { job: Box::new(job), rejected }, request).await
}

/// The first rows that the database refused. The target lists them: it is left alone while it is at work, it is not waited for long, and
/// what an execution has been told once is known.
async fn rejected(state: &AppState, job: &Job) -> Result<Vec<RejectedRow>, String> {
    if job.skipped == 0 || job.status.is_running() {
        return Ok(Vec::new());
    }
    let of = (job.id.clone(), job.executions);
    if let Some(known) = state.rejected.get(&of) {
        return Ok(known);
    }
    match tokio::time::timeout(PATIENCE, state.launcher.rejected(&job.id)).await {
        Ok(Ok(mut rows)) => {
            rows.truncate(SHOWN_REFUSED);
            state.rejected.keep(of, rows.clone());
            Ok(rows)
        }
        Ok(Err(error)) => Err(ApiError::from(error).message().to_owned()),
        Err(_) => Err("the target does not answer in time; its refused rows cannot be listed now".to_owned()),
    }
}

/// The refused rows of executions that somebody has looked at. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct RejectedRows {
    known: Arc<Mutex<HashMap<Executed, Vec<RejectedRow>>>>,
}

/// A job, and which time it was started.
type Executed = (String, u32);

impl RejectedRows {
    fn get(&self, execution: &Executed) -> Option<Vec<RejectedRow>> {
        // No code that can panic runs while the lock is held.
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(execution).cloned()
    }

    fn keep(&self, execution: Executed, rows: Vec<RejectedRow>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT_REJECTED {
            known.clear();
        }
        known.insert(execution, rows);
    }
}

/// Loads by their ids, `run=ID&run=ID`. Those that are gone are left out.
async fn compare(
    State(state): State<AppState>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
    request: Request,
) -> Response {
    let (ids, left_out) = compared(query, "run");
    let mut jobs = Vec::new();
    for id in ids {
        match state.launcher.find(&id).await {
            Ok(launched) => jobs.push(Job::clone(&launched.job)),
            Err(LaunchError::UnknownJob(_)) => {}
            Err(error) => return failed(&state, error, request).await,
        }
    }
    show(&state, RunsPage::Compare { jobs, left_out }, request).await
}

/// What a comparison is asked for: the ids under a name of a query, as many as stand beside each other, and how many more there are.
pub(crate) fn compared(
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
    name: &str,
) -> (Vec<String>, usize) {
    let pairs = query.map(|Query(pairs)| pairs).unwrap_or_default();
    let mut ids: Vec<String> = Vec::new();
    for (_, id) in pairs.into_iter().filter(|(other, _)| other == name) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let left_out = ids.len().saturating_sub(MOST_COMPARED);
    ids.truncate(MOST_COMPARED);
    (ids, left_out)
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
    let language = part_language(&request).unwrap_or_else(|| language_for(&request));
    part(language, || runs_drawer(&found.jobs, found.count))
}

/// The language of the document that asks for a part of itself alone, if one does.
fn part_language(request: &Request) -> Option<Language> {
    Language::of_code(request.headers().get(PART_HEADER)?.to_str().ok()?)
}

/// What is said in a language.
pub(crate) fn said_in<T>(language: Language, say: impl FnOnce() -> T) -> T {
    Owner::new().with(|| {
        provide_context(language);
        say()
    })
}

/// A part of a document.
fn part(language: Language, show: impl FnOnce() -> AnyView) -> Response {
    let html = said_in(language, || show().to_html());
    ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response()
}

async fn show(state: &AppState, page: RunsPage, request: Request) -> Response {
    if let Some(language) = part_language(&request) {
        return part(language, || page.part());
    }
    let files = state.page_files.clone();
    whole(render(move || runs_shell(files.clone(), page.clone()), (), request).await)
}

/// A document that is new each time.
fn whole(mut document: Response) -> Response {
    document.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    document
}

/// A page of experiments, or the part of it that is asked for alone.
pub(crate) async fn show_experiments(state: &AppState, page: ExperimentsPage, request: Request) -> Response {
    if let Some(language) = part_language(&request) {
        return part(language, || page.part());
    }
    let files = state.page_files.clone();
    let mut response =
        whole(render(move || experiments_shell(files.clone(), page.clone()), (), request).await);
    // A form of a page without referrers comes from nowhere, and would be refused as one of another site.
    let own = header::HeaderValue::from_static("same-origin");
    response.headers_mut().insert(header::REFERRER_POLICY, own);
    response
}

async fn failed(state: &AppState, error: LaunchError, request: Request) -> Response {
    let unknown = match &error {
        LaunchError::UnknownJob(id) => Some(Failure::UnknownLoad(id.clone())),
        _ => None,
    };
    show_failure(state, unknown, &ApiError::from(error), request).await
}

/// The page that says that something is unknown, or else what went wrong.
pub(crate) async fn show_failure(
    state: &AppState,
    unknown: Option<Failure>,
    error: &ApiError,
    request: Request,
) -> Response {
    let failure = unknown.unwrap_or_else(|| Failure::Other(error.message().to_owned()));
    render_failure(state, error.status(), failure, request).await
}
