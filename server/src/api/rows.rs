//! Routes of rows: options, names and tags of streams.

use std::{convert::Infallible, ops::Range, sync::Arc};

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use contract::{ErrorBody, RowsEvent, RowsQuery};
use futures::{StreamExt as _, stream};
use generator::{
    CsvOptions, Dataset, Dialect, LineEnding, RowFormat, STATEMENT_BYTES, SqlOptions, Table, hexadecimal,
};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::{
    error::{ApiError, ApiQuery},
    rows::RowsRequest,
    state::AppState,
};

/// The last part of a path to rows.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only described")]
enum RowsFile {
    #[schema(rename = "rows.csv")]
    Csv,
    #[schema(rename = "rows.ndjson")]
    Ndjson,
    #[schema(rename = "rows.sql")]
    Sql,
    #[schema(rename = "rows.sse")]
    Sse,
}

/// Rows of one event of `rows.sse`.
const EVENT_ROWS: u64 = 100;
const DEFAULT_SQL_BATCH: u64 = 500;
const MAX_SQL_BATCH: u64 = 100_000;

/// Streams the rows of a table: `rows.csv`, `rows.ndjson`, `rows.sql` or `rows.sse`.
#[utoipa::path(
    get,
    path = "/datasets/{id}/tables/{table}/{file}",
    tag = "rows",
    params(
        ("id" = String, Path, description = "Id of a saved dataset"),
        ("table" = String, Path, description = "Name of one of its tables"),
        ("file" = inline(RowsFile), Path, description = "The format"),
        ("last-event-id" = Option<u64>, Header, description = "rows.sse: the row to go on behind"),
        RowsQuery
    ),
    responses(
        (
            status = 200,
            description = "The rows as a stream; `rows.sse` sends events `data` and a last one `complete`",
            content((String = "text/csv"), (String = "application/x-ndjson"), (String = "application/sql"), (RowsEvent = "text/event-stream")),
            headers(("etag" = String, description = "Names the bytes"), ("x-rowmill-rows" = u64, description = "How many rows follow"))
        ),
        (status = 204, description = "rows.sse: all rows were sent before"),
        (status = 304, description = "The bytes are those of `If-None-Match`"),
        (status = 400, description = "An option that cannot be used", body = ErrorBody),
        (status = 404, description = "No such dataset, table or format", body = ErrorBody),
        (status = 503, description = "As many downloads are open as the server allows", body = ErrorBody)
    )
)]
pub(super) async fn rows(
    State(state): State<AppState>,
    Path((id, table, file)): Path<(String, String, String)>,
    ApiQuery(query): ApiQuery<RowsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let dataset = state.dataset(&id).await?;
    let format = file.strip_prefix("rows.").ok_or_else(|| {
        ApiError::not_found("unknown_route", "rows are at rows.csv, rows.ndjson, rows.sql and rows.sse")
    })?;
    if format == "sse" {
        return events(&state, &dataset, &table, &query, &headers);
    }
    let request = rows_request(dataset, &table, format, &query)?;
    let etag = etag(&id, &request);
    if headers.get_all(header::IF_NONE_MATCH).iter().any(|known| is_known(known, &etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let file_name = format!("{table}.{format}");
    let mut response = respond(&state, request, format)?;
    let headers = response.headers_mut();
    headers.insert(header::ETAG, header_value(&etag));
    headers.insert(header::CONTENT_DISPOSITION, header_value(&content_disposition(&file_name)));
    Ok(response)
}

/// What a query asks for, checked before anything is sent.
pub(crate) fn rows_request(
    dataset: Arc<Dataset>,
    table: &str,
    format: &str,
    query: &RowsQuery,
) -> Result<RowsRequest, ApiError> {
    let rows = range(find_table(&dataset, table)?, query);
    let format = match format {
        "csv" => RowFormat::Csv(csv_options(query)?),
        "ndjson" => RowFormat::Ndjson,
        "sql" => RowFormat::Sql(sql_options(query)?),
        other => {
            let message = format!("`{other}` is no format; use csv, ndjson or sql");
            return Err(ApiError::not_found("unknown_format", message).at("format"));
        }
    };
    if let RowFormat::Sql(SqlOptions { dialect: Dialect::Postgres, .. }) = format {
        refuse_nul(find_table(&dataset, table)?)?;
    }
    // Only SQL has a session.
    let session = query.session.unwrap_or(true) || !matches!(format, RowFormat::Sql(_));
    Ok(RowsRequest { dataset, table: table.to_owned(), format, rows, session })
}

/// PostgreSQL cannot store the character NUL, and its client stops reading at one.
fn refuse_nul(table: Table<'_>) -> Result<(), ApiError> {
    let Some(column) = table.output_columns().find(|column| column.may_hold_nul) else { return Ok(()) };
    let message = format!(
        "texts of `{}` may have the character NUL in them, which PostgreSQL cannot store; take it out of the generator",
        column.name
    );
    Err(ApiError::bad_request("nul_character", message).at("dialect"))
}

/// The body of a request, with its media type and how many rows it has.
pub(super) fn respond(state: &AppState, request: RowsRequest, format: &str) -> Result<Response, ApiError> {
    let media_type = match format {
        "csv" => "text/csv; charset=utf-8",
        "ndjson" => "application/x-ndjson",
        _ => "application/sql; charset=utf-8",
    };
    let count = request.rows.end - request.rows.start;
    let body = Body::from_stream(state.streams.open(request, state.shutdown.clone())?);
    let mut response = ([(header::CONTENT_TYPE, media_type)], body).into_response();
    response.headers_mut().insert("x-rowmill-rows", HeaderValue::from(count));
    Ok(response)
}

fn find_table<'a>(dataset: &'a Dataset, name: &str) -> Result<Table<'a>, ApiError> {
    dataset.table(name).ok_or_else(|| {
        ApiError::not_found("unknown_table", format!("the dataset has no table `{name}`")).at("table")
    })
}

