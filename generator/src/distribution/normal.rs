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
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let (mean, deviation) = (shaping.index("mean")?, shaping.distance("deviation")?);
    Ok(shaping.cells(mean, |index| {
        let away = (index - mean) / deviation;
        -away * away / 2.0
    }))
}
