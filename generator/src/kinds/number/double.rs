//! Floating-point numbers.

use crate::{
    batch::{ValueKind, Values},
    distribution::Line,
    document::{GeneratorSpec, ProblemCode, SqlType},
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, infer::Inference, pinned},
    plan::{Draft, Drafted, Drafting, Extremes, ascending},
    source::{DOUBLE_COUNT, Doubles},
};

/// A number that is written as long as any: 24 characters.
const LONGEST: f64 = -1.234_567_890_123_456_7e-300;

/// A floating-point number, `min` included.
pub static DOUBLE: Kind = Kind {
    name: "double",
    group: Group::Number,
    label: "Floating point: 0.25",
    words: "float real number ratio 실수 비율",
    about: documentation("A floating-point number of a range, its smallest value included."),
    options: &[
        KindOption::required("min", "min", OptionType::Number, "0", "Smallest value."),
        KindOption::required("max", "max", OptionType::Number, "1", "Bound of the largest value."),
    ],
    pinned: pinned(&[Pinned {
        options: r#""min":0,"max":1"#,
        sql_type: "double",
        values: &["0.31127978051466243", "0.3833514684579564", "0.9335059281022589"],
    }]),
    inferred: &[Inference {
        rank: 100,
        generator: |column| {
            let generator = || GeneratorSpec::new(&DOUBLE).with("min", 0.0).with("max", 1_000.0);
            (column.sql_type == SqlType::Double).then(generator)
        },
    }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (min, max) = (drafting.number("min")?, drafting.number("max")?);
    if !min.is_finite() || !max.is_finite() || !(max - min).is_finite() {
        let message = "min and max must be finite, and so must their difference";
        return drafting.problem("max", ProblemCode::EmptyRange, message);
    }
    ascending(drafting, ["min", "max"], &(min, max), ProblemCode::EmptyRange)?;
    let extremes = Extremes::Values(Values::Double(vec![min, max, LONGEST]));
    let draft = Draft::uniform(Doubles { min, max }, ValueKind::Double, DOUBLE_COUNT, extremes);
    let line = Line::of_doubles(min, max, DOUBLE_COUNT);
    Ok(draft.along(line).repeating("floating-point numbers are rounded and may repeat"))
}
