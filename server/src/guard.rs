//! Who may ask: only pages and programs that meant this server, and, where there is an access token, those that have it.

use std::{net::IpAddr, time::Duration};

use app::Language;
use axum::{
    Form,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{access::AccessToken, config::Config, error::ApiError, language::language_of, state::AppState};

/// How long a wrong token waits for its answer.
const REFUSAL_PAUSE: Duration = Duration::from_millis(500);
/// Where the login page sends its form.
pub(crate) const LOGIN: &str = "/login";
/// The cookie with the path that was asked for before the login.
const WANTED: &str = "rowmill_wanted";

/// Under which names the server may be asked, and with which token.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    token: Option<AccessToken>,
    hosts: Vec<String>,
    /// Whether other machines can reach the server.
    is_open: bool,
}

impl Guard {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            token: config.access_token.as_deref().map(AccessToken::new),
            hosts: config.hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
            is_open: !config.address.ip().is_loopback(),
        }
    }

    fn refusal(&self, request: &Request) -> Option<ApiError> {
        let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let host = text(header::HOST).or_else(|| request.uri().authority().map(Authority::as_str));
        if !host.is_some_and(|host| self.is_ours(host)) {
            let message = "the Host header names another server; ask for localhost or 127.0.0.1, or add the name to \
                           `hosts` below [server] in Leptos.toml";
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

    /// A name of this machine, one from the configuration, or, where other machines are meant to ask, an address: DNS
    /// rebinding needs a name.
    fn is_ours(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        let name = authority.host().to_ascii_lowercase();
        let is_address = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]")
            || self.hosts.contains(&name)
            || (self.is_open && is_address)
    }
}

/// Refuses requests under a foreign name (which is how a page elsewhere reaches a loopback server by DNS rebinding), and
/// changes that another site's page asks for.
pub(crate) async fn check_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match state.guard.refusal(&request) {
        Some(error) => error.into_response(),
        None => next.run(request).await,
    }
}

/// Refuses what has no token, if there is one: a program is told so, a person is shown where to type it.
pub(crate) async fn check_token(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_known = state.guard.token.as_ref().is_none_or(|token| token.is_in(request.headers()));
    if is_known {
        return next.run(request).await;
    }
    let is_page = request.method() == Method::GET
        && request
            .headers()
            .get(header::ACCEPT)
            .is_some_and(|accept| accept.as_bytes().windows(9).any(|word| word == b"text/html"));
    if is_page {
        let wanted = request.uri().path();
        // The login leads on to where a link led.
        let cookie = if is_linked(wanted) {
            format!("{WANTED}={wanted}; Max-Age=600")
        } else {
            format!("{WANTED}=; Max-Age=0")
        };
        let cookie = format!("{cookie}; Path={LOGIN}; HttpOnly; SameSite=Strict");
        return ([(header::SET_COOKIE, cookie)], Redirect::to(login_page(request.headers()))).into_response();
    }
    let message = "the server asks for its access token; send it as `Authorization: Bearer TOKEN`, or log in at \
                   /login.html";
    let error = ApiError::new(StatusCode::UNAUTHORIZED, "unauthorized", message);
    ([(header::WWW_AUTHENTICATE, "Bearer")], error).into_response()
}

/// Where a person is asked for the token, in their language.
fn login_page(headers: &HeaderMap) -> &'static str {
    match language_of(headers).unwrap_or_default() {
        Language::English => "/login.html",
        Language::Korean => "/login.ko.html",
    }
}

/// What the login page sends.
#[derive(Deserialize)]
pub(crate) struct Login {
    token: String,
}

/// `POST /login`: trades the token for a cookie.
pub(crate) async fn login(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(login): Form<Login>,
) -> Response {
    let Some(token) = &state.guard.token else { return Redirect::to("/").into_response() };
    if !token.is(login.token.trim()) {
        tokio::time::sleep(REFUSAL_PAUSE).await;
        return Redirect::to(&format!("{}#refused", login_page(&headers))).into_response();
    }
    // The cookie has digits and letters only.
    let cookie = HeaderValue::from_str(&token.set_cookie(&headers)).unwrap_or(HeaderValue::from_static(""));
    // Where to was for this login only.
    let arrived =
        HeaderValue::from_static("rowmill_wanted=; Max-Age=0; Path=/login; HttpOnly; SameSite=Strict");
    let cookies = AppendHeaders([(header::SET_COOKIE, cookie), (header::SET_COOKIE, arrived)]);
    (cookies, Redirect::to(&wanted(&headers))).into_response()
}

/// The page that was asked for before the login: one of a dataset, or the first.
fn wanted(headers: &HeaderMap) -> String {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let path = pairs.find(|(name, _)| *name == WANTED).map(|(_, path)| path);
    path.filter(|path| is_linked(path)).unwrap_or("/").to_owned()
}

/// Whether a path is one that people link to: of a dataset, of a load or an experiment, or of all of them.
fn is_linked(path: &str) -> bool {
    let id = ["/d/", "/runs/", "/experiments/"].iter().find_map(|place| path.strip_prefix(place));
    matches!(path, "/runs" | "/experiments" | "/experiments/new") || id.is_some_and(is_id)
}

/// Whether a text may be the id of a dataset or a load: 32 hexadecimal digits.
fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What a browser may load for a document. Scripts come from here or carry `nonce` (`'nonce-…' ` or nothing); style
/// attributes, which the server renders for the grid's geometry, can run nothing.
pub(crate) fn content_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src {nonce}'self' 'wasm-unsafe-eval'; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_leads_to_datasets_and_loads_and_nowhere_else() {
        let after = |cookie: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
            wanted(&headers)
        };
        let path = "/d/0123456789abcdef0123456789abcdef";
        assert_eq!(after(&format!("a=b; {WANTED}={path}")), path);
        for path in [
            "/runs",
            "/runs/0123456789abcdef0123456789abcdef",
            "/experiments",
            "/experiments/new",
            "/experiments/0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(after(&format!("{WANTED}={path}")), path);
        }
        for cookie in ["a=b", "rowmill_wanted=//example.com", "rowmill_wanted=/d/../api", "rowmill_wanted="] {
            assert_eq!(after(cookie), "/", "{cookie}");
        }
    }

    fn guard(is_open: bool) -> Guard {
        Guard { token: None, hosts: vec!["rows.example".to_owned()], is_open }
    }

    #[test]
    fn only_names_of_this_server_are_ours() {
        for host in ["localhost", "localhost:3000", "127.0.0.1:80", "[::1]:3000", "Rows.example:80"] {
            assert!(guard(false).is_ours(host), "{host}");
        }
        for host in ["", "example.com", "localhost.example.com:3000", "127.0.0.1.nip.io", "a b"] {
            assert!(!guard(false).is_ours(host) && !guard(true).is_ours(host), "{host}");
        }
        for host in ["192.0.2.1:3000", "[2001:db8::1]"] {
            assert!(!guard(false).is_ours(host) && guard(true).is_ours(host), "{host}");
        }
    }
}
