//! The insert dialog: where to load, how, and what would be wrong.

use std::{collections::BTreeSet, time::Duration};

use contract::{Check, CheckLevel, IndexTime, JobOutcome, JobRequest, LoadMethod, LoadMode, Verify};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use web_sys::AbortController;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    api::{self, CallError},
    jobs::JobBoard,
    numbers::{grouped, parse_grouped},
    workspace::Workspace,
};

/// How long the form rests before the target is asked.
const REST: Duration = Duration::from_millis(300);

/// Loads tables into a database.
#[component]
pub(crate) fn InsertDialog(open: RwSignal<Option<OpenDialog>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let board = expect_context::<JobBoard>();
    let targets = LocalResource::new(api::targets);
    let target = RwSignal::new(None::<String>);
    let mode = RwSignal::new(LoadMode::Create);
    let confirmed = RwSignal::new(false);
    let (method, indexes) = (RwSignal::new(LoadMethod::Auto), RwSignal::new(IndexTime::Before));
    let (chunk_rows, skip_limit) = (RwSignal::new(String::new()), RwSignal::new("0".to_owned()));
    let workers = RwSignal::new(String::new());
    let (as_table, statement_rows) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tables: Vec<(String, u64)> = workspace
        .spec
        .with_untracked(|spec| spec.tables.iter().map(|table| (table.name.clone(), table.rows)).collect());
    let chosen: RwSignal<BTreeSet<String>> =
        RwSignal::new(tables.iter().map(|(name, _)| name.clone()).collect());
    let complete = RwSignal::new(None::<String>);

    // The first target that answers, unless one is chosen.
    let chosen_target = move || {
        let targets = targets.get()?.ok()?;
        target
            .get()
            .or_else(|| targets.iter().find(|target| target.reachable).map(|target| target.name.clone()))
    };
    let request = move |again: bool| {
        let problem = |message: &str| CallError { message: message.to_owned(), path: None };
        Ok::<_, CallError>(JobRequest {
            dataset: String::new(),
            tables: chosen.get().into_iter().collect(),
            target: chosen_target().ok_or_else(|| problem("Choose a target."))?,
            mode: mode.get(),
            method: method.get(),
            workers: number(&workers.get()).map_err(|()| problem("Workers must be a number."))?,
            chunk_rows: number(&chunk_rows.get())
                .map_err(|()| problem("Rows a transaction must be a number."))?,
            indexes: indexes.get(),
            as_table: Some(as_table.get().trim().to_owned()).filter(|name| !name.is_empty()),
            statement_rows: number(&statement_rows.get())
                .map_err(|()| problem("Rows a statement must be a number."))?,
            join: false,
            verify: Verify::Sample,
            skip_limit: parse_grouped(&skip_limit.get())
                .ok_or_else(|| problem("The rows that may be refused must be a number."))?,
            again,
        })
    };
    // What the target says of this load; asked again when the form has changed and rests, one request at a time.
    let asking = StoredValue::new_local(None::<AbortController>);
    let stop_asking = move || {
        if let Some(Some(before)) = asking.try_update_value(Option::take) {
            before.abort();
        }
    };
    on_cleanup(stop_asking);
    let checks = LocalResource::new(move || {
        let (request, spec) = (request(false), workspace.spec.get_untracked());
        stop_asking();
        let controller = AbortController::new().ok();
        asking.set_value(controller.clone());
        async move {
            let (request, Some(controller)) = (request?, controller) else { return Ok(Vec::new()) };
            if request.tables.is_empty() {
                return Ok(Vec::new());
            }
            sleep(REST).await;
            if controller.signal().aborted() {
                return Ok(Vec::new());
            }
            api::preflight(&request, &spec, &controller.signal()).await
        }
    });
    let start = Action::new_local(move |again: &bool| {
        let request = untrack(|| request(*again));
        async move {
            let mut request = request?;
            request.dataset = api::save_dataset(&workspace.spec.get_untracked()).await?.id;
            let answer = api::start_job(&request).await?;
            let is_complete = answer.outcome == JobOutcome::Completed;
            let id = answer.job.id.clone();
            board.show(answer.job);
            if is_complete {
                complete.set(Some(id));
            } else {
                open.set(None);
            }
            Ok::<(), CallError>(())
        }
    });
    let error = move || start.value().get().and_then(Result::err).map(|error| error.to_string());
    let is_ready = move || {
        !chosen.with(BTreeSet::is_empty)
            && chosen_target().is_some()
            && (mode.get() != LoadMode::Replace || confirmed.get())
            && !start.pending().get()
    };
    let mode_choice = move |value: LoadMode, label: &'static str, explanation: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="mode"
                    prop:checked=move || mode.get() == value
                    on:change=move |_| { mode.set(value); confirmed.set(false); complete.set(None); }
                />
                <span><b>{label}</b>" "{explanation}</span>
            </label>
        }
    };
    view! {
        <Dialog title="Insert into database" open>
            <form on:submit=move |event| {
                event.prevent_default();
                start.dispatch_local(false);
            }>
                <fieldset>
                    <legend>"Target"</legend>
                    {move || match targets.get() {
                        None => view! { <p role="status">"Asking the targets…"</p> }.into_any(),
                        Some(Err(error)) => view! { <p class="problem" role="alert">{error.to_string()}</p> }.into_any(),
                        Some(Ok(list)) => list.into_iter().map(|found| {
                            let (name, reachable) = (found.name.clone(), found.reachable);
                            let about = if reachable { found.version } else { found.problem };
                            let is_chosen = { let name = name.clone(); move || chosen_target().as_deref() == Some(&name) };
                            view! {
                                <label class="check">
                                    <input type="radio" name="target" disabled=!reachable prop:checked=is_chosen on:change=move |_| { target.set(Some(name.clone())); complete.set(None); } />
                                    <span><b>{found.name}</b>" "<span class:problem=!reachable>{about}</span></span>
                                </label>
                            }
                        }).collect_view().into_any(),
                    }}
                </fieldset>
                <fieldset>
                    <legend>"Tables"</legend>
                    {tables.into_iter().map(|(name, rows)| {
                        let (of_check, of_change) = (name.clone(), name.clone());
                        view! {
                            <label class="check">
                                <input
                                    type="checkbox"
                                    prop:checked=move || chosen.with(|chosen| chosen.contains(&of_check))
                                    on:change:target=move |event| {
                                        let is_chosen = event.target().checked();
                                        complete.set(None);
                                        chosen.update(|chosen| {
                                            if is_chosen { chosen.insert(of_change.clone()); } else { chosen.remove(&of_change); }
                                        });
                                    }
                                />
                                <span><b>{name}</b>" "{grouped(rows)}" rows"</span>
                            </label>
                        }
                    }).collect_view()}
                </fieldset>
                <fieldset>
                    <legend>"If a table is there already"</legend>
                    {mode_choice(LoadMode::Create, "Stop", "unless it is empty")}
                    {mode_choice(LoadMode::Append, "Append", "to the rows that it has")}
                    {mode_choice(LoadMode::Replace, "Replace", "it, when all new rows are in and verified")}
                    <Show when=move || mode.get() == LoadMode::Replace>
                        <label class="check danger">
                            <input type="checkbox" prop:checked=move || confirmed.get() on:change:target=move |event| confirmed.set(event.target().checked()) />
                            "Yes, drop the chosen tables if they are there"
                        </label>
                    </Show>
                </fieldset>
                <div class="form-row">
                    {choice(
                        "Rows travel",
                        &["the fastest way", "in bulk only", "by INSERT", "one by one"],
                        Signal::derive(move || method.get() as usize),
                        Callback::new(move |index: usize| method.set([LoadMethod::Auto, LoadMethod::Bulk, LoadMethod::Insert, LoadMethod::Single][index])),
                    )}
                    {choice(
                        "Indexes and keys",
                        &["with the table", "when all rows are there"],
                        Signal::derive(move || indexes.get() as usize),
                        Callback::new(move |index: usize| indexes.set([IndexTime::Before, IndexTime::After][index])),
                    )}
                    <label class="field">
                        <span>"Workers (empty: what suits)"</span>
                        <input inputmode="numeric" autocomplete="off" prop:value=move || workers.get() on:input:target=move |event| workers.set(event.target().value()) />
                    </label>
                </div>
                <div class="form-row">
                    <label class="field">
                        <span>"Rows a transaction (empty: what suits)"</span>
                        <input inputmode="numeric" autocomplete="off" prop:value=move || chunk_rows.get() on:input:target=move |event| chunk_rows.set(event.target().value()) />
                    </label>
                    <label class="field">
                        <span>"Rows an INSERT (empty: 500)"</span>
                        <input inputmode="numeric" autocomplete="off" prop:value=move || statement_rows.get() on:input:target=move |event| statement_rows.set(event.target().value()) />
                    </label>
                    <label class="field">
                        <span>"Name in the target (of one table; empty: its own)"</span>
                        <input autocomplete="off" spellcheck="false" prop:value=move || as_table.get() on:input:target=move |event| as_table.set(event.target().value()) />
                    </label>
                    <label class="field">
                        <span>"Rows that the database may refuse"</span>
                        <input inputmode="numeric" autocomplete="off" prop:value=move || skip_limit.get() on:input:target=move |event| skip_limit.set(event.target().value()) />
                    </label>
                </div>
                <ul class="checks-before" aria-label="Before the first row">
                    {move || checks.get().and_then(Result::ok).into_iter().flatten().map(shown_check).collect_view()}
                </ul>
                {move || error().map(|error| view! { <p class="problem" role="alert">{error}</p> })}
                <Show when=move || complete.get().is_some()>
                    <p class="warnings" role="status">
                        "This load is complete already: the same rows, tables, target and mode. "
                        <button type="button" disabled=move || !is_ready() on:click=move |_| { start.dispatch_local(true); }>"Load again from the first row"</button>
                    </p>
                </Show>
                <div class="dialog-actions">
                    <button type="button" on:click=move |_| open.set(None)>"Cancel"</button>
                    <button type="submit" class="primary" disabled=move || !is_ready()>"Insert"</button>
                </div>
            </form>
        </Dialog>
    }
}

/// A check, its table first.
fn shown_check(check: Check) -> impl IntoView {
    let level = match check.level {
        CheckLevel::Fine => "fine",
        CheckLevel::Note => "note",
        CheckLevel::Error => "problem",
    };
    let sign = match check.level {
        CheckLevel::Fine => "✓ ",
        CheckLevel::Note => "! ",
        CheckLevel::Error => "✕ ",
    };
    let table = check.table.map(|table| format!("{table}: ")).unwrap_or_default();
    view! { <li class=level>{format!("{sign}{table}{}", check.message)}</li> }
}

/// One of some texts, by its position.
fn choice(
    label: &'static str,
    texts: &'static [&'static str],
    chosen: Signal<usize>,
    choose: Callback<usize>,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change:target=move |event| choose.run(event.target().value().parse().unwrap_or(0))>
                {texts.iter().enumerate().map(|(index, text)| view! {
                    <option value=index.to_string() selected=move || chosen.get() == index>{*text}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

/// An optional number.
fn number(text: &str) -> Result<Option<u32>, ()> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    parse_grouped(text).and_then(|number| u32::try_from(number).ok()).map(Some).ok_or(())
}
