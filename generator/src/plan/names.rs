//! What can be checked without knowing any generator: versions, counts, names and references by name.

use std::collections::HashMap;

use crate::{
    civil,
    document::{DatasetSpec, GeneratorSpec, Problem, ProblemCode, SqlType, TableSpec},
    limits::{MAX_COLUMNS, MAX_KEYS, MAX_NAME_CHARS, MAX_ROWS, MAX_TABLES},
    locale,
};

pub(crate) fn check(spec: &DatasetSpec) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Err(message) = civil::parse_timestamp(&spec.now) {
        problems.push(Problem::new("now", ProblemCode::InvalidTimestamp, message));
    }
    if !locale::NAMES.contains(&spec.locale.as_str()) {
        let message =
            format!("locale `{}` is not known; write one of {}", spec.locale, locale::NAMES.join(", "));
        problems.push(Problem::new("locale", ProblemCode::UnknownLocale, message));
    }
    if spec.tables.is_empty() {
        problems.push(Problem::new("tables", ProblemCode::NoTables, "there is no table; add one"));
    }
    if spec.tables.len() > MAX_TABLES {
        let message = format!("there are {} tables, at most {MAX_TABLES} are made", spec.tables.len());
        problems.push(Problem::new("tables", ProblemCode::TooManyTables, message));
        return problems;
    }
    unique_names(spec.tables.iter().map(|table| table.name.as_str()), "tables", &mut problems);
    for (index, table) in spec.tables.iter().enumerate() {
        check_table(table, &format!("tables[{index}]"), &mut problems);
    }
    problems
}

fn check_table(table: &TableSpec, path: &str, problems: &mut Vec<Problem>) {
    if table.rows > MAX_ROWS {
        let message = format!("{} rows are too many; a table has at most {MAX_ROWS}", table.rows);
        problems.push(Problem::new(format!("{path}.rows"), ProblemCode::TooManyRows, message));
    }
    let columns = format!("{path}.columns");
    if table.columns.iter().all(|column| column.hidden) {
        let message = "the table has no column that is not hidden; add one";
        problems.push(Problem::new(&columns, ProblemCode::NoColumns, message));
    }
    if table.columns.len() > MAX_COLUMNS {
        let message = format!("there are {} columns, at most {MAX_COLUMNS} are made", table.columns.len());
        problems.push(Problem::new(&columns, ProblemCode::TooManyColumns, message));
        return;
    }
    unique_names(table.columns.iter().map(|column| column.name.as_str()), &columns, problems);
    for (index, column) in table.columns.iter().enumerate() {
        for (field, fraction) in [("null", column.null_fraction), ("empty", column.empty_fraction)] {
            if !(0.0..=1.0).contains(&fraction) {
                let message = format!("{fraction} is not a fraction; write a number from 0 to 1");
                let path = format!("{columns}[{index}].{field}");
                problems.push(Problem::new(path, ProblemCode::InvalidFraction, message));
            }
        }
        if !column.null_with.is_empty() {
            check_null_with(table, index, &format!("{columns}[{index}].null_with"), problems);
        }
    }
    check_identity(table, &columns, problems);
    check_group(table, &table.primary_key, &format!("{path}.primary_key"), problems);
    check_key_names(table, &columns, problems);
    for (field, groups) in [("unique", &table.unique), ("indexes", &table.indexes)] {
        if groups.len() > MAX_KEYS {
            let message =
                format!("there are {} of them, at most {MAX_KEYS} are made; leave some out", groups.len());
            problems.push(Problem::new(format!("{path}.{field}"), ProblemCode::TooMuchWork, message));
            continue;
        }
        for (index, group) in groups.iter().enumerate() {
            let path = format!("{path}.{field}[{index}]");
            if group.is_empty() {
                problems.push(Problem::new(&path, ProblemCode::EmptyKey, "name at least one column"));
            }
            check_group(table, group, &path, problems);
        }
    }
    if let Some(partition) = &table.partition_by
        && !table.columns.iter().any(|column| column.name == partition.column)
    {
        problems.push(unknown_column(&partition.column, &format!("{path}.partition_by.column")));
    }
}

/// Checks that the name of a foreign key is that of no other key and of no other column.
fn check_key_names(table: &TableSpec, columns: &str, problems: &mut Vec<Problem>) {
    let mut taken: HashMap<String, usize> =
        table.columns.iter().enumerate().map(|(index, column)| (column.name.to_lowercase(), index)).collect();
    for (index, column) in table.columns.iter().enumerate() {
        let Some(name) = column.generator.as_ref().and_then(|generator| generator.reference()?.name) else {
            continue;
        };
        let first = *taken.entry(name.to_lowercase()).or_insert(index);
        if first != index {
            let message = format!(
                "`{name}` is already the name of `{}` or of its key; choose another",
                table.columns[first].name
            );
            let path = format!("{columns}[{index}].gen.name");
            problems.push(Problem::new(path, ProblemCode::DuplicateName, message));
        }
    }
}

/// Checks the column with which another is NULL.
fn check_null_with(table: &TableSpec, index: usize, path: &str, problems: &mut Vec<Problem>) {
    let column = &table.columns[index];
    let Some(with) = table.columns.iter().find(|with| with.name == column.null_with) else {
        problems.push(unknown_column(&column.null_with, path));
        return;
    };
    let follows = column.generator.as_ref().and_then(GeneratorSpec::leader);
    let message = if with.name == column.name {
        "a column is NULL with another one; name that, or leave null_with out".to_owned()
    } else if !with.null_with.is_empty() {
        format!("`{}` is NULL with `{}` itself; name that", with.name, with.null_with)
    } else if let Some(key) = follows {
        format!("the column shows what `{key}` refers to, and is NULL where that is; leave null_with out")
    } else {
        return;
    };
    problems.push(Problem::new(path, ProblemCode::UnknownColumn, message));
}

