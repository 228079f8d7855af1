//! SQLite: one writer a file, a connection of its own for each claimed partition.
//!
//! The file is in WAL mode with `synchronous=NORMAL`: a killed process loses nothing that was committed, and after a power cut the last
//! commits may be gone, but then rows and checkpoints together. Foreign keys are checked once at the end, which is faster and allows
//! circles. Statements run on threads for blocking work, and the connection goes with them.

mod catalogue;
mod counters;
mod failure;
mod file;
mod schema;
mod settings;
mod statistics;
mod writer;

use std::{ops::Range, path::PathBuf, time::Duration};

use generator::{Batch, Dialect};
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use tokio::sync::mpsc;

use self::file::OpenFile;
use crate::{
    plan::TableLoad,
    protocol::{
        Flavour, RowForm,
        failure::{FailureClass, ServerFailure},
        rows::encode_batches,
        schema::TableStatements,
        session::{
            Grammar, Purpose, STATEMENT_PATIENCE, ServerVersion, Session, Singly, TextRow, rows_patience,
            within,
        },
    },
    run::Histogram,
};

/// How long a statement waits for another connection's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The statements that make a load's table where all others are there.
///
/// # Errors
/// A declaration that is not one part of a statement.
pub(crate) fn sqlite_statements(load: &TableLoad) -> Result<TableStatements, crate::LoadError> {
    schema::statements(load, |_| true)
}

/// A connection to a SQLite file.
#[derive(Debug)]
pub(crate) struct SqliteSession {
    /// Away while a statement runs on another thread; gone for good if that thread broke off.
    state: Option<State>,
    server: ServerVersion,
}

#[derive(Debug)]
struct State {
    connection: Connection,
    /// `None` if there is no file to look at.
    file: Option<OpenFile>,
    statement_times: Histogram,
}

impl Grammar for SqliteSession {
    const DIALECT: Dialect = Dialect::Sqlite;
    const TRANSACTIONAL_SCHEMA: bool = true;
    const HAS_ONE_WRITER: bool = true;
    // One that reads first could not write any more if another has written meanwhile, and would not wait for it.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    // Whoever has begun to write is the only one.
    const FOR_UPDATE: &'static str = "";

    fn set(name: &str, value: &str) -> String {
        format!("PRAGMA {name} = {value}")
    }
}

impl Session for SqliteSession {
    type Address = PathBuf;
    type Piece = Batch;

    async fn connect(path: &PathBuf, purpose: Purpose) -> Result<Self, ServerFailure> {
        let path = path.clone();
        // What another process has left in the log is read first.
        let opened = tokio::task::spawn_blocking(move || State::open(&path, purpose));
        let state = within(STATEMENT_PATIENCE, async { opened.await.map_err(broken_off) }).await??;
        let server = ServerVersion {
            flavour: Flavour::Sqlite,
            text: format!("SQLite {}", rusqlite::version()),
            number: (3, 0),
            folds_names: true,
        };
        Ok(Self { state: Some(state), server })
    }

    async fn refuse_shared_connections(_: &PathBuf) -> Result<(), ServerFailure> {
        Ok(())
    }

    fn server(&self) -> &ServerVersion {
        &self.server
    }

    async fn execute(&mut self, sql: &str, patience: Duration) -> Result<u64, ServerFailure> {
        let sql = sql.to_owned();
        self.run(patience, move |state| {
            if let (Some(file), true) = (&state.file, sql == Self::BEGIN) {
                // A file that is not there any more could be written to the end, and would be gone with us.
                file.check()?;
            }
            state.connection.execute_batch(&sql)?;
            Ok(state.connection.changes())
        })
        .await
    }

