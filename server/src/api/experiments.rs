//! Routes of experiments.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{ErrorBody, Experiment, ExperimentList, ExperimentPlan, ExperimentRequest};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    error::{ApiError, ApiQuery},
    experiment_report,
    state::AppState,
};

/// Experiments of a list unless the request says otherwise, and at most.
const LIMIT: u32 = 100;
const MOST: u32 = 500;

/// How many experiments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExperimentsQuery {
    /// How many at most, 1 to 500; without it, 100.
    limit: Option<u32>,
}

/// Begins an experiment: loads into tables of its own, which are dropped when they were measured. One at a time runs on a target; the others
/// wait in their order.
#[utoipa::path(
    post,
    path = "/experiments",
    operation_id = "start_experiment",
    tag = "experiments",
    request_body = ExperimentRequest,
    responses(
        (status = 202, description = "The experiment waits or runs", body = Experiment, headers(("location" = String))),
        (status = 400, description = "A factor, level or number that there is not", body = ErrorBody),
        (status = 404, description = "No such dataset, table or target", body = ErrorBody),
        (status = 409, description = "The target would refuse the loads", body = ErrorBody),
        (status = 422, description = "The body is no such request", body = ErrorBody),
        (status = 502, description = "The target does not answer", body = ErrorBody)
    )
)]
pub(super) async fn create(
    State(state): State<AppState>,
    request: Result<Json<ExperimentRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = request?;
    let dataset = state.dataset(&request.dataset).await.map_err(|error| error.at("dataset"))?;
    Ok(begun(state.laboratory.start(request, dataset.spec()).await?))
}

/// What an experiment would do: its cells and runs, about how long and how much of the disk they take, what cannot be told apart.
#[utoipa::path(
    post,
    path = "/experiments/preflight",
    operation_id = "plan_experiment",
    tag = "experiments",
    request_body = ExperimentRequest,
    responses(
        (status = 200, description = "What it would do", body = ExperimentPlan),
        (status = 400, description = "A factor, level or number that there is not", body = ErrorBody),
        (status = 404, description = "No such dataset, table or target", body = ErrorBody),
        (status = 409, description = "The target would refuse the loads", body = ErrorBody),
        (status = 422, description = "The body is no such request", body = ErrorBody),
        (status = 502, description = "The target does not answer", body = ErrorBody)
    )
)]
pub(super) async fn preflight(
    State(state): State<AppState>,
    request: Result<Json<ExperimentRequest>, JsonRejection>,
) -> Result<Json<ExperimentPlan>, ApiError> {
    let Json(request) = request?;
    let dataset = state.dataset(&request.dataset).await.map_err(|error| error.at("dataset"))?;
    Ok(Json(state.laboratory.plan(request, dataset.spec()).await?))
}

/// Experiments, newest first.
#[utoipa::path(
    get,
    path = "/experiments",
    operation_id = "list_experiments",
    tag = "experiments",
    params(ExperimentsQuery),
    responses(
        (status = 200, description = "Experiments, newest first", body = ExperimentList),
        (status = 400, description = "A number out of its range", body = ErrorBody)
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    ApiQuery(query): ApiQuery<ExperimentsQuery>,
) -> Result<Json<ExperimentList>, ApiError> {
    let limit = query.limit.unwrap_or(LIMIT);
    if !(1..=MOST).contains(&limit) {
        let message = format!("limit is {limit}; a list has 1 to {MOST} entries");
        return Err(ApiError::bad_request("out_of_range", message).at("limit"));
    }
    Ok(Json(ExperimentList { experiments: state.laboratory.list(limit).await? }))
}

/// An experiment as it stands, with all that was measured.
#[utoipa::path(
    get,
    path = "/experiments/{id}",
    operation_id = "read_experiment",
    tag = "experiments",
    params(("id" = String, Path, description = "Id of an experiment")),
    responses(
        (status = 200, description = "The experiment as it stands", body = Experiment),
        (status = 404, description = "There is no such experiment", body = ErrorBody),
        (status = 410, description = "The experiment was stored by another version, and this one cannot read it", body = ErrorBody)
    )
)]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Experiment>, ApiError> {
    Ok(Json(state.laboratory.find(&id).await?))
}

/// The results so far as a text: Markdown has a line for each combination with median, minimum, maximum and all samples, CSV one for each run.
#[utoipa::path(
    get,
    path = "/experiments/{id}/{file}",
    operation_id = "experiment_results",
    tag = "experiments",
    params(
        ("id" = String, Path, description = "Id of an experiment"),
        ("file" = String, Path, description = "`results.md` or `results.csv`")
    ),
    responses(
        (status = 200, description = "The results as Markdown or CSV", body = String, content_type = "text/markdown"),
        (status = 404, description = "There is no such experiment, or no such format", body = ErrorBody)
    )
)]
pub(super) async fn results(
    State(state): State<AppState>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let experiment = state.laboratory.find(&id).await?;
    let (content_type, text) = match file.as_str() {
        "results.md" => ("text/markdown; charset=utf-8", experiment_report::markdown(&experiment)),
        "results.csv" => {
            let csv = experiment_report::csv(&experiment).map_err(|error| ApiError::internal(&error))?;
            ("text/csv; charset=utf-8", csv)
        }
        _ => {
            return Err(ApiError::not_found(
                "unknown_format",
                "results are there as results.md and results.csv; as JSON they are in the experiment",
            ));
        }
    };
    Ok(([(header::CONTENT_TYPE, content_type)], text).into_response())
}

/// Stops an experiment: one that waits at once, one that runs when the table of its present run is gone.
#[utoipa::path(
    post,
    path = "/experiments/{id}/stop",
    operation_id = "stop_experiment",
    tag = "experiments",
    params(("id" = String, Path, description = "Id of an experiment")),
    responses(
        (status = 202, description = "The experiment stops", body = Experiment),
        (status = 404, description = "There is no such experiment", body = ErrorBody),
        (status = 409, description = "The experiment does not run", body = ErrorBody)
    )
)]
pub(super) async fn stop(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Experiment>), ApiError> {
    Ok((StatusCode::ACCEPTED, Json(state.laboratory.stop(&id).await?)))
}

/// Goes on with an experiment that was stopped or has failed; what was measured stays.
#[utoipa::path(
    post,
    path = "/experiments/{id}/restart",
    operation_id = "restart_experiment",
    tag = "experiments",
    params(("id" = String, Path, description = "Id of an experiment")),
    responses(
        (status = 202, description = "The experiment waits or runs", body = Experiment),
        (status = 404, description = "There is no such experiment", body = ErrorBody),
        (status = 409, description = "The experiment runs or is complete", body = ErrorBody)
    )
)]
pub(super) async fn restart(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    Ok(begun(state.laboratory.restart(&id).await?))
}

/// Forgets an experiment. Tables that it was to keep stay in the target.
#[utoipa::path(
    delete,
    path = "/experiments/{id}",
    operation_id = "delete_experiment",
    tag = "experiments",
    params(("id" = String, Path, description = "Id of an experiment")),
    responses(
        (status = 204, description = "The experiment is forgotten"),
        (status = 404, description = "There is no such experiment", body = ErrorBody),
        (status = 409, description = "The experiment runs", body = ErrorBody)
    )
)]
pub(super) async fn delete(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    state.laboratory.delete(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn begun(experiment: Experiment) -> Response {
    let location = [(header::LOCATION, format!("/api/experiments/{}", experiment.id))];
    (StatusCode::ACCEPTED, location, Json(experiment)).into_response()
}
