//! The import dialog: a spec from text, a file, or a database.

use contract::DatasetAnswer;
use generator::{Dataset, DatasetSpec};
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    api::{self, CallError},
    controls::{Button, maybe, problem, several},
    workspace::Workspace,
};

/// Takes a spec, or `CREATE TABLE` statements, from the clipboard or a file.
#[component]
pub(crate) fn ImportDialog(open: RwSignal<Option<OpenDialog>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    // What was pasted stays until it is imported: a dialog that is closed loses nothing.
    let text = workspace.pasted;
    let is_open = StoredValue::new(());
    let warnings = RwSignal::new(Vec::<String>::new());
    let targets = LocalResource::new(api::targets);
    let import = Action::new_local(move |source: &Source| {
        let source = source.clone();
        async move {
            let answer = match source {
                Source::Text(text) => read(text).await?,
                Source::Target(name) => api::import_target(&name).await?,
            };
            // Whoever closed the dialog wants no import any more.
            if is_open.try_get_value().is_none() {
                return Ok(());
            }
            workspace.replace("import", answer.spec);
            text.set(String::new());
            if answer.warnings.is_empty() {
                open.set(None);
            }
            warnings.set(answer.warnings);
            Ok::<(), CallError>(())
        }
    });
    let read_file = Action::new_local(move |file: &send_wrapper::SendWrapper<web_sys::File>| {
        let promise = file.text();
        async move {
            // A file that cannot be read leaves the text as it was.
            if let Some(content) = JsFuture::from(promise).await.ok().and_then(|content| content.as_string())
            {
                let _ = text.try_set(content);
            }
        }
    });
    let send = move || {
        if warnings.with_untracked(Vec::is_empty) && !import.pending().get_untracked() {
            import.dispatch_local(Source::Text(text.get_untracked()));
        }
    };
    let error = move || import.value().get().and_then(Result::err).map(|error| error.to_string());
    view! {
        <Dialog title="Import" open>
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                        event.prevent_default();
                        send();
                    }
                }
            >
                <p>"Paste CREATE TABLE statements of MySQL, PostgreSQL or SQLite, or a spec that Rowmill exported."</p>
                <textarea
                    id="import-text"
                    autofocus
                    rows="14"
                    spellcheck="false"
                    aria-label="CREATE TABLE statements or spec"
                    prop:value=move || text.get()
                    on:input:target=move |event| text.set(event.target().value())
                ></textarea>
                <label class="field">
                    <span>"or a file"</span>
                    <input type="file" accept=".sql,.json,.txt" on:change:target=move |event| {
                        if let Some(file) = event.target().files().and_then(|files| files.get(0)) {
                            read_file.dispatch_local(send_wrapper::SendWrapper::new(file));
                        }
                    } />
                </label>
                <p class="actions">
                    <span>"or the tables of a target"</span>
                    {several(move || targets.get().and_then(Result::ok).into_iter().flatten().filter(|target| target.reachable).map(|target| {
                        let name = target.name.clone();
                        view! {
                            <button
                                type="button"
                                disabled=move || import.pending().get()
                                on:click=move |_| { import.dispatch_local(Source::Target(name.clone())); }
                            >
                                {target.name}
                            </button>
                        }.into_any()
                    }).collect())}
                </p>
                {problem(error)}
                {maybe(move || (!warnings.with(Vec::is_empty)).then(|| view! {
                    <div class="warnings" role="status">
                        <p>"Imported. This was understood, but has no effect:"</p>
                        <ul>{warnings.get().into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view()}</ul>
                    </div>
                }.into_any()))}
                <div class="dialog-actions">
                    {maybe(move || Some(if warnings.with(Vec::is_empty) {
                        view! {
                            {Button::new("Cancel", move || open.set(None)).view()}
                            {Button::submit("Import").off(move || import.pending().get()).view()}
                        }.into_any()
                    } else {
                        Button::new("Done", move || open.set(None)).class("primary").view()
                    }))}
                </div>
            </form>
        </Dialog>
    }
}

/// Where a spec comes from.
#[derive(Debug, Clone)]
enum Source {
    Text(String),
    /// The target of this name.
    Target(String),
}

/// A spec is read here, SQL on the server, where the parser is.
async fn read(text: String) -> Result<DatasetAnswer, CallError> {
    if !text.trim_start().starts_with('{') {
        return api::import_sql(text).await;
    }
    let spec = DatasetSpec::from_json(&text).map_err(|problems| problems.first().clone())?;
    let dataset = Dataset::compile(&spec).map_err(|problems| problems.first().clone())?;
    // With every generator filled in it is longer, and must not be too long to be saved again.
    let length = dataset.spec().to_canonical_json().len();
    DatasetSpec::check_length(length).map_err(|problems| problems.first().clone())?;
    Ok(DatasetAnswer { id: dataset.id(), spec: dataset.spec().clone(), warnings: Vec::new() })
}
