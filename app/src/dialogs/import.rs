//! The import dialog: a spec from text, a file, or a database; what it changes is shown before it is.

use contract::DatasetAnswer;
use generator::{Dataset, DatasetSpec};
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    api::{self, CallError},
    controls::{Button, Task, asked, maybe, problem, several},
    language::{message, t},
    sql::change_list,
    workspace::{
        SavedState, Workspace,
        changes::{Change, changed_tables, changes},
    },
};

/// Takes a spec, or `CREATE TABLE` statements, from the clipboard, a file or a database.
#[component]
pub(crate) fn ImportDialog(open: RwSignal<Option<OpenDialog>>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    // What was pasted stays until it is imported: a dialog that is closed loses nothing.
    let text = workspace.pasted;
    let is_open = StoredValue::new(());
    let found = RwSignal::new(None::<DatasetAnswer>);
    // Whether it is imported already, and only told of.
    let is_done = RwSignal::new(false);
    // Whether what was read is a spec, which says all there is to say, or statements, which do not.
    let was_spec = RwSignal::new(false);
    let targets = asked(api::targets());
    let (task, error) = (Task::new(), RwSignal::new(None::<String>));
    let import = move |source: Source| {
        task.run(async move {
            was_spec.set(matches!(&source, Source::Text(text) if is_spec(text)));
            let answer = match source {
                Source::Text(text) => read(text).await,
                Source::Target(name) => api::import_target(&name).await,
            };
            // Whoever closed the dialog wants no import any more.
            if is_open.try_get_value().is_none() {
                return;
            }
            error.set(answer.as_ref().err().map(ToString::to_string));
            let Ok(answer) = answer else { return };
            if untrack(|| workspace.saved_state()) == SavedState::New {
                // The example is nobody's work.
                workspace.replace(&t!("import"), answer.spec.clone());
                text.set(String::new());
                if answer.warnings.is_empty() {
                    open.set(None);
                    return;
                }
                is_done.set(true);
            }
            found.set(Some(answer));
        });
    };
    let reading = Task::new();
    let read_file = move |file: &web_sys::File| {
        let promise = file.text();
        reading.run(async move {
            // A file that cannot be read leaves the text as it was.
            if let Some(content) = JsFuture::from(promise).await.ok().and_then(|content| content.as_string())
            {
                let _ = text.try_set(content);
            }
        });
    };
    let send = move || {
        if found.with_untracked(Option::is_none) {
            import(Source::Text(text.get_untracked()));
        }
    };
    let pending = move || task.is_pending();
    view! {
        <Dialog title=t!("Import") open>
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
                {maybe(move || Some(match found.get() {
                    Some(answer) if is_done.get() => view! {
                        {warnings_of(answer.warnings)}
                        <div class="dialog-actions">
                            {Button::new("Done", move || open.set(None)).class("primary").view()}
                        </div>
                    }.into_any(),
                    Some(answer) => difference(workspace, open, found, answer, was_spec.get_untracked()),
                    None => view! {
                        <p>{t!("Paste CREATE TABLE statements of MySQL, PostgreSQL or SQLite, or a spec that Rowmill exported.")}</p>
                        <textarea
                            id="import-text"
                            autofocus
                            rows="14"
                            spellcheck="false"
                            aria-label=t!("CREATE TABLE statements or spec")
                            prop:value=move || text.get()
                            on:input:target=move |event| text.set(event.target().value())
                        ></textarea>
                        <label class="field">
                            <span>{t!("or a file")}</span>
                            <input type="file" accept=".sql,.json,.txt" on:change:target=move |event| {
                                if let Some(file) = event.target().files().and_then(|files| files.get(0)) {
                                    read_file(&file);
                                }
                            } />
                        </label>
                        <p class="actions">
                            <span>{t!("or the tables of a target")}</span>
                            {several(move || targets.get().and_then(Result::ok).into_iter().flatten().filter(|target| target.reachable).map(|target| {
                                let name = target.name.clone();
                                Button::new("", move || import(Source::Target(name.clone())))
                                    .text(target.name)
                                    .off(pending)
                                    .view()
                            }).collect())}
                        </p>
                        {problem(move || error.get())}
                        <div class="dialog-actions">
                            {Button::new("Cancel", move || open.set(None)).view()}
                            {Button::submit("Import").off(pending).view()}
                        </div>
                    }.into_any(),
                }))}
            </form>
        </Dialog>
    }
    .into_any()
}

/// What an import would change, and the ways to do it: all anew, or only what is in it.
fn difference(
    workspace: Workspace,
    open: RwSignal<Option<OpenDialog>>,
    found: RwSignal<Option<DatasetAnswer>>,
    answer: DatasetAnswer,
    is_spec: bool,
) -> AnyView {
    let all = workspace.spec.with_untracked(|spec| {
        if is_spec { changed_tables(spec, &answer.spec) } else { changes(spec, &answer.spec) }
    });
    // Tables that were not imported stay.
    let added: Vec<Change> =
        all.iter().filter(|change| !matches!(change, Change::RemoveTable(_))).cloned().collect();
    let can_add = !added.is_empty() && workspace.spec.with_untracked(|spec| !spec.tables.is_empty());
    let (tables, warnings, spec) = (answer.spec.tables.len(), answer.warnings, answer.spec);
    let close = move || {
        workspace.pasted.set(String::new());
        open.set(None);
    };
    let replace = Button::new("Replace everything", move || {
        workspace.replace(&t!("import"), spec.clone());
        close();
    });
    let shown = change_list(&added);
    let add = Button::new("Change only these tables", move || {
        workspace.apply(&added);
        close();
    });
    view! {
        <p role="status">{t!("{0} {0|table|tables} read.", tables)}</p>
        {warnings_of(warnings)}
        {can_add.then(|| view! {
            <div class="changes">
                <p>{t!("Changing only these tables, beside those that are there:")}</p>
                {shown}
            </div>
        })}
        <div class="dialog-actions">
            {Button::new("Back", move || found.set(None)).view()}
            {can_add.then(|| add.view())}
            {replace.class("primary").id("replace-everything").view()}
        </div>
    }
    .into_any()
}

fn warnings_of(warnings: Vec<String>) -> AnyView {
    if warnings.is_empty() {
        return ().into_any();
    }
    let item = |warning: String| view! { <li>{message(&warning)}</li> }.into_any();
    view! {
        <div class="warnings" role="status">
            <p>{t!("This was understood, but has no effect:")}</p>
            <ul>{warnings.into_iter().map(item).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// Where a spec comes from.
#[derive(Debug, Clone)]
enum Source {
    Text(String),
    /// The target of this name.
    Target(String),
}

/// Whether a text is meant as a spec.
fn is_spec(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

/// A spec is read here, SQL on the server, where the parser is.
async fn read(text: String) -> Result<DatasetAnswer, CallError> {
    if !is_spec(&text) {
        return api::import_sql(text).await;
    }
    let spec = DatasetSpec::from_json(&text).map_err(|problems| problems.first().clone())?;
    let dataset = Dataset::compile(&spec).map_err(|problems| problems.first().clone())?;
    // With every generator filled in it is longer, and must not be too long to be saved again.
    let length = dataset.spec().to_canonical_json().len();
    DatasetSpec::check_length(length).map_err(|problems| problems.first().clone())?;
    Ok(DatasetAnswer { id: dataset.id(), spec: dataset.spec().clone(), warnings: Vec::new() })
}
