//! The ordered values of a generator as points of a line.

use serde_json::Value;

use crate::civil;

/// The ordered values of a generator, evenly spaced: value `index` lies at `first + index × step`, in the units that a person thinks in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(crate) first: f64,
    pub(crate) step: f64,
    pub(crate) len: u128,
    pub(crate) unit: Unit,
}

/// What the numbers of a line are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Numbers.
    Number,
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
    /// The values from `first` to `last`, `len` of them.
    pub(crate) fn new(first: f64, last: f64, len: u128, unit: Unit) -> Self {
        let step = if len > 1 { (last - first) / (len - 1) as f64 } else { 0.0 };
        Self { first, step, len, unit }
    }

    /// Positions 1 to `len`.
    pub(crate) fn positions(len: u128) -> Self {
        Self { first: 1.0, step: 1.0, len, unit: Unit::Position }
    }

    /// Where an index lies, which may be between two.
    pub(crate) fn at(&self, index: f64) -> f64 {
        self.first + index * self.step
    }

    /// Where the last value lies.
    pub(crate) fn last(&self) -> f64 {
        self.at((self.len - 1) as f64)
    }

    /// Which index lies at a place, between two perhaps; 0 if all lie at one.
    pub(crate) fn index_of(&self, place: f64) -> f64 {
        if self.step > 0.0 { (place - self.first) / self.step } else { 0.0 }
    }
}

impl Unit {
    /// Reads a place on a line as it stands in a spec.
    ///
    /// # Errors
    /// What should be there.
    pub(crate) fn place(self, value: &Value) -> Result<f64, String> {
        let number = || match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let text = value.as_str().unwrap_or_default();
        match self {
            Self::Number | Self::Position => number()
                .filter(|number: &f64| number.is_finite())
                .ok_or_else(|| format!("{value} is not a number")),
            Self::Day => civil::parse_date(text).map(|days| days as f64),
            Self::Instant => civil::parse_timestamp(text).map(|micros| micros as f64),
            Self::TimeOfDay => civil::parse_time(text).map(|micros| micros as f64),
        }
    }

    /// What a distance of 1 in a spec is on the line: a day for dates and timestamps, an hour for times of day.
    pub(crate) fn distance(self) -> f64 {
        match self {
            Self::Number | Self::Position | Self::Day => 1.0,
            Self::Instant => civil::DAY as f64,
            Self::TimeOfDay => (3_600 * civil::SECOND) as f64,
        }
    }
}
