//! MySQL and MariaDB, through mysql_async.
//!
//! `LOAD DATA LOCAL … REPLACE` is strict where plain `LOAD DATA LOCAL` is not: it takes wrong values for warnings, cuts them
//! to fit, and drops rows that collide (MySQL manual, "LOAD DATA Statement": LOCAL has the effect of IGNORE).

mod catalogue;
mod counters;
mod failure;
mod preflight;
mod settings;
mod statistics;
mod stored_type;
mod swap;
pub(crate) mod version;

use std::{
    ops::Range,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use generator::{Batch, Dialect, SqlType, SqlValue, SqlValues, quote_identifier};
use mysql_async::{Conn, Opts, OptsBuilder, Params, Row, SslOpts, Value, prelude::Queryable as _};
use rustls::{RootCertStore, pki_types::CertificateDer};
use tokio::sync::mpsc;

use self::failure::LoadInfo;
use super::address::{Encryption, ServerAddress};
use crate::{
    fault::FaultPoint,
    plan::TableLoad,
    protocol::{
        Flavour, RowForm,
        failure::{FailureClass, ServerFailure},
        rows::{encode_batches, encode_statements, encode_text, prepared_insert, single_statements},
        session::{
            CONNECT_PATIENCE, Grammar, Purpose, STATEMENT_PATIENCE, ServerVersion, Session, Singly, TextRow,
            chunk_patience, rows_patience, within,
        },
    },
    run::Histogram,
};

/// Nothing that matters to values is left to the server's or the account's defaults. A connection that is of no more use to anyone gives
/// its locks back after two minutes.
const SETTINGS: &str = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,\
     ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00', autocommit = 1, \
     foreign_key_checks = 1, unique_checks = 1, innodb_lock_wait_timeout = 20, \
     lock_wait_timeout = 20, wait_timeout = 120, net_read_timeout = 60";

/// A connection to MySQL or MariaDB.
#[derive(Debug)]
pub(crate) struct MySqlSession {
    connection: Conn,
    server: ServerVersion,
    statement_times: Histogram,
}

/// A part of a chunk's rows.
#[derive(Debug)]
pub(crate) enum MySqlPiece {
    /// Text for LOAD DATA.
    Text(Bytes),
    /// An INSERT statement and its rows.
    Statement(Range<u64>, String),
    /// Values for a prepared statement.
    Values(Batch),
}

impl Grammar for MySqlSession {
    const DIALECT: Dialect = Dialect::MySql;
    // CREATE TABLE commits whatever is open.
    const TRANSACTIONAL_SCHEMA: bool = false;
    const HAS_ONE_WRITER: bool = false;
    const BEGIN: &'static str = "START TRANSACTION";
    const FOR_UPDATE: &'static str = " FOR UPDATE";

    fn set(name: &str, value: &str) -> String {
        format!("SET SESSION {name} = {value}")
    }
}

impl Session for MySqlSession {
    type Address = ServerAddress;
    type Piece = MySqlPiece;

    async fn connect(address: &ServerAddress, _: Purpose) -> Result<Self, ServerFailure> {
        within(CONNECT_PATIENCE, async {
            let mut connection = connect(address).await?;
            for statement in
                ["SET NAMES utf8mb4", SETTINGS, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"]
            {
                connection.query_drop(statement).await?;
            }
            let facts: Option<(String, u64, u64)> =
                connection.query_first("SELECT VERSION(), @@lower_case_table_names, @@sql_notes").await?;
            let (version, folding, notes) = facts.unwrap_or_default();
            let server = server_version(&version, folding > 0);
            version::check(&server)?;
            if notes == 0 {
                // Without notes a number that is rounded goes in without a word.
                connection.query_drop("SET SESSION sql_notes = 1").await?;
            }
            connection.query_drop(version::without_query_limit(&server)).await?;
            Ok::<_, ServerFailure>(Self { connection, server, statement_times: Histogram::default() })
        })
        .await
    }

    async fn refuse_shared_connections(address: &ServerAddress) -> Result<(), ServerFailure> {
        within(CONNECT_PATIENCE, async {
            let mut connection = connect(address).await?;
            let greeted = u64::from(connection.id());
            // In and out of a transaction, more than once: what splits reads from writes sends them to different servers.
            for _ in 0..2 {
                for begin in [None, Some("START TRANSACTION")] {
                    if let Some(begin) = begin {
                        connection.query_drop(begin).await?;
                    }
                    let ids: Option<(u64, u64)> =
                        connection.query_first("SELECT CONNECTION_ID(), @@pseudo_thread_id").await?;
                    if begin.is_some() {
                        connection.query_drop("ROLLBACK").await?;
                    }
                    if ids != Some((greeted, greeted)) {
                        return Ok(false);
                    }
                }
            }
            connection.disconnect().await?;
            Ok::<_, mysql_async::Error>(true)
        })
        .await
        .and_then(|is_own| if is_own { Ok(()) } else { Err(ServerFailure::shared_connections()) })
    }

    fn server(&self) -> &ServerVersion {
        &self.server
    }

    async fn execute(&mut self, sql: &str, patience: Duration) -> Result<u64, ServerFailure> {
        within(patience, self.connection.query_drop(sql)).await?;
        Ok(self.connection.affected_rows())
    }

    async fn query(&mut self, sql: &str, patience: Duration) -> Result<Vec<TextRow>, ServerFailure> {
        let rows: Vec<Row> = within(patience, self.connection.query(sql)).await?;
        Ok(rows
            .into_iter()
            .map(|row| row.unwrap_raw().into_iter().map(|value| value.and_then(text)).collect())
            .collect())
    }

    fn encode(load: &TableLoad, rows: Range<u64>, form: RowForm, take: &mut dyn FnMut(MySqlPiece) -> bool) {
        match form {
            RowForm::Bulk => {
                encode_text(load, rows, Dialect::MySql, &mut |text| take(MySqlPiece::Text(text)));
            }
            RowForm::Insert => {
                let mut statement = |(rows, sql)| take(MySqlPiece::Statement(rows, sql));
                encode_statements(load, rows, Dialect::MySql, &mut statement);
            }
            RowForm::Single => encode_batches(load, rows, &mut |batch| take(MySqlPiece::Values(batch))),
        }
    }

    async fn send(
        &mut self,
        load: &TableLoad,
        rows: Range<u64>,
        form: RowForm,
        mut pieces: mpsc::Receiver<MySqlPiece>,
    ) -> Result<(), ServerFailure> {
        if form == RowForm::Bulk {
            return self.load_data(load, &rows, pieces).await;
        }
        let mut next = rows.start;
        while let Some(piece) = pieces.recv().await {
            let (sent, result) = match piece {
                MySqlPiece::Statement(sent, sql) => {
                    let (count, start) = (sent.end - sent.start, Instant::now());
                    let result = self.insert(&sql, count).await;
                    self.statement_times.note(start.elapsed());
                    (sent, result)
                }
                MySqlPiece::Values(batch) => (batch.rows(), self.insert_values(load, &batch).await),
                MySqlPiece::Text(_) => continue,
            };
            FaultPoint::ChunkHalfWritten.pass();
            result.map_err(|failure| ServerFailure {
                row: failure.row.map(|row| row + sent.start - rows.start),
                ..failure
            })?;
            next = sent.end;
        }
        if next == rows.end {
            return Ok(());
        }
        Err(ServerFailure::new(FailureClass::Other, "not all rows were made"))
    }

    fn take_statement_times(&mut self) -> Histogram {
        std::mem::take(&mut self.statement_times)
    }

    async fn insert_singly(&mut self, load: &TableLoad, rows: Range<u64>) -> Result<Singly, ServerFailure> {
        for (row, sql) in single_statements(load, rows.clone(), Dialect::MySql) {
            // A savepoint takes the place of the one of its name.
            match self.insert(&format!("SAVEPOINT rowmill; {sql}"), 1).await {
                Err(failure) if failure.class == FailureClass::Data => {
                    self.execute("ROLLBACK TO SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
                    return Ok(Singly { next: row + 1, refused: vec![(row, failure)] });
                }
                result => result?,
            }
        }
        self.execute("SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
        Ok(Singly { next: rows.end, refused: Vec::new() })
    }

    async fn sign_in(&mut self, token: u64) -> Result<(), ServerFailure> {
        self.query(&format!("SELECT GET_LOCK('rowmill.{token:016x}', 0)"), STATEMENT_PATIENCE)
            .await
            .map(|_| ())
    }

    async fn is_alive(&mut self, token: u64) -> Result<bool, ServerFailure> {
        Ok(self.holder(token).await?.is_some())
    }

    async fn end_session(&mut self, token: u64) -> Result<(), ServerFailure> {
        let Some(id) = self.holder(token).await?.filter(|id| *id != u64::from(self.connection.id())) else {
            return Ok(());
        };
        match self.execute(&format!("KILL {id}"), STATEMENT_PATIENCE).await {
            // It has just gone by itself.
            Err(failure) if failure.class == FailureClass::Missing => {}
            result => {
                result?;
            }
        }
        // Its locks are free when the server has noticed.
        for _ in 0..50 {
            if self.holder(token).await? != Some(id) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }
}

/// A connection of which nothing is set up.
async fn connect(address: &ServerAddress) -> Result<Conn, mysql_async::Error> {
    match Conn::new(options(address, address.encryption)).await {
        Err(error) if address.encryption == Encryption::Preferred && failure::has_no_tls(&error) => {
            Conn::new(options(address, Encryption::Disabled)).await
        }
        result => result,
    }
}

impl MySqlSession {
    /// The connection that has signed in with a number.
    async fn holder(&mut self, token: u64) -> Result<Option<u64>, ServerFailure> {
        let sql = format!("SELECT IS_USED_LOCK('rowmill.{token:016x}')");
        let found = self.query(&sql, STATEMENT_PATIENCE).await?;
        Ok(found.first().and_then(|row| row[0].as_deref()?.parse().ok()))
    }

    /// Runs one INSERT statement. Exactly `rows` rows went in as they were written, or it is a failure.
    async fn insert(&mut self, sql: &str, rows: u64) -> Result<(), ServerFailure> {
        let changed = self.execute(sql, chunk_patience(sql.len() as u64)).await?;
        self.expect(changed, rows).await
    }

    /// Runs a prepared INSERT statement for each row. Values go as texts, which the server reads as strictly as those of statements.
    async fn insert_values(&mut self, load: &TableLoad, batch: &Batch) -> Result<(), ServerFailure> {
        let place = |column: usize| {
            let bit = load
                .table()
                .output_columns()
                .nth(column)
                .is_some_and(|column| load.prepared.bit_columns.iter().any(|name| name == column.name));
            if bit { "CAST(? AS UNSIGNED)".to_owned() } else { "?".to_owned() }
        };
        let sql = prepared_insert(load, Dialect::MySql, 1, place);
        let statement = within(STATEMENT_PATIENCE, self.connection.prep(sql)).await?;
        let rows: Vec<Vec<Value>> = {
            let mut values = SqlValues::new(load.table(), batch);
            let types: Vec<SqlType> = load.table().output_columns().map(|column| column.sql_type).collect();
            let row =
                |row| (0..).zip(&types).map(|(column, of)| bound(values.get(column, row), *of)).collect();
            (0..batch.len()).map(row).collect()
        };
        for (row, values) in (0..).zip(rows) {
            let start = Instant::now();
            let work = self.connection.exec_drop(&statement, Params::Positional(values));
            let named = |failure: ServerFailure| ServerFailure { row: Some(row), ..failure };
            within(STATEMENT_PATIENCE, work).await.map_err(named)?;
            self.statement_times.note(start.elapsed());
            let changed = self.connection.affected_rows();
            self.expect(changed, 1).await.map_err(named)?;
        }
        Ok(())
    }

    async fn expect(&mut self, changed: u64, rows: u64) -> Result<(), ServerFailure> {
        let warnings = self.connection.get_warnings();
        if changed == rows && warnings == 0 {
            return Ok(());
        }
        Err(self.doubt(format!("{changed} of {rows} rows went in, with {warnings} warnings")).await)
    }

    /// Sends rows by LOAD DATA.
    async fn load_data(
        &mut self,
        load: &TableLoad,
        rows: &Range<u64>,
        pieces: mpsc::Receiver<MySqlPiece>,
    ) -> Result<(), ServerFailure> {
        let patience = rows_patience(load, rows);
        let rows = rows.end - rows.start;
        // The handler must be Sync, and a stream is made of it once. If the server does not ask for the rows, the connection keeps the
        // handler: what makes the rows would wait for ever for somebody to take them.
        let pieces = Arc::new(Mutex::new(Some(pieces)));
        let unasked = Arc::clone(&pieces);
        // The server names a file, which is of no interest: it gets these bytes, and only once. Rows that end too early are too few, and
        // are undone.
        self.connection.set_infile_handler(async move {
            let pieces = pieces.lock().ok().and_then(|mut pieces| pieces.take());
            let next = |pieces: Option<mpsc::Receiver<MySqlPiece>>| async move {
                let mut pieces = pieces?;
                let piece = pieces.recv().await?;
                FaultPoint::ChunkHalfWritten.pass();
                let bytes = if let MySqlPiece::Text(bytes) = piece { bytes } else { Bytes::new() };
                Some((Ok(bytes), Some(pieces)))
            };
            Ok(stream::unfold(pieces, next).boxed())
        });
        let start = Instant::now();
        let sent = within(patience, self.connection.query_drop(load_statement(load))).await;
        self.statement_times.note(start.elapsed());
        drop(unasked.lock().ok().and_then(|mut pieces| pieces.take()));
        if let Err(failure) = sent {
            return Err(match failure.class {
                // REPLACE asks for DELETE, which an account that may INSERT need not have.
                FailureClass::Forbidden => ServerFailure { class: FailureClass::BulkForbidden, ..failure }
                    .with_remedy("grant the account DELETE on the table, which LOAD DATA … REPLACE asks for"),
                _ => failure,
            });
        }
        let info = LoadInfo::read(&self.connection.info());
        let (changed, warnings) = (self.connection.affected_rows(), self.connection.get_warnings());
        if changed == rows && warnings == 0 && info == Some(LoadInfo::clean(rows)) {
            return Ok(());
        }
        let text = match info {
            Some(LoadInfo { replaced, .. }) if replaced > 0 => {
                format!("{replaced} rows have the key of others")
            }
            _ => format!(
                "{changed} of {rows} rows went in, with {warnings} warnings ({})",
                self.connection.info()
            ),
        };
        Err(self.doubt(text).await)
    }
}

/// A value of a column of this type for a prepared statement.
fn bound(value: SqlValue<'_>, sql_type: SqlType) -> Value {
    match value {
        // Columns keep no zone, and all is UTC.
        SqlValue::Text(value) if matches!(sql_type, SqlType::Timestamp { zoned: true, .. }) => {
            Value::Bytes(value.trim_end_matches("+00").as_bytes().to_vec())
        }
        SqlValue::Null => Value::NULL,
        SqlValue::Integer(value) => Value::Int(value),
        SqlValue::Double(value) => Value::Double(value),
        SqlValue::Text(value) => Value::Bytes(value.as_bytes().to_vec()),
        SqlValue::Bytes(value) => Value::Bytes(value.to_vec()),
    }
}

impl MySqlSession {
    /// The failure of a statement that was carried out, but not as it was meant.
    async fn doubt(&mut self, what: String) -> ServerFailure {
        let warnings = self.query("SHOW WARNINGS LIMIT 1", STATEMENT_PATIENCE).await;
        let warning =
            warnings.ok().and_then(|rows| rows.into_iter().next()).and_then(|row| row.into_iter().nth(2)?);
        match warning {
            Some(warning) => failure::of_data(&format!("{what}: {warning}")),
            None => failure::of_data(&what),
        }
    }
}

/// Bytes travel in hexadecimal: a raw byte may be half a character.
fn load_statement(load: &TableLoad) -> String {
    let quote = |name: &str| quote_identifier(Dialect::MySql, name);
    let (mut fields, mut sets) = (Vec::new(), Vec::new());
    for (index, column) in load.table().output_columns().enumerate() {
        if column.sql_type.is_binary() {
            fields.push(format!("@bytes{index}"));
            sets.push(format!("{} = UNHEX(@bytes{index})", quote(column.name)));
        } else if load.prepared.bit_columns.iter().any(|name| name == column.name) {
            // BIT takes a text for the bits of its characters.
            fields.push(format!("@bits{index}"));
            sets.push(format!("{} = CAST(@bits{index} AS UNSIGNED)", quote(column.name)));
        } else {
            fields.push(quote(column.name));
        }
    }
    let sets = if sets.is_empty() { String::new() } else { format!(" SET {}", sets.join(", ")) };
    format!(
        "LOAD DATA LOCAL INFILE 'rowmill' REPLACE INTO TABLE {} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' \
         ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' ({}){sets}",
        quote(load.place()),
        fields.join(", ")
    )
}

fn options(address: &ServerAddress, encryption: Encryption) -> Opts {
    let ssl = (encryption != Encryption::Disabled).then(|| {
        let mut ssl = SslOpts::default()
            .with_danger_accept_invalid_certs(matches!(
                encryption,
                Encryption::Preferred | Encryption::Required
            ))
            .with_danger_skip_domain_validation(encryption == Encryption::VerifyAuthority);
        if let Some(file) = &address.root_certificates {
            ssl = ssl.with_root_certs(vec![file.clone().into()]).with_disable_built_in_roots(true);
        } else if matches!(encryption, Encryption::VerifyAuthority | Encryption::VerifyHost) {
            let trusted = certificates_of_this_machine().into_iter().map(Into::into).collect();
            ssl = ssl.with_root_certs(trusted).with_disable_built_in_roots(true);
        }
        ssl
    });
    OptsBuilder::default()
        .ip_or_hostname(&address.host)
        .tcp_port(address.port)
        .user(Some(&address.user))
        .pass(address.password.as_deref())
        .db_name(Some(&address.database))
        .ssl_opts(ssl)
        // A socket of this machine may belong to another server than the address.
        .prefer_socket(false)
        .tcp_keepalive(Some(Duration::from_secs(30)))
        .into()
}

/// The authorities that this machine trusts, in DER, as sqlx finds them for PostgreSQL. A store has certificates that nobody can
/// read: those are left out, or one of them would end every connection.
fn certificates_of_this_machine() -> Vec<Vec<u8>> {
    let found = rustls_native_certs::load_native_certs();
    for error in found.errors {
        tracing::warn!(%error, "a certificate of this machine cannot be read");
    }
    let is_readable =
        |certificate: &CertificateDer<'static>| RootCertStore::empty().add(certificate.clone()).is_ok();
    found.certs.into_iter().filter(is_readable).map(|certificate| certificate.as_ref().to_vec()).collect()
}

fn server_version(text: &str, folds_names: bool) -> ServerVersion {
    let flavour = if text.contains("MariaDB") { Flavour::MariaDb } else { Flavour::MySql };
    // Behind a version that old clients expect, `5.5.5-10.11.19-MariaDB`, stands the real one.
    let number = text.strip_prefix("5.5.5-").unwrap_or(text);
    let number = number.split(['-', '+']).next().unwrap_or_default();
    let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
    let major_minor = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    let name = if flavour == Flavour::MariaDb { "MariaDB" } else { "MySQL" };
    ServerVersion { flavour, text: format!("{name} {number}"), number: major_minor, folds_names }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::NULL => None,
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        other => Some(other.as_sql(true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        let found = server_version("5.5.5-10.11.19-MariaDB-deb12", true);
        assert_eq!(
            (found.flavour, found.text.as_str(), found.number),
            (Flavour::MariaDb, "MariaDB 10.11.19", (10, 11))
        );
        let found = server_version("9.7.4-2", false);
        assert_eq!(
            (found.flavour, found.text.as_str(), found.number),
            (Flavour::MySql, "MySQL 9.7.4", (9, 7))
        );
    }
}
