//! The Pareto distribution.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

/// A power of the value.
pub static PARETO: Distribution = Distribution {
    name: "pareto",
    label: "Pareto: a few very large",
    about: documentation(
        "Most values lie near the least, which is more than 0, and a few are very large: wealth, sizes of files and cities.",
    ),
    options: &[KindOption::required(
        "shape",
        "shape",
        OptionType::Number,
        "",
        "How fast large values become rare: of twice the size there are 2 to this power fewer; 1.16 is the rule of 80 to 20.",
    )],
    example: r#""shape":1.16"#,
    start: |_| vec![Some(1.16.into())],
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    shaping.numbers_only()?;
    let power = shaping.positive("shape")? + 1.0;
    let least = shaping.line.first;
    if least <= 0.0 {
        return shaping
            .problem("", "the generator's least value must be more than 0 for this; raise its min");
    }
    Ok(shaping.falling_from(least, |place| -power * libm::log(place)))
}
