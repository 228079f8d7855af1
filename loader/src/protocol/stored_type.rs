//! What a column that is there already can hold, compared with what a load would put into it.

use generator::{OutputColumn, SqlType};

/// The type of a column that is there, as far as it matters to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StoredType {
    Boolean,
    Integer {
        bits: u8,
        unsigned: bool,
    },
    /// Without numbers it takes any.
    Decimal(Option<(u32, u32)>),
    /// SQLite's: whole numbers as they are, others with 15 digits.
    Numeric,
    /// Seven digits.
    Float,
    Double,
    Text {
        /// Most characters; `None` if only bytes are bounded, or nothing.
        chars: Option<u64>,
        /// Most bytes.
        bytes: Option<u64>,
        repertoire: Repertoire,
        /// Whether texts that differ in case or accents may be equal for a unique key.
        folds: bool,
        /// Whether blanks at the end are no part of a text.
        is_padded: bool,
    },
    Binary {
        bytes: Option<u64>,
        /// Whether shorter values are filled up with zeros.
        is_padded: bool,
    },
    Date,
    Time {
        digits: u8,
    },
    Timestamp {
        digits: u8,
    },
    Uuid,
    Json,
    Bit(u64),
    Year,
    /// SQLite's, which keep whatever they are given.
    Any,
    /// Anything else: what it takes, it says itself, row by row.
    Other(String),
}

/// Digits that a floating-point number of 32 bits gives back as they were.
const FLOAT_DIGITS: u8 = 6;

/// Which characters a column of texts has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repertoire {
    All,
    /// Those of up to three bytes in UTF-8: MySQL's utf8mb3.
    ThreeBytes,
    /// Those of one national character set.
    Some,
    Ascii,
}

/// What is to be said of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fit {
    Fits,
    /// Some rows may be refused; the database names them.
    May(String),
    /// Values would be changed without a word, or hardly any row would go in: why, and the remedy.
    Never(String),
}

