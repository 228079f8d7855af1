use generator::DatasetSpec;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_params_map;

use crate::{
    api::{self, CallError},
    dialogs::{DownloadDialog, ImportDialog, InsertDialog, OpenDialog},
    editor::Editor,
    grid::Grid,
    source::DatasetSource,
    workspace::{Workspace, example},
};

/// The one screen: the example, or the saved dataset that the address names.
#[component]
pub(crate) fn Page() -> impl IntoView {
    let parameters = use_params_map();
    let id = Memo::new(move |_| parameters.with(|parameters| parameters.get("id")));
    let spec = Resource::new(move || id.get(), load);
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading the dataset…"</p> }>
            {move || Suspend::new(async move {
                match spec.await {
                    Ok(spec) => view! { <Screen spec /> }.into_any(),
                    Err(message) => view! { <Failure message /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The spec of a saved dataset: on the server from its store, in the browser from the API.
async fn load(id: Option<String>) -> Result<DatasetSpec, String> {
    let Some(id) = id else { return Ok(example()) };
    if let Some(source) = use_context::<DatasetSource>() {
        return source.find(id).await;
    }
    // Calls of the browser stay on its one thread.
    send_wrapper::SendWrapper::new(async move { api::read_dataset(&id).await })
        .await
        .map_err(|error| error.to_string())
}

/// The page where there is none.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! { <Failure message="There is nothing at this address.".to_owned() /> }
}

#[component]
fn Failure(message: String) -> impl IntoView {
    view! {
        <main class="failure">
            <h1>"Rowmill"</h1>
            <p role="alert">{message}</p>
            <p><a href="/" rel="external">"Start with a new dataset"</a></p>
        </main>
    }
}

#[component]
fn Screen(spec: DatasetSpec) -> impl IntoView {
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
        on_cleanup(move || keys.remove());
    });
    let is_wrong = move || workspace.compiled.with(|compiled| !compiled.problems.is_empty());
    let opens = move |dialog: OpenDialog| move |_: ev::MouseEvent| open.set(Some(dialog));

    view! {
        <header class="bar">
            <h1><a href="/" rel="external">"Rowmill"</a></h1>
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
