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
    label: "Log-normal: few are large",
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
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    shaping.numbers_only()?;
    let line = shaping.line;
    let (index, sigma) = (shaping.index("median")?, shaping.positive_up_to("sigma", MOST_SIGMA)?);
    let median = line.at(index);
    if median <= 0.0 {
        return shaping.problem("median", "a log-normal value is more than 0; choose such a median");
    }
    let middle = libm::log(median);
    // Where the density is highest, if there are values as small.
    let mode = (libm::exp(middle - sigma * sigma) - line.first) / line.step;
    let least = (-line.first / line.step).floor() + 1.0;
    let mut mode = if mode > least { mode } else { least.max(0.0) };
    // Indexes beyond 2^53 are rounded: the next one that has a value above 0.
    while line.at(mode) <= 0.0 && mode < line.last_index() {
        mode = mode.next_up().max(mode + 1.0);
    }
    Ok(shaping.cells(mode, |index| {
        let place = line.at(index);
        if place <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let logarithm = libm::log(place);
        let away = (logarithm - middle) / sigma;
        -away * away / 2.0 - logarithm
    }))
}
