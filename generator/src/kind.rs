//! What values are and how they are shown.

use crate::document::SqlType;

/// What the values of a domain are, whatever column they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Boolean,
    Integer,
    Decimal { scale: u8 },
    Double,
    Date,
    Time,
    Timestamp,
    Uuid,
    Ulid,
    Text,
    Bytes,
}

/// How the values of a column are written, decided once from their kind and the column's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Render {
    pub(crate) style: Style,
    pub(crate) class: Class,
}

/// The characters of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `true` or `false`.
    Boolean,
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
pub(crate) enum Class {
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
    /// How values of this kind are written in a column of this type; `None` where they do not belong there.
    pub(crate) fn render(self, sql_type: SqlType) -> Option<Render> {
        let natural = |style, class| Some(Render { style, class });
        match (sql_type, self) {
            (SqlType::Json, Self::Text) => natural(Style::Text, Class::Text),
            (SqlType::Json, _) => None,
            (sql_type, kind) if sql_type.is_text() => {
                let class = if kind == Self::Text { Class::Text } else { Class::Plain { zoned: false } };
                natural(kind.style(6), class)
            }
            (sql_type, kind) if sql_type.is_binary() => match kind {
                Self::Bytes | Self::Text => natural(Style::Hex, Class::Binary),
                Self::Uuid | Self::Ulid => natural(Style::WideHex, Class::Binary),
                _ => None,
            },
            (SqlType::Boolean, Self::Boolean) => natural(Style::Boolean, Class::Boolean),
            (SqlType::Integer { .. }, Self::Integer | Self::Boolean) => {
                natural(Style::Integer, Class::Number)
            }
            (SqlType::Decimal { scale, .. }, Self::Decimal { scale: of_values }) if scale == of_values => {
                natural(Style::Decimal { scale }, Class::Number)
            }
            (SqlType::Decimal { scale: 0, .. }, Self::Integer) => natural(Style::Integer, Class::Number),
            (SqlType::Double, Self::Double | Self::Integer | Self::Decimal { .. }) => {
                natural(self.style(0), Class::Number)
            }
            (SqlType::Date, Self::Date) => natural(Style::Date, Class::Plain { zoned: false }),
            (SqlType::Time { digits }, Self::Time) => {
                natural(Style::Time { digits }, Class::Plain { zoned: false })
            }
            (SqlType::Timestamp { digits, zoned }, Self::Timestamp) => {
                natural(Style::Timestamp { digits }, Class::Plain { zoned })
            }
            (SqlType::Uuid, Self::Uuid | Self::Ulid) => natural(Style::Uuid, Class::Plain { zoned: false }),
            _ => None,
        }
    }

    /// How values of this kind are written where no type says otherwise.
    fn style(self, digits: u8) -> Style {
        match self {
            Self::Boolean => Style::Boolean,
            Self::Integer => Style::Integer,
            Self::Decimal { scale } => Style::Decimal { scale },
            Self::Double => Style::Double,
            Self::Date => Style::Date,
            Self::Time => Style::Time { digits },
            Self::Timestamp => Style::Timestamp { digits },
            Self::Uuid => Style::Uuid,
            Self::Ulid => Style::Ulid,
            Self::Text => Style::Text,
            Self::Bytes => Style::Hex,
        }
    }
}
