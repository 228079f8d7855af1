//! Chances given by a histogram.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

/// Bars that a histogram has at the most.
const MOST_BARS: usize = 10_000;

/// Ranges of the same width with a weight each.
pub static HISTOGRAM: Distribution = Distribution {
    name: "histogram",
    label: "Histogram: by weights",
    about: documentation(
        "The values are cut into ranges of the same width, each with a weight; within a range all come equally often.",
    ),
    options: &[KindOption::required(
        "weights",
        "weights",
        OptionType::Weights,
        "1, 2, 4, 2, 1",
        "How often each range comes, relative to the others, from the least values to the largest; 1 to 10,000 of them.",
    )],
    example: r#""weights":[1,4,2]"#,
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let len = shaping.line.len;
    let Some(weights) = shaping.weights("weights")? else {
        return shaping.problem("weights", "there are no weights; write one for each range");
    };
    if weights.len() > MOST_BARS || weights.len() as u128 > len {
        let message = format!(
            "there are {} weights for {len} values; write at most {MOST_BARS}, and no more than values",
            weights.len()
        );
        return shaping.problem("weights", message);
    }
    let count = weights.len() as u128;
    // Below `len`, because the bar is below `count`.
    let first = |bar: usize| (bar as u128 * len).div_ceil(count) as u64;
    // A range that has one value more than another has no more chance by that.
    let bars: Vec<(u64, f64)> =
        weights.iter().enumerate().map(|(bar, weight)| (first(bar), *weight)).collect();
    Ok(CellTable::new(&bars, len))
}
