//! The page: header, editor, grid, dialogs and keys.

mod address;
mod bar;
mod drafts;
mod keys;
mod problems;
mod saving;

use leptos::prelude::*;

use self::{
    bar::Bar,
    drafts::{DraftKeeper, Offers},
};
use crate::{
    controls::{maybe, text},
    dialogs::{DownloadDialog, ImportDialog, InsertDialog, OpenDialog},
    editor::Editor,
    grid::Grid,
    workspace::{Saved, SavedState, Workspace},
};

/// The one screen, of what an address names.
#[component]
pub(crate) fn Screen(opened: Saved) -> impl IntoView {
    let workspace = Workspace::new(opened);
    provide_context(workspace);
    let open = RwSignal::new(None::<OpenDialog>);
    let drafts = DraftKeeper::new(workspace);
    let save = saving::saving(workspace, drafts);
    keys::listen(workspace, open, save);
    address::follow(workspace, drafts);
    title(workspace);
    // What is clicked or typed before the page is alive would be lost.
    let is_alive = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let is_still = Signal::derive(move || !is_alive.get());

    let is_said = Signal::derive(move || workspace.notice.with(Option::is_some));
    let is_error = Signal::derive(move || {
        workspace.notice.with(|notice| notice.as_ref().is_some_and(|notice| notice.is_error))
    });
    view! {
        <fieldset class="pane" disabled=is_still>
            {view! { <Bar open save drafts /> }.into_any()}
        </fieldset>
        <div class="notices">
            // There from the start, so that what appears in it is read out.
            <p class="notice" class:said=is_said class:error=is_error role="status">
                {text(move || workspace.notice.with(|notice| notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()))}
            </p>
            <Offers drafts />
        </div>
        <main class="screen">
            <fieldset class="pane" disabled=is_still>
                {view! { <Editor /> }.into_any()}
            </fieldset>
            <fieldset class="pane" disabled=is_still>
                {view! { <Grid /> }.into_any()}
            </fieldset>
        </main>
        {maybe(move || open.get().map(|dialog| match dialog {
            OpenDialog::Import => view! { <ImportDialog open /> }.into_any(),
            OpenDialog::Download => view! { <DownloadDialog open /> }.into_any(),
            OpenDialog::Insert => view! { <InsertDialog open /> }.into_any(),
        }))}
    }
}

/// Keeps the title of the browser's tab at the tables, and whether they are saved.
fn title(workspace: Workspace) {
    Effect::new(move |_| {
        let names = workspace.spec.with(|spec| {
            let names: Vec<&str> = spec.tables.iter().take(3).map(|table| table.name.as_str()).collect();
            names.join(", ")
        });
        let mark = if workspace.saved_state() == SavedState::Edited { "• " } else { "" };
        let names = if names.is_empty() { String::new() } else { format!("{names} – ") };
        document().set_title(&format!("{mark}{names}Rowmill"));
    });
}
