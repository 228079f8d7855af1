use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{Job, JobAnswer, JobList, JobOutcome, JobRequest, RejectedRows};

use crate::{error::ApiError, state::AppState};

/// `POST /api/jobs`: starts a load, or finds the one that it is.
pub(super) async fn create(
    State(state): State<AppState>,
    request: Result<Json<JobRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = request?;
    let dataset = state.dataset(&request.dataset).await.map_err(|error| error.at("dataset"))?;
    Ok(answer(state.launcher.launch(request, dataset).await?))
}

/// `GET /api/jobs`: all jobs, newest first.
pub(super) async fn list(State(state): State<AppState>) -> Result<Json<JobList>, ApiError> {
    Ok(Json(JobList { jobs: state.launcher.list().await? }))
}

/// `GET /api/jobs/{id}`.
pub(super) async fn read(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<Job>, ApiError> {
    Ok(Json(state.launcher.find(&id).await?.job.as_ref().clone()))
}

/// `POST /api/jobs/{id}/stop`: at the end of the chunk.
pub(super) async fn stop(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Job>), ApiError> {
    Ok((StatusCode::ACCEPTED, Json(state.launcher.stop(&id).await?)))
}

/// `POST /api/jobs/{id}/restart`: behind the last committed chunk.
pub(super) async fn restart(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let known = state.launcher.find(&id).await?.job;
    let dataset = state.dataset(&known.request.dataset).await?;
    Ok(answer(state.launcher.restart(&id, dataset).await?))
}

/// `DELETE /api/jobs/{id}`: forgets a job; what it loaded stays.
pub(super) async fn delete(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    state.launcher.delete(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/jobs/{id}/rejected`: the rows that the database refused.
pub(super) async fn rejected(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<RejectedRows>, ApiError> {
    Ok(Json(RejectedRows { rejected: state.launcher.rejected(&id).await? }))
}

fn answer(answer: JobAnswer) -> Response {
    let status = match answer.outcome {
        JobOutcome::Started | JobOutcome::Restarted => StatusCode::ACCEPTED,
        JobOutcome::Joined | JobOutcome::Completed => StatusCode::OK,
    };
    (status, [(header::LOCATION, format!("/api/jobs/{}", answer.job.id))], Json(answer)).into_response()
}
