//! Routes of datasets: saved, listed, read, deleted, imported from a target.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
};
use contract::{DatasetAnswer, DatasetList, ErrorBody};
use ddl::{Import, SourceDialect};
use generator::{Dataset, DatasetSpec};
use serde::Deserialize;
use utoipa::IntoParams;

use super::list_query::ListQuery;
use crate::{
    dataset_store::Deletion,
    described::{Described, no_tables},
    error::{ApiBody, ApiError, ApiQuery, off_the_async_threads},
    state::AppState,
};

/// What becomes of a dataset that is sent.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct SaveQuery {
    /// `false` reads and answers only, such as to see what statements are understood as.
    #[serde(default = "yes")]
    #[param(default = true)]
    save: bool,
    /// Of a sample: the name of its table. Without it, `sample`.
    table: Option<String>,
    /// Of a sample: how many rows its table has. Without it, as many as the sample, at least 1,000.
    #[param(maximum = 1_000_000_000_000_u64)]
    rows: Option<u64>,
    /// Of statements: the database that they were written for, `mysql`, `postgres`, `sqlite`, `sqlserver` or `oracle`. Without it, the one that the text speaks for.
    dialect: Option<String>,
}

/// What a table of a sample is called that nobody gave a name.
const SAMPLE: &str = "sample";

fn yes() -> bool {
    true
}

/// Saves a spec, the tables of `CREATE TABLE` statements, or a table like a sample of rows.
#[utoipa::path(
    post,
    path = "/datasets",
    operation_id = "save_dataset",
    tag = "datasets",
    params(SaveQuery),
    request_body(
        description = "A spec; statements or a whole dump of MySQL, MariaDB, PostgreSQL, SQLite, SQL Server or Oracle; or a sample of rows as CSV, of at most 1 MiB, \
                       whose types, ranges, choices and shares of NULL the table takes",
        content((DatasetSpec = "application/json"), (String = "application/sql"), (String = "text/csv"), (String = "application/x-ndjson"))
    ),
    responses(
        (status = 201, description = "The dataset is saved, or was before", body = DatasetAnswer),
        (status = 200, description = "The dataset was read and, with `save=false`, not saved", body = DatasetAnswer),
        (status = 400, description = "A query that cannot be read", body = ErrorBody),
        (status = 413, description = "The body is longer than the server takes", body = ErrorBody),
        (status = 415, description = "The body is neither JSON, SQL nor CSV", body = ErrorBody),
        (status = 422, description = "What is wrong with the spec, the statements or the sample, and where", body = ErrorBody)
    )
)]
pub(super) async fn create(
    State(state): State<AppState>,
    ApiQuery(query): ApiQuery<SaveQuery>,
    headers: HeaderMap,
    body: ApiBody,
) -> Result<(StatusCode, Json<DatasetAnswer>), ApiError> {
    let is_saved = query.save;
    let import = off_the_async_threads(move || read_spec(&headers, &body, &query)).await??;
    if is_saved {
        return save(&state, import).await;
    }
    let read = move || -> Result<DatasetAnswer, ApiError> {
        let dataset = Dataset::compile(&import.spec)?;
        Ok(DatasetAnswer { id: dataset.id(), spec: dataset.spec().clone(), warnings: import.warnings })
    };
    Ok((StatusCode::OK, Json(off_the_async_threads(read).await??)))
}

async fn save(
    state: &AppState,
    Import { spec, warnings }: Import,
) -> Result<(StatusCode, Json<DatasetAnswer>), ApiError> {
    let dataset = Arc::new(off_the_async_threads(move || Dataset::compile(&spec)).await??);
    let id = state.datasets.save(Arc::clone(&dataset)).await?;
    Ok((StatusCode::CREATED, Json(DatasetAnswer { id, spec: dataset.spec().clone(), warnings })))
}

/// Makes a dataset of the tables that a target has, by the database's own account, and saves it.
#[utoipa::path(
    post,
    path = "/targets/{name}/import",
    operation_id = "import_target",
    tag = "datasets",
    params(("name" = String, Path, description = "Name of a target")),
    responses(
        (status = 201, description = "The dataset is saved, or was before", body = DatasetAnswer),
        (status = 404, description = "There is no such target", body = ErrorBody),
        (status = 422, description = "The target has no tables, or none that can be made", body = ErrorBody),
        (status = 502, description = "The target does not answer", body = ErrorBody)
    )
)]
pub(super) async fn import_target(
    State(state): State<AppState>,
    Path(name): Path<String>,
) -> Result<(StatusCode, Json<DatasetAnswer>), ApiError> {
    let Some(described) = Described::ask(&state.launcher, &name).await? else {
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "no_tables", no_tables(&name)));
    };
    let import = off_the_async_threads(move || filled(described.import()?)).await??;
    save(&state, import).await
}

