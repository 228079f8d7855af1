//! The page's workers: they write rows of a table into a file, with the server's bytes and without the server.
//!
//! The page starts one *writer*, which opens the file and starts as many *makers* as there are processors. A maker makes the bytes of the
//! rows that it is told to; the writer writes them in their order. Messages are arrays, whose first value says what they are
//! (`protocol`).

mod file;
mod maker;
mod pieces;
mod protocol;
mod writer;

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use web_sys::DedicatedWorkerGlobalScope;

/// Called once the module is there: does what a worker of this name does, and says that it listens.
#[wasm_bindgen(start)]
pub fn start() {
    // Nothing but workers loads this module.
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if scope.name() == protocol::MAKER {
        maker::listen(&scope);
    } else {
        writer::listen(&scope);
    }
    say(&scope, &[protocol::READY.into()]);
}

/// Sends a message to whoever started this worker.
fn say(scope: &DedicatedWorkerGlobalScope, message: &[JsValue]) {
    let message: Array = message.iter().collect();
    // Texts and numbers can be sent.
    let _ = scope.post_message(&message);
}
