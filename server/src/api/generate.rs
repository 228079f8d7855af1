//! Rows of a spec that is not saved, in one call.

use std::{collections::BTreeMap, sync::Arc};

use axum::{extract::State, response::Response};
use contract::{ErrorBody, RowsQuery};
use generator::{Dataset, DatasetSpec};

use super::rows::{respond, rows_request};
use crate::{
    error::{ApiBody, ApiError, ApiQuery, off_the_async_threads},
    state::AppState,
};

/// Streams the rows of the spec in the body, which is not saved.
#[utoipa::path(
    post,
    path = "/generate",
    tag = "rows",
    request_body(content = DatasetSpec),
    params(
        ("table" = Option<String>, Query, description = "Which table; may be left out if there is one"),
        ("format" = Option<String>, Query, description = "csv, ndjson or sql; without it, csv"),
        RowsQuery
    ),
    responses(
        (
            status = 200,
            description = "The rows as a stream",
            content((String = "text/csv"), (String = "application/x-ndjson"), (String = "application/sql"))
        ),
        (status = 400, description = "An option that cannot be used", body = ErrorBody),
        (status = 404, description = "No such table or format", body = ErrorBody),
        (status = 413, description = "The body is longer than the server takes", body = ErrorBody),
        (status = 422, description = "What is wrong with the spec, and where", body = ErrorBody),
        (status = 503, description = "As many downloads are open as the server allows", body = ErrorBody)
    )
)]
pub(super) async fn generate(
    State(state): State<AppState>,
    ApiQuery(mut query): ApiQuery<BTreeMap<String, String>>,
    body: ApiBody,
) -> Result<Response, ApiError> {
    let table = query.remove("table");
    let format = query.remove("format").unwrap_or_else(|| "csv".to_owned());
    let options = rows_query(&query)?;
    let compile = move || Ok(Dataset::compile(&DatasetSpec::from_json(body.text()?)?)?);
    let dataset: Result<Dataset, ApiError> = off_the_async_threads(compile).await?;
    let dataset = Arc::new(dataset?);
    let table = match (table, dataset.spec().tables.as_slice()) {
        (Some(table), _) => table,
        (None, [only]) => only.name.clone(),
        (None, _) => {
            let message = "the spec has several tables; say which one with table=NAME";
            return Err(ApiError::bad_request("missing_table", message).at("table"));
        }
    };
    let request = rows_request(dataset, &table, &format, &options)?;
    respond(&state, request, &format)
}

/// The options that are left once table and format are taken out.
fn rows_query(query: &BTreeMap<String, String>) -> Result<RowsQuery, ApiError> {
    let uri: String =
        query.iter().map(|(name, value)| format!("{}={}&", encode(name), encode(value))).collect();
    let uri: axum::http::Uri = format!("/?{uri}")
        .parse()
        .map_err(|_| ApiError::bad_request("invalid_query", "the query cannot be read"))?;
    Ok(axum::extract::Query::try_from_uri(&uri)?.0)
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