/// Saved datasets, newest first, a page at a time.
#[utoipa::path(
    get,
    path = "/datasets",
    operation_id = "list_datasets",
    tag = "datasets",
    params(ListQuery),
    responses(
        (status = 200, description = "Datasets, newest first; `next` is there if more follow", body = DatasetList),
        (status = 400, description = "A number out of its range, or no place in the list", body = ErrorBody)
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Json<DatasetList>, ApiError> {
    let (limit, after) = query.read()?;
    Ok(Json(state.datasets.list(limit, after.as_ref()).await?))
}

/// Deletes a dataset. Jobs that loaded it stay in the list; to restart one, save the spec again.
#[utoipa::path(
    delete,
    path = "/datasets/{id}",
    operation_id = "delete_dataset",
    tag = "datasets",
    params(("id" = String, Path, description = "Id of a saved dataset")),
    responses(
        (status = 204, description = "The dataset is deleted"),
        (status = 404, description = "There is no such dataset", body = ErrorBody),
        (status = 409, description = "A running job loads it", body = ErrorBody)
    )
)]
pub(super) async fn delete(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    match state.datasets.delete(&id).await? {
        Deletion::Deleted => Ok(StatusCode::NO_CONTENT),
        Deletion::NeededBy(job) => {
            let message = format!("the job {job} loads this dataset; stop it, or wait for its end");
            Err(ApiError::new(StatusCode::CONFLICT, "dataset_in_use", message))
        }
        Deletion::Unknown => {
            Err(ApiError::not_found("unknown_dataset", format!("there is no dataset `{id}`")))
        }
    }
}

/// The spec of a saved dataset.
#[utoipa::path(
    get,
    path = "/datasets/{id}",
    operation_id = "read_dataset",
    tag = "datasets",
    params(("id" = String, Path, description = "Id of a saved dataset")),
    responses(
        (status = 200, description = "The spec, with every generator filled in", body = DatasetSpec),
        (status = 404, description = "There is no such dataset", body = ErrorBody),
        (status = 410, description = "The dataset was saved with other values than this server makes", body = ErrorBody)
    )
)]
pub(super) async fn read(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Json<DatasetSpec>, ApiError> {
    Ok(Json(state.dataset(&id).await?.spec().clone()))
}

/// What was made of statements, with every generator filled in. Whoever edits it sends it back: it must not be longer than what is read.
fn filled(import: Import) -> Result<Import, ApiError> {
    let spec = Dataset::compile(&import.spec)?.spec().clone();
    DatasetSpec::check_length(spec.to_canonical_json().len())?;
    Ok(Import { spec, ..import })
}

/// The spec of statements in whatever encoding.
fn read_statements(bytes: &[u8], dialect: Option<&str>) -> Result<Import, ApiError> {
    let dialect = match dialect.map(|name| (name, SourceDialect::named(name))) {
        None => None,
        Some((_, Some(dialect))) => Some(dialect),
        Some((name, None)) => {
            let names = SourceDialect::ALL.map(SourceDialect::name).join(", ");
            let message = format!("`{name}` is no database that is known; use one of {names}");
            return Err(ApiError::bad_request("invalid_query", message).at("dialect"));
        }
    };
    let (text, encoding) = ddl::decode(bytes);
    let mut import = ddl::import(&text, dialect)?;
    import
        .warnings
        .extend(encoding.map(|name| format!("the text was read as {name}; save it as UTF-8 to be sure")));
    filled(import)
}

/// The spec in a body, by its media type.
fn read_spec(headers: &HeaderMap, body: &ApiBody, query: &SaveQuery) -> Result<Import, ApiError> {
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let is_statements = matches!(media_type, "application/sql" | "text/sql" | "text/x-sql");
    if !is_statements && query.dialect.is_some() {
        let message = "`dialect` is of statements sent as application/sql; leave it out";
        return Err(ApiError::bad_request("invalid_query", message));
    }
    let is_sample = matches!(media_type, "text/csv" | "application/x-ndjson");
    if !is_sample && (query.table.is_some() || query.rows.is_some()) {
        let message =
            "`table` and `rows` are of a sample sent as text/csv or application/x-ndjson; leave them out";
        return Err(ApiError::bad_request("invalid_query", message));
    }
    if is_statements {
        return read_statements(body.bytes(), query.dialect.as_deref());
    }
    let text = body.text()?;
    match media_type {
        "application/json" => Ok(Import { spec: DatasetSpec::from_json(text)?, warnings: Vec::new() }),
        "text/csv" | "application/x-ndjson" => {
            let table = query.table.as_deref().unwrap_or(SAMPLE);
            let sample::Import { spec, warnings } = sample::import(text, table, query.rows)?;
            filled(Import { spec, warnings })
        }
        other => Err(ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported_media_type",
            format!(
                "the body is `{other}`; send a spec as application/json, CREATE TABLE statements as application/sql, or a sample of rows as text/csv or application/x-ndjson"
            ),
        )),
    }
}
