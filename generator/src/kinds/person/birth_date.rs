//! Dates of birth.

use super::PERSON;
use crate::{
    batch::ValueKind,
    civil,
    distribution::{Line, Unit},
    document::ProblemCode,
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    locale::LOCALE,
    plan::{Draft, Drafted, Drafting, Extremes},
    source::Linear,
};

/// A date of birth.
pub static BIRTH_DATE: Kind = Kind {
    name: "birth_date",
    group: Group::Person,
    label: "Birth date by age",
    words: "birthday dob age 생년월일 생일",
    about: documentation(
        "A date on which somebody was born who has an age of this range at the spec's `now`.",
    ),
    options: &[
        KindOption::required("min_age", "youngest", OptionType::Count, "18", "The least age in years.")
            .or(Otherwise::Whole(18)),
        KindOption::required(
            "max_age",
            "oldest",
            OptionType::Count,
            "80",
            "The largest age in years, at most 150.",
        )
        .or(Otherwise::Whole(80)),
        PERSON,
        LOCALE,
    ],
    pinned: pinned(&[
        Pinned { options: "", sql_type: "date", values: &["1957-08-23", "1963-08-12", "2000-09-25"] },
        Pinned {
            options: r#""min_age":0,"max_age":0"#,
            sql_type: "date",
            values: &["2024-03-21", "2024-04-24", "2024-11-26"],
        },
    ]),
    inferred: &[],
    draft,
};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;
/// Nobody is known to have grown older than 122.
const OLDEST: i64 = 150;

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (first, last) = birth_days(drafting)?;
    let (len, extremes) = ((last - first) as u128 + 1, Extremes::integers(first, last));
    let line = Line::new(first.into(), last.into(), len, Unit::Day);
    Ok(Draft::uniform(Linear { first, step: 1 }, ValueKind::Date, len, extremes).along(line))
}

/// The first and the last day on which somebody may have been born who has an age of the options' range.
pub(crate) fn birth_days(drafting: &Drafting<'_>) -> Drafted<(i64, i64)> {
    let (youngest, oldest) = (drafting.whole("min_age")?, drafting.whole("max_age")?);
    if oldest > OLDEST || youngest > oldest {
        let message = format!(
            "ages run from {youngest} to {oldest}; write min_age, max_age in ascending order, at most {OLDEST}"
        );
        return drafting.problem("max_age", ProblemCode::EmptyRange, message);
    }
    let today = drafting.now()?.div_euclid(DAY);
    // Who was born a day before the day that lies `oldest + 1` years back has turned that old.
    let first = civil::years_before(today, oldest + 1) + 1;
    let last = civil::years_before(today, youngest);
    if first < civil::FIRST_DAY {
        let message = format!(
            "somebody of {oldest} would be born before the year 1; choose a later `now`, or a smaller max_age"
        );
        return drafting.problem("max_age", ProblemCode::InvalidTimestamp, message);
    }
    Ok((first, last))
}
