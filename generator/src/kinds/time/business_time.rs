//! Times at which an office is open.

use crate::{
    batch::{ValueKind, Values},
    civil::{self, DAY},
    document::{ProblemCode, SqlType},
    kinds::{Group, Kind, KindOption, OptionType, OptionValue, Otherwise, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes},
    source::{Inputs, Source},
};

/// A time within opening hours, on working days that are no holidays.
pub static BUSINESS_TIME: Kind = Kind {
    name: "business_time",
    group: Group::Time,
    label: "Business hours: weekdays from 9 to 17",
    words: "working days office opening hours calendar holidays weekday 영업일 업무시간 근무시간 영업시간 평일 공휴일",
    about: documentation(
        "A time within opening hours, on certain days of the week that are no holidays, each equally likely; in a column of dates such a day.",
    ),
    options: &[
        KindOption::required("from", "from", OptionType::Date, "2025-01-01", "The first day."),
        KindOption::required("to", "to", OptionType::Date, "2025-12-31", "The last day."),
        KindOption::required("opens", "opens", OptionType::Time, "09:00:00", "When it opens.")
            .or(Otherwise::Absent),
        KindOption::required(
            "closes",
            "closes",
            OptionType::Time,
            "17:00:00",
            "When it closes; the time itself is not open any more.",
        )
        .or(Otherwise::Absent),
        KindOption::required(
            "days",
            "days of the week",
            OptionType::Text,
            "",
            "Days of the week as digits, 1 for Monday to 7 for Sunday; without it 12345.",
        )
        .or(Otherwise::Absent),
        KindOption::required("holidays", "holidays", OptionType::Values, "", "Dates on which it is closed.")
            .or(Otherwise::Absent),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""from":"2025-05-01","to":"2025-05-31","holidays":["2025-05-05"]"#,
            sql_type: "timestamp",
            values: &["2025-05-12 13:17:42", "2025-05-14 09:24:10", "2025-05-29 13:49:44"],
        },
        Pinned {
            options: r#""from":"2025-05-01","to":"2025-05-31","days":"67""#,
            sql_type: "date",
            values: &["2025-05-04", "2025-05-10", "2025-05-31"],
        },
    ]),
    inferred: &[],
    draft,
};

/// Days that are looked at: the calendar of all years that there are is as long as a person would wait for.
const MOST_DAYS: i64 = 366 * 200;

/// Working days, and times of each.
#[derive(Debug)]
struct Hours {
    days: Vec<i64>,
    /// Steps of a day, and the first and the length of one, in microseconds; one step of no length for dates.
    steps: u64,
    opens: i64,
    step: i64,
}

impl Source for Hours {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        let Values::Integer(values) = values else { return };
        values.extend(inputs.indexes.iter().map(|&index| {
            let day = self.days[(index / self.steps) as usize];
            if self.step == 0 {
                day
            } else {
                day * DAY + self.opens + (index % self.steps) as i64 * self.step
            }
        }));
    }
}

/// A date of an option.
fn day(drafting: &Drafting<'_>, option: &str, text: &str) -> Drafted<i64> {
    civil::parse_date(text)
        .or_else(|message| drafting.problem(option, ProblemCode::InvalidTimestamp, message))
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (first, last) =
        (day(drafting, "from", drafting.text("from")?)?, day(drafting, "to", drafting.text("to")?)?);
    if first > last {
        return drafting.problem("to", ProblemCode::EmptyRange, "to lies before from; exchange them");
    }
    if last - first >= MOST_DAYS {
        return drafting.problem(
            "to",
            ProblemCode::TooMuchWork,
            "a calendar has at most 200 years; choose a shorter range",
        );
    }
    let week = weekdays(drafting)?;
    let holidays = holidays(drafting)?;
    // 1970-01-01 was a Thursday.
    let is_open = |day: &i64| week[(day + 3).rem_euclid(7) as usize] && holidays.binary_search(day).is_err();
    let days: Vec<i64> = (first..=last).filter(is_open).collect();
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else {
        return drafting.problem(
            "to",
            ProblemCode::EmptyRange,
            "no day of this range is open; choose more days of the week, or a wider range",
        );
    };
    // A cell of a distribution has the memory of four days.
    if !drafting.takes_cells(days.len() / 4 + 1) {
        let message = "the calendars before this one have as many days as are kept; choose shorter ranges";
        return drafting.problem("to", ProblemCode::TooMuchWork, message);
    }
    let digits = match drafting.sql_type() {
        SqlType::Date => {
            let len = days.len() as u128;
            let source = Hours { days, steps: 1, opens: 0, step: 0 };
            return Ok(Draft::uniform(source, ValueKind::Date, len, Extremes::integers(first, last)));
        }
        SqlType::Timestamp { digits, .. } => digits,
        _ => 6,
    };
    let time = |option: &str, otherwise: &str| {
        let text = drafting.generator.text(option).map(str::trim).filter(|text| !text.is_empty());
        let read = civil::parse_time(text.unwrap_or(otherwise));
        read.or_else(|message| drafting.problem(option, ProblemCode::InvalidTimestamp, message))
    };
    let step = 10_i64.pow(6 - u32::from(digits));
    let (opens, closes) = (time("opens", "09:00:00")?, time("closes", "17:00:00")?);
    let opens = -(-opens).div_euclid(step) * step;
    let steps = (closes - opens + step - 1).div_euclid(step);
    if steps < 1 {
        return drafting.problem(
            "closes",
            ProblemCode::EmptyRange,
            "it closes before it opens; exchange the times",
        );
    }
    let (least, most) = (first * DAY + opens, last * DAY + opens + (steps - 1) * step);
    // A day has at most 86,400,000,000 microseconds, and there are at most 73,200 days.
    let len = days.len() as u128 * steps as u128;
    let source = Hours { days, steps: steps as u64, opens, step };
    Ok(Draft::uniform(source, ValueKind::Timestamp, len, Extremes::integers(least, most)))
}

/// Which days of the week are open, Monday first.
fn weekdays(drafting: &Drafting<'_>) -> Drafted<[bool; 7]> {
    let mut week = [true, true, true, true, true, false, false];
    let Some(days) = drafting.generator.text("days").map(str::trim).filter(|days| !days.is_empty()) else {
        return Ok(week);
    };
    week = [false; 7];
    for letter in days.chars() {
        match letter.to_digit(10) {
            Some(digit @ 1..=7) => week[digit as usize - 1] = true,
            _ => {
                let message = format!(
                    "`{letter}` is no day of the week; write digits from 1 for Monday to 7 for Sunday, such as 12345"
                );
                return drafting.problem("days", ProblemCode::InvalidList, message);
            }
        }
    }
    Ok(week)
}

/// The days that are closed, ascending.
fn holidays(drafting: &Drafting<'_>) -> Drafted<Vec<i64>> {
    let Some(OptionValue::Values(values)) = drafting.generator.option("holidays") else {
        return Ok(Vec::new());
    };
    let dates = values.iter().enumerate().map(|(position, value)| {
        let option = format!("holidays[{position}]");
        match value.as_str() {
            Some(text) => day(drafting, &option, text),
            None => drafting.problem(
                &option,
                ProblemCode::InvalidTimestamp,
                "this is no date; write it as \"2025-05-05\"",
            ),
        }
    });
    let mut dates = dates.collect::<Drafted<Vec<i64>>>()?;
    dates.sort_unstable();
    Ok(dates)
}