    async fn query(&mut self, sql: &str, patience: Duration) -> Result<Vec<TextRow>, ServerFailure> {
        let sql = sql.to_owned();
        self.run(patience, move |state| {
            let mut statement = state.connection.prepare(&sql)?;
            let columns = statement.column_count();
            let mut found = statement.query([])?;
            let mut rows = Vec::new();
            while let Some(row) = found.next()? {
                let text = |column| Ok(text(row.get_ref(column)?));
                rows.push((0..columns).map(text).collect::<rusqlite::Result<TextRow>>()?);
            }
            Ok(rows)
        })
        .await
    }

    fn encode(load: &TableLoad, rows: Range<u64>, _: RowForm, take: &mut dyn FnMut(Batch) -> bool) {
        encode_batches(load, rows, take);
    }

    async fn send(
        &mut self,
        load: &TableLoad,
        rows: Range<u64>,
        form: RowForm,
        pieces: mpsc::Receiver<Batch>,
    ) -> Result<(), ServerFailure> {
        let load = load.clone();
        self.run(rows_patience(&load, &rows), move |state| {
            writer::insert(&state.connection, &load, &rows, form, pieces, &mut state.statement_times)
        })
        .await
    }

    fn take_statement_times(&mut self) -> Histogram {
        self.state.as_mut().map(|state| std::mem::take(&mut state.statement_times)).unwrap_or_default()
    }

    async fn insert_singly(&mut self, load: &TableLoad, rows: Range<u64>) -> Result<Singly, ServerFailure> {
        let load = load.clone();
        self.run(rows_patience(&load, &rows), move |state| {
            let singly = writer::insert_singly(&state.connection, &load, rows)?;
            state.connection.execute_batch("RELEASE SAVEPOINT rowmill; SAVEPOINT rowmill")?;
            Ok(singly)
        })
        .await
    }

    async fn sign_in(&mut self, _: u64) -> Result<(), ServerFailure> {
        // A process that is gone holds no lock of a file.
        Ok(())
    }

    async fn is_alive(&mut self, _: u64) -> Result<bool, ServerFailure> {
        Ok(false)
    }

    async fn end_session(&mut self, _: u64) -> Result<(), ServerFailure> {
        Ok(())
    }
}

impl SqliteSession {
    /// Runs work that blocks on a thread for such work. What takes too long takes the connection with it.
    async fn run<T: Send + 'static>(
        &mut self,
        patience: Duration,
        work: impl FnOnce(&mut State) -> Result<T, ServerFailure> + Send + 'static,
    ) -> Result<T, ServerFailure> {
        let Some(mut state) = self.state.take() else {
            return Err(ServerFailure::new(FailureClass::Lost, "there is no connection"));
        };
        let work = tokio::task::spawn_blocking(move || {
            let result = work(&mut state);
            (state, result)
        });
        let (state, result) = within(patience, async { work.await.map_err(broken_off) }).await?;
        self.state = Some(state);
        result
    }
}

impl State {
    fn open(path: &PathBuf, purpose: Purpose) -> Result<Self, ServerFailure> {
        if purpose == Purpose::Look && !path.exists() && file::has_folder(path) {
            // What will be made is empty.
            let connection = Connection::open_in_memory()?;
            return Ok(Self { connection, file: None, statement_times: Histogram::default() });
        }
        let flags = match purpose {
            Purpose::Prepare => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Purpose::Look | Purpose::Continue => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        // Measured: a checkpoint of the log every 10,000 pages (40 MB) instead of 1,000 makes loads 20 % faster. Foreign keys name
        // tables by where they will be: a table that is renamed must not take them along (SQLite manual, "PRAGMA legacy_alter_table").
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 10000;
             PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;",
        )?;
        let file = OpenFile::find(path)?;
        Ok(Self { connection, file: Some(file), statement_times: Histogram::default() })
    }
}

fn broken_off(source: tokio::task::JoinError) -> ServerFailure {
    ServerFailure::new(FailureClass::Other, "the thread of a statement broke off").caused_by(source)
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(value) => Some(value.to_string()),
        ValueRef::Real(value) => Some(value.to_string()),
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Some(generator::hexadecimal(bytes)),
    }
}
