//! The header: what is shown, and what can be done with it.

use leptos::{ev, prelude::*};

use super::{drafts::DraftKeeper, problems::ProblemList, saving::apply_what_is_typed};
use crate::{
    dialogs::OpenDialog,
    workspace::{SavedState, Workspace},
};

/// The header of the page.
#[component]
pub(super) fn Bar(
    open: RwSignal<Option<OpenDialog>>,
    save: Callback<()>,
    drafts: DraftKeeper,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let state = Memo::new(move |_| workspace.saved_state());
    let steps = Memo::new(move |_| workspace.next_steps());
    let reason = Memo::new(move |_| workspace.reason_not_to_use());
    let is_wrong = move || reason.with(Option::is_some);
    let opens = move |dialog: OpenDialog| {
        move |_: ev::MouseEvent| {
            apply_what_is_typed();
            open.set(Some(dialog));
        }
    };
    let named = |what: &str, step: Option<String>| step.map(|step| format!("{what}: {step}"));
    // A button that is off cannot keep the focus: it goes to the other.
    let step_back = move |_| {
        workspace.undo();
        if steps.get_untracked().0.is_none() {
            crate::editor::focus("redo");
        }
    };
    let step_forward = move |_| {
        workspace.redo();
        if steps.get_untracked().1.is_none() {
            crate::editor::focus("undo");
        }
    };
    view! {
        <header class="bar">
            <h1><a href="/" on:click=move |_| drafts.keep_now()>"Rowmill"</a></h1>
            <span class="saved-state" class:edited=move || state.get() == SavedState::Edited>
                {move || match state.get() {
                    SavedState::New => "not saved yet",
                    SavedState::Saved => "saved",
                    SavedState::Edited => "edited",
                }}
            </span>
            <div class="actions" role="toolbar" aria-label="Dataset">
                <button type="button" on:click=opens(OpenDialog::Import)>"Import"</button>
                <button type="button" on:click=move |_| { apply_what_is_typed(); workspace.spec.with_untracked(crate::dialogs::export); }>"Export"</button>
                <button type="button" id="undo" title=move || named("Undo", steps.get().0) disabled=move || steps.with(|steps| steps.0.is_none()) on:click=step_back>"Undo"</button>
                <button type="button" id="redo" title=move || named("Redo", steps.get().1) disabled=move || steps.with(|steps| steps.1.is_none()) on:click=step_forward>"Redo"</button>
                <button type="button" title=reason disabled=is_wrong on:click=move |_| save.run(())>"Save"</button>
                <button type="button" title=reason disabled=is_wrong on:click=opens(OpenDialog::Download)>"Download"</button>
                <button type="button" class="primary" title=reason disabled=is_wrong on:click=opens(OpenDialog::Insert)>
                    "Insert into database"
                </button>
            </div>
            <ProblemList />
            <a class="reader" href="/api/docs/" target="_blank" rel="noopener">"API"</a>
        </header>
    }
}
