//! What experiments are called, in words.

use contract::{Experiment, ExperimentCell, ExperimentRun, ExperimentStatus, Finding, RunStatus, factor};

use crate::language::{t, text};

/// What an experiment is called: its name, or what is varied.
pub(super) fn title(experiment: &Experiment) -> String {
    if !experiment.request.name.is_empty() {
        return experiment.request.name.clone();
    }
    let varied: Vec<String> = varied(experiment).iter().map(|name| factor_name(name)).collect();
    if varied.is_empty() { experiment.request.table.clone() } else { varied.join(" × ") }
}

/// What a factor is called.
pub(super) fn factor_name(name: &str) -> String {
    if let Some(setting) = name.strip_prefix("setting.") {
        return setting.to_owned();
    }
    match name {
        "key" => t!("Primary key"),
        "method" => t!("Load method"),
        "workers" => t!("Workers"),
        "chunk_rows" => t!("Rows per transaction"),
        "statement_rows" => t!("Rows per INSERT"),
        "partitions" => t!("Partitions"),
        "layout" => t!("Rows of a worker"),
        "indexes" => t!("Secondary indexes"),
        "foreign_keys" => t!("Foreign keys"),
        "wal" => t!("Write-ahead log"),
        other => factor(other).map_or_else(|| other.to_owned(), |factor| text(factor.label)),
    }
}

/// A state, and the class of its colour.
pub(super) fn status(status: ExperimentStatus) -> (String, &'static str) {
    match status {
        ExperimentStatus::Queued => (t!("Waiting"), "running"),
        ExperimentStatus::Running => (t!("Running"), "running"),
        ExperimentStatus::Stopping => (t!("Stopping"), "running"),
        ExperimentStatus::Stopped => (t!("Stopped"), "stopped"),
        ExperimentStatus::Failed => (t!("Failed"), "failed"),
        ExperimentStatus::Completed => (t!("Completed"), "completed"),
    }
}

/// The state of a run.
pub(super) fn run_status(status: RunStatus) -> String {
    match status {
        RunStatus::Waiting => t!("Waiting"),
        RunStatus::Running => t!("Running"),
        RunStatus::Done => t!("Completed"),
        RunStatus::Failed => t!("Failed"),
    }
}

/// The factors that differ among cells, in the order in which lists show them.
pub(super) fn varied(experiment: &Experiment) -> Vec<String> {
    experiment.varied().into_iter().map(str::to_owned).collect()
}

/// The levels of a cell that differ from those of others.
pub(super) fn cell(cell: &ExperimentCell, varied: &[String]) -> String {
    let levels: Vec<String> = varied
        .iter()
        .filter_map(|name| Some(format!("{} {}", factor_name(name), cell.levels.get(name)?)))
        .collect();
    if levels.is_empty() { t!("as it is") } else { levels.join(", ") }
}

/// What was fastest, by how much, and how sure that is.
pub(super) fn finding(experiment: &Experiment, finding: &Finding, median: f64) -> String {
    let varied = varied(experiment);
    let name = |index: u32| {
        experiment.cells.get(index as usize).map(|found| cell(found, &varied)).unwrap_or_default()
    };
    let fastest = t!("Fastest: {0}, {1} s.", name(finding.fastest), seconds(median));
    let others = match finding.within_noise.as_slice() {
        // Of one run each, nothing follows.
        [] if finding.noise.is_none() => String::new(),
        [] => t!("No other cell came near it: each of its runs was faster than each of theirs."),
        cells => {
            let names: Vec<String> = cells.iter().take(4).map(|cell| name(*cell)).collect();
            let more = if cells.len() > 4 { ", …" } else { "" };
            t!("Within noise, and perhaps as fast: {0}{1}.", names.join("; "), more)
        }
    };
    let slowest = t!("The slowest took {0} times as long.", format!("{:.2}", finding.slowest_ratio));
    let noise = finding.noise.map_or_else(
        || t!("Each cell was measured once, so nothing can be said of chance."),
        |noise| t!("Repeats of one cell differ by {0} % in the middle.", format!("{:.0}", noise * 100.0)),
    );
    let is_whole = |cell: &u32| {
        let of_cell = |run: &&ExperimentRun| run.cell == *cell && run.repeat > 0;
        experiment.runs.iter().filter(of_cell).all(|run| run.status == RunStatus::Done)
    };
    let count = experiment.cells.len() as u32;
    let whole = (0..count).filter(is_whole).count();
    let so_far = if whole < experiment.cells.len() {
        t!("So far, with {0} of {1} cells measured whole:", whole, count)
    } else {
        String::new()
    };
    let said = [so_far, fastest, others, slowest, noise];
    said.iter().filter(|said| !said.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// Seconds with as many digits as mean something.
pub(super) fn seconds(seconds: f64) -> String {
    match seconds {
        seconds if seconds >= 100.0 => format!("{seconds:.0}"),
        seconds if seconds >= 1.0 => format!("{seconds:.2}"),
        seconds => format!("{seconds:.3}"),
    }
}
