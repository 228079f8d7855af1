//! Years.

use super::super::number::{check_whole_numbers, whole_numbers};
use crate::{
    document::{
        GeneratorSpec, {ProblemCode, SqlType},
    },
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, infer::Inference, pinned},
    plan::{Draft, Drafted, Drafting, ascending},
};

/// A year.
pub static YEAR: Kind = Kind {
    name: "year",
    group: Group::Time,
    label: "Year: 2024",
    words: "calendar 연도 년도",
    about: documentation("A year of a range."),
    options: &[
        KindOption::required("from", "from", OptionType::Whole, "2015", "The first year."),
        KindOption::required("to", "to", OptionType::Whole, "2025", "The last year, included."),
    ],
    pinned: pinned(&[Pinned {
        options: r#""from":2015,"to":2025"#,
        sql_type: "smallint",
        values: &["2017", "2018", "2024"],
    }]),
    inferred: &[Inference {
        rank: 58,
        generator: |column| {
            let is_such = (column.compact == "year" || column.has(&["_year", "연도", "년도"]))
                && matches!(column.sql_type, SqlType::Integer { .. });
            let (_, today) = column.year_before_now();
            let year: i64 = today.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2025);
            is_such.then(|| GeneratorSpec::new(&YEAR).with("from", (year - 10).max(1)).with("to", year))
        },
    }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (first, last) = (drafting.whole("from")?, drafting.whole("to")?);
    ascending(drafting, ["from", "to"], &(first, last), ProblemCode::EmptyRange)?;
    check_whole_numbers(drafting, [("from", first), ("to", last)])?;
    Ok(whole_numbers(first, last, 1, u128::from(last.abs_diff(first)) + 1, drafting.sql_type()))
}
