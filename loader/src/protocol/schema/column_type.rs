//! What each type of a spec is in a server's SQL.

use generator::SqlType;

use crate::{
    protocol::session::{Flavour, ServerVersion},
    targets::mysql::version::{has_uuid_type, most_decimal_digits},
};

/// Most characters of a VARCHAR that MySQL keeps in the row, whose columns share 65,535 bytes, four a character.
const MYSQL_VARCHAR: u32 = 4_096;
/// Most characters of a text that is part of a key in MySQL: keys have at most 3,072 bytes.
const MYSQL_KEY_TEXT: u32 = 255;

/// Whether MySQL has no index over all of such a value.
pub(crate) fn is_text_without_bound(sql_type: SqlType) -> bool {
    matches!(sql_type, SqlType::Text | SqlType::Bytes)
}

/// The type in the server's SQL; `is_keyed` texts and bytes without a bound get one where keys ask for it.
///
/// # Errors
/// Why the server has no such type, and the remedy.
pub(crate) fn column_type(
    sql_type: SqlType,
    server: &ServerVersion,
    is_keyed: bool,
) -> Result<String, String> {
    match server.flavour {
        Flavour::Postgres => Ok(postgres(sql_type)),
        _ => mysql(sql_type, server, is_keyed),
    }
}

fn mysql(sql_type: SqlType, server: &ServerVersion, is_keyed: bool) -> Result<String, String> {
    let text = match sql_type {
        SqlType::Decimal { scale, .. } if scale > most_decimal_digits(server) => {
            return Err(format!(
                "{} has at most {} digits behind the point; reduce the {scale} of the type",
                server.text,
                most_decimal_digits(server)
            ));
        }
        // A zone is not kept: values are UTC, and TIMESTAMP would end in 2038.
        SqlType::Timestamp { digits, .. } => with_digits("DATETIME", digits),
        SqlType::Time { digits } => with_digits("TIME", digits),
        SqlType::Uuid if has_uuid_type(server) => "UUID".to_owned(),
        SqlType::Uuid => "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin".to_owned(),
        SqlType::Char { length } if length > 255 => varchar(length),
        SqlType::Varchar { length } => varchar(length),
        SqlType::Text if is_keyed => varchar(MYSQL_KEY_TEXT),
        SqlType::Text => "LONGTEXT".to_owned(),
        SqlType::Binary { length } if length > 255 => varbinary(length),
        SqlType::Varbinary { length } => varbinary(length),
        SqlType::Bytes if is_keyed => varbinary(MYSQL_KEY_TEXT),
        SqlType::Bytes => "LONGBLOB".to_owned(),
        // The rest is called there what it is called in a spec.
        other => other.to_string().to_uppercase(),
    };
    Ok(text)
}

fn varchar(length: u32) -> String {
    if length <= MYSQL_VARCHAR { format!("VARCHAR({length})") } else { "LONGTEXT".to_owned() }
}

fn varbinary(length: u32) -> String {
    if length <= MYSQL_VARCHAR { format!("VARBINARY({length})") } else { "LONGBLOB".to_owned() }
}

fn with_digits(name: &str, digits: u8) -> String {
    if digits == 0 { name.to_owned() } else { format!("{name}({digits})") }
}

/// PostgreSQL has no unsigned integers: the next larger type holds them.
fn postgres(sql_type: SqlType) -> String {
    match sql_type {
        SqlType::Boolean => "boolean".to_owned(),
        SqlType::Integer { bits, unsigned } => match (bits, unsigned) {
            (8, _) | (16, false) => "smallint",
            (16, true) | (24, _) | (32, false) => "integer",
            _ => "bigint",
        }
        .to_owned(),
        SqlType::Decimal { precision, scale } => format!("numeric({precision},{scale})"),
        SqlType::Double => "double precision".to_owned(),
        // Without a number PostgreSQL keeps six digits.
        SqlType::Time { digits } => format!("time({digits})"),
        SqlType::Timestamp { digits, zoned: false } => format!("timestamp({digits})"),
        SqlType::Timestamp { digits, zoned: true } => format!("timestamptz({digits})"),
        SqlType::Binary { .. } | SqlType::Varbinary { .. } | SqlType::Bytes => "bytea".to_owned(),
        SqlType::Json => "jsonb".to_owned(),
        // The longest that PostgreSQL takes is 10,485,760.
        SqlType::Varchar { length } if length > 10_485_760 => "text".to_owned(),
        SqlType::Date | SqlType::Uuid | SqlType::Text | SqlType::Char { .. } | SqlType::Varchar { .. } => {
            sql_type.to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(flavour: Flavour) -> ServerVersion {
        ServerVersion { flavour, text: String::new(), number: (10, 11), folds_names: false }
    }

    #[test]
    fn every_type_has_a_name_in_each_server() {
        for (spec, mysql, mariadb, postgres) in [
            ("boolean", "BOOLEAN", "BOOLEAN", "boolean"),
            ("tinyint", "TINYINT", "TINYINT", "smallint"),
            ("smallint unsigned", "SMALLINT UNSIGNED", "SMALLINT UNSIGNED", "integer"),
            ("int unsigned", "INT UNSIGNED", "INT UNSIGNED", "bigint"),
            ("bigint", "BIGINT", "BIGINT", "bigint"),
            ("decimal(10,2)", "DECIMAL(10,2)", "DECIMAL(10,2)", "numeric(10,2)"),
            ("double", "DOUBLE", "DOUBLE", "double precision"),
            ("date", "DATE", "DATE", "date"),
            ("time(3)", "TIME(3)", "TIME(3)", "time(3)"),
            ("timestamp(6)", "DATETIME(6)", "DATETIME(6)", "timestamp(6)"),
            ("timestamptz", "DATETIME", "DATETIME", "timestamptz(0)"),
            ("uuid", "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin", "UUID", "uuid"),
            ("char(40)", "CHAR(40)", "CHAR(40)", "char(40)"),
            ("char(300)", "VARCHAR(300)", "VARCHAR(300)", "char(300)"),
            ("varchar(40)", "VARCHAR(40)", "VARCHAR(40)", "varchar(40)"),
            ("varchar(70000)", "LONGTEXT", "LONGTEXT", "varchar(70000)"),
            ("text", "LONGTEXT", "LONGTEXT", "text"),
            ("binary(16)", "BINARY(16)", "BINARY(16)", "bytea"),
            ("varbinary(80)", "VARBINARY(80)", "VARBINARY(80)", "bytea"),
            ("bytes", "LONGBLOB", "LONGBLOB", "bytea"),
            ("json", "JSON", "JSON", "jsonb"),
        ] {
            let sql_type: SqlType = spec.parse().unwrap();
            let name = |flavour| column_type(sql_type, &server(flavour), false).unwrap();
            assert_eq!(name(Flavour::MySql), mysql, "{spec}");
            assert_eq!(name(Flavour::MariaDb), mariadb, "{spec}");
            assert_eq!(name(Flavour::Postgres), postgres, "{spec}");
        }
        let keyed = |text: &str| column_type(text.parse().unwrap(), &server(Flavour::MySql), true).unwrap();
        assert_eq!((keyed("text"), keyed("bytes")), ("VARCHAR(255)".to_owned(), "VARBINARY(255)".to_owned()));
        let older = ServerVersion { number: (10, 6), ..server(Flavour::MariaDb) };
        assert!(column_type(SqlType::Uuid, &older, false).unwrap().starts_with("CHAR(36)"));
        assert!(column_type("decimal(38,35)".parse().unwrap(), &server(Flavour::MySql), false).is_err());
    }
}
