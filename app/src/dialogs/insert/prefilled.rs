//! A form that an address fills in: that of a load which is to be done again with changes.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// The part of the address that is always there; its value is the target.
const LOAD: &str = "load";

/// Whether the address of the page asks for the form.
pub(crate) fn is_asked() -> bool {
    query().is_some_and(|query| query.has(LOAD))
}

/// What the address of the page fills in, by the names of the API; once: the address forgets it.
pub(super) fn take() -> Option<Vec<(String, String)>> {
    let query = query().filter(|query| query.has(LOAD))?;
    let mut pairs = Vec::new();
    for pair in query.entries() {
        let pair = js_sys::Array::from(&pair.ok()?);
        let text = |index| pair.get(index).as_string();
        pairs.push((text(0)?, text(1)?));
    }
    let location = window().location();
    let path = location.pathname().ok().map(|path| path + &location.hash().unwrap_or_default());
    // A browser that refuses shows the form filled in once more.
    let _ = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", path.as_deref()));
    Some(pairs)
}

fn query() -> Option<UrlSearchParams> {
    let search = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()
}
