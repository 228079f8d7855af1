//! The header: what is shown, and what can be done with it.

use leptos::prelude::*;

use super::{drafts::DraftKeeper, problems::ProblemList, saving::apply_what_is_typed};
use crate::{
    controls::Button,
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
    let opens = move |dialog: OpenDialog| {
        move || {
            apply_what_is_typed();
            open.set(Some(dialog));
        }
    };
    let needs_right = move |button: Button| {
        button.off(move || reason.with(Option::is_some)).title(move || reason.get()).view()
    };
    let named = |what: &str, step: Option<String>| step.map(|step| format!("{what}: {step}"));
    // A button that is off cannot keep the focus: it goes to the other.
    let undo = Button::new("Undo", move || {
        workspace.undo();
        if steps.get_untracked().0.is_none() {
            crate::editor::focus("redo");
        }
    });
    let redo = Button::new("Redo", move || {
        workspace.redo();
        if steps.get_untracked().1.is_none() {
            crate::editor::focus("undo");
        }
    });
    let export = Button::new("Export", move || {
        apply_what_is_typed();
        workspace.spec.with_untracked(crate::dialogs::export);
    });
    let is_edited = Signal::derive(move || state.get() == SavedState::Edited);
    let state = Signal::derive(move || match state.get() {
        SavedState::New => "not saved yet",
        SavedState::Saved => "saved",
        SavedState::Edited => "edited",
    });
    view! {
        <header class="bar">
            <h1><a href="/" on:click=move |_| drafts.keep_now()>"Rowmill"</a></h1>
            <span class="saved-state" class:edited=is_edited>{state}</span>
            <div class="actions" role="toolbar" aria-label="Dataset">
                {Button::new("Import", opens(OpenDialog::Import)).view()}
                {export.view()}
                {undo
                    .id("undo")
                    .off(move || steps.with(|steps| steps.0.is_none()))
                    .title(move || named("Undo", steps.get().0))
                    .view()}
                {redo
                    .id("redo")
                    .off(move || steps.with(|steps| steps.1.is_none()))
                    .title(move || named("Redo", steps.get().1))
                    .view()}
                {needs_right(Button::new("Save", move || save.run(())))}
                {needs_right(Button::new("Download", opens(OpenDialog::Download)))}
                {needs_right(Button::new("Insert into database", opens(OpenDialog::Insert)).class("primary"))}
            </div>
            <ProblemList />
            <a class="reader" href="/api/docs/" target="_blank" rel="noopener">"API"</a>
        </header>
    }
}
