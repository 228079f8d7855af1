//! The results: a line for each cell, with a drawing of its samples.

use contract::{CellResult, Experiment, Finding, Spread};
use leptos::prelude::*;

use super::{ExperimentQuery, words};
use crate::{language::t, numbers::grouped};

/// The drawing's own units.
const WIDTH: f64 = 200.0;
const HEIGHT: f64 = 14.0;

/// The table of all cells. The fastest of each group is marked, and what is within noise of the fastest of all.
pub(super) fn table(
    experiment: &Experiment,
    results: &[CellResult],
    finding: Option<&Finding>,
    query: &ExperimentQuery,
) -> AnyView {
    let varied = words::varied(experiment);
    let best = fastest_of_groups(experiment, results, &query.group);
    let slowest = results.iter().filter_map(|result| Some(result.seconds.as_ref()?.max)).fold(0.0, f64::max);
    let has_bytes = results.iter().any(|result| result.bytes_a_row.is_some());
    let column = |order: &str, label: String, is_number: bool| {
        let is_now = query.order == order;
        let address = ExperimentQuery { order: order.to_owned(), ..query.clone() }.address(&experiment.id);
        view! {
            <th scope="col" class:number=is_number aria-sort=is_now.then_some(if order == "rate" { "descending" } else { "ascending" })>
                <a href=address>{label}{is_now.then_some(if order == "rate" { " ▾" } else { " ▴" })}</a>
            </th>
        }
    };
    let line = |result: &CellResult| {
        let cell = &experiment.cells[result.cell as usize];
        let levels = varied.iter().map(|name| {
            view! { <td>{cell.levels.get(name).map(|level| level.0.clone())}</td> }
        });
        let mark = match finding {
            _ if best.contains(&result.cell) => Some(("best", t!("fastest"))),
            // Within noise of the fastest of all.
            Some(finding) if query.group.is_empty() && finding.within_noise.contains(&result.cell) => {
                Some(("near", t!("within noise")))
            }
            _ => None,
        };
        let mark = mark.map(|(class, text)| view! { <span class=format!("mark-{class}")>{text}</span> });
        let failed = (result.failed > 0)
            .then(|| view! { <span class="problem">{t!("{0} failed", result.failed)}</span> });
        let number = |spread: &Option<Spread>, say: fn(f64) -> String| {
            view! { <td class="number">{spread.as_ref().map(|spread| say(spread.median))}</td> }
        };
        let range = result
            .seconds
            .as_ref()
            .map(|seconds| format!("{} – {}", words::seconds(seconds.min), words::seconds(seconds.max)));
        view! {
            <tr id=format!("cell-{}", result.cell) class:best=best.contains(&result.cell)>
                {varied.is_empty().then(|| view! { <td>{t!("as it is")}</td> })}
                {levels.collect_view()}
                {number(&result.seconds, words::seconds)}
                <td class="number">{range}</td>
                <td class="samples">{result.seconds.as_ref().map(|seconds| samples(seconds, slowest))}</td>
                {number(&result.rows_per_second, |rate| grouped(rate.round() as u64))}
                {has_bytes.then(|| number(&result.bytes_a_row, |bytes| format!("{bytes:.0}")))}
                <td>{mark}" "{failed}</td>
            </tr>
        }
    };
    let heads = varied.iter().map(|name| column(name, words::factor_name(name), false)).collect_view();
    view! {
        {groups(experiment, &varied, query)}
        <div class="runs-table" tabindex="0" role="region" aria-label=t!("Results")>
            <table class="results">
                <thead>
                    <tr>
                        {varied.is_empty().then(|| view! { <th scope="col">{t!("Cell")}</th> })}
                        {heads}
                        {column("seconds", t!("Seconds"), true)}
                        <th scope="col" class="number">{t!("Least – most")}</th>
                        <th scope="col">{t!("Runs")}</th>
                        {column("rate", t!("Rows a second"), true)}
                        {has_bytes.then(|| column("bytes", t!("Bytes a row"), true))}
                        <th scope="col"><span class="visually-hidden">{t!("Remarks")}</span></th>
                    </tr>
                </thead>
                <tbody>{sorted(experiment, results, &query.order).into_iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Ways to have the fastest marked of each level of a factor.
fn groups(experiment: &Experiment, varied: &[String], query: &ExperimentQuery) -> Option<AnyView> {
    if varied.len() < 2 {
        return None;
    }
    let choice = |group: &str, label: String| {
        let address = ExperimentQuery { group: group.to_owned(), ..query.clone() }.address(&experiment.id);
        let is_now = (query.group == group).then_some("true");
        view! { <a href=address aria-current=is_now>{label}</a>" " }
    };
    let choices = varied.iter().map(|name| choice(name, words::factor_name(name))).collect_view();
    Some(
        view! {
            <p class="groups">{t!("Mark the fastest")}" "{choice("", t!("of all"))}{t!("or for each level of")}" "{choices}</p>
        }
        .into_any(),
    )
}

fn sorted<'a>(experiment: &Experiment, results: &'a [CellResult], order: &str) -> Vec<&'a CellResult> {
    let mut sorted: Vec<&CellResult> = results.iter().collect();
    // What was not measured comes last.
    let by = |read: fn(&CellResult) -> Option<f64>| {
        move |one: &&CellResult, other: &&CellResult| match (read(one), read(other)) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    };
    match order {
        "" => {}
        "seconds" => sorted.sort_by(by(|result| Some(result.seconds.as_ref()?.median))),
        "rate" => sorted.sort_by(by(|result| Some(-result.rows_per_second.as_ref()?.median))),
        "bytes" => sorted.sort_by(by(|result| Some(result.bytes_a_row.as_ref()?.median))),
        factor => {
            let place = |result: &CellResult| {
                let level = experiment.cells[result.cell as usize].levels.get(factor);
                experiment.request.factors.get(factor)?.iter().position(|other| Some(other) == level)
            };
            sorted.sort_by_key(|result| place(result));
        }
    }
    sorted
}

/// The fastest cell of each level of a factor, or of all.
fn fastest_of_groups(experiment: &Experiment, results: &[CellResult], group: &str) -> Vec<u32> {
    struct Best {
        level: Option<String>,
        cell: u32,
        seconds: f64,
        count: usize,
    }
    let mut best: Vec<Best> = Vec::new();
    for result in results {
        let Some(seconds) = result.seconds.as_ref().map(|seconds| seconds.median) else { continue };
        let level = experiment.cells[result.cell as usize].levels.get(group).map(|level| level.0.clone());
        match best.iter_mut().find(|found| found.level == level) {
            Some(found) => {
                found.count += 1;
                if seconds < found.seconds {
                    (found.cell, found.seconds) = (result.cell, seconds);
                }
            }
            None => best.push(Best { level, cell: result.cell, seconds, count: 1 }),
        }
    }
    // The fastest of one says nothing.
    best.into_iter().filter(|found| found.count > 1).map(|found| found.cell).collect()
}

/// The samples of a cell as ticks, from its fastest run to its slowest, with the median as a dot. The numbers stand beside it.
fn samples(seconds: &Spread, slowest: f64) -> impl IntoView + use<> {
    let x = move |value: f64| format!("{:.1}", 3.0 + value / slowest.max(1e-9) * (WIDTH - 6.0));
    let middle = format!("{:.1}", HEIGHT / 2.0);
    let ticks: Vec<_> = seconds
        .samples
        .iter()
        .map(|sample| {
            let at = x(*sample);
            view! { <line class="tick" x1=at.clone() x2=at y1="3" y2=format!("{:.1}", HEIGHT - 3.0) /> }
        })
        .collect();
    view! {
        <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">
            <line class="whisker" x1=x(seconds.min) x2=x(seconds.max) y1=middle.clone() y2=middle.clone() />
            {ticks}
            <circle cx=x(seconds.median) cy=middle r="3.5" />
        </svg>
    }
}
