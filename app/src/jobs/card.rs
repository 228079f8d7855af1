//! One load as the page shows it.

use contract::{Job, JobStatus, PartitionProgress, StepSeconds, TableProgress, TableStatistics};
use leptos::{prelude::*, task::spawn_local};

use super::{board::JobBoard, merge};
use crate::{
    api,
    controls::{Button, maybe, problem, text},
    language::{label, t, text as say},
    numbers::{bytes, duration, grouped, percent, rate},
};

/// One job: progress, what can be done about it, and the report at its end.
#[component]
pub(super) fn JobCard(id: String) -> impl IntoView {
    let board = expect_context::<JobBoard>();
    let of_job = id.clone();
    let job = Memo::new(move |_| board.jobs.with(|jobs| jobs.iter().find(|job| job.id == of_job).cloned()));
    let failure = RwSignal::new(None::<String>);
    let id = StoredValue::new(id);
    let act = move |action: Act| {
        spawn_local(async move {
            let id = id.get_value();
            let result = match action {
                Act::Stop => api::stop_job(&id).await.map(|job| board.put(job)),
                Act::Restart => api::restart_job(&id).await.map(|answer| board.show(answer.job)),
                Act::Remove => api::delete_job(&id).await.map(|()| board.remove(&id)),
            };
            failure.set(result.err().map(|error| error.to_string()));
        });
    };
    // A card that is looked at shows the partitions, which no list has.
    let is_partial = Memo::new(move |_| {
        board.is_open.get() && job.with(|job| job.as_ref().is_some_and(merge::needs_partitions))
    });
    Effect::new(move |_| {
        if is_partial.get() {
            board.read(id.get_value());
        }
    });
    // What was said of a server that is there again is over.
    Effect::new(move |_| {
        if !board.is_offline.get() {
            failure.set(None);
        }
    });
    let status = move || job.with(|job| job.as_ref().map(|job| job.status));
    // Nobody knows how a load goes whose server does not answer.
    let is_unknown =
        Memo::new(move |_| board.is_offline.get() && status().is_some_and(JobStatus::is_running));
    let title = Signal::derive(move || job.with(|job| job.as_ref().map(title).unwrap_or_default()));
    let class = Signal::derive(move || match status() {
        _ if is_unknown.get() => "status stopped".to_owned(),
        status => format!("status {}", status.map(status_class).unwrap_or_default()),
    });
    // What is known of the job, if anything is.
    let known = move |read: &dyn Fn(&Job) -> Option<AnyView>| job.with(|job| job.as_ref().and_then(read));
    view! {
        <article class="job" aria-label=title>
            <div class="job-head">
                <h3>{title}</h3>
                <span class=class role="status">
                    {text(move || if is_unknown.get() { t!("Not known") } else { status().map(|status| say(status_text(status))).unwrap_or_default() })}
                </span>
                <span class="job-actions">
                    {maybe(move || Some(match status()? {
                        status if status.is_running() => {
                            Button::new("Stop", move || act(Act::Stop)).off(move || status == JobStatus::Stopping).view()
                        }
                        status => view! {
                            {matches!(status, JobStatus::Stopped | JobStatus::Failed)
                                .then(|| Button::new("Restart", move || act(Act::Restart)).class("primary").view())}
                            {Button::new("Remove", move || act(Act::Remove)).class("quiet").view()}
                        }.into_any(),
                    }))}
                </span>
            </div>
            <Bar
                label=t!("All rows")
                part=Signal::derive(move || job.with(|job| job.as_ref().map_or(0, |job| job.committed + job.skipped)))
                whole=Signal::derive(move || job.with(|job| job.as_ref().map_or(0, |job| job.rows)))
            />
            <p class="job-numbers">
                {text(move || job.with(|job| match job {
                    Some(job) if is_unknown.get() => last_seen(job, board.heard_at.get_untracked()),
                    Some(job) => numbers(job),
                    None => String::new(),
                }))}
            </p>
            {problem(move || job.with(|job| Some(job.as_ref()?.error.as_ref()?.message.clone())))}
            {problem(move || failure.get())}
            {maybe(move || known(&|job| {
                let note = |note: &String| view! { <p class="facts">{note.clone()}</p> };
                Some(job.notes.iter().map(note).collect_view().into_any())
            }))}
            {maybe(move || known(&|job| {
                let address = format!("/api/jobs/{}/rejected.csv", job.id);
                let link = || view! { <p><a href=address download="refused-rows.csv">{t!("Download the refused rows")}</a></p> };
                (job.skipped > 0).then(link).map(IntoAny::into_any)
            }))}
            <div class="tables">
                {maybe(move || known(&|job| Some(job.tables.iter().map(table).collect_view().into_any())))}
            </div>
        </article>
    }
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Stop,
    Restart,
    Remove,
}

