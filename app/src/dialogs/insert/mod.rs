//! The insert dialog: where to load, how, what it takes, and what would be wrong.

mod asking;
mod command;
mod form;
mod prefilled;

use contract::{Check, CheckLevel, IndexTime, JobOutcome, LoadMode, Target, Verify};
use leptos::prelude::*;

pub(crate) use self::prefilled::is_asked as load_is_asked;
use self::{
    asking::ask,
    form::{Asked, Field, Form, METHODS, TableChoice, in_words, method_named},
};
use super::{OpenDialog, commands::commands, dialog::Dialog};
use crate::{
    api::{self, CallError},
    controls::{
        Button, Task, ask_again, asked, check_field, maybe, problem, radio_field, select_field, several,
        text_field,
    },
    language::{label, message, t, text},
    numbers::grouped,
    page::begin_experiment,
    runs::JobBoard,
    workspace::Workspace,
};

/// Loads tables into a database.
#[component]
pub(crate) fn InsertDialog(open: RwSignal<Option<OpenDialog>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let board = expect_context::<JobBoard>();
    let selected = workspace.selected.get_untracked();
    let mut first = workspace.spec.with_untracked(|spec| Form::new(spec, selected));
    if let Some(asked) = prefilled::take() {
        first.take_over(&asked);
    }
    let form = RwSignal::new(first);
    let targets = asked(api::targets());
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
    let is_again_meant = RwSignal::new(false);
    let (complete, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    Effect::new(move |_| {
        form.track();
        complete.set(false);
        is_again_meant.set(false);
        error.set(None);
    });
    let is_open = StoredValue::new(());
    let task = Task::new();
    let start = move |again: bool| {
        let request = form.with_untracked(Form::request);
        let spec = workspace.spec.get_untracked();
        task.run(async move {
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
                    board.show();
                    if answer.outcome == JobOutcome::Completed {
                        let _ = complete.try_set(true);
                    } else if is_open.try_get_value().is_some() {
                        open.set(None);
                    }
                }
                Ok(None) => {}
                Err(problem) => {
                    let _ = error.try_set(Some(problem.to_string()));
                }
            }
        });
    };
    let reason = Memo::new(move |_| {
        if targets.get().is_none() {
            return Some(t!("The targets are being asked."));
        }
        asked.with(|asked| form.with(|form| form.reason_not_to_start(asked)))
    });
    // Nothing is edited while the dialog is open.
    let id =
        workspace.compiled.with_untracked(|compiled| compiled.dataset.as_ref().map(|dataset| dataset.id()));
    let id = id.unwrap_or_default();
    let shown_commands = Signal::derive(move || {
        let Ok(Some(mut request)) = form.with(Form::request) else { return Vec::new() };
        request.dataset.clone_from(&id);
        let origin = window().location().origin().unwrap_or_default();
        vec![command::curl(&origin, &request), command::rowmill(&request)]
    });
    let is_ready = move || reason.with(Option::is_none) && !task.is_pending();
    let estimate = move || {
        asked.with(|asked| match asked {
            Asked::Answered(preflight) => Some(preflight.estimate.clone()),
            _ => None,
        })
    };
    let is_large = Memo::new(move |_| {
        estimate().is_some_and(|estimate| form.with(|form| form.needs_confirmation(&estimate)))
    });
    view! {
        <Dialog title=t!("Load into a database") open>
            <form on:submit=move |event| {
                event.prevent_default();
                if untrack(is_ready) {
                    start(false);
                }
            }>
                {targets_fields(targets, form)}
                {tables_fields(form)}
                {mode_fields(form)}
                {option_fields(form)}
                <ul class="checks-before" aria-label=t!("Before the first row")>
                    {several(move || asked.with(|asked| match asked {
                        Asked::Answered(preflight) => preflight.checks.iter().map(shown_check).collect(),
                        _ => Vec::new(),
                    }))}
                </ul>
                <p class="estimate" role="status">
                    {Signal::derive(move || estimate().map(|estimate| in_words(&estimate)).unwrap_or_default())}
                </p>
                {maybe(move || is_large.get().then(|| check(
                    Signal::derive(move || {
                        let rows = estimate().map_or(0, |estimate| estimate.rows);
                        t!("Yes, load all of the {0} {0|row|rows}", grouped(rows))
                    }),
                    form,
                    |form| form.is_many_meant,
                    |form, is_set| form.is_many_meant = is_set,
                )))}
                {problem(move || error.get())}
                {maybe(move || complete.get().then(|| view! {
                    <div class="warnings">
                        <p role="status">{t!("This load is complete already: the same rows, tables, target and mode.")}" "{again_in_words(form.with_untracked(|form| form.mode))}</p>
                        {(form.with_untracked(|form| form.mode) != LoadMode::Append).then(|| view! {
                            {check_field(
                                Signal::stored(t!("Yes, replace the rows that this load has written")),
                                "check danger",
                                is_again_meant.into(),
                                Callback::new(move |is_set| is_again_meant.set(is_set)),
                                None,
                            )}
                            {Button::new("Load again from the first row", move || start(true))
                                .off(move || !is_ready() || !is_again_meant.get())
                                .view()}
                        })}
                    </div>
                }.into_any()))}
                {commands(shown_commands, workspace)}
                <div class="dialog-actions">
                    <p class="reason" id="insert-reason">{Signal::derive(move || reason.get().unwrap_or_default())}</p>
                    {Button::new("Experiment…", move || begin_experiment(workspace, form.with_untracked(|form| form.target.clone())))
                        .class("quiet")
                        .title(|| Some(t!("Which key, which method, how many workers: found out on this server")))
                        .view()}
                    {Button::new("Cancel", move || open.set(None)).view()}
                    {Button::submit("Load").off(move || !is_ready()).described_by("insert-reason").view()}
                </div>
            </form>
        </Dialog>
    }
}

