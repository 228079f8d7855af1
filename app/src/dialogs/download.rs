//! The download dialog: format, options, and an estimate of the size.

use generator::{CsvOptions, Dataset, Dialect, RowFormat, RowWriter, STATEMENT_BYTES, SqlOptions};
use leptos::prelude::*;

use super::{OpenDialog, dialog::Dialog, follow};
use crate::{
    api::{self, CallError},
    numbers::{bytes, grouped, parse_grouped},
    workspace::Workspace,
};

/// Rows that the size of a download is estimated from, spread over the table.
const MEASURED_ROWS: u64 = 256;

/// What the form says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Form {
    format: String,
    from: String,
    limit: String,
    delimiter: String,
    header: bool,
    crlf: bool,
    null: String,
    quote_all: bool,
    escape_formulas: bool,
    bom: bool,
    dialect: String,
    batch: String,
}

impl Form {
    fn new() -> Self {
        Self {
            format: "csv".to_owned(),
            from: "1".to_owned(),
            limit: String::new(),
            delimiter: ",".to_owned(),
            header: true,
            crlf: false,
            null: String::new(),
            quote_all: false,
            escape_formulas: false,
            bom: false,
            dialect: "mysql".to_owned(),
            batch: "500".to_owned(),
        }
    }

    /// The query of the API for this form.
    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = Vec::new();
        let from = parse_grouped(&self.from).unwrap_or(1).saturating_sub(1);
        if from > 0 {
            query.push(("from", from.to_string()));
        }
        if let Some(limit) = parse_grouped(&self.limit) {
            query.push(("limit", limit.to_string()));
        }
        match self.format.as_str() {
            "csv" => {
                let flags = [
                    ("header", self.header, true),
                    ("quote_all", self.quote_all, false),
                    ("escape_formulas", self.escape_formulas, false),
                    ("bom", self.bom, false),
                ];
                query.extend(
                    flags
                        .into_iter()
                        .filter(|(_, set, default)| set != default)
                        .map(|(name, set, _)| (name, set.to_string())),
                );
                if self.delimiter != "," {
                    query.push(("delimiter", self.delimiter.clone()));
                }
                if self.crlf {
                    query.push(("line_ending", "crlf".to_owned()));
                }
                if !self.null.is_empty() {
                    query.push(("null", self.null.clone()));
                }
            }
            "sql" => {
                query.push(("dialect", self.dialect.clone()));
                query.push(("batch", parse_grouped(&self.batch).unwrap_or(500).to_string()));
            }
            _ => {}
        }
        query
    }

    /// Rows and bytes, estimated from some rows of the table.
    fn estimate(&self, dataset: &Dataset, table: &str) -> Option<(u64, f64)> {
        let table = dataset.table(table)?;
        let from = parse_grouped(&self.from).unwrap_or(1).saturating_sub(1).min(table.rows());
        let rows = parse_grouped(&self.limit).unwrap_or(u64::MAX).min(table.rows() - from);
        let format = match self.format.as_str() {
            "ndjson" => RowFormat::Ndjson,
            "sql" => RowFormat::Sql(SqlOptions {
                dialect: Dialect::MySql,
                batch: 500,
                statement_bytes: STATEMENT_BYTES,
            }),
            _ => RowFormat::Csv(CsvOptions { quote_all: self.quote_all, ..CsvOptions::default() }),
        };
        let mut text = Vec::new();
        // Both ends: row numbers are longer at the end.
        let measured = MEASURED_ROWS.min(rows);
        for start in [from, from + rows - measured] {
            let writer = RowWriter::new(table, &format, start..start + measured);
            writer.write_rows(writer.range(), &mut generator::Batch::new(), &mut text);
        }
        let row_bytes = if measured == 0 { 0.0 } else { text.len() as f64 / (2 * measured) as f64 };
        Some((rows, row_bytes * rows as f64))
    }
}

