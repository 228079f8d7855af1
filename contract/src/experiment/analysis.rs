//! What the runs of an experiment say together: each cell's spread, what was fastest and how sure that is, and which factor matters most.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Experiment, Measures, RunStatus, Spread};

/// What was measured of a cell.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellResult {
    /// Which cell, from 0.
    pub cell: u32,
    /// Its seconds; `None` if none of its runs is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<Spread>,
    /// Its rows a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_per_second: Option<Spread>,
    /// Bytes of the table and its indexes for each row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes_a_row: Option<Spread>,
    /// How many of its runs have failed.
    pub failed: u32,
}

/// How much of the differences between runs a factor explains.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The factor.
    pub factor: String,
    /// The share of the variance of the logarithm of the seconds that lies between its levels, less what chance alone would put there, 0
    /// to 1 (omega squared; Hays, Statistics for Psychologists, 1963). Of factors that go together each has the share of both.
    pub share: f64,
}

/// What was fastest.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The cell with the smallest median.
    pub fastest: u32,
    /// The cells that may be as fast: some run of theirs took no longer than the slowest of the fastest cell.
    pub within_noise: Vec<u32>,
    /// The median of the slowest cell over that of the fastest.
    pub slowest_ratio: f64,
    /// The middle one of the spreads of all cells, each the largest over the smallest of its seconds, less 1; `None` if none was measured
    /// twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noise: Option<f64>,
}

/// The results of all cells.
pub fn results(experiment: &Experiment) -> Vec<CellResult> {
    let of_cell = |cell: usize| {
        let runs = || experiment.runs.iter().filter(move |run| run.cell as usize == cell && run.repeat > 0);
        let spread = |read: &dyn Fn(&Measures) -> Option<f64>| {
            Spread::of(runs().filter_map(|run| read(run.measures.as_deref()?)).collect())
        };
        CellResult {
            cell: u32::try_from(cell).unwrap_or(u32::MAX),
            seconds: spread(&|measures| Some(measures.seconds)),
            rows_per_second: spread(&|measures| Some(measures.rows_per_second)),
            bytes_a_row: spread(&Measures::bytes_a_row),
            failed: runs()
                .filter(|run| run.status == RunStatus::Failed)
                .count()
                .try_into()
                .unwrap_or(u32::MAX),
        }
    };
    (0..experiment.cells.len()).map(of_cell).collect()
}

/// What was fastest; `None` until two cells have been measured.
pub fn finding(results: &[CellResult]) -> Option<Finding> {
    let measured: Vec<(u32, &Spread)> =
        results.iter().filter_map(|result| Some((result.cell, result.seconds.as_ref()?))).collect();
    let by_median = |one: &&(u32, &Spread), other: &&(u32, &Spread)| one.1.median.total_cmp(&other.1.median);
    let (fastest, best) = measured.iter().min_by(by_median).filter(|_| measured.len() > 1)?;
    let (_, slowest) = measured.iter().max_by(by_median)?;
    let others = measured.iter().filter(|(cell, _)| cell != fastest);
    let noise: Vec<f64> = measured
        .iter()
        .filter(|(_, spread)| spread.samples.len() > 1 && spread.min > 0.0)
        .map(|(_, spread)| spread.max / spread.min - 1.0)
        .collect();
    Some(Finding {
        fastest: *fastest,
        within_noise: others.filter(|(_, spread)| spread.min <= best.max).map(|(cell, _)| *cell).collect(),
        slowest_ratio: slowest.median / best.median,
        noise: Spread::of(noise).map(|spread| spread.median),
    })
}

/// How much each factor of more than one level explains, most first; those that too few runs say anything about are left out.
pub fn effects(experiment: &Experiment) -> Vec<Effect> {
    let samples: Vec<(u32, f64)> = experiment
        .runs
        .iter()
        .filter(|run| run.repeat > 0)
        .filter_map(|run| Some((run.cell, run.measures.as_ref()?.seconds.max(f64::MIN_POSITIVE).ln())))
        .collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let all: Vec<f64> = samples.iter().map(|(_, value)| *value).collect();
    let centre = mean(&all);
    let total: f64 = all.iter().map(|value| (value - centre).powi(2)).sum();
    let varied = experiment.request.factors.iter().filter(|(_, levels)| levels.len() > 1);
    let mut effects: Vec<Effect> = varied
        .filter_map(|(factor, _)| {
            let mut groups: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
            for (cell, value) in &samples {
                let level = experiment.cells.get(*cell as usize).and_then(|cell| cell.levels.get(factor));
                groups.entry(level.map_or("", |level| level.0.as_str())).or_default().push(*value);
            }
            let between: f64 =
                groups.values().map(|group| group.len() as f64 * (mean(group) - centre).powi(2)).sum();
            // The variance inside the groups puts as much between them by chance.
            let (count, levels) = (all.len() as f64, groups.len() as f64);
            let inside = (total - between) / (count - levels);
            let share = (between - (levels - 1.0) * inside) / (total + inside);
            (count > levels && levels > 1.0 && total > 0.0)
                .then(|| Effect { factor: factor.clone(), share: share.clamp(0.0, 1.0) })
        })
        .collect();
    effects.sort_by(|one, other| other.share.total_cmp(&one.share));
    effects
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(cell: u32, samples: &[f64]) -> CellResult {
        CellResult {
            cell,
            seconds: Spread::of(samples.to_vec()),
            rows_per_second: None,
            bytes_a_row: None,
            failed: 0,
        }
    }

    #[test]
    fn the_fastest_is_told_with_those_that_may_be_as_fast() {
        let results = [
            result(0, &[4.0, 5.0, 6.0]),
            result(1, &[2.0, 2.1, 2.4]),
            result(2, &[2.3, 2.5, 2.6]),
            result(3, &[]),
        ];
        let found = finding(&results).unwrap();
        assert_eq!((found.fastest, found.within_noise), (1, vec![2]));
        assert!((found.slowest_ratio - 5.0 / 2.1).abs() < 1e-9);
        assert!((found.noise.unwrap() - 0.2).abs() < 1e-9, "{:?}", found.noise);
        assert_eq!(finding(&[result(0, &[1.0]), result(1, &[2.0])]).unwrap().noise, None);
        assert_eq!(finding(&results[1..2]), None);
        assert_eq!(finding(&[]), None);
    }
}
