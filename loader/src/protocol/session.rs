//! What a load needs of a connection to a database.

use std::{collections::BTreeMap, ops::Range, time::Duration};

use contract::{TargetKind, is_setting_value, setting};
use generator::Dialect;
use tokio::sync::mpsc;

use super::failure::{FailureClass, ServerFailure};
use crate::{plan::TableLoad, run::Histogram};

/// How long the database may take to let us in.
pub(crate) const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
/// How long a statement of a few rows may take, waiting for locks included.
pub(crate) const STATEMENT_PATIENCE: Duration = Duration::from_secs(60);
/// How long the rows of one chunk may take, whatever their number.
const CHUNK_PATIENCE: Duration = Duration::from_secs(120);
/// The slowest that a chunk may go beyond that, in bytes a second.
const CHUNK_BYTES_A_SECOND: u64 = 50_000;
/// How long a statement over a whole table may take: an index of a billion rows.
pub(crate) const TABLE_PATIENCE: Duration = Duration::from_secs(24 * 3_600);

/// How long a chunk of so many bytes may take.
pub(crate) fn chunk_patience(bytes: u64) -> Duration {
    CHUNK_PATIENCE + Duration::from_secs(bytes / CHUNK_BYTES_A_SECOND)
}

/// How long the rows of a load's chunk may take.
pub(crate) fn rows_patience(load: &TableLoad, rows: &Range<u64>) -> Duration {
    // Escapes and the words of statements come on top of CSV.
    chunk_patience((rows.end - rows.start).saturating_mul(load.row_bytes).saturating_mul(2))
}

/// A row of a result, in text form; bytes may be hexadecimal.
pub(crate) type TextRow = Vec<Option<String>>;

/// What a database's SQL calls what every load does.
pub(crate) trait Grammar {
    /// Whose SQL it is.
    const DIALECT: Dialect;
    /// Whether CREATE TABLE and the like are part of transactions.
    const TRANSACTIONAL_SCHEMA: bool;
    /// Whether one connection at a time may write.
    const HAS_ONE_WRITER: bool;
    /// Begins a transaction that will write.
    const BEGIN: &'static str;
    /// Behind a SELECT, has it wait for whoever changes its rows and keep others from doing so until the transaction ends.
    const FOR_UPDATE: &'static str;

    /// The statement that changes a setting of a connection. Name and value are checked: they are words.
    fn set(name: &str, value: &str) -> String;
}

/// How rows travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowForm {
    /// The fastest way that the database has.
    Bulk,
    /// INSERT statements of many rows.
    Insert,
    /// A prepared INSERT statement for each row.
    Single,
}

/// What became of rows that were inserted one by one.
#[derive(Debug)]
pub(crate) struct Singly {
    /// The first row that was not tried.
    pub(crate) next: u64,
    /// Rows that were refused.
    pub(crate) refused: Vec<(u64, ServerFailure)>,
}

/// How a connection is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To look at what is there; nothing is written, and what is not there is not made.
    Look,
    /// To load; a file that is not there is made.
    Prepare,
    /// To go on with a load; a file that is not there any more is an error.
    Continue,
}

