use axum::{Router, extract::DefaultBodyLimit, middleware};
use tower_http::{set_header::SetResponseHeaderLayer, trace::TraceLayer};

use crate::{api, guard, page, state::AppState};

/// Everything that the server answers: the API, the page and its files.
pub fn router(state: AppState) -> Router {
    let nosniff = axum::http::HeaderValue::from_static("nosniff");
    let no_referrer = axum::http::HeaderValue::from_static("no-referrer");
    Router::new()
        .nest("/api", api::routes())
        .merge(page::routes(&state))
        .layer(DefaultBodyLimit::max(state.limits.body_bytes))
        .layer(middleware::from_fn(guard::check_origin))
        .layer(SetResponseHeaderLayer::if_not_present(axum::http::header::X_CONTENT_TYPE_OPTIONS, nosniff))
        .layer(SetResponseHeaderLayer::if_not_present(axum::http::header::REFERRER_POLICY, no_referrer))
        .layer(TraceLayer::new_for_http())
        .with_state(state)
}
