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
    pub(crate) fn set_cookie(&self) -> String {
        format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={COOKIE_AGE}", self.cookie)
    }
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
        let cookie = token.set_cookie();
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
}
