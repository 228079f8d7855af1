//! What a load needs of a connection to a database server.

use std::time::Duration;

use bytes::Bytes;
use generator::Dialect;

use super::failure::ServerFailure;
use crate::{plan::TableLoad, targets::address::ServerAddress};

/// How long the server may take to let us in.
pub(crate) const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
/// How long a statement of a few rows may take, waiting for locks included.
pub(crate) const STATEMENT_PATIENCE: Duration = Duration::from_secs(60);
/// How long the rows of one chunk may take, whatever their number.
const CHUNK_PATIENCE: Duration = Duration::from_secs(120);
/// The slowest that a chunk may go beyond that, in bytes a second.
const CHUNK_BYTES_A_SECOND: u64 = 50_000;

/// How long a chunk of so many bytes may take.
pub(crate) fn chunk_patience(bytes: usize) -> Duration {
    CHUNK_PATIENCE + Duration::from_secs(bytes as u64 / CHUNK_BYTES_A_SECOND)
}
/// How long a statement over a whole table may take: an index of a billion rows.
pub(crate) const TABLE_PATIENCE: Duration = Duration::from_secs(24 * 3_600);

/// A row of a result, in the text form of the server.
pub(crate) type TextRow = Vec<Option<String>>;

/// A connection of our own: never from a pool, so that what is known of it (its id, its settings, its locks) stays true.
pub(crate) trait Session: Sized + Send + 'static {
    /// Whose SQL it speaks.
    const DIALECT: Dialect;
    /// Whether CREATE TABLE and the like are part of transactions.
    const TRANSACTIONAL_SCHEMA: bool;

    /// Connects, and sets everything up that must not be left to the server's defaults.
    fn connect(address: &ServerAddress) -> impl Future<Output = Result<Self, ServerFailure>> + Send;

    /// What the server is.
    fn server(&self) -> &ServerVersion;

    /// The number by which the server knows this connection.
    fn id(&self) -> u64;

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

    /// Sends rows the fast way, in the text form of [`generator::RowFormat::CopyText`], inside the transaction that is open.
    /// Exactly `rows` rows went in as they were sent, or it is a failure.
    fn send_rows(
        &mut self,
        load: &TableLoad,
        pieces: &[Bytes],
        rows: u64,
    ) -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Runs one INSERT statement. Exactly `rows` rows went in as they were written, or it is a failure.
    fn insert_rows(&mut self, sql: &str, rows: u64)
    -> impl Future<Output = Result<(), ServerFailure>> + Send;

    /// Ends another connection of ours, if it is still there. Servers give numbers again: where it is known how long ago the
    /// connection began, a younger one is left alone.
    fn end_session(
        &mut self,
        id: u64,
        age: Option<Duration>,
    ) -> impl Future<Output = Result<(), ServerFailure>> + Send;
}

/// What a server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerVersion {
    pub(crate) flavour: Flavour,
    /// For people, such as `MariaDB 10.11.19`.
    pub(crate) text: String,
    /// Major and minor version.
    pub(crate) number: (u32, u32),
}

/// Which server it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    MySql,
    MariaDb,
    Postgres,
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
