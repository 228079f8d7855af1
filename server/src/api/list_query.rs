//! Which part of a list.

use loader::ListCursor;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::error::ApiError;

/// Entries of a page unless the request says otherwise.
const LIMIT: u32 = 100;
const MOST: u32 = 500;

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Entries of a page, 1 to 500; without it, 100.
    limit: Option<u32>,
    /// What the page before it gave as `next`; without it, the first page.
    after: Option<String>,
}

impl ListQuery {
    /// How many entries, and where they start.
    ///
    /// # Errors
    /// A limit out of its range, an `after` that no page has given.
    pub(super) fn read(&self) -> Result<(u32, Option<ListCursor>), ApiError> {
        let limit = self.limit.unwrap_or(LIMIT);
        if !(1..=MOST).contains(&limit) {
            let message = format!("limit is {limit}; a page has 1 to {MOST} entries");
            return Err(ApiError::bad_request("out_of_range", message).at("limit"));
        }
        let after = self.after.as_deref().map(str::parse).transpose();
        let after = after.map_err(|error: loader::ListCursorError| {
            ApiError::bad_request("invalid_cursor", error.to_string()).at("after")
        })?;
        Ok((limit, after))
    }
}
