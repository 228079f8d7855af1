//! The table of all loads.

use contract::{Job, JobStatus};
use leptos::prelude::*;

use super::{
    card,
    query::{PAGE, RunsQuery},
    words,
};
use crate::{
    language::{label, t, text},
    numbers::{bytes, grouped, short},
};

/// The columns that loads are sorted by, by their names in the address, and those that they are not.
const COLUMNS: [(&str, &str); 14] = [
    ("", label!("Status")),
    ("tables", label!("Tables")),
    ("target", label!("Target")),
    ("", label!("Key")),
    ("", label!("Method")),
    ("", label!("Workers")),
    ("", label!("Rows per transaction")),
    ("", label!("Indexes")),
    ("rows", label!("Rows")),
    ("rate", label!("Rows a second")),
    ("seconds", label!("Seconds")),
    ("data", label!("Data")),
    ("index", label!("Index")),
    ("created", label!("Started")),
];
/// The columns from here on are numbers.
const NUMBERS: usize = 8;

/// The states that may be looked for.
const STATES: [(&str, &str); 5] = [
    ("", label!("any status")),
    ("running", label!("Running")),
    ("stopped", label!("Stopped")),
    ("failed", label!("Failed")),
    ("completed", label!("Completed")),
];

/// The table, and what it is of.
pub(super) fn list(query: &RunsQuery, jobs: &[Job], count: u64) -> AnyView {
    let head = COLUMNS.iter().enumerate().map(|(index, (order, label))| head(query, index, order, label));
    let option = |(value, label): &(&'static str, &'static str)| {
        view! { <option value=*value selected=query.state == *value>{text(label)}</option> }
    };
    // An order that was chosen stays while something else is looked for.
    let kept = [
        ("order", query.order.clone()),
        ("ascending", if query.is_ascending { "true".to_owned() } else { String::new() }),
    ];
    let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
    let last = count.div_ceil(PAGE).saturating_sub(1);
    let to = |page: u64, label: String| {
        view! { <a href=RunsQuery { page, ..query.clone() }.address()>{label}</a>" " }
    };
    let is_searched = !query.text.is_empty() || !query.state.is_empty();
    let empty = match (count, is_searched) {
        (0, false) => Some(t!("No loads yet")),
        (0, true) => Some(t!("No load is like that.")),
        _ => None,
    };
    view! {
        <h2>{t!("Loads")}</h2>
        <form class="runs-search" action="/runs" role="search">
            <input type="search" name="text" value=query.text.clone() aria-label=t!("Name of a table or target, or an id") placeholder=t!("Name of a table or target, or an id") />
            <select name="state" aria-label=t!("Status")>{STATES.iter().map(option).collect_view()}</select>
            {kept.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
            <button>{t!("Search")}</button>
            <button form="compare" class="quiet" title=t!("Tick two loads or more")>{t!("Compare")}</button>
            <span class="facts" role="status">{t!("{0} {0|load|loads}", grouped(count))}</span>
        </form>
        <form id="compare" action="/runs/compare"></form>
        <div class="runs-table" tabindex="0" role="region" aria-label=t!("Loads")>
            <table>
                <thead><tr><th><span class="visually-hidden">{t!("Compare")}</span></th>{head.collect_view()}</tr></thead>
                <tbody>{jobs.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {empty.map(|empty| view! { <p class="empty">{empty}</p> })}
        <p class="runs-pages">
            {(query.page > 0).then(|| to(query.page - 1, t!("Newer")))}
            {(query.page < last).then(|| to(query.page + 1, t!("Older")))}
        </p>
    }
    .into_any()
}

fn head(query: &RunsQuery, index: usize, order: &'static str, label: &'static str) -> impl IntoView + use<> {
    let class = (index >= NUMBERS).then_some("number");
    if order.is_empty() {
        return view! { <th class=class scope="col">{text(label)}</th> }.into_any();
    }
    let now = if query.order.is_empty() { "created" } else { &query.order };
    let is_now = now == order;
    let sorted = is_now.then_some(if query.is_ascending { "ascending" } else { "descending" });
    let arrow = is_now.then_some(if query.is_ascending { " ▴" } else { " ▾" });
    // The order that is so by itself is turned round by its name.
    let by = RunsQuery { order: now.to_owned(), ..query.clone() }.by(order);
    view! {
        <th class=class scope="col" aria-sort=sorted><a href=by.address()>{text(label)}{arrow}</a></th>
    }
    .into_any()
}

fn row(job: &Job) -> impl IntoView + use<> {
    let request = &job.request;
    let keys: Vec<&str> =
        job.tables.iter().map(|table| table.primary_key.as_str()).filter(|key| !key.is_empty()).collect();
    let is_moving = matches!(job.status, JobStatus::Starting | JobStatus::Started | JobStatus::Stopping);
    let rows =
        if is_moving { format!("{} / {}", short(job.committed), short(job.rows)) } else { grouped(job.rows) };
    let rate =
        if job.rows_per_second > 0.0 { grouped(job.rows_per_second.round() as u64) } else { String::new() };
    let size = |total: Option<u64>| total.map(|total| bytes(total as f64)).unwrap_or_default();
    let chosen = format!("{} {}", t!("Compare"), words::title(job));
    let shown = |text: String| {
        let title = text.clone();
        view! { <td title=title>{text}</td> }
    };
    view! {
        <tr id=format!("run-{}", job.id)>
            <td><input type="checkbox" form="compare" name="run" value=job.id.clone() aria-label=chosen /></td>
            <td>{card::status(job)}</td>
            <td><a href=format!("/runs/{}", job.id)>{words::tables(job)}</a></td>
            {shown(request.target.clone())}
            {shown(keys.join(", "))}
            {shown(words::method(request.method))}
            <td class="number">{words::number(request.workers)}</td>
            <td class="number">{request.chunk_rows.map_or_else(|| t!("automatic"), |rows| short(u64::from(rows)))}</td>
            {shown(words::indexes(request.indexes))}
            <td class="number">{rows}</td>
            <td class="number">{rate}</td>
            <td class="number">{words::seconds(job).map(|seconds| format!("{seconds:.1}"))}</td>
            <td class="number">{size(words::total(job, |statistics| statistics.data_bytes))}</td>
            <td class="number">{size(words::total(job, |statistics| statistics.index_bytes))}</td>
            <td class="number">{time(&job.created_at)}</td>
        </tr>
    }
}

/// A time; where the page is alive, it is the reader's.
pub(crate) fn time(at: &str) -> impl IntoView + use<> {
    let minutes = at.get(..16).unwrap_or(at).replace('T', " ");
    view! { <time datetime=at.to_owned() data-kept>{format!("{minutes} UTC")}</time> }
}
