//! The address of the page, and going back and forward among addresses without leaving the page.

use generator::DatasetSpec;
use leptos::{ev, prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

use super::drafts::DraftKeeper;
use crate::{
    api,
    workspace::{Notice, Saved, Workspace, example},
};

/// Shows an address without leaving the page: history and focus stay.
pub(super) fn show(path: &str) {
    if path == here() {
        return;
    }
    // A browser that refuses leaves the old address, which is no harm.
    let _ =
        window().history().and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(path)));
}

/// Opens what the address names whenever the browser goes to another of the history.
pub(super) fn follow(workspace: Workspace, drafts: DraftKeeper) {
    Effect::new(move |_| {
        let moves = window_event_listener(ev::popstate, move |_| {
            let path = here();
            if workspace.saved.with_untracked(|saved| saved.path() == path) {
                return;
            }
            drafts.keep_now();
            spawn_local(async move {
                let spec = match path.strip_prefix("/d/") {
                    Some(id) => api::dataset(id).await,
                    None => Ok(example()),
                };
                // Whoever went on meanwhile wants something else.
                if here() != path {
                    return;
                }
                match spec {
                    Ok(spec) => {
                        workspace.open(&path, spec);
                        drafts.opened();
                    }
                    Err(error) => {
                        // What is shown is not what the address names.
                        workspace.saved.set(Saved::at(&path, DatasetSpec::of(Vec::new())));
                        drafts.name_anew();
                        let text = format!("What this address names cannot be shown: {error}");
                        workspace.notice.set(Some(Notice::wrong(text)));
                    }
                }
            });
        });
        on_cleanup(move || moves.remove());
    });
}

fn here() -> String {
    window().location().pathname().unwrap_or_default()
}
