//! The normal distribution.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

/// Bell-shaped around a mean (Gauss).
pub static NORMAL: Distribution = Distribution {
    name: "normal",
    label: "Normal: most near a mean",
    about: documentation(
        "Most values lie near a mean, fewer the further away: about two of three within one deviation.",
    ),
    options: &[
        KindOption::required("mean", "mean", OptionType::Value, "", "The value around which the others lie."),
        KindOption::required(
            "deviation",
            "deviation",
            OptionType::Number,
            "",
            "The standard deviation: in units of the values, days for dates and timestamps, hours for times of day.",
        ),
    ],
    example: r#""mean":500,"deviation":100"#,
    start: |line| vec![Some(line.written(0.5)), Some(line.distance(1.0 / 6.0).into())],
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let (mean, deviation) = (shaping.place("mean")?, shaping.distance("deviation")?);
    Ok(shaping.falling_from(mean, |place| {
        let away = (place - mean) / deviation;
        -away * away / 2.0
    }))
}
