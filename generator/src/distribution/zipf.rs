//! Zipf's distribution.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

/// Beyond it the first value is nearly the only one.
const MOST_EXPONENT: f64 = 100.0;

/// The second value comes half as often as the first, the third a third as often.
pub static ZIPF: Distribution = Distribution {
    name: "zipf",
    label: "Zipf: the first most often",
    about: documentation(
        "The first value comes most often, the second half as often, the third a third: words, visitors, customers' orders.",
    ),
    options: &[KindOption::required(
        "exponent",
        "exponent",
        OptionType::Number,
        "",
        "How steep that is: value k comes 1 / k to this power as often as the first; 1 is the classic; at most 100.",
    )],
    example: r#""exponent":1"#,
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let exponent = shaping.positive_up_to("exponent", MOST_EXPONENT)?;
    Ok(shaping.cells(0.0, |index| -exponent * libm::log(index + 1.0)))
}
