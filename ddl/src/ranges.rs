//! The range of a column's values, in whole units: what a check narrows.

use generator::{ColumnSpec, GeneratorSpec, SqlType, kinds};
use jiff::civil::{Date, DateTime};

/// The least and the largest value, in the units of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) min: i128,
    pub(crate) max: i128,
}

/// Digits behind the point that floating-point numbers are reckoned with here.
const DOUBLE_DIGITS: u32 = 6;
/// How many units wide the range of a column is that had none.
const USUAL_WIDTH: i128 = 999;

/// How the values of a type are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Whole,
    /// Units of the last of so many digits.
    Digits(u32),
    Days,
    Seconds,
}

fn unit(sql_type: SqlType) -> Option<Unit> {
    match sql_type {
        SqlType::Integer { .. } => Some(Unit::Whole),
        SqlType::Decimal { scale, .. } => Some(Unit::Digits(u32::from(scale))),
        SqlType::Double => Some(Unit::Digits(DOUBLE_DIGITS)),
        SqlType::Date => Some(Unit::Days),
        SqlType::Timestamp { .. } => Some(Unit::Seconds),
        _ => None,
    }
}

/// What is between two values of one unit.
pub(crate) fn has_ranges(sql_type: SqlType) -> bool {
    unit(sql_type).is_some()
}

/// Whether two types are counted alike, so that their ranges can be compared.
pub(crate) fn are_comparable(one: SqlType, other: SqlType) -> bool {
    unit(one).is_some() && unit(one) == unit(other)
}

/// A literal in the units of a type, rounded down, and whether it was whole; `None` if it is none of the type.
pub(crate) fn units(sql_type: SqlType, text: &str) -> Option<(i128, bool)> {
    match unit(sql_type)? {
        Unit::Whole => scaled(text, 0),
        Unit::Digits(digits) => scaled(text, digits),
        Unit::Days => text.get(..10)?.parse().ok().map(|date| (days(date), text.len() == 10)),
        Unit::Seconds => {
            let plain = text.trim().replacen(' ', "T", 1);
            // UTC is what a column with a zone has; of other zones it is not known which are meant.
            let plain = plain.strip_suffix("+00").or_else(|| plain.strip_suffix('Z')).unwrap_or(&plain);
            let time = plain.get(10..).unwrap_or_default();
            if time.contains(['+', '-']) {
                return None;
            }
            let moment: DateTime = match plain.parse() {
                Ok(moment) => moment,
                Err(_) => plain.parse::<Date>().ok()?.at(0, 0, 0, 0),
            };
            let time = moment.time();
            let seconds =
                i128::from(time.hour()) * 3_600 + i128::from(time.minute()) * 60 + i128::from(time.second());
            Some((days(moment.date()) * 86_400 + seconds, time.subsec_nanosecond() == 0))
        }
    }
}

