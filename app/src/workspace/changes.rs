//! What differs between the tables of two specs, by name, and bringing that into a third: statements that were edited change what
//! was edited in them, and leave alone what statements cannot say.

use std::collections::BTreeSet;

use generator::{ColumnSpec, DatasetSpec, PartitionSpec, SqlType, TableSpec};

use super::edit;
use crate::language::t;

/// A difference between two specs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    AddTable(TableSpec),
    RemoveTable(String),
    /// A column behind another, or in front of all.
    AddColumn {
        table: String,
        behind: Option<String>,
        column: ColumnSpec,
    },
    RemoveColumn {
        table: String,
        column: String,
    },
    SetType {
        table: String,
        column: String,
        from: SqlType,
        to: SqlType,
    },
    /// Whether it may be NULL.
    SetNullable {
        table: String,
        column: String,
        null_fraction: f64,
    },
    SetKeys {
        table: String,
        keys: Keys,
    },
}

/// The keys of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Keys {
    primary_key: Vec<String>,
    /// With the columns that are unique by themselves.
    unique: BTreeSet<Vec<String>>,
    indexes: Vec<Vec<String>>,
    partition_by: Option<PartitionSpec>,
}

impl Keys {
    fn of(table: &TableSpec) -> Self {
        let single =
            table.columns.iter().filter(|column| column.unique).map(|column| vec![column.name.clone()]);
        Self {
            primary_key: table.primary_key.clone(),
            unique: table.unique.iter().cloned().chain(single).collect(),
            indexes: table.indexes.clone(),
            partition_by: table.partition_by.clone(),
        }
    }
}

/// What `edited` has that `base` has not, and the other way round.
pub(crate) fn changes(base: &DatasetSpec, edited: &DatasetSpec) -> Vec<Change> {
    let mut changes = Vec::new();
    for table in &base.tables {
        if find(edited, &table.name).is_none() {
            changes.push(Change::RemoveTable(table.name.clone()));
        }
    }
    for table in &edited.tables {
        match find(base, &table.name) {
            Some(before) => of_table(before, table, &mut changes),
            None => changes.push(Change::AddTable(table.clone())),
        }
    }
    changes
}

fn of_table(before: &TableSpec, after: &TableSpec, changes: &mut Vec<Change>) {
    let name = &before.name;
    for column in &before.columns {
        if find_column(after, &column.name).is_none() {
            changes.push(Change::RemoveColumn { table: name.clone(), column: column.name.clone() });
        }
    }
    for (position, column) in after.columns.iter().enumerate() {
        let table = name.clone();
        let Some(old) = find_column(before, &column.name) else {
            let behind = position.checked_sub(1).map(|before| after.columns[before].name.clone());
            changes.push(Change::AddColumn { table, behind, column: column.clone() });
            continue;
        };
        let of = old.name.clone();
        if old.sql_type != column.sql_type {
            let (from, to) = (old.sql_type, column.sql_type);
            changes.push(Change::SetType { table: table.clone(), column: of.clone(), from, to });
        }
        if (old.null_fraction > 0.0) != (column.null_fraction > 0.0) {
            changes.push(Change::SetNullable { table, column: of, null_fraction: column.null_fraction });
        }
    }
    let keys = Keys::of(after);
    if keys != Keys::of(before) {
        changes.push(Change::SetKeys { table: name.clone(), keys });
    }
}

impl Change {
    /// The change in words.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::AddTable(table) => {
                t!("adds the table {0} with {1} columns", table.name, table.columns.len())
            }
            Self::RemoveTable(table) => t!("removes the table {0}", table),
            Self::AddColumn { table, column, .. } => {
                t!("adds {0}.{1}, {2}", table, column.name, column.sql_type)
            }
            Self::RemoveColumn { table, column } => t!("removes {0}.{1}", table, column),
            Self::SetType { table, column, from, to } => {
                t!("changes {0}.{1} from {2} to {3}", table, column, from, to)
            }
            Self::SetNullable { table, column, null_fraction } if *null_fraction > 0.0 => {
                t!("lets {0}.{1} be NULL", table, column)
            }
            Self::SetNullable { table, column, .. } => t!("lets {0}.{1} never be NULL", table, column),
            Self::SetKeys { table, .. } => t!("changes the keys of {0}", table),
        }
    }

    /// Whether it takes something away.
    pub(crate) fn is_removal(&self) -> bool {
        matches!(self, Self::RemoveTable(_) | Self::RemoveColumn { .. })
    }

    /// Makes the change. What it is about may be gone by then: nothing happens.
    pub(crate) fn apply(&self, spec: &mut DatasetSpec) {
        let position =
            |spec: &DatasetSpec, name: &str| spec.tables.iter().position(|table| is_same(&table.name, name));
        match self {
            Self::AddTable(table) => spec.tables.push(table.clone()),
            Self::RemoveTable(name) => spec.tables.retain(|table| !is_same(&table.name, name)),
            Self::AddColumn { table, behind, column } => {
                if let Some(index) = position(spec, table) {
                    let columns = &mut spec.tables[index].columns;
                    let behind = behind.as_ref();
                    let at =
                        behind.and_then(|name| columns.iter().position(|column| is_same(&column.name, name)));
                    let at = at.map_or(if behind.is_some() { columns.len() } else { 0 }, |at| at + 1);
                    columns.insert(at, column.clone());
                }
            }
            Self::RemoveColumn { table, column } => {
                if let Some(index) = position(spec, table) {
                    let columns = &spec.tables[index].columns;
                    let at = columns.iter().position(|found| is_same(&found.name, column));
                    edit::remove_columns(&mut spec.tables[index], at.as_slice());
                }
            }
            Self::SetType { table, column, to, .. } => {
                if let Some(column) = column_of(spec, table, column) {
                    column.sql_type = *to;
                }
            }
            Self::SetNullable { table, column, null_fraction } => {
                if let Some(column) = column_of(spec, table, column) {
                    column.null_fraction = *null_fraction;
                }
            }
            Self::SetKeys { table, keys } => {
                if let Some(index) = position(spec, table) {
                    set_keys(&mut spec.tables[index], keys);
                }
            }
        }
    }
}