/// Downloads the rows of the selected table.
#[component]
pub(crate) fn DownloadDialog(open: RwSignal<Option<OpenDialog>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let form = RwSignal::new(Form::new());
    let shown = Memo::new_with_compare(move |_| workspace.shown_table(), |_, _| true);
    let table =
        move || shown.with(|shown| shown.as_ref().map(|(_, table)| table.clone()).unwrap_or_default());
    let estimate = move || {
        let (rows, size) = shown.with(|shown| {
            let (dataset, table) = shown.as_ref()?;
            form.with(|form| form.estimate(dataset, table))
        })?;
        Some(format!("{} rows, about {}", grouped(rows), bytes(size)))
    };
    let download = Action::new_local(move |(): &()| async move {
        let spec = workspace.spec.get_untracked();
        let saved = api::save_dataset(&spec).await?;
        let (table, form) = (table(), form.get_untracked());
        let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
        let query: Vec<String> =
            form.query().iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let path = format!("/api/datasets/{}/tables/{}/rows.{}", saved.id, encode(&table), form.format);
        follow(&format!("{path}?{}", query.join("&")), None);
        open.set(None);
        Ok::<(), CallError>(())
    });
    let error = move || download.value().get().and_then(Result::err).map(|error| error.to_string());
    let is = move |format: &'static str| form.with(|form| form.format == format);
    let text = move |label: &'static str, read: fn(&Form) -> &String, write: fn(&mut Form, String)| {
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    autocomplete="off"
                    prop:value=move || form.with(|form| read(form).clone())
                    on:input:target=move |event| form.update(|form| write(form, event.target().value()))
                />
            </label>
        }
    };
    let check = move |label: &'static str, read: fn(&Form) -> bool, write: fn(&mut Form, bool)| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || form.with(read)
                    on:change:target=move |event| form.update(|form| write(form, event.target().checked()))
                />
                {label}
            </label>
        }
    };
    let choice = move |label: &'static str,
                       options: &'static [(&'static str, &'static str)],
                       read: fn(&Form) -> &String,
                       write: fn(&mut Form, String)| {
        view! {
            <label class="field">
                <span>{label}</span>
                <select on:change:target=move |event| form.update(|form| write(form, event.target().value()))>
                    {options.iter().map(|(value, text)| view! {
                        <option value=*value selected=move || form.with(|form| read(form) == value)>{*text}</option>
                    }).collect_view()}
                </select>
            </label>
        }
    };
    view! {
        <Dialog title="Download" open>
            <form on:submit=move |event| {
                event.prevent_default();
                download.dispatch_local(());
            }>
                <p>"Rows of "<b>{table}</b>", made while you download."</p>
                <div class="form-row">
                    {choice(
                        "Format",
                        &[("csv", "CSV"), ("ndjson", "NDJSON"), ("sql", "SQL INSERT")],
                        |form| &form.format,
                        |form, value| form.format = value,
                    )}
                    {text("From row", |form| &form.from, |form, value| form.from = value)}
                    {text("Rows (empty: all)", |form| &form.limit, |form, value| form.limit = value)}
                </div>
                <Show when=move || is("csv")>
                    <div class="form-row">
                        {choice(
                            "Delimiter",
                            &[(",", "comma"), (";", "semicolon"), ("tab", "tab"), ("|", "bar")],
                            |form| &form.delimiter,
                            |form, value| form.delimiter = value,
                        )}
                        {text("NULL is written as", |form| &form.null, |form, value| form.null = value)}
                    </div>
                    <div class="checks">
                        {check("Header", |form| form.header, |form, set| form.header = set)}
                        {check("Lines end in CRLF", |form| form.crlf, |form, set| form.crlf = set)}
                        {check("Quote everything", |form| form.quote_all, |form, set| form.quote_all = set)}
                        {check("Disarm formulas", |form| form.escape_formulas, |form, set| form.escape_formulas = set)}
                        {check("Byte order mark, for Excel", |form| form.bom, |form, set| form.bom = set)}
                    </div>
                </Show>
                <Show when=move || is("sql")>
                    <div class="form-row">
                        {choice(
                            "For",
                            &[("mysql", "MySQL, MariaDB"), ("postgres", "PostgreSQL"), ("sqlite", "SQLite")],
                            |form| &form.dialect,
                            |form, value| form.dialect = value,
                        )}
                        {text("Rows a statement", |form| &form.batch, |form, value| form.batch = value)}
                    </div>
                </Show>
                {move || estimate().map(|estimate| view! { <p class="estimate" role="status">{estimate}</p> })}
                {move || error().map(|error| view! { <p class="problem" role="alert">{error}</p> })}
                <div class="dialog-actions">
                    <button type="button" on:click=move |_| open.set(None)>"Cancel"</button>
                    <button type="submit" class="primary" disabled=move || download.pending().get()>"Download"</button>
                </div>
            </form>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn only_what_differs_from_the_default_is_asked_for() {
        assert_eq!(Form::new().query(), []);
        let form = Form { from: "1,001".to_owned(), limit: "50".to_owned(), header: false, ..Form::new() };
        let query = [("from", "1000".to_owned()), ("limit", "50".to_owned()), ("header", "false".to_owned())];
        assert_eq!(form.query(), query);
        let form = Form { format: "sql".to_owned(), ..Form::new() };
        assert_eq!(form.query()[0], ("dialect", "mysql".to_owned()));
    }

    #[test]
    fn the_estimate_is_near_the_size() {
        let dataset = Dataset::compile(&example()).unwrap();
        let (rows, size) = Form::new().estimate(&dataset, "customer").unwrap();
        let mut bytes = Vec::new();
        let table = dataset.table("customer").unwrap();
        generator::generate(table, &RowFormat::Csv(CsvOptions::default()), 0..rows, &mut bytes);
        let ratio = size / bytes.len() as f64;
        assert!((0.95..1.05).contains(&ratio), "{ratio}");
        let past_the_end = Form { from: "999999999".to_owned(), ..Form::new() };
        assert_eq!(past_the_end.estimate(&dataset, "customer"), Some((0, 0.0)));
    }
}
