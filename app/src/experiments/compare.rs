//! Some experiments beside each other: the same question on other servers, of other versions, on other days.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Experiment, ExperimentCell, Level, Spread, factor_place, finding, results};
use leptos::prelude::*;

use super::words;
use crate::{language::t, numbers::grouped, runs::time};

/// The levels by which a cell is known in all of the experiments.
type Levels = BTreeMap<String, Level>;

/// The experiments as columns: first what each was made with, then a cell a line.
pub(super) fn comparison(experiments: &[Experiment], left_out: usize) -> AnyView {
    if experiments.len() < 2 {
        let message = t!("Tick two experiments or more in their table, and press Compare.");
        return view! { <h2>{t!("Compare experiments")}</h2><p class="empty">{message}" "<a href="/experiments">{t!("Experiments")}</a></p> }
            .into_any();
    }
    let head = experiments.iter().map(|experiment| {
        view! { <th scope="col"><a href=format!("/experiments/{}", experiment.id)>{format!("{}, {}", words::title(experiment), experiment.request.target)}</a></th> }
    });
    let states = experiments.iter().map(|experiment| {
        let (status, class) = words::status(experiment.status);
        view! { <td><span class=format!("status {class}")>{status}</span></td> }
    });
    let started = experiments.iter().map(|experiment| view! { <td>{time(&experiment.started_at)}</td> });
    let varied = varied(experiments);
    let measured: Vec<Column> =
        experiments.iter().map(|experiment| Column::new(experiment, &varied)).collect();
    let cells = cells(experiments, &varied).into_iter().map(|levels| {
        let name = words::cell(&ExperimentCell { levels: levels.clone() }, &varied);
        let said = measured.iter().map(|column| view! { <td>{column.said(&levels)}</td> });
        view! { <tr><th scope="row">{name}</th>{said.collect_view()}</tr> }
    });
    view! {
        <h2>{t!("Compare experiments")}</h2>
        <div class="runs-table" tabindex="0" role="region" aria-label=t!("Compare experiments")>
            <table class="comparison">
                <thead><tr><td></td>{head.collect_view()}</tr></thead>
                <tbody>
                    <tr><th scope="row">{t!("Status")}</th>{states.collect_view()}</tr>
                    <tr><th scope="row">{t!("Started")}</th>{started.collect_view()}</tr>
                    {facts(experiments, &varied)}
                </tbody>
                <tbody>
                    {cells.collect_view()}
                </tbody>
            </table>
        </div>
        <p class="facts">{t!("The median seconds of each cell, and how many times as long as the fastest cell of its experiment that is. Compare different servers by the second number. Settings that differ are marked.")}</p>
        {(left_out > 0).then(|| view! { <p class="problem" role="alert">{t!("{0} more were ticked than are compared at once.", left_out)}</p> })}
    }
    .into_any()
}

