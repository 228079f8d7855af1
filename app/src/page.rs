//! The page: header, editor, grid, dialogs and keys.

use generator::DatasetSpec;
use leptos::{ev, prelude::*};

use crate::{
    api::{self, CallError},
    dialogs::{DownloadDialog, ImportDialog, InsertDialog, OpenDialog},
    editor::Editor,
    grid::Grid,
    workspace::Workspace,
};

/// The one screen.
#[component]
pub(crate) fn Screen(spec: DatasetSpec) -> impl IntoView {
    let workspace = Workspace::new(spec);
    provide_context(workspace);
    let open = RwSignal::new(None::<OpenDialog>);
    let notice = RwSignal::new(None::<Result<String, CallError>>);

    let save = Action::new_local(move |(): &()| {
        let spec = workspace.spec.get_untracked();
        async move {
            match api::save_dataset(&spec).await {
                Ok(answer) => {
                    show_address(&format!("/d/{}", answer.id));
                    notice
                        .set(Some(Ok("Saved. The address of this page always shows these rows.".to_owned())));
                }
                Err(error) => notice.set(Some(Err(error))),
            }
        }
    });
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            if !(event.ctrl_key() || event.meta_key()) || open.get_untracked().is_some() {
                return;
            }
            match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
                ("z", false) => workspace.undo(),
                ("z", true) | ("y", false) => workspace.redo(),
                ("s", false) => {
                    save.dispatch_local(());
                }
                _ => return,
            }
            event.prevent_default();
        });
        // Another address in the history is another dataset, or none.
        let back = window_event_listener(ev::popstate, |_| {
            // A browser that refuses goes on showing this one.
            let _ = window().location().reload();
        });
        on_cleanup(move || {
            keys.remove();
            back.remove();
        });
    });
    let is_wrong = move || workspace.compiled.with(|compiled| !compiled.problems.is_empty());
    let opens = move |dialog: OpenDialog| move |_: ev::MouseEvent| open.set(Some(dialog));

    view! {
        <header class="bar">
            <h1><a href="/">"Rowmill"</a></h1>
            <div class="actions" role="toolbar" aria-label="Dataset">
                <button type="button" on:click=opens(OpenDialog::Import)>"Import"</button>
                <button type="button" on:click=move |_| workspace.spec.with_untracked(crate::dialogs::export)>"Export"</button>
                <button type="button" disabled=move || !workspace.history().0 on:click=move |_| workspace.undo()>"Undo"</button>
                <button type="button" disabled=move || !workspace.history().1 on:click=move |_| workspace.redo()>"Redo"</button>
                <button type="button" disabled=is_wrong on:click=move |_| { save.dispatch_local(()); }>"Save"</button>
                <button type="button" disabled=is_wrong on:click=opens(OpenDialog::Download)>"Download"</button>
                <button type="button" class="primary" disabled=is_wrong on:click=opens(OpenDialog::Insert)>
                    "Insert into database"
                </button>
            </div>
            <a class="reader" href="/api/docs/">"API"</a>
        </header>
        {move || notice.get().map(|notice| {
            let (text, is_error) = match notice { Ok(text) => (text, false), Err(error) => (error.to_string(), true) };
            view! { <p class="notice" class:error=is_error role="status">{text}</p> }
        })}
        <main class="screen">
            {view! { <Editor /> }.into_any()}
            {view! { <Grid /> }.into_any()}
        </main>
        {move || open.get().map(|dialog| match dialog {
            OpenDialog::Import => view! { <ImportDialog open /> }.into_any(),
            OpenDialog::Download => view! { <DownloadDialog open /> }.into_any(),
            OpenDialog::Insert => view! { <InsertDialog open /> }.into_any(),
        })}
    }
}

/// Shows an address without leaving the page: history and focus stay.
fn show_address(path: &str) {
    // A browser that refuses leaves the old address, which is no harm.
    let _ = window()
        .history()
        .and_then(|history| history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path)));
}
