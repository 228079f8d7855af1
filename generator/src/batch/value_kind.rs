//! What values are, how they are written, and what a database takes them for.

use super::Values;
use crate::document::SqlType;

/// What the values of a column are, whatever the type of its column in a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// 0 and 1.
    Boolean,
    /// Whole numbers.
    Integer,
    /// Decimal numbers with this many digits behind the point.
    Decimal {
        /// Digits behind the point, 0 to 38.
        scale: u8,
    },
    /// Floating-point numbers.
    Double,
    /// Days since 1970-01-01.
    Date,
    /// Microseconds since midnight.
    Time,
    /// Microseconds since 1970-01-01T00:00:00.
    Timestamp,
    /// 128 bits, the most significant first.
    Uuid,
    /// 128 bits, the most significant first.
    Ulid,
    /// UTF-8.
    Text,
    /// Bytes.
    Bytes,
}

/// How the values of a column are written, decided once from their kind and the column's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Render {
    pub(crate) notation: Notation,
    pub(crate) literal: Literal,
}

/// The characters of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    /// `true` or `false`.
    Boolean,
    /// `1` or `0`.
    Digit,
    Integer,
    Decimal {
        scale: u8,
    },
    Double,
    Date,
    /// `HH:MM:SS` with this many digits of the fraction.
    Time {
        digits: u8,
    },
    /// Date and time with this many digits of the fraction.
    Timestamp {
        digits: u8,
    },
    /// The same as RFC 3339 has it: with a `T` between date and time.
    TimestampT {
        digits: u8,
    },
    /// 36 characters.
    Uuid,
    /// 26 characters of Crockford's base 32.
    Ulid,
    Text,
    /// Hexadecimal digits of 16 bytes.
    WideHex,
    /// Hexadecimal digits of the bytes.
    Hex,
}

/// What the target takes the characters for, which decides about quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Literal {
    /// A bare literal: booleans.
    Boolean,
    /// A bare literal: numbers.
    Number,
    /// A string that never needs escaping: dates, times, UUIDs; `zoned` timestamps name their zone.
    Plain { zoned: bool },
    /// A string of any characters.
    Text,
    /// Bytes in hexadecimal.
    Binary,
}

impl ValueKind {
    /// An empty buffer for values of this kind.
    pub(crate) fn buffer(self) -> Values {
        match self {
            Self::Boolean | Self::Integer | Self::Date | Self::Time | Self::Timestamp => {
                Values::Integer(Vec::new())
            }
            Self::Decimal { .. } | Self::Uuid | Self::Ulid => Values::Wide(Vec::new()),
            Self::Double => Values::Double(Vec::new()),
            Self::Text | Self::Bytes => Values::text(),
        }
    }

    /// Whether a buffer holds values of this kind.
    pub(crate) fn fits(self, values: &Values) -> bool {
        match self {
            Self::Boolean | Self::Integer | Self::Date | Self::Time | Self::Timestamp => {
                matches!(values, Values::Integer(_))
            }
            Self::Decimal { .. } | Self::Uuid | Self::Ulid => matches!(values, Values::Wide(_)),
            Self::Double => matches!(values, Values::Double(_)),
            Self::Text | Self::Bytes => matches!(values, Values::Text(_)),
        }
    }

    /// How values of this kind are written in a column of this type; `None` where they do not belong there.
    pub(crate) fn render(self, sql_type: SqlType) -> Option<Render> {
        let natural = |notation, literal| Some(Render { notation, literal });
        match (sql_type, self) {
            (SqlType::Json, Self::Text) => natural(Notation::Text, Literal::Text),
            (SqlType::Json, Self::Boolean | Self::Integer | Self::Decimal { .. } | Self::Double) => {
                natural(self.notation(0), Literal::Plain { zoned: false })
            }
            (SqlType::Json, _) => None,
            (sql_type, kind) if sql_type.is_text() => {
                let literal =
                    if kind == Self::Text { Literal::Text } else { Literal::Plain { zoned: false } };
                natural(kind.notation(6), literal)
            }
            (sql_type, kind) if sql_type.is_binary() => match kind {
                Self::Bytes | Self::Text => natural(Notation::Hex, Literal::Binary),
                Self::Uuid | Self::Ulid => natural(Notation::WideHex, Literal::Binary),
                _ => None,
            },
            (SqlType::Boolean, Self::Boolean) => natural(Notation::Boolean, Literal::Boolean),
            (SqlType::Integer { .. }, Self::Integer | Self::Boolean) => {
                natural(Notation::Integer, Literal::Number)
            }
            (SqlType::Decimal { scale, .. }, Self::Decimal { scale: of_values }) if scale == of_values => {
                natural(Notation::Decimal { scale }, Literal::Number)
            }
            (SqlType::Decimal { scale: 0, .. }, Self::Integer) => natural(Notation::Integer, Literal::Number),
            (SqlType::Double, Self::Double | Self::Integer | Self::Decimal { .. }) => {
                natural(self.notation(0), Literal::Number)
            }
            (SqlType::Date, Self::Date) => natural(Notation::Date, Literal::Plain { zoned: false }),
            (SqlType::Time { digits }, Self::Time) => {
                natural(Notation::Time { digits }, Literal::Plain { zoned: false })
            }
            (SqlType::Timestamp { digits, zoned }, Self::Timestamp) => {
                natural(Notation::Timestamp { digits }, Literal::Plain { zoned })
            }
            (SqlType::Uuid, Self::Uuid | Self::Ulid) => {
                natural(Notation::Uuid, Literal::Plain { zoned: false })
            }
            _ => None,
        }
    }

    /// How values of this kind are written where no type says otherwise.
    fn notation(self, digits: u8) -> Notation {
        match self {
            Self::Boolean => Notation::Boolean,
            Self::Integer => Notation::Integer,
            Self::Decimal { scale } => Notation::Decimal { scale },
            Self::Double => Notation::Double,
            Self::Date => Notation::Date,
            Self::Time => Notation::Time { digits },
            Self::Timestamp => Notation::Timestamp { digits },
            Self::Uuid => Notation::Uuid,
            Self::Ulid => Notation::Ulid,
            Self::Text => Notation::Text,
            Self::Bytes => Notation::Hex,
        }
    }
}
