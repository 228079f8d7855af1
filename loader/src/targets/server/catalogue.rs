//! What a load asks a server's own catalogue for.

use std::collections::BTreeSet;

use contract::{Check, CheckLevel, IndexStatistics, TableStatistics};
use generator::hexadecimal;
use sha2::{Digest as _, Sha256};

use super::{
    checkpoint::{number, text},
    failure::ServerFailure,
    session::{Session, TextRow},
};
use crate::plan::TableLoad;

/// A server that can be asked about its tables. Names are matched to the letter.
pub(crate) trait Catalogue: Session {
    /// Waits for a lock of this name that this session alone has until it ends.
    fn lock_name(&mut self, name: &str) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Gives a lock back before the session ends.
    fn unlock_name(&mut self, name: &str) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// The columns of a table or view in order; none if there is no such table.
    fn columns(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Vec<CatalogueColumn>, ServerFailure>> + Send;

    /// The names of the indexes and constraints of a table.
    fn constraint_names(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<BTreeSet<String>, ServerFailure>> + Send;

    /// The foreign keys of other tables that refer to a table.
    fn references(
        &mut self,
        table: &str,
    ) -> impl Future<Output = Result<Vec<Reference>, ServerFailure>> + Send;

    /// What should be known of the server before anything is loaded.
    fn inspect_server(&mut self) -> impl Future<Output = Result<Vec<Check>, ServerFailure>> + Send;

    /// What should be known of a table that is there already.
    fn inspect_table(
        &mut self,
        load: &TableLoad,
    ) -> impl Future<Output = Result<Vec<Check>, ServerFailure>> + Send;

    /// Sets counters behind the loaded values, and has the server take its own statistics.
    fn settle(&mut self, load: &TableLoad) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// How large a table of so many rows is.
    fn statistics(
        &mut self,
        table: &str,
        rows: u64,
    ) -> impl Future<Output = Result<TableStatistics, ServerFailure>> + Send;

    /// CREATE TABLE statements for the tables of the database, as far as an import reads them; those of loads are left out.
    fn describe(&mut self) -> impl Future<Output = Result<String, ServerFailure>> + Send;
}

/// A column as the catalogue knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CatalogueColumn {
    pub(crate) name: String,
    /// Its type and whether it may be NULL.
    pub(crate) definition: String,
    /// Whether a row needs a value for it.
    pub(crate) needs_value: bool,
    /// Whether the database computes it.
    pub(crate) is_computed: bool,
}

/// A foreign key of another table.
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
