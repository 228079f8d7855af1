//! The log-normal distribution.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

/// Beyond it nearly all values are nothing or too large for any column.
const MOST_SIGMA: f64 = 5.0;

/// The logarithms of the values are normal.
pub static LOG_NORMAL: Distribution = Distribution {
    name: "log_normal",
    label: "Log-normal: many small, few large",
    about: documentation(
        "Half of the values lie below a median, and a few far above it: amounts, durations, sizes.",
    ),
    options: &[
        KindOption::required(
            "median",
            "median",
            OptionType::Value,
            "",
            "The value with as many values below it as above.",
        ),
        KindOption::required(
            "sigma",
            "sigma",
            OptionType::Number,
            "",
            "The standard deviation of the natural logarithm, at most 5: 0.5 is narrow, 1 is like incomes, 2 is very wide.",
        ),
    ],
    example: r#""median":100,"sigma":0.5"#,
    start: |line| vec![Some(line.written(0.2)), Some(0.5.into())],
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    shaping.numbers_only()?;
    let (median, sigma) = (shaping.place("median")?, shaping.positive("sigma")?);
    if sigma > MOST_SIGMA {
        return shaping.problem("sigma", format!("sigma is {sigma}; write a number of at most {MOST_SIGMA}"));
    }
    if median <= 0.0 {
        return shaping.problem("median", "a log-normal value is more than 0; choose such a median");
    }
    let middle = libm::log(median);
    let mode = libm::exp(middle - sigma * sigma);
    Ok(shaping.falling_from(mode, |place| {
        if place <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let logarithm = libm::log(place);
        let away = (logarithm - middle) / sigma;
        -away * away / 2.0 - logarithm
    }))
}
