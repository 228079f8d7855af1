//! One load as the drawer and its own page show it.

use contract::{Job, JobStatus, PartitionProgress, TableProgress};
use leptos::prelude::*;

use super::words;
use crate::{
    language::{message, t},
    numbers::grouped,
};

/// Bars of a table at most: more partitions are shown some at a time.
const BARS: usize = 200;

/// A load of the drawer.
pub(super) fn card(job: &Job) -> AnyView {
    let title = words::title(job);
    view! {
        <article class="job" id=format!("run-{}", job.id) aria-label=words::title(job)>
            <div class="job-head">
                <h3><a href=format!("/runs/{}", job.id)>{title}</a></h3>
                {status(job)}
                {actions(job, "")}
            </div>
            {state(job)}
            <div class="tables">{job.tables.iter().map(table).collect_view()}</div>
        </article>
    }
    .into_any()
}

/// Where a load stands. Of one that runs nobody knows while its server does not answer.
pub(super) fn status(job: &Job) -> AnyView {
    let (said, class) = words::status(job.status);
    let is_running = job.status.is_running();
    let unknown = is_running
        .then(|| view! { <span class="status stopped when-unknown" role="status">{t!("Not known")}</span> });
    let known = if is_running { " when-known" } else { "" };
    view! { <span class=format!("status {class}{known}") role="status">{said}</span>{unknown} }.into_any()
}

/// What can be done about a load; `then` is where to go when it is gone, if that is elsewhere.
pub(super) fn actions(job: &Job, then: &'static str) -> AnyView {
    let (id, said) = (&job.id, format!("said-{}", job.id));
    let button = |label: String, class: &'static str, call: String, is_off: bool, then: &'static str| {
        let said = said.clone();
        let button_id = call.replace([' ', '/'], "-");
        let then = Some(then).filter(|then| !then.is_empty());
        view! {
            <button type="button" id=button_id class=class disabled=is_off data-call=call data-said=said data-then=then>{label}</button>
        }
    };
    let stop = job.status.is_running().then(|| {
        let is_stopping = job.status == JobStatus::Stopping;
        button(t!("Stop"), "", format!("POST /api/jobs/{id}/stop"), is_stopping, "")
    });
    let is_restartable = matches!(job.status, JobStatus::Stopped | JobStatus::Failed);
    let restart = is_restartable
        .then(|| button(t!("Restart"), "primary", format!("POST /api/jobs/{id}/restart"), false, ""));
    let delete = (!job.status.is_running()).then(|| {
        view! {
            <details class="ask" id=format!("remove-{id}")>
                <summary>{t!("Remove…")}</summary>
                <p>
                    {t!("What it loaded stays.")}" "
                    {button(t!("Remove"), "danger", format!("DELETE /api/jobs/{id}"), false, then)}
                </p>
            </details>
        }
    });
    view! { <span class="job-actions" id=format!("actions-{id}")>{stop}{restart}{delete}</span> }.into_any()
}

/// How far a load is, what went wrong, and what is worth knowing.
pub(super) fn state(job: &Job) -> AnyView {
    let is_running = job.status.is_running();
    let known = if is_running { "job-numbers when-known" } else { "job-numbers" };
    let last = is_running.then(|| {
        let text = t!("{0} of {1} rows when it was last seen", grouped(job.committed), grouped(job.rows));
        view! { <p class="job-numbers when-unknown">{text}</p> }
    });
    let refused = (job.skipped > 0).then(|| {
        let address = format!("/api/jobs/{}/rejected.csv", job.id);
        view! { <p><a href=address download="refused-rows.csv">{t!("Download the refused rows")}</a></p> }
    });
    let problem = job
        .error
        .as_ref()
        .map(|error| view! { <p class="problem" role="alert">{message(&error.message)}</p> });
    let note = |note: &String| view! { <p class="facts">{message(note)}</p> };
    view! {
        {bar(t!("All rows"), job.committed + job.skipped, job.rows)}
        <p class=known>{words::numbers(job)}</p>
        {last}
        {problem}
        <p class="problem" role="alert" id=format!("said-{}", job.id) data-kept></p>
        {job.notes.iter().map(note).collect_view()}
        {refused}
    }
    .into_any()
}

/// A progress bar with its percentage.
fn bar(label: String, part: u64, whole: u64) -> impl IntoView {
    let share = words::percent(part, whole);
    view! {
        <div class="bar-line">
            <div class="progress" role="progressbar" aria-label=label aria-valuemin="0" aria-valuemax="100" aria-valuenow=share.to_string()>
                <div class="progress-done" style=format!("width:{share}%")></div>
            </div>
            <span class="percent">{format!("{share:.1} %")}</span>
        </div>
    }
}

/// A table with a small bar for each of its partitions.
pub(super) fn table(table: &TableProgress) -> AnyView {
    let bars = partitions(table).into_iter().map(|partition| {
        let share = words::percent(partition.committed + partition.skipped, partition.rows);
        let title = t!(
            "rows {0} to {1}: {2} of {3}",
            grouped(partition.start + 1),
            grouped(partition.start + partition.rows),
            grouped(partition.committed),
            grouped(partition.rows)
        );
        view! {
            <div class="progress small" title=title>
                <div class="progress-done" style=format!("width:{share}%")></div>
            </div>
        }
    });
    view! {
        <div class="table-progress">
            <span class="table-name">{table.table.clone()}</span>
            <div class="partitions">{bars.collect_view()}</div>
            <span class="facts">{words::verified(table)}</span>
            {table.statistics.as_ref().map(|statistics| view! { <span class="facts size">{words::size(statistics)}</span> })}
            {table.seconds.map(|seconds| view! { <span class="facts size">{words::times(seconds)}</span> })}
        </div>
    }
    .into_any()
}

/// The partitions of a table as they are drawn: many are put together, and one that has ended and was never read is one.
fn partitions(table: &TableProgress) -> Vec<PartitionProgress> {
    let whole = PartitionProgress {
        start: 0,
        rows: table.rows,
        committed: table.committed,
        skipped: table.skipped,
        chunk_times: None,
    };
    if table.partitions.is_empty() {
        return vec![whole];
    }
    let together = table.partitions.len().div_ceil(BARS);
    let group = |group: &[PartitionProgress]| PartitionProgress {
        start: group[0].start,
        rows: group.iter().map(|partition| partition.rows).sum(),
        committed: group.iter().map(|partition| partition.committed).sum(),
        skipped: group.iter().map(|partition| partition.skipped).sum(),
        chunk_times: None,
    };
    table.partitions.chunks(together).map(group).collect()
}
