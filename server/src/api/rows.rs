//! Routes of rows: options, names and tags of streams.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{ErrorBody, FileFormat, RowsEvent, RowsQuery};
use generator::{Dataset, Dialect, LineEnding, RowFormat, Table, hexadecimal};
use sha2::{Digest as _, Sha256};

use super::row_events::row_events;
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
        if query.compress.is_some() {
            let message = "events are not compressed; leave `compress` out";
            return Err(ApiError::bad_request("invalid_compression", message).at("compress"));
        }
        return row_events(&state, rows_request(dataset, &table, "ndjson", &query)?, &headers);
    }
    let request = rows_request(dataset, &table, format, &query)?;
    let etag = etag(&id, &request);
    if headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .any(|known| is_known(known, etag.trim_start_matches("W/")))
    {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let file_name = format!("{table}.{format}{}", if request.is_gzip { ".gz" } else { "" });
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
    let of_table = find_table(&dataset, table)?;
    let format = FileFormat::of_name(format).ok_or_else(|| {
        let message = format!("`{format}` is no format; use csv, ndjson or sql");
        ApiError::not_found("unknown_format", message).at("format")
    })?;
    let (rows, session) = (query.range(of_table), query.has_session(format));
    let format = query.row_format(format, of_table)?;
    Ok(RowsRequest { dataset, table: table.to_owned(), format, rows, session, is_gzip: query.is_gzip()? })
}

/// The body of a request, with its media type and how many rows it has.
pub(super) fn respond(state: &AppState, request: RowsRequest, format: &str) -> Result<Response, ApiError> {
    let media_type = match format {
        _ if request.is_gzip => "application/gzip",
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
    let gzip = if request.is_gzip { " gzip" } else { "" };
    let digest = Sha256::digest(format!("{id} {table} {format} {} {}{gzip}", rows.start, rows.end));
    // How compressed bytes are cut into members depends on how busy the server is; what they hold is the same.
    let weak = if request.is_gzip { "W/" } else { "" };
    format!("{weak}\"{}\"", hexadecimal(&digest[..16]))
}

/// Whether a header `If-None-Match` names these bytes: `*`, or a list of tags with the weak comparison of RFC 9110, 8.8.3.2 and 13.1.2.
fn is_known(header: &HeaderValue, etag: &str) -> bool {
    let Ok(text) = header.to_str() else { return false };
    text.trim() == "*"
        || text.split(',').map(str::trim).any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == etag)
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
