//! The page's WebAssembly module: puts the living application in the place of the one that the server rendered.

use app::App;
use leptos::{mount::mount_to_body, prelude::document};
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the module is loaded. What the server rendered looks the same, and goes in the same task: nothing flickers.
/// Taking it over element by element, as Leptos can, would make the module a tenth larger.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let rendered = document().query_selector(".app").ok().flatten();
    mount_to_body(App);
    if let Some(rendered) = rendered {
        rendered.remove();
    }
}
