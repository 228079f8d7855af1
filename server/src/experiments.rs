//! Pages of experiments: their list, the form of a new one, the page of one with its results.

use std::collections::{BTreeMap, BTreeSet};

use app::{ExperimentForm, ExperimentQuery, ExperimentsPage, Failure, Language, experiment_image};
use axum::{
    Form, Router,
    body::Body,
    extract::{FromRequest as _, Path, Query, Request, State, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use contract::{Experiment, ExperimentRequest, Level, SettingScope, TargetKind, preset, setting};
use generator::DatasetSpec;
use loader::ExperimentError;
use serde::Deserialize;

use crate::{
    error::ApiError,
    language::{language_of, language_of_query},
    page::render_failure,
    runs::{compared, said_in, show_experiments, show_failure},
    state::AppState,
};

/// Experiments of the list.
const LISTED: u32 = 200;
/// Datasets to choose from.
const DATASETS: u32 = 30;
/// The question of a form that names none, and about how long its experiment may take.
const QUESTION: &str = "which-key";
const MINUTES: &str = "5";
/// Rows a second where nobody has loaded into the target yet: a modest one on two processors.
const ROWS_A_SECOND: f64 = 50_000.0;
/// Rows of a run at least and at most that a form fills in.
const LEAST_ROWS: u64 = 1_000;
const MOST_ROWS: u64 = 5_000_000;
/// Rows of a run where nothing can be estimated.
const ROWS_WITHOUT_A_PLAN: u64 = 100_000;

/// The routes of these pages.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/experiments", get(list))
        .route("/experiments/new", get(new).post(begin))
        .route("/experiments/compare", get(compare))
        .route("/experiments/{id}", get(one))
        .route("/experiments/{id}/plot.svg", get(plot))
}

async fn list(State(state): State<AppState>, request: Request) -> Response {
    match state.laboratory.list(LISTED).await {
        Ok(experiments) => show_experiments(&state, ExperimentsPage::List(experiments), request).await,
        Err(error) => failed(&state, error, request).await,
    }
}

/// The query of one. What nobody writes but by hand is taken for what it is nearest to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OneQuery {
    order: String,
    group: String,
}

async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    query: Result<Query<OneQuery>, QueryRejection>,
    request: Request,
) -> Response {
    let OneQuery { order, group } = query.map(|Query(query)| query).unwrap_or_default();
    match state.laboratory.find(&id).await {
        Ok(experiment) => {
            let page = ExperimentsPage::One(Box::new(experiment), ExperimentQuery { order, group });
            show_experiments(&state, page, request).await
        }
        Err(error) => failed(&state, error, request).await,
    }
}

/// Experiments by their ids, `experiment=ID&experiment=ID`. Those that are gone are left out.
async fn compare(
    State(state): State<AppState>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
    request: Request,
) -> Response {
    let (ids, left_out) = compared(query, "experiment");
    let mut experiments = Vec::new();
    for id in ids {
        match state.laboratory.find(&id).await {
            Ok(experiment) => experiments.push(experiment),
            Err(ExperimentError::Unknown(_)) => {}
            Err(error) => return failed(&state, error, request).await,
        }
    }
    show_experiments(&state, ExperimentsPage::Compare(experiments, left_out), request).await
}

/// The drawing of an experiment as a file.
async fn plot(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let experiment = match state.laboratory.find(&id).await {
        Ok(experiment) => experiment,
        Err(error) => return failed(&state, error, request).await,
    };
    let asked = language_of_query(request.uri().query()).or_else(|| language_of(request.headers()));
    match said_in(asked.unwrap_or(Language::English), || experiment_image(&experiment)) {
        Some(image) => {
            let headers = [
                (header::CONTENT_TYPE, "image/svg+xml"),
                (header::CACHE_CONTROL, "no-store"),
                // It has its own style, and nothing else.
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
            ];
            (headers, image).into_response()
        }
        None => {
            let failure = Failure::Other("nothing of the experiment is measured yet".to_owned());
            render_failure(&state, StatusCode::NOT_FOUND, failure, request).await
        }
    }
}

async fn failed(state: &AppState, error: ExperimentError, request: Request) -> Response {
    let unknown = match &error {
        ExperimentError::Unknown(id) => Some(Failure::UnknownExperiment(id.clone())),
        _ => None,
    };
    show_failure(state, unknown, &ApiError::from(error), request).await
}

