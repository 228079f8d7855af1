//! Spans of time as PostgreSQL has them: months, days and microseconds, which are added one after the other.

use crate::civil::{DAY, SECOND, civil_from_days, days_from_civil};

/// A span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Interval {
    pub(super) months: i32,
    pub(super) days: i32,
    pub(super) micros: i64,
}

/// Units and how many months, days and microseconds they have.
const UNITS: [(&str, i64, i64, i64); 9] = [
    ("microsecond", 0, 0, 1),
    ("millisecond", 0, 0, 1_000),
    ("second", 0, 0, SECOND),
    ("minute", 0, 0, 60 * SECOND),
    ("hour", 0, 0, 3_600 * SECOND),
    ("day", 0, 1, 0),
    ("week", 0, 7, 0),
    ("month", 1, 0, 0),
    ("year", 12, 0, 0),
];

fn unit(word: &str) -> Option<(i64, i64, i64)> {
    let word = word.to_ascii_lowercase();
    let word = match word.as_str() {
        "sec" | "secs" => "second",
        "min" | "mins" => "minute",
        "mon" | "mons" => "month",
        other => other.strip_suffix('s').unwrap_or(other),
    };
    UNITS.iter().find(|(name, ..)| *name == word).map(|&(_, months, days, micros)| (months, days, micros))
}

/// Whether a word is a unit of time.
pub(super) fn is_unit(word: &str) -> bool {
    unit(word).is_some()
}

impl Interval {
    /// Reads `1 year 2 months 3 days 04:05:06.5`, whole numbers with units and a time, each with a sign of its own.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (mut months, mut days, mut micros) = (0_i64, 0_i64, 0_i64);
        let mut words = text.split_whitespace().peekable();
        words.peek()?;
        while let Some(word) = words.next() {
            if word.contains(':') {
                micros = micros.checked_add(clock(word)?)?;
                continue;
            }
            let (number, of) = match words.next() {
                Some(of) => (word, unit(of)?),
                // A number alone counts seconds.
                None => (word, (0, 0, SECOND)),
            };
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            let count: i64 = if whole.is_empty() || whole == "-" { 0 } else { whole.parse().ok()? };
            months = months.checked_add(count.checked_mul(of.0)?)?;
            days = days.checked_add(count.checked_mul(of.1)?)?;
            micros = micros.checked_add(count.checked_mul(of.2)?)?;
            if !fraction.is_empty() {
                // Of months and days PostgreSQL turns a fraction into smaller units; whole numbers say what is meant.
                if of.2 == 0 || fraction.len() > 6 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
                    return None;
                }
                let part: i64 = fraction.parse().ok()?;
                let part = part.checked_mul(of.2)? / 10_i64.pow(fraction.len() as u32);
                micros = micros.checked_add(if number.starts_with('-') { -part } else { part })?;
            }
        }
        Some(Self { months: i32::try_from(months).ok()?, days: i32::try_from(days).ok()?, micros })
    }

    /// As one number, for buffers.
    pub(super) fn pack(self) -> i128 {
        i128::from(self.months) << 96 | i128::from(self.days as u32) << 64 | i128::from(self.micros as u64)
    }

    /// From such a number.
    pub(super) fn unpack(packed: i128) -> Self {
        Self { months: (packed >> 96) as i32, days: (packed >> 64) as i32, micros: packed as i64 }
    }

    /// As databases compare them: a month has 30 days, a day 24 hours.
    pub(super) fn order(self) -> i128 {
        (i128::from(self.months) * 30 + i128::from(self.days)) * i128::from(DAY) + i128::from(self.micros)
    }

    /// The sum, whose parts fit.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            months: self.months.wrapping_add(other.months),
            days: self.days.wrapping_add(other.days),
            micros: self.micros.wrapping_add(other.micros),
        }
    }

    /// The opposite.
    pub(super) fn negated(self) -> Self {
        Self {
            months: self.months.wrapping_neg(),
            days: self.days.wrapping_neg(),
            micros: self.micros.wrapping_neg(),
        }
    }

    /// So many times the span.
    pub(super) fn times(self, factor: i64) -> Self {
        Self {
            months: (i64::from(self.months).wrapping_mul(factor)) as i32,
            days: (i64::from(self.days).wrapping_mul(factor)) as i32,
            micros: self.micros.wrapping_mul(factor),
        }
    }

    /// A time so much later: the months first, where a day that the month does not have is its last, then days, then the rest.
    pub(super) fn after(self, micros: i64) -> i64 {
        let (mut days, of_day) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
        if self.months != 0 {
            let (year, month, day) = civil_from_days(days);
            let months = i64::from(year) * 12 + i64::from(month) - 1 + i64::from(self.months);
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
            days = days_from_civil(year, month, i64::from(day).min(days_of_month(year, month)));
        }
        (days + i64::from(self.days)).wrapping_mul(DAY).wrapping_add(of_day).wrapping_add(self.micros)
    }

    /// The span between two times, in days and less.
    pub(super) fn between(earlier: i64, later: i64) -> Self {
        let difference = later - earlier;
        Self { months: 0, days: (difference / DAY) as i32, micros: difference % DAY }
    }
}

