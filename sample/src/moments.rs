//! Dates, times and timestamps as people and programs write them into CSV.

use generator::{
    GeneratorSpec, SqlType,
    kinds::{self, Kind},
};
use jiff::{
    SignedDuration,
    civil::{Date, DateTime, Time},
};

use super::{
    meaning::Found,
    spread::{DAY, HOUR, Places},
};

/// Which part of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// `2025-05-31`, `2025/05/31`, `2025. 5. 31`.
    Year,
    /// `5/31/2025`.
    Month,
    /// `31.5.2025`, `31/5/2025`.
    Day,
}

/// A timestamp as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    /// In UTC, where it has a zone.
    at: DateTime,
    /// Digits of the fraction of its second, at most 6.
    digits: u8,
    is_zoned: bool,
}

/// Whether a cell is a date, a time or a timestamp.
pub(super) fn is_moment(cell: &str) -> bool {
    times(&[cell]).is_some()
}

/// Dates, times or timestamps between the first and the last, all written in one order. Where both would do, a month comes before its day
/// between strokes, and behind it between points.
pub(super) fn times(cells: &[&str]) -> Option<Found> {
    clocks(cells).or_else(|| {
        orders(cells).into_iter().find_map(|order| dates(cells, order).or_else(|| timestamps(cells, order)))
    })
}

/// Where times lie that [`times`] has found to be of this type.
pub(super) fn places(cells: &[&str], sql_type: SqlType) -> Option<Places> {
    let midnight = Date::constant(1970, 1, 1).at(0, 0, 0, 0);
    let micros = |at: DateTime| at.duration_since(midnight).as_micros() as f64;
    let of = |read: &dyn Fn(&str, Order) -> Option<f64>, unit: f64| {
        let places = |order| cells.iter().map(|cell| read(cell, order)).collect::<Option<Vec<f64>>>();
        let places = orders(cells).into_iter().find_map(places)?;
        let step = match sql_type {
            SqlType::Date => DAY,
            SqlType::Timestamp { digits, .. } | SqlType::Time { digits } => {
                10_f64.powi(6 - i32::from(digits))
            }
            _ => 0.0,
        };
        Some(Places { places, are_numbers: false, unit, step })
    };
    match sql_type {
        SqlType::Date => of(&|cell, order| Some(micros(date(cell, order)?.at(0, 0, 0, 0))), DAY),
        SqlType::Timestamp { .. } => of(&|cell, order| Some(micros(timestamp(cell, order)?.at)), DAY),
        SqlType::Time { .. } => of(&|cell, _| Some(micros(clock(cell)?.0.on(1970, 1, 1))), HOUR),
        _ => None,
    }
}

/// The orders in which a date may be written, the likelier first.
fn orders(cells: &[&str]) -> [Order; 3] {
    let has_points =
        cells.iter().any(|cell| cell.split([' ', 'T']).next().is_some_and(|date| date.contains('.')));
    if has_points { [Order::Year, Order::Day, Order::Month] } else { [Order::Year, Order::Month, Order::Day] }
}

fn between(kind: &'static Kind, from: String, to: String) -> GeneratorSpec {
    GeneratorSpec::new(kind).with("from", from).with("to", to)
}

fn dates(cells: &[&str], order: Order) -> Option<Found> {
    let dates = cells.iter().map(|cell| date(cell, order)).collect::<Option<Vec<_>>>()?;
    let (from, to) = (dates.iter().min()?, dates.iter().max()?);
    Some((SqlType::Date, between(&kinds::DATE, from.to_string(), to.to_string())))
}

fn clocks(cells: &[&str]) -> Option<Found> {
    let clocks = cells.iter().map(|cell| clock(cell)).collect::<Option<Vec<_>>>()?;
    let digits = clocks.iter().map(|(_, digits)| *digits).max()?;
    let written = |time: &Time| time.strftime("%H:%M:%S").to_string();
    let (from, to) = (clocks.iter().map(|clock| &clock.0).min()?, clocks.iter().map(|clock| &clock.0).max()?);
    // Ends are whole seconds: the last one is not cut off, where there is a next one.
    let end = if to.subsec_nanosecond() > 0 { to.saturating_add(SignedDuration::from_secs(1)) } else { *to };
    Some((SqlType::Time { digits }, between(&kinds::TIME, written(from), written(&end))))
}

fn timestamps(cells: &[&str], order: Order) -> Option<Found> {
    let written = cells.iter().map(|cell| timestamp(cell, order)).collect::<Option<Vec<_>>>()?;
    let zoned = written.first()?.is_zoned;
    // Times of a zone and times of none are no times of one line.
    if written.iter().any(|written| written.is_zoned != zoned) {
        return None;
    }
    let digits = written.iter().map(|written| written.digits).max()?;
    let (from, to) = (written.iter().map(|one| one.at).min()?, written.iter().map(|one| one.at).max()?);
    let end = if to.subsec_nanosecond() > 0 { to.saturating_add(SignedDuration::from_secs(1)) } else { to };
    let text = |at: DateTime| at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    Some((SqlType::Timestamp { digits, zoned }, between(&kinds::TIMESTAMP, text(from), text(end))))
}

fn date(cell: &str, order: Order) -> Option<Date> {
    let sign = cell.chars().find(|character| !character.is_ascii_digit())?;
    if !matches!(sign, '-' | '/' | '.') {
        return None;
    }
    let parts: Vec<&str> = cell.trim_end_matches(sign).split(sign).map(str::trim).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let (year, month, day) = match order {
        Order::Year => (one, two, three),
        Order::Month => (three, one, two),
        Order::Day => (three, two, one),
    };
    let number = |text: &str, most: usize| {
        let is_short = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_short.then(|| text.parse::<i16>().ok()).flatten()
    };
    if year.len() != 4 {
        return None;
    }
    let (month, day) = (i8::try_from(number(month, 2)?).ok()?, i8::try_from(number(day, 2)?).ok()?);
    Date::new(number(year, 4)?, month, day).ok()
}