/// What the form is about, and what is typed into it. Fields with other names are levels of factors.
type Fields = BTreeMap<String, String>;

async fn new(
    State(state): State<AppState>,
    query: Result<Query<Fields>, QueryRejection>,
    request: Request,
) -> Response {
    let fields = query.map(|Query(fields)| fields).unwrap_or_default();
    let form = match fields.get("from") {
        Some(id) => match state.laboratory.find(id).await {
            Ok(experiment) => filled_by(&state, &experiment).await,
            Err(error) => return failed(&state, error, request).await,
        },
        None => filled(&state, &fields).await,
    };
    match form {
        Ok(form) => show_experiments(&state, ExperimentsPage::New(Box::new(form)), request).await,
        Err(error) => render_failure(&state, error.status(), failure_of(&fields, &error), request).await,
    }
}

async fn begin(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let sent = Request::from_parts(parts.clone(), body);
    let request = Request::from_parts(parts, Body::empty());
    let fields = match Form::<Fields>::from_request(sent, &state).await {
        Ok(Form(fields)) => fields,
        Err(rejection) => {
            let failure = Failure::Other(rejection.body_text());
            return render_failure(&state, rejection.status(), failure, request).await;
        }
    };
    let mut form = match typed(&state, &fields).await {
        Ok(form) => form,
        Err(error) => {
            return render_failure(&state, error.status(), failure_of(&fields, &error), request).await;
        }
    };
    // Nobody consents by following a link, and who does consents for one target.
    form.may_change = fields.get("may_change").is_some_and(|target| *target == form.target);
    match carry_out(&state, &mut form, fields.get("action").map(String::as_str)).await {
        Ok(Some(experiment)) => Redirect::to(&format!("/experiments/{}", experiment.id)).into_response(),
        Ok(None) => show_experiments(&state, ExperimentsPage::New(Box::new(form)), request).await,
        Err(error) => {
            form.problem = Some(error.message().to_owned());
            let shown = show_experiments(&state, ExperimentsPage::New(Box::new(form)), request).await;
            (error.status(), shown).into_response()
        }
    }
}

/// Why there is no form.
fn failure_of(fields: &Fields, error: &ApiError) -> Failure {
    match fields.get("dataset") {
        Some(id) if error.status() == StatusCode::NOT_FOUND => Failure::UnknownDataset(id.clone()),
        _ => Failure::Other(error.message().to_owned()),
    }
}

/// Begins the experiment of a form, or finds out what it would do.
async fn carry_out(
    state: &AppState,
    form: &mut ExperimentForm,
    action: Option<&str>,
) -> Result<Option<Experiment>, ApiError> {
    let dataset = state.dataset(&form.dataset).await?;
    // What is not said is filled in where it is seen before it is sent, and nowhere else.
    if form.target.is_empty() {
        return Err(ApiError::bad_request("missing_field", "no target is chosen; choose one"));
    }
    let request = request_of(form)?;
    if action == Some("start") {
        return Ok(Some(state.laboratory.start(request, dataset.spec()).await?));
    }
    form.plan = Some(state.laboratory.plan(request, dataset.spec()).await?);
    Ok(None)
}

/// What a form asks for.
///
/// # Errors
/// Numbers that are none.
fn request_of(form: &ExperimentForm) -> Result<ExperimentRequest, ApiError> {
    let number = |name: &str, text: &str| {
        let plain: String = text.chars().filter(|character| !matches!(character, ',' | ' ' | '_')).collect();
        plain.parse::<u64>().map_err(|_| {
            ApiError::bad_request(
                "out_of_range",
                format!("`{text}` is no whole number; write one for {name}"),
            )
        })
    };
    let levels = |typed: &String| {
        let levels = typed.split(',').map(str::trim).filter(|level| !level.is_empty());
        levels.map(|level| Level(level.to_owned())).collect::<Vec<_>>()
    };
    let factors = form.levels.iter().map(|(name, typed)| (name.clone(), levels(typed)));
    let repeats = number("repeats", &form.repeats)?;
    Ok(ExperimentRequest {
        name: form.name.clone().unwrap_or_default(),
        dataset: form.dataset.clone(),
        table: form.table.clone(),
        target: form.target.clone(),
        rows: (!form.rows.is_empty()).then(|| number("rows", &form.rows)).transpose()?,
        factors: factors.filter(|(_, levels)| !levels.is_empty()).collect(),
        repeats: u32::try_from(repeats).unwrap_or(u32::MAX),
        order_seed: u32::try_from(number("order_seed", &form.order_seed)?).unwrap_or(u32::MAX),
        warm_up: form.warms_up,
        keep_tables: form.keeps_tables,
        may_change: server_settings(form),
    })
}

