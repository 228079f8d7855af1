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
    label: "Exponential: ever fewer from one end",
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
    start: |line| vec![Some(line.distance(0.2).into())],
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let mean = shaping.number("mean")? * shaping.line.unit.distance();
    if mean == 0.0 {
        return shaping
            .problem("mean", "a mean distance of 0 is always the same value; write another number");
    }
    let end = if mean > 0.0 { shaping.line.first } else { shaping.line.last() };
    // Towards the last value both the distance and the mean are negative.
    Ok(shaping.falling_from(end, |place| -(place - end) / mean))
}
