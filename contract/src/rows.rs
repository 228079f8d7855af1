//! Rows of a table: the options of a stream, and its events.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The query of the row streams. All fields may be left out.
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowsQuery {
    /// First row, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// How many rows; without it, all that follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// CSV: the character between fields, or `tab`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// CSV: whether a line of column names comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<bool>,
    /// CSV: `lf` or `crlf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_ending: Option<String>,
    /// CSV: what stands for NULL; without it nothing does, and `NULL` where that would be a blank line (a single column).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null: Option<String>,
    /// CSV: whether every field is quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote_all: Option<bool>,
    /// CSV: whether a text that a spreadsheet would run as a formula (`=…`, `+…`, `-…`, `@…`) gets an apostrophe before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escape_formulas: Option<bool>,
    /// CSV: whether a UTF-8 byte order mark comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bom: Option<bool>,
    /// SQL: `mysql`, `postgres` or `sqlite`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// SQL: rows of one INSERT statement; fewer where a statement would exceed a megabyte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<u64>,
    /// SQL: whether statements come first that set up the session, and last that set counters behind the keys; true if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<bool>,
    /// `gzip`: the file is compressed (RFC 1952), piece by piece: a member each. Not for `rows.sse`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compress: Option<String>,
}

/// The data of a `data` event of `rows.sse`.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Serialize, Deserialize)]
pub struct RowsEvent {
    /// At most 100 rows, and about 256 KiB, each an object as in NDJSON.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub rows: Vec<Box<RawValue>>,
    /// Rows sent so far, counted from the first that was asked for.
    pub progress: u64,
    /// Rows that were asked for.
    pub total: u64,
}
