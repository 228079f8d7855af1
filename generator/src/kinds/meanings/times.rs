//! Dates and times by what happens then.

use crate::{
    document::{GeneratorSpec, SqlType},
    kinds::{BIRTH_DATE, DATE, PATTERN, TIMESTAMP, infer::Unspecified},
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

/// Years, months and days that there are, as a pattern; the first of each month to the 28th.
const YEARS: &str = "20(1[5-9]|2[0-4])";
const YEARS_OF_BIRTH: &str = "(19[5-9][0-9]|200[0-5])";
const MONTHS: &str = "(0[1-9]|1[0-2])";
const DAYS: &str = "(0[1-9]|1[0-9]|2[0-8])";

/// Dates and moments that a text holds: SQLite has no type for them, and the administration of Korea keeps them as digits.
pub(super) fn dates_in_texts(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !column.is_text() {
        return None;
    }
    let last = column.words.last()?.as_str();
    let before = column.words.len().checked_sub(2).map_or("", |index| column.words[index].as_str());
    let is_day = ["date", "ymd", "day", "dob", "birthday", "birthdate", "일자", "날짜", "생년월일", "생일"].contains(&last)
        // What happened on a day is said by a verb.
        || (last == "on" && (before.ends_with("ed") || ["lent", "sent", "sold", "paid", "born", "made", "bought"].contains(&before)) && before != "based");
    let is_moment = ["datetime", "timestamp", "일시"].contains(&last)
        || (["at", "dttm"].contains(&last) && !before.is_empty() && !["look", "looking"].contains(&before));
    let is_either = ["dt", "ymdhms"].contains(&last) && !before.is_empty();
    let is_month = last == "ym" || column.has(&["년월"]);
    let years = if column.has(&["birth", "dob", "생년월일", "생일"]) { YEARS_OF_BIRTH } else { YEARS };
    let time = |separator: &str| format!("([01][0-9]|2[0-3]){separator}[0-5][0-9]{separator}[0-5][0-9]");
    let any = is_day || is_moment || is_either;
    let pattern = match column.sql_type.max_length() {
        Some(6) if is_month => format!("{years}{MONTHS}"),
        Some(7) if is_month => format!("{years}-{MONTHS}"),
        Some(8) if is_day || is_either => format!("{years}{MONTHS}{DAYS}"),
        Some(14) if any => format!("{years}{MONTHS}{DAYS}{}", time("")),
        Some(10..19) if is_day || is_either => format!("{years}-{MONTHS}-{DAYS}"),
        None | Some(19..) if is_moment || is_either => format!("{years}-{MONTHS}-{DAYS} {}", time(":")),
        None | Some(19..) if is_day => format!("{years}-{MONTHS}-{DAYS}"),
        _ => return None,
    };
    Some(GeneratorSpec::new(&PATTERN).with("pattern", pattern))
}
