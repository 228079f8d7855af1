use std::collections::BTreeSet;

use contract::{JobOutcome, JobRequest, LoadMethod, LoadMode};
use leptos::prelude::*;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    api::{self, CallError},
    jobs::JobBoard,
    numbers::{grouped, parse_grouped},
    workspace::Workspace,
};

/// Loads tables into a database.
#[component]
pub(crate) fn InsertDialog(open: RwSignal<Option<OpenDialog>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let board = expect_context::<JobBoard>();
    let targets = LocalResource::new(api::targets);
    let target = RwSignal::new(None::<String>);
    let mode = RwSignal::new(LoadMode::Create);
    let confirmed = RwSignal::new(false);
    let (chunk_rows, skip_limit) = (RwSignal::new(String::new()), RwSignal::new("0".to_owned()));
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
    let start = Action::new_local(move |again: &bool| {
        let again = *again;
        async move {
            let saved = api::save_dataset(&workspace.spec.get_untracked()).await?;
            let problem = |message: &str| CallError { message: message.to_owned(), path: None };
            let request = JobRequest {
                dataset: saved.id,
                tables: chosen.get_untracked().into_iter().collect(),
                target: chosen_target().ok_or_else(|| problem("Choose a target."))?,
                mode: mode.get_untracked(),
                method: LoadMethod::Auto,
                workers: None,
                chunk_rows: number(&chunk_rows.get_untracked())
                    .map_err(|()| problem("Rows a transaction must be a number."))?,
                skip_limit: parse_grouped(&skip_limit.get_untracked())
                    .ok_or_else(|| problem("The rows that may be refused must be a number."))?,
                again,
            };
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
                    {mode_choice(LoadMode::Replace, "Replace", "it: drop it with all its rows")}
                    <Show when=move || mode.get() == LoadMode::Replace>
                        <label class="check danger">
                            <input type="checkbox" prop:checked=move || confirmed.get() on:change:target=move |event| confirmed.set(event.target().checked()) />
                            "Yes, drop the chosen tables if they are there"
                        </label>
                    </Show>
                </fieldset>
                <div class="form-row">
                    <label class="field">
                        <span>"Rows a transaction (empty: what suits)"</span>
                        <input inputmode="numeric" autocomplete="off" prop:value=move || chunk_rows.get() on:input:target=move |event| chunk_rows.set(event.target().value()) />
                    </label>
                    <label class="field">
                        <span>"Rows that the database may refuse"</span>
                        <input inputmode="numeric" autocomplete="off" prop:value=move || skip_limit.get() on:input:target=move |event| skip_limit.set(event.target().value()) />
                    </label>
                </div>
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

/// An optional number.
fn number(text: &str) -> Result<Option<u32>, ()> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    parse_grouped(text).and_then(|number| u32::try_from(number).ok()).map(Some).ok_or(())
}
