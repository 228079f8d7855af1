//! What was done while the runs of a cell lasted: times, and what the database counted.

use std::collections::BTreeSet;

use super::{Experiment, Measures, Spread};

/// A figure of the work of all cells.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkFigure {
    /// Its name: a field of a line in the CSV, or one of [`super::COUNTERS`].
    pub name: String,
    /// The median of each cell; `None` where nothing was measured.
    pub medians: Vec<Option<f64>>,
}

/// What is read of a run.
type Read = fn(&Measures) -> Option<f64>;

/// Times, in the order in which they are shown.
const TIMES: [(&str, Read); 8] = [
    ("statement_ms_mean", |measures| Some(measures.chunk_times.statement?.mean)),
    ("statement_ms_p95", |measures| Some(measures.chunk_times.statement?.p95)),
    ("commit_ms_mean", |measures| Some(measures.chunk_times.commit.mean)),
    ("sending_seconds", |measures| Some(measures.sending_seconds)),
    ("committing_seconds", |measures| Some(measures.committing_seconds)),
    ("finishing_seconds", |measures| Some(measures.finishing_seconds)),
    ("verifying_seconds", |measures| Some(measures.verifying_seconds)),
    ("processor_seconds", |measures| measures.processor_seconds),
];

/// The figures that some run has: times, then counters by their names.
pub fn work(experiment: &Experiment) -> Vec<WorkFigure> {
    let measured =
        || experiment.runs.iter().filter(|run| run.repeat > 0).filter_map(|run| run.measures.as_deref());
    let counters: BTreeSet<&String> = measured().flat_map(|measures| measures.counters.keys()).collect();
    let medians = |read: &dyn Fn(&Measures) -> Option<f64>| -> Vec<Option<f64>> {
        let of_cell = |cell: usize| {
            let runs = experiment.runs.iter().filter(|run| run.cell as usize == cell && run.repeat > 0);
            Some(Spread::of(runs.filter_map(|run| read(run.measures.as_deref()?)).collect())?.median)
        };
        (0..experiment.cells.len()).map(of_cell).collect()
    };
    let times =
        TIMES.iter().map(|(name, read)| WorkFigure { name: (*name).to_owned(), medians: medians(read) });
    let counted = counters.into_iter().map(|name| WorkFigure {
        name: name.clone(),
        medians: medians(&|measures| measures.counters.get(name).copied()),
    });
    times.chain(counted).filter(|figure| figure.medians.iter().any(Option::is_some)).collect()
}
