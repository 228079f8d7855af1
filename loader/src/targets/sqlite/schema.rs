//! Tables: their DDL from a spec.

use contract::IndexTime;
use generator::{Dialect, SqlType, quote_identifier};

use crate::{
    keys::unique_keys,
    plan::TableLoad,
    protocol::schema::{NamedStatement, TableStatements},
};

/// A name as it stands in SQLite's SQL.
fn quote(name: &str) -> String {
    quote_identifier(Dialect::Sqlite, name)
}

/// Names in a list.
fn quote_all<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(quote).collect::<Vec<_>>().join(", ")
}

/// The statements that make a load's table. Foreign keys refer to tables that `is_there` accepts, by where they will be.
pub(super) fn statements(load: &TableLoad, is_there: impl Fn(&str) -> bool) -> TableStatements {
    let mut made =
        TableStatements { create: vec![create_statement(load, is_there)], ..TableStatements::default() };
    let indexes = index_statements(load);
    made.shared_names = indexes.iter().map(|index| index.name.clone()).collect();
    if load.prepared.working.is_some() {
        // Names of indexes are the file's, and the old table has them still.
        made.in_place = indexes.into_iter().map(|index| index.sql).collect();
    } else if load.options.indexes == IndexTime::Before {
        made.create.extend(indexes.into_iter().map(|index| index.sql));
    } else {
        made.after_rows = indexes;
    }
    made
}

fn create_statement(load: &TableLoad, is_there: impl Fn(&str) -> bool) -> String {
    let table = load.table().spec();
    let mut lines: Vec<String> = Vec::new();
    for column in table.columns.iter().filter(|column| !column.hidden) {
        let not_null = if load.table().may_be_null(&column.name) { "" } else { " NOT NULL" };
        lines.push(format!("{} {}{not_null}", quote(&column.name), affinity(column.sql_type)));
    }
    let list = |names: &[String]| quote_all(names.iter().map(String::as_str));
    if !table.primary_key.is_empty() {
        lines.push(format!("PRIMARY KEY ({})", list(&table.primary_key)));
    }
    lines.extend(unique_keys(table).iter().map(|key| format!("UNIQUE ({})", list(key))));
    for key in load.foreign_keys().into_iter().filter(|key| is_there(key.parent)) {
        let (columns, parents) = (quote_all(key.columns), quote_all(key.parent_columns));
        let parent = if key.parent == table.name { load.name() } else { key.parent };
        lines.push(format!("FOREIGN KEY ({columns}) REFERENCES {} ({parents})", quote(parent)));
    }
    format!("CREATE TABLE {} (\n  {}\n)", quote(load.place()), lines.join(",\n  "))
}

/// The statements that create a table's indexes in its place.
fn index_statements(load: &TableLoad) -> Vec<NamedStatement> {
    let index = |(number, columns): (usize, &Vec<String>)| {
        // Tables and indexes share their names in SQLite; no table is likely to be called this.
        let name = format!("rowmill_{}_{number}", load.name());
        let columns = quote_all(columns.iter().map(String::as_str));
        let sql = format!("CREATE INDEX {} ON {} ({columns})", quote(&name), quote(load.name()));
        NamedStatement { name, sql }
    };
    (1..).zip(&load.table().spec().indexes).map(index).collect()
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
