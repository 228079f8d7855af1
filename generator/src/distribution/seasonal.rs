//! Chances by the calendar.

use super::{Distribution, Shaping, Unit};
use crate::civil::{DAY, SECOND, civil_from_days};
use crate::{
    axis::CellTable,
    kinds::{KindOption, OptionType, Otherwise, documentation},
    plan::Drafted,
};

/// Hours and days that are told apart at the most: a cell each.
const MOST_CELLS: usize = 200_000;
const HOUR: i64 = 3_600 * SECOND;

/// Months, days of the week and hours with a weight each.
pub static SEASONAL: Distribution = Distribution {
    name: "seasonal",
    label: "Seasonal: by month, weekday and hour",
    about: documentation(
        "Dates and times come more often in some months, on some days of the week, and at some hours; weights are multiplied.",
    ),
    options: &[
        weights("months", "months", "12 weights, January first."),
        weights("weekdays", "days of the week", "7 weights, Monday first."),
        weights("hours", "hours", "24 weights, midnight first; for timestamps and times of day."),
    ],
    example: r#""months":[1,1,1,1,1,2,3,3,1,1,1,4],"weekdays":[1,1,1,1,2,3,2]"#,
    start: |line| {
        // Of an office: fewer at weekends and at night.
        let weekdays = vec![1.0, 1.0, 1.0, 1.0, 1.0, 0.3, 0.2];
        let hours = (0..24).map(|hour| if (8..18).contains(&hour) { 1.0 } else { 0.1 }).collect::<Vec<f64>>();
        match line.unit {
            Unit::TimeOfDay => vec![None, None, Some(hours.into())],
            Unit::Instant => vec![None, Some(weekdays.into()), Some(hours.into())],
            _ => vec![None, Some(weekdays.into()), None],
        }
    },
    shape,
};

const fn weights(name: &'static str, label: &'static str, about: &'static str) -> KindOption {
    KindOption::required(name, label, OptionType::Weights, "", about).or(Otherwise::Absent)
}

/// The weights of the hours and days that a place belongs to.
struct Calendar<'a> {
    months: Option<&'a [f64]>,
    weekdays: Option<&'a [f64]>,
    hours: Option<&'a [f64]>,
}

fn shape(shaping: &Shaping<'_>) -> Drafted<CellTable> {
    let line = shaping.line;
    if matches!(line.unit, Unit::Number | Unit::Position) {
        return shaping.problem("kind", "only dates and times have seasons; choose another distribution");
    }
    let of = |option: &str, count: usize, is_there: bool| match shaping.weights(option)? {
        Some(weights) if weights.len() != count => {
            shaping.problem(option, format!("there are {} weights; write {count}", weights.len()))
        }
        Some(_) if !is_there => {
            shaping.problem(option, format!("the generator's values have no {option}; leave them out"))
        }
        weights => Ok(weights),
    };
    let calendar = Calendar {
        months: of("months", 12, line.unit != Unit::TimeOfDay)?,
        weekdays: of("weekdays", 7, line.unit != Unit::TimeOfDay)?,
        hours: of("hours", 24, line.unit != Unit::Day)?,
    };
    if calendar.months.or(calendar.weekdays).or(calendar.hours).is_none() {
        return shaping.problem("", "there are no weights; write those of months, weekdays or hours");
    }
    // In days, or in microseconds: whole numbers, which years beyond 2255 round by a few.
    let [first, last, step] = [line.first, line.last(), line.step].map(|number| libm::round(number) as i64);
    let width = match (line.unit, calendar.hours) {
        (Unit::Day, _) => 1,
        (_, Some(_)) => HOUR,
        (_, None) => DAY,
    };
    let count = last.div_euclid(width) - first.div_euclid(width) + 1;
    if count > MOST_CELLS as i64 {
        let message = format!(
            "the values reach over {count} days or hours, at most {MOST_CELLS} are told apart; choose a shorter range"
        );
        return shaping.problem("", message);
    }
    let mut cells: Vec<(u64, f64)> = Vec::new();
    let mut total = 0.0;
    for cell in 0..count {
        let start = (first.div_euclid(width) + cell) * width;
        let [from, to] = [start.max(first), (start + width - 1).min(last)];
        // The values of a sequence of steps may leave an hour out.
        let [from, behind] = [from - first, to - first + 1]
            .map(|distance| if step > 0 { (distance + step - 1) / step } else { 0 });
        let values = if step > 0 { behind - from } else { i64::from(cell == 0) };
        let is_there = u128::try_from(from).is_ok_and(|from| from < line.len);
        if values > 0 && is_there && cells.last().is_none_or(|(before, _)| *before < from as u64) {
            let weight = calendar.weight(start, line.unit) * values as f64;
            cells.push((from as u64, weight));
            total += weight;
        }
    }
    if total <= 0.0 {
        return shaping
            .problem("", "all days or hours of the generator's range have a weight of 0; raise one of them");
    }
    Ok(CellTable::new(&cells, line.len))
}

impl Calendar<'_> {
    /// The weight of the hour or day that starts at a place.
    fn weight(&self, start: i64, unit: Unit) -> f64 {
        let day = if unit == Unit::Day { start } else { start.div_euclid(DAY) };
        let month = || civil_from_days(day).1 as usize - 1;
        // 1970-01-01 was a Thursday.
        let weekday = || (day + 3).rem_euclid(7) as usize;
        let hour = || (start.rem_euclid(DAY) / HOUR) as usize;
        let of = |weights: Option<&[f64]>, position: &dyn Fn() -> usize| {
            weights.map_or(1.0, |weights| weights[position()])
        };
        of(self.months, &month) * of(self.weekdays, &weekday) * of(self.hours, &hour)
    }
}
