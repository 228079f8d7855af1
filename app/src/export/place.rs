//! Where a file goes: where a person says, in browsers that ask, or else into the browser's own files and from there to the downloads.

use js_sys::{Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::own_files;
use crate::language::t;

#[wasm_bindgen]
extern "C" {
    // The File System Access API, which web-sys does not have.
    #[wasm_bindgen(catch, js_name = showSaveFilePicker)]
    fn show_save_file_picker(options: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

/// Where a file goes.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// Where a person said: a handle of the file.
    Chosen(JsValue),
    /// One of the browser's own files, of this name.
    Own(String),
}

/// Asks where a file of this name goes; `None` if whoever was asked thought better of it. To be called while a click is handled.
pub(super) async fn choose(name: &str) -> Result<Option<Place>, String> {
    if !window().is_secure_context() {
        return Err(t!(
            "A page may write files only if it comes from this machine or by https. Use Download."
        ));
    }
    let asks = Reflect::has(&window(), &"showSaveFilePicker".into()).unwrap_or_default();
    if !asks {
        return own_files::new_name().await.map(|name| Some(Place::Own(name)));
    }
    let options = Object::new();
    // An object takes a value.
    let _ = Reflect::set(&options, &"suggestedName".into(), &name.into());
    let chosen = match show_save_file_picker(&options) {
        Ok(asked) => JsFuture::from(asked).await,
        Err(error) => Err(error),
    };
    match chosen {
        Ok(handle) => Ok(Some(Place::Chosen(handle))),
        Err(error) => match error.dyn_into::<web_sys::DomException>() {
            Ok(error) if error.name() == "AbortError" => Ok(None),
            Ok(error) => Err(error.message()),
            Err(_) => Err(t!("The browser does not say where the file may go. Use Download.")),
        },
    }
}
