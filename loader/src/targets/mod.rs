//! Databases to load into: a folder each, and a line each below. What all of them share is the protocol.

mod address;
pub(crate) mod mysql;
pub(crate) mod postgres;
mod sqlite;

use std::path::Path;

use contract::{Check, RejectedRow, Target as TargetView, TargetKind};

pub use self::address::{ServerAddress, TargetAddress, TargetConfig, TargetUrlError};
pub(crate) use self::sqlite::sqlite_statements;
use self::{mysql::MySqlSession, postgres::PostgresSession, sqlite::SqliteSession};
use crate::{
    error::{LoadError, chain},
    plan::TableLoad,
    protocol::{Database, counted::Counted, server_settings::SettingsChanger, session::Grammar},
};

/// All databases: each with its name here, its session, and its kind in the API.
macro_rules! targets {
    ($($name:ident: $session:ident, $kind:ident;)+) => {
        /// A database to load into.
        #[derive(Debug, Clone)]
        pub(crate) enum Target {
            $($name(Database<$session>),)+
        }

        impl Target {
            pub(crate) fn kind(&self) -> TargetKind {
                match self {
                    $(Self::$name(_) => TargetKind::$kind,)+
                }
            }

            /// Whether one connection at a time may write.
            pub(crate) fn has_one_writer(&self) -> bool {
                match self {
                    $(Self::$name(_) => <$session as Grammar>::HAS_ONE_WRITER,)+
                }
            }
        }

        /// Does the same with whatever target it is.
        macro_rules! with_target {
            ($target:expr, $found:ident => $work:expr) => {
                match $target {
                    $($crate::targets::Target::$name($found) => $work,)+
                }
            };
        }
    };
}

targets! {
    Sqlite: SqliteSession, Sqlite;
    MySql: MySqlSession, Mysql;
    Postgres: PostgresSession, Postgres;
}
#[expect(clippy::single_component_path_imports, reason = "gives a macro that a macro defines a path")]
pub(crate) use with_target;

/// Workers of a server unless the request says otherwise: more gain little where server and disk are the limit.
const SERVER_WORKERS: usize = 4;

impl Target {
    /// The target of this configuration; nothing is opened yet.
    pub(crate) fn new(config: &TargetConfig) -> Self {
        let name = &config.name;
        match &config.address {
            TargetAddress::Sqlite(path) => Self::Sqlite(Database::new(name, path.clone())),
            TargetAddress::Server(address) if address.kind == TargetKind::Postgres => {
                Self::Postgres(Database::new(name, address.clone()))
            }
            TargetAddress::Server(address) => Self::MySql(Database::new(name, address.clone())),
        }
    }

    /// Bytes that are free on the target's disk; `None` for servers, whose disks are their own.
    pub(crate) fn free_bytes(&self) -> Option<u64> {
        let Self::Sqlite(database) = self else { return None };
        let folder = database.address().parent().filter(|folder| !folder.as_os_str().is_empty());
        fs4::available_space(folder.unwrap_or(Path::new("."))).ok()
    }

    /// How many workers write one table at once unless the request says otherwise.
    pub(crate) fn workers(&self) -> u64 {
        if self.has_one_writer() {
            return 1;
        }
        std::thread::available_parallelism().map_or(1, usize::from).min(SERVER_WORKERS) as u64
    }

    /// How many workers may write one table at once, whatever the request says.
    pub(crate) fn most_workers(&self) -> usize {
        if self.has_one_writer() { 1 } else { usize::MAX }
    }

    /// Asks whether the target answers, and what is to be known of it.
    pub(crate) async fn probe(&self) -> TargetView {
        let (name, answer) = with_target!(self, target => (target.name(), target.inspect().await));
        let (version, checks, problem) = match answer {
            Ok((version, checks)) => (Some(version), checks, None),
            Err(error) => {
                tracing::warn!(target = name, error = chain(&error), "a target does not answer");
                (None, Vec::new(), Some(error.told()))
            }
        };
        let (name, kind) = (name.to_owned(), self.kind());
        TargetView { name, kind, reachable: problem.is_none(), version, problem, checks }
    }

    /// Everything that can be known of a load before it begins.
    pub(crate) async fn preflight(&self, loads: &[TableLoad], again: bool) -> Result<Vec<Check>, LoadError> {
        with_target!(self, target => target.preflight(loads, again).await)
    }

    /// The rows of loads, by their names and tables, that the database refused; at most 10,000.
    pub(crate) async fn rejected(&self, loads: &[(String, String)]) -> Result<Vec<RejectedRow>, LoadError> {
        with_target!(self, target => target.rejected(loads).await)
    }

    /// CREATE TABLE statements for the tables of the database.
    pub(crate) async fn describe(&self) -> Result<String, LoadError> {
        with_target!(self, target => target.describe().await)
    }

    /// The tables of the database, and about how many rows each has.
    pub(crate) async fn table_rows(&self) -> Result<Vec<(String, u64)>, LoadError> {
        with_target!(self, target => target.table_rows().await)
    }

    /// Whether the database has a table or view of this name.
    pub(crate) async fn has_table(&self, table: &str) -> Result<bool, LoadError> {
        with_target!(self, target => target.has_table(table).await)
    }

    /// Drops the table that a load made, by its name, and what is written down of it.
    pub(crate) async fn drop_made(&self, job: &str, table: &str) -> Result<(), LoadError> {
        with_target!(self, target => target.drop_made(job, table).await)
    }

    /// What the database counts of its own work.
    pub(crate) async fn counters(&self) -> Result<Counted, LoadError> {
        with_target!(self, target => target.counters().await)
    }

    /// Refuses settings of the whole server that it does not have, or this account may not change: the first of them, with why.
    pub(crate) async fn may_change(&self, names: &[String]) -> Result<(), (String, LoadError)> {
        with_target!(self, target => target.may_change(names).await)
    }

    /// One who changes settings of the whole server.
    pub(crate) fn settings_changer(&self) -> Box<dyn SettingsChanger> {
        with_target!(self, target => target.settings_changer())
    }

    /// Whether the target still has everything that a load has put there.
    pub(crate) async fn is_loaded(&self, load: &TableLoad) -> Result<bool, LoadError> {
        with_target!(self, target => target.is_loaded(load).await)
    }
}
