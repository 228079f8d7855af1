//! Expressions of known types and ranges.

use super::{Refusal, evaluate::Node};
use crate::{batch::Values, civil, column::Longest, limits::MAX_VALUE_LENGTH};

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Boolean,
    /// Whole numbers of 64 bits.
    Integer,
    /// Decimals with so many digits behind the point, at most 38 digits altogether.
    Decimal(u8),
    Double,
    Text,
    /// Days since 1970-01-01.
    Date,
    /// Microseconds since midnight.
    Time,
    /// Microseconds since 1970-01-01T00:00:00.
    Timestamp,
    Interval,
    Uuid,
    /// NULL, and a text in quotes: of whatever type is wanted.
    Unknown,
}

/// Between which values those of an expression lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bounds {
    /// Where it does not matter.
    None,
    /// Whole numbers, units of a decimal's last digit, days, or microseconds.
    Whole(i128, i128),
    /// Months, days and microseconds of intervals, each by itself.
    Span([(i128, i128); 3]),
    /// Floating-point numbers, finite.
    Real(f64, f64),
    /// Lengths of texts that no value exceeds.
    Text(Longest),
}

/// An expression, what it makes, and where it stands in the text.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) node: Node,
    pub(super) of: Type,
    pub(super) bounds: Bounds,
    pub(super) may_be_null: bool,
    /// Whether it is never 0, whatever its bounds.
    pub(super) is_never_zero: bool,
    /// The text of a literal whose type is not known.
    pub(super) literal: Option<String>,
    pub(super) at: usize,
}

/// The largest number of 38 digits.
pub(super) const LARGEST_DECIMAL: i128 = 10_i128.pow(38) - 1;

impl Type {
    /// Its name for people, with an article.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Decimal(_) => "a numeric",
            Self::Double => "a double precision number",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Time => "a time",
            Self::Timestamp => "a timestamp",
            Self::Interval => "an interval",
            Self::Uuid => "a uuid",
            Self::Unknown => "NULL or a text in quotes",
        }
    }

    /// Whether it is a number.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal(_) | Self::Double)
    }

    /// An empty buffer for its values.
    pub(super) fn buffer(self) -> Values {
        match self {
            Self::Boolean | Self::Integer | Self::Date | Self::Time | Self::Timestamp => {
                Values::Integer(Vec::new())
            }
            Self::Decimal(_) | Self::Interval | Self::Uuid => Values::Wide(Vec::new()),
            Self::Double => Values::Double(Vec::new()),
            Self::Text | Self::Unknown => Values::text(),
        }
    }
}

impl Typed {
    /// What a node makes, which is NULL where one of `of` is.
    pub(super) fn made(node: Node, of: Type, bounds: Bounds, may_be_null: bool, at: usize) -> Self {
        Self { node, of, bounds, may_be_null, is_never_zero: false, literal: None, at }
    }

    /// The ends of what is counted in whole numbers.
    pub(super) fn ends(&self) -> (i128, i128) {
        match self.bounds {
            Bounds::Whole(least, most) => (least, most),
            _ => (0, 0),
        }
    }

    /// Between which lengths the parts of an interval lie.
    pub(super) fn spans(&self) -> [(i128, i128); 3] {
        match self.bounds {
            Bounds::Span(parts) => parts,
            _ => [(0, 0); 3],
        }
    }

    /// The ends of floating-point numbers.
    pub(super) fn reals(&self) -> (f64, f64) {
        match self.bounds {
            Bounds::Real(least, most) => (least, most),
            _ => (0.0, 0.0),
        }
    }

    /// How long texts are.
    pub(super) fn longest(&self) -> Longest {
        match self.bounds {
            Bounds::Text(longest) => longest,
            _ => Longest::default(),
        }
    }

    /// Whether a value of it can be 0.
    pub(super) fn may_be_zero(&self) -> bool {
        !self.is_never_zero
            && match self.bounds {
                Bounds::Whole(least, most) => least <= 0 && most >= 0,
                Bounds::Real(least, most) => least <= 0.0 && most >= 0.0,
                _ => true,
            }
    }

    /// The only value that it has, if that is known: a constant.
    pub(super) fn constant(&self) -> Option<i128> {
        match self.bounds {
            Bounds::Whole(least, most) if least == most && !self.may_be_null => Some(least),
            _ => None,
        }
    }

    /// Checks that values stay within their type.
    pub(super) fn checked(self) -> Result<Self, Refusal> {
        let at = self.at;
        let refuse = |message: String| Err(Refusal::new(at, message));
        match (self.of, self.bounds) {
            (_, Bounds::Whole(least, most)) if least > most => {
                refuse("the result is larger than is computed; cast to smaller numbers before".to_owned())
            }
            (Type::Integer, Bounds::Whole(least, most)) if i64::try_from(least).is_err() || i64::try_from(most).is_err() => {
                refuse(format!("the result runs from {least} to {most}, which bigint does not hold; cast a number to numeric"))
            }
            (Type::Decimal(_), Bounds::Whole(least, most)) if least < -LARGEST_DECIMAL || most > LARGEST_DECIMAL => {
                refuse("the result may have more than 38 digits; cast to a numeric of fewer digits before".to_owned())
            }
            (Type::Double, Bounds::Real(least, most)) if !least.is_finite() || !most.is_finite() => {
                refuse("the result may be infinite; bound it by least and greatest before".to_owned())
            }
            (Type::Date, Bounds::Whole(least, most)) if least < FIRST_DAY || most > LAST_DAY => {
                refuse("the date may lie outside the years 1 to 9999; bound it by least and greatest, or add less".to_owned())
            }
            (Type::Timestamp, Bounds::Whole(least, most)) if least < FIRST_MICROSECOND || most > LAST_MICROSECOND => {
                refuse("the time may lie outside the years 1 to 9999; bound it by least and greatest, or add less".to_owned())
            }
            (Type::Interval, Bounds::Span(parts)) if parts.iter().zip(LONGEST_SPAN).any(|((least, most), bound)| *least < -bound || *most > bound) => {
                refuse("the interval may be longer than 10,000 years; shorten it".to_owned())
            }
            (Type::Text, Bounds::Text(longest)) if longest.bytes > MAX_VALUE_LENGTH => refuse(format!(
                "the text may have {} bytes, at most {MAX_VALUE_LENGTH} are made; shorten it, for instance by left(…, 100)",
                longest.bytes
            )),
            _ => Ok(self),
        }
    }
}

/// Months, days and microseconds of 10,000 years.
const LONGEST_SPAN: [i128; 3] = [120_000, 3_652_500, 3_652_500 * civil::DAY as i128];
const FIRST_DAY: i128 = -719_162;
const LAST_DAY: i128 = 2_932_896;
const FIRST_MICROSECOND: i128 = FIRST_DAY * civil::DAY as i128;
const LAST_MICROSECOND: i128 = civil::LAST_MICROSECOND as i128;
