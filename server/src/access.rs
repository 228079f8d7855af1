//! The access token: who may use a server that other machines can reach.

use std::fmt;

use axum::http::{HeaderMap, header};
use generator::hexadecimal;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Fewest characters of an access token: as many as 64 random bits have in Base64, and some.
pub(crate) const LEAST_TOKEN_CHARACTERS: usize = 16;
const COOKIE: &str = "rowmill_access";
/// 30 days, in seconds.
const COOKIE_AGE: u32 = 2_592_000;

/// What a request must bring. Only digests are kept, which are compared in a time that does not depend on them.
#[derive(Clone)]
pub(crate) struct AccessToken {
    token: [u8; 32],
    /// What the cookie of a browser holds: not the token, so that the cookie of one server opens no other door.
    cookie: String,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AccessToken(…)")
    }
}

impl AccessToken {
    pub(crate) fn new(token: &str) -> Self {
        let cookie = Sha256::new().chain_update(b"rowmill cookie\0").chain_update(token).finalize();
        Self { token: Sha256::digest(token).into(), cookie: hexadecimal(&cookie) }
    }

    /// Whether this is the token.
    pub(crate) fn is(&self, candidate: &str) -> bool {
        Sha256::digest(candidate)[..].ct_eq(&self.token).into()
    }

    /// Whether a request brings the token as `Authorization: Bearer`, or the cookie that a login left.
    pub(crate) fn is_in(&self, headers: &HeaderMap) -> bool {
        let bearer = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .is_some_and(|(_, candidate)| self.is(candidate.trim()));
        bearer || cookies(headers).any(|cookie| cookie.as_bytes().ct_eq(self.cookie.as_bytes()).into())
    }

    /// The `Set-Cookie` that a login answers with.
    pub(crate) fn set_cookie(&self, headers: &HeaderMap) -> String {
        cookie(&self.cookie, COOKIE_AGE, headers)
    }
}

/// The `Set-Cookie` that takes the cookie of a login away.
pub(crate) fn unset_cookie(headers: &HeaderMap) -> String {
    cookie("", 0, headers)
}

/// The cookie of an answer to a request with these headers; one that came over TLS gets it for TLS only.
fn cookie(value: &str, age: u32, headers: &HeaderMap) -> String {
    let secure = if is_encrypted(headers) { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}")
}

/// Whether a proxy says that the request came over TLS, by `X-Forwarded-Proto` or `Forwarded` (RFC 7239). Of several proxies the
/// first is the one that the browser spoke with. A client that says so itself deceives nobody but itself.
fn is_encrypted(headers: &HeaderMap) -> bool {
    let first = |name: &str| headers.get(name)?.to_str().ok()?.split(',').next();
    let plain = first("x-forwarded-proto").is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("https"));
    let standard = first("forwarded").into_iter().flat_map(|proxy| proxy.split(';')).any(|pair| {
        pair.split_once('=').is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("proto")
                && value.trim().trim_matches('"').eq_ignore_ascii_case("https")
        })
    });
    plain || standard
}

/// The values of our cookie in a request.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_request_brings_the_token_or_its_cookie() {
        let token = AccessToken::new("correct horse battery");
        let has = |name: HeaderName, value: &str| {
            token.is_in(&HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())]))
        };
        let cookie = token.set_cookie(&HeaderMap::new());
        let cookie = cookie.split(';').next().unwrap();
        assert!(has(header::AUTHORIZATION, "Bearer correct horse battery"));
        assert!(has(header::COOKIE, &format!("other=1; {cookie}")));
        for (name, value) in [
            (header::AUTHORIZATION, "Bearer correct horse"),
            (header::AUTHORIZATION, "Basic correct horse battery"),
            (header::AUTHORIZATION, "correct horse battery"),
            (header::COOKIE, "rowmill_access=correct horse battery"),
            (header::COOKIE, "rowmill_access="),
            (header::ACCEPT, "correct horse battery"),
        ] {
            assert!(!has(name.clone(), value), "{name}: {value}");
        }
        let text = format!("{token:?} {cookie}");
        assert!(!text.contains("correct"));
    }

    #[test]
    fn a_request_that_came_over_tls_is_told_by_its_proxy() {
        let is_secure = |name: &'static str, value: &str| {
            let name = HeaderName::from_static(name);
            let headers = HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())]);
            assert_eq!(unset_cookie(&headers).ends_with("; Secure"), is_encrypted(&headers));
            is_encrypted(&headers)
        };
        for (name, value) in [
            ("x-forwarded-proto", "https"),
            ("x-forwarded-proto", "HTTPS, http"),
            ("forwarded", "for=192.0.2.60; proto=https;by=203.0.113.43"),
            ("forwarded", "Proto=\"https\", for=192.0.2.61;proto=http"),
        ] {
            assert!(is_secure(name, value), "{name}: {value}");
        }
        for (name, value) in [
            ("x-forwarded-proto", "http"),
            ("x-forwarded-proto", "http, https"),
            ("forwarded", "for=192.0.2.60;proto=http"),
            ("forwarded", "for=1, proto=https"),
            ("forwarded", "host=https"),
            ("x-forwarded-host", "https"),
        ] {
            assert!(!is_secure(name, value), "{name}: {value}");
        }
    }
}
