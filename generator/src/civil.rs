//! Dates and times as whole numbers: days and microseconds since 1970-01-01T00:00:00, years 1 to 9999.
//!
//! Reading, too, is ours: texts of one fixed form each, for which `jiff` would be a twentieth of the page's module. The
//! tests hold all of it against `jiff`.

/// Microseconds in a day.
pub(crate) const DAY: i64 = 86_400 * SECOND;
/// The first day of the year 1.
pub(crate) const FIRST_DAY: i64 = -719_162;
/// The last microsecond of the year 9999.
pub(crate) const LAST_MICROSECOND: i64 = 253_402_300_799_999_999;
/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;

/// Reads `YYYY-MM-DD` as days since 1970-01-01.
///
/// # Errors
/// What the text should have been.
pub(crate) fn parse_date(text: &str) -> Result<i64, String> {
    days(text.as_bytes())
        .ok_or_else(|| format!("`{text}` is not a date; write YYYY-MM-DD, years 0001 to 9999"))
}

/// Reads `HH:MM:SS` with an optional fraction as microseconds since midnight; further digits are left out.
///
/// # Errors
/// What the text should have been.
pub(crate) fn parse_time(text: &str) -> Result<i64, String> {
    micros(text.as_bytes())
        .ok_or_else(|| format!("`{text}` is not a time of day; write HH:MM:SS or HH:MM:SS.ffffff"))
}

/// Reads `YYYY-MM-DDTHH:MM:SS` (or with a space) with an optional fraction as microseconds since 1970-01-01T00:00:00.
///
/// # Errors
/// What the text should have been.
pub(crate) fn parse_timestamp(text: &str) -> Result<i64, String> {
    let read = || {
        let (date, rest) = text.as_bytes().split_at_checked(10)?;
        let (b'T' | b't' | b' ', time) = rest.split_first()? else { return None };
        Some(days(date)? * DAY + micros(time)?)
    };
    read().ok_or_else(|| {
        format!("`{text}` is not a timestamp; write YYYY-MM-DDTHH:MM:SS, years 0001 to 9999, without a zone")
    })
}

fn days(text: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return None };
    let (year, month, day) = (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let days = days_from_civil(year, month, day);
    // The 31st of a month of 30 days is another date.
    let is_date = civil_from_days(days) == (year as u32, month as u32, day as u32);
    is_date.then_some(days)
}

fn micros(text: &[u8]) -> Option<i64> {
    let (clock, fraction) = text.split_at_checked(8)?;
    let [h1, h2, b':', m1, m2, b':', s1, s2] = *clock else { return None };
    let (hour, minute, second) = (number(&[h1, h2])?, number(&[m1, m2])?, number(&[s1, s2])?);
    let fraction = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            number(digits)? * 10_i64.pow(9 - digits.len() as u32) / 1_000
        }
        _ => return None,
    };
    (hour < 24 && minute < 60 && second < 60)
        .then_some(((hour * 60 + minute) * 60 + second) * SECOND + fraction)
}

/// At most 18 digits as a number.
fn number(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0')))
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

/// The day so many years before another; 28 February where that is the 29th of another year.
pub(crate) fn years_before(days: i64, years: i64) -> i64 {
    let (year, month, day) = civil_from_days(days.max(FIRST_DAY));
    let year = i64::from(year) - years;
    let is_leap_day = (month, day) == (2, 29);
    let has_leap_day = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    days_from_civil(year, month.into(), if is_leap_day && !has_leap_day { 28 } else { day.into() })
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
    use jiff::civil::{Date, DateTime, Time};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_read_is_what_jiff_reads(
            digits in prop::collection::vec(0_u8..10, 23),
            separators in "[-T :.]{7}",
            length in 0_usize..27,
        ) {
            // Mostly well-formed, with one part after the other drawn at random.
            let digit = |position: usize| char::from(b'0' + digits[position]);
            let mut text: String = "dddd-dd-ddTdd:dd:dd.ddddddd".chars().enumerate()
                .map(|(position, c)| if c == 'd' { digit(position % 23) } else { c }).collect();
            if digits[0] == 9 {
                text.replace_range(10..11, &separators[..1]);
            }
            text.truncate(length.max(8));
            let is_plain = text.len() == 10;
            let date = text.parse::<Date>().ok().filter(|date| is_plain && date.year() > 0);
            prop_assert_eq!(parse_date(&text).is_ok(), date.is_some(), "{}", &text);
            let clock = text.get(11..).unwrap_or_default();
            // jiff takes a leap second for the one before it, and a time without seconds for one.
            let time = clock.parse::<Time>().ok().filter(|_| clock.len() >= 8 && &clock[6..8] != "60");
            prop_assert_eq!(parse_time(clock).ok(), time.map(|time| {
                let seconds = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
                seconds * SECOND + i64::from(time.subsec_nanosecond()) / 1_000
            }), "{}", clock);
            if let (Some(time), Ok(at)) = (time, text.parse::<DateTime>()) && at.year() > 0 {
                let days = parse_date(&text[..10]).unwrap();
                prop_assert_eq!(parse_timestamp(&text), Ok(days * DAY + parse_time(clock).unwrap()), "{} {}", &text, time);
            }
        }
    }

    #[test]
    fn every_day_of_the_years_1_to_9999_agrees_with_jiff() {
        let mut date = Date::constant(1, 1, 1);
        let mut days = parse_date("0001-01-01").unwrap();
        loop {
            let (year, month, day) = civil_from_days(days);
            assert_eq!((year as i16, month as i8, day as i8), (date.year(), date.month(), date.day()));
            assert_eq!(parse_date(&date.to_string()), Ok(days));
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
        for text in [
            "2025-01-01",
            "2025-01-01T00:00:00Z",
            "2025-01-01T24:00:00",
            "2025-01-01T00:00:60",
            "2025-01-01T00:00:00+09:00",
        ] {
            assert!(parse_timestamp(text).is_err(), "{text}");
        }
    }
}
