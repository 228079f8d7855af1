//! What was done while the runs lasted, as a table: times, and what the database counted.

use contract::{CounterUnit, Experiment, counter};
use leptos::prelude::*;

use super::words;
use crate::{
    language::{message, t},
    numbers::{bytes, grouped},
};

/// The figures of all cells, folded away. Nothing before there are any.
pub(super) fn work(experiment: &Experiment) -> Option<AnyView> {
    let figures = contract::work(experiment);
    if figures.is_empty() {
        return None;
    }
    let kind = experiment.environment.as_ref().map(|environment| environment.kind);
    let counted = |name: &str| kind.and_then(|kind| counter(kind, name));
    let heads = figures.iter().map(|figure| {
        let about = counted(&figure.name).map(|found| format!("{} ({})", message(found.about), found.source));
        view! { <th scope="col" class="number" title=about>{name(&figure.name)}</th> }
    });
    let heads = heads.collect_view();
    let varied = words::varied(experiment);
    let line = |(place, cell): (usize, &contract::ExperimentCell)| {
        let numbers = figures.iter().map(|figure| {
            let unit = counted(&figure.name).map(|found| found.unit);
            view! { <td class="number">{figure.medians[place].map(|median| said(median, unit))}</td> }
        });
        view! { <tr><td>{words::cell(cell, &varied)}</td>{numbers.collect_view()}</tr> }
    };
    let lines = experiment.cells.iter().enumerate().map(line).collect_view();
    Some(
        view! {
            <details id="work">
                <summary>{t!("What was done, the median of each cell")}</summary>
                <p class="facts">{t!("Times are of Rowmill's clock, those of all workers summed up. Counters are of the database, and count all that it did meanwhile.")}</p>
                <div class="runs-table" tabindex="0" role="region" aria-label=t!("What was done, the median of each cell")>
                    <table>
                        <thead><tr><th scope="col">{t!("Cell")}</th>{heads}</tr></thead>
                        <tbody>{lines}</tbody>
                    </table>
                </div>
            </details>
        }
        .into_any(),
    )
}

/// What a figure is called. Counters have the names that their databases give them.
fn name(figure: &str) -> String {
    match figure {
        "statement_ms_mean" => t!("Statement, mean, ms"),
        "statement_ms_p95" => t!("Statement, 95 %, ms"),
        "commit_ms_mean" => t!("Commit, mean, ms"),
        "sending_seconds" => t!("Sending, all workers"),
        "committing_seconds" => t!("Committing, all workers"),
        "finishing_seconds" => t!("Indexes and counters"),
        "verifying_seconds" => t!("Verifying"),
        "processor_seconds" => t!("Processor time of Rowmill, s"),
        counter => counter.to_owned(),
    }
}

fn said(number: f64, unit: Option<CounterUnit>) -> String {
    match unit {
        Some(CounterUnit::Bytes) => bytes(number),
        Some(CounterUnit::Milliseconds) => format!("{number:.0} ms"),
        Some(CounterUnit::Count) if number >= 0.0 => grouped(number.round() as u64),
        Some(CounterUnit::Count) => format!("{number:.0}"),
        None => words::seconds(number),
    }
}