fn set_keys(table: &mut TableSpec, keys: &Keys) {
    table.primary_key.clone_from(&keys.primary_key);
    table.indexes.clone_from(&keys.indexes);
    table.partition_by.clone_from(&keys.partition_by);
    for column in &mut table.columns {
        column.unique = keys.unique.contains(std::slice::from_ref(&column.name));
        column.identity &= keys.primary_key.first() == Some(&column.name);
    }
    table.unique = keys.unique.iter().filter(|key| key.len() > 1).cloned().collect();
}

fn column_of<'a>(spec: &'a mut DatasetSpec, table: &str, column: &str) -> Option<&'a mut ColumnSpec> {
    let table = spec.tables.iter_mut().find(|found| is_same(&found.name, table))?;
    table.columns.iter_mut().find(|found| is_same(&found.name, column))
}

fn find<'a>(spec: &'a DatasetSpec, name: &str) -> Option<&'a TableSpec> {
    spec.tables.iter().find(|table| is_same(&table.name, name))
}

fn find_column<'a>(table: &'a TableSpec, name: &str) -> Option<&'a ColumnSpec> {
    table.columns.iter().find(|column| is_same(&column.name, name))
}

/// Databases compare names without case.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use generator::Dataset;

    use super::*;
    use crate::workspace::example;

    #[test]
    fn the_same_spec_has_no_changes() {
        assert!(changes(&example(), &example()).is_empty());
    }

    #[test]
    fn changes_go_into_another_spec_and_leave_the_rest_alone() {
        let base = example();
        let mut edited = example();
        // What statements cannot say is something else in what they were read as.
        edited.tables[0].rows = 1;
        edited.tables[0].columns[1].generator = None;
        edited.tables[0].columns[1].sql_type = SqlType::Text;
        edited.tables[0].columns.remove(4);
        edited.tables[0].columns.insert(1, ColumnSpec::new("nick", SqlType::Text));
        edited.tables[0].columns[4].unique = false;
        edited.tables[0].unique.push(vec!["first_name".to_owned(), "last_name".to_owned()]);
        edited.tables[1].columns[3].null_fraction = 0.1;
        edited.tables.push(TableSpec::new("third", 9, vec![ColumnSpec::new("x", SqlType::INT)]));
        let found = changes(&base, &edited);
        let words: Vec<String> = found.iter().map(Change::in_words).collect();
        assert_eq!(
            words,
            [
                "removes customer.city",
                "adds customer.nick, text",
                "changes customer.first_name from varchar(40) to text",
                "changes the keys of customer",
                "lets purchase.amount be NULL",
                "adds the table third with 1 columns",
            ]
        );
        let mut now = example();
        now.tables[0].rows = 77;
        found.iter().for_each(|change| change.apply(&mut now));
        assert_eq!(now.tables[0].rows, 77);
        assert_eq!(now.tables[0].columns[1].name, "nick");
        assert!(now.tables[0].columns[2].generator.is_some());
        assert!(!now.tables[0].columns[4].unique);
        Dataset::compile(&now).unwrap();
        assert!(changes(&edited, &now).is_empty());
    }

    #[test]
    fn what_is_gone_stays_gone() {
        let mut spec = example();
        Change::RemoveColumn { table: "nowhere".to_owned(), column: "x".to_owned() }.apply(&mut spec);
        Change::RemoveColumn { table: "customer".to_owned(), column: "x".to_owned() }.apply(&mut spec);
        assert_eq!(spec, example());
        Change::RemoveTable("PURCHASE".to_owned()).apply(&mut spec);
        assert_eq!(spec.tables.len(), 1);
    }
}
