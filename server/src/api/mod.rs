//! The HTTP API.

mod datasets;
mod events;
mod generate;
mod jobs;
mod rows;

use axum::{
    Json, Router, middleware,
    routing::{get, post},
};
use contract::{Health, TargetList};
use generator::VALUE_VERSION;

pub(crate) use self::rows::rows_request;
use crate::{error::ApiError, guard, state::AppState};

/// All routes below `/api`. Whether the server is alive may be asked without the access token.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/datasets", post(datasets::create))
        .route("/datasets/{id}", get(datasets::read))
        .route("/datasets/{id}/tables/{table}/{file}", get(rows::rows))
        .route("/generate", post(generate::generate))
        .route("/targets", get(targets))
        .route("/jobs", get(jobs::list).post(jobs::create))
        .route("/jobs/{id}", get(jobs::read).delete(jobs::delete))
        .route("/jobs/{id}/events", get(events::job_events))
        .route("/jobs/{id}/rejected", get(jobs::rejected))
        .route("/jobs/{id}/stop", post(jobs::stop))
        .route("/jobs/{id}/restart", post(jobs::restart))
        .layer(middleware::from_fn_with_state(state.clone(), guard::check_token))
        .route("/health", get(health))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
}

async fn health() -> Json<Health> {
    Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        value_version: VALUE_VERSION,
    })
}

async fn targets(axum::extract::State(state): axum::extract::State<AppState>) -> Json<TargetList> {
    Json(TargetList { targets: state.launcher.targets().await })
}

async fn not_found() -> ApiError {
    ApiError::not_found("unknown_route", "there is nothing at this path")
}

async fn method_not_allowed() -> ApiError {
    ApiError::new(
        axum::http::StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "this path does not take this method; its Allow header names those it takes",
    )
}
