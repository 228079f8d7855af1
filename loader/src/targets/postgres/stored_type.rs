//! The types of PostgreSQL's columns, as `format_type` shows them.

use crate::protocol::stored_type::{Repertoire, StoredType};

/// The type of a column; `folds` tells whether its collation takes different texts for equal.
pub(super) fn stored_type(shown: &str, folds: bool) -> StoredType {
    let numbers: Vec<u32> = shown
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(inside, _)| inside.split(',').filter_map(|number| number.trim().parse().ok()).collect())
        .unwrap_or_default();
    let number = |index: usize| numbers.get(index).copied();
    let digits = number(0).and_then(|digits| u8::try_from(digits).ok()).unwrap_or(6);
    if shown.ends_with("[]") {
        return StoredType::Other(shown.to_owned());
    }
    let word = shown.split('(').next().unwrap_or_default().trim_end();
    let signed = |bits| StoredType::Integer { bits, unsigned: false };
    let text = |chars: Option<u64>, folds| StoredType::Text {
        is_padded: word == "character",
        chars,
        bytes: None,
        repertoire: Repertoire::All,
        folds,
    };
    match word {
        "boolean" => StoredType::Boolean,
        "smallint" => signed(16),
        "integer" => signed(32),
        "bigint" => signed(64),
        "numeric" => StoredType::Decimal(number(0).map(|precision| (precision, number(1).unwrap_or(0)))),
        "real" => StoredType::Float,
        "double precision" => StoredType::Double,
        "character varying" | "character" => text(number(0).map(u64::from), folds),
        "text" => text(None, folds),
        // PostgreSQL manual, "Character Types": longer texts are cut.
        "name" => StoredType::Text {
            chars: None,
            bytes: Some(63),
            repertoire: Repertoire::All,
            folds: false,
            is_padded: false,
        },
        "\"char\"" => StoredType::Text {
            chars: None,
            bytes: Some(1),
            repertoire: Repertoire::All,
            folds: false,
            is_padded: false,
        },
        "citext" => text(None, true),
        "bytea" => StoredType::Binary { bytes: None, is_padded: false },
        "date" => StoredType::Date,
        "uuid" => StoredType::Uuid,
        "json" | "jsonb" => StoredType::Json,
        // Texts of zeros and ones.
        _ if word.starts_with("timestamp") => StoredType::Timestamp { digits },
        _ if word.starts_with("time") => StoredType::Time { digits },
        _ => StoredType::Other(shown.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read() {
        let plain = |shown: &str| stored_type(shown, false);
        assert_eq!(plain("numeric(10,1)"), StoredType::Decimal(Some((10, 1))));
        assert_eq!(plain("numeric"), StoredType::Decimal(None));
        assert_eq!(plain("timestamp(0) without time zone"), StoredType::Timestamp { digits: 0 });
        assert_eq!(plain("timestamp with time zone"), StoredType::Timestamp { digits: 6 });
        assert_eq!(plain("time(3) without time zone"), StoredType::Time { digits: 3 });
        assert_eq!(plain("integer[]"), StoredType::Other("integer[]".to_owned()));
        assert_eq!(plain("bit(3)"), StoredType::Other("bit(3)".to_owned()));
        let StoredType::Text { chars, folds, .. } = stored_type("character varying(40)", true) else {
            panic!("a text is a text");
        };
        assert_eq!((chars, folds), (Some(40), true));
    }
}
