//! The HTTP API.

mod access;
mod datasets;
mod description;
mod events;
mod examples;
mod experiments;
mod generate;
mod jobs;
mod list_query;
mod preflight;
mod row_events;
mod rows;
mod schema;

use axum::{Json, Router, middleware};
use contract::{FactorList, Health, TargetList};
use generator::VALUE_VERSION;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use self::{
    description::{describe, reader},
    rows::rows_request,
};
use crate::{error::ApiError, guard, state::AppState};

/// All routes below `/api`, and their description. Without the access token anyone may ask whether the server is alive, and
/// log out.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let (routes, openapi) = described();
    routes
        .merge(description::routes(openapi))
        .layer(middleware::from_fn_with_state(state.clone(), guard::check_token))
        .merge(Router::from(open_routes()))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
}

/// The routes that ask for the token, and what is known of them and of the others.
fn described() -> (Router<AppState>, OpenApi) {
    let (routes, mut openapi) = OpenApiRouter::new()
        .routes(routes!(datasets::list, datasets::create))
        .routes(routes!(datasets::read, datasets::delete))
        .routes(routes!(rows::rows))
        .routes(routes!(schema::schema))
        .routes(routes!(examples::list))
        .routes(routes!(examples::read))
        .routes(routes!(generate::generate))
        .routes(routes!(targets))
        .routes(routes!(factors))
        .routes(routes!(experiments::list, experiments::create))
        .routes(routes!(experiments::preflight))
        .routes(routes!(experiments::read, experiments::delete))
        .routes(routes!(experiments::results))
        .routes(routes!(experiments::stop))
        .routes(routes!(experiments::restart))
        .routes(routes!(datasets::import_target))
        .routes(routes!(preflight::preflight))
        .routes(routes!(jobs::list, jobs::create))
        .routes(routes!(jobs::read, jobs::delete))
        .routes(routes!(events::all_events))
        .routes(routes!(events::job_events))
        .routes(routes!(jobs::rejected))
        .routes(routes!(jobs::rejected_csv))
        .routes(routes!(jobs::stop))
        .routes(routes!(jobs::restart))
        .split_for_parts();
    openapi.merge(open_routes().split_for_parts().1);
    (routes, describe(openapi))
}

/// The routes that ask for no token.
fn open_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(access::log_out))
}

/// Whether the server is alive, and which values it makes.
#[utoipa::path(
    get,
    path = "/health",
    tag = "server",
    security(()),
    responses((status = 200, description = "The server is alive", body = Health))
)]
async fn health() -> Json<Health> {
    Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        value_version: VALUE_VERSION,
    })
}

/// What experiments may vary, and the settings of databases that loads may change for their own connections.
#[utoipa::path(
    get,
    path = "/factors",
    tag = "jobs",
    responses((status = 200, description = "Factors and settings with their levels", body = FactorList))
)]
async fn factors() -> Json<FactorList> {
    Json(FactorList::all())
}

/// The databases that the server is set up for, and whether each answers.
#[utoipa::path(
    get,
    path = "/targets",
    tag = "jobs",
    responses((status = 200, description = "The targets, by name; never an address or a password", body = TargetList))
)]
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
