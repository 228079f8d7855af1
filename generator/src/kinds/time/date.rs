//! Calendar dates.

use super::ends;
use crate::{
    batch::ValueKind,
    civil,
    distribution::{Line, Unit},
    document::{GeneratorSpec, SqlType},
    kinds::{
        Group, Kind, KindOption, OptionType, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    plan::{Draft, Drafted, Drafting, Extremes},
    source::Linear,
};

/// A calendar date.
pub static DATE: Kind = Kind {
    name: "date",
    group: Group::Time,
    label: "Date: 2025-05-01",
    words: "day birthday 날짜 일자 생년월일",
    about: documentation("A calendar date of a range."),
    options: &[
        KindOption::required("from", "from", OptionType::Date, "2024-01-01", "First date, `YYYY-MM-DD`."),
        KindOption::required("to", "to", OptionType::Date, "2024-12-31", "Last date, included."),
    ],
    pinned: pinned(&[Pinned {
        options: r#""from":"2024-01-01","to":"2024-12-31""#,
        sql_type: "date",
        values: &["2024-03-20", "2024-04-23", "2024-11-25"],
    }]),
    inferred: &[Inference { rank: 100, generator: infer }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (first, last) = ends(drafting, civil::parse_date)?;
    let (len, extremes) = ((last - first) as u128 + 1, Extremes::integers(first, last));
    let line = Line::new(first.into(), last.into(), len, Unit::Day);
    Ok(Draft::uniform(Linear { first, step: 1 }, ValueKind::Date, len, extremes).along(line))
}

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if column.sql_type != SqlType::Date {
        return None;
    }
    let (from, to) = if column.has(&["birth", "dob"]) {
        ("1945-01-01".to_owned(), "2006-12-31".to_owned())
    } else {
        column.year_before_now()
    };
    Some(GeneratorSpec::new(&DATE).with("from", from).with("to", to))
}