/// `13:05` or `13:05:09`, with the digits of its fraction.
fn clock(cell: &str) -> Option<(Time, u8)> {
    let has_form = (5..=18).contains(&cell.len())
        && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.')
        && cell.as_bytes()[2] == b':';
    has_form.then(|| Some((cell.parse().ok()?, digits(cell)))).flatten()
}

/// A date and a time, a space or `T` between them, with `Z` or `+09:00` behind.
fn timestamp(cell: &str, order: Order) -> Option<Written> {
    // The space after the points of a date is none before a time.
    let (date_text, rest) = match cell.rsplit_once('T') {
        Some(parts) => parts,
        None => cell.split_at_checked(cell.find(':')?.checked_sub(2)?)?,
    };
    let day = date(date_text.trim(), order)?;
    let rest = rest.trim();
    let zone_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock_text, zone) = rest.split_at(zone_at);
    let (time, digits) = clock(clock_text.trim())?;
    let at = day.to_datetime(time).saturating_sub(SignedDuration::from_secs(offset(zone)? * 60));
    Some(Written { at, digits, is_zoned: !zone.is_empty() })
}

/// Minutes that a zone is ahead of UTC: `Z`, `+09`, `+0900`, `+09:00`; of no zone 0.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.bytes().next() {
        None => return Some(0),
        Some(b'Z') => return (zone.len() == 1).then_some(0),
        Some(b'-') => -1,
        Some(_) => 1,
    };
    let digits = zone[1..].replace(':', "");
    let is_plain = matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (hours, minutes) = digits.split_at_checked(2).filter(|_| is_plain)?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i64>().ok()? };
    Some(sign * (hours.parse::<i64>().ok()? * 60 + minutes))
}

/// Digits behind the point, at most 6: what databases keep.
fn digits(clock: &str) -> u8 {
    let fraction = clock.split_once('.').map_or("", |(_, fraction)| fraction);
    fraction.bytes().take_while(u8::is_ascii_digit).take(6).count() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cells: &[&str]) -> Option<(String, String)> {
        times(cells).map(|(sql_type, generator)| {
            let text = |option: &str| {
                generator.option(option).map(generator::kinds::OptionValue::to_field).unwrap_or_default()
            };
            (sql_type.to_string(), format!("{} to {}", text("from"), text("to")))
        })
    }

    fn expected(sql_type: &str, range: &str) -> Option<(String, String)> {
        Some((sql_type.to_owned(), range.to_owned()))
    }

    #[test]
    fn moments_are_read_in_the_forms_that_people_and_programs_write() {
        for (cells, sql_type, range) in [
            (vec!["2025-05-01 13:05:09"], "timestamp", "2025-05-01T13:05:09 to 2025-05-01T13:05:09"),
            (vec!["2025/05/01 13:05"], "timestamp", "2025-05-01T13:05:00 to 2025-05-01T13:05:00"),
            (
                vec!["2025-05-01T13:05:09.123Z"],
                "timestamptz(3)",
                "2025-05-01T13:05:09 to 2025-05-01T13:05:10",
            ),
            (
                vec!["2025-05-01 13:05:09+09:00", "2025-05-01T00:00:00-0330"],
                "timestamptz",
                "2025-05-01T03:30:00 to 2025-05-01T04:05:09",
            ),
            (
                vec!["9999-12-31T23:59:59Z", "0001-01-01 00:00:00+09"],
                "timestamptz",
                "0000-12-31T15:00:00 to 9999-12-31T23:59:59",
            ),
            (vec!["2025-05-31", "2025/2/28"], "date", "2025-02-28 to 2025-05-31"),
            (vec!["2025. 5. 31.", "2025. 12. 1"], "date", "2025-05-31 to 2025-12-01"),
            (vec!["05/31/2025", "1/2/2025"], "date", "2025-01-02 to 2025-05-31"),
            (vec!["31/05/2025", "1/2/2025"], "date", "2025-02-01 to 2025-05-31"),
            (vec!["3.4.2025"], "date", "2025-04-03 to 2025-04-03"),
            (
                vec!["5/31/2025 10:00", "5/1/2025 09:30"],
                "timestamp",
                "2025-05-01T09:30:00 to 2025-05-31T10:00:00",
            ),
            (vec!["13:05", "09:00:01.25"], "time(2)", "09:00:01 to 13:05:00"),
            (vec!["10:00:00.2", "10:00:00.9"], "time(1)", "10:00:00 to 10:00:01"),
        ] {
            assert_eq!(said(&cells), expected(sql_type, range), "{cells:?}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for cells in [
            vec!["2025-13-01 10:00:00"],
            vec!["2025-02-29"],
            vec!["20250228"],
            vec!["1.2.3"],
            vec!["192.168.10.2"],
            vec!["010-1234-5678"],
            vec!["2025-05-01x13:05:09"],
            vec!["서울특별시 강남구"],
            vec!["25:00:00"],
            vec!["1:5"],
            vec!["T"],
            vec![":"],
            vec!["2025-05-01 10:00:00", "2025-05-01 10:00:00Z"],
            vec!["2025-05-01 10:00:00+9"],
        ] {
            assert_eq!(said(&cells), None, "{cells:?}");
        }
    }
}
