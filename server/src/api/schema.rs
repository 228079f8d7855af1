//! The statements that make the tables of a spec.

use std::sync::Arc;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use contract::ErrorBody;
use generator::{Dataset, DatasetSpec, Dialect};
use serde::Deserialize;

use crate::error::{ApiBody, ApiError, ApiQuery, off_the_async_threads};

/// For which database.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SchemaQuery {
    /// `mysql` (also for MariaDB), `postgres` or `sqlite`.
    #[param(example = "postgres")]
    dialect: String,
}

/// The CREATE TABLE statements of the spec in the body, as a load would send them; the spec is not saved.
#[utoipa::path(
    post,
    path = "/schema",
    operation_id = "schema_sql",
    tag = "datasets",
    params(SchemaQuery),
    request_body(content = DatasetSpec, content_type = "application/json"),
    responses(
        (status = 200, description = "The statements, parents first", content((String = "application/sql"))),
        (status = 400, description = "No such dialect", body = ErrorBody),
        (status = 413, description = "The body is longer than the server takes", body = ErrorBody),
        (status = 422, description = "What is wrong with the spec, and where; or what such a database cannot have", body = ErrorBody)
    )
)]
pub(super) async fn schema(
    ApiQuery(query): ApiQuery<SchemaQuery>,
    body: ApiBody,
) -> Result<Response, ApiError> {
    let dialect = match query.dialect.as_str() {
        "mysql" => Dialect::MySql,
        "postgres" => Dialect::Postgres,
        "sqlite" => Dialect::Sqlite,
        other => {
            let message = format!("there is no dialect `{other}`; write mysql, postgres or sqlite");
            return Err(ApiError::bad_request("unknown_dialect", message).at("dialect"));
        }
    };
    let write = move || -> Result<String, ApiError> {
        let dataset = Arc::new(Dataset::compile(&DatasetSpec::from_json(body.text()?)?)?);
        loader::schema_sql(&dataset, dialect).map_err(|error| {
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "impossible_schema", loader::chain(&error))
        })
    };
    let sql = off_the_async_threads(write).await??;
    Ok(([(header::CONTENT_TYPE, "application/sql; charset=utf-8")], sql).into_response())
}
