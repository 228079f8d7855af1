//! The Pareto distribution.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

/// Beyond it the least value is nearly the only one.
const MOST_SHAPE: f64 = 100.0;

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
        "How fast large values become rare: of twice the size there are 2 to this power fewer; 1.16 is the rule of 80 to 20; at most 100.",
    )],
    example: r#""shape":1.16"#,
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    shaping.numbers_only()?;
    let power = shaping.positive_up_to("shape", MOST_SHAPE)? + 1.0;
    let line = shaping.line;
    if line.first <= 0.0 {
        return shaping
            .problem("", "the generator's least value must be more than 0 for this; raise its min");
    }
    Ok(shaping.cells(0.0, |index| -power * libm::log(line.at(index))))
}
