//! The download dialog: format, options, and an estimate of the size.

mod command;
mod form;

use leptos::prelude::*;

use self::form::{Field, Form, Refused};
use super::{OpenDialog, commands::commands, dialog::Dialog, follow};
use crate::{
    api,
    controls::{Button, Task, check_field, maybe, problem, select_field, text_field},
    export::{Exports, Order},
    language::{label, t, text},
    numbers::{bytes, duration, grouped},
    workspace::{
        Workspace,
        drafts::{BrowserStorage, Storage as _},
    },
};

/// How long rows are made to estimate the time of all of them: less than a frame.
const MEASURED_MILLISECONDS: f64 = 6.0;
/// Where the browser keeps the options of the last download.
const REMEMBERED: &str = "rowmill:download";

/// Downloads the rows of the selected table.
#[component]
pub(crate) fn DownloadDialog(open: RwSignal<Option<OpenDialog>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let remembered =
        BrowserStorage.read(REMEMBERED).and_then(|text| serde_json::from_str::<Form>(&text).ok());
    let form = RwSignal::new(remembered.unwrap_or_default());
    // The dataset is the one that was there when the dialog was opened.
    let Some(shown) = workspace.shown.get_untracked() else { return ().into_any() };
    let (Some(name), Some(_)) = (shown.table_name().map(str::to_owned), shown.table()) else {
        return ().into_any();
    };
    let of_read = shown.clone();
    // The table is there: it was looked for above.
    let nothing = Refused { field: Field::From, message: "" };
    let read = Memo::new(move |_| form.with(|form| form.read(of_read.table().ok_or(nothing)?)));
    let id = shown.dataset.id();
    let spec = shown.dataset.spec().to_canonical_json();
    let (paced, estimated) = (shown.clone(), shown.clone());
    // Seconds a row, measured once for each format.
    let format = Memo::new(move |_| form.with(|form| form.format.clone()));
    let pace = Memo::new(move |_| {
        let form = Form { format: format.get(), ..Form::default() };
        let clock = || window().performance().map_or(0.0, |performance| performance.now());
        let read = paced.table().and_then(|table| Some((form.read(table).ok()?, table)));
        read.map_or(0.0, |(read, table)| read.seconds_a_row(table, MEASURED_MILLISECONDS, clock))
    });
    let estimate = move || {
        let (rows, size) = read.get().ok()?.estimate(estimated.table()?);
        let said = t!("{0} {0|row|rows}, about {1}", grouped(rows), bytes(size));
        // Less than a second is not worth a word.
        let seconds = pace.get() * rows as f64;
        let said = if seconds < 1.0 {
            said
        } else {
            t!("{0}, made in about {1} by one processor", said, duration(seconds))
        };
        let is_compressed = form.with(|form| form.is_compressed);
        Some(if is_compressed { t!("{0}, without compression, which takes longer", said) } else { said })
    };
    let refused = move |field: Field| {
        let refused = read.get().err().filter(|refused| refused.field == field);
        refused.map(|refused| refused.message)
    };
    let table = name.clone();
    let is_open = StoredValue::new(());
    let (task, error) = (Task::new(), RwSignal::new(None::<String>));
    let download = move || {
        let (spec, form, read) = (workspace.spec.get_untracked(), form.get_untracked(), read.get_untracked());
        let (Ok(read), table) = (read, table.clone()) else { return };
        task.run(async move {
            let id = match api::id_of(&workspace, &spec).await {
                Ok(id) => id,
                Err(refused) => {
                    let _ = error.try_set(Some(refused.to_string()));
                    return;
                }
            };
            // Nobody waits for it any more.
            if is_open.try_get_value().is_none() {
                return;
            }
            remember(&form);
            follow(&command::path(&id, &table, &form.format, &read.query()), None);
            open.set(None);
        });
    };
    let exports = expect_context::<Exports>();
    let of_export = name.clone();
    let export = move || {
        let (form, read) = (form.get_untracked(), read.get_untracked());
        let Ok(read) = read else { return };
        let order = Order {
            spec: spec.clone(),
            table: of_export.clone(),
            query: command::encoded(&read.query()),
            file: format!("{of_export}.{}", read.ending(&form.format)),
            format: form.format.clone(),
        };
        task.run(async move {
            match exports.start(order).await {
                Ok(true) => {
                    remember(&form);
                    open.set(None);
                }
                Ok(false) => {}
                Err(reason) => {
                    let _ = error.try_set(Some(reason));
                }
            }
        });
    };
    let of_commands = name.clone();
    let shown_commands = Signal::derive(move || {
        let Ok(read) = read.get() else { return Vec::new() };
        let origin = window().location().origin().unwrap_or_default();
        form.with(|form| {
            let query = read.query();
            vec![
                command::curl(&origin, &id, &of_commands, &form.format, &query),
                command::rowmill(&of_commands, &form.format, &query),
            ]
        })
    });
    let is = move |format: &'static str| form.with(|form| form.format == format);
    let field = move |label: &'static str,
                      field: Option<Field>,
                      read: fn(&Form) -> &String,
                      write: fn(&mut Form, String)| {
        text_field(
            text(label),
            String::new(),
            Signal::derive(move || form.with(|form| read(form).clone())),
            Callback::new(move |text| form.update(|form| write(form, text))),
            Signal::derive(move || field.and_then(refused)),
        )
    };
    let check = move |label: &'static str, read: fn(&Form) -> bool, write: fn(&mut Form, bool)| {
        check_field(
            Signal::stored(text(label)),
            "check",
            Signal::derive(move || form.with(read)),
            Callback::new(move |is_set| form.update(|form| write(form, is_set))),
            None,
        )
    };
    let choice = move |label: &'static str,
                       options: &'static [(&'static str, &'static str)],
                       read: fn(&Form) -> &String,
                       write: fn(&mut Form, String)| {
        select_field(
            text(label),
            options.iter().map(|(value, label)| ((*value).to_owned(), text(label))).collect(),
            Signal::derive(move || form.with(|form| read(form).clone())),
            Callback::new(move |value| form.update(|form| write(form, value))),
            None,
        )
    };
    let is_off = move || task.is_pending() || read.with(Result::is_err);
    view! {
        <Dialog title=t!("Download") open closes_lightly=true>
            <form on:submit=move |event| {
                event.prevent_default();
                if !untrack(is_off) {
                    download();
                }
            }>
                <p>{t!("Rows of {0}: downloaded from the server, which makes them meanwhile, or written to a file by this page, offline too. The bytes are the same.", name)}</p>
                <div class="form-row">
                    {choice(
                        label!("Format"),
                        &[("csv", label!("CSV")), ("ndjson", label!("NDJSON")), ("sql", label!("SQL INSERT"))],
                        |form| &form.format,
                        |form, value| form.format = value,
                    )}
                    {field(label!("From row"), Some(Field::From), |form| &form.from, |form, value| form.from = value)}
                    {field(label!("Rows (empty: all)"), Some(Field::Limit), |form| &form.limit, |form, value| form.limit = value)}
                </div>
                {maybe(move || is("csv").then(|| view! {
                    <div class="form-row">
                        {choice(
                            label!("Delimiter"),
                            &[(",", label!("comma")), (";", label!("semicolon")), ("tab", label!("tab")), ("|", label!("bar"))],
                            |form| &form.delimiter,
                            |form, value| form.delimiter = value,
                        )}
                        {field(label!("NULL is written as"), Some(Field::Null), |form| &form.null, |form, value| form.null = value)}
                    </div>
                    <div class="checks">
                        {check(label!("Header"), |form| form.header, |form, set| form.header = set)}
                        {check(label!("Lines end in CRLF"), |form| form.crlf, |form, set| form.crlf = set)}
                        {check(label!("Quote everything"), |form| form.quote_all, |form, set| form.quote_all = set)}
                        {check(label!("Escape formulas (= + - @)"), |form| form.escape_formulas, |form, set| form.escape_formulas = set)}
                        {check(label!("Byte order mark, for Excel"), |form| form.bom, |form, set| form.bom = set)}
                    </div>
                }.into_any()))}
                {maybe(move || is("sql").then(|| view! {
                    <div class="form-row">
                        {choice(
                            label!("For"),
                            &[("mysql", label!("MySQL, MariaDB")), ("postgres", label!("PostgreSQL")), ("sqlite", label!("SQLite"))],
                            |form| &form.dialect,
                            |form, value| form.dialect = value,
                        )}
                        {problem(move || refused(Field::Dialect).map(text))}
                        {field(label!("Rows per statement"), Some(Field::Batch), |form| &form.batch, |form, value| form.batch = value)}
                    </div>
                }.into_any()))}
                <div class="checks">
                    {check(label!("Compressed (gzip)"), |form| form.is_compressed, |form, set| form.is_compressed = set)}
                </div>
                <p class="estimate" role="status">{Signal::derive(move || estimate().unwrap_or_default())}</p>
                {problem(move || error.get())}
                {commands(shown_commands, workspace)}
                <div class="dialog-actions">
                    {Button::new("Cancel", move || open.set(None)).view()}
                    {Button::new("Write a file…", export).off(move || is_off() || exports.is_at_work()).view()}
                    {Button::submit("Download").off(is_off).view()}
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Keeps the options for the next time.
fn remember(form: &Form) {
    if let Ok(text) = serde_json::to_string(form) {
        // A browser that keeps nothing asks again.
        BrowserStorage.write(REMEMBERED, &text);
    }
}
