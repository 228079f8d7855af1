//! The ordered values of a generator as points of a line.

use serde_json::Value;

use crate::{civil, document::shown, plan::literal};

/// The ordered values of a generator, evenly spaced, by their indexes: distributions are told over these, which are exact wherever the values
/// lie. Of more than 2^53 values they are as fine as a part in 2^53 of the range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(crate) len: u128,
    pub(crate) unit: Unit,
    /// The first value, in the units that a person thinks in, and what an index adds.
    pub(crate) first: f64,
    pub(crate) step: f64,
    exact: Exact,
}

/// The first and the last value as they are kept.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Exact {
    /// Whole numbers, units of a decimal's last digit, days, microseconds.
    Whole(i128, i128),
    Double(f64, f64),
}

/// What the values of a line are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Numbers with so many digits behind the point.
    Decimal(u8),
    /// Floating-point numbers.
    Double,
    /// Days since 1970-01-01.
    Day,
    /// Microseconds since 1970-01-01T00:00:00.
    Instant,
    /// Microseconds since midnight.
    TimeOfDay,
    /// Positions in a list, or rows of a parent, counted from 1.
    Position,
}

impl Line {
    /// `len` values from `first` to `last`, as they are kept.
    pub(crate) fn new(first: i128, last: i128, len: u128, unit: Unit) -> Self {
        let scale = if let Unit::Decimal(scale) = unit { power_of_ten(scale) } else { 1.0 };
        let step = if len > 1 { distance(first, last) / (len - 1) as f64 / scale } else { 0.0 };
        Self { len, unit, first: first as f64 / scale, step, exact: Exact::Whole(first, last) }
    }

    /// `len` floating-point numbers from `first` to `last`.
    pub(crate) fn of_doubles(first: f64, last: f64, len: u128) -> Self {
        let step = (last - first) / (len - 1).max(1) as f64;
        Self { len, unit: Unit::Double, first, step, exact: Exact::Double(first, last) }
    }

    /// Positions 1 to `len`.
    pub(crate) fn positions(len: u128) -> Self {
        // Of 2^64 at most.
        Self::new(1, len as i128, len, Unit::Position)
    }

    /// What lies at an index, or between two.
    pub(crate) fn at(&self, index: f64) -> f64 {
        self.first + index * self.step
    }

    /// The last index.
    pub(crate) fn last_index(&self) -> f64 {
        (self.len - 1) as f64
    }

    /// The first value and the distance between two, as they are kept; `None` of floating-point numbers.
    pub(crate) fn whole(&self) -> Option<(i128, i128)> {
        let Exact::Whole(first, last) = self.exact else { return None };
        let step = if self.len > 1 { last.wrapping_sub(first) / (self.len - 1) as i128 } else { 0 };
        Some((first, step))
    }

    /// The index of a value as it stands in a spec, between two perhaps.
    ///
    /// # Errors
    /// What should be there.
    pub(crate) fn index_of(&self, value: &Value) -> Result<f64, String> {
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => shown(value),
        };
        let whole = match self.unit {
            Unit::Double => None,
            // More digits than the column keeps lie between two of its values.
            Unit::Decimal(scale) => literal::decimal(&text, MOST_DIGITS, scale).ok(),
            Unit::Position => text.parse().ok(),
            Unit::Day => Some(civil::parse_date(&text)?.into()),
            Unit::Instant => Some(civil::parse_timestamp(&text)?.into()),
            Unit::TimeOfDay => Some(civil::parse_time(&text)?.into()),
        };
        if let (Some(whole), Exact::Whole(first, last)) = (whole, self.exact) {
            if whole < first || whole > last {
                return Err(self.outside());
            }
            let share = distance(first, whole) / distance(first, last).max(1.0);
            // Where indexes are as many as units the quotient is exact, and elsewhere near enough.
            let is_unit = last.wrapping_sub(first) as u128 == self.len - 1;
            return Ok(if is_unit { distance(first, whole) } else { share * self.last_index() });
        }
        let number: f64 =
            text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| match self.unit {
                Unit::Position => {
                    format!("{} is not a position; write a number from 1 to {}", shown(value), self.len)
                }
                _ => format!("{} is not a number; write one", shown(value)),
            })?;
        let (first, last) = match self.exact {
            Exact::Double(first, last) => (first, last),
            Exact::Whole(..) => (self.first, self.at(self.last_index())),
        };
        if number < first || number > last {
            return Err(self.outside());
        }
        Ok(if self.step > 0.0 { ((number - first) / self.step).min(self.last_index()) } else { 0.0 })
    }

    /// How many indexes a distance has, in the unit of a spec: a day for dates and timestamps, an hour for times of day.
    pub(crate) fn indexes_of(&self, distance: f64) -> f64 {
        if self.step > 0.0 { distance * self.unit.distance() / self.step } else { distance }
    }

    fn outside(&self) -> String {
        match self.unit {
            Unit::Position => format!("positions count from 1 to {}; choose one of them", self.len),
            _ => "this lies outside of the values that the generator makes; choose one of them".to_owned(),
        }
    }
}

impl Unit {
    /// What a distance of 1 in a spec is on the line.
    pub(crate) fn distance(self) -> f64 {
        match self {
            Self::Decimal(_) | Self::Double | Self::Position | Self::Day => 1.0,
            Self::Instant => civil::DAY as f64,
            Self::TimeOfDay => (3_600 * civil::SECOND) as f64,
        }
    }

    /// Whether the values are numbers, or count as such.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Decimal(_) | Self::Double | Self::Position)
    }
}

/// How far two whole numbers of 38 digits are apart, of which the first is no more than the second: 128 bits without a sign hold it.
fn distance(first: i128, last: i128) -> f64 {
    last.wrapping_sub(first) as u128 as f64
}

/// Digits that any decimal has.
const MOST_DIGITS: u8 = 38;

/// A power of ten: exact up to 10^22, and rounded in the same way everywhere.
pub(crate) fn power_of_ten(digits: u8) -> f64 {
    (0..digits).fold(1.0, |power, _| power * 10.0)
}