/// The settings of the whole server that a form varies, if it allows that.
fn server_settings(form: &ExperimentForm) -> BTreeSet<String> {
    let varied = form.levels.iter().filter(|(_, levels)| form.may_change && !levels.is_empty());
    let is_of_server = |name: &&str| {
        let found = form.kind().and_then(|kind| setting(kind, name));
        found.is_some_and(|setting| setting.scope == SettingScope::Server)
    };
    let names = varied.filter_map(|(factor, _)| factor.strip_prefix("setting."));
    names.filter(is_of_server).map(str::to_owned).collect()
}

/// A form as far as the address says what it is about; the rest by its question.
async fn filled(state: &AppState, fields: &Fields) -> Result<ExperimentForm, ApiError> {
    let mut form = typed(state, fields).await?;
    if form.dataset.is_empty() {
        return Ok(form);
    }
    choose_target(&mut form);
    let Some(kind) = form.kind() else { return Ok(form) };
    let others = take_out_levels_of_others(&mut form, kind);
    // Without a question, what is typed stays.
    if form.preset.is_empty() {
        if !others.is_empty() {
            let names = others.join(", ");
            form.problem = Some(format!("left out, because this target has no such thing: {names}"));
        }
        return Ok(form);
    }
    let question = preset(&form.preset);
    let factors = question.and_then(|question| question.factors(kind));
    if question.is_some() && factors.is_none() {
        form.problem =
            Some("this question cannot be asked of this target; choose another one of either".to_owned());
    }
    for (name, levels) in factors.unwrap_or_default() {
        let levels: Vec<String> = levels.into_iter().map(|level| level.0).collect();
        form.levels.insert(name, levels.join(", "));
    }
    let dataset = state.dataset(&form.dataset).await?;
    match rows_within(state, &form, dataset.spec()).await {
        Ok(rows) => form.rows = rows.to_string(),
        Err(error) => {
            // Not all of a large table, just because something else is wrong.
            let there = form.tables.iter().find(|(name, _)| *name == form.table).map_or(0, |(_, rows)| *rows);
            form.rows = there.min(ROWS_WITHOUT_A_PLAN).to_string();
            form.problem.get_or_insert(error.message().to_owned());
        }
    }
    Ok(form)
}

/// Chooses the first target that can be reached, where none is chosen.
fn choose_target(form: &mut ExperimentForm) {
    if form.target.is_empty() {
        let first = form.targets.iter().find(|target| target.reachable);
        form.target = first.map(|target| target.name.clone()).unwrap_or_default();
    }
}

/// Takes out what a form varies and this kind of target does not have, which no form shows; gives their names.
fn take_out_levels_of_others(form: &mut ExperimentForm, kind: TargetKind) -> Vec<String> {
    let is_of_kind = |name: &str| match name.strip_prefix("setting.") {
        Some(name) => setting(kind, name).is_some(),
        None => contract::factor(name).is_some_and(|factor| factor.targets.contains(&kind)),
    };
    let others: Vec<String> = form.levels.keys().filter(|name| !is_of_kind(name)).cloned().collect();
    let levels = &mut form.levels;
    others.into_iter().filter(|name| levels.remove(name).is_some_and(|levels| !levels.is_empty())).collect()
}