/// What it would be to make a complete load again. Changing the mode makes it another load.
fn again_in_words(mode: LoadMode) -> String {
    match mode {
        LoadMode::Append => t!("Rows are not appended twice; another seed makes other rows."),
        LoadMode::Create | LoadMode::Replace => {
            t!("Loaded again, its rows take the place of those that it has written.")
        }
    }
}

fn targets_fields(
    targets: RwSignal<Option<Result<Vec<Target>, CallError>>>,
    form: RwSignal<Form>,
) -> AnyView {
    let choice = move |found: Target| {
        let name = found.name.clone();
        let about = if found.reachable { found.version } else { found.problem };
        let of_check = name.clone();
        radio_field(
            "target",
            found.name,
            about.unwrap_or_default(),
            !found.reachable,
            Signal::derive(move || form.with(|form| form.target.as_ref() == Some(&of_check))),
            Callback::new(move |()| form.update(|form| form.choose_target(&name))),
        )
    };
    view! {
        <fieldset>
            <legend>{t!("Target")}</legend>
            {maybe(move || Some(match targets.get() {
                None => view! { <p role="status">{t!("Asking the targets…")}</p> }.into_any(),
                Some(Err(error)) => view! {
                    <p class="problem" role="alert">{error.to_string()}</p>
                    <p>{Button::new("Ask again", move || ask_again(targets, api::targets())).view()}</p>
                }.into_any(),
                Some(Ok(list)) => list.into_iter().map(choice).collect_view().into_any(),
            }))}
        </fieldset>
    }
    .into_any()
}

