//! The page's WebAssembly module: puts the living application in the place of the one that the server rendered.

use app::{App, can_start, enliven, fetch_kinds, missing};
use leptos::{mount::mount_to_body, prelude::document, web_sys::Element};
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the module is loaded. What the server rendered looks the same, and goes in the same task: nothing flickers.
/// Pages that are rendered by the server alone stay as they are, and are kept up to date.
/// Taking it over element by element, as Leptos can, would make the module a tenth larger.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    match document().query_selector(".app").ok().flatten() {
        Some(rendered) if can_start() || fetch_kinds().await => {
            mount_to_body(App);
            rendered.remove();
        }
        Some(rendered) => say_what_is_missing(&rendered),
        None => enliven(),
    }
}

/// The rows of the server stay, and nothing answers: that is said.
fn say_what_is_missing(rendered: &Element) {
    if let Ok(Some(notices)) = rendered.query_selector(".notices") {
        notices.set_text_content(Some(&missing()));
    }
}
