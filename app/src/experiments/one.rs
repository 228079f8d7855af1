//! The page of one experiment.

use contract::{
    Experiment, ExperimentRun, ExperimentStatus, IndexTime, JobRequest, LoadMethod, RunStatus, finding,
    results,
};
use leptos::prelude::*;

use super::{ExperimentQuery, effects, heat, lines, results as table, words, work};
use crate::{
    language::{message, t},
    numbers::{duration, grouped},
    runs::{again, time},
};

/// Everything that is known of an experiment, and what can be done with it.
pub(super) fn one(experiment: &Experiment, query: &ExperimentQuery) -> AnyView {
    let (status, class) = words::status(experiment.status);
    let results = results(experiment);
    let finding = finding(&results);
    let varied = words::varied(experiment);
    let said = finding.as_ref().and_then(|found| {
        let median = results.get(found.fastest as usize)?.seconds.as_ref()?.median;
        Some(view! { <p class="finding" role="status">{words::finding(experiment, found, median)}</p> })
    });
    let problem = experiment
        .error
        .as_ref()
        .map(|error| view! { <p class="problem" role="alert">{message(&error.message)}</p> });
    let mut notes: Vec<String> = experiment.notes.clone();
    for note in experiment.runs.iter().flat_map(|run| &run.notes) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    let use_it = finding.as_ref().map(|found| {
        view! { <a href=again(&load_of(experiment, found.fastest))>{t!("Use the fastest for my load")}</a>" " }
    });
    let is_measured = results.iter().any(|result| result.seconds.is_some());
    let image = is_measured.then(|| {
        view! { <a href=format!("/experiments/{}/plot.svg", experiment.id)>{t!("Image")}</a>" " }
    });
    let by_hand = finding.as_ref().and_then(|found| by_hand(experiment, found.fastest));
    let kept = experiment.kept_tables();
    let kept = (!kept.is_empty()).then(|| {
        view! { <p class="facts">{t!("Tables that stay in the target: {0}", kept.join(", "))}</p> }
    });
    let changed = (!experiment.changed_settings.is_empty()).then(|| {
        let settings = experiment.changed_settings.iter();
        let settings: Vec<String> = settings.map(|(name, kept)| format!("{name} = {}", kept.value)).collect();
        view! { <p class="facts">{t!("Settings of the server are changed until the end. They were: {0}.", settings.join(", "))}</p> }
    });
    view! {
        <div class="job-head">
            <h2>{words::title(experiment)}</h2>
            <span class=format!("status {class}")>{status}</span>
            {actions(experiment)}
        </div>
        <p class="run-links">
            {use_it}
            <a href=format!("/d/{}", experiment.request.dataset)>{t!("Open the dataset")}</a>" "
            <a href=format!("/experiments/new?from={}", experiment.id)>{t!("The same with changes")}</a>" "
            {image}
            <a href=format!("/api/experiments/{}/results.md", experiment.id)>"Markdown"</a>" "
            <a href=format!("/api/experiments/{}/results.csv", experiment.id)>"CSV"</a>" "
            <a href=format!("/api/experiments/{}", experiment.id)>"JSON"</a>
        </p>
        {progress(experiment)}
        {changed}
        {problem}
        <p class="problem" role="alert" id="said-experiment" data-kept></p>
        {said}
        {table::table(experiment, &results, finding.as_ref(), query)}
        <div class="plots">
            {lines::drawing(experiment, &results, &varied)}
            {heat::heat(experiment, &results, &varied)}
            {effects::ranking(experiment)}
        </div>
        {work::work(experiment)}
        {by_hand}
        {kept}
        {notes.iter().map(|note| view! { <p class="facts">{message(note)}</p> }).collect_view()}
        {facts(experiment)}
        {runs(experiment)}
    }
    .into_any()
}

