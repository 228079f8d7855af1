//! Dates and times as whole numbers: days and microseconds since 1970-01-01T00:00:00, years 1 to 9999.
//!
//! Reading is left to `jiff`. The two calendar conversions are here because every date cell runs through one of them.

use std::ops::RangeInclusive;

use jiff::civil::{Date, DateTime, Time};

/// Microseconds in a day.
pub(crate) const DAY: i64 = 86_400 * SECOND;
/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;

const YEARS: RangeInclusive<i16> = 1..=9999;

/// Reads `YYYY-MM-DD` as days since 1970-01-01.
///
/// # Errors
/// What the text should have been.
pub(crate) fn parse_date(text: &str) -> Result<i64, String> {
    text.parse::<Date>()
        .ok()
        .filter(|date| text.len() == 10 && YEARS.contains(&date.year()))
        .map(days_of)
        .ok_or_else(|| format!("`{text}` is no date; write YYYY-MM-DD, years 0001 to 9999"))
}

/// Reads `HH:MM:SS` with an optional fraction as microseconds since midnight.
///
/// # Errors
/// What the text should have been.
pub(crate) fn parse_time(text: &str) -> Result<i64, String> {
    text.parse::<Time>()
        .ok()
        .filter(|_| text.len() >= 8)
        .map(micros_of)
        .ok_or_else(|| format!("`{text}` is no time of day; write HH:MM:SS or HH:MM:SS.ffffff"))
}

/// Reads `YYYY-MM-DDTHH:MM:SS` (or with a space) with an optional fraction as microseconds since 1970-01-01T00:00:00.
///
/// # Errors
/// What the text should have been.
pub(crate) fn parse_timestamp(text: &str) -> Result<i64, String> {
    text.parse::<DateTime>()
        .ok()
        .filter(|at| text.len() >= 19 && YEARS.contains(&at.year()) && !text.ends_with(['Z', 'z', ']']))
        .map(|at| days_of(at.date()) * DAY + micros_of(at.time()))
        .ok_or_else(|| {
            format!("`{text}` is no timestamp; write YYYY-MM-DDTHH:MM:SS, years 0001 to 9999, without a zone")
        })
}

fn days_of(date: Date) -> i64 {
    days_from_civil(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
}

fn micros_of(time: Time) -> i64 {
    let seconds = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
    seconds * SECOND + i64::from(time.subsec_nanosecond()) / 1_000
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar; `month` is 1 to 12, `day` 1 to 31.
/// Algorithm `days_from_civil` of Howard Hinnant, "chrono-compatible low-level date algorithms", for years from 0.
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a day since 1970-01-01, for years 0 to 9999.
/// Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms", 2022, figure 12.
pub(crate) fn civil_from_days(days: i64) -> (u32, u32, u32) {
    let shifted = (days + 719_468) as u32;
    let by_century = 4 * shifted + 3;
    let century = by_century / 146_097;
    let by_year = u64::from(4 * ((by_century % 146_097) / 4) + 3) * 2_939_745;
    let year_of_century = (by_year >> 32) as u32;
    let day_of_year = (by_year as u32) / 2_939_745 / 4;
    let by_month = 2_141 * day_of_year + 197_913;
    let (month, day) = (by_month >> 16, (by_month & 0xffff) / 2_141 + 1);
    let is_next_year = day_of_year >= 306;
    let year = 100 * century + year_of_century + u32::from(is_next_year);
    (year, if is_next_year { month - 12 } else { month }, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_years_1_to_9999_agrees_with_jiff() {
        let mut date = Date::constant(1, 1, 1);
        let mut days = parse_date("0001-01-01").unwrap();
        loop {
            let (year, month, day) = civil_from_days(days);
            assert_eq!((year as i16, month as i8, day as i8), (date.year(), date.month(), date.day()));
            assert_eq!(days_of(date), days);
            match date.tomorrow() {
                Ok(next) => date = next,
                Err(_) => break,
            }
            days += 1;
        }
        assert_eq!(days, parse_date("9999-12-31").unwrap());
    }

    #[test]
    fn texts_are_read_as_numbers() {
        assert_eq!(parse_date("1970-01-02"), Ok(1));
        assert_eq!(parse_time("13:05:09.5"), Ok(((13 * 60 + 5) * 60 + 9) * SECOND + 500_000));
        assert_eq!(parse_timestamp("1969-12-31T23:59:59.999999"), Ok(-1));
        assert_eq!(parse_timestamp("1970-01-01 00:00:01"), Ok(SECOND));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["2025-02-30", "0000-01-01", "25-01-01", "2025-01-01T00:00:00", "", "today"] {
            assert!(parse_date(text).is_err(), "{text}");
        }
        for text in ["2025-01-01", "2025-01-01T00:00:00Z", "2025-01-01T24:00:00"] {
            assert!(parse_timestamp(text).is_err(), "{text}");
        }
    }
}
