//! The import dialog: a spec from text, a file, or a database; what it changes is shown before it is.

mod fill;
mod source;

use contract::DatasetAnswer;
use leptos::prelude::*;

use self::source::{Sort, Source, text_of};
use super::{OpenDialog, dialog::Dialog};
use crate::{
    api,
    controls::{Button, Task, asked, maybe, problem, select_field, several},
    language::{label, message, t},
    sql::change_list,
    workspace::{
        Pasted, SavedState, Workspace,
        changes::{Change, changed_tables, changes, in_dialect_of},
    },
};

/// Takes a spec, `CREATE TABLE` statements or a sample of rows from the clipboard, a file or a database.
#[component]
pub(crate) fn ImportDialog(open: RwSignal<Option<OpenDialog>>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    // What was pasted stays until it is imported: a dialog that is closed loses nothing.
    let text = workspace.pasted;
    let is_open = StoredValue::new(());
    let found = RwSignal::new(None::<DatasetAnswer>);
    // Whether it is imported already, and only told of.
    let is_done = RwSignal::new(false);
    // What was read.
    let sort = RwSignal::new(Sort::Statements);
    // The target whose tables were read.
    let target = RwSignal::new(None::<String>);
    let dialect = RwSignal::new(String::new());
    let targets = asked(api::targets());
    let (task, error) = (Task::new(), RwSignal::new(None::<String>));
    let import = move |source: Source| {
        task.run(async move {
            sort.set(source.sort());
            target.set(source.target());
            let answer = source.read().await;
            // Whoever closed the dialog wants no import any more.
            if is_open.try_get_value().is_none() {
                return;
            }
            error.set(answer.as_ref().err().map(ToString::to_string));
            let Ok(answer) = answer else { return };
            if untrack(|| workspace.saved_state()) == SavedState::New {
                // The example is nobody's work.
                workspace.replace(&t!("import"), answer.spec.clone());
                text.set(Pasted::default());
                if answer.warnings.is_empty() && target.with_untracked(Option::is_none) {
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
        let file = file.clone();
        reading.run(async move {
            let read = text_of(&file).await;
            // What cannot be read leaves the text as it was.
            let _ = error.try_set(read.as_ref().err().cloned());
            if let Ok(read) = read {
                let _ = text.try_set(read);
            }
        });
    };
    let send = move || {
        if found.with_untracked(Option::is_none) {
            import(Source::Text(text.get_untracked(), dialect.get_untracked()));
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
                        <p role="status">{t!("{0} {0|table|tables} read.", answer.spec.tables.len())}</p>
                        {warnings_of(answer.warnings)}
                        {problem(move || error.get())}
                        <div class="dialog-actions">
                            {target.get_untracked().map(|target| fill::button(target, answer.spec.clone(), false, open, error))}
                            {Button::new("Done", move || open.set(None)).class("primary").view()}
                        </div>
                    }.into_any(),
                    Some(answer) => difference(workspace, open, (found, error), answer, &sort.get_untracked(), target.get_untracked()),
                    None => view! {
                        <p>{t!("Paste statements or a whole dump of a database, a sample of rows as CSV, or a spec that Rowmill exported.")}</p>
                        <textarea
                            id="import-text"
                            autofocus
                            rows="14"
                            spellcheck="false"
                            aria-label=t!("CREATE TABLE statements, sample or spec")
                            prop:value=move || text.with(|pasted| pasted.text.clone())
                            on:input:target=move |event| text.update(|pasted| pasted.edit(event.target().value()))
                        ></textarea>
                        <label class="field">
                            <span>{t!("or a file")}</span>
                            <input type="file" accept=".sql,.json,.txt,.csv,.tsv,.ndjson,.jsonl" on:change:target=move |event| {
                                if let Some(file) = event.target().files().and_then(|files| files.get(0)) {
                                    read_file(&file);
                                }
                            } />
                        </label>
                        {select_field(t!("Written for"), dialects(), dialect.into(), Callback::new(move |chosen| dialect.set(chosen)), None)}
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

/// The databases whose statements are read, by their names in the API.
fn dialects() -> Vec<(String, String)> {
    let found = (String::new(), t!("whichever it speaks for"));
    let named = [
        ("mysql", "MySQL, MariaDB"),
        ("postgres", "PostgreSQL"),
        ("sqlite", "SQLite"),
        ("sqlserver", "SQL Server"),
        ("oracle", "Oracle"),
    ];
    let named = named.map(|(value, text)| (value.to_owned(), text.to_owned()));
    [found].into_iter().chain(named).collect()
}

/// What an import would change, and the ways to do it: all anew, or only what is in it.
fn difference(
    workspace: Workspace,
    open: RwSignal<Option<OpenDialog>>,
    (found, error): (RwSignal<Option<DatasetAnswer>>, RwSignal<Option<String>>),
    answer: DatasetAnswer,
    sort: &Sort,
    target: Option<String>,
) -> AnyView {
    let all = workspace.spec.with_untracked(|spec| {
        let (spec, read) = in_dialect_of(spec, spec, &answer.spec);
        // Statements do not say all there is to say.
        if *sort != Sort::Statements { changed_tables(&spec, &read) } else { changes(&spec, &read) }
    });
    // Tables that were not imported stay.
    let added: Vec<Change> =
        all.iter().filter(|change| !matches!(change, Change::RemoveTable(_))).cloned().collect();
    let can_add = !added.is_empty() && workspace.spec.with_untracked(|spec| !spec.tables.is_empty());
    let (tables, warnings, spec) = (answer.spec.tables.len(), answer.warnings, answer.spec);
    let close = move || {
        workspace.pasted.set(Pasted::default());
        open.set(None);
    };
    let spec = StoredValue::new(spec);
    let take = move || workspace.replace(&t!("import"), spec.get_value());
    let fill = target.map(|target| fill::button(target, spec.get_value(), true, open, error));
    let replace = Button::new("Replace everything", move || {
        take();
        close();
    });
    let shown = change_list(&added);
    // Where nothing is lost, that is what is most likely meant.
    let is_more =
        added.iter().all(|change| matches!(change, Change::AddTable(_) | Change::SetDialect { .. }));
    let label =
        if is_more { label!("Add to the tables that are there") } else { label!("Change only these tables") };
    let first_added = added.iter().filter(|_| is_more).find_map(|change| match change {
        Change::AddTable(table) => Some(table.name.clone()),
        _ => None,
    });
    let add = Button::new(label, move || {
        workspace.apply(&added);
        // What was added is shown.
        let place = first_added.as_ref().and_then(|name| {
            workspace.spec.with_untracked(|spec| spec.tables.iter().position(|table| table.name == *name))
        });
        if let Some(place) = place {
            workspace.select(place);
        }
        close();
    });
    let (add, replace) =
        if is_more && can_add { (add.class("primary"), replace) } else { (add, replace.class("primary")) };
    view! {
        <p role="status">{t!("{0} {0|table|tables} read.", tables)}</p>
        {warnings_of(warnings)}
        {can_add.then(|| view! {
            <div class="changes">
                <p>{t!("Changing only these tables, beside those that are there:")}</p>
                {shown}
            </div>
        })}
        {problem(move || error.get())}
        <div class="dialog-actions">
            {Button::new("Back", move || found.set(None)).view()}
            {fill}
            {can_add.then(|| add.view())}
            {replace.id("replace-everything").view()}
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
            <p>{t!("What should be known of it:")}</p>
            <ul>{warnings.into_iter().map(item).collect_view()}</ul>
        </div>
    }
    .into_any()
}
