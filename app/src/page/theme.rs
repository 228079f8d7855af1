//! How the page looks and speaks: colours and language.

use leptos::prelude::*;

use crate::language::{Language, language};
use crate::workspace::drafts::{BrowserStorage, Storage as _};

/// Where the browser keeps the choice.
const REMEMBERED: &str = "rowmill:colours";
/// What may be chosen; the first is what the system has.
const CHOICES: [&str; 3] = ["light dark", "light", "dark"];

/// Has the page in the colours that were chosen the last time.
pub(super) fn restore() {
    Effect::new(|_| show_chosen());
}

/// Shows the colours that were chosen the last time.
pub(crate) fn show_chosen() {
    if let Some(chosen) = BrowserStorage.read(REMEMBERED) {
        show(&chosen);
    }
}

/// Goes on to the next choice.
pub(super) fn next() {
    let now = BrowserStorage.read(REMEMBERED);
    let at = CHOICES.iter().position(|choice| Some(*choice) == now.as_deref()).unwrap_or(0);
    let next = CHOICES[(at + 1) % CHOICES.len()];
    // A browser that keeps nothing has it until the page is left.
    let _ = BrowserStorage.write(REMEMBERED, next);
    show(next);
}

/// Loads the page again in the other language; edits are kept as a draft.
pub(super) fn change_language() {
    let other = match language() {
        Language::English => Language::Korean,
        Language::Korean => Language::English,
    };
    let location = window().location();
    let (path, place) = (location.pathname().unwrap_or_default(), location.hash().unwrap_or_default());
    // A browser that refuses stays where it is.
    let _ = location.set_href(&format!("{path}?lang={}{place}", other.code()));
}

fn show(choice: &str) {
    use wasm_bindgen::JsCast as _;
    let known = CHOICES.iter().find(|known| **known == choice);
    let root = document().document_element();
    let root = root.and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok());
    if let (Some(known), Some(root)) = (known, root) {
        // A property that every browser has.
        let _ = root.style().set_property("color-scheme", known);
    }
}
