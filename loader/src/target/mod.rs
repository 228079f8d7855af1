//! Databases to load into.

mod sqlite;

use std::{fmt, ops::Range, path::PathBuf};

use contract::{RejectedRow, Target as TargetView, TargetKind, Verification};

pub(crate) use self::sqlite::SqliteTarget;
use crate::{
    error::{LoadError, chain},
    plan::TableLoad,
};

/// A target as the server's configuration names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetConfig {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: TargetAddress,
}

/// Where a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetAddress {
    /// A SQLite file, created when it is missing.
    Sqlite(PathBuf),
}

/// Why a URL names no target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetUrlError;

impl fmt::Display for TargetUrlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a target's url is sqlite:PATH")
    }
}

impl std::error::Error for TargetUrlError {}

impl TargetConfig {
    /// Reads the URL of a target: `sqlite:PATH`.
    ///
    /// # Errors
    /// Any other URL. It is not repeated, because it may hold a password.
    pub fn parse(name: impl Into<String>, url: &str) -> Result<Self, TargetUrlError> {
        let path = url.strip_prefix("sqlite:").filter(|path| !path.is_empty()).ok_or(TargetUrlError)?;
        Ok(Self { name: name.into(), address: TargetAddress::Sqlite(PathBuf::from(path)) })
    }
}

/// A database to load into.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Sqlite(SqliteTarget),
}

impl Target {
    /// The target of this configuration; nothing is opened yet.
    pub(crate) fn new(config: &TargetConfig) -> Self {
        match &config.address {
            TargetAddress::Sqlite(path) => Self::Sqlite(SqliteTarget::new(&config.name, path)),
        }
    }

    /// How many workers may write one table at once, and how many do unless the request says otherwise.
    pub(crate) fn workers(&self) -> u64 {
        match self {
            // SQLite has one writer a file.
            Self::Sqlite(_) => 1,
        }
    }

    /// Asks whether the target answers.
    pub(crate) async fn probe(&self) -> TargetView {
        let (name, kind, answer) = match self {
            Self::Sqlite(target) => (target.name(), TargetKind::Sqlite, target.version().await),
        };
        let (version, problem) = match answer {
            Ok(version) => (Some(version), None),
            Err(error) => (None, Some(chain(&error))),
        };
        TargetView { name: name.to_owned(), kind, reachable: problem.is_none(), version, problem }
    }
}

/// What a step needs of a target. Every call that changes something is one transaction, or none at all.
pub(crate) trait StepTarget: Clone + Send + Sync + 'static {
    /// A chunk made ready to be written.
    type Chunk: Send + 'static;
    /// A claimed partition.
    type Writer: StepWriter<Chunk = Self::Chunk>;

    /// Makes table and checkpoints ready, or finds them from an earlier execution, whose plan is then taken over. With
    /// `again`, whatever an earlier execution left is removed first. Gives each partition's checkpoint.
    fn prepare(
        &self,
        load: TableLoad,
        again: bool,
    ) -> impl Future<Output = Result<(TableLoad, Vec<Checkpoint>), LoadError>> + Send;

    /// Takes a partition over from whoever had it, and says how far it is.
    fn claim(
        &self,
        load: &TableLoad,
        partition: usize,
    ) -> impl Future<Output = Result<Self::Writer, LoadError>> + Send;

    /// Makes the rows of a chunk; work for a processor, not for an async task.
    fn encode(load: &TableLoad, rows: Range<u64>) -> Self::Chunk;

    /// Whether the target still knows of this load that it was completed; a target without it, or without its table, does
    /// not.
    fn is_loaded(&self, load: &TableLoad) -> impl Future<Output = Result<bool, LoadError>> + Send;

    /// Compares the finished table with what was loaded.
    fn verify(&self, load: &TableLoad) -> impl Future<Output = Result<Verification, LoadError>> + Send;
}

/// A claimed partition.
pub(crate) trait StepWriter: Send + 'static {
    /// A chunk made ready to be written.
    type Chunk: Send;

    /// The next chunk to write.
    fn next_chunk(&self) -> u64;

    /// Writes the next chunk and its checkpoint in one transaction.
    fn write(&mut self, chunk: Self::Chunk) -> impl Future<Output = Result<Written, LoadError>> + Send;
}

/// How far a partition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// Rows committed.
    pub(crate) committed: u64,
    /// Rows that the database refused.
    pub(crate) skipped: u64,
}

/// What a committed chunk added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// Rows committed.
    pub(crate) committed: u64,
    /// Rows that the database refused.
    pub(crate) skipped: u64,
}

/// The rows of a job that the database refused, at most 10,000.
pub(crate) async fn rejected(target: &Target, job: &str) -> Result<Vec<RejectedRow>, LoadError> {
    match target {
        Target::Sqlite(target) => target.rejected(job.to_owned()).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_and_not_repeated() {
        let config = TargetConfig::parse("local", "sqlite:data/a b.sqlite").unwrap();
        assert_eq!(config.address, TargetAddress::Sqlite(PathBuf::from("data/a b.sqlite")));
        for url in ["", "sqlite:", "mysql://root:secret@host/db"] {
            let message = TargetConfig::parse("x", url).unwrap_err().to_string();
            assert!(!message.contains("secret"));
        }
    }
}