/// Whether a column can hold what is made for it.
pub(crate) fn fit(stored: &StoredType, column: &OutputColumn<'_>) -> Fit {
    let wanted = column.sql_type;
    let differs = |why: String| {
        Fit::Never(format!(
            "{why}: make the column {}, or give it in the spec a type that fits",
            wanted.to_string().to_uppercase()
        ))
    };
    match stored {
        // Six digits come back as they were (FLT_DIG of C, table 8.2 of PostgreSQL's manual).
        StoredType::Float => match wanted {
            SqlType::Decimal { precision, .. } if precision <= FLOAT_DIGITS => Fit::Fits,
            SqlType::Integer { .. } if column.longest.chars <= usize::from(FLOAT_DIGITS) => Fit::Fits,
            SqlType::Boolean => Fit::Fits,
            _ => Fit::Never(format!(
                "keeps seven digits, and would round what it is given; make it DOUBLE, or give it in the spec a decimal of {FLOAT_DIGITS} digits"
            )),
        },
        StoredType::Boolean => match wanted {
            SqlType::Boolean => Fit::Fits,
            _ => differs(format!("holds true and false, not {wanted}")),
        },
        StoredType::Integer { bits, unsigned } => integer(*bits, *unsigned, column, differs),
        StoredType::Decimal(digits) => decimal(*digits, column, differs),
        StoredType::Numeric => match wanted {
            SqlType::Decimal { precision, scale } if precision > 15 && scale > 0 => {
                differs(format!("keeps 15 digits, and the spec makes {precision}"))
            }
            _ if wanted.is_text() => differs("makes numbers of texts that look like them".to_owned()),
            _ => Fit::Fits,
        },
        StoredType::Double => match wanted {
            SqlType::Decimal { precision, .. } if precision > 15 => {
                differs(format!("keeps 15 digits, and the spec makes {precision}"))
            }
            SqlType::Integer { bits, .. } if bits > 53 && column.longest.chars > 15 => {
                differs("keeps 15 digits, and the spec makes integers of 64 bits".to_owned())
            }
            SqlType::Double | SqlType::Decimal { .. } | SqlType::Integer { .. } | SqlType::Boolean => {
                Fit::Fits
            }
            _ => differs(format!("holds numbers, not {wanted}")),
        },
        StoredType::Text { chars, bytes, repertoire, is_padded, .. } => {
            match text(*chars, *bytes, *repertoire, column) {
                Fit::Fits if *is_padded && wanted.is_text() && !matches!(wanted, SqlType::Char { .. }) => {
                    Fit::May("is CHAR, and drops blanks at the end of texts".to_owned())
                }
                fit => fit,
            }
        }
        StoredType::Binary { bytes, is_padded } => match bytes {
            Some(bytes) if column.longest.bytes as u64 > *bytes => Fit::Never(format!(
                "holds {bytes} bytes, and the spec makes up to {}: make it longer",
                column.longest.bytes
            )),
            Some(bytes)
                if *is_padded
                    && !matches!(wanted, SqlType::Binary { length } if u64::from(length) == *bytes) =>
            {
                differs("is BINARY, and fills shorter values up with zeros".to_owned())
            }
            _ => Fit::Fits,
        },
        StoredType::Date => match wanted {
            SqlType::Timestamp { .. } => differs("keeps no time of day".to_owned()),
            SqlType::Date => Fit::Fits,
            _ if wanted.is_text() => Fit::May("takes texts that are dates, and refuses others".to_owned()),
            _ => differs(format!("holds dates, not {wanted}")),
        },
        StoredType::Time { digits } => match wanted {
            SqlType::Time { digits: made } if made > *digits => differs(fraction("times", *digits, made)),
            SqlType::Time { .. } => Fit::Fits,
            SqlType::Timestamp { .. } => differs("keeps no date".to_owned()),
            _ if wanted.is_text() => Fit::May("takes texts that are times, and refuses others".to_owned()),
            _ => differs(format!("holds times, not {wanted}")),
        },
        StoredType::Timestamp { digits } => match wanted {
            SqlType::Timestamp { digits: made, .. } if made > *digits => {
                differs(fraction("timestamps", *digits, made))
            }
            SqlType::Timestamp { .. } | SqlType::Date => Fit::Fits,
            _ if wanted.is_text() => {
                Fit::May("takes texts that are timestamps, and refuses others".to_owned())
            }
            _ => differs(format!("holds timestamps, not {wanted}")),
        },
        StoredType::Uuid => match wanted {
            SqlType::Uuid => Fit::Fits,
            _ if wanted.is_text() => Fit::May("takes texts that are UUIDs, and refuses others".to_owned()),
            _ => differs(format!("holds UUIDs, not {wanted}")),
        },
        StoredType::Json => match wanted {
            SqlType::Json => Fit::Fits,
            _ if wanted.is_text() => Fit::May("takes texts that are JSON, and refuses others".to_owned()),
            _ => Fit::Fits,
        },
        StoredType::Bit(bits) => match wanted {
            SqlType::Boolean => Fit::Fits,
            SqlType::Integer { bits: made, .. } if u64::from(made) <= *bits => Fit::Fits,
            SqlType::Integer { .. } => Fit::May(format!("is BIT({bits}), and refuses larger numbers")),
            _ => differs(format!("is BIT({bits}), which holds integers and booleans")),
        },
        StoredType::Year => match wanted {
            // 17 is 2017 there.
            SqlType::Integer { .. } if column.longest.chars < 4 => {
                differs("is YEAR, and takes numbers of two digits for years of this century".to_owned())
            }
            SqlType::Integer { .. } => Fit::May("is YEAR, and refuses what is not 1901 to 2155".to_owned()),
            _ => differs("is YEAR, which holds integers".to_owned()),
        },
        StoredType::Any => Fit::Fits,
        StoredType::Other(name) => Fit::May(format!(
            "has the type {name}, and what that makes of values is seen when they are there"
        )),
    }
}

fn fraction(of: &str, kept: u8, made: u8) -> String {
    format!("keeps {kept} digits of a second, and would round the {made} of the {of} that the spec makes")
}

fn integer(bits: u8, unsigned: bool, column: &OutputColumn<'_>, differs: impl Fn(String) -> Fit) -> Fit {
    // Any number of so many characters fits, a minus sign among them or not.
    let safe_chars = match bits {
        8 => 2,
        16 => 4,
        24 => 6,
        32 => 9,
        _ => 18,
    };
    let is_short = column.longest.chars <= safe_chars;
    match column.sql_type {
        SqlType::Boolean => Fit::Fits,
        SqlType::Integer { bits: made, unsigned: made_unsigned } => {
            let contains = if made_unsigned == unsigned {
                made <= bits
            } else {
                // The other way round a negative number may come.
                made_unsigned && made < bits
            };
            if contains || (is_short && (!unsigned || made_unsigned)) {
                Fit::Fits
            } else if made > bits && column.longest.chars > safe_chars + 1 {
                differs(format!(
                    "holds integers of {bits} bits, and the spec makes some of {} digits",
                    column.longest.chars
                ))
            } else {
                let sign = if unsigned { " without a sign" } else { "" };
                Fit::May(format!("holds integers of {bits} bits{sign}, and refuses others"))
            }
        }
        SqlType::Decimal { scale: 0, .. } if is_short => Fit::Fits,
        SqlType::Decimal { scale: 0, .. } => {
            Fit::May(format!("holds integers of {bits} bits, and refuses larger ones"))
        }
        SqlType::Decimal { .. } | SqlType::Double => {
            differs("holds integers, and would round what is behind the point".to_owned())
        }
        wanted if wanted.is_text() => {
            differs("holds integers, and keeps no zeros before them or anything else of a text".to_owned())
        }
        wanted => differs(format!("holds integers, not {wanted}")),
    }
}

