//! What a load needs of a database's own catalogue.

use std::{collections::BTreeSet, time::Duration};

use contract::{Check, CheckLevel, IndexStatistics, TableStatistics};
use generator::hexadecimal;
use sha2::{Digest as _, Sha256};

use super::{
    counted::Counted,
    failure::ServerFailure,
    records::{number, text},
    schema::TableStatements,
    server_settings::ServerSettings,
    session::TextRow,
    stored_type::StoredType,
};
use crate::{error::LoadError, plan::TableLoad};

/// A database that can be asked about its tables. Names are matched as the database itself does.
pub(crate) trait Catalogue: ServerSettings {
    /// Waits for a lock of this name that this session alone has until it ends.
    fn lock_name(&mut self, name: &str) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Gives a lock back before the session ends.
    fn unlock_name(&mut self, name: &str) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// The columns of a table or view in order; none if there is no such table.
    fn columns(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Vec<CatalogueColumn>, ServerFailure>> + Send;

    /// The tables whose name differs from this one in nothing but the case of its letters, this one not among them.
    fn similar_tables(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Vec<String>, ServerFailure>> + Send;

    /// The names of the indexes of a table, and of its foreign keys behind `FOREIGN KEY `: the two may be the same.
    fn constraint_names(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<BTreeSet<String>, ServerFailure>> + Send;

    /// The columns of the primary key and of each unique index of a table.
    fn unique_columns(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Vec<Vec<String>>, ServerFailure>> + Send;

    /// Those of some names of indexes and constraints that something else than this table has, and what that is.
    fn taken_names(
        &mut self,
        names: &[String],
        table: &str,
    ) -> impl Future<Output = Result<Vec<(String, String)>, ServerFailure>> + Send;

    /// The foreign keys of other tables, and of the table itself, that refer to a table. In SQLite, those with rows.
    fn references(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Vec<Reference>, ServerFailure>> + Send;

    /// What a table has that one made anew in its place would not have, for people.
    fn lost_by_replacing(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Vec<String>, ServerFailure>> + Send;

    /// The foreign keys of a table, where the database looks at them row by row.
    fn foreign_keys(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Vec<CatalogueKey>, ServerFailure>> + Send;

    /// Why this account cannot have the database leave foreign keys to be looked at in the end; `None` if it can.
    fn keeps_key_checks(
        &mut self,
        load: &TableLoad,
    ) -> impl Future<Output = Result<Option<String>, ServerFailure>> + Send;

    /// Has the database take rows of this session without looking for those that they refer to.
    fn leave_key_checks(&mut self) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Why a table that is there cannot be replaced by another, besides foreign keys; `None` if it can.
    fn irreplaceable(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Option<String>, ServerFailure>> + Send;

    /// The statements that make a load's table, from what the database has already.
    fn statements(
        &mut self,
        load: &TableLoad,
    ) -> impl Future<Output = Result<TableStatements, LoadError>> + Send;

    /// About how many rows a table has, without counting them for longer than this.
    fn estimate(
        &mut self,
        table: &str,
        patience: Duration,
    ) -> impl Future<Output = Result<Rows, ServerFailure>> + Send;

    /// What should be known of the database before anything is loaded.
    fn inspect_server(&mut self) -> impl Future<Output = Result<Vec<Check>, ServerFailure>> + Send;

    /// Whether this account may make a table of this name, as far as the database tells. Makes none.
    fn may_create(&mut self, table: &str) -> impl Future<Output = Result<bool, ServerFailure>> + Send;

    /// What should be known of a table that is there already.
    fn inspect_table(
        &mut self,
        load: &TableLoad,
    ) -> impl Future<Output = Result<Vec<Check>, ServerFailure>> + Send;

    /// Sets counters behind the loaded values, and has the database take its own statistics. Gives what could not be done, for people.
    fn settle(&mut self, load: &TableLoad)
    -> impl Future<Output = Result<Vec<String>, ServerFailure>> + Send;

    /// Finds out whether this account may rename tables, on one of ours: in the end it would be too late.
    fn try_swap(&mut self, working: &str) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Whether a table is the one that was made under the name of a working table: where tables move outside of transactions, that is
    /// all that tells a swap that has been from one that has not.
    fn bears_mark(
        &mut self,
        table: &str,
        working: &str,
    ) -> impl Future<Output = Result<bool, ServerFailure>> + Send;

    /// Takes the mark away from a table that is in its place: from here on it is as if it had been created there. `comment` is the spec's.
    fn take_mark(
        &mut self,
        table: &str,
        comment: &str,
    ) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Puts tables in the places of others, all at once as far as the database can, and drops those. Again is harmless. Gives a table
    /// that has more rows than it may, if there is one: then all is as it was.
    fn swap(
        &mut self,
        swaps: &[Swap],
    ) -> impl Future<Output = Result<Option<InTheWay>, ServerFailure>> + Send;

    /// A row that refers to one that is not there, where the database has not looked itself.
    fn first_orphan(
        &mut self,
        load: &TableLoad,
    ) -> impl Future<Output = Result<Option<String>, ServerFailure>> + Send;

    /// How large a table of so many rows is.
    fn statistics(
        &mut self,
        table: &str,
        rows: u64,
    ) -> impl Future<Output = Result<TableStatistics, ServerFailure>> + Send;

    /// What the database counts of its own work; what this version does not have is left out.
    fn counters(&mut self) -> impl Future<Output = Result<Counted, ServerFailure>> + Send;

    /// The names of the tables of the database; those of loads are left out.
    fn table_names(&mut self) -> impl Future<Output = Result<Vec<String>, ServerFailure>> + Send;

    /// CREATE TABLE statements for the tables of the database, as far as an import reads them; those of loads are left out.
    fn describe(&mut self) -> impl Future<Output = Result<String, ServerFailure>> + Send;
}

/// How many rows a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// They were counted.
    Counted(u64),
    /// So many by the database's own account, and at least one.
    About(u64),
}

impl Rows {
    /// Whether there are none.
    pub(crate) fn is_none(self) -> bool {
        self == Self::Counted(0)
    }

    /// For people.
    pub(crate) fn shown(self) -> String {
        match self {
            Self::Counted(1) => "1 row".to_owned(),
            Self::Counted(rows) => format!("{rows} rows"),
            Self::About(rows) => format!("about {rows} rows"),
        }
    }
}

/// A table that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Swap {
    /// Where it is.
    pub(crate) working: String,
    /// Where it goes.
    pub(crate) table: String,
    /// Where the one goes that is there, until it is dropped.
    pub(crate) retired: String,
    /// The indexes that are made in the new place, where their names are the database's and not the table's.
    pub(crate) indexes: Vec<String>,
    /// Names on the way, and those that the same has in the new place, where a table declares them.
    pub(crate) names: Vec<(String, String)>,
    /// How many rows the table that is there may have, all of them the load's own; `None` if all of them may go.
    pub(crate) most_rows: Option<u64>,
}

impl Swap {
    /// The name that its table declares for something, if it does.
    pub(crate) fn declared_name(&self, name: &str) -> Option<String> {
        self.names.iter().find(|(working, _)| working == name).map(|(_, declared)| declared.clone())
    }
}

/// A table with rows that nobody has said may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InTheWay {
    pub(crate) table: String,
    pub(crate) rows: u64,
}

/// A column as the catalogue knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CatalogueColumn {
    pub(crate) name: String,
    /// Its type and whether it may be NULL, in the database's words.
    pub(crate) definition: String,
    pub(crate) stored: StoredType,
    /// Whether it may be NULL.
    pub(crate) is_nullable: bool,
    /// Whether a row needs a value for it.
    pub(crate) needs_value: bool,
    /// Whether the database computes it.
    pub(crate) is_computed: bool,
}

/// A foreign key as the catalogue knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CatalogueKey {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    pub(crate) parent: String,
    pub(crate) parent_columns: Vec<String>,
}

impl CatalogueKey {
    /// Reads rows of key, column, parent and its column, in the order of keys and their columns.
    pub(crate) fn read_all(rows: &[TextRow]) -> Vec<Self> {
        let mut keys: Vec<Self> = Vec::new();
        for row in rows {
            let (column, parent_column) = (text(row, 1).to_owned(), text(row, 3).to_owned());
            match keys.last_mut().filter(|key| key.name == text(row, 0)) {
                Some(key) => {
                    key.columns.push(column);
                    key.parent_columns.push(parent_column);
                }
                None => keys.push(Self {
                    name: text(row, 0).to_owned(),
                    columns: vec![column],
                    parent: text(row, 2).to_owned(),
                    parent_columns: vec![parent_column],
                }),
            }
        }
        keys
    }
}

/// A foreign key that refers to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) table: String,
    pub(crate) constraint: String,
}

impl Reference {
    /// Reads a row of a table and a constraint.
    pub(crate) fn read(row: &TextRow) -> Self {
        Self { table: text(row, 0).to_owned(), constraint: text(row, 1).to_owned() }
    }
}

/// Reads a row of an index and its bytes.
pub(crate) fn index_statistics(row: &TextRow) -> IndexStatistics {
    IndexStatistics { name: text(row, 0).to_owned(), bytes: number(row, 1) }
}

/// A short text that changes whenever a column does.
pub(crate) fn fingerprint(columns: &[CatalogueColumn]) -> String {
    let mut hash = Sha256::new();
    for column in columns {
        for text in [&column.name, &column.definition] {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
    }
    hexadecimal(&hash.finalize()[..8])
}

/// A check of the server.
pub(crate) fn server_check(level: CheckLevel, code: &str, message: impl Into<String>) -> Check {
    Check { level, code: code.to_owned(), table: None, message: message.into() }
}

/// A check of a table.
pub(crate) fn table_check(level: CheckLevel, code: &str, table: &str, message: impl Into<String>) -> Check {
    Check { level, code: code.to_owned(), table: Some(table.to_owned()), message: message.into() }
}