/// How many rows each run has, so that all take about as long as the form says.
async fn rows_within(state: &AppState, form: &ExperimentForm, spec: &DatasetSpec) -> Result<u64, ApiError> {
    let there = form.tables.iter().find(|(name, _)| *name == form.table).map_or(0, |(_, rows)| *rows);
    // Whoever is asked for consent sees what it is about first.
    let small = ExperimentForm { rows: there.min(LEAST_ROWS).to_string(), may_change: true, ..form.clone() };
    let plan = state.laboratory.plan(request_of(&small)?, spec).await?;
    let runs = plan.runs.max(1) as f64;
    let of_all = plan.rows as f64 * runs;
    let rate =
        plan.seconds.filter(|seconds| *seconds > 0.0).map_or(ROWS_A_SECOND, |seconds| of_all / seconds);
    let minutes: f64 = form.minutes.trim().parse().ok().filter(|minutes| *minutes > 0.0).unwrap_or(5.0);
    let rows = (minutes * 60.0 * rate / runs) as u64;
    // Two digits are enough for what is a guess.
    let step = 10_u64.pow(rows.max(1).ilog10().saturating_sub(1));
    let rows = (rows / step * step).clamp(LEAST_ROWS, MOST_ROWS);
    Ok(rows.min(there.max(1)))
}

/// A form with what another experiment was asked for.
async fn filled_by(state: &AppState, experiment: &Experiment) -> Result<ExperimentForm, ApiError> {
    let request = &experiment.request;
    let fields: Fields = [
        ("dataset", request.dataset.clone()),
        ("table", request.table.clone()),
        ("target", request.target.clone()),
        ("preset", String::new()),
        ("name", request.name.clone()),
        ("rows", request.rows.map(|rows| rows.to_string()).unwrap_or_default()),
        ("repeats", request.repeats.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let mut form = typed(state, &fields).await?;
    form.keeps_tables = request.keep_tables;
    form.order_seed = request.order_seed.to_string();
    form.warms_up = request.warm_up;
    for (name, levels) in &request.factors {
        let levels: Vec<&str> = levels.iter().map(|level| level.0.as_str()).collect();
        form.levels.insert(name.clone(), levels.join(", "));
    }
    match form.kind() {
        Some(kind) => {
            let others = take_out_levels_of_others(&mut form, kind);
            if !others.is_empty() {
                let names = others.join(", ");
                form.problem = Some(format!("left out, because this target has no such thing: {names}"));
            }
        }
        None => {
            let target = std::mem::take(&mut form.target);
            form.problem = Some(format!("there is no target `{target}` any more; choose another one"));
        }
    }
    Ok(form)
}

/// A form with what is typed into it.
async fn typed(state: &AppState, fields: &Fields) -> Result<ExperimentForm, ApiError> {
    let field = |name: &str| fields.get(name).map(|value| value.trim().to_owned());
    // Names may begin and end with spaces.
    let chosen = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let is_level = |name: &&String| contract::factor(name).is_some() || name.starts_with("setting.");
    let mut form = ExperimentForm {
        datasets: Vec::new(),
        dataset: field("dataset").unwrap_or_default(),
        tables: Vec::new(),
        table: chosen("table"),
        targets: Vec::new(),
        target: chosen("target"),
        preset: field("preset").unwrap_or_else(|| QUESTION.to_owned()),
        minutes: field("minutes").filter(|minutes| !minutes.is_empty()).unwrap_or_else(|| MINUTES.to_owned()),
        name: field("name"),
        rows: field("rows").unwrap_or_default(),
        repeats: field("repeats").unwrap_or_else(|| "3".to_owned()),
        keeps_tables: field("keep_tables").is_some(),
        levels: fields
            .iter()
            .filter(|(name, _)| is_level(name))
            .map(|(name, levels)| (name.clone(), levels.trim().to_owned()))
            .collect(),
        order_seed: field("order_seed").filter(|seed| !seed.is_empty()).unwrap_or_else(|| "0".to_owned()),
        warms_up: field("no_warm_up").is_none(),
        may_change: false,
        problem: None,
        plan: None,
    };
    if form.dataset.is_empty() {
        form.datasets = state.datasets.list(DATASETS, None).await?.datasets;
        return Ok(form);
    }
    let dataset = state.dataset(&form.dataset).await?;
    form.tables = dataset.spec().tables.iter().map(|table| (table.name.clone(), table.rows)).collect();
    if form.table.is_empty() {
        // The one with most rows is what takes time.
        let largest = form.tables.iter().max_by_key(|(_, rows)| *rows);
        form.table = largest.map(|(name, _)| name.clone()).unwrap_or_default();
    }
    form.targets = state.launcher.targets().await;
    Ok(form)
}