fn decimal(digits: Option<(u32, u32)>, column: &OutputColumn<'_>, differs: impl Fn(String) -> Fit) -> Fit {
    let Some((precision, scale)) = digits else {
        // Any digits, but no text.
        return if column.sql_type.is_text() {
            differs("holds numbers, and keeps no zeros before them or anything else of a text".to_owned())
        } else {
            Fit::Fits
        };
    };
    let made_scale = match column.sql_type {
        SqlType::Decimal { scale, .. } => u32::from(scale),
        SqlType::Integer { .. } | SqlType::Boolean => 0,
        SqlType::Double => {
            return differs(format!("keeps {scale} digits behind the point, and would round doubles"));
        }
        wanted if wanted.is_text() => {
            return differs(
                "holds numbers, and keeps no zeros before them or anything else of a text".to_owned(),
            );
        }
        wanted => return differs(format!("holds numbers, not {wanted}")),
    };
    if made_scale > scale {
        return differs(format!(
            "keeps {scale} digits behind the point, and would round the {made_scale} that the spec makes"
        ));
    }
    // A point, and what is behind it; a minus sign is counted as a digit.
    let behind = if made_scale == 0 { 0 } else { made_scale as usize + 1 };
    let before = column.longest.chars.saturating_sub(behind);
    let room = precision.saturating_sub(scale) as usize;
    if before <= room {
        Fit::Fits
    } else if before > room + 1 {
        differs(format!("holds {room} digits before the point, and the spec makes some of {before}"))
    } else {
        Fit::May(format!("holds {room} digits before the point, and refuses larger numbers"))
    }
}

