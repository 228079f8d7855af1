//! What a server has no room for in one table, found before CREATE TABLE says so.

use generator::{SqlType, TableSpec};

use super::column_type::{column_type, is_text_without_bound};
use crate::{
    error::LoadError,
    keys::unique_keys,
    plan::TableLoad,
    protocol::session::{Flavour, ServerVersion},
};

/// Most bytes of a row's columns in MySQL, long texts and bytes apart (MySQL manual, "Limits on Table Column Count and Row Size").
const MYSQL_ROW_BYTES: u64 = 65_535;
/// Most columns of InnoDB ("InnoDB Limits").
const MYSQL_COLUMNS: usize = 1_017;
/// Most bytes of a key of InnoDB with the row format DYNAMIC.
const MYSQL_KEY_BYTES: u64 = 3_072;
/// Most columns of a key.
const MYSQL_KEY_COLUMNS: usize = 16;
/// Most columns of PostgreSQL (manual, "PostgreSQL Limits"), and of its keys.
const POSTGRES_COLUMNS: usize = 1_600;
const POSTGRES_KEY_COLUMNS: usize = 32;

pub(super) fn check(load: &TableLoad, server: &ServerVersion) -> Result<(), LoadError> {
    let spec = load.table().spec();
    let refuse = |reason: String| LoadError::Schema { table: load.name().to_owned(), reason };
    let columns = load.table().output_columns().count();
    let (most_columns, most_key_columns) = match server.flavour {
        Flavour::Postgres => (POSTGRES_COLUMNS, POSTGRES_KEY_COLUMNS),
        _ => (MYSQL_COLUMNS, MYSQL_KEY_COLUMNS),
    };
    if columns > most_columns {
        return Err(refuse(format!(
            "it has {columns} columns, and {} takes {most_columns}; hide some, or split it",
            server.text
        )));
    }
    for key in keys(spec) {
        if key.len() > most_key_columns {
            return Err(refuse(format!(
                "the key ({}) has {} columns, and {} takes {most_key_columns}",
                key.join(", "),
                key.len(),
                server.text
            )));
        }
    }
    if server.flavour == Flavour::Postgres {
        return Ok(());
    }
    let keyed: Vec<String> = keys(spec).into_iter().flatten().collect();
    let bytes = |name: &str| {
        let column = spec.columns.iter().find(|column| column.name == name)?;
        let is_keyed = is_text_without_bound(column.sql_type) && keyed.iter().any(|key| key == name);
        let sql_type = column_type(column.sql_type, server, is_keyed).ok()?;
        Some((mysql_bytes(&sql_type, column.sql_type), column.sql_type))
    };
    let shown: Vec<&str> = load.table().output_columns().map(|column| column.name).collect();
    let row: u64 = shown.iter().filter_map(|name| bytes(name)).map(|(bytes, _)| bytes).sum();
    if row > MYSQL_ROW_BYTES {
        let widest = shown.iter().copied().max_by_key(|name| bytes(name).map_or(0, |(bytes, _)| bytes));
        return Err(refuse(format!(
            "its rows may have {row} bytes, and {} takes {MYSQL_ROW_BYTES} without counting the types text and bytes; give some columns \
             the type text, such as `{}`, or make them shorter",
            server.text,
            widest.unwrap_or_default()
        )));
    }
    for key in keys(spec) {
        let is_json = |name: &String| bytes(name).is_some_and(|(_, sql_type)| sql_type == SqlType::Json);
        let length: u64 = key.iter().filter_map(|name| bytes(name)).map(|(bytes, _)| bytes).sum();
        if length > MYSQL_KEY_BYTES && !key.iter().any(is_json) {
            return Err(refuse(format!(
                "the key ({}) may have {length} bytes, and {} takes {MYSQL_KEY_BYTES}, four for each character; make its texts shorter",
                key.join(", "),
                server.text
            )));
        }
    }
    Ok(())
}

/// All keys and indexes.
fn keys(spec: &TableSpec) -> Vec<Vec<String>> {
    let mut keys = unique_keys(spec);
    keys.extend(spec.indexes.iter().cloned());
    keys.push(spec.primary_key.clone());
    keys.retain(|key| !key.is_empty());
    keys
}

/// Most bytes that a column takes in a row of MySQL, its length among them.
fn mysql_bytes(name: &str, sql_type: SqlType) -> u64 {
    let length =
        || name.split_once('(').and_then(|(_, rest)| rest.split([')', ',']).next()?.parse::<u64>().ok());
    let is_ascii = name.contains("CHARACTER SET ascii");
    if name.starts_with("VARCHAR") {
        return length().unwrap_or(0) * 4 + 2;
    }
    if name.starts_with("CHAR") {
        return length().unwrap_or(1) * if is_ascii { 1 } else { 4 };
    }
    if name.starts_with("VARBINARY") {
        return length().unwrap_or(0) + 2;
    }
    if name.starts_with("BINARY") {
        return length().unwrap_or(1);
    }
    match sql_type {
        SqlType::Integer { bits, .. } => u64::from(bits / 8),
        SqlType::Boolean => 1,
        SqlType::Decimal { precision, .. } => u64::from(precision) / 2 + 1,
        SqlType::Double => 8,
        SqlType::Uuid => 16,
        SqlType::Date => 3,
        SqlType::Time { .. } => 6,
        SqlType::Timestamp { .. } => 8,
        // A pointer to where it is.
        _ => 12,
    }
}
