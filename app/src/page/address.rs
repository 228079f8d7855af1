//! The address of the page, and going back and forward among addresses without leaving the page.

use std::sync::atomic::{AtomicU32, Ordering};

use generator::DatasetSpec;
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

use super::{Page, place};
use crate::{
    api,
    dialogs::{OpenDialog, load_is_asked},
    language::t,
    workspace::{Notice, Saved, example, names},
};

/// Which of the addresses that were gone to is the present one: an answer for one before is late.
static TURN: AtomicU32 = AtomicU32::new(0);

/// Shows the address of a dataset without leaving the page: history and focus stay.
pub(super) fn show(path: &str, place: &str) {
    if path == here() {
        return;
    }
    let address = format!("{path}{place}");
    // A browser that refuses leaves the old address, which is no harm.
    let _ = window()
        .history()
        .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&address)));
}

/// Opens what the address names whenever the browser goes to another of the history.
pub(super) fn follow(page: Page) {
    Effect::new(move |_| {
        note_use(page);
        if load_is_asked() {
            page.open.set(Some(OpenDialog::Insert));
        }
        place::follow(page);
        let moves = window_event_listener(ev::popstate, move |_| page.open_here());
        on_cleanup(move || moves.remove());
    });
}

impl Page {
    /// Goes to another address, as a link would, and stays alive.
    pub(crate) fn go_to(self, path: &str) {
        show(path, "");
        self.open_here();
    }

    /// Opens what the address names.
    fn open_here(self) {
        let Self { workspace, drafts, .. } = self;
        let (path, place) = (here(), place::hash());
        let turn = TURN.fetch_add(1, Ordering::Relaxed) + 1;
        super::apply_what_is_typed();
        if workspace.saved.with_untracked(|saved| saved.path() == path) {
            // What a dialog is about is not to change behind it.
            self.open.set(None);
            self.go_to_place(&place);
            return;
        }
        drafts.keep_now();
        spawn_local(async move {
            let spec = match path.strip_prefix("/d/") {
                Some(id) => api::dataset(id).await,
                None => Ok(example()),
            };
            // Whoever went on meanwhile wants something else.
            if here() != path || TURN.load(Ordering::Relaxed) != turn {
                return;
            }
            match spec {
                Ok(spec) => {
                    // What was done while the answer was on its way.
                    super::apply_what_is_typed();
                    drafts.keep_now();
                    workspace.open(&path, spec);
                    self.go_to_place(&place);
                    drafts.opened();
                    note_use(self);
                }
                Err(error) => {
                    // What is shown is not what the address names, and stays a draft of where it was.
                    workspace.saved.set(Saved::at(&path, DatasetSpec::of(Vec::new())));
                    let text = t!("What this address names cannot be shown: {0}", error);
                    workspace.notice.set(Some(Notice::wrong(text)));
                }
            }
        });
    }
}

/// Notes that what is shown is in use, by its name in this browser.
fn note_use(page: Page) {
    let workspace = page.workspace;
    let address = workspace.saved.with_untracked(Saved::path);
    let name = names::of(&address);
    // What is not saved may have one all the same, which its draft keeps.
    if !name.is_empty() {
        workspace.name.set(name);
    }
    let tables = untrack(|| super::names_of_tables(workspace));
    names::keep(&address, &workspace.name.get_untracked(), &tables);
}

fn here() -> String {
    window().location().pathname().unwrap_or_default()
}
