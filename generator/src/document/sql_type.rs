//! What a column is in a database.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// What a column is in a database.
///
/// Written as in SQL: `bigint`, `decimal(10,2)`, `timestamp(6)`, `varchar(40)`. The usual other names (`datetime`,
/// `numeric`, `bool`, `integer`, …) are read as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SqlType {
    /// True or false.
    Boolean,
    /// A whole number of 8, 16, 24, 32 or 64 bits.
    Integer {
        /// Size in bits.
        bits: u8,
        /// Without negative numbers.
        unsigned: bool,
    },
    /// A decimal number.
    Decimal {
        /// Digits in all, 1 to 38.
        precision: u8,
        /// Digits behind the point, 0 to `precision`.
        scale: u8,
    },
    /// A floating-point number of 64 bits.
    Double,
    /// A calendar date, years 1 to 9999.
    Date,
    /// A time of day.
    Time {
        /// Digits of the fraction of a second, 0 to 6.
        digits: u8,
    },
    /// A date with a time of day.
    Timestamp {
        /// Digits of the fraction of a second, 0 to 6.
        digits: u8,
        /// Whether the type has a time zone; values are then UTC.
        zoned: bool,
    },
    /// A UUID.
    Uuid,
    /// Text of at most `length` characters, padded by some databases.
    Char {
        /// Most characters.
        length: u32,
    },
    /// Text of at most `length` characters.
    Varchar {
        /// Most characters.
        length: u32,
    },
    /// Text.
    Text,
    /// Exactly `length` bytes.
    Binary {
        /// Bytes.
        length: u32,
    },
    /// At most `length` bytes.
    Varbinary {
        /// Most bytes.
        length: u32,
    },
    /// Bytes.
    Bytes,
    /// A JSON document.
    Json,
}

impl SqlType {
    /// `int`.
    pub const INT: Self = Self::Integer { bits: 32, unsigned: false };
    /// `bigint`.
    pub const BIGINT: Self = Self::Integer { bits: 64, unsigned: false };

    /// Whether values are characters.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Char { .. } | Self::Varchar { .. } | Self::Text | Self::Json)
    }

    /// Whether values are bytes.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Binary { .. } | Self::Varbinary { .. } | Self::Bytes)
    }

    /// The most characters or bytes that a value may have, if there is such a bound.
    pub fn max_length(self) -> Option<u32> {
        match self {
            Self::Char { length }
            | Self::Varchar { length }
            | Self::Binary { length }
            | Self::Varbinary { length } => Some(length),
            _ => None,
        }
    }

    /// Smallest and largest value of an integer type; the largest of `bigint unsigned` is that of `bigint`, which is
    /// as far as the engine goes.
    pub fn integer_bounds(self) -> Option<(i64, i64)> {
        let Self::Integer { bits, unsigned } = self else { return None };
        let magnitude = i64::MAX >> (64 - u32::from(bits));
        Some(match (unsigned, bits) {
            (false, _) => (-magnitude - 1, magnitude),
            (true, 64) => (0, i64::MAX),
            (true, _) => (0, magnitude * 2 + 1),
        })
    }
}

impl fmt::Display for SqlType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Boolean => formatter.write_str("boolean"),
            Self::Integer { bits, unsigned } => {
                formatter.write_str(match bits {
                    8 => "tinyint",
                    16 => "smallint",
                    24 => "mediumint",
                    32 => "int",
                    _ => "bigint",
                })?;
                if unsigned { formatter.write_str(" unsigned") } else { Ok(()) }
            }
            Self::Decimal { precision, scale } => write!(formatter, "decimal({precision},{scale})"),
            Self::Double => formatter.write_str("double"),
            Self::Date => formatter.write_str("date"),
            Self::Time { digits: 0 } => formatter.write_str("time"),
            Self::Time { digits } => write!(formatter, "time({digits})"),
            Self::Timestamp { digits, zoned } => {
                formatter.write_str(if zoned { "timestamptz" } else { "timestamp" })?;
                if digits == 0 { Ok(()) } else { write!(formatter, "({digits})") }
            }
            Self::Uuid => formatter.write_str("uuid"),
            Self::Char { length } => write!(formatter, "char({length})"),
            Self::Varchar { length } => write!(formatter, "varchar({length})"),
            Self::Text => formatter.write_str("text"),
            Self::Binary { length } => write!(formatter, "binary({length})"),
            Self::Varbinary { length } => write!(formatter, "varbinary({length})"),
            Self::Bytes => formatter.write_str("bytes"),
            Self::Json => formatter.write_str("json"),
        }
    }
}

