//! The triangular distribution.

use super::{Distribution, Shaping};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, documentation},
    plan::Drafted,
};

/// Rises straight to a mode and falls straight behind it.
pub static TRIANGULAR: Distribution = Distribution {
    name: "triangular",
    label: "Triangular: most at one value",
    about: documentation(
        "Ever more values up to a mode, and ever fewer behind it, each in a straight line to the end of the values.",
    ),
    options: &[KindOption::required(
        "mode",
        "mode",
        OptionType::Value,
        "",
        "The value that comes most often.",
    )],
    example: r#""mode":800"#,
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let mode = shaping.index("mode")?;
    let last = shaping.line.last_index();
    // Down to nothing one step beyond the ends.
    // Differences first: beyond 2^53 one more is no other number.
    Ok(shaping.cells(mode, |index| {
        libm::log(if index < mode {
            (index + 1.0) / (mode + 1.0)
        } else {
            ((last - index).max(0.0) + 1.0) / ((last - mode).max(0.0) + 1.0)
        })
    }))
}
