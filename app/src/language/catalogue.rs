//! The catalogues of the languages other than English: of the page's own texts, and of the messages of engine, loader and server.

#[cfg(not(feature = "ssr"))]
use std::{cell::OnceCell, collections::BTreeMap};

use super::message::{Template, translate};

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

/// The same for the messages of engine, loader and server.
#[cfg(feature = "ssr")]
const KOREAN_MESSAGES: &str = include_str!("messages.ko.txt");

/// The pairs of a catalogue.
#[cfg(any(feature = "ssr", test))]
pub(super) fn pairs(catalogue: &str) -> impl Iterator<Item = (&str, &str)> {
    // Spaces at the beginning or the end of a text belong to it.
    let entries =
        catalogue.split("\n\n").map(|entry| entry.trim_matches('\n')).filter(|entry| !entry.is_empty());
    entries.filter_map(|entry| entry.split_once('\n'))
}

/// The catalogues as the document carries them: JSON with the `texts` from English to the language, and the `messages`; `None` for
/// English.
#[cfg(feature = "ssr")]
pub(crate) fn embedded(language: Language) -> Option<String> {
    let (texts, messages) = match language {
        Language::English => return None,
        Language::Korean => (KOREAN, KOREAN_MESSAGES),
    };
    let of = |catalogue| pairs(catalogue).collect::<std::collections::BTreeMap<&str, &str>>();
    let both = serde_json::json!({ "texts": of(texts), "messages": of(messages) });
    // `<` could end the element that it stands in.
    Some(both.to_string().replace('<', "\\u003c"))
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

/// A message of engine, loader or server in the reader's language.
#[cfg(feature = "ssr")]
pub(super) fn lookup_message(english: &str) -> String {
    use std::sync::LazyLock;
    static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
        pairs(KOREAN_MESSAGES).map(|(english, text)| Template::new(english, text)).collect()
    });
    match language() {
        Language::English => english.to_owned(),
        Language::Korean => translate(english, &TEMPLATES, Language::Korean),
    }
}

/// The catalogues of the document.
#[cfg(not(feature = "ssr"))]
#[derive(Default)]
struct Catalogue {
    language: Language,
    texts: BTreeMap<String, String>,
    templates: Vec<Template>,
}

#[cfg(not(feature = "ssr"))]
thread_local! {
    static CATALOGUE: OnceCell<Catalogue> = const { OnceCell::new() };
}

/// What a reader makes of the catalogues that the document carries.
#[cfg(not(feature = "ssr"))]
fn with_catalogue<T>(read: impl FnOnce(&Catalogue) -> T) -> T {
    CATALOGUE.with(|catalogue| read(catalogue.get_or_init(from_document)))
}

#[cfg(all(not(feature = "ssr"), target_arch = "wasm32"))]
fn from_document() -> Catalogue {
    use wasm_bindgen::JsCast as _;
    let document = leptos::prelude::document();
    let language = document.document_element().and_then(|root| root.get_attribute("lang"));
    let language = language.and_then(|code| Language::of_code(&code)).unwrap_or_default();
    let mut both: BTreeMap<String, BTreeMap<String, String>> = document
        .get_element_by_id("messages")
        .and_then(|element| element.unchecked_into::<web_sys::Node>().text_content())
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default();
    let messages = both.remove("messages").unwrap_or_default();
    let templates = messages.iter().map(|(english, text)| Template::new(english, text)).collect();
    Catalogue { language, texts: both.remove("texts").unwrap_or_default(), templates }
}

/// Outside of a browser there is no document.
#[cfg(all(not(feature = "ssr"), not(target_arch = "wasm32")))]
fn from_document() -> Catalogue {
    Catalogue::default()
}

/// The language of the page: on the server that of the request, in the browser that of the document.
#[cfg(not(feature = "ssr"))]
pub(crate) fn language() -> Language {
    with_catalogue(|catalogue| catalogue.language)
}

/// A text of the catalogue.
#[cfg(not(feature = "ssr"))]
pub(super) fn lookup(english: &str) -> Option<String> {
    with_catalogue(|catalogue| catalogue.texts.get(english).cloned())
}

/// A message of engine, loader or server in the reader's language.
#[cfg(not(feature = "ssr"))]
pub(super) fn lookup_message(english: &str) -> String {
    with_catalogue(|catalogue| translate(english, &catalogue.templates, catalogue.language))
}