/// Why a text names no type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownType(String);

impl fmt::Display for UnknownType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for UnknownType {}

impl FromStr for SqlType {
    type Err = UnknownType;

    fn from_str(text: &str) -> Result<Self, UnknownType> {
        let lower = text.trim().to_ascii_lowercase();
        let (base, unsigned) = match lower.strip_suffix(" unsigned") {
            Some(base) => (base.trim_end(), true),
            None => (lower.as_str(), false),
        };
        let (name, arguments) = arguments(base).ok_or_else(|| unknown(text))?;
        let sql_type = named(name, &arguments, unsigned).ok_or_else(|| unknown(text))?;
        check_arguments(text, name, sql_type, &arguments)?;
        Ok(sql_type)
    }
}

/// Splits `decimal(10, 2)` into its name and numbers.
fn arguments(text: &str) -> Option<(&str, Vec<u32>)> {
    let Some((name, rest)) = text.split_once('(') else { return Some((text, Vec::new())) };
    let numbers =
        rest.strip_suffix(')')?.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    Some((name.trim_end(), numbers))
}

fn named(name: &str, arguments: &[u32], unsigned: bool) -> Option<SqlType> {
    let first = arguments.first().copied();
    let small = |default: u8| first.map_or(default, |number| u8::try_from(number).unwrap_or(u8::MAX));
    let integer = |bits| SqlType::Integer { bits, unsigned };
    let sql_type = match name {
        "tinyint" => integer(8),
        "smallint" | "int2" => integer(16),
        "mediumint" => integer(24),
        "int" | "integer" | "int4" => integer(32),
        "bigint" | "int8" => integer(64),
        _ if unsigned => return None,
        "boolean" | "bool" => SqlType::Boolean,
        "decimal" | "numeric" | "dec" => SqlType::Decimal {
            precision: small(10),
            scale: arguments.get(1).map_or(0, |number| u8::try_from(*number).unwrap_or(u8::MAX)),
        },
        "double" | "double precision" | "float" | "float8" | "real" | "float4" => SqlType::Double,
        "date" => SqlType::Date,
        "time" => SqlType::Time { digits: small(0) },
        "timestamp" | "datetime" => SqlType::Timestamp { digits: small(0), zoned: false },
        "timestamptz" => SqlType::Timestamp { digits: small(0), zoned: true },
        "uuid" => SqlType::Uuid,
        "char" | "character" | "nchar" => SqlType::Char { length: first.unwrap_or(1) },
        "varchar" | "character varying" | "nvarchar" => match first {
            Some(length) => SqlType::Varchar { length },
            None => SqlType::Text,
        },
        "text" | "string" | "tinytext" | "mediumtext" | "longtext" | "clob" => SqlType::Text,
        "binary" => SqlType::Binary { length: first.unwrap_or(1) },
        "varbinary" => SqlType::Varbinary { length: first? },
        "bytes" | "bytea" | "blob" | "tinyblob" | "mediumblob" | "longblob" => SqlType::Bytes,
        "json" | "jsonb" => SqlType::Json,
        _ => return None,
    };
    Some(sql_type)
}

