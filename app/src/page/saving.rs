//! Saving: the dataset goes to the server, and the page gets its address.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::{address, drafts::DraftKeeper, names_of as tables_of, place};
use crate::{
    api,
    controls::{Task, clipboard},
    language::t,
    workspace::{Notice, Saved, Workspace, names},
};

/// What saves, and says what came of it.
pub(super) fn saving(workspace: Workspace, drafts: DraftKeeper) -> Callback<()> {
    acting(workspace, drafts, |_| {
        t!("Saved. The address of this page shows these rows, whatever is edited from here on.")
    })
}

/// What saves, and copies the address for others.
pub(super) fn sharing(workspace: Workspace, drafts: DraftKeeper) -> Callback<()> {
    acting(workspace, drafts, move |address| {
        let origin = window().location().origin().unwrap_or_default();
        let address = format!("{origin}{address}{}", place::written(workspace));
        if clipboard::copy(&address) {
            t!("Saved, and copied for whoever should see these rows: {0}", address)
        } else {
            t!("Saved. Whoever should see these rows finds them at {0}", address)
        }
    })
}

fn acting(
    workspace: Workspace,
    drafts: DraftKeeper,
    say: impl Fn(&str) -> String + Copy + Send + Sync + 'static,
) -> Callback<()> {
    let task = Task::new();
    let save = move || {
        let spec = workspace.spec.get_untracked();
        let here =
            move || (workspace.saved.with_untracked(Saved::path), workspace.shown_since.get_untracked());
        let from = here();
        task.run(async move {
            let notice = match api::save_dataset(&spec).await {
                // Whoever has gone to something else meanwhile stays there.
                Ok(answer) if here() != from => {
                    names::keep(&format!("/d/{}", answer.id), "", &tables_of(&spec));
                    Notice::of_note(t!("What was there before is saved as {0}.", format!("/d/{}", answer.id)))
                }
                Ok(answer) => {
                    drafts.forget();
                    let saved = Saved { id: Some(answer.id), spec };
                    let address = saved.path();
                    address::show(&address, &place::written(workspace));
                    workspace.saved_as(saved);
                    drafts.name_anew();
                    let tables = untrack(|| super::names_of_tables(workspace));
                    names::keep(&address, &workspace.name.get_untracked(), &tables);
                    Notice::done(say(&address))
                }
                Err(error) => Notice::wrong(t!("Not saved. {0}", error)),
            };
            workspace.notice.set(Some(notice));
        });
    };
    Callback::new(move |()| {
        apply_what_is_typed();
        match untrack(|| workspace.reason_not_to_use()) {
            Some(reason) => workspace.notice.set(Some(Notice::wrong(t!("Not saved. {0}", reason)))),
            None => save(),
        }
    })
}

/// Has the field that is typed into apply its text, as if it was left.
pub(crate) fn apply_what_is_typed() {
    let active = document().active_element();
    if let Some(element) = active.as_ref().and_then(|element| element.dyn_ref::<web_sys::HtmlElement>()) {
        // An element that cannot lose or take the focus had nothing typed into it.
        let _ = element.blur();
        let _ = element.focus();
    }
}
