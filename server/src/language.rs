//! The language that a reader is answered in.

use app::Language;
use axum::http::{HeaderMap, HeaderValue, header};

/// The cookie that keeps the language.
const LANGUAGE: &str = "rowmill_language";

/// The language that a query asks for, `?lang=ko`.
pub(crate) fn language_of_query(query: Option<&str>) -> Option<Language> {
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == "lang").find_map(|(_, code)| Language::of_code(code))
}

/// The language that was chosen before, or that the browser asks for first of those that there are (RFC 9110, 12.5.4: the order by
/// weight, which browsers write in that order).
pub(crate) fn language_of(headers: &HeaderMap) -> Option<Language> {
    let text = |name| headers.get_all(name).iter().filter_map(|value: &HeaderValue| value.to_str().ok());
    let cookies = text(header::COOKIE).flat_map(|cookies| cookies.split(';'));
    let chosen = cookies
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(name, _)| *name == LANGUAGE)
        .find_map(|(_, code)| Language::of_code(code));
    let mut asked = text(header::ACCEPT_LANGUAGE).flat_map(|codes| codes.split(','));
    chosen.or_else(|| asked.find_map(|code| Language::of_code(code.split(';').next().unwrap_or_default())))
}

/// A cookie that keeps a language for a year.
pub(crate) fn cookie_of(language: Language) -> String {
    format!("{LANGUAGE}={}; Path=/; Max-Age=31536000; SameSite=Lax", language.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_that_of_the_link_the_cookie_or_the_browser() {
        assert_eq!(language_of_query(Some("a=1&lang=ko")), Some(Language::Korean));
        assert_eq!(language_of_query(Some("lang=xx")), None);
        assert_eq!(language_of_query(None), None);
        let of = |headers: &[(header::HeaderName, &'static str)]| {
            let pairs = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
            language_of(&pairs.collect())
        };
        let browser = (header::ACCEPT_LANGUAGE, "fr-FR, ko-KR;q=0.9, en;q=0.8");
        assert_eq!(of(std::slice::from_ref(&browser)), Some(Language::Korean));
        assert_eq!(of(&[browser, (header::COOKIE, "x=1; rowmill_language=en")]), Some(Language::English));
        assert_eq!(of(&[(header::ACCEPT_LANGUAGE, "fr")]), None);
        assert_eq!(of(&[]), None);
    }
}
