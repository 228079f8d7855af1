//! SQLite: one writer a file, a connection of its own for each claimed partition.
//!
//! The file is in WAL mode with `synchronous=NORMAL`: a killed process loses nothing that was committed, and after a
//! power cut the last commits may be gone, but then rows and checkpoints together. Foreign keys are checked once at the
//! end, which is faster and allows circles.

mod checkpoint;
mod preflight;
mod schema;
mod statistics;
mod verify;
mod writer;

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use contract::{Check, IndexTime, RejectedRow, TableStatistics};
use generator::{BATCH_ROWS, Batch};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use self::writer::SqliteWriter;
use super::{Checkpoint, StepTarget, Verified};
use crate::{
    context::StepContext,
    database_error::{DatabaseError, TargetFault},
    error::LoadError,
    plan::TableLoad,
};

/// How long a statement waits for another connection's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

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

    /// `SQLite` and its version, if the file can be opened, or can be created.
    pub(crate) async fn inspect(&self) -> Result<(String, Vec<Check>), LoadError> {
        self.blocking("", |target| {
            let folder = target.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            if target.path.exists() || !folder.is_none_or(Path::is_dir) {
                target.open(Missing::Refused)?;
            }
            Ok((format!("SQLite {}", rusqlite::version()), Vec::new()))
        })
        .await
    }

    /// Everything that can be known of a load before it begins.
    pub(crate) async fn preflight(&self, loads: &[TableLoad], again: bool) -> Result<Vec<Check>, LoadError> {
        let loads = loads.to_vec();
        self.blocking("", move |target| preflight::preflight(target, &loads, again)).await
    }

    /// The tables of the file as CREATE statements.
    pub(crate) async fn describe(&self) -> Result<String, LoadError> {
        self.blocking("", |target| {
            let (connection, _) = target.open(Missing::Refused)?;
            schema::describe(&connection)
                .map_err(|source| LoadError::Open { target: target.name.clone(), source: source.into() })
        })
        .await
    }

    /// The rows of a job that were refused.
    pub(crate) async fn rejected(&self, job: &str) -> Result<Vec<RejectedRow>, LoadError> {
        let job = job.to_owned();
        self.blocking("", move |target| {
            let (connection, _) = target.open(Missing::Refused)?;
            checkpoint::rejected(&connection, &job)
                .map_err(|source| LoadError::Verify { table: String::new(), source: source.into() })
        })
        .await
    }

    fn open(&self, missing: Missing) -> Result<(Connection, OpenFile), LoadError> {
        let open = || -> Result<(Connection, OpenFile), DatabaseError> {
            let flags = match missing {
                Missing::Created => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
                Missing::Refused => OpenFlags::SQLITE_OPEN_READ_WRITE,
            };
            let connection =
                Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            // Measured: a checkpoint of the log every 10,000 pages (40 MB) instead of 1,000 makes loads 20 % faster.
            connection.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 10000;
                 PRAGMA foreign_keys = OFF;",
            )?;
            let file = OpenFile::find(&self.path)?;
            Ok((connection, file))
        };
        open().map_err(|source| LoadError::Open { target: self.name.clone(), source })
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

/// What to do about a file that is not there.
#[derive(Debug, Clone, Copy)]
enum Missing {
    Created,
    Refused,
}

/// The file behind a connection. On Unix a file that is deleted or replaced stays open, unseen by anyone else.
#[derive(Debug)]
struct OpenFile {
    path: PathBuf,
    #[cfg(unix)]
    identity: (u64, u64),
}

impl OpenFile {
    fn find(path: &Path) -> Result<Self, DatabaseError> {
        let missing = |source: std::io::Error| DatabaseError::new(Some(TargetFault::Missing), source);
        let metadata = path.metadata().map_err(missing)?;
        Ok(Self {
            path: path.to_owned(),
            #[cfg(unix)]
            identity: identity(&metadata),
        })
    }

    /// Refuses a path that leads to no file, or to another one than at first.
    fn check(&self) -> Result<(), DatabaseError> {
        let now = Self::find(&self.path)?;
        #[cfg(unix)]
        if now.identity != self.identity {
            return Err(DatabaseError::new(Some(TargetFault::Missing), "another file is in its place"));
        }
        drop(now);
        Ok(())
    }
}