fn text(chars: Option<u64>, bytes: Option<u64>, repertoire: Repertoire, column: &OutputColumn<'_>) -> Fit {
    let longest = column.longest;
    if let Some(chars) = chars
        && longest.chars as u64 > chars
    {
        return Fit::Never(format!(
            "holds {chars} characters, and the spec makes up to {}: make it longer, or give it a shorter type in the spec",
            longest.chars
        ));
    }
    if let Some(bytes) = bytes
        && longest.bytes as u64 > bytes
    {
        return Fit::Never(format!(
            "holds {bytes} bytes, and the spec makes up to {}: make it longer, or give it a shorter type in the spec",
            longest.bytes
        ));
    }
    let is_plain = longest.bytes <= longest.chars;
    match repertoire {
        _ if is_plain || !column.sql_type.is_text() => Fit::Fits,
        Repertoire::All => Fit::Fits,
        Repertoire::Ascii => Fit::Never(
            "holds ASCII only, and the spec makes other characters: give it a character set of Unicode".to_owned(),
        ),
        Repertoire::ThreeBytes if longest.bytes <= longest.chars * 3 => Fit::Fits,
        Repertoire::ThreeBytes | Repertoire::Some => Fit::May(
            "has a character set that is not all of Unicode, and refuses what is not in it; utf8mb4 holds everything"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use generator::{Dataset, DatasetSpec};

    use super::*;

    /// The first word of what is said of a column of this definition.
    fn fits(stored: &StoredType, column: &str) -> &'static str {
        let json = format!(
            r#"{{"rowmill":1,"tables":[{{"name":"t","rows":9,"columns":[{{"name":"c",{column}}}]}}]}}"#
        );
        let dataset = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
        let table = dataset.table("t").unwrap();
        let column = table.output_columns().next().unwrap();
        match fit(stored, &column) {
            Fit::Fits => "fits",
            Fit::May(_) => "may",
            Fit::Never(_) => "never",
        }
    }

    fn text(chars: u64, repertoire: Repertoire) -> StoredType {
        StoredType::Text { chars: Some(chars), bytes: None, repertoire, folds: false, is_padded: false }
    }

    #[test]
    fn what_would_be_rounded_never_fits() {
        let decimal = r#""type":"decimal(10,2)""#;
        assert_eq!(fits(&StoredType::Decimal(Some((10, 1))), decimal), "never");
        assert_eq!(fits(&StoredType::Decimal(Some((10, 2))), decimal), "fits");
        assert_eq!(fits(&StoredType::Decimal(Some((4, 2))), decimal), "never");
        assert_eq!(fits(&StoredType::Decimal(None), decimal), "fits");
        assert_eq!(fits(&StoredType::Integer { bits: 32, unsigned: false }, decimal), "never");
        assert_eq!(fits(&StoredType::Double, decimal), "fits");
        assert_eq!(fits(&StoredType::Double, r#""type":"decimal(20,2)""#), "never");
        assert_eq!(fits(&StoredType::Float, r#""type":"int""#), "never");
        assert_eq!(fits(&StoredType::Float, r#""type":"decimal(7,2)""#), "never");
        assert_eq!(fits(&StoredType::Float, r#""type":"decimal(6,2)""#), "fits");
        for digits in 0..=6 {
            let stored = StoredType::Timestamp { digits };
            let expected = if digits < 3 { "never" } else { "fits" };
            assert_eq!(fits(&stored, r#""type":"timestamp(3)""#), expected);
            assert_eq!(fits(&StoredType::Time { digits }, r#""type":"time(3)""#), expected);
        }
        assert_eq!(fits(&StoredType::Date, r#""type":"timestamp""#), "never");
        assert_eq!(fits(&StoredType::Timestamp { digits: 0 }, r#""type":"date""#), "fits");
    }

    #[test]
    fn what_is_surely_short_enough_fits() {
        let small = r#""type":"int","gen":{"kind":"integer","min":1,"max":99}"#;
        assert_eq!(fits(&StoredType::Integer { bits: 8, unsigned: false }, small), "fits");
        assert_eq!(
            fits(
                &StoredType::Integer { bits: 8, unsigned: false },
                r#""type":"bigint","gen":{"kind":"integer","min":1,"max":999999}"#
            ),
            "never"
        );
        assert_eq!(fits(&StoredType::Integer { bits: 32, unsigned: true }, r#""type":"int""#), "may");
        assert_eq!(
            fits(&StoredType::Integer { bits: 64, unsigned: false }, r#""type":"int unsigned""#),
            "fits"
        );
        let word = r#""type":"varchar(60)","gen":{"kind":"list","values":["abc","de"]}"#;
        assert_eq!(fits(&text(3, Repertoire::Ascii), word), "fits");
        assert_eq!(fits(&text(2, Repertoire::All), word), "never");
        let korean = r#""type":"varchar(60)","gen":{"kind":"list","values":["가나"]}"#;
        assert_eq!(fits(&text(9, Repertoire::Ascii), korean), "never");
        assert_eq!(fits(&text(9, Repertoire::Some), korean), "may");
        assert_eq!(fits(&text(9, Repertoire::ThreeBytes), korean), "fits");
        assert_eq!(fits(&text(36, Repertoire::Ascii), r#""type":"uuid""#), "fits");
    }

    #[test]
    fn bits_and_years_take_integers() {
        let digits = r#""type":"varchar(9)","gen":{"kind":"list","values":["007"]}"#;
        for stored in [
            StoredType::Integer { bits: 32, unsigned: false },
            StoredType::Decimal(None),
            StoredType::Numeric,
        ] {
            assert_eq!(fits(&stored, digits), "never", "{stored:?}");
        }
        let short = r#""type":"varbinary(9)","gen":{"kind":"bytes","min_length":1,"max_length":9}"#;
        assert_eq!(fits(&StoredType::Binary { bytes: Some(9), is_padded: true }, short), "never");
        assert_eq!(fits(&StoredType::Binary { bytes: Some(9), is_padded: false }, short), "fits");
        let small = r#""type":"int","gen":{"kind":"integer","min":1,"max":99}"#;
        assert_eq!(fits(&StoredType::Year, small), "never");
        assert_eq!(fits(&StoredType::Bit(1), r#""type":"boolean""#), "fits");
        assert_eq!(fits(&StoredType::Bit(64), r#""type":"int""#), "fits");
        assert_eq!(fits(&StoredType::Bit(8), r#""type":"varchar(3)""#), "never");
        assert_eq!(fits(&StoredType::Year, r#""type":"int""#), "may");
        assert_eq!(fits(&StoredType::Boolean, r#""type":"int""#), "never");
    }
}
