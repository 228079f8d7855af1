//! SQLite: one writer a file, a connection of its own for each claimed partition.
//!
//! The file is in WAL mode with `synchronous=NORMAL`: a killed process loses nothing that was committed, and after a
//! power cut the last commits may be gone, but then rows and checkpoints together. Foreign keys are checked once at the
//! end, which is faster and allows circles.

mod checkpoint;
mod schema;
mod verify;
mod writer;

use std::{
    ops::Range,
    path::{Path, PathBuf},
    time::Duration,
};

use contract::{RejectedRow, Verification};
use generator::{BATCH_ROWS, Batch};
use rusqlite::Connection;

use self::writer::SqliteWriter;
use super::{Checkpoint, StepTarget};
use crate::{error::LoadError, plan::TableLoad};

/// How long a statement waits for another connection's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);

/// A SQLite file.
#[derive(Debug, Clone)]
pub(crate) struct SqliteTarget {
    name: String,
    path: PathBuf,
}

impl SqliteTarget {
    pub(crate) fn new(name: &str, path: &Path) -> Self {
        Self { name: name.to_owned(), path: path.to_owned() }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// `SQLite` and its version, if the file can be opened.
    pub(crate) async fn version(&self) -> Result<String, LoadError> {
        self.blocking("", |target| {
            target.open()?;
            Ok(format!("SQLite {}", rusqlite::version()))
        })
        .await
    }

    /// The rows of a job that were refused.
    pub(crate) async fn rejected(&self, job: String) -> Result<Vec<RejectedRow>, LoadError> {
        self.blocking("", move |target| {
            let connection = target.open()?;
            checkpoint::rejected(&connection, &job)
                .map_err(|source| LoadError::Verify { table: String::new(), source: source.into() })
        })
        .await
    }

    fn open(&self) -> Result<Connection, LoadError> {
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(&self.path)?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            // Measured: a checkpoint of the log every 10,000 pages (40 MB) instead of 1,000 makes loads 20 % faster.
            connection.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 10000;
                 PRAGMA foreign_keys = OFF;",
            )?;
            Ok(connection)
        };
        open().map_err(|source| LoadError::Open { target: self.name.clone(), source: source.into() })
    }

    /// Runs work that blocks on a thread for such work.
    async fn blocking<T: Send + 'static>(
        &self,
        table: &str,
        work: impl FnOnce(&Self) -> Result<T, LoadError> + Send + 'static,
    ) -> Result<T, LoadError> {
        let target = self.clone();
        match tokio::task::spawn_blocking(move || work(&target)).await {
            Ok(result) => result,
            Err(source) => Err(LoadError::Worker { table: table.to_owned(), source }),
        }
    }
}

impl StepTarget for SqliteTarget {
    type Chunk = Vec<Batch>;
    type Writer = SqliteWriter;

    async fn prepare(&self, load: TableLoad, again: bool) -> Result<(TableLoad, Vec<Checkpoint>), LoadError> {
        let table = load.name.clone();
        self.blocking(&table, move |target| {
            let mut connection = target.open()?;
            checkpoint::prepare(&mut connection, load, again)
        })
        .await
    }

    async fn claim(&self, load: &TableLoad, partition: usize) -> Result<SqliteWriter, LoadError> {
        let load = load.clone();
        let table = load.name.clone();
        self.blocking(&table, move |target| {
            let connection = target.open()?;
            let claim = checkpoint::claim(&connection, &load, partition)
                .map_err(|source| LoadError::Claim { table: load.name.clone(), source: source.into() })?;
            Ok(SqliteWriter::new(connection, load, partition, claim))
        })
        .await
    }

    fn encode(load: &TableLoad, rows: Range<u64>) -> Vec<Batch> {
        let table = load.table();
        let mut batches = Vec::with_capacity((rows.end - rows.start).div_ceil(BATCH_ROWS) as usize);
        let mut start = rows.start;
        while start < rows.end {
            let mut batch = Batch::new();
            table.batch(start..rows.end, &mut batch);
            start = batch.rows().end;
            batches.push(batch);
        }
        batches
    }

    async fn verify(&self, load: &TableLoad) -> Result<Verification, LoadError> {
        let load = load.clone();
        let table = load.name.clone();
        self.blocking(&table, move |target| verify::verify(&target.open()?, &load)).await
    }
}