/// A connection of our own: never from a pool, so that what is known of it (its settings, its locks) stays true.
pub(crate) trait Session: Grammar + Sized + std::fmt::Debug + Send + 'static {
    /// Where the database is.
    type Address: Clone + Send + Sync + std::fmt::Debug + 'static;
    /// A part of a chunk's rows in the form in which they are sent.
    type Piece: Send + 'static;

    /// Connects, and sets everything up that must not be left to the database's defaults.
    fn connect(
        address: &Self::Address,
        purpose: Purpose,
    ) -> impl Future<Output = Result<Self, ServerFailure>> + Send;

    /// Refuses an address behind which something shares connections among clients, before anything is set up that would stay there.
    fn refuse_shared_connections(
        address: &Self::Address,
    ) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// What the database is.
    fn server(&self) -> &ServerVersion;

    /// Runs one statement, and gives how many rows it changed.
    fn execute(
        &mut self,
        sql: &str,
        patience: Duration,
    ) -> impl Future<Output = Result<u64, ServerFailure>> + Send;

    /// The rows of a query.
    fn query(
        &mut self,
        sql: &str,
        patience: Duration,
    ) -> impl Future<Output = Result<Vec<TextRow>, ServerFailure>> + Send;

    /// Makes rows piece by piece, until there are no more or `take` wants none; work for a processor, not for an async task.
    fn encode(load: &TableLoad, rows: Range<u64>, form: RowForm, take: &mut dyn FnMut(Self::Piece) -> bool);

    /// Sends rows inside the transaction that is open. Exactly these rows went in as they were sent, or it is a failure. A row that
    /// the failure names is counted from the first.
    fn send(
        &mut self,
        load: &TableLoad,
        rows: Range<u64>,
        form: RowForm,
        pieces: mpsc::Receiver<Self::Piece>,
    ) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// How long each statement took that rows were sent in, since this was last asked.
    fn take_statement_times(&mut self) -> Histogram;

    /// Inserts rows one by one inside the transaction that is open, behind a savepoint `rowmill`, until one is refused or all are in.
    /// Those before it stay, and nothing of it does; the savepoint is behind them.
    fn insert_singly(
        &mut self,
        load: &TableLoad,
        rows: Range<u64>,
    ) -> impl Future<Output = Result<Singly, ServerFailure>> + Send;

    /// Makes this connection known by a number that no other has: as long as it lives, [`Self::is_alive`] says so.
    fn sign_in(&mut self, token: u64) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Whether the connection with this number is still there.
    fn is_alive(&mut self, token: u64) -> impl Future<Output = Result<bool, ServerFailure>> + Send;

    /// Ends the connection with this number, if it is still there and another than this one.
    fn end_session(&mut self, token: u64) -> impl Future<Output = Result<(), ServerFailure>> + Send;
}

/// Changes settings of a connection.
pub(crate) async fn set_all<S: Session>(
    session: &mut S,
    settings: &BTreeMap<String, String>,
) -> Result<(), ServerFailure> {
    for (name, value) in settings {
        set_one(session, name, value).await?;
    }
    Ok(())
}

/// What kind of target speaks a dialect.
pub(crate) fn target_kind(dialect: Dialect) -> TargetKind {
    match dialect {
        Dialect::MySql => TargetKind::Mysql,
        Dialect::Postgres => TargetKind::Postgres,
        Dialect::Sqlite => TargetKind::Sqlite,
    }
}

/// Changes a setting of a connection. A name or a value that is not known, which only a task of a stranger has, is refused.
pub(crate) async fn set_one<S: Session>(
    session: &mut S,
    name: &str,
    value: &str,
) -> Result<(), ServerFailure> {
    let kind = target_kind(S::DIALECT);
    if setting(kind, name).is_none() || !is_setting_value(kind, name, value) {
        let message = format!("`{name}` is no setting that takes `{value}`");
        return Err(ServerFailure::new(FailureClass::Other, message));
    }
    session.execute(&S::set(name, value), STATEMENT_PATIENCE).await.map(|_| ())
}

/// What a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerVersion {
    pub(crate) flavour: Flavour,
    /// For people, such as `MariaDB 10.11.19`.
    pub(crate) text: String,
    /// Major and minor version.
    pub(crate) number: (u32, u32),
    /// Whether `Room` and `room` are one table.
    pub(crate) folds_names: bool,
}

impl ServerVersion {
    /// A table's name as the database tells it from others.
    pub(crate) fn fold(&self, name: &str) -> String {
        if self.folds_names { name.to_lowercase() } else { name.to_owned() }
    }
}

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    MySql,
    MariaDb,
    Postgres,
    Sqlite,
}

/// How often a transaction that will write is tried to begin while another connection writes to the same file: each try waits itself.
const BEGIN_TRIES: u32 = 5;

/// Begins a transaction that will write, when whoever writes has done: 25 seconds (each try waits `BUSY_TIMEOUT`), where a database has one writer.
pub(crate) async fn begin<S: Session>(session: &mut S) -> Result<(), ServerFailure> {
    let mut tries = 1;
    loop {
        match session.execute(S::BEGIN, STATEMENT_PATIENCE).await {
            Err(failure) if failure.class == FailureClass::Locked && tries < BEGIN_TRIES => tries += 1,
            result => return result.map(|_| ()),
        }
    }
}

/// A future that may not take longer than this.
pub(crate) async fn within<T, E: Into<ServerFailure>>(
    patience: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, ServerFailure> {
    match tokio::time::timeout(patience, work).await {
        Ok(result) => result.map_err(Into::into),
        Err(_) => Err(ServerFailure::overdue(patience.as_secs())),
    }
}
