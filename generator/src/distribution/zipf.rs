//! Zipf's distribution.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

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
        "How steep that is: value k comes 1 / k to this power as often as the first; 1 is the classic.",
    )],
    example: r#""exponent":1"#,
    start: |_| vec![Some(1.0.into())],
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let exponent = shaping.positive("exponent")?;
    let line = shaping.line;
    // Positions count from 1, whatever the values are.
    Ok(shaping.discrete_from(line.first, |place| -exponent * libm::log(line.index_of(place) + 1.0)))
}