fn range(table: Table<'_>, query: &RowsQuery) -> Range<u64> {
    let start = query.from.unwrap_or(0).min(table.rows());
    start..query.limit.map_or(table.rows(), |limit| start.saturating_add(limit).min(table.rows()))
}

fn csv_options(query: &RowsQuery) -> Result<CsvOptions, ApiError> {
    let mut options = CsvOptions::default();
    if let Some(delimiter) = &query.delimiter {
        options.delimiter = match delimiter.as_str() {
            "tab" => b'\t',
            text => match text.as_bytes() {
                [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0) => *byte,
                _ => {
                    let message =
                        "the delimiter is one ASCII character other than a quote or a line break, or `tab`";
                    return Err(ApiError::bad_request("invalid_delimiter", message).at("delimiter"));
                }
            },
        };
    }
    if let Some(header) = query.header {
        options.header = header;
    }
    match query.line_ending.as_deref() {
        None | Some("lf") => {}
        Some("crlf") => options.line_ending = LineEnding::CarriageReturnLineFeed,
        Some(_) => {
            return Err(ApiError::bad_request("invalid_line_ending", "the line ending is lf or crlf")
                .at("line_ending"));
        }
    }
    if let Some(null) = &query.null {
        if null.len() > 40
            || null.bytes().any(|byte| matches!(byte, b'"' | b'\r' | b'\n') || byte == options.delimiter)
        {
            let message = "the text for NULL has at most 40 bytes, and no quote, line break or delimiter";
            return Err(ApiError::bad_request("invalid_null", message).at("null"));
        }
        options.null.clone_from(null);
    }
    options.quote_all = query.quote_all.unwrap_or(false);
    options.escape_formulas = query.escape_formulas.unwrap_or(false);
    options.byte_order_mark = query.bom.unwrap_or(false);
    Ok(options)
}

fn sql_options(query: &RowsQuery) -> Result<SqlOptions, ApiError> {
    let dialect = match query.dialect.as_deref() {
        Some("mysql") => Dialect::MySql,
        Some("postgres") => Dialect::Postgres,
        Some("sqlite") => Dialect::Sqlite,
        _ => {
            let message = "say which database the SQL is for: dialect=mysql, postgres or sqlite";
            return Err(ApiError::bad_request("invalid_dialect", message).at("dialect"));
        }
    };
    let batch = query.batch.unwrap_or(DEFAULT_SQL_BATCH);
    if !(1..=MAX_SQL_BATCH).contains(&batch) {
        let message = format!("a statement has 1 to {MAX_SQL_BATCH} rows");
        return Err(ApiError::bad_request("invalid_batch", message).at("batch"));
    }
    Ok(SqlOptions { dialect, batch, statement_bytes: STATEMENT_BYTES })
}

