//! Two factors against each other: the seconds of all their levels, the slower the darker.

use std::collections::BTreeMap;

use contract::{CellResult, Experiment};
use leptos::prelude::*;

use super::words;
use crate::language::t;

/// The table of two factors; nothing where fewer are varied.
pub(super) fn heat(experiment: &Experiment, results: &[CellResult], factors: &[String]) -> Option<AnyView> {
    let [down, across, ..] = factors else { return None };
    // Means over different cells could not be compared.
    if factors.len() > 2 && results.iter().any(|result| result.seconds.is_none()) {
        return None;
    }
    let levels = |factor: &String| experiment.request.factors.get(factor).cloned().unwrap_or_default();
    let means = means(experiment, results, down, across);
    let all = || means.values().copied();
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    if !least.is_finite() {
        return None;
    }
    // By ratios: twice as slow is as much darker wherever it begins.
    let shade = |seconds: f64| if most > least { (seconds / least).ln() / (most / least).ln() } else { 0.0 };
    let line = |level: &contract::Level| {
        let cells = levels(across).into_iter().map(|other| {
            means.get(&(level.0.clone(), other.0)).map_or_else(
                || view! { <td class="number"></td> }.into_any(),
                |seconds| {
                    let style = format!("--heat:{:.0}%", shade(*seconds) * 45.0);
                    view! { <td class="number heat" style=style>{words::seconds(*seconds)}</td> }.into_any()
                },
            )
        });
        view! { <tr><th scope="row">{level.0.clone()}</th>{cells.collect_view()}</tr> }
    };
    let caption = if factors.len() > 2 {
        t!(
            "Seconds by {0} (down) and {1} (across), the mean over the other factors",
            words::factor_name(down),
            words::factor_name(across)
        )
    } else {
        t!("Seconds by {0} (down) and {1} (across)", words::factor_name(down), words::factor_name(across))
    };
    Some(
        view! {
            <section>
                <div class="runs-table" tabindex="0" role="region" aria-label=caption.clone()>
                    <table>
                        <caption>{caption.clone()}</caption>
                        <thead><tr><td></td>{levels(across).into_iter().map(|level| view! { <th scope="col" class="number">{level.0}</th> }).collect_view()}</tr></thead>
                        <tbody>{levels(down).iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

/// The seconds of each pair of levels: the geometric mean of the medians of the cells that have both.
fn means(
    experiment: &Experiment,
    results: &[CellResult],
    down: &str,
    across: &str,
) -> BTreeMap<(String, String), f64> {
    let mut sums: BTreeMap<(String, String), (f64, u32)> = BTreeMap::new();
    for result in results {
        let levels = experiment.cells.get(result.cell as usize).map(|cell| &cell.levels);
        let level = |factor: &str| levels.and_then(|levels| levels.get(factor)).map(|level| level.0.clone());
        if let (Some(one), Some(other), Some(seconds)) = (level(down), level(across), &result.seconds) {
            let (sum, count) = sums.entry((one, other)).or_default();
            *sum += seconds.median.max(1e-9).ln();
            *count += 1;
        }
    }
    sums.into_iter().map(|(pair, (sum, count))| (pair, (sum / f64::from(count)).exp())).collect()
}
