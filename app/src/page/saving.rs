//! Saving: the dataset goes to the server, and the page gets its address.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::{address, drafts::DraftKeeper};
use crate::{
    api,
    workspace::{Notice, Saved, Workspace},
};

/// What saves, and says what came of it.
pub(super) fn saving(workspace: Workspace, drafts: DraftKeeper) -> Callback<()> {
    let save = Action::new_local(move |(): &()| {
        let spec = workspace.spec.get_untracked();
        let from = workspace.saved.with_untracked(Saved::path);
        async move {
            let notice = match api::save_dataset(&spec).await {
                // Whoever has gone to another address meanwhile stays there.
                Ok(answer) if workspace.saved.with_untracked(Saved::path) != from => {
                    Notice::done(format!("What was there before is saved as /d/{}.", answer.id))
                }
                Ok(answer) => {
                    drafts.forget();
                    let saved = Saved { id: Some(answer.id), spec };
                    address::show(&saved.path());
                    workspace.saved_as(saved);
                    drafts.name_anew();
                    Notice::done(
                        "Saved. The address of this page shows these rows, whatever is edited from here on.",
                    )
                }
                Err(error) => Notice::wrong(format!("Not saved. {error}")),
            };
            workspace.notice.set(Some(notice));
        }
    });
    Callback::new(move |()| {
        apply_what_is_typed();
        match untrack(|| workspace.reason_not_to_use()) {
            Some(reason) => workspace.notice.set(Some(Notice::wrong(format!("Not saved. {reason}")))),
            None => {
                save.dispatch_local(());
            }
        }
    })
}

/// Has the field that is typed into apply its text, as if it was left.
pub(super) fn apply_what_is_typed() {
    let active = document().active_element();
    if let Some(element) = active.as_ref().and_then(|element| element.dyn_ref::<web_sys::HtmlElement>()) {
        // An element that cannot lose or take the focus had nothing typed into it.
        let _ = element.blur();
        let _ = element.focus();
    }
}
