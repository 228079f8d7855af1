//! The messages of page, writer and makers: arrays whose first value is one of these.

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};

/// The name of a worker that makes rows; one of any other name writes them.
pub(crate) const MAKER: &str = "maker";

/// From a worker: it listens.
pub(crate) const READY: &str = "ready";
/// To a worker: the spec as JSON, the table, the format, the query of the download. To a writer besides: how many makers, the file as a
/// handle or the name of one of the browser's own files.
pub(crate) const START: &str = "start";
/// From a maker: the first row to make, the row behind the last one, and how long a row is at most. From a writer: how many rows there
/// are.
pub(crate) const STARTED: &str = "started";
/// To a maker: the number of a piece, its first row, the row behind its last one.
pub(crate) const MAKE: &str = "make";
/// From a maker: the number of a piece, its bytes, and how many there were before they were compressed.
pub(crate) const MADE: &str = "made";
/// From a writer: rows and bytes that are in the file.
pub(crate) const PROGRESS: &str = "progress";
/// From a writer: all rows are in the file; rows and bytes.
pub(crate) const DONE: &str = "done";
/// From a worker: it cannot go on; why, for people.
pub(crate) const FAILED: &str = "failed";
/// To a writer: stop for a while, go on, or end without a file.
pub(crate) const PAUSE: &str = "pause";
pub(crate) const RESUME: &str = "resume";
pub(crate) const CANCEL: &str = "cancel";
/// From a writer: there is no file any more.
pub(crate) const CANCELLED: &str = "cancelled";

/// A message that came.
pub(crate) struct Message(Array);

impl Message {
    pub(crate) fn of(data: &JsValue) -> Self {
        Self(data.clone().dyn_into().unwrap_or_default())
    }

    /// What it is.
    pub(crate) fn kind(&self) -> String {
        self.text(0)
    }

    /// A text in it; empty if there is none.
    pub(crate) fn text(&self, index: u32) -> String {
        self.0.get(index).as_string().unwrap_or_default()
    }

    /// A whole number in it, below 2^53; 0 if there is none.
    pub(crate) fn number(&self, index: u32) -> u64 {
        self.0.get(index).as_f64().unwrap_or_default() as u64
    }

    /// Anything in it.
    pub(crate) fn value(&self, index: u32) -> JsValue {
        self.0.get(index)
    }
}

/// What a failure says for itself.
pub(crate) fn reason(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| format!("{error:?}"))
}
