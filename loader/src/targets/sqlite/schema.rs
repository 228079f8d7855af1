//! Tables: their DDL from a spec, and what is there already.

use std::collections::BTreeSet;

use generator::{Dialect, SqlType, TableSpec, hexadecimal, quote_identifier};
use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest as _, Sha256};

use crate::targets::keys::{foreign_keys, unique_keys};

/// A name as it stands in SQLite's SQL.
pub(super) fn quote(name: &str) -> String {
    quote_identifier(Dialect::Sqlite, name)
}

/// Names in a list.
pub(super) fn quote_all<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(quote).collect::<Vec<_>>().join(", ")
}

/// Whether a table or view of this name is there.
pub(super) fn table_exists(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    connection
        .query_row(
            "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
            [table],
            |_| Ok(()),
        )
        .optional()
        .map(|found| found.is_some())
}

/// How many rows a table has.
pub(super) fn count(connection: &Connection, table: &str) -> rusqlite::Result<u64> {
    connection
        .query_row(&format!("SELECT COUNT(*) FROM {}", quote(table)), [], |row| row.get::<_, i64>(0))
        .map(i64::cast_unsigned)
}

/// The first of these columns that a table does not have.
pub(super) fn missing_column(connection: &Connection, table: &TableSpec) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare("SELECT lower(name) FROM pragma_table_info(?)")?;
    let found: BTreeSet<String> =
        statement.query_map([&table.name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(table
        .columns
        .iter()
        .filter(|column| !column.hidden)
        .find(|column| !found.contains(&column.name.to_lowercase()))
        .map(|column| column.name.clone()))
}

/// A text that changes whenever a column does.
pub(super) fn definition(connection: &Connection, table: &str) -> rusqlite::Result<String> {
    let mut statement = connection.prepare("SELECT name, type, \"notnull\" FROM pragma_table_info(?)")?;
    let column = |row: &rusqlite::Row<'_>| {
        let (name, sql_type, not_null): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("{name} {sql_type} {not_null}"))
    };
    let columns: Vec<String> = statement.query_map([table], column)?.collect::<rusqlite::Result<_>>()?;
    let digest = Sha256::digest(columns.join("\n"));
    Ok(hexadecimal(&digest[..8]))
}

/// The tables of a file as the statements that made them, without those of Rowmill and of SQLite itself.
pub(super) fn describe(connection: &Connection) -> rusqlite::Result<String> {
    let mut statement = connection.prepare(
        "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL
         AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name NOT LIKE 'rowmill\\_%' ESCAPE '\\'
         ORDER BY type DESC, name",
    )?;
    let statements: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(statements.iter().map(|sql| format!("{sql};\n")).collect())
}

/// The statement that creates a table. Foreign keys refer to tables that `exists` accepts.
pub(super) fn create_statement(
    table: &TableSpec,
    tables: &[TableSpec],
    exists: impl Fn(&str) -> bool,
) -> String {
    let mut lines: Vec<String> = Vec::new();
    for column in table.columns.iter().filter(|column| !column.hidden) {
        let not_null = if column.null_fraction == 0.0 { " NOT NULL" } else { "" };
        lines.push(format!("{} {}{not_null}", quote(&column.name), affinity(column.sql_type)));
    }
    let list = |names: &[String]| quote_all(names.iter().map(String::as_str));
    if !table.primary_key.is_empty() {
        lines.push(format!("PRIMARY KEY ({})", list(&table.primary_key)));
    }
    lines.extend(unique_keys(table).iter().map(|key| format!("UNIQUE ({})", list(key))));
    for key in foreign_keys(table, tables).into_iter().filter(|key| exists(key.parent)) {
        let (columns, parents) = (quote_all(key.columns), quote_all(key.parent_columns));
        lines.push(format!("FOREIGN KEY ({columns}) REFERENCES {} ({parents})", quote(key.parent)));
    }
    format!("CREATE TABLE {} (\n  {}\n)", quote(&table.name), lines.join(",\n  "))
}

/// The statements that create a table's indexes, where they are not there yet.
pub(super) fn index_statements(table: &TableSpec) -> impl Iterator<Item = String> {
    (1..).zip(&table.indexes).map(|(number, columns)| {
        // Tables and indexes share their names in SQLite; no table is likely to be called this.
        let name = format!("rowmill_{}_{number}", table.name);
        let columns = quote_all(columns.iter().map(String::as_str));
        format!("CREATE INDEX IF NOT EXISTS {} ON {} ({columns})", quote(&name), quote(&table.name))
    })
}

/// The column types whose affinity keeps values as they are written. Decimals are text: SQLite would make them
/// floating-point numbers and lose digits.
fn affinity(sql_type: SqlType) -> &'static str {
    match sql_type {
        // Exactly this name makes a single primary key the row id.
        SqlType::Integer { .. } => "INTEGER",
        SqlType::Boolean => "BOOLEAN",
        SqlType::Double => "REAL",
        SqlType::Binary { .. } | SqlType::Varbinary { .. } | SqlType::Bytes => "BLOB",
        SqlType::Decimal { .. }
        | SqlType::Date
        | SqlType::Time { .. }
        | SqlType::Timestamp { .. }
        | SqlType::Uuid
        | SqlType::Char { .. }
        | SqlType::Varchar { .. }
        | SqlType::Text
        | SqlType::Json => "TEXT",
    }
}
