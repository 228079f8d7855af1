//! The page of one load.

use contract::{
    ChunkTimes, EarlierExecution, Job, PartitionProgress, RejectedRow, TableProgress, TimeSummary, Verify,
};
use leptos::prelude::*;

use super::{card, chart::chart, list::time, words};
use crate::{
    language::{label, message, t, text},
    numbers::grouped,
};

/// Partitions of a table that are listed; all of them are in the JSON.
const SHOWN_PARTITIONS: usize = 200;

/// Everything that is known of a load, and what can be done with it.
pub(super) fn run(job: &Job, rejected: &Result<Vec<RejectedRow>, String>) -> AnyView {
    let request = &job.request;
    let verification = match request.verify {
        Verify::Sample => t!("a sample"),
        Verify::All => t!("all rows"),
    };
    let fact =
        |label: &'static str, value: AnyView| view! { <div><dt>{text(label)}</dt><dd>{value}</dd></div> };
    let said = |label: &'static str, value: String| fact(label, value.into_any());
    let ended = job.ended_at.as_ref().map(|at| fact(label!("Ended"), time(at).into_any()));
    let as_table = request.as_table.clone().map(|name| said(label!("Name in the target"), name));
    let speed =
        (job.rows_per_second > 0.0).then(|| said(label!("Rows a second"), words::rate(job.rows_per_second)));
    view! {
        <div class="job-head">
            <h2>{words::title(job)}</h2>
            {card::status(job)}
            {card::actions(job, "/runs")}
        </div>
        <p class="run-links">
            <a href=format!("/d/{}", request.dataset)>{t!("Open the dataset")}</a>" "
            <a href=words::again(request)>{t!("Load again with changes")}</a>" "
            <a href=format!("/runs?text={}", request.dataset)>{t!("Loads of the same dataset")}</a>" "
            <a href=format!("/api/jobs/{}", job.id)>"JSON"</a>
        </p>
        <section class="job">{card::state(job)}</section>
        <dl class="run-facts">
            {said(label!("Target"), request.target.clone())}
            {as_table}
            {said(label!("If a table is there already"), words::mode(request.mode))}
            {said(label!("Load method"), words::method(request.method))}
            {said(label!("Workers"), words::number(request.workers))}
            {said(label!("Rows per transaction"), words::number(request.chunk_rows))}
            {said(label!("Rows per INSERT"), request.statement_rows.map_or_else(|| "500".to_owned(), |rows| grouped(u64::from(rows))))}
            {said(label!("Create indexes"), words::indexes(request.indexes))}
            {said(label!("Rejected rows allowed"), grouped(request.skip_limit))}
            {said(label!("Verification"), verification)}
            {fact(label!("Started"), time(&job.started_at).into_any())}
            {ended}
            {speed}
        </dl>
        {chart(&job.history)}
        {job.tables.iter().enumerate().map(|(index, found)| table(index, found)).collect_view()}
        {refused(job, rejected)}
        {executions(job)}
    }
    .into_any()
}

