//! Dates and times by what happens then.

use crate::{
    document::{GeneratorSpec, SqlType},
    kinds::{BIRTH_DATE, DATE, TIMESTAMP, infer::Unspecified},
};

/// Dates and times by what happens then: births, ends that lie ahead, beginnings of the last year.
pub(super) fn times(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let is_date = column.sql_type == SqlType::Date;
    if is_date && (column.has(&["birth", "dob", "생년월일", "생일"])) {
        return Some(GeneratorSpec::new(&BIRTH_DATE));
    }
    let lies_ahead = column.has(&[
        "expir",
        "due",
        "valid_to",
        "valid_until",
        "deadline",
        "end_date",
        "scheduled",
        "만료",
        "마감",
        "종료",
    ]);
    if !lies_ahead {
        return None;
    }
    let (from, to) = (column.now.get(..10)?.to_owned(), column.year_after_now());
    match column.sql_type {
        SqlType::Date => Some(GeneratorSpec::new(&DATE).with("from", from).with("to", to)),
        SqlType::Timestamp { .. } => Some(
            GeneratorSpec::new(&TIMESTAMP)
                .with("from", format!("{from}T00:00:00"))
                .with("to", format!("{to}T00:00:00")),
        ),
        _ => None,
    }
}