/// What each was made with, which is marked where it differs, and how exact it is.
fn facts(experiments: &[Experiment], varied: &[String]) -> AnyView {
    let line = |label: String, is_setting: bool, say: &dyn Fn(&Experiment) -> String| {
        let said: Vec<String> = experiments.iter().map(say).collect();
        let differs = is_setting && said.iter().any(|other| *other != said[0]);
        view! {
            <tr class:differs=differs>
                <th scope="row">{label}</th>
                {said.into_iter().map(|said| view! { <td>{said}</td> }).collect_view()}
            </tr>
        }
        .into_any()
    };
    let environment = |say: fn(&contract::Environment) -> String| {
        move |experiment: &Experiment| experiment.environment.as_ref().map(say).unwrap_or_default()
    };
    let rows = |experiment: &Experiment| {
        let rows = experiment.runs.iter().find_map(|run| Some(run.measures.as_ref()?.rows));
        rows.or(experiment.request.rows).map(grouped).unwrap_or_default()
    };
    let noise = |experiment: &Experiment| {
        let noise = finding(&results(experiment)).and_then(|finding| finding.noise);
        noise.map(|noise| format!("{:.0} %", noise * 100.0)).unwrap_or_default()
    };
    let took = |experiment: &Experiment| {
        let seconds = experiment.runs.iter().filter_map(|run| Some(run.measures.as_ref()?.seconds));
        format!("{} s", words::seconds(seconds.sum()))
    };
    // Factors that all of an experiment's cells have the same level of, and perhaps not those of another.
    let mut given: Vec<&String> =
        experiments.iter().flat_map(|experiment| experiment.request.factors.keys()).collect();
    given.retain(|name| !varied.contains(name));
    given.sort_by_key(|name| (factor_place(name), *name));
    given.dedup();
    let level = |name: &str, experiment: &Experiment| {
        let levels = experiment.request.factors.get(name).and_then(|levels| levels.first());
        levels.map_or_else(|| t!("as it is"), ToString::to_string)
    };
    let made_with = [
        line(t!("Database"), true, &environment(|environment| environment.database.clone())),
        line(t!("Target"), true, &|experiment| experiment.request.target.clone()),
        line(
            t!("Processors of Rowmill"),
            true,
            &environment(|environment| environment.processors.to_string()),
        ),
        line("Rowmill".to_owned(), true, &environment(|environment| environment.rowmill.clone())),
        line(t!("Dataset"), true, &|experiment| experiment.request.dataset.chars().take(8).collect()),
        line(t!("Table"), true, &|experiment| experiment.request.table.clone()),
        line(t!("Rows a run"), true, &rows),
        line(t!("Repeats"), true, &|experiment| experiment.request.repeats.to_string()),
    ];
    let given = given
        .into_iter()
        .map(|name| line(words::factor_name(name), true, &|experiment| level(name, experiment)));
    let how_exact = [line(t!("Loading took"), false, &took), line(t!("Repeats differ by"), false, &noise)];
    made_with.into_iter().chain(given).chain(how_exact).collect_view().into_any()
}

/// What was measured of one experiment.
struct Column {
    /// By the levels that tell cells apart. An experiment has several of the same if it varies what no other does.
    seconds: BTreeMap<Levels, Vec<Spread>>,
    fastest: f64,
}

impl Column {
    fn new(experiment: &Experiment, varied: &[String]) -> Self {
        let mut seconds: BTreeMap<Levels, Vec<Spread>> = BTreeMap::new();
        for (cell, result) in experiment.cells.iter().zip(results(experiment)) {
            seconds.entry(known_by(cell, varied)).or_default().extend(result.seconds);
        }
        let medians = seconds.values().flatten().map(|seconds| seconds.median);
        let fastest = medians.fold(f64::INFINITY, f64::min);
        Self { seconds, fastest }
    }

    /// The seconds of the cells with these levels, and their ratio to the fastest.
    fn said(&self, levels: &Levels) -> String {
        let said = |seconds: &Spread| {
            format!("{} s · ×{:.2}", words::seconds(seconds.median), seconds.median / self.fastest)
        };
        self.seconds.get(levels).into_iter().flatten().map(said).collect::<Vec<_>>().join(", ")
    }
}

/// The factors that differ among the cells of all of them, in the order in which lists show them.
fn varied(experiments: &[Experiment]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in experiments.iter().flat_map(words::varied) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn known_by(cell: &ExperimentCell, varied: &[String]) -> Levels {
    let levels = cell.levels.iter().filter(|(name, _)| varied.contains(name));
    levels.map(|(name, level)| (name.clone(), level.clone())).collect()
}

/// The cells of all of them, each once, in the order of the first that has it.
fn cells(experiments: &[Experiment], varied: &[String]) -> Vec<Levels> {
    let all = experiments.iter().flat_map(|experiment| &experiment.cells).map(|cell| known_by(cell, varied));
    let mut seen = BTreeSet::new();
    all.filter(|levels| seen.insert(levels.clone())).collect()
}
