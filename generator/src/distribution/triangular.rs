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
    start: |line| vec![Some(line.written(0.75))],
    shape,
};

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let mode = shaping.place("mode")?;
    let (first, last) = (shaping.line.first, shaping.line.last());
    Ok(shaping.falling_from(mode, |place| {
        let share =
            if place < mode { (place - first) / (mode - first) } else { (last - place) / (last - mode) };
        // At the mode itself, which may be an end.
        libm::log(if place == mode { 1.0 } else { share.max(0.0) })
    }))
}