fn check_arguments(text: &str, name: &str, sql_type: SqlType, arguments: &[u32]) -> Result<(), UnknownType> {
    let most_arguments = match sql_type {
        SqlType::Decimal { .. } => 2,
        // Display widths such as INT(11), and the fraction digits of times.
        SqlType::Integer { .. } | SqlType::Time { .. } | SqlType::Timestamp { .. } | SqlType::Double => 2,
        _ if sql_type.max_length().is_some() || sql_type.is_text() || sql_type.is_binary() => 1,
        _ => 0,
    };
    let problem = match sql_type {
        _ if arguments.len() > most_arguments => {
            Some(format!("{name} takes at most {most_arguments} numbers"))
        }
        SqlType::Decimal { precision, .. } if !(1..=38).contains(&precision) => {
            Some("a decimal has 1 to 38 digits".to_owned())
        }
        SqlType::Decimal { precision, scale } if scale > precision => {
            Some(format!("a decimal of {precision} digits has 0 to {precision} behind the point"))
        }
        SqlType::Time { digits } | SqlType::Timestamp { digits, .. } if digits > 6 => {
            Some("a fraction of a second has 0 to 6 digits".to_owned())
        }
        _ if sql_type.max_length() == Some(0) => Some("a length is at least 1".to_owned()),
        _ => None,
    };
    match problem {
        Some(problem) => Err(UnknownType(format!("`{text}`: {problem}"))),
        None => Ok(()),
    }
}

fn unknown(text: &str) -> UnknownType {
    UnknownType(format!(
        "`{text}` is not a known type; use boolean, tinyint, smallint, mediumint, int, bigint, decimal(p,s), double, date, \
         time(n), timestamp(n), timestamptz(n), uuid, char(n), varchar(n), text, binary(n), varbinary(n), bytes or json"
    ))
}

impl Serialize for SqlType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_reads_back_as_written() {
        for text in [
            "boolean",
            "tinyint",
            "smallint unsigned",
            "mediumint",
            "int",
            "bigint unsigned",
            "decimal(38,10)",
            "double",
            "date",
            "time",
            "time(3)",
            "timestamp",
            "timestamp(6)",
            "timestamptz(2)",
            "uuid",
            "char(36)",
            "varchar(40)",
            "text",
            "binary(16)",
            "varbinary(20)",
            "bytes",
            "json",
        ] {
            assert_eq!(text.parse::<SqlType>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_names_are_read() {
        for (text, canonical) in [
            ("DATETIME(6)", "timestamp(6)"),
            ("numeric( 12 , 2 )", "decimal(12,2)"),
            ("INT(11)", "int"),
            ("VARCHAR", "text"),
            ("double precision", "double"),
        ] {
            assert_eq!(text.parse::<SqlType>().unwrap().to_string(), canonical);
        }
    }

    #[test]
    fn impossible_types_are_refused_with_a_reason() {
        for (text, reason) in [
            ("decimal(39,0)", "1 to 38"),
            ("decimal(5,6)", "0 to 5"),
            ("timestamp(7)", "0 to 6"),
            ("varchar(0)", "at least 1"),
            ("date(3)", "at most 0"),
            ("float unsigned", "not a known type"),
            ("int(", "not a known type"),
            ("", "not a known type"),
        ] {
            let message = text.parse::<SqlType>().unwrap_err().to_string();
            assert!(message.contains(reason), "{text}: {message}");
        }
    }

    #[test]
    fn integer_bounds_are_those_of_the_bits() {
        assert_eq!("tinyint".parse::<SqlType>().unwrap().integer_bounds(), Some((-128, 127)));
        assert_eq!("smallint unsigned".parse::<SqlType>().unwrap().integer_bounds(), Some((0, 65_535)));
        assert_eq!(SqlType::INT.integer_bounds(), Some((-2_147_483_648, 2_147_483_647)));
        assert_eq!(SqlType::BIGINT.integer_bounds(), Some((i64::MIN, i64::MAX)));
    }
}
