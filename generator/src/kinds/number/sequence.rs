//! Numbers that count the rows.

use super::{check_whole_numbers, whole_numbers};
use crate::{
    document::{GeneratorSpec, ProblemCode, SqlType},
    kinds::{
        Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, infer::Inference, pinned,
    },
    plan::{DefaultAxis, Draft, Drafted, Drafting},
};

/// `start`, `start + step`, … one a row.
pub static SEQUENCE: Kind = Kind {
    name: "sequence",
    group: Group::Number,
    label: "Sequence: 1, 2, 3",
    words: "counter serial id auto increment number 순번 일련번호 번호 증가",
    about: documentation("Whole numbers at equal distances, one a row."),
    options: &[
        KindOption::required("start", "start", OptionType::Whole, "1", "Value of the first row.")
            .or(Otherwise::Whole(1)),
        KindOption::required("step", "step", OptionType::Whole, "1", "Distance between rows; not 0.")
            .or(Otherwise::Whole(1)),
    ],
    pinned: pinned(&[
        Pinned { options: "", sql_type: "bigint", values: &["1", "2", "3"] },
        Pinned {
            options: r#""start":10,"step":-3"#,
            sql_type: "decimal(5,2)",
            values: &["10.00", "7.00", "4.00"],
        },
    ]),
    inferred: &[Inference {
        rank: 10,
        generator: |column| {
            let counts = column.name == "id" && matches!(column.sql_type, SqlType::Integer { .. });
            counts.then(|| GeneratorSpec::new(&SEQUENCE))
        },
    }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (start, step, rows) = (drafting.whole("start")?, drafting.whole("step")?, drafting.table().rows);
    if step == 0 {
        let message = "a sequence moves on; choose another step, or the generator constant";
        return drafting.problem("step", ProblemCode::InvalidStep, message);
    }
    let last = i128::from(start) + i128::from(step) * i128::from(rows.saturating_sub(1));
    let Ok(last) = i64::try_from(last) else {
        let message =
            format!("row {rows} would be {last}, which does not fit 64 bits; choose a smaller step");
        return drafting.problem("step", ProblemCode::ValueOutOfType, message);
    };
    check_whole_numbers(drafting, [("start", start)])?;
    if let Err(Some(problem)) = check_whole_numbers(drafting, [("step", last)]) {
        let message =
            format!("row {rows}: {}; choose a larger type, another step, or fewer rows", problem.message);
        return drafting.problem("step", ProblemCode::ValueOutOfType, message);
    }
    let draft = whole_numbers(start, last, step, u128::from(rows.max(1)), drafting.sql_type());
    Ok(Draft { axis: DefaultAxis::InOrder, line: None, ..draft })
}
