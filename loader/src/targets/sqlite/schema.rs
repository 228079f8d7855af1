//! Tables: their DDL from a spec.

use contract::IndexTime;
use generator::{ConstraintKind, DeclaredConstraint, Dialect, SqlType, quote_identifier};

use crate::{
    error::LoadError,
    keys::unique_keys,
    plan::TableLoad,
    protocol::schema::{NamedStatement, TableStatements, declared::Declared, undeclared_key},
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
///
/// # Errors
/// A declaration that is not one part of a statement.
pub(super) fn statements(
    load: &TableLoad,
    is_there: impl Fn(&str) -> bool,
) -> Result<TableStatements, LoadError> {
    let declared = Declared::of(load, Dialect::Sqlite);
    declared
        .map_or(Ok(()), |declared| declared.check())
        .map_err(|reason| LoadError::Schema { table: load.name().to_owned(), reason })?;
    let mut made = TableStatements {
        create: vec![create_statement(load, declared, is_there)],
        ..TableStatements::default()
    };
    made.notes.extend(Declared::note(load, Dialect::Sqlite));
    made.notes.extend(declared.into_iter().flat_map(Declared::left_out));
    let undeclared = load.foreign_keys().into_iter().filter(|key| {
        declared.is_some_and(|declared| {
            declared.is_complete(&key.columns) && declared.foreign_key(&key.columns).is_none()
        })
    });
    made.notes.extend(undeclared.map(|key| undeclared_key(load.name(), &key.columns.join(", "), key.parent)));
    let indexes = index_statements(load, declared);
    made.shared_names = indexes.iter().map(|index| index.name.clone()).collect();
    if load.prepared.working.is_some() {
        // Names of indexes are the file's, and the old table has them still.
        made.in_place = indexes.into_iter().map(|index| index.sql).collect();
    } else if load.options.indexes == IndexTime::Before {
        made.create.extend(indexes.into_iter().map(|index| index.sql));
    } else {
        made.after_rows = indexes;
    }
    Ok(made)
}

fn create_statement(
    load: &TableLoad,
    declared: Option<Declared<'_>>,
    is_there: impl Fn(&str) -> bool,
) -> String {
    let table = load.table().spec();
    let mut lines: Vec<String> = Vec::new();
    let mut has_key = table.primary_key.is_empty();
    for column in &table.columns {
        let may_be_null = load.table().may_be_null(&column.name);
        let name = quote(&column.name);
        if let Some(declared) = declared.filter(|_| !column.declared.is_empty()) {
            has_key |= declared.is_autoincrement(column);
            let (clauses, check) =
                (declared.clauses(column, may_be_null, false), declared.column_check(column));
            lines.push(format!("{name} {}{clauses}{check}", column.declared));
        } else if !column.hidden {
            let not_null = if may_be_null || column.nullable { "" } else { " NOT NULL" };
            lines.push(format!("{name} {}{not_null}", affinity(column.sql_type)));
        }
    }
    let list = |names: &[String]| quote_all(names.iter().map(String::as_str));
    if !has_key {
        let key =
            declared.and_then(|declared| declared.key(&[ConstraintKind::PrimaryKey], &table.primary_key));
        lines.push(key.map_or_else(
            || format!("PRIMARY KEY ({})", list(&table.primary_key)),
            |key| format!("{}PRIMARY KEY {}", name_of(key), key.sql),
        ));
    }
    for key in unique_keys(table) {
        let mut is_declared = false;
        for found in declared.into_iter().flat_map(|declared| declared.keys(&UNIQUE_KINDS, &key)) {
            is_declared = true;
            if found.kind == ConstraintKind::Unique {
                lines.push(format!("{}UNIQUE {}", name_of(found), found.sql));
            }
        }
        if !is_declared {
            lines.push(format!("UNIQUE ({})", list(&key)));
        }
    }
    for check in declared.into_iter().flat_map(|declared| declared.of_kinds(&[ConstraintKind::Check])) {
        lines.push(format!("{}CHECK {}", name_of(check), check.sql));
    }
    for key in load.foreign_keys().into_iter().filter(|key| is_there(key.parent)) {
        let complete = declared.is_some_and(|declared| declared.is_complete(&key.columns));
        let declared = declared.and_then(|declared| declared.foreign_key(&key.columns));
        // Its database says of no such key.
        if complete && declared.is_none() {
            continue;
        }
        let (columns, parents) = (quote_all(key.columns), quote_all(key.parent_columns));
        let parent = if key.parent == table.name { load.name() } else { key.parent };
        let name = declared.map(name_of).unwrap_or_default();
        let actions = declared.map_or("", |key| key.sql.as_str());
        let line =
            format!("{name}FOREIGN KEY ({columns}) REFERENCES {} ({parents}) {actions}", quote(parent));
        lines.push(line.trim_end().to_owned());
    }
    let options = declared.map_or("", |declared| declared.options().0);
    let sql = format!("CREATE TABLE {} (\n  {}\n) {options}", quote(load.place()), lines.join(",\n  "));
    sql.trim_end().to_owned()
}

/// The kinds of keys that keep values apart.
static UNIQUE_KINDS: [ConstraintKind; 2] = [ConstraintKind::Unique, ConstraintKind::UniqueIndex];

/// A constraint's name as it stands before what it is, if it has one.
fn name_of(declared: &DeclaredConstraint) -> String {
    if declared.name.is_empty() { String::new() } else { format!("CONSTRAINT {} ", quote(&declared.name)) }
}

/// The statements that create a table's indexes in its place.
fn index_statements(load: &TableLoad, declared: Option<Declared<'_>>) -> Vec<NamedStatement> {
    let table = load.table().spec();
    let unique = unique_keys(table);
    let mut made = Vec::new();
    let mut plain: Vec<&Vec<String>> = table.indexes.iter().collect();
    for index in declared
        .into_iter()
        .flat_map(|declared| declared.of_kinds(&[ConstraintKind::UniqueIndex, ConstraintKind::Index]))
    {
        let kind = if index.kind == ConstraintKind::UniqueIndex {
            // One that the spec has no more would refuse rows.
            let is_kept = |declared: Declared<'_>| {
                unique.iter().any(|key| declared.keys(&UNIQUE_KINDS, key).any(|found| found == index))
            };
            if !declared.is_some_and(is_kept) {
                continue;
            }
            "UNIQUE INDEX"
        } else {
            if declared.is_some_and(|declared| declared.is_plain(index))
                && !table.indexes.contains(&index.columns)
            {
                continue;
            }
            plain.retain(|key| **key != index.columns);
            "INDEX"
        };
        let name = match index.name.as_str() {
            "" => format!("rowmill_{}_as_declared_{}", load.name(), made.len() + 1),
            name => name.to_owned(),
        };
        let sql = format!("CREATE {kind} {} ON {} {}", quote(&name), quote(load.name()), index.sql);
        made.push(NamedStatement { name, sql, is_foreign_key: false });
    }
    let index = |(number, columns): (usize, &Vec<String>)| {
        // Tables and indexes share their names in SQLite; no table is likely to be called this.
        let name = format!("rowmill_{}_{number}", load.name());
        let columns = quote_all(columns.iter().map(String::as_str));
        let sql = format!("CREATE INDEX {} ON {} ({columns})", quote(&name), quote(load.name()));
        NamedStatement { name, sql, is_foreign_key: false }
    };
    made.extend((1..).zip(plain).map(index));
    made
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
