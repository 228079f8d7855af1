//! What the page was opened with.

use generator::DatasetSpec;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::workspace::example;

/// The element of the document that holds the spec of a saved dataset.
pub(crate) const ELEMENT: &str = "dataset";

/// What the address of the page names.
#[derive(Debug, Clone)]
pub enum Opened {
    /// Nothing: the page shows its example.
    Example,
    /// A saved dataset.
    Dataset(Box<DatasetSpec>),
    /// What is not there, or cannot be shown; a message for a person.
    Failure(String),
}

/// The spec that the page begins with: on the server the one in the context, in the browser the one that the server put in
/// the document; the example if there is none.
pub(crate) fn opened_spec() -> DatasetSpec {
    let saved = if cfg!(feature = "ssr") {
        match use_context() {
            Some(Opened::Dataset(spec)) => Some(*spec),
            _ => None,
        }
    } else {
        document()
            .get_element_by_id(ELEMENT)
            .and_then(|element| element.unchecked_into::<web_sys::Node>().text_content())
            .and_then(|json| DatasetSpec::from_saved_json(&json).ok())
    };
    saved.unwrap_or_else(example)
}
