//! The route of the login.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::access;

/// Ends the login of this browser: its cookie is taken away.
///
/// Copies of the cookie stay good until the server gets another access token.
#[utoipa::path(
    delete,
    path = "/access",
    operation_id = "log_out",
    tag = "server",
    security(()),
    responses((status = 204, description = "The cookie of the login is gone", headers(("set-cookie" = String))))
)]
pub(super) async fn log_out(headers: HeaderMap) -> (StatusCode, [(header::HeaderName, HeaderValue); 1]) {
    // The cookie has visible ASCII characters only.
    let cookie =
        HeaderValue::from_str(&access::unset_cookie(&headers)).unwrap_or(HeaderValue::from_static(""));
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)])
}
