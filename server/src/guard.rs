//! Who may ask: only pages and programs that meant this server.

use axum::{
    extract::Request,
    http::{Method, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::error::ApiError;

/// Refuses requests under a foreign name (which is how a page elsewhere reaches a loopback server by DNS rebinding), and
/// changes that another site's page asks for.
pub(crate) async fn check_origin(request: Request, next: Next) -> Response {
    match refusal(&request) {
        Some(error) => error.into_response(),
        None => next.run(request).await,
    }
}

fn refusal(request: &Request) -> Option<ApiError> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).or_else(|| request.uri().authority().map(Authority::as_str));
    if !host.is_some_and(is_local) {
        let message = "the Host header names another server; ask for localhost or 127.0.0.1";
        return Some(ApiError::new(StatusCode::FORBIDDEN, "foreign_host", message));
    }
    let changes_nothing = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let origin = text(header::ORIGIN).filter(|_| !changes_nothing)?;
    let is_same = origin.split_once("://").is_some_and(|(_, authority)| Some(authority) == host);
    (!is_same).then(|| {
        let message = "another site's page may not change anything here";
        ApiError::new(StatusCode::FORBIDDEN, "foreign_origin", message)
    })
}

fn is_local(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    matches!(authority.host(), "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_local() {
        for host in ["localhost", "localhost:3000", "127.0.0.1:80", "[::1]:3000"] {
            assert!(is_local(host), "{host}");
        }
        for host in ["", "example.com", "localhost.example.com:3000", "127.0.0.1.nip.io", "a b"] {
            assert!(!is_local(host), "{host}");
        }
    }
}
