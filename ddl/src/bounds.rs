//! What is too much to read, found before anything is made of it: what comes later looks tables and columns up in one another,
//! and repeats their names in notes.

use generator::{
    TableSpec,
    limits::{MAX_COLUMNS, MAX_NAME_CHARS},
};

/// Something beyond a bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bound {
    /// More tables than are read at all.
    Tables { tables: usize },
    /// A table with more columns than are made.
    Columns { table: String },
    /// A name that is longer than any database has: its first characters, and its line.
    Name { beginning: String, line: u64 },
}

/// Refuses a name that is longer than a name may be.
pub(crate) fn name(name: &str, line: u64) -> Option<Bound> {
    if name.chars().take(MAX_NAME_CHARS + 1).count() <= MAX_NAME_CHARS {
        return None;
    }
    Some(Bound::Name { beginning: name.chars().take(40).collect(), line })
}

/// Refuses a column more than a table has.
pub(crate) fn columns(table: &TableSpec) -> Option<Bound> {
    (table.columns.len() >= MAX_COLUMNS).then(|| Bound::Columns { table: table.name.clone() })
}
