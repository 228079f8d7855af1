//! Tables: their DDL from a spec, and what is there already.

use std::collections::BTreeSet;

use generator::{Dialect, GeneratorSpec, SqlType, TableSpec, quote_identifier};
use rusqlite::{Connection, OptionalExtension as _};

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

/// The statements that create a table and its indexes. Foreign keys refer to tables that `exists` accepts.
pub(super) fn create_statements(
    table: &TableSpec,
    tables: &[TableSpec],
    exists: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let visible = || table.columns.iter().filter(|column| !column.hidden);
    for column in visible() {
        let not_null = if column.null_fraction == 0.0 { " NOT NULL" } else { "" };
        lines.push(format!("{} {}{not_null}", quote(&column.name), affinity(column.sql_type)));
    }
    let list = |names: &[String]| quote_all(names.iter().map(String::as_str));
    if !table.primary_key.is_empty() {
        lines.push(format!("PRIMARY KEY ({})", list(&table.primary_key)));
    }
    for key in &table.unique {
        lines.push(format!("UNIQUE ({})", list(key)));
    }
    for column in visible().filter(|column| column.unique && table.primary_key != [column.name.clone()]) {
        lines.push(format!("UNIQUE ({})", quote(&column.name)));
    }
    lines.extend(foreign_keys(table, tables, exists));
    let mut statements = vec![format!("CREATE TABLE {} (\n  {}\n)", quote(&table.name), lines.join(",\n  "))];
    for (number, columns) in (1..).zip(&table.indexes) {
        // Tables and indexes share their names in SQLite; no table is likely to be called this.
        let name = format!("rowmill_{}_{number}", table.name);
        statements.push(format!(
            "CREATE INDEX {} ON {} ({})",
            quote(&name),
            quote(&table.name),
            list(columns)
        ));
    }
    statements
}

fn foreign_keys(table: &TableSpec, tables: &[TableSpec], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut keys = Vec::new();
    for leader in table.columns.iter().filter(|column| !column.hidden) {
        let Some(GeneratorSpec::ForeignKey { table: parent, column, same_row_as: None }) = &leader.generator
        else {
            continue;
        };
        let mut columns = vec![leader.name.as_str()];
        let mut parents = vec![column.as_str()];
        for follower in table.columns.iter().filter(|column| !column.hidden) {
            if let Some(GeneratorSpec::ForeignKey { column, same_row_as: Some(of), .. }) = &follower.generator
                && *of == leader.name
            {
                columns.push(&follower.name);
                parents.push(column);
            }
        }
        let is_key = tables.iter().any(|table| table.name == *parent && has_key(table, &parents));
        if is_key && exists(parent) {
            let (columns, parents) = (quote_all(columns), quote_all(parents));
            keys.push(format!("FOREIGN KEY ({columns}) REFERENCES {} ({parents})", quote(parent)));
        }
    }
    keys
}

/// Whether these columns are a key, which SQLite asks of what a foreign key refers to.
fn has_key(table: &TableSpec, columns: &[&str]) -> bool {
    let wanted: BTreeSet<&str> = columns.iter().copied().collect();
    let is_wanted = |key: &[String]| key.iter().map(String::as_str).collect::<BTreeSet<_>>() == wanted;
    is_wanted(&table.primary_key)
        || table.unique.iter().any(|key| is_wanted(key))
        || table.columns.iter().any(|column| column.unique && is_wanted(std::slice::from_ref(&column.name)))
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
