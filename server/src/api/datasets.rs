use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
};
use contract::DatasetAnswer;
use generator::{Dataset, DatasetSpec};

use crate::{
    ddl::{self, Import},
    error::ApiError,
    state::AppState,
};

/// `POST /api/datasets`: saves a spec (`application/json`), or the tables of `CREATE TABLE` statements
/// (`application/sql`).
pub(super) async fn create(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<DatasetAnswer>), ApiError> {
    let Import { spec, warnings } = read_spec(&headers, &body)?;
    let dataset = Arc::new(Dataset::compile(&spec)?);
    let id = state.datasets.save(Arc::clone(&dataset)).await?;
    Ok((StatusCode::CREATED, Json(DatasetAnswer { id, spec: dataset.spec().clone(), warnings })))
}

/// `GET /api/datasets/{id}`: the spec.
pub(super) async fn read(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<DatasetSpec>, ApiError> {
    Ok(Json(state.dataset(&id).await?.spec().clone()))
}

/// The spec in a body, by its media type.
fn read_spec(headers: &HeaderMap, body: &Bytes) -> Result<Import, ApiError> {
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let text = std::str::from_utf8(body)
        .map_err(|error| ApiError::bad_request("invalid_utf8", format!("the body is no UTF-8: {error}")))?;
    match media_type {
        "application/json" => Ok(Import { spec: DatasetSpec::from_json(text)?, warnings: Vec::new() }),
        "application/sql" | "text/sql" | "text/x-sql" => Ok(ddl::import(text)?),
        other => Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            format!(
                "the body is `{other}`; send a spec as application/json, or CREATE TABLE statements as application/sql"
            ),
        )),
    }
}
