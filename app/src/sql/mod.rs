//! The statements that make the tables, as a load would send them. They can be edited: what is changed is shown, and applied.

use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    controls::{Button, Task, maybe, problem, select_field},
    language::{message, t},
    workspace::{
        Notice, Statements, Workspace,
        changes::{Change, changes, in_dialect_of},
    },
};

/// How long edits of the spec rest before the server is asked for the statements.
const REST: Duration = Duration::from_millis(250);

/// The statements, and what was changed in them.
#[component]
pub(crate) fn Sql() -> AnyView {
    let workspace = expect_context::<Workspace>();
    // Edits stay while another view, or another dataset, is seen.
    let edited = Memo::new(move |_| workspace.edited_statements());
    let dialect = RwSignal::new("mysql".to_owned());
    // As the server wrote them.
    let written = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let found = RwSignal::new(None::<Vec<Change>>);
    Effect::new(move |_| {
        if let Some(of) = edited.with(|edited| edited.as_ref().map(|edited| edited.dialect.clone())) {
            dialect.set(of);
        }
    });
    // What was found is of the dataset that was there.
    Effect::new(move |_| {
        workspace.shown_since.track();
        found.set(None);
    });
    follow(workspace, dialect, written, error);
    let text = move || edited.with(|edited| edited.as_ref().map(|edited| edited.text.clone()));
    let text = Memo::new(move |_| text().unwrap_or_else(|| written.get()));
    let write = move |text: String| {
        found.set(None);
        let before = edited.with_untracked(|edited| edited.as_ref().map(|edited| edited.before.clone()));
        let before = before.unwrap_or_else(|| written.get_untracked());
        let dialect = dialect.get_untracked();
        workspace.edit_statements((text != before).then_some(Statements { dialect, before, text }));
    };
    let is_changed = Memo::new(move |_| edited.with(Option::is_some));
    let task = Task::new();
    let compare = move || {
        let Some(asked) = edited.get_untracked() else { return };
        task.run(async move {
            // Both ways through statements: what those cannot say is in neither.
            let read = async {
                let base = api::import_sql(asked.before.clone(), &asked.dialect).await?;
                Ok::<_, api::CallError>((base, api::import_sql(asked.text.clone(), &asked.dialect).await?))
            };
            let read = read.await;
            // Whoever has typed on meanwhile wants something else.
            if edited.try_get_untracked().flatten().as_ref() != Some(&asked) {
                return;
            }
            match read {
                // A statement that cannot be read would pass for a table that was taken away.
                Ok((_, edited)) if edited.warnings.iter().any(|warning| warning.starts_with("line ")) => {
                    let wrong = edited.warnings.iter().filter(|warning| warning.starts_with("line "));
                    error.set(Some(wrong.map(|warning| message(warning)).collect::<Vec<_>>().join("\n")));
                }
                Ok((base, edited)) => {
                    let (base, edited) = workspace.spec.with_untracked(|spec| {
                        // What a spec has no dialect for it cannot keep.
                        match spec.dialect {
                            Some(_) => in_dialect_of(spec, &base.spec, &edited.spec),
                            None => (base.spec.without_declarations(), edited.spec.without_declarations()),
                        }
                    });
                    found.set(Some(changes(&base, &edited)));
                    error.set(None);
                }
                Err(refused) => error.set(Some(refused.to_string())),
            }
        });
    };
    let discard = move || {
        workspace.edit_statements(None);
        found.set(None);
        error.set(None);
    };
    let apply = move || {
        if let Some(changes) = found.get_untracked() {
            workspace.apply(&changes);
            discard();
        }
    };
    let choose_dialect = Callback::new(move |chosen: String| {
        if is_changed.get_untracked() {
            let text = t!("Apply or discard what you have changed first.");
            workspace.notice.set(Some(Notice::wrong(text)));
            // The list shows what is edited still.
            dialect.notify();
        } else {
            dialect.set(chosen);
        }
    });
    let dialects = [("mysql", "MySQL, MariaDB"), ("postgres", "PostgreSQL"), ("sqlite", "SQLite")];
    let dialects = dialects.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    view! {
        <section class="sql-view" tabindex="-1" aria-label="SQL">
            <div class="preview-bar">
                {select_field(t!("For"), dialects, dialect.into(), choose_dialect, None)}
                <p class="facts">{t!("As a load creates the tables. Change it, or paste over it, to change the spec.")}</p>
                {maybe(move || is_changed.get().then(|| view! {
                    <span class="actions">
                        {Button::new("Compare", compare).off(move || task.is_pending()).class("primary").view()}
                        {Button::new("Discard", discard).view()}
                    </span>
                }.into_any()))}
            </div>
            {problem(move || error.get())}
            {maybe(move || found.get().map(|changes| view! {
                <div class="changes" role="status">
                    {change_list(&changes)}
                    <span class="actions">
                        {(!changes.is_empty()).then(|| Button::new("Apply", apply).class("primary").view())}
                        {Button::new("Discard", discard).view()}
                    </span>
                </div>
            }.into_any()))}
            <textarea
                class="sql-text"
                spellcheck="false"
                aria-label=t!("Statements")
                prop:value=move || text.get()
                on:input:target=move |event| write(event.target().value())
            ></textarea>
        </section>
    }
    .into_any()
}

/// Keeps `written` at the statements of the spec, asked for when edits rest.
fn follow(
    workspace: Workspace,
    dialect: RwSignal<String>,
    written: RwSignal<String>,
    error: RwSignal<Option<String>>,
) {
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let (dialect, spec) = (dialect.get(), workspace.spec.get());
        let reason = workspace.reason_not_to_use();
        turn.update_value(|turn| *turn += 1);
        let asked = turn.get_value();
        spawn_local(async move {
            sleep(REST).await;
            if turn.try_get_value() != Some(asked) {
                return;
            }
            let answer = match reason {
                Some(reason) => Err(reason),
                None => api::schema_sql(&dialect, &spec).await.map_err(|error| error.to_string()),
            };
            // Late answers are dropped.
            if turn.try_get_value() != Some(asked) {
                return;
            }
            error.set(answer.as_ref().err().cloned());
            // Statements of another dialect, or of an earlier spec, would pass for these.
            written.set(answer.unwrap_or_default());
        });
    });
}

/// Changes in words.
pub(crate) fn change_list(changes: &[Change]) -> AnyView {
    if changes.is_empty() {
        return view! { <p>{t!("Nothing is changed that was understood: tables, columns, types, keys, indexes, references.")}</p> }.into_any();
    }
    let item = |change: &Change| {
        let class = if change.is_removal() { "removal" } else { "" };
        view! { <li class=class>{change.in_words()}</li> }.into_any()
    };
    view! { <ul>{changes.iter().map(item).collect_view()}</ul> }.into_any()
}
