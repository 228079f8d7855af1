//! Foreign keys of a spec that a database can hold.

use std::collections::BTreeSet;

use generator::{GeneratorSpec, TableSpec};

/// A foreign key: columns of a table that show a key of another, or of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForeignKey<'a> {
    pub(crate) columns: Vec<&'a str>,
    pub(crate) parent: &'a str,
    pub(crate) parent_columns: Vec<&'a str>,
}

/// The foreign keys of a table whose parents' columns are a key, which every database asks for.
pub(crate) fn foreign_keys<'a>(table: &'a TableSpec, tables: &'a [TableSpec]) -> Vec<ForeignKey<'a>> {
    let mut keys = Vec::new();
    for leader in table.columns.iter().filter(|column| !column.hidden) {
        let Some(GeneratorSpec::ForeignKey { table: parent, column, same_row_as: None }) = &leader.generator
        else {
            continue;
        };
        let mut key =
            ForeignKey { columns: vec![&leader.name], parent, parent_columns: vec![column.as_str()] };
        for follower in table.columns.iter().filter(|column| !column.hidden) {
            if let Some(GeneratorSpec::ForeignKey { column, same_row_as: Some(of), .. }) = &follower.generator
                && *of == leader.name
            {
                key.columns.push(&follower.name);
                key.parent_columns.push(column);
            }
        }
        // MySQL wants the columns in the order of the parent's key.
        let parent_key = tables
            .iter()
            .find(|table| table.name == *parent)
            .and_then(|table| key_of(table, &key.parent_columns));
        if let Some(parent_key) = parent_key {
            let mut pairs: Vec<_> =
                key.parent_columns.iter().zip(&key.columns).map(|(of, by)| (*of, *by)).collect();
            pairs.sort_by_key(|(of, _)| parent_key.iter().position(|name| name == of));
            (key.parent_columns, key.columns) = pairs.into_iter().unzip();
            keys.push(key);
        }
    }
    keys
}

/// The key of a table that has these columns, in whatever order.
fn key_of(table: &TableSpec, columns: &[&str]) -> Option<Vec<String>> {
    let wanted: BTreeSet<&str> = columns.iter().copied().collect();
    std::iter::once(table.primary_key.clone())
        .chain(unique_keys(table))
        .find(|key| key.iter().map(String::as_str).collect::<BTreeSet<_>>() == wanted)
}

/// The unique keys of a table besides its primary key: those of the table, then those of single columns.
pub(crate) fn unique_keys(table: &TableSpec) -> Vec<Vec<String>> {
    let single = table
        .columns
        .iter()
        .filter(|column| column.unique && !column.hidden)
        .map(|column| vec![column.name.clone()]);
    let mut keys: Vec<Vec<String>> = Vec::new();
    for key in table.unique.iter().cloned().chain(single) {
        if key != table.primary_key && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}
