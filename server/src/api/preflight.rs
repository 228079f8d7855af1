//! What would make a load fail, before it begins.

use std::sync::Arc;

use axum::{Json, extract::State};
use contract::{ErrorBody, JobRequest, Preflight};
use generator::{Dataset, DatasetSpec};
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};
use utoipa::ToSchema;

use crate::{
    error::{ApiBody, ApiError, off_the_async_threads},
    state::AppState,
};

/// The body of `POST /api/jobs/preflight`, as it is described.
#[derive(ToSchema)]
#[schema(as = PreflightRequest)]
#[expect(dead_code, reason = "it is read as a `Body`")]
pub(super) enum PreflightRequest {
    /// A load of a saved dataset.
    Saved(JobRequest),
    /// A load of a spec that need not be saved: a job request with `spec` where it has `dataset`.
    #[schema(value_type = SpecPreflight)]
    Spec(SpecPreflight),
}

/// A load of a spec that need not be saved: with it, all fields of a job request but `dataset`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is read as a `Body`")]
pub(super) struct SpecPreflight {
    /// The spec.
    spec: DatasetSpec,
    /// Name of a target.
    target: String,
}

#[derive(Deserialize)]
struct Body {
    /// As it stands: numbers in it may have more digits than a JSON value keeps.
    spec: Option<Box<RawValue>>,
    #[serde(flatten)]
    request: Map<String, Value>,
}

/// Looks at target and tables before a load: what would make it fail, what is good to know, and what it would take.
#[utoipa::path(
    post,
    path = "/jobs/preflight",
    operation_id = "preflight",
    tag = "jobs",
    request_body(content = PreflightRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "What was looked at, whatever came out", body = Preflight),
        (status = 400, description = "A number out of its range", body = ErrorBody),
        (status = 404, description = "No such dataset, table or target", body = ErrorBody),
        (status = 413, description = "The body is longer than the server takes", body = ErrorBody),
        (status = 422, description = "The body is no such request, or what is wrong with its spec, and where", body = ErrorBody)
    )
)]
pub(super) async fn preflight(
    State(state): State<AppState>,
    body: ApiBody,
) -> Result<Json<Preflight>, ApiError> {
    let (request, dataset) = off_the_async_threads(move || read(&body)).await??;
    let dataset = match dataset {
        Some(dataset) => dataset,
        None => state.dataset(&request.dataset).await.map_err(|error| error.at("dataset"))?,
    };
    let estimate = state.launcher.estimate(&request, &dataset).await?;
    Ok(Json(Preflight { checks: state.launcher.preflight(&request, &dataset).await?, estimate }))
}

/// The request, and the dataset of the spec that it brings.
fn read(body: &ApiBody) -> Result<(JobRequest, Option<Arc<Dataset>>), ApiError> {
    let Body { spec, mut request } = serde_json::from_str(body.text()?).map_err(|error| invalid(&error))?;
    let Some(spec) = spec else { return Ok((read_request(request)?, None)) };
    if request.contains_key("dataset") {
        let message = "the body has both `dataset` and `spec`; send the one that is meant";
        return Err(unprocessable("ambiguous_dataset", message.to_owned()).at("spec"));
    }
    let compiled = DatasetSpec::from_json(spec.get()).and_then(|spec| Dataset::compile(&spec));
    let dataset = compiled.map_err(|problems| ApiError::from(problems).below("spec"))?;
    request.insert("dataset".to_owned(), dataset.id().into());
    Ok((read_request(request)?, Some(Arc::new(dataset))))
}

fn read_request(request: Map<String, Value>) -> Result<JobRequest, ApiError> {
    serde_json::from_value(Value::Object(request)).map_err(|error| invalid(&error))
}

fn invalid(error: &serde_json::Error) -> ApiError {
    unprocessable("invalid_json", error.to_string())
}

fn unprocessable(code: &str, message: String) -> ApiError {
    ApiError::new(axum::http::StatusCode::UNPROCESSABLE_ENTITY, code, message)
}