fn tables_fields(form: RwSignal<Form>) -> AnyView {
    let tables = form.with_untracked(|form| form.tables.clone());
    let is_long = tables.len() > 3;
    let are_several = tables.len() > 1;
    let all = move |is_chosen: bool| {
        form.update(|form| form.choose_all(is_chosen));
    };
    let table = move |(index, table): (usize, TableChoice)| {
        check_field(
            Signal::stored(t!("{0}, {1} {1|row|rows}", table.name, grouped(table.rows))),
            "check",
            Signal::derive(move || form.with(|form| form.tables[index].is_chosen)),
            Callback::new(move |is_chosen| form.update(|form| form.choose_table(index, is_chosen))),
            None,
        )
    };
    view! {
        <fieldset>
            <legend>{t!("Tables")}</legend>
            {are_several.then(|| view! {
                <p class="facts">{t!("Ticked at first: the table that you look at, and those that it refers to.")}</p>
            })}
            {is_long.then(|| view! {
                <p class="actions">
                    {Button::new("All", move || all(true)).class("quiet").view()}
                    {Button::new("None", move || all(false)).class("quiet").view()}
                </p>
            })}
            <div class="choices">{tables.into_iter().enumerate().map(table).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

fn mode_fields(form: RwSignal<Form>) -> AnyView {
    let choice = move |value: LoadMode, label: String, explanation: String| {
        radio_field(
            "mode",
            label,
            explanation,
            false,
            Signal::derive(move || form.with(|form| form.mode == value)),
            Callback::new(move |()| {
                form.update(|form| form.choose_mode(value));
            }),
        )
    };
    let is_replace = Memo::new(move |_| form.with(|form| form.mode == LoadMode::Replace));
    view! {
        <fieldset>
            <legend>{t!("If a table is there already")}</legend>
            {choice(LoadMode::Create, t!("Stop"), t!("unless it is empty"))}
            {choice(LoadMode::Append, t!("Append"), t!("to the rows that it has"))}
            {choice(LoadMode::Replace, t!("Replace"), t!("it, when all new rows are in and verified"))}
            {maybe(move || is_replace.get().then(|| check(
                Signal::stored(t!("Yes, drop the chosen tables if they are there")),
                form,
                |form| form.is_replacing,
                |form, is_set| form.is_replacing = is_set,
            )))}
        </fieldset>
    }
    .into_any()
}

fn option_fields(form: RwSignal<Form>) -> AnyView {
    let field = move |label: &'static str,
                      placeholder: &'static str,
                      field: Field,
                      read: fn(&Form) -> &String,
                      write: fn(&mut Form, String)| {
        text_field(
            text(label),
            text(placeholder),
            Signal::derive(move || form.with(|form| read(form).clone())),
            Callback::new(move |text| form.update(|form| write(form, text))),
            Signal::derive(move || {
                let refused = form.with(|form| form.request().err().filter(|refused| refused.field == field));
                refused.map(|refused| refused.message)
            }),
        )
    };
    view! {
        <div class="form-row">
            {select_field(
                t!("Load method"),
                vec![
                    ("auto".to_owned(), t!("fastest")),
                    ("bulk".to_owned(), t!("bulk only (LOAD DATA, COPY)")),
                    ("insert".to_owned(), t!("INSERT of many rows")),
                    ("single".to_owned(), t!("INSERT row by row")),
                ],
                Signal::derive(move || form.with(|form| METHODS[form.method as usize].0.to_owned())),
                Callback::new(move |name: String| {
                    form.update(|form| form.method = method_named(&name).unwrap_or(form.method));
                }),
                None,
            )}
            {select_field(
                t!("Create indexes"),
                vec![("before".to_owned(), t!("before loading")), ("after".to_owned(), t!("after loading"))],
                Signal::derive(move || form.with(|form| if form.indexes == IndexTime::After { "after" } else { "before" }.to_owned())),
                Callback::new(move |name: String| form.update(|form| {
                    form.indexes = if name == "after" { IndexTime::After } else { IndexTime::Before };
                })),
                None,
            )}
            {select_field(
                t!("Verification"),
                vec![("sample".to_owned(), t!("counts, and a sample")), ("all".to_owned(), t!("every value"))],
                Signal::derive(move || form.with(|form| if form.verify.is_sample() { "sample" } else { "all" }.to_owned())),
                Callback::new(move |name: String| form.update(|form| {
                    form.verify = if name == "all" { Verify::All } else { Verify::Sample };
                })),
                None,
            )}
            {field(label!("Workers"), label!("automatic"), Field::Workers, |form| &form.workers, |form, text| form.workers = text)}
        </div>
        <div class="form-row">
            {field(label!("Rows per transaction"), label!("automatic"), Field::ChunkRows, |form| &form.chunk_rows, |form, text| form.chunk_rows = text)}
            {field(label!("Rows per INSERT"), label!("500"), Field::StatementRows, |form| &form.statement_rows, |form, text| form.statement_rows = text)}
            {field(label!("Rejected rows allowed"), label!("0"), Field::SkipLimit, |form| &form.skip_limit, |form, text| form.skip_limit = text)}
            {field(label!("Name in the target"), label!("as here"), Field::AsTable, |form| &form.as_table, |form, text| form.as_table = text)}
        </div>
    }
    .into_any()
}

/// A box that says yes to what cannot be taken back.
fn check(
    label: Signal<String>,
    form: RwSignal<Form>,
    read: fn(&Form) -> bool,
    write: fn(&mut Form, bool),
) -> AnyView {
    let is_set = Signal::derive(move || form.with(read));
    check_field(
        label,
        "check danger",
        is_set,
        Callback::new(move |is_set| form.update(|form| write(form, is_set))),
        None,
    )
}

/// A check, its table first.
fn shown_check(check: &Check) -> AnyView {
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
    let table = check.table.as_ref().map(|table| format!("{table}: ")).unwrap_or_default();
    view! { <li class=level>{format!("{sign}{table}{}", message(&check.message))}</li> }.into_any()
}