/// A decimal number in units of the last of so many digits.
fn scaled(text: &str, digits: u32) -> Option<(i128, bool)> {
    let text = text.trim();
    let (negative, plain) = match text.strip_prefix('-') {
        Some(plain) => (true, plain.trim_start()),
        None => (false, text.trim_start_matches('+')),
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        || plain.trim_matches('.').is_empty()
    {
        return None;
    }
    let kept: String = fraction.chars().chain(std::iter::repeat('0')).take(digits as usize).collect();
    let is_whole = fraction.chars().skip(digits as usize).all(|digit| digit == '0');
    let number: i128 = format!("0{whole}{kept}").parse().ok()?;
    Some(match (negative, is_whole) {
        (false, _) => (number, is_whole),
        (true, true) => (-number, true),
        (true, false) => (-number - 1, false),
    })
}

fn days(date: Date) -> i128 {
    let epoch = Date::constant(1970, 1, 1);
    i128::from(date.duration_since(epoch).as_hours() / 24)
}

fn date(days: i128) -> Option<Date> {
    let epoch = Date::constant(1970, 1, 1);
    {
        let since = jiff::SignedDuration::try_from_hours(i64::try_from(days).ok()?.checked_mul(24)?)?;
        epoch.checked_add(since).ok()
    }
}

/// All that a type holds, as far as generators go.
fn of_type(sql_type: SqlType) -> Option<Range> {
    Some(match sql_type {
        SqlType::Integer { .. } => {
            let (min, max) = sql_type.integer_bounds()?;
            Range { min: i128::from(min), max: i128::from(max) }
        }
        SqlType::Decimal { precision, .. } => {
            let max = 10_i128.pow(u32::from(precision)) - 1;
            Range { min: -max, max }
        }
        SqlType::Double => Range { min: -(1 << 52), max: 1 << 52 },
        SqlType::Date => {
            Range { min: days(Date::constant(1, 1, 1)), max: days(Date::constant(9999, 12, 31)) }
        }
        SqlType::Timestamp { .. } => Range {
            min: days(Date::constant(1, 1, 1)) * 86_400,
            max: days(Date::constant(9999, 12, 31)) * 86_400 + 86_399,
        },
        _ => return None,
    })
}

impl Range {
    /// The range that a column's generator has; `None` if it has none.
    pub(crate) fn of(column: &ColumnSpec) -> Option<Self> {
        let generator = column.generator.as_ref()?;
        let ends = |first: &str, last: &str| {
            let end = |name: &str| {
                let written = match generator.option(name)? {
                    kinds::OptionValue::Whole(number) => number.to_string(),
                    kinds::OptionValue::Number(number) => format!("{number:.6}"),
                    kinds::OptionValue::Text(text) => text.clone(),
                    _ => return None,
                };
                units(column.sql_type, &written).map(|(units, _)| units)
            };
            Some(Self { min: end(first)?, max: end(last)? })
        };
        let is = |kinds: &[&'static kinds::Kind]| kinds.iter().any(|kind| generator.is(kind));
        if is(&[&kinds::INTEGER, &kinds::DECIMAL, &kinds::DOUBLE]) {
            ends("min", "max")
        } else if is(&[&kinds::DATE, &kinds::TIMESTAMP]) {
            ends("from", "to")
        } else {
            None
        }
    }

    /// The part of it that is within bounds, or else a usual range that is; `None` if the type holds nothing between them.
    pub(crate) fn within(
        current: Option<Self>,
        sql_type: SqlType,
        min: Option<i128>,
        max: Option<i128>,
    ) -> Option<Self> {
        let all = of_type(sql_type)?;
        let min_bound = min.unwrap_or(all.min).max(all.min);
        let max_bound = max.unwrap_or(all.max).min(all.max);
        if min_bound > max_bound {
            return None;
        }
        let narrowed =
            current.map(|range| Self { min: range.min.max(min_bound), max: range.max.min(max_bound) });
        if let Some(range) = narrowed.filter(|range| range.min <= range.max) {
            return Some(range);
        }
        let width = usual_width(sql_type);
        Some(match (min, max) {
            (None, Some(_)) => Self { min: max_bound.saturating_sub(width).max(min_bound), max: max_bound },
            (Some(_), None) => Self { min: min_bound, max: min_bound.saturating_add(width).min(max_bound) },
            _ => Self { min: min_bound, max: max_bound },
        })
    }

    /// The generator of these values for a type.
    pub(crate) fn generator(self, sql_type: SqlType) -> Option<GeneratorSpec> {
        let Self { min, max } = self;
        let decimal = |units: i128, digits: u32| {
            let power = 10_i128.pow(digits);
            let sign = if units < 0 { "-" } else { "" };
            let (whole, fraction) = (units.abs() / power, units.abs() % power);
            if digits == 0 {
                format!("{sign}{whole}")
            } else {
                format!("{sign}{whole}.{fraction:0width$}", width = digits as usize)
            }
        };
        Some(match (unit(sql_type)?, sql_type) {
            (Unit::Whole, _) => GeneratorSpec::new(&kinds::INTEGER)
                .with("min", i64::try_from(min).ok()?)
                .with("max", i64::try_from(max).ok()?),
            (Unit::Digits(digits), SqlType::Double) => {
                let number = |units| decimal(units, digits).parse::<f64>().ok();
                GeneratorSpec::new(&kinds::DOUBLE).with("min", number(min)?).with("max", number(max)?)
            }
            (Unit::Digits(digits), _) => GeneratorSpec::new(&kinds::DECIMAL)
                .with("min", decimal(min, digits))
                .with("max", decimal(max, digits)),
            (Unit::Days, _) => GeneratorSpec::new(&kinds::DATE)
                .with("from", date(min)?.to_string())
                .with("to", date(max)?.to_string()),
            (Unit::Seconds, _) => {
                let moment = |seconds: i128| {
                    let day = date(seconds.div_euclid(86_400))?;
                    let rest = seconds.rem_euclid(86_400);
                    Some(format!("{day}T{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60))
                };
                GeneratorSpec::new(&kinds::TIMESTAMP).with("from", moment(min)?).with("to", moment(max)?)
            }
        })
    }
}

fn usual_width(sql_type: SqlType) -> i128 {
    match unit(sql_type) {
        Some(Unit::Digits(digits)) => USUAL_WIDTH * 10_i128.pow(digits.min(18)),
        Some(Unit::Days) => 364,
        Some(Unit::Seconds) => 364 * 86_400,
        _ => USUAL_WIDTH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_become_units_and_ranges_become_generators() {
        let decimal: SqlType = "decimal(6,2)".parse().unwrap();
        assert_eq!(units(decimal, "1"), Some((100, true)));
        assert_eq!(units(decimal, "-0.005"), Some((-1, false)));
        assert_eq!(units(SqlType::INT, "1.5"), Some((1, false)));
        assert_eq!(units(SqlType::Date, "1970-01-11"), Some((10, true)));
        assert_eq!(units(SqlType::INT, "abc"), None);
        let range = Range::within(None, decimal, Some(0), Some(100)).unwrap();
        assert_eq!(
            range.generator(decimal),
            Some(GeneratorSpec::new(&kinds::DECIMAL).with("min", "0.00").with("max", "1.00"))
        );
        let of_days = Range { min: 0, max: 20_000 }.generator(SqlType::Date).unwrap();
        assert_eq!((of_days.text("from"), of_days.text("to")), (Some("1970-01-01"), Some("2024-10-04")));
        let timestamp: SqlType = "timestamp".parse().unwrap();
        let (seconds, _) = units(timestamp, "2024-02-29 12:30:05").unwrap();
        let back = Range { min: seconds, max: seconds }.generator(timestamp).unwrap();
        assert_eq!(back.text("from"), Some("2024-02-29T12:30:05"));
    }

    #[test]
    fn bounds_narrow_what_there_is_or_give_a_usual_range() {
        let current = Some(Range { min: 0, max: 1_000_000 });
        assert_eq!(
            Range::within(current, SqlType::INT, Some(5), None),
            Some(Range { min: 5, max: 1_000_000 })
        );
        assert_eq!(
            Range::within(current, SqlType::INT, Some(2_000_000), None),
            Some(Range { min: 2_000_000, max: 2_000_999 })
        );
        assert_eq!(Range::within(None, SqlType::INT, None, Some(7)), Some(Range { min: -992, max: 7 }));
        assert_eq!(Range::within(None, "tinyint".parse().unwrap(), Some(300), None), None);
    }
}
