//! The way to an experiment about what is shown.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    language::t,
    percent::percent_encoded,
    workspace::{Notice, Workspace},
};

/// Saves the dataset, if it is not, and goes to the form of an experiment about the selected table, on a target if one is chosen.
pub(crate) fn begin_experiment(workspace: Workspace, target: Option<String>) {
    super::apply_what_is_typed();
    if let Some(reason) = untrack(|| workspace.reason_not_to_use()) {
        workspace.notice.set(Some(Notice::wrong(reason)));
        return;
    }
    let spec = workspace.spec.get_untracked();
    let table = spec.tables.get(workspace.selected.get_untracked()).map(|table| table.name.clone());
    let shown = workspace.shown_since.get_untracked();
    spawn_local(async move {
        let id = api::id_of(&workspace, &spec).await;
        // Whoever looks at another dataset by now stays there.
        if workspace.shown_since.get_untracked() != shown {
            return;
        }
        match id {
            Ok(id) => {
                let table = percent_encoded(&table.unwrap_or_default());
                let target = target.map(|target| format!("&target={}", percent_encoded(&target)));
                let target = target.unwrap_or_default();
                // A browser that refuses stays where it is. What is not saved at this address stays as a draft.
                let _ = window()
                    .location()
                    .set_href(&format!("/experiments/new?dataset={id}&table={table}{target}"));
            }
            Err(error) => {
                workspace.notice.set(Some(Notice::wrong(t!("The experiment cannot be begun. {0}", error))));
            }
        }
    });
}