/// Checks that no column of a primary key may be NULL, once every column has the NULLs that it shares with another.
pub(crate) fn check_nulls(spec: &DatasetSpec, problems: &mut Vec<Problem>) {
    for (table_index, table) in spec.tables.iter().enumerate() {
        for (index, column) in table.columns.iter().enumerate() {
            // The column itself was looked at with its own NULLs.
            if column.null_fraction > 0.0 && column.identity && !column.null_with.is_empty() {
                let message =
                    format!("`{}` counts in the database, but may be NULL; leave null_with out", column.name);
                let path = format!("tables[{table_index}].columns[{index}].null_with");
                problems.push(Problem::new(path, ProblemCode::InvalidIdentity, message));
            }
            if column.null_fraction > 0.0 && table.primary_key.contains(&column.name) {
                let leader = column.generator.as_ref().and_then(GeneratorSpec::leader);
                let message = match leader {
                    Some(leader) => format!(
                        "a column of the primary key is never NULL, and this one is NULL where `{leader}` is; set the null of `{leader}` to 0"
                    ),
                    None if !column.null_with.is_empty() => format!(
                        "a column of the primary key is never NULL, and this one is NULL where `{}` is; leave null_with out",
                        column.null_with
                    ),
                    None => "a column of the primary key is never NULL; set null to 0".to_owned(),
                };
                let field = if column.null_with.is_empty() { "null" } else { "null_with" };
                let path = format!("tables[{table_index}].columns[{index}].{field}");
                problems.push(Problem::new(path, ProblemCode::NullInPrimaryKey, message));
            }
        }
    }
}

/// A counter of the database is a whole number that is never NULL, first in a key, and the only one of its table: MySQL asks
/// for all of that.
fn check_identity(table: &TableSpec, columns: &str, problems: &mut Vec<Problem>) {
    let mut counters = table.columns.iter().enumerate().filter(|(_, column)| column.identity);
    let first = counters.next();
    if let Some((index, column)) = first {
        let keys = || std::iter::once(&table.primary_key).chain(&table.unique).chain(&table.indexes);
        let leads_a_key = column.unique || keys().any(|key| key.first() == Some(&column.name));
        let reason = if !matches!(column.sql_type, SqlType::Integer { .. }) {
            Some("is not a whole number; give it an integer type, or set identity to false")
        } else if column.null_fraction > 0.0 {
            Some("may be NULL; set null to 0")
        } else if column.hidden {
            Some("is hidden; show it")
        } else if !leads_a_key {
            Some("is in no key as its first column; put it into the primary key, or set identity to false")
        } else {
            None
        };
        if let Some(reason) = reason {
            let message = format!("`{}` counts in the database, but {reason}", column.name);
            problems.push(Problem::new(
                format!("{columns}[{index}].identity"),
                ProblemCode::InvalidIdentity,
                message,
            ));
        }
    }
    if let (Some((_, first)), Some((index, _))) = (first, counters.next()) {
        let message =
            format!("a table has one column that counts in the database, and `{}` is it", first.name);
        problems.push(Problem::new(
            format!("{columns}[{index}].identity"),
            ProblemCode::InvalidIdentity,
            message,
        ));
    }
}

fn check_group(table: &TableSpec, group: &[String], path: &str, problems: &mut Vec<Problem>) {
    for (position, name) in group.iter().enumerate() {
        let path = format!("{path}[{position}]");
        match table.columns.iter().find(|column| column.name == *name) {
            None => problems.push(unknown_column(name, &path)),
            Some(column) if column.hidden => {
                let message = format!("column `{name}` is hidden and cannot be part of a key; show it");
                problems.push(Problem::new(&path, ProblemCode::HiddenKey, message));
            }
            Some(_) if group[..position].contains(name) => {
                let message = format!("column `{name}` is named twice; name it once");
                problems.push(Problem::new(&path, ProblemCode::DuplicateName, message));
            }
            Some(_) => {}
        }
    }
}

fn unknown_column(name: &str, path: &str) -> Problem {
    Problem::new(
        path,
        ProblemCode::UnknownColumn,
        format!("the table has no column `{name}`; add it or name another"),
    )
}

/// Databases compare names without case, so names that differ only in case are one name.
fn unique_names<'a>(names: impl Iterator<Item = &'a str>, path: &str, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, name) in names.enumerate() {
        let path = format!("{path}[{index}].name");
        if name.trim().is_empty() {
            problems.push(Problem::new(
                path,
                ProblemCode::InvalidName,
                "a name has at least one character other than a space",
            ));
        } else if name.chars().count() > MAX_NAME_CHARS {
            let message = format!("the name has more than {MAX_NAME_CHARS} characters; shorten it");
            problems.push(Problem::new(path, ProblemCode::InvalidName, message));
        } else if name.chars().any(char::is_control) {
            problems.push(Problem::new(
                path,
                ProblemCode::InvalidName,
                "a name has no line breaks or other control characters",
            ));
        } else if let Some(first) = seen.insert(name.to_lowercase(), index) {
            let message = format!("`{name}` is already the name of number {}; choose another", first + 1);
            problems.push(Problem::new(path, ProblemCode::DuplicateName, message));
        }
    }
}
