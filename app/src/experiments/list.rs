//! The newest experiments.

use contract::{ExperimentSummary, PRESETS};
use leptos::prelude::*;

use super::words;
use crate::{
    language::{message, t},
    numbers::{duration, grouped},
    runs::time,
};

/// The table of experiments, and the questions that a new one may be about.
pub(super) fn list(experiments: &[ExperimentSummary]) -> AnyView {
    let empty = experiments.is_empty().then(|| {
        view! { <p class="empty">{t!("No experiments yet. One finds out which way of loading is faster on your server: choose a question.")}</p> }
    });
    let table = (!experiments.is_empty()).then(|| {
        view! {
            <form id="compare" class="runs-search" action="/experiments/compare">
                <button class="quiet" title=t!("Tick two experiments or more")>{t!("Compare")}</button>
            </form>
            <div class="runs-table" tabindex="0" role="region" aria-label=t!("Experiments")>
                <table>
                    <thead>
                        <tr>
                            <th><span class="visually-hidden">{t!("Compare")}</span></th>
                            <th scope="col">{t!("Status")}</th>
                            <th scope="col">{t!("Experiment")}</th>
                            <th scope="col">{t!("Table")}</th>
                            <th scope="col">{t!("Target")}</th>
                            <th scope="col" class="number">{t!("Cells")}</th>
                            <th scope="col" class="number">{t!("Runs")}</th>
                            <th scope="col">{t!("Time left")}</th>
                            <th scope="col" class="number">{t!("Started")}</th>
                        </tr>
                    </thead>
                    <tbody>{experiments.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <h2>{t!("Experiments")}</h2>
        {questions("")}
        {empty}
        {table}
    }
    .into_any()
}

/// The questions, each a way to the form of its experiment; `rest` is what the form is about besides, as a query.
pub(super) fn questions(rest: &str) -> AnyView {
    let question = |preset: &contract::Preset| {
        let address = format!("/experiments/new?preset={}{rest}", preset.name);
        view! { <li><a href=address title=message(preset.about)>{message(preset.question)}</a></li> }
    };
    view! { <ul class="questions" aria-label=t!("Questions")>{PRESETS.iter().map(question).collect_view()}</ul> }.into_any()
}

fn row(experiment: &ExperimentSummary) -> impl IntoView + use<> {
    let (status, class) = words::status(experiment.status);
    let left = experiment.remaining_seconds.filter(|_| experiment.status.is_running());
    let chosen = format!("{} {}", t!("Compare"), experiment.title);
    view! {
        <tr id=format!("experiment-{}", experiment.id)>
            <td><input type="checkbox" form="compare" name="experiment" value=experiment.id.clone() aria-label=chosen /></td>
            <td><span class=format!("status {class}")>{status}</span></td>
            <td><a href=format!("/experiments/{}", experiment.id)>{experiment.title.clone()}</a></td>
            <td>{experiment.table.clone()}</td>
            <td>{experiment.target.clone()}</td>
            <td class="number">{grouped(experiment.cells)}</td>
            <td class="number">{format!("{} / {}", grouped(experiment.ended_runs), grouped(experiment.runs))}</td>
            <td>{left.map(duration)}</td>
            <td class="number">{time(&experiment.started_at)}</td>
        </tr>
    }
}
