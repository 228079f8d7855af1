//! The exponential distribution.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

/// Falls from one end of the values.
pub static EXPONENTIAL: Distribution = Distribution {
    name: "exponential",
    label: "Exponential: from one end",
    about: documentation(
        "Most values lie at one end, and ever fewer the further away: waiting times, recent events.",
    ),
    options: &[KindOption::required(
        "mean",
        "mean distance",
        OptionType::Number,
        "",
        "How far the values lie from the first on average, from the last if it is negative: in units of the values, days for dates and \
         timestamps, hours for times of day.",
    )],
    example: r#""mean":100"#,
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let mean = shaping.number("mean")?;
    if mean == 0.0 {
        return shaping
            .problem("mean", "a mean distance of 0 is always the same value; write another number");
    }
    let end = if mean > 0.0 { 0.0 } else { shaping.line.last_index() };
    // Of whole steps, so that their mean is the one that is asked for: the geometric distribution.
    let share = 1.0 / shaping.line.indexes_of(mean.abs());
    // log(1 + share), of which 1 would swallow a small one.
    let fall = if share < 1e-4 { share - share * share / 2.0 } else { libm::log(1.0 + share) };
    Ok(shaping.cells(end, |index| -(index - end).abs() * fall))
}
