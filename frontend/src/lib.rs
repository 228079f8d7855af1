//! The page's WebAssembly module: hydrates the application that the server rendered.

// The page's view is one deeply nested type.
#![recursion_limit = "512"]

use app::App;
use leptos::mount::hydrate_body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    hydrate_body(App);
}
