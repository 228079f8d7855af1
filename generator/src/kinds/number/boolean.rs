//! True or false.

use crate::{
    batch::ValueKind,
    document::{GeneratorSpec, ProblemCode, SqlType},
    kinds::{
        Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, infer::Inference, pinned,
    },
    plan::{DefaultAxis, Draft, Drafted, Drafting, Extremes},
    source::Linear,
};

/// True or false.
pub static BOOLEAN: Kind = Kind {
    name: "boolean",
    group: Group::Number,
    label: "True or false",
    words: "bool flag yes no 여부 참거짓",
    about: documentation("True or false; 1 or 0 in a column of whole numbers."),
    options: &[KindOption::required(
        "true",
        "true, of 1",
        OptionType::Fraction,
        "0.5",
        "Fraction of rows that are true, 0 to 1.",
    )
    .or(Otherwise::Number(0.5))],
    pinned: pinned(&[
        Pinned { options: "", sql_type: "boolean", values: &["false", "false", "true"] },
        Pinned { options: r#""true":0.9"#, sql_type: "tinyint", values: &["1", "1", "1"] },
    ]),
    inferred: &[
        Inference {
            rank: 20,
            generator: |column| {
                let is_flag = matches!(column.sql_type, SqlType::Integer { .. })
                    && (column.name.starts_with("is_") || column.name.starts_with("has_"));
                is_flag.then(|| GeneratorSpec::new(&BOOLEAN))
            },
        },
        Inference {
            rank: 100,
            generator: |column| (column.sql_type == SqlType::Boolean).then(|| GeneratorSpec::new(&BOOLEAN)),
        },
    ],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let fraction = drafting.number("true")?;
    if !(0.0..=1.0).contains(&fraction) {
        let message = format!("{fraction} is not a fraction; write a number from 0 to 1");
        return drafting.problem("true", ProblemCode::InvalidFraction, message);
    }
    let source = Linear { first: 0, step: 1 };
    let draft = Draft::uniform(source, ValueKind::Boolean, 2, Extremes::integers(0, 1));
    Ok(if fraction == 0.5 {
        draft
    } else {
        Draft { axis: DefaultAxis::Weighted(vec![1.0 - fraction, fraction]), ..draft }
    })
}