#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> Self {
        let fault = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Some(TargetFault::Locked),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Some(TargetFault::ReadOnly),
            Some(ErrorCode::DiskFull) => Some(TargetFault::Full),
            Some(ErrorCode::CannotOpen) => Some(TargetFault::Missing),
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Some(TargetFault::Unusable),
            _ => None,
        };
        Self::new(fault, error)
    }
}

impl StepTarget for SqliteTarget {
    type Chunk = Vec<Batch>;
    type Writer = SqliteWriter;

    async fn check(&self, load: &TableLoad, again: bool, _: &StepContext) -> Result<(), LoadError> {
        let load = load.clone();
        let table = load.name.clone();
        self.blocking(&table, move |target| {
            if !target.path.exists() {
                return Ok(());
            }
            checkpoint::check(&target.open(Missing::Refused)?.0, &load, again)
        })
        .await
    }

    async fn prepare(
        &self,
        load: TableLoad,
        again: bool,
        _: &StepContext,
    ) -> Result<(TableLoad, Vec<Checkpoint>), LoadError> {
        let table = load.name.clone();
        self.blocking(&table, move |target| {
            let (mut connection, _) = target.open(Missing::Created)?;
            checkpoint::prepare(&mut connection, load, again)
        })
        .await
    }

    async fn claim(
        &self,
        load: &Arc<TableLoad>,
        partition: usize,
        _: &Arc<StepContext>,
    ) -> Result<SqliteWriter, LoadError> {
        let load = TableLoad::clone(load);
        let table = load.name.clone();
        self.blocking(&table, move |target| {
            let (connection, file) = target.open(Missing::Refused)?;
            let claim = checkpoint::claim(&connection, &load, partition)
                .map_err(|source| LoadError::Claim { table: load.name.clone(), source: source.into() })?
                .ok_or_else(|| LoadError::Fenced { table: load.name.clone() })?;
            Ok(SqliteWriter::new((connection, file), load, partition, claim))
        })
        .await
    }

    fn encode(load: &TableLoad, rows: Range<u64>, _: &StepContext) -> Vec<Batch> {
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

    async fn is_loaded(&self, load: &TableLoad) -> Result<bool, LoadError> {
        let load = load.clone();
        let table = load.name.clone();
        self.blocking(&table, move |target| {
            if !target.path.exists() {
                return Ok(false);
            }
            let (connection, _) = target.open(Missing::Refused)?;
            checkpoint::is_complete(&connection, &load)
                .map_err(|source| LoadError::Verify { table: load.name.clone(), source: source.into() })
        })
        .await
    }

    async fn finish(&self, load: &TableLoad, _: &StepContext) -> Result<(), LoadError> {
        if !load.is_created || load.indexes == IndexTime::Before {
            return Ok(());
        }
        let load = load.clone();
        let table = load.name.clone();
        self.blocking(&table, move |target| {
            let (connection, _) = target.open(Missing::Refused)?;
            checkpoint::create_indexes(&connection, &load).map_err(|source| LoadError::Finish {
                table: load.name.clone(),
                what: "its indexes".to_owned(),
                source: source.into(),
            })
        })
        .await
    }

    async fn finish_tables(&self, _: &TableLoad, _: &StepContext) -> Result<(), LoadError> {
        // Foreign keys are part of CREATE TABLE, and are checked when all rows are there.
        Ok(())
    }

    async fn verify(&self, load: &TableLoad, _: &StepContext) -> Result<Verified, LoadError> {
        let load = load.clone();
        let table = load.name.clone();
        self.blocking(&table, move |target| verify::verify(&target.open(Missing::Refused)?.0, &load)).await
    }

    async fn statistics(
        &self,
        load: &TableLoad,
        rows: u64,
        _: &StepContext,
    ) -> Result<TableStatistics, LoadError> {
        let table = load.name.clone();
        self.blocking(&load.name, move |target| {
            let (connection, _) = target.open(Missing::Refused)?;
            statistics::statistics(&connection, &table, rows)
                .map_err(|source| LoadError::Verify { table: table.clone(), source: source.into() })
        })
        .await
    }
}