/// Names the bytes: everything that they depend on. The id of the dataset knows the versions of values and formats.
fn etag(id: &str, request: &RowsRequest) -> String {
    let format = match &request.format {
        RowFormat::Csv(options) => format!(
            "csv {} {} {} {} {} {} {}",
            options.delimiter,
            options.header,
            options.line_ending == LineEnding::LineFeed,
            options.quote_all,
            options.escape_formulas,
            options.byte_order_mark,
            hexadecimal(options.null.as_bytes()),
        ),
        RowFormat::Ndjson => "ndjson".to_owned(),
        RowFormat::Sql(options) => {
            let dialect = match options.dialect {
                Dialect::MySql => "mysql",
                Dialect::Postgres => "postgres",
                Dialect::Sqlite => "sqlite",
            };
            format!("sql {dialect} {} {} {}", options.batch, options.statement_bytes, request.session)
        }
        RowFormat::CopyText(dialect) => format!("copy {}", *dialect == Dialect::MySql),
    };
    let (table, rows) = (hexadecimal(request.table.as_bytes()), &request.rows);
    let digest = Sha256::digest(format!("{id} {table} {format} {} {}", rows.start, rows.end));
    format!("\"{}\"", hexadecimal(&digest[..16]))
}

/// Whether a header `If-None-Match` names these bytes: `*`, or a list of tags with the weak comparison of RFC 9110, 8.8.3.2 and 13.1.2.
fn is_known(header: &HeaderValue, etag: &str) -> bool {
    let Ok(text) = header.to_str() else { return false };
    text.trim() == "*" || text.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

/// An ASCII name for old clients, and the whole one as RFC 6266 has it.
fn content_disposition(file_name: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "._- ".contains(character);
    let ascii: String =
        file_name.chars().map(|character| if plain(character) { character } else { '_' }).collect();
    let encoded: String = file_name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

fn header_value(text: &str) -> HeaderValue {
    // Made of visible ASCII characters by the functions above.
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The rows as server-sent events. The id of an event is the row behind it, so a client that comes back goes on there.
fn events(
    state: &AppState,
    dataset: &Arc<Dataset>,
    table: &str,
    query: &RowsQuery,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let rows = range(find_table(dataset, table)?, query);
    let last: Option<u64> =
        headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let start = last.unwrap_or(rows.start).clamp(rows.start, rows.end);
    if last.is_some() && start == rows.end {
        // An EventSource that came back after the end: 204 tells it to stay away.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let (dataset, table) = (Arc::clone(dataset), table.to_owned());
    let shutdown = state.shutdown.clone();
    let events = stream::unfold(Some(start), move |next| {
        let (dataset, table, rows) = (Arc::clone(&dataset), table.clone(), rows.clone());
        async move {
            let start = next?;
            if start == rows.end {
                return Some((Ok::<_, Infallible>(Event::default().event("complete").data("{}")), None));
            }
            let end = rows.end.min(start + EVENT_ROWS);
            let make = move || json_rows(&dataset, &table, start..end);
            // A worker that breaks off ends the stream: the client comes back and goes on behind the last event.
            let made = tokio::task::spawn_blocking(make).await.ok()?;
            let data = RowsEvent { rows: made, progress: end - rows.start, total: rows.end - rows.start };
            let event =
                Event::default().event("data").id(end.to_string()).json_data(data).unwrap_or_default();
            Some((Ok(event), Some(end)))
        }
    });
    let events = events.take_until(shutdown.cancelled_owned());
    Ok(([("x-accel-buffering", "no")], Sse::new(events).keep_alive(KeepAlive::default())).into_response())
}

fn json_rows(dataset: &Dataset, table: &str, rows: Range<u64>) -> Vec<Box<RawValue>> {
    let Some(table) = dataset.table(table) else { return Vec::new() };
    let mut bytes = Vec::new();
    generator::generate(table, &RowFormat::Ndjson, rows, &mut bytes);
    // NDJSON is UTF-8, and each of its lines is a JSON value.
    String::from_utf8(bytes)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| RawValue::from_string(line.to_owned()).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_of_any_characters_are_sent() {
        assert_eq!(
            content_disposition("a \"b\"é.csv"),
            "attachment; filename=\"a _b__.csv\"; filename*=UTF-8''a%20%22b%22%C3%A9.csv"
        );
    }
}
