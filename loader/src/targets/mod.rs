//! Databases to load into.

mod address;
mod header;
mod keys;
mod mysql;
mod postgres;
mod sample;
mod server;
mod sqlite;

use std::{ops::Range, sync::Arc};

use contract::{Check, RejectedRow, TableStatistics, Target as TargetView, TargetKind, Verification};

pub use self::address::{ServerAddress, TargetAddress, TargetConfig, TargetUrlError};
use self::{mysql::MySqlSession, postgres::PostgresSession, server::ServerTarget, sqlite::SqliteTarget};
use crate::{
    context::StepContext,
    error::{LoadError, chain},
    plan::TableLoad,
};

/// A database to load into.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Sqlite(SqliteTarget),
    MySql(ServerTarget<MySqlSession>),
    Postgres(ServerTarget<PostgresSession>),
}

/// Does the same with whatever target it is.
macro_rules! with_target {
    ($target:expr, $name:ident => $work:expr) => {
        match $target {
            $crate::targets::Target::Sqlite($name) => $work,
            $crate::targets::Target::MySql($name) => $work,
            $crate::targets::Target::Postgres($name) => $work,
        }
    };
}
pub(crate) use with_target;

/// Workers of a server unless the request says otherwise: more gain little where server and disk are the limit.
const SERVER_WORKERS: usize = 4;

impl Target {
    /// The target of this configuration; nothing is opened yet.
    pub(crate) fn new(config: &TargetConfig) -> Self {
        let name = &config.name;
        match &config.address {
            TargetAddress::Sqlite(path) => Self::Sqlite(SqliteTarget::new(name, path)),
            TargetAddress::Server(address) if address.kind == TargetKind::Postgres => {
                Self::Postgres(ServerTarget::new(name, address))
            }
            TargetAddress::Server(address) => Self::MySql(ServerTarget::new(name, address)),
        }
    }

    pub(crate) fn kind(&self) -> TargetKind {
        match self {
            Self::Sqlite(_) => TargetKind::Sqlite,
            Self::MySql(_) => TargetKind::Mysql,
            Self::Postgres(_) => TargetKind::Postgres,
        }
    }

    /// How many workers write one table at once unless the request says otherwise.
    pub(crate) fn workers(&self) -> u64 {
        match self {
            // SQLite has one writer a file.
            Self::Sqlite(_) => 1,
            _ => std::thread::available_parallelism().map_or(1, usize::from).min(SERVER_WORKERS) as u64,
        }
    }

    /// How many workers may write one table at once, whatever the request says.
    pub(crate) fn most_workers(&self) -> usize {
        match self {
            Self::Sqlite(_) => 1,
            _ => usize::MAX,
        }
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

    /// The rows of a job that the database refused, at most 10,000.
    pub(crate) async fn rejected(&self, job: &str) -> Result<Vec<RejectedRow>, LoadError> {
        with_target!(self, target => target.rejected(job).await)
    }

    /// CREATE TABLE statements for the tables of the database.
    pub(crate) async fn describe(&self) -> Result<String, LoadError> {
        with_target!(self, target => target.describe().await)
    }

    /// Whether the target still knows that a load was completed.
    pub(crate) async fn is_loaded(&self, load: &TableLoad) -> Result<bool, LoadError> {
        with_target!(self, target => target.is_loaded(load).await)
    }
}

/// What a step needs of a target. Every call that changes something is one transaction, or none at all.
pub(crate) trait StepTarget: Clone + Send + Sync + 'static {
    /// A chunk made ready to be written.
    type Chunk: Send + 'static;
    /// A claimed partition.
    type Writer: StepWriter<Chunk = Self::Chunk>;

    /// Refuses what [`Self::prepare`] would refuse, before anything is dropped or changed: of several tables none is touched
    /// if one cannot be loaded.
    fn check(
        &self,
        load: &TableLoad,
        again: bool,
        context: &StepContext,
    ) -> impl Future<Output = Result<(), LoadError>> + Send;

    /// Makes table and checkpoints ready, or finds them from an earlier execution, whose plan is then taken over. With
    /// `again`, whatever an earlier execution left is removed first. Gives each partition's checkpoint.
    fn prepare(
        &self,
        load: TableLoad,
        again: bool,
        context: &StepContext,
    ) -> impl Future<Output = Result<(TableLoad, Vec<Checkpoint>), LoadError>> + Send;

    /// Takes a partition over from whoever had it, and says how far it is.
    fn claim(
        &self,
        load: &Arc<TableLoad>,
        partition: usize,
        context: &Arc<StepContext>,
    ) -> impl Future<Output = Result<Self::Writer, LoadError>> + Send;

    /// Makes the rows of a chunk; work for a processor, not for an async task.
    fn encode(load: &TableLoad, rows: Range<u64>, context: &StepContext) -> Self::Chunk;

    /// Whether the target still knows of this load that it was completed; a target without it, or without its table, does
    /// not.
    fn is_loaded(&self, load: &TableLoad) -> impl Future<Output = Result<bool, LoadError>> + Send;

    /// Makes what is made when the rows of a table are there: indexes and keys that were left for then, counters, the
    /// database's own statistics. Again is harmless.
    fn finish(
        &self,
        load: &TableLoad,
        context: &StepContext,
    ) -> impl Future<Output = Result<(), LoadError>> + Send;

    /// Makes what is made when the rows of all tables are there: foreign keys in a circle. Again is harmless.
    fn finish_tables(
        &self,
        load: &TableLoad,
        context: &StepContext,
    ) -> impl Future<Output = Result<(), LoadError>> + Send;

    /// Compares the finished table with what was loaded.
    fn verify(
        &self,
        load: &TableLoad,
        context: &StepContext,
    ) -> impl Future<Output = Result<Verified, LoadError>> + Send;

    /// How large the table is, which has so many rows.
    fn statistics(
        &self,
        load: &TableLoad,
        rows: u64,
        context: &StepContext,
    ) -> impl Future<Output = Result<TableStatistics, LoadError>> + Send;
}

/// What came out of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verified {
    pub(crate) verification: Verification,
    /// All rows of the table, those that were there before among them.
    pub(crate) rows_in_table: u64,
}

/// A claimed partition.
pub(crate) trait StepWriter: Send + 'static {
    /// A chunk made ready to be written.
    type Chunk: Send;

    /// The next chunk to write.
    fn next_chunk(&self) -> u64;

    /// What the checkpoint counts.
    fn counted(&self) -> Checkpoint;

    /// Writes the next chunk and its checkpoint in one transaction.
    fn write(&mut self, chunk: Self::Chunk) -> impl Future<Output = Result<Written, LoadError>> + Send;
}

/// How far a partition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Checkpoint {
    /// Rows committed.
    pub(crate) committed: u64,
    /// Rows that the database refused.
    pub(crate) skipped: u64,
}

impl Checkpoint {
    /// The sum of some.
    pub(crate) fn total(checkpoints: &[Self]) -> Self {
        Self {
            committed: checkpoints.iter().map(|checkpoint| checkpoint.committed).sum(),
            skipped: checkpoints.iter().map(|checkpoint| checkpoint.skipped).sum(),
        }
    }
}

/// What a committed chunk added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// Rows committed.
    pub(crate) committed: u64,
    /// Rows that the database refused.
    pub(crate) skipped: u64,
}
