//! A request from the outside: it has an id, which its answer and every line of the log about it bear, and whatever goes wrong
//! in it ends with an answer.

use std::{any::Any, sync::Arc};

use axum::{
    Json, Router,
    body::to_bytes,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use contract::ErrorBody;
use tower_http::{catch_panic::CatchPanicLayer, trace::TraceLayer};
use tracing::Span;

use crate::error::ApiError;

/// The header of a request's id: as nginx, Envoy and others call it.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that is taken over from a client: all forms in use are shorter.
const MAX_ID_BYTES: usize = 64;
/// Longest message of the framework that is told.
const MAX_MESSAGE_BYTES: usize = 4_096;

/// What a request is called in the log.
#[derive(Debug, Clone)]
struct RequestId(String);

impl RequestId {
    /// The id that a proxy or a client has given, if it cannot be taken for anything else in a log; a new one otherwise.
    fn of(headers: &HeaderMap) -> Self {
        let is_suitable = |id: &&str| {
            (1..=MAX_ID_BYTES).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        let given = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(is_suitable);
        // Nothing depends on nobody guessing it.
        Self(given.map_or_else(|| format!("{:032x}", fastrand::u128(..)), str::to_owned))
    }
}

/// Wraps all routes: ids, log, and answers to what panics.
pub(crate) fn observed(routes: Router) -> Router {
    routes
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| panicked(&*panic)))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(middleware::from_fn(identify))
}

/// The span of a request. Without its query: that says nothing which the log needs.
fn span(request: &Request) -> Span {
    let id = request.extensions().get().map_or("", |RequestId(id)| id);
    tracing::info_span!("request", id, method = request.method().as_str(), path = request.uri().path())
}

/// What a handler panicked with is for the log only.
fn panicked(panic: &(dyn Any + Send)) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = said.unwrap_or("no text"), "a request panicked");
    ApiError::broken().into_response()
}

/// Gives a request its id, and writes it into the answer.
async fn identify(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let is_of_the_api = request.uri().path().starts_with("/api/");
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    if is_of_the_api && response.extensions().get::<Arc<ErrorBody>>().is_none() {
        response = in_our_form(response).await;
    }
    if let Some(body) = response.extensions_mut().remove::<Arc<ErrorBody>>() {
        let mut body = Arc::unwrap_or_clone(body);
        body.error.request_id = Some(id.0.clone());
        let (mut parts, _) = response.into_parts();
        parts.headers.remove(header::CONTENT_LENGTH);
        response = Response::from_parts(parts, Json(body).into_response().into_body());
    }
    // Made of visible ASCII characters.
    if let Ok(id) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The errors of axum's own extractors are plain text; every error of the API is JSON.
async fn in_our_form(response: Response) -> Response {
    let is_text = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|media_type| media_type.as_bytes().starts_with(b"text/plain"));
    let status = response.status();
    if !is_text || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let message = to_bytes(body, MAX_MESSAGE_BYTES).await.unwrap_or_default();
    let error = ApiError::new(status, "invalid_request", String::from_utf8_lossy(&message));
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    let mut response = error.into_response();
    for (name, value) in &parts.headers {
        response.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    response
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use axum::{body::Body, http::StatusCode, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    /// What the log would have said.
    #[derive(Debug, Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    async fn work() -> Result<(), ApiError> {
        crate::error::off_the_async_threads(|| panic!("a secret of the worker")).await
    }

    /// Two requests that panic: here, and on another thread.
    #[tokio::test]
    async fn what_panics_is_answered_and_logged_below_its_id() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber =
            tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        let panics = async || -> () { panic!("a secret of the handler") };
        let router = observed(Router::new().route("/api/panics", get(panics)).route("/api/works", get(work)));
        for (path, id) in [("/api/panics", "first-1"), ("/api/works", "second_2")] {
            let request = Request::get(path).header(REQUEST_ID, id).body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(response.headers()[REQUEST_ID], id);
            let body = to_bytes(response.into_body(), 10_000).await.unwrap();
            let body = String::from_utf8_lossy(&body);
            assert!(body.contains(&format!("\"request_id\":\"{id}\"")), "{body}");
            assert!(body.contains("\"code\":\"internal\"") && !body.contains("secret"), "{body}");
        }
        let log = log.0.lock().unwrap();
        let log = String::from_utf8_lossy(&log);
        let is_logged = |id: &str, secret: &str| {
            log.lines().any(|line| line.contains(&format!("id=\"{id}\"")) && line.contains(secret))
        };
        assert!(is_logged("first-1", "a secret of the handler"), "{log}");
        assert!(is_logged("second_2", "a secret of the worker"), "{log}");
    }

    #[test]
    fn ids_of_others_are_taken_over_if_they_look_like_ids() {
        let id = |given: &[u8]| {
            let value = HeaderValue::from_bytes(given).unwrap();
            RequestId::of(&HeaderMap::from_iter([(REQUEST_ID, value)])).0
        };
        for good in [
            "a",
            "6f9619ff-8b86-d011-b42d-00c04fc964ff",
            "Root=1".trim_start_matches("Root="),
            &"x".repeat(64),
        ] {
            assert_eq!(id(good.as_bytes()), good);
        }
        let bad: [&[u8]; 6] = [b"", b"a b", b"a\" forged=\"1", b"a\tb", "\u{e9}".as_bytes(), &[b'x'; 65]];
        for bad in bad {
            let made = id(bad);
            assert!(made.len() == 32 && made.bytes().all(|byte| byte.is_ascii_hexdigit()), "{made}");
        }
        assert_ne!(RequestId::of(&HeaderMap::new()).0, RequestId::of(&HeaderMap::new()).0);
    }
}
