//! The clipboard, which a browser gives to pages by TLS or from this machine only.

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

/// Copies a text; false where the browser has no clipboard for this page. Whether a person allows it is known later.
pub(crate) fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let found = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    let Some(clipboard) = found.ok().filter(|found| !found.is_undefined()) else { return false };
    let _ = clipboard.unchecked_into::<web_sys::Clipboard>().write_text(text);
    true
}
