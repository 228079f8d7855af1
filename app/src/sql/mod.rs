//! The statements that make the tables, as a load would send them. They can be edited: what is changed is shown, and applied.

use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    controls::{Button, Task, maybe, problem, select_field},
    language::t,
    workspace::{
        Workspace,
        changes::{Change, changes},
    },
};

/// How long edits of the spec rest before the server is asked for the statements.
const REST: Duration = Duration::from_millis(250);

/// The statements, and what was changed in them.
#[component]
pub(crate) fn Sql() -> AnyView {
    let workspace = expect_context::<Workspace>();
    let dialect = RwSignal::new("mysql".to_owned());
    // As the server wrote them.
    let written = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let found = RwSignal::new(None::<Vec<Change>>);
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
            match answer {
                Ok(sql) => {
                    // What a person has changed stays until it is applied or discarded.
                    if text.get_untracked() == written.get_untracked() {
                        text.set(sql.clone());
                    }
                    written.set(sql);
                    error.set(None);
                }
                Err(message) => error.set(Some(message)),
            }
        });
    });
    let is_changed = Memo::new(move |_| text.with(|text| written.with(|written| text != written)));
    let task = Task::new();
    let compare = move || {
        let (before, after) = (written.get_untracked(), text.get_untracked());
        task.run(async move {
            // Both ways through statements: what those cannot say is in neither.
            let read = async {
                let base = api::import_sql(before).await?;
                Ok::<_, api::CallError>((base, api::import_sql(after).await?))
            };
            match read.await {
                Ok((base, edited)) => {
                    found.set(Some(changes(&base.spec, &edited.spec)));
                    error.set(None);
                }
                Err(refused) => error.set(Some(refused.to_string())),
            }
        });
    };
    let discard = move || {
        text.set(written.get_untracked());
        found.set(None);
        error.set(None);
    };
    let apply = move || {
        if let Some(changes) = found.get_untracked() {
            workspace.apply(&changes);
            discard();
        }
    };
    let dialects = [("mysql", "MySQL, MariaDB"), ("postgres", "PostgreSQL"), ("sqlite", "SQLite")];
    let dialects = dialects.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    view! {
        <section class="sql-view" aria-label="SQL">
            <div class="preview-bar">
                {select_field(t!("For"), dialects, dialect.into(), Callback::new(move |chosen| dialect.set(chosen)), None)}
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
                on:input:target=move |event| {
                    text.set(event.target().value());
                    found.set(None);
                }
            ></textarea>
        </section>
    }
    .into_any()
}

/// Changes in words.
pub(crate) fn change_list(changes: &[Change]) -> AnyView {
    if changes.is_empty() {
        return view! { <p>{t!("Nothing that a spec says is changed.")}</p> }.into_any();
    }
    let item = |change: &Change| {
        let class = if change.is_removal() { "removal" } else { "" };
        view! { <li class=class>{change.in_words()}</li> }.into_any()
    };
    view! { <ul>{changes.iter().map(item).collect_view()}</ul> }.into_any()
}
