//! Chances by the calendar.

use super::{Distribution, Shaping, Unit};
use crate::civil::{DAY, SECOND, civil_from_days};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, Otherwise, documentation},
    plan::Drafted,
};

/// Days that are told apart at the most, a cell each: more than 130 years.
const MOST_DAYS: i128 = 50_000;
const HOUR: i64 = 3_600 * SECOND;

/// Months, days of the week and hours with a weight each.
pub static SEASONAL: Distribution = Distribution {
    name: "seasonal",
    label: "Seasonal: by the calendar",
    about: documentation(
        "Dates and times come more often in some months, on some days of the week, and at some hours; weights are multiplied.",
    ),
    options: &[
        weights("months", "months", "12 weights, January first."),
        weights("weekdays", "days of the week", "7 weights, Monday first."),
        weights("hours", "hours", "24 weights, midnight first; for timestamps and times of day."),
    ],
    example: r#""months":[1,1,1,1,1,2,3,3,1,1,1,4],"weekdays":[1,1,1,1,2,3,2]"#,
    shape,
};

const fn weights(name: &'static str, label: &'static str, about: &'static str) -> KindOption {
    KindOption::required(name, label, OptionType::Weights, "", about).or(Otherwise::Absent)
}

/// The weights of the hours and days that a place belongs to, each of at most 1.
struct Calendar {
    months: Option<Vec<f64>>,
    weekdays: Option<Vec<f64>>,
    hours: Option<Vec<f64>>,
}

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let line = shaping.line;
    let Some((first, step)) = line.whole().filter(|_| !line.unit.is_number()) else {
        return shaping.problem("kind", "only dates and times have seasons; choose another distribution");
    };
    let of = |option: &str, count: usize, is_there: bool| match shaping.weights(option)? {
        Some(_) if !is_there => {
            shaping.problem(option, format!("the generator's values have no {option}; leave them out"))
        }
        Some(weights) if weights.len() != count => {
            shaping.problem(option, format!("there are {} weights; write {count}", weights.len()))
        }
        // Products of weights of any size are to be neither nothing nor infinite.
        Some(weights) => {
            let most = weights.iter().copied().fold(0.0, f64::max);
            Ok(Some(weights.iter().map(|weight| weight / most).collect::<Vec<f64>>()))
        }
        None => Ok(None),
    };
    let calendar = Calendar {
        months: of("months", 12, line.unit != Unit::TimeOfDay)?,
        weekdays: of("weekdays", 7, line.unit != Unit::TimeOfDay)?,
        hours: of("hours", 24, line.unit != Unit::Day)?,
    };
    if calendar.months.is_none() && calendar.weekdays.is_none() && calendar.hours.is_none() {
        return shaping.problem("", "there are no weights; write those of months, weekdays or hours");
    }
    let (day, hour) = if line.unit == Unit::Day { (1, 1) } else { (i128::from(DAY), i128::from(HOUR)) };
    let last = first + step * (line.len as i128 - 1);
    let days = last.div_euclid(day) - first.div_euclid(day) + 1;
    if days > MOST_DAYS {
        let message = format!(
            "the values reach over {days} days, at most {MOST_DAYS} are told apart; choose a shorter range"
        );
        return shaping.problem("", message);
    }
    // The first index at or behind a place. Neither is negative.
    let index_of =
        |place: i128| if step > 0 { ((place - first).max(0) as u128).div_ceil(step as u128) } else { 0 };
    let mut cells: Vec<(u64, f64)> = Vec::new();
    let mut add = |from: i128, to: i128, weight: f64| {
        let (start, end) = (index_of(from), index_of(to).min(line.len));
        // A line of one value has it in its first hour.
        let end = if line.len == 1 && cells.is_empty() { 1 } else { end };
        if end > start {
            cells.push((start as u64, weight * (end - start) as f64));
        }
    };
    for number in 0..days {
        let start = (first.div_euclid(day) + number) * day;
        let weight = calendar.of_day(start.div_euclid(day));
        match &calendar.hours {
            // A whole day is a cell, of which the hours are drawn then.
            Some(hours) if start < first || start + day > last + step.max(1) => {
                for (number, of_hour) in (0..).zip(hours) {
                    let from = start + number * hour;
                    if from + hour > first && from <= last {
                        add(from, from + hour, weight * of_hour);
                    }
                }
            }
            Some(hours) => add(start, start + day, weight * hours.iter().sum::<f64>() / 24.0),
            None => add(start, start + day, weight),
        }
    }
    if cells.iter().all(|(_, chance)| *chance <= 0.0) {
        return shaping
            .problem("", "all days or hours of the generator's range have a weight of 0; raise one of them");
    }
    let table = CellTable::new(&cells, line.len);
    Ok(match (&calendar.hours, u32::try_from(hour.checked_div(step).unwrap_or(0))) {
        (Some(hours), Ok(width)) if width > 0 => table.with_hours(hours, width),
        _ => table,
    })
}

impl Calendar {
    /// The weight of a day, counted from 1970-01-01.
    fn of_day(&self, day: i128) -> f64 {
        // Days of the years 1 to 9999.
        let day = day as i64;
        let month = self.months.as_ref().map(|weights| weights[civil_from_days(day).1 as usize - 1]);
        // 1970-01-01 was a Thursday.
        let weekday = self.weekdays.as_ref().map(|weights| weights[(day + 3).rem_euclid(7) as usize]);
        month.unwrap_or(1.0) * weekday.unwrap_or(1.0)
    }
}