/// A progress bar with its percentage.
#[component]
fn Bar(label: String, part: Signal<u64>, whole: Signal<u64>) -> impl IntoView {
    let share = Memo::new(move |_| percent(part.get(), whole.get()));
    view! {
        <div class="bar-line">
            <div
                class="progress"
                role="progressbar"
                aria-label=label
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || share.get().to_string()
            >
                <div class="progress-done" style:width=move || format!("{}%", share.get())></div>
            </div>
            <span class="percent">{text(move || format!("{:.1} %", share.get()))}</span>
        </div>
    }
}

/// A table with a small bar for each of its partitions.
fn table(table: &TableProgress) -> impl IntoView + use<> {
    let facts = match &table.verification {
        Some(verification) => {
            let keys = verification
                .key_range
                .as_ref()
                .map(|(min, max)| t!(", keys {0} to {1}", min, max))
                .unwrap_or_default();
            let (counted, compared) = (grouped(verification.counted), grouped(verification.compared));
            t!("verified: {0} {0|row|rows} counted, {1} compared{2}", counted, compared, keys)
        }
        None => t!("{0} of {1} rows", grouped(table.committed), grouped(table.rows)),
    };
    // One that has ended, and whose partitions were never read, is shown as one.
    let whole = [PartitionProgress {
        start: 0,
        rows: table.rows,
        committed: table.committed,
        skipped: table.skipped,
        chunk_times: None,
    }];
    let partitions = if table.partitions.is_empty() { &whole[..] } else { &table.partitions };
    let partitions = partitions.iter().map(|partition| {
        let share = percent(partition.committed + partition.skipped, partition.rows);
        let title = t!(
            "rows {0} to {1}: {2} of {3}",
            grouped(partition.start + 1),
            grouped(partition.start + partition.rows),
            grouped(partition.committed),
            grouped(partition.rows)
        );
        view! {
            <div class="progress small" title=title>
                <div class="progress-done" style:width=format!("{share}%")></div>
            </div>
        }
    });
    view! {
        <div class="table-progress">
            <span class="table-name">{table.table.clone()}</span>
            <div class="partitions">{partitions.collect_view()}</div>
            <span class="facts">{facts}</span>
            {table.statistics.as_ref().map(|statistics| view! { <span class="facts size">{size(statistics)}</span> })}
            {table.seconds.map(|seconds| view! { <span class="facts size">{times(seconds)}</span> })}
        </div>
    }
}

/// What a table takes, by the database's own account.
fn size(statistics: &TableStatistics) -> String {
    let size = |count: u64| bytes(count as f64);
    let indexes: Vec<String> =
        statistics.indexes.iter().map(|index| format!("{} {}", index.name, size(index.bytes))).collect();
    t!(
        "{0} rows of {1} bytes · data {2} · indexes {3} · free {4}{5}",
        grouped(statistics.rows),
        grouped(statistics.average_row_bytes),
        size(statistics.data_bytes),
        size(statistics.index_bytes),
        size(statistics.free_bytes),
        if indexes.is_empty() { String::new() } else { format!(" ({})", indexes.join(", ")) }
    )
}

/// How long the last execution took.
fn times(seconds: StepSeconds) -> String {
    t!(
        "{0} rows in {1} s ({2}), indexes and counters {3} s, verification {4} s",
        grouped(seconds.written),
        format!("{:.1}", seconds.rows),
        rate(seconds.written as f64 / seconds.rows.max(0.001)),
        format!("{:.1}", seconds.finish),
        format!("{:.1}", seconds.verify),
    )
}

fn title(job: &Job) -> String {
    let tables: Vec<&str> = job.request.tables.iter().map(String::as_str).collect();
    format!("{} → {}", tables.join(", "), job.request.target)
}

/// What is known of a load whose server does not answer.
fn last_seen(job: &Job, heard_at: f64) -> String {
    let date = js_sys::Date::new(&heard_at.into());
    let time = String::from(date.to_locale_time_string("default"));
    t!("{0} of {1} rows when it was last seen, {2}", grouped(job.committed), grouped(job.rows), time)
}

fn numbers(job: &Job) -> String {
    let mut parts = vec![t!("{0} of {1} rows", grouped(job.committed), grouped(job.rows))];
    if job.skipped > 0 {
        parts.push(t!("{0} refused", grouped(job.skipped)));
    }
    if job.rows_per_second > 0.0 {
        parts.push(rate(job.rows_per_second));
    }
    if let Some(seconds) = job.remaining_seconds.filter(|_| job.status.is_running()) {
        parts.push(t!("{0} left", duration(seconds)));
    }
    if job.executions > 1 {
        parts.push(t!("started {0} times", job.executions));
    }
    parts.join(" · ")
}

fn status_text(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Starting => label!("Starting"),
        JobStatus::Started => label!("Running"),
        JobStatus::Stopping => label!("Stopping"),
        JobStatus::Stopped => label!("Stopped"),
        JobStatus::Failed => label!("Failed"),
        JobStatus::Completed => label!("Completed"),
    }
}

fn status_class(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Failed => "failed",
        JobStatus::Completed => "completed",
        JobStatus::Stopped => "stopped",
        _ => "running",
    }
}