fn actions(experiment: &Experiment) -> AnyView {
    let id = &experiment.id;
    let button = |label: String, class: &'static str, call: String, then: Option<&'static str>| {
        let button_id = call.replace([' ', '/'], "-");
        view! {
            <button type="button" id=button_id class=class data-call=call data-said="said-experiment" data-then=then>{label}</button>
        }
    };
    let is_running = experiment.status.is_running();
    let can_stop = is_running && experiment.status != ExperimentStatus::Stopping;
    let stop = can_stop.then(|| button(t!("Stop"), "", format!("POST /api/experiments/{id}/stop"), None));
    let is_restartable = matches!(experiment.status, ExperimentStatus::Stopped | ExperimentStatus::Failed);
    let restart = is_restartable
        .then(|| button(t!("Go on"), "primary", format!("POST /api/experiments/{id}/restart"), None));
    let delete = (!is_running).then(|| {
        view! {
            <details class="ask" id="remove-experiment">
                <summary>{t!("Remove…")}</summary>
                <p>
                    {t!("Its results are lost; tables that were to be kept stay.")}" "
                    {button(t!("Remove"), "danger", format!("DELETE /api/experiments/{id}"), Some("/experiments"))}
                </p>
            </details>
        }
    });
    view! { <span class="job-actions" id="experiment-actions">{stop}{restart}{delete}</span> }.into_any()
}

/// How far it is.
fn progress(experiment: &Experiment) -> AnyView {
    let (ended, all) = (experiment.ended_runs() as u64, experiment.runs.len() as u64);
    let share = ended as f64 / all.max(1) as f64 * 100.0;
    let running = experiment.runs.iter().find(|run| run.status == RunStatus::Running);
    let varied = words::varied(experiment);
    let now = running
        .filter(|_| experiment.status == ExperimentStatus::Running)
        .and_then(|run| experiment.cells.get(run.cell as usize))
        .map(|cell| words::cell(cell, &varied));
    let left = experiment.remaining_seconds.filter(|_| experiment.status.is_running());
    let mut said = vec![t!("{0} of {1} runs", grouped(ended), grouped(all))];
    said.extend(now.map(|cell| t!("now {0}", cell)));
    said.extend(left.map(|seconds| t!("{0} left", duration(seconds))));
    view! {
        <section class="job">
            <div class="bar-line">
                <div class="progress" role="progressbar" aria-label=t!("Runs") aria-valuemin="0" aria-valuemax="100" aria-valuenow=format!("{share:.0}")>
                    <div class="progress-done" style=format!("width:{share:.1}%")></div>
                </div>
                <span class="percent">{format!("{share:.0} %")}</span>
            </div>
            <p class="job-numbers">{said.join(" · ")}</p>
        </section>
    }
    .into_any()
}

/// What it was asked to do, and where.
fn facts(experiment: &Experiment) -> AnyView {
    let request = &experiment.request;
    let fact = |label: String, value: AnyView| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    let said = |label: String, value: String| fact(label, value.into_any());
    let same = request.factors.iter().filter(|(_, levels)| levels.len() == 1);
    let same = same.map(|(name, levels)| said(words::factor_name(name), levels[0].0.clone())).collect_view();
    let rows = experiment.runs.iter().find_map(|run| Some(run.measures.as_ref()?.rows)).or(request.rows);
    let environment = experiment.environment.as_ref().map(|environment| {
        view! {
            {said(t!("Database"), environment.database.clone())}
            {said(t!("Rowmill on"), t!("{0}, {1} {1|processor|processors}, version {2}", environment.system, environment.processors, environment.rowmill))}
        }
    });
    let ended = experiment.ended_at.as_ref().map(|at| fact(t!("Ended"), time(at).into_any()));
    view! {
        <dl class="run-facts">
            {said(t!("Table"), request.table.clone())}
            {rows.map(|rows| said(t!("Rows a run"), grouped(rows)))}
            {said(t!("Repeats"), request.repeats.to_string())}
            {same}
            {said(t!("Target"), request.target.clone())}
            {environment}
            {fact(t!("Started"), time(&experiment.started_at).into_any())}
            {ended}
            {said(t!("Order drawn from"), request.order_seed.to_string())}
        </dl>
    }
    .into_any()
}

