//! What a text declares of its tables beyond what values need, in the words of its database: a load that makes the tables there makes them as they
//! were.

mod column;
mod constraint;
mod options;
mod sql;

use std::collections::HashSet;

use generator::{
    ColumnSpec, ConstraintKind, DatasetSpec, DeclaredConstraint, DeclaredType, Dialect, GeneratorSpec,
    SqlType, TableSpec, kinds, limits::MAX_SPEC_BYTES,
};
use sqlparser::tokenizer::{Token, TokenWithSpan};

pub(crate) use self::{
    column::{DeclaredColumn, column, is_next_number, serial_type, without_sequence},
    constraint::{constraint, index},
    options::options,
    sql::{Writing, string, written},
};
use super::{ReadTable, columns::same_name, dialect::SourceDialect, notes::Notes, types::OwnTypes};

/// A constraint, before all columns of its table are known.
#[derive(Debug, Clone)]
pub(crate) struct ReadConstraint {
    pub(crate) kind: ConstraintKind,
    pub(crate) name: String,
    /// Every name that it may say of a column.
    pub(crate) words: Vec<String>,
    pub(crate) sql: String,
}

/// What is declared of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadDeclarations {
    pub(crate) constraints: Vec<ReadConstraint>,
    pub(crate) options: String,
    /// Columns that no values are made for, each with the column that it stands behind.
    pub(crate) unmade: Vec<(Option<String>, ColumnSpec)>,
}

/// Words that may be names of columns.
fn words(tokens: &[TokenWithSpan]) -> Vec<String> {
    let word = |token: &TokenWithSpan| match &token.token {
        Token::Word(word) => Some(word.value.clone()),
        _ => None,
    };
    tokens.iter().filter_map(word).collect()
}

/// The dialect of a spec in which a text's declarations hold; `None` for those of databases that nothing is loaded into.
pub(crate) fn dialect(source: Option<SourceDialect>) -> Option<Dialect> {
    match source? {
        SourceDialect::MySql => Some(Dialect::MySql),
        SourceDialect::Postgres => Some(Dialect::Postgres),
        SourceDialect::Sqlite => Some(Dialect::Sqlite),
        SourceDialect::SqlServer | SourceDialect::Oracle => None,
    }
}

/// A column that the database fills: it is declared, and no load writes it.
pub(crate) fn unmade(name: &str, comment: String) -> ColumnSpec {
    let mut column = ColumnSpec::new(name, SqlType::Text)
        .with_generator(GeneratorSpec::new(&kinds::CONSTANT).with("value", serde_json::Value::from("")));
    column.hidden = true;
    column.null_fraction = 1.0;
    column.comment = comment;
    column
}

/// Puts what was declared of the tables into their specs, `nullable` with it.
pub(crate) fn apply(tables: &mut [ReadTable], types: &OwnTypes, source: Option<SourceDialect>) {
    let dialect = dialect(source);
    for table in tables {
        for column in &mut table.spec.columns {
            let is_among = |names: &[String]| names.iter().any(|name| same_name(name, &column.name));
            // A key of SQLite may be NULL in its catalogue, and a column of a type that is never NULL.
            let is_as_declared = !column.declared.is_empty()
                && (dialect == Some(Dialect::Sqlite) || types.is_required(&column.declared));
            if !is_as_declared {
                column.nullable = !is_among(&table.required) && !is_among(&table.spec.primary_key);
            }
        }
        let declared = std::mem::take(&mut table.declared);
        for (behind, column) in declared.unmade {
            let columns = &mut table.spec.columns;
            let position = behind.map_or(Some(0), |behind| {
                columns.iter().position(|found| same_name(&found.name, &behind)).map(|position| position + 1)
            });
            let end = columns.len();
            columns.insert(position.unwrap_or(end), column);
        }
        table.spec.options = declared.options;
        let mut named = HashSet::new();
        for constraint in declared.constraints {
            let mut columns: Vec<String> = Vec::new();
            for word in &constraint.words {
                let found = table.spec.columns.iter().find(|column| same_name(&column.name, word));
                columns.extend(
                    found.filter(|found| !columns.contains(&found.name)).map(|found| found.name.clone()),
                );
            }
            // Of two of one name the first stays: a text may say a key twice.
            if !constraint.name.is_empty() && !named.insert((constraint.kind, constraint.name.to_lowercase()))
            {
                continue;
            }
            let is_there = |other: &DeclaredConstraint| {
                other.kind == constraint.kind && other.columns == columns && other.sql == constraint.sql
            };
            if constraint.name.is_empty() && table.spec.constraints.iter().any(is_there) {
                continue;
            }
            table.spec.constraints.push(DeclaredConstraint {
                kind: constraint.kind,
                name: constraint.name,
                columns,
                sql: constraint.sql,
            });
        }
        index_keys(&mut table.spec, dialect);
        name_constraints(&mut table.spec, dialect);
    }
}

