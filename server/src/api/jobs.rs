//! Routes of loads.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{ErrorBody, Job, JobAnswer, JobList, JobOutcome, JobRequest, RejectedRow, RejectedRows};

use super::list_query::ListQuery;
use crate::{
    error::{ApiError, ApiQuery},
    state::AppState,
};

/// Starts a load, or finds the one that it is.
#[utoipa::path(
    post,
    path = "/jobs",
    operation_id = "start_job",
    tag = "jobs",
    request_body = JobRequest,
    responses(
        (status = 200, description = "The load is running or complete already", body = JobAnswer),
        (status = 202, description = "The load was started, or goes on where it was", body = JobAnswer, headers(("location" = String))),
        (status = 400, description = "A number out of its range", body = ErrorBody),
        (status = 404, description = "No such dataset, table or target", body = ErrorBody),
        (status = 409, description = "Another load writes one of the tables, or an append would be repeated", body = ErrorBody),
        (status = 422, description = "The body is no such request", body = ErrorBody)
    )
)]
pub(super) async fn create(
    State(state): State<AppState>,
    request: Result<Json<JobRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = request?;
    let dataset = state.dataset(&request.dataset).await.map_err(|error| error.at("dataset"))?;
    Ok(answer(state.launcher.launch(request, dataset).await?))
}

/// Jobs without their partitions, newest first, a page at a time.
#[utoipa::path(
    get,
    path = "/jobs",
    operation_id = "list_jobs",
    tag = "jobs",
    params(ListQuery),
    responses(
        (status = 200, description = "Jobs, newest first; `next` is there if more follow", body = JobList),
        (status = 400, description = "A number out of its range, or no place in the list", body = ErrorBody)
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Json<JobList>, ApiError> {
    let (limit, after) = query.read()?;
    Ok(Json(state.launcher.list(limit, after.as_ref()).await?))
}

/// A job as it stands, with all its partitions.
#[utoipa::path(
    get,
    path = "/jobs/{id}",
    operation_id = "read_job",
    tag = "jobs",
    params(("id" = String, Path, description = "Id of a job")),
    responses(
        (status = 200, description = "The job as it stands", body = Job),
        (status = 404, description = "There is no such job", body = ErrorBody),
        (status = 410, description = "The job was stored by another version, and this one cannot read it", body = ErrorBody)
    )
)]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Job>, ApiError> {
    Ok(Json(state.launcher.find(&id).await?.job.as_ref().clone()))
}

/// Stops a job at the end of its chunk.
#[utoipa::path(
    post,
    path = "/jobs/{id}/stop",
    operation_id = "stop_job",
    tag = "jobs",
    params(("id" = String, Path, description = "Id of a job")),
    responses(
        (status = 202, description = "The job stops at the end of its chunk", body = Job),
        (status = 404, description = "There is no such job", body = ErrorBody),
        (status = 409, description = "The job is not running", body = ErrorBody)
    )
)]
pub(super) async fn stop(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Job>), ApiError> {
    Ok((StatusCode::ACCEPTED, Json(state.launcher.stop(&id).await?)))
}

/// Starts a stopped or failed job again, behind its last committed chunk.
#[utoipa::path(
    post,
    path = "/jobs/{id}/restart",
    operation_id = "restart_job",
    tag = "jobs",
    params(("id" = String, Path, description = "Id of a job")),
    responses(
        (status = 202, description = "The job goes on behind its last committed chunk", body = JobAnswer),
        (status = 404, description = "There is no such job", body = ErrorBody),
        (status = 409, description = "The job is running or complete", body = ErrorBody)
    )
)]
pub(super) async fn restart(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let known = state.launcher.find(&id).await?.job;
    let dataset = state.dataset(&known.request.dataset).await?;
    Ok(answer(state.launcher.restart(&id, dataset).await?))
}

/// Forgets a job, also one that this version cannot read; what it loaded stays.
#[utoipa::path(
    delete,
    path = "/jobs/{id}",
    operation_id = "delete_job",
    tag = "jobs",
    params(("id" = String, Path, description = "Id of a job")),
    responses(
        (status = 204, description = "The job is forgotten; what it loaded stays"),
        (status = 404, description = "There is no such job", body = ErrorBody),
        (status = 409, description = "The job is running", body = ErrorBody)
    )
)]
pub(super) async fn delete(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    state.launcher.delete(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The rows that the database refused.
#[utoipa::path(
    get,
    path = "/jobs/{id}/rejected",
    operation_id = "rejected_rows",
    tag = "jobs",
    params(("id" = String, Path, description = "Id of a job")),
    responses(
        (status = 200, description = "The rows that the database refused, at most 10,000", body = RejectedRows),
        (status = 404, description = "There is no such job", body = ErrorBody),
        (status = 502, description = "The target, which lists them, does not answer", body = ErrorBody)
    )
)]
pub(super) async fn rejected(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<RejectedRows>, ApiError> {
    Ok(Json(RejectedRows { rejected: state.launcher.rejected(&id).await? }))
}

/// The rows that the database refused, as a file of CSV with the row number from 1, as people count. It is made for
/// spreadsheets: an apostrophe stands before texts that one would run as a formula.
#[utoipa::path(
    get,
    path = "/jobs/{id}/rejected.csv",
    operation_id = "rejected_rows_as_csv",
    tag = "jobs",
    params(("id" = String, Path, description = "Id of a job")),
    responses(
        (status = 200, description = "The rows that the database refused, at most 10,000", body = String, content_type = "text/csv"),
        (status = 404, description = "There is no such job", body = ErrorBody),
        (status = 502, description = "The target, which lists them, does not answer", body = ErrorBody)
    )
)]
pub(super) async fn rejected_csv(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let mut csv = String::from("table,row,reason\n");
    for RejectedRow { table, row, reason } in state.launcher.rejected(&id).await? {
        let quoted = |text: &str| {
            let apostrophe = if generator::is_formula(text.as_bytes()) { "'" } else { "" };
            format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
        };
        csv.push_str(&format!("{},{},{}\n", quoted(&table), row + 1, quoted(&reason)));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"refused-rows.csv\""),
    ];
    Ok((headers, csv).into_response())
}

fn answer(answer: JobAnswer) -> Response {
    let status = match answer.outcome {
        JobOutcome::Started | JobOutcome::Restarted => StatusCode::ACCEPTED,
        JobOutcome::Joined | JobOutcome::Completed => StatusCode::OK,
    };
    (status, [(header::LOCATION, format!("/api/jobs/{}", answer.job.id))], Json(answer)).into_response()
}