/// All runs in their order, folded away.
fn runs(experiment: &Experiment) -> AnyView {
    let varied = words::varied(experiment);
    let line = |(index, run): (usize, &ExperimentRun)| {
        let cell = experiment.cells.get(run.cell as usize).map(|cell| words::cell(cell, &varied));
        let repeat = if run.repeat == 0 { t!("warm-up") } else { run.repeat.to_string() };
        let read = |read: fn(&contract::Measures) -> f64| {
            run.measures.as_ref().map(|measures| words::seconds(read(measures)))
        };
        let commit = run.measures.as_ref().map(|measures| format!("{:.2}", measures.chunk_times.commit.p95));
        view! {
            <tr>
                <td class="number">{index + 1}</td>
                <td>{cell}</td>
                <td class="number">{repeat}</td>
                <td>{words::run_status(run.status)}</td>
                <td class="number">{read(|measures| measures.seconds)}</td>
                <td class="number">{read(|measures| measures.writing_seconds)}</td>
                <td class="number">{read(|measures| measures.finishing_seconds)}</td>
                <td class="number">{read(|measures| measures.sending_seconds)}</td>
                <td class="number">{read(|measures| measures.committing_seconds)}</td>
                <td class="number">{commit}</td>
                <td>{run.error.as_ref().map(|error| message(&error.message))}</td>
            </tr>
        }
    };
    view! {
        <details id="all-runs">
            <summary>{t!("All runs in their order")}</summary>
            <div class="runs-table" tabindex="0" role="region" aria-label=t!("All runs in their order")>
                <table>
                    <thead>
                        <tr>
                            <th scope="col" class="number">{t!("Number")}</th>
                            <th scope="col">{t!("Cell")}</th>
                            <th scope="col" class="number">{t!("Repeat")}</th>
                            <th scope="col">{t!("Status")}</th>
                            <th scope="col" class="number">{t!("Seconds")}</th>
                            <th scope="col" class="number">{t!("Writing the rows")}</th>
                            <th scope="col" class="number">{t!("Indexes and counters")}</th>
                            <th scope="col" class="number">{t!("Sending, all workers")}</th>
                            <th scope="col" class="number">{t!("Committing, all workers")}</th>
                            <th scope="col" class="number">{t!("Commit, 95 %, ms")}</th>
                            <th scope="col">{t!("Why it failed")}</th>
                        </tr>
                    </thead>
                    <tbody>{experiment.runs.iter().enumerate().map(line).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// The levels of a cell that the form of a load does not have: a person sets them.
fn by_hand(experiment: &Experiment, cell: u32) -> Option<AnyView> {
    const OF_A_LOAD: [&str; 4] = ["method", "workers", "chunk_rows", "statement_rows"];
    let levels = &experiment.cells.get(cell as usize)?.levels;
    let is_of_load = |name: &str, level: &str| {
        OF_A_LOAD.contains(&name) || (name == "indexes" && matches!(level, "before" | "after"))
    };
    let others = levels.iter().filter(|(name, level)| !is_of_load(name, &level.0));
    let others: Vec<String> =
        others.map(|(name, level)| format!("{} {level}", words::factor_name(name))).collect();
    (!others.is_empty()).then(|| {
        let text = t!(
            "What the form of a load does not have, and the dataset or the connection has to have: {0}.",
            others.join(", ")
        );
        view! { <p class="facts">{text}</p> }.into_any()
    })
}

/// The load of a cell as an ordinary one: what the form of a load has of it. A key, partitions and settings are of the dataset and the
/// experiment.
fn load_of(experiment: &Experiment, cell: u32) -> JobRequest {
    let levels = experiment.cells.get(cell as usize).map(|cell| &cell.levels);
    let level = |factor: &str| levels.and_then(|levels| levels.get(factor)).map(|level| level.0.as_str());
    let number = |factor: &str| level(factor).and_then(|level| level.parse().ok());
    JobRequest {
        dataset: experiment.request.dataset.clone(),
        target: experiment.request.target.clone(),
        tables: vec![experiment.request.table.clone()],
        method: match level("method") {
            Some("single") => LoadMethod::Single,
            Some("insert") => LoadMethod::Insert,
            Some("bulk") => LoadMethod::Bulk,
            _ => LoadMethod::Auto,
        },
        workers: number("workers"),
        chunk_rows: number("chunk_rows"),
        statement_rows: number("statement_rows"),
        indexes: if level("indexes") == Some("after") { IndexTime::After } else { IndexTime::Before },
        ..JobRequest::default()
    }
}
