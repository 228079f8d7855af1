//! All routes, and what every request passes.

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, header},
    middleware,
    routing::post,
};
use tower_http::{set_header::SetResponseHeaderLayer, timeout::RequestBodyTimeoutLayer};

use crate::{api, guard, page, request, state::AppState};

/// What a browser may do with an answer that is no page: nothing.
const NO_CONTENT: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Everything that the server answers: the API, the page and its files.
pub fn router(state: AppState) -> Router {
    let nosniff = HeaderValue::from_static("nosniff");
    let no_referrer = HeaderValue::from_static("no-referrer");
    let routes = Router::new()
        .nest("/api", api::routes(&state))
        .merge(api::reader(&state))
        .merge(page::routes(&state))
        .route(guard::LOGIN, post(guard::login))
        .layer(DefaultBodyLimit::max(state.limits.body_bytes))
        .layer(RequestBodyTimeoutLayer::new(Duration::from_secs(state.limits.idle_seconds.max(1))))
        .layer(middleware::from_fn_with_state(state.clone(), guard::check_origin))
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, NO_CONTENT))
        .layer(SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, nosniff))
        .layer(SetResponseHeaderLayer::if_not_present(header::REFERRER_POLICY, no_referrer))
        .with_state(state);
    request::observed(routes)
}