/// The indexes that MySQL makes for foreign keys by itself; those of keys without a name are called like their first column.
fn index_keys(table: &mut TableSpec, dialect: Option<Dialect>) {
    if dialect != Some(Dialect::MySql) {
        return;
    }
    let keys: Vec<DeclaredConstraint> = table
        .constraints
        .iter()
        .filter(|constraint| constraint.kind == ConstraintKind::ForeignKey && constraint.name.is_empty())
        .cloned()
        .collect();
    for key in keys {
        let is_led = table.constraints.iter().any(|other| {
            !matches!(
                other.kind,
                ConstraintKind::ForeignKey
                    | ConstraintKind::Check
                    | ConstraintKind::Fulltext
                    | ConstraintKind::Spatial
            ) && other.columns.starts_with(&key.columns)
        });
        let is_primary = table.primary_key.starts_with(&key.columns);
        if !is_led && !is_primary {
            let columns: Vec<String> = key
                .columns
                .iter()
                .map(|column| generator::quote_identifier(Dialect::MySql, column))
                .collect();
            if !table.indexes.contains(&key.columns) {
                table.indexes.push(key.columns.clone());
            }
            table.constraints.push(DeclaredConstraint {
                kind: ConstraintKind::Index,
                name: String::new(),
                sql: format!("({})", columns.join(", ")),
                columns: key.columns,
            });
        }
    }
}

/// Gives constraints the names that their database gives to those without one, which a load has to know to go on behind an end.
fn name_constraints(table: &mut TableSpec, dialect: Option<Dialect>) {
    let mut taken: HashSet<String> =
        table.constraints.iter().map(|constraint| constraint.name.to_lowercase()).collect();
    let mut keys = 0;
    for constraint in &mut table.constraints {
        if !constraint.name.is_empty() {
            continue;
        }
        let columns = constraint.columns.join("_");
        let start = match (dialect, constraint.kind) {
            // "CREATE TABLE" of PostgreSQL's manual; longer names are cut there, and stay the server's.
            (Some(Dialect::Postgres), ConstraintKind::Unique) => format!("{}_{columns}_key", table.name),
            (Some(Dialect::Postgres), ConstraintKind::ForeignKey) => format!("{}_{columns}_fkey", table.name),
            (Some(Dialect::Postgres), ConstraintKind::Index | ConstraintKind::UniqueIndex) => {
                format!("{}_{columns}_idx", table.name)
            }
            // "FOREIGN KEY Constraints" of MySQL's manual.
            (Some(Dialect::MySql), ConstraintKind::ForeignKey) => {
                keys += 1;
                format!("{}_ibfk_{keys}", table.name)
            }
            (
                Some(Dialect::MySql),
                ConstraintKind::Unique | ConstraintKind::Index | ConstraintKind::Fulltext,
            ) => constraint.columns.first().cloned().unwrap_or_default(),
            _ => continue,
        };
        let numbered = |count: u32| match (dialect, count) {
            (_, 1) => start.clone(),
            (Some(Dialect::MySql), count) => format!("{start}_{count}"),
            (_, count) => format!("{start}{}", count - 1),
        };
        let free = (1..).map(numbered).find(|name| !taken.contains(&name.to_lowercase()));
        if let Some(name) = free.filter(|name| !name.is_empty() && name.len() < 64) {
            taken.insert(name.to_lowercase());
            constraint.name = name;
        }
    }
}

/// Ends a spec: its dialect and types, if there are any declarations, and none of them if they make it longer than a spec may be.
pub(crate) fn finish(
    spec: &mut DatasetSpec,
    source: Option<SourceDialect>,
    types: Vec<DeclaredType>,
    notes: &mut Notes,
) {
    spec.dialect = dialect(source);
    if spec.dialect.is_none() {
        return;
    }
    spec.types = types;
    if spec.to_canonical_json().len() > MAX_SPEC_BYTES {
        let plain = std::mem::replace(spec, DatasetSpec::of(Vec::new())).without_declarations();
        *spec = plain;
        notes.add(
            "the tables are too many to keep what their database declares of them: types, defaults, checks and names of keys are \
             Rowmill's own where it makes the tables"
                .to_owned(),
        );
    }
}
