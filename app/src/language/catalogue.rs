//! The catalogues of the languages other than English.

#[cfg(not(feature = "ssr"))]
use std::{cell::OnceCell, collections::BTreeMap};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// Its code in HTML (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// The language of a code such as `ko-KR`, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        match code.trim().split('-').next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "ko" => Some(Self::Korean),
            _ => None,
        }
    }
}

/// The element of the document that holds the catalogue, in the browser's language other than English.
#[cfg(feature = "ssr")]
pub(crate) const ELEMENT: &str = "messages";

/// The Korean catalogue: an English text, under it the Korean one, an empty line.
#[cfg(feature = "ssr")]
const KOREAN: &str = include_str!("ko.txt");

/// The pairs of a catalogue.
#[cfg(any(feature = "ssr", test))]
pub(super) fn pairs(catalogue: &str) -> impl Iterator<Item = (&str, &str)> {
    let entries = catalogue.split("\n\n").map(str::trim).filter(|entry| !entry.is_empty());
    entries.filter_map(|entry| entry.split_once('\n'))
}

/// A catalogue as the document carries it: JSON from English to the language; `None` for English.
#[cfg(feature = "ssr")]
pub(crate) fn embedded(language: Language) -> Option<String> {
    let catalogue = match language {
        Language::English => return None,
        Language::Korean => KOREAN,
    };
    let pairs: std::collections::BTreeMap<&str, &str> = pairs(catalogue).collect();
    // Text has a JSON form; `<` could end the element that it stands in.
    serde_json::to_string(&pairs).ok().map(|json| json.replace('<', "\\u003c"))
}

/// The language of the page: on the server that of the request, in the browser that of the document.
#[cfg(feature = "ssr")]
pub(crate) fn language() -> Language {
    leptos::prelude::use_context().unwrap_or_default()
}

/// A text of the catalogue.
#[cfg(feature = "ssr")]
pub(super) fn lookup(english: &str) -> Option<String> {
    use std::{collections::HashMap, sync::LazyLock};
    static TEXTS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| pairs(KOREAN).collect());
    match language() {
        Language::English => None,
        Language::Korean => TEXTS.get(english).map(|text| (*text).to_owned()),
    }
}

#[cfg(not(feature = "ssr"))]
thread_local! {
    static CATALOGUE: OnceCell<(Language, BTreeMap<String, String>)> = const { OnceCell::new() };
}

/// What a reader makes of the catalogue that the document carries.
#[cfg(not(feature = "ssr"))]
fn with_catalogue<T>(read: impl FnOnce(Language, &BTreeMap<String, String>) -> T) -> T {
    CATALOGUE.with(|catalogue| {
        let (language, texts) = catalogue.get_or_init(from_document);
        read(*language, texts)
    })
}

#[cfg(all(not(feature = "ssr"), target_arch = "wasm32"))]
fn from_document() -> (Language, BTreeMap<String, String>) {
    use wasm_bindgen::JsCast as _;
    let document = leptos::prelude::document();
    let language = document.document_element().and_then(|root| root.get_attribute("lang"));
    let texts = document
        .get_element_by_id("messages")
        .and_then(|element| element.unchecked_into::<web_sys::Node>().text_content())
        .and_then(|json| serde_json::from_str(&json).ok());
    (language.and_then(|code| Language::of_code(&code)).unwrap_or_default(), texts.unwrap_or_default())
}

/// Outside of a browser there is no document.
#[cfg(all(not(feature = "ssr"), not(target_arch = "wasm32")))]
fn from_document() -> (Language, BTreeMap<String, String>) {
    (Language::English, BTreeMap::new())
}

/// The language of the page: on the server that of the request, in the browser that of the document.
#[cfg(not(feature = "ssr"))]
pub(crate) fn language() -> Language {
    with_catalogue(|language, _| language)
}

/// A text of the catalogue.
#[cfg(not(feature = "ssr"))]
pub(super) fn lookup(english: &str) -> Option<String> {
    with_catalogue(|_, texts| texts.get(english).cloned())
}
