//! Some loads beside each other.

use contract::{Job, JobStatus};
use leptos::prelude::*;

use super::{card, list::time, words};
use crate::{
    language::{label, t, text},
    numbers::{bytes, grouped},
};

/// A line of the comparison: what it is of, and what each load says.
struct Line {
    label: &'static str,
    said: Vec<String>,
    /// Whether it is a setting, which is pointed out where it differs.
    is_setting: bool,
}

/// The loads as columns, one setting or result a line.
pub(super) fn comparison(jobs: &[Job], left_out: usize) -> AnyView {
    if jobs.len() < 2 {
        let message = t!("Tick two loads or more in the table of loads, and press Compare.");
        return view! { <h2>{t!("Compare loads")}</h2><p class="empty">{message}" "<a href="/runs">{t!("Loads")}</a></p> }
            .into_any();
    }
    let head = jobs.iter().map(|job| {
        view! { <th scope="col"><a href=format!("/runs/{}", job.id)>{words::title(job)}</a></th> }
    });
    let states = jobs.iter().map(|job| view! { <td>{card::status(job)}</td> });
    let started = jobs.iter().map(|job| view! { <td>{time(&job.started_at)}</td> });
    view! {
        <h2>{t!("Compare loads")}</h2>
        <div class="runs-table" tabindex="0" role="region" aria-label=t!("Compare loads")>
            <table class="comparison">
                <thead><tr><td></td>{head.collect_view()}</tr></thead>
                <tbody>
                    <tr><th scope="row">{t!("Status")}</th>{states.collect_view()}</tr>
                    <tr><th scope="row">{t!("Started")}</th>{started.collect_view()}</tr>
                    {lines(jobs).into_iter().map(line).collect_view()}
                </tbody>
            </table>
        </div>
        <p class="facts">{t!("Settings that differ are marked.")}</p>
        {(left_out > 0).then(|| view! { <p class="problem" role="alert">{t!("{0} more were ticked than are compared at once.", left_out)}</p> })}
    }
    .into_any()
}

fn line(line: Line) -> impl IntoView {
    let differs = line.is_setting && line.said.iter().any(|said| *said != line.said[0]);
    view! {
        <tr class:differs=differs>
            <th scope="row">{text(line.label)}</th>
            {line.said.into_iter().map(|said| view! { <td>{said}</td> }).collect_view()}
        </tr>
    }
}

fn lines(jobs: &[Job]) -> Vec<Line> {
    let setting = |label, say: fn(&Job) -> String| Line {
        label,
        said: jobs.iter().map(say).collect(),
        is_setting: true,
    };
    let result = |label, say: &dyn Fn(&Job) -> String| Line {
        label,
        said: jobs.iter().map(say).collect(),
        is_setting: false,
    };
    // A load that has not come to its end is no measure for others.
    let is_whole = |job: &Job| job.status == JobStatus::Completed;
    let fastest = jobs.iter().filter(|job| is_whole(job)).map(|job| job.rows_per_second).fold(0.0, f64::max);
    let keys = |job: &Job| {
        let keys = job.tables.iter().map(|table| table.primary_key.clone()).filter(|key| !key.is_empty());
        keys.collect::<Vec<_>>().join("; ")
    };
    let seconds = |read: fn(contract::StepSeconds) -> f64| {
        move |job: &Job| {
            let all: Vec<f64> = job.tables.iter().filter_map(|table| table.seconds).map(read).collect();
            if all.is_empty() { String::new() } else { format!("{:.1} s", all.iter().sum::<f64>()) }
        }
    };
    let size = |read: fn(&contract::TableStatistics) -> u64| {
        move |job: &Job| words::total(job, read).map(|total| bytes(total as f64)).unwrap_or_default()
    };
    let commit = |job: &Job| {
        let times = job.tables.iter().filter_map(|table| table.chunk_times);
        let slowest = times
            .map(|times| times.commit.p95)
            .fold(None, |most: Option<f64>, time| Some(most.map_or(time, |most| most.max(time))));
        slowest.map(|time| format!("{time:.2} ms")).unwrap_or_default()
    };
    vec![
        setting(label!("Dataset"), |job| job.request.dataset.chars().take(8).collect()),
        setting(label!("Target"), |job| job.request.target.clone()),
        setting(label!("Key"), keys),
        setting(label!("If a table is there already"), |job| words::mode(job.request.mode)),
        setting(label!("Load method"), |job| words::method(job.request.method)),
        setting(label!("Workers"), |job| words::number(job.request.workers)),
        setting(label!("Rows per transaction"), |job| words::number(job.request.chunk_rows)),
        setting(label!("Rows per INSERT"), |job| {
            job.request.statement_rows.map_or_else(|| "500".to_owned(), |rows| grouped(u64::from(rows)))
        }),
        setting(label!("Create indexes"), |job| words::indexes(job.request.indexes)),
        setting(label!("Rows"), |job| grouped(job.rows)),
        result(label!("Rows committed"), &|job| grouped(job.committed)),
        result(label!("Rows a second"), &|job| {
            if job.rows_per_second <= 0.0 {
                return String::new();
            }
            let rate = words::rate(job.rows_per_second);
            if !is_whole(job) {
                return rate;
            }
            format!("{rate} ({:.0} %)", job.rows_per_second / fastest * 100.0)
        }),
        result(label!("Writing the rows"), &seconds(|seconds| seconds.rows)),
        result(label!("Indexes and counters"), &seconds(|seconds| seconds.finish)),
        result(label!("Verification"), &seconds(|seconds| seconds.verify)),
        result(label!("Slowest table's commit, 95 %"), &commit),
        result(label!("Data"), &size(|statistics| statistics.data_bytes)),
        result(label!("Index"), &size(|statistics| statistics.index_bytes)),
        result(label!("Refused"), &|job| grouped(job.skipped)),
    ]
}