/// How many days a month has.
pub(super) fn days_of_month(year: i64, month: i64) -> i64 {
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days_from_civil(next_year, next, 1) - days_from_civil(year, month, 1)
}

/// `[-]HH:MM[:SS[.ffffff]]` in microseconds.
fn clock(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let mut parts = digits.split(':');
    let hours: i64 = parts.next()?.parse().ok().filter(|hours| (0..=1_000_000).contains(hours))?;
    let minutes: i64 = parts.next()?.parse().ok().filter(|minutes| (0..60).contains(minutes))?;
    let seconds = parts.next().unwrap_or("0");
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let whole: i64 = whole.parse().ok().filter(|seconds| (0..60).contains(seconds))?;
    if parts.next().is_some() || fraction.len() > 6 {
        return None;
    }
    let fraction = fraction.parse::<i64>().ok()? * 10_i64.pow(6 - fraction.len() as u32);
    Some(sign * (((hours * 60 + minutes) * 60 + whole) * SECOND + fraction))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::civil::parse_timestamp;

    #[test]
    fn spans_are_read_and_packed() {
        let span = |months, days, micros| Some(Interval { months, days, micros });
        assert_eq!(Interval::read("1 year 2 mons -3 days 04:05:06.5"), span(14, -3, 14_706_500_000));
        assert_eq!(Interval::read("90 minutes"), span(0, 0, 5_400_000_000));
        assert_eq!(Interval::read("1.5 hours"), span(0, 0, 5_400_000_000));
        assert_eq!(Interval::read("-0.5 seconds"), span(0, 0, -500_000));
        assert_eq!(
            (Interval::read("a day"), Interval::read(""), Interval::read("1 fortnight")),
            (None, None, None)
        );
        for packed in [
            Interval { months: -1, days: -2, micros: -3 },
            Interval { months: 1, days: i32::MIN, micros: i64::MAX },
        ] {
            assert_eq!(Interval::unpack(packed.pack()), packed);
        }
    }

    #[test]
    fn months_end_on_their_last_day() {
        let at = |text: &str| parse_timestamp(text).unwrap();
        let month = Interval { months: 1, ..Interval::default() };
        assert_eq!(month.after(at("2024-01-31T10:00:00")), at("2024-02-29T10:00:00"));
        assert_eq!(month.negated().after(at("2025-03-31T10:00:00")), at("2025-02-28T10:00:00"));
        assert_eq!(
            Interval::between(at("2025-01-01T12:00:00"), at("2024-12-30T00:00:00")),
            Interval { months: 0, days: -2, micros: -DAY / 2 }
        );
    }
}
