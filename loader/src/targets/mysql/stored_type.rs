//! The types of MySQL's and MariaDB's columns, from `COLUMN_TYPE` of `information_schema`.

use crate::protocol::stored_type::{Repertoire, StoredType};

/// The type of a column whose texts have this character set and collation.
pub(super) fn stored_type(column_type: &str, character_set: &str, collation: &str) -> StoredType {
    let lower = column_type.to_ascii_lowercase();
    let word = lower.split(['(', ' ']).next().unwrap_or_default();
    let numbers: Vec<u32> = lower
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(inside, _)| inside.split(',').filter_map(|number| number.trim().parse().ok()).collect())
        .unwrap_or_default();
    let number = |index: usize| numbers.get(index).copied();
    let unsigned = lower.contains("unsigned");
    let integer = |bits| StoredType::Integer { bits, unsigned };
    let digits = number(0).and_then(|digits| u8::try_from(digits).ok()).unwrap_or(0);
    let text = |chars: Option<u64>, bytes: Option<u64>| StoredType::Text {
        is_padded: word == "char",
        chars,
        bytes,
        repertoire: repertoire(character_set),
        // Those that end so compare bytes or code points.
        folds: !(collation.ends_with("_bin") || collation.ends_with("_cs") || collation == "binary"),
    };
    match word {
        "tinyint" => integer(8),
        "smallint" => integer(16),
        "mediumint" => integer(24),
        "int" => integer(32),
        "bigint" => integer(64),
        "decimal" => StoredType::Decimal(Some((number(0).unwrap_or(10), number(1).unwrap_or(0)))),
        "float" => StoredType::Float,
        // With digits behind the point it rounds to them.
        "double" if number(1).is_some() => {
            StoredType::Decimal(Some((number(0).unwrap_or(0), number(1).unwrap_or(0))))
        }
        "double" => StoredType::Double,
        "char" | "varchar" => text(Some(u64::from(number(0).unwrap_or(1))), None),
        "tinytext" => text(None, Some(255)),
        "text" => text(None, Some(65_535)),
        "mediumtext" => text(None, Some((1 << 24) - 1)),
        "longtext" => text(None, None),
        "binary" | "varbinary" => {
            StoredType::Binary { bytes: Some(u64::from(number(0).unwrap_or(1))), is_padded: word == "binary" }
        }
        "tinyblob" => StoredType::Binary { bytes: Some(255), is_padded: false },
        "blob" => StoredType::Binary { bytes: Some(65_535), is_padded: false },
        "mediumblob" => StoredType::Binary { bytes: Some((1 << 24) - 1), is_padded: false },
        "longblob" => StoredType::Binary { bytes: None, is_padded: false },
        "date" => StoredType::Date,
        "time" => StoredType::Time { digits },
        "datetime" | "timestamp" => StoredType::Timestamp { digits },
        "year" => StoredType::Year,
        "bit" => StoredType::Bit(u64::from(number(0).unwrap_or(1))),
        "json" => StoredType::Json,
        "uuid" => StoredType::Uuid,
        _ => StoredType::Other(lower),
    }
}

fn repertoire(character_set: &str) -> Repertoire {
    match character_set {
        "utf8mb4" | "utf16" | "utf16le" | "utf32" | "gb18030" | "" => Repertoire::All,
        "utf8" | "utf8mb3" | "ucs2" => Repertoire::ThreeBytes,
        "ascii" => Repertoire::Ascii,
        _ => Repertoire::Some,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read() {
        let plain = |column_type: &str| stored_type(column_type, "", "");
        assert_eq!(plain("int(11) unsigned"), StoredType::Integer { bits: 32, unsigned: true });
        assert_eq!(plain("tinyint(1)"), StoredType::Integer { bits: 8, unsigned: false });
        assert_eq!(plain("decimal(10,2)"), StoredType::Decimal(Some((10, 2))));
        assert_eq!(plain("decimal(10)"), StoredType::Decimal(Some((10, 0))));
        assert_eq!(plain("double(5,1)"), StoredType::Decimal(Some((5, 1))));
        assert_eq!(plain("datetime(6)"), StoredType::Timestamp { digits: 6 });
        assert_eq!(plain("timestamp"), StoredType::Timestamp { digits: 0 });
        assert_eq!(plain("bit(8)"), StoredType::Bit(8));
        assert_eq!(plain("enum('a(1)','b')"), StoredType::Other("enum('a(1)','b')".to_owned()));
        let text = |collation: &str| stored_type("varchar(40)", "utf8mb4", collation);
        let expected = |folds| StoredType::Text {
            chars: Some(40),
            bytes: None,
            repertoire: Repertoire::All,
            folds,
            is_padded: false,
        };
        assert_eq!(text("utf8mb4_0900_ai_ci"), expected(true));
        assert_eq!(text("utf8mb4_bin"), expected(false));
    }
}
