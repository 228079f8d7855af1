//! What the page was opened with.

use generator::DatasetSpec;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

#[cfg(feature = "ssr")]
use crate::language::{message, t};
use crate::workspace::{
    Saved,
    drafts::{self, BrowserStorage},
    example,
};

/// The element of the document that holds the spec of a saved dataset.
pub(crate) const ELEMENT: &str = "dataset";

/// The locale that every page brings along.
const ENGLISH: &str = "en";

/// What the address of the page names.
#[derive(Debug, Clone)]
pub enum Opened {
    /// Nothing: the page shows its example.
    Example,
    /// A saved dataset.
    Dataset {
        /// Its id.
        id: String,
        /// Its spec.
        spec: Box<DatasetSpec>,
    },
    /// What is not there, or cannot be shown.
    Failure(Failure),
}

/// Why there is nothing to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No dataset of this id is saved here.
    UnknownDataset(String),
    /// No load of this id is known here.
    UnknownLoad(String),
    /// No experiment of this id is known here.
    UnknownExperiment(String),
    /// No page has this address.
    UnknownAddress,
    /// Something else; a message of the server.
    Other(String),
}

impl Failure {
    /// What is said about it, in the language of the context.
    #[cfg(feature = "ssr")]
    pub(crate) fn message(&self) -> String {
        match self {
            Self::UnknownDataset(id) => t!(
                "There is no dataset {0} on this server. Its spec has the same address wherever it is saved: import it, and press Save.",
                id,
            ),
            Self::UnknownLoad(id) => {
                t!("There is no load {0} on this server, or it was removed from the list.", id)
            }
            Self::UnknownExperiment(id) => {
                t!("There is no experiment {0} on this server, or it was removed.", id)
            }
            Self::UnknownAddress => t!("There is nothing at this address."),
            Self::Other(english) => message(english),
        }
    }
}

/// Whether all that the page may begin with, and its drafts, can be read with the kinds that it has from its start.
pub fn can_start() -> bool {
    // What is left out is inferred, by kinds that may not be there; English is there.
    let is_filled = |spec: &DatasetSpec| {
        let mut columns = spec.tables.iter().flat_map(|table| &table.columns);
        spec.is_simple()
            && columns.all(|column| {
                column
                    .generator
                    .as_ref()
                    .is_some_and(|generator| generator.text("locale").is_none_or(|locale| locale == ENGLISH))
            })
    };
    let opened =
        embedded().is_none_or(|json| DatasetSpec::from_saved_json(&json).is_ok_and(|spec| is_filled(&spec)));
    opened
        && drafts::all(&BrowserStorage)
            .into_iter()
            .all(|draft| draft.is_some_and(|draft| is_filled(&draft.spec)))
}

/// What the server put in the document.
fn embedded() -> Option<String> {
    document().get_element_by_id(ELEMENT)?.unchecked_into::<web_sys::Node>().text_content()
}

/// What the page begins with: on the server those in the context, in the browser those that the
/// server put in the document; the example if there is none.
pub(crate) fn opened() -> Saved {
    let saved = if cfg!(feature = "ssr") {
        match use_context() {
            Some(Opened::Dataset { id, spec }) => Some(Saved { id: Some(id), spec: *spec }),
            _ => None,
        }
    } else {
        embedded()
            .and_then(|json| DatasetSpec::from_saved_json(&json).ok())
            .map(|spec| Saved::at(&window().location().pathname().unwrap_or_default(), spec))
    };
    saved.unwrap_or_else(|| Saved { id: None, spec: example() })
}