/// What came of each time that the load was started, the last one first; nothing if that was once.
fn executions(job: &Job) -> Option<AnyView> {
    if job.earlier.is_empty() {
        return None;
    }
    let line = |execution: &EarlierExecution| {
        let ended = execution.ended_at.as_ref().map(|at| time(at));
        let error = execution.error.as_ref().map(|error| message(error));
        view! {
            <tr>
                <th scope="row" class="number">{execution.number}</th>
                <td>{words::status(execution.status).0}</td>
                <td>{time(&execution.started_at)}</td>
                <td>{ended}</td>
                <td class="number">{grouped(execution.committed)}</td>
                <td class="number">{grouped(execution.skipped)}</td>
                <td class="number">{(execution.rows_per_second > 0.0 && !execution.status.is_running()).then(|| words::rate(execution.rows_per_second))}</td>
                <td>{error}</td>
            </tr>
        }
    };
    let all = job.executions_so_far();
    Some(
        view! {
            <section aria-label=t!("Executions")>
                <div class="runs-table" tabindex="0" role="region" aria-label=t!("Executions")>
                    <table>
                        <caption>{t!("Executions: each time that this load was started")}</caption>
                        <thead>
                            <tr>
                                <th scope="col" class="number">{t!("Number")}</th>
                                <th scope="col">{t!("Status")}</th>
                                <th scope="col">{t!("Started")}</th>
                                <th scope="col">{t!("Ended")}</th>
                                <th scope="col" class="number">{t!("Committed by its end")}</th>
                                <th scope="col" class="number">{t!("Refused")}</th>
                                <th scope="col" class="number">{t!("Rows a second")}</th>
                                <th scope="col">{t!("Why it failed")}</th>
                            </tr>
                        </thead>
                        <tbody>{all.iter().rev().map(line).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn table(index: usize, table: &TableProgress) -> AnyView {
    let key = (!table.primary_key.is_empty())
        .then(|| view! { <p class="facts">{t!("Primary key: {0}", table.primary_key)}</p> });
    view! {
        <section class="run-table" id=format!("table-{index}") aria-label=table.table.clone()>
            {card::table(table)}
            {key}
            {table.chunk_times.map(|times| chunk_times(&times))}
            {partitions(index, &table.partitions)}
        </section>
    }
    .into_any()
}

/// How long the parts of a chunk's transaction took, in milliseconds.
fn chunk_times(times: &ChunkTimes) -> AnyView {
    let parts = [
        (label!("Begin"), times.begin),
        (label!("Lock the checkpoint"), times.lock),
        (label!("Send the rows"), times.send),
        (label!("Advance the checkpoint"), times.checkpoint),
        (label!("Commit"), times.commit),
    ];
    // Earlier versions measured no statements.
    let statement = times.statement.map(|times| (label!("A statement of rows"), times));
    let parts = parts.into_iter().chain(statement);
    let line = |(label, times): (&'static str, TimeSummary)| {
        let numbers = [times.mean, times.p50, times.p95, times.p99, times.max];
        view! {
            <tr>
                <th scope="row">{text(label)}</th>
                <td class="number">{grouped(times.count)}</td>
                {numbers.map(|number| view! { <td class="number">{format!("{number:.2}")}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="runs-table" tabindex="0" role="region" aria-label=t!("Times of a chunk")>
            <table>
                <caption>{t!("Times of a chunk, in milliseconds")}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{t!("Part")}</span></th>
                        <th scope="col" class="number">{t!("Count")}</th>
                        <th scope="col" class="number">{t!("Mean")}</th>
                        <th scope="col" class="number">{t!("Median")}</th>
                        <th scope="col" class="number">"95 %"</th>
                        <th scope="col" class="number">"99 %"</th>
                        <th scope="col" class="number">{t!("Longest")}</th>
                    </tr>
                </thead>
                <tbody>{parts.map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The partitions, folded away.
fn partitions(table: usize, partitions: &[PartitionProgress]) -> Option<AnyView> {
    if partitions.len() < 2 {
        return None;
    }
    let line = |partition: &PartitionProgress| {
        let send = partition.chunk_times.map(|times| format!("{:.2}", times.send.p95));
        view! {
            <tr>
                <td class="number">{grouped(partition.start + 1)}</td>
                <td class="number">{grouped(partition.rows)}</td>
                <td class="number">{grouped(partition.committed)}</td>
                <td class="number">{grouped(partition.skipped)}</td>
                <td class="number">{send}</td>
            </tr>
        }
    };
    Some(
        view! {
            <details id=format!("partitions-{table}")>
                <summary>{t!("{0} {0|partition|partitions}", grouped(partitions.len() as u64))}</summary>
                <div class="runs-table" tabindex="0" role="region" aria-label=t!("Partitions")>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col" class="number">{t!("From row")}</th>
                                <th scope="col" class="number">{t!("Rows")}</th>
                                <th scope="col" class="number">{t!("Committed")}</th>
                                <th scope="col" class="number">{t!("Refused")}</th>
                                <th scope="col" class="number">{t!("Send, 95 %, ms")}</th>
                            </tr>
                        </thead>
                        <tbody>{partitions.iter().take(SHOWN_PARTITIONS).map(line).collect_view()}</tbody>
                    </table>
                </div>
                {(partitions.len() > SHOWN_PARTITIONS).then(|| view! {
                    <p class="facts">{t!("{0} more", grouped((partitions.len() - SHOWN_PARTITIONS) as u64))}</p>
                })}
            </details>
        }
        .into_any(),
    )
}

/// The first rows that the database refused.
fn refused(job: &Job, rejected: &Result<Vec<RejectedRow>, String>) -> Option<AnyView> {
    let rows = match rejected {
        Ok(rows) if rows.is_empty() => return None,
        Ok(rows) => rows,
        Err(reason) => return Some(view! { <p class="problem">{message(reason)}</p> }.into_any()),
    };
    let line = |row: &RejectedRow| {
        view! {
            <tr><td>{row.table.clone()}</td><td class="number">{grouped(row.row + 1)}</td><td>{row.reason.clone()}</td></tr>
        }
    };
    let more = (job.skipped > rows.len() as u64)
        .then(|| view! { <p class="facts">{t!("{0} more", grouped(job.skipped - rows.len() as u64))}</p> });
    Some(
        view! {
            <section aria-label=t!("Refused rows")>
                <div class="runs-table" tabindex="0" role="region" aria-label=t!("Refused rows")>
                    <table>
                        <caption>{t!("Refused rows")}</caption>
                        <thead><tr><th scope="col">{t!("Table")}</th><th scope="col" class="number">{t!("Row")}</th><th scope="col">{t!("What the database said")}</th></tr></thead>
                        <tbody>{rows.iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
                {more}
            </section>
        }
        .into_any(),
    )
}
