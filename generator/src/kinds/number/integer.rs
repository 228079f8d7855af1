//! Whole numbers of a range.

use super::{check_whole_numbers, whole_numbers};
use crate::{
    document::{GeneratorSpec, ProblemCode, SqlType},
    kinds::{
        Group, Kind, KindOption, OptionType, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    plan::{Draft, Drafted, Drafting, ascending},
};

/// A whole number.
pub static INTEGER: Kind = Kind {
    name: "integer",
    group: Group::Number,
    label: "Whole number",
    words: "int number count quantity age 정수 숫자 수량 나이",
    about: documentation("A whole number of a range, each equally likely."),
    options: &[
        KindOption::required("min", "min", OptionType::Whole, "0", "Smallest value."),
        KindOption::required("max", "max", OptionType::Whole, "100", "Largest value."),
    ],
    pinned: pinned(&[
        Pinned { options: r#""min":1,"max":6"#, sql_type: "int", values: &["2", "2", "6"] },
        Pinned {
            options: r#""min":-5000000000,"max":5000000000"#,
            sql_type: "bigint",
            values: &["-1887202195", "-1166485316", "4335059281"],
        },
    ]),
    inferred: &[Inference { rank: 100, generator: infer }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (min, max) = (drafting.whole("min")?, drafting.whole("max")?);
    ascending(drafting, ["min", "max"], &(min, max), ProblemCode::EmptyRange)?;
    check_whole_numbers(drafting, [("min", min), ("max", max)])?;
    let len = (i128::from(max) - i128::from(min)) as u128 + 1;
    Ok(whole_numbers(min, max, 1, len, drafting.sql_type()))
}

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !matches!(column.sql_type, SqlType::Integer { .. }) {
        return None;
    }
    let (min, max) = match column.name.as_str() {
        name if name.ends_with("_id") => (1, 10_000),
        "age" => (18, 90),
        "year" => (1990, 2025),
        "rating" | "stars" => (1, 5),
        _ if column.has(&["percent", "pct"]) => (0, 100),
        _ if column.has(&["count", "quantity", "qty", "stock"]) => (0, 99),
        _ if column.has(&["price", "amount", "cost", "total", "fee", "salary"]) => (10_000, 999_999),
        _ => (0, 1_000_000),
    };
    let (_, largest) = column.sql_type.integer_bounds().unwrap_or((0, i64::MAX));
    Some(GeneratorSpec::new(&INTEGER).with("min", largest.min(min)).with("max", largest.min(max)))
}
