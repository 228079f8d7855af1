//! The insert dialog: where to load, how, what it takes, and what would be wrong.

mod asking;
mod form;

use contract::{Check, CheckLevel, IndexTime, JobOutcome, LoadMethod, LoadMode, Target};
use leptos::prelude::*;

use self::{
    asking::ask,
    form::{Asked, Field, Form, in_words},
};
use super::{OpenDialog, dialog::Dialog};
use crate::{
    api::{self, CallError},
    jobs::JobBoard,
    numbers::grouped,
    workspace::Workspace,
};

/// Loads tables into a database.
#[component]
pub(crate) fn InsertDialog(open: RwSignal<Option<OpenDialog>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let board = expect_context::<JobBoard>();
    let selected = workspace.selected.get_untracked();
    let form = RwSignal::new(workspace.spec.with_untracked(|spec| Form::new(spec, selected)));
    let targets = LocalResource::new(api::targets);
    // The first target that answers, unless one is chosen.
    Effect::new(move |_| {
        let first = targets.get().and_then(Result::ok).into_iter().flatten().find(|target| target.reachable);
        if let Some(first) = first.filter(|_| form.with_untracked(|form| form.target.is_none())) {
            form.update(|form| form.target = Some(first.name));
        }
    });
    let asked = RwSignal::new(Asked::Waiting);
    ask(workspace, form, asked);
    // What was said of a load before the form was changed.
    let (complete, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    Effect::new(move |_| {
        form.track();
        complete.set(false);
        error.set(None);
    });
    let is_open = StoredValue::new(());
    let start = Action::new_local(move |again: &bool| {
        let (request, again) = (form.with_untracked(Form::request), *again);
        let spec = workspace.spec.get_untracked();
        async move {
            let Ok(Some(mut request)) = request else { return };
            let started = async {
                request.again = again;
                request.dataset = api::id_of(&workspace, &spec).await?;
                // A dialog that was closed meanwhile starts nothing.
                if is_open.try_get_value().is_none() {
                    return Ok(None);
                }
                api::start_job(&request).await.map(Some)
            };
            let started: Result<_, CallError> = started.await;
            match started {
                Ok(Some(answer)) => {
                    let is_complete = answer.outcome == JobOutcome::Completed;
                    board.show(answer.job);
                    if is_complete {
                        let _ = complete.try_set(true);
                    } else {
                        open.set(None);
                    }
                }
                Ok(None) => {}
                Err(problem) => {
                    let _ = error.try_set(Some(problem.to_string()));
                }
            }
        }
    });
    let reason = Memo::new(move |_| asked.with(|asked| form.with(|form| form.reason_not_to_start(asked))));
    let is_ready = move || reason.with(Option::is_none) && !start.pending().get();
    let estimate = move || {
        asked.with(|asked| match asked {
            Asked::Answered(preflight) => Some(preflight.estimate.clone()),
            _ => None,
        })
    };
    view! {
        <Dialog title="Insert into database" open>
            <form on:submit=move |event| {
                event.prevent_default();
                if untrack(is_ready) {
                    start.dispatch_local(false);
                }
            }>
                {targets_fields(targets, form).into_any()}
                {tables_fields(form).into_any()}
                {mode_fields(form).into_any()}
                {option_fields(form).into_any()}
                <ul class="checks-before" aria-label="Before the first row">
                    {move || asked.with(|asked| match asked {
                        Asked::Answered(preflight) => preflight.checks.clone(),
                        _ => Vec::new(),
                    }).into_iter().map(shown_check).collect_view()}
                </ul>
                <p class="estimate" role="status">{move || estimate().map(|estimate| in_words(&estimate))}</p>
                <Show when=move || estimate().is_some_and(|estimate| form.with(|form| form.needs_confirmation(&estimate)))>
                    {check(
                        Signal::derive(move || estimate().map(|estimate| format!("Yes, load all of the {} rows", grouped(estimate.rows))).unwrap_or_default()),
                        form,
                        |form| form.is_many_meant,
                        |form, is_set| form.is_many_meant = is_set,
                    )}
                </Show>
                {move || error.get().map(|error| view! { <p class="problem" role="alert">{error}</p> })}
                <Show when=move || complete.get()>
                    <p class="warnings" role="status">
                        "This load is complete already: the same rows, tables, target and mode. "
                        <button type="button" disabled=move || !is_ready() on:click=move |_| { start.dispatch_local(true); }>"Load again from the first row"</button>
                    </p>
                </Show>
                <div class="dialog-actions">
                    <p class="reason" id="insert-reason">{reason}</p>
                    <button type="button" on:click=move |_| open.set(None)>"Cancel"</button>
                    <button type="submit" class="primary" aria-describedby="insert-reason" disabled=move || !is_ready()>"Insert"</button>
                </div>
            </form>
        </Dialog>
    }
}

fn targets_fields(
    targets: LocalResource<Result<Vec<Target>, CallError>>,
    form: RwSignal<Form>,
) -> impl IntoView {
    let choice = move |found: Target| {
        let (name, is_reachable) = (found.name.clone(), found.reachable);
        let about = if is_reachable { found.version } else { found.problem };
        let of_check = name.clone();
        let is_chosen = move || form.with(|form| form.target.as_ref() == Some(&of_check));
        view! {
            <label class="check">
                <input type="radio" name="target" disabled=!is_reachable prop:checked=is_chosen on:change=move |_| form.update(|form| form.target = Some(name.clone())) />
                <span><b>{found.name}</b>" "<span class:problem=!is_reachable>{about}</span></span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>"Target"</legend>
            {move || match targets.get() {
                None => view! { <p role="status">"Asking the targets…"</p> }.into_any(),
                Some(Err(error)) => view! {
                    <p class="problem" role="alert">{error.to_string()}</p>
                    <p><button type="button" on:click=move |_| targets.refetch()>"Ask again"</button></p>
                }.into_any(),
                Some(Ok(list)) => list.into_iter().map(choice).collect_view().into_any(),
            }}
        </fieldset>
    }
}

fn tables_fields(form: RwSignal<Form>) -> impl IntoView {
    let tables = form.with_untracked(|form| form.tables.clone());
    let is_long = tables.len() > 3;
    let all = move |is_chosen: bool| {
        form.update(|form| form.tables.iter_mut().for_each(|table| table.is_chosen = is_chosen));
    };
    view! {
        <fieldset>
            <legend>"Tables"</legend>
            {is_long.then(|| view! {
                <p class="actions">
                    <button type="button" class="quiet" on:click=move |_| all(true)>"All"</button>
                    <button type="button" class="quiet" on:click=move |_| all(false)>"None"</button>
                </p>
            })}
            <div class="choices">
                {tables.into_iter().enumerate().map(|(index, table)| view! {
                    <label class="check">
                        <input
                            type="checkbox"
                            prop:checked=move || form.with(|form| form.tables[index].is_chosen)
                            on:change:target=move |event| form.update(|form| form.tables[index].is_chosen = event.target().checked())
                        />
                        <span><b>{table.name}</b>" "{grouped(table.rows)}" rows"</span>
                    </label>
                }).collect_view()}
            </div>
        </fieldset>
    }
}

fn mode_fields(form: RwSignal<Form>) -> impl IntoView {
    let choice = move |value: LoadMode, label: &'static str, explanation: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="mode"
                    prop:checked=move || form.with(|form| form.mode == value)
                    on:change=move |_| form.update(|form| { form.mode = value; form.is_replacing = false; })
                />
                <span><b>{label}</b>" "{explanation}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>"If a table is there already"</legend>
            {choice(LoadMode::Create, "Stop", "unless it is empty")}
            {choice(LoadMode::Append, "Append", "to the rows that it has")}
            {choice(LoadMode::Replace, "Replace", "it, when all new rows are in and verified")}
            <Show when=move || form.with(|form| form.mode == LoadMode::Replace)>
                {check(
                    Signal::stored("Yes, drop the chosen tables if they are there".to_owned()),
                    form,
                    |form| form.is_replacing,
                    |form, is_set| form.is_replacing = is_set,
                )}
            </Show>
        </fieldset>
    }
}

fn option_fields(form: RwSignal<Form>) -> impl IntoView {
    let text = move |label: &'static str,
                     placeholder: &'static str,
                     field: Field,
                     read: fn(&Form) -> &String,
                     write: fn(&mut Form, String)| {
        let refused = move || {
            let refused = form.with(|form| form.request().err().filter(|refused| refused.field == field));
            refused.map(|refused| refused.message)
        };
        view! {
            <div class="field" class:error=move || refused().is_some()>
                <label>
                    <span>{label}</span>
                    <input
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=placeholder
                        aria-invalid=move || refused().is_some().to_string()
                        prop:value=move || form.with(|form| read(form).clone())
                        on:input:target=move |event| form.update(|form| write(form, event.target().value()))
                    />
                </label>
                {move || refused().map(|message| view! { <span class="problem" role="alert">{message}</span> })}
            </div>
        }
    };
    view! {
        <div class="form-row">
            {choice(
                "Load method",
                &["fastest", "bulk only (LOAD DATA, COPY)", "INSERT of many rows", "INSERT row by row"],
                Signal::derive(move || form.with(|form| form.method as usize)),
                Callback::new(move |index: usize| form.update(|form| {
                    form.method = [LoadMethod::Auto, LoadMethod::Bulk, LoadMethod::Insert, LoadMethod::Single][index];
                })),
            )}
            {choice(
                "Create indexes",
                &["before loading", "after loading"],
                Signal::derive(move || form.with(|form| form.indexes as usize)),
                Callback::new(move |index: usize| form.update(|form| form.indexes = [IndexTime::Before, IndexTime::After][index])),
            )}
            {text("Workers", "automatic", Field::Workers, |form| &form.workers, |form, text| form.workers = text)}
        </div>
        <div class="form-row">
            {text("Rows per transaction", "automatic", Field::ChunkRows, |form| &form.chunk_rows, |form, text| form.chunk_rows = text)}
            {text("Rows per INSERT", "500", Field::StatementRows, |form| &form.statement_rows, |form, text| form.statement_rows = text)}
            {text("Rejected rows allowed", "0", Field::SkipLimit, |form| &form.skip_limit, |form, text| form.skip_limit = text)}
            {text("Name in the target", "as here", Field::AsTable, |form| &form.as_table, |form, text| form.as_table = text)}
        </div>
    }
}

/// A box to tick.
fn check(
    label: Signal<String>,
    form: RwSignal<Form>,
    read: fn(&Form) -> bool,
    write: fn(&mut Form, bool),
) -> impl IntoView {
    view! {
        <label class="check danger">
            <input type="checkbox" prop:checked=move || form.with(read) on:change:target=move |event| form.update(|form| write(form, event.target().checked())) />
            {label}
        </label>
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
            <select
                prop:value=move || chosen.get().to_string()
                on:change:target=move |event| choose.run(event.target().value().parse().unwrap_or(0))
            >
                {texts.iter().enumerate().map(|(index, text)| view! {
                    <option value=index.to_string()>{*text}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
