//! PostgreSQL, through sqlx: rows by `COPY … FROM STDIN` in text form.

mod catalogue;
mod counters;
mod describe;
mod failure;
mod partitions;
mod preflight;
mod settings;
mod statistics;
mod stored_type;
mod swap;
pub(crate) mod version;

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures::StreamExt as _;
use generator::{Batch, Dialect, SqlValue, SqlValues, quote_identifier};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _, ValueRef as _,
    postgres::{PgConnectOptions, PgConnection, PgSslMode},
};
use tokio::sync::mpsc;

use super::address::{Encryption, ServerAddress};
use crate::{
    fault::FaultPoint,
    plan::TableLoad,
    protocol::{
        Flavour, RowForm,
        failure::{FailureClass, ServerFailure},
        literal,
        rows::{encode_batches, encode_statements, encode_text, prepared_insert, single_statements},
        session::{
            CONNECT_PATIENCE, Grammar, Purpose, STATEMENT_PATIENCE, ServerVersion, Session, Singly, TextRow,
            chunk_patience, rows_patience, within,
        },
    },
    run::Histogram,
};

/// By which a session of ours is known among others.
const APPLICATION: &str = "rowmill";

/// Nothing that matters to values is left to the defaults of server, database or role. A transaction that nobody goes on
/// with gives its locks back after two minutes.
const SETTINGS: &str = "SET standard_conforming_strings = on; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; \
     SET bytea_output = 'hex'; SET lock_timeout = '20s'; SET statement_timeout = 0; \
     SET idle_in_transaction_session_timeout = '120s'; SET default_transaction_isolation = 'read committed'; \
     SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; \
     SET client_min_messages = warning";

/// A connection to PostgreSQL.
#[derive(Debug)]
pub(crate) struct PostgresSession {
    connection: PgConnection,
    server: ServerVersion,
    statement_times: Histogram,
}

/// A part of a chunk's rows.
#[derive(Debug)]
pub(crate) enum PostgresPiece {
    /// Text for COPY.
    Text(Bytes),
    /// An INSERT statement and its rows.
    Statement(Range<u64>, String),
    /// Values for a prepared statement.
    Values(Batch),
}

impl Grammar for PostgresSession {
    const DIALECT: Dialect = Dialect::Postgres;
    const TRANSACTIONAL_SCHEMA: bool = true;
    const HAS_ONE_WRITER: bool = false;
    const BEGIN: &'static str = "START TRANSACTION";
    const FOR_UPDATE: &'static str = " FOR UPDATE";

    fn set(name: &str, value: &str) -> String {
        format!("SET {name} = '{value}'")
    }
}

impl Session for PostgresSession {
    type Address = ServerAddress;
    type Piece = PostgresPiece;

    async fn connect(address: &ServerAddress, _: Purpose) -> Result<Self, ServerFailure> {
        let options = options(address);
        let connection = within(CONNECT_PATIENCE, options.connect()).await?;
        // As the server greets: an older one may not know the settings.
        if let Some(number) = connection.server_version_num() {
            version::check(number)?;
        }
        let server = ServerVersion {
            flavour: Flavour::Postgres,
            text: String::new(),
            number: (0, 0),
            folds_names: false,
        };
        let mut session = Self { connection, server, statement_times: Histogram::default() };
        session.execute(SETTINGS, STATEMENT_PATIENCE).await?;
        let facts = "SELECT current_setting('server_version'), current_setting('server_version_num')";
        let facts = session.query(facts, STATEMENT_PATIENCE).await?;
        let fact = |column: usize| facts.first().and_then(|row| row[column].as_deref()).unwrap_or_default();
        let version = fact(0).split_whitespace().next().unwrap_or_default();
        session.server.text = format!("PostgreSQL {version}");
        // 150018 is 15.18.
        session.server.number = version::number(fact(1).parse().unwrap_or(0));
        if version::notices_lost_clients(&session.server) {
            // A long query ends when nobody waits for it any more. Not every system can tell.
            let _ = session.execute("SET client_connection_check_interval = '5s'", STATEMENT_PATIENCE).await;
        }
        Ok(session)
    }

    async fn refuse_shared_connections(address: &ServerAddress) -> Result<(), ServerFailure> {
        within(CONNECT_PATIENCE, async {
            let (mut one, mut two) = (options(address).connect().await?, options(address).connect().await?);
            let mut processes = Vec::new();
            // Two clients that are both connected have two server processes, and each keeps its own.
            for _ in 0..3 {
                processes.push((process(&mut one).await?, process(&mut two).await?));
            }
            let is_own = processes.iter().all(|(one, two)| *one != *two && (*one, *two) == processes[0]);
            one.close().await?;
            two.close().await?;
            Ok::<_, sqlx::Error>(is_own)
        })
        .await
        .and_then(|is_own| if is_own { Ok(()) } else { Err(ServerFailure::shared_connections()) })
    }

    fn server(&self) -> &ServerVersion {
        &self.server
    }

    async fn execute(&mut self, sql: &str, patience: Duration) -> Result<u64, ServerFailure> {
        let statement = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        Ok(within(patience, statement.execute(&mut self.connection)).await?.rows_affected())
    }

    async fn query(&mut self, sql: &str, patience: Duration) -> Result<Vec<TextRow>, ServerFailure> {
        // Statements of the simple protocol have results in text form.
        let statement = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let rows = within(patience, statement.fetch_all(&mut self.connection)).await?;
        let text = |row: &sqlx::postgres::PgRow, column: usize| -> Result<Option<String>, ServerFailure> {
            let value = row.try_get_raw(column)?;
            if value.is_null() {
                return Ok(None);
            }
            let text = value.as_str().map_err(|source| {
                ServerFailure::new(FailureClass::Other, "the server's answer is no text").caused_by(source)
            })?;
            Ok(Some(text.to_owned()))
        };
        rows.iter().map(|row| (0..row.len()).map(|column| text(row, column)).collect()).collect()
    }

    fn encode(
        load: &TableLoad,
        rows: Range<u64>,
        form: RowForm,
        take: &mut dyn FnMut(PostgresPiece) -> bool,
    ) {
        match form {
            RowForm::Bulk => {
                encode_text(load, rows, Dialect::Postgres, &mut |text| take(PostgresPiece::Text(text)));
            }
            RowForm::Insert => {
                let mut statement = |(rows, sql)| take(PostgresPiece::Statement(rows, sql));
                encode_statements(load, rows, Dialect::Postgres, &mut statement);
            }
            RowForm::Single => encode_batches(load, rows, &mut |batch| take(PostgresPiece::Values(batch))),
        }
    }

    async fn send(
        &mut self,
        load: &TableLoad,
        rows: Range<u64>,
        form: RowForm,
        mut pieces: mpsc::Receiver<PostgresPiece>,
    ) -> Result<(), ServerFailure> {
        if form == RowForm::Bulk {
            let start = Instant::now();
            let copied = self.copy(load, &rows, pieces).await;
            self.statement_times.note(start.elapsed());
            return copied;
        }
        let mut next = rows.start;
        while let Some(piece) = pieces.recv().await {
            match piece {
                PostgresPiece::Statement(sent, sql) => {
                    if sql.contains('\0') {
                        // It would end the message that the statement is in.
                        let message = "PostgreSQL's texts cannot hold the character NUL";
                        return Err(ServerFailure::new(FailureClass::Data, message));
                    }
                    let start = Instant::now();
                    let changed = self.execute(&sql, chunk_patience(sql.len() as u64)).await?;
                    self.statement_times.note(start.elapsed());
                    expect_rows(changed, sent.end - sent.start)?;
                    next = sent.end;
                }
                PostgresPiece::Values(batch) => {
                    self.insert_values(load, &batch, batch.rows().start - rows.start).await?;
                    next = batch.rows().end;
                }
                PostgresPiece::Text(_) => {}
            }
            FaultPoint::ChunkHalfWritten.pass();
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
        let statements = single_statements(load, rows.clone(), Dialect::Postgres);
        if let Some((row, _)) = statements.first().filter(|(_, sql)| sql.contains('\0')) {
            let message = "PostgreSQL's texts cannot hold the character NUL";
            let failure = ServerFailure::new(FailureClass::Data, message);
            return Ok(Singly { next: row + 1, refused: vec![(*row, failure)] });
        }
        // One message for all of them: it ends at the first that is refused, and those before it are behind savepoints of their own.
        let mut sql = String::new();
        for (_, statement) in statements.iter().take_while(|(_, statement)| !statement.contains('\0')) {
            sql.push_str(statement);
            sql.push_str("RELEASE SAVEPOINT rowmill; SAVEPOINT rowmill;\n");
        }
        let patience = chunk_patience(sql.len() as u64);
        let mut next = rows.start;
        let mut refused = Vec::new();
        let run = async {
            let mut results = sqlx::raw_sql(AssertSqlSafe(sql)).execute_many(&mut self.connection);
            let mut statement = 0;
            while let Some(result) = results.next().await {
                let changed = result?.rows_affected();
                // Each INSERT is followed by two statements.
                if statement % 3 == 0 {
                    if let Err(failure) = expect_rows(changed, 1) {
                        refused.push((next, failure));
                    }
                    next += 1;
                }
                statement += 1;
            }
            Ok::<_, sqlx::Error>(())
        };
        match within(patience, run).await {
            Ok(()) => Ok(Singly { next, refused }),
            Err(failure) if failure.class == FailureClass::Data => {
                self.execute("ROLLBACK TO SAVEPOINT rowmill", STATEMENT_PATIENCE).await?;
                refused.push((next, failure));
                Ok(Singly { next: next + 1, refused })
            }
            Err(failure) => Err(failure),
        }
    }

    async fn sign_in(&mut self, token: u64) -> Result<(), ServerFailure> {
        // Anyone's advisory locks have two numbers or one: ours is the one number, which is random.
        let sql = format!("SELECT pg_try_advisory_lock({token})");
        self.query(&sql, STATEMENT_PATIENCE).await.map(|_| ())
    }

    async fn is_alive(&mut self, token: u64) -> Result<bool, ServerFailure> {
        let sql = format!("SELECT 1 FROM ({}) AS holder", holders(token));
        Ok(!self.query(&sql, STATEMENT_PATIENCE).await?.is_empty())
    }

    async fn end_session(&mut self, token: u64) -> Result<(), ServerFailure> {
        let sql = format!(
            "SELECT pg_terminate_backend(pid) FROM ({}) AS holder WHERE pid <> pg_backend_pid()",
            holders(token)
        );
        if self.query(&sql, STATEMENT_PATIENCE).await?.is_empty() {
            return Ok(());
        }
        // Its locks are free when it has noticed.
        for _ in 0..50 {
            if !self.is_alive(token).await? {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    }
}

/// The processes that have signed in with a number (PostgreSQL manual, "pg_locks").
fn holders(token: u64) -> String {
    format!(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND classid = {} AND objid = {} \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        token >> 32,
        token & 0xffff_ffff
    )
}

/// The process that serves a connection just now.
async fn process(connection: &mut PgConnection) -> Result<i32, sqlx::Error> {
    sqlx::raw_sql("SELECT pg_backend_pid()")
        .fetch_one(connection)
        .await?
        .try_get_unchecked::<String, _>(0)
        .map(|text| text.parse().unwrap_or_default())
}

impl PostgresSession {
    /// Sends rows by COPY.
    async fn copy(
        &mut self,
        load: &TableLoad,
        rows: &Range<u64>,
        mut pieces: mpsc::Receiver<PostgresPiece>,
    ) -> Result<(), ServerFailure> {
        let quote = |name: &str| quote_identifier(Dialect::Postgres, name);
        let names =
            literal::names(Dialect::Postgres, load.table().output_columns().map(|column| column.name));
        let statement = format!("COPY {} ({names}) FROM STDIN", quote(load.place()));
        let patience = rows_patience(load, rows);
        let mut copy =
            within(patience, self.connection.copy_in_raw(&statement)).await.map_err(|failure| {
                // Row-level security, for instance, has INSERT go through its policies and COPY not at all.
                match failure.class {
                    FailureClass::Unsupported => {
                        ServerFailure { class: FailureClass::BulkForbidden, ..failure }
                            .with_remedy("let the account bypass row-level security")
                    }
                    _ => failure,
                }
            })?;
        while let Some(piece) = pieces.recv().await {
            FaultPoint::ChunkHalfWritten.pass();
            let PostgresPiece::Text(bytes) = piece else { continue };
            // Whoever leaves before the end leaves a connection that nobody can use.
            if let Err(failure) = within(patience, copy.send(&bytes[..])).await {
                return Err(ServerFailure { class: FailureClass::Lost, ..failure });
            }
        }
        let copied = within(patience, copy.finish()).await?;
        expect_rows(copied, rows.end - rows.start)
    }

    /// Runs a prepared INSERT statement for each row. Values go as texts, which the server reads as it reads those of COPY.
    async fn insert_values(
        &mut self,
        load: &TableLoad,
        batch: &Batch,
        before: u64,
    ) -> Result<(), ServerFailure> {
        // Without a type the server takes the column's.
        let sql = prepared_insert(load, Dialect::Postgres, 1, |column| format!("${}", column + 1));
        let prepare = format!("PREPARE rowmill_insert AS {sql}");
        self.execute("DEALLOCATE ALL", STATEMENT_PATIENCE).await?;
        self.execute(&prepare, STATEMENT_PATIENCE).await?;
        let statements: Vec<String> = {
            let mut values = SqlValues::new(load.table(), batch);
            let columns = values.columns();
            (0..batch.len())
                .map(|row| {
                    let values: Vec<String> =
                        (0..columns).map(|column| argument(values.get(column, row))).collect();
                    format!("EXECUTE rowmill_insert ({})", values.join(", "))
                })
                .collect()
        };
        for (row, statement) in (before..).zip(statements) {
            let named = |failure: ServerFailure| ServerFailure { row: Some(row), ..failure };
            if statement.contains('\0') {
                let message = "PostgreSQL's texts cannot hold the character NUL";
                return Err(named(ServerFailure::new(FailureClass::Data, message)));
            }
            let start = Instant::now();
            let changed = self.execute(&statement, STATEMENT_PATIENCE).await.map_err(named)?;
            self.statement_times.note(start.elapsed());
            expect_rows(changed, 1).map_err(named)?;
        }
        Ok(())
    }
}

/// A value as an argument of EXECUTE.
fn argument(value: SqlValue<'_>) -> String {
    match value {
        SqlValue::Null => "NULL".to_owned(),
        SqlValue::Integer(value) => format!("'{value}'"),
        SqlValue::Double(value) => format!("'{value}'"),
        SqlValue::Text(value) => literal::text_with_nul(Dialect::Postgres, value),
        SqlValue::Bytes(value) => format!("'\\x{}'", generator::hexadecimal(value)),
    }
}

fn expect_rows(changed: u64, rows: u64) -> Result<(), ServerFailure> {
    if changed == rows {
        return Ok(());
    }
    // A trigger or a rule that drops rows.
    Err(ServerFailure::new(FailureClass::Data, format!("{changed} of {rows} rows went in")))
}

fn options(address: &ServerAddress) -> PgConnectOptions {
    let mode = match address.encryption {
        Encryption::Disabled => PgSslMode::Disable,
        Encryption::Preferred => PgSslMode::Prefer,
        Encryption::Required => PgSslMode::Require,
        Encryption::VerifyAuthority => PgSslMode::VerifyCa,
        Encryption::VerifyHost => PgSslMode::VerifyFull,
    };
    let mut options = PgConnectOptions::new_without_pgpass()
        .host(&address.host)
        .port(address.port)
        .username(&address.user)
        .database(&address.database)
        .application_name(APPLICATION)
        .ssl_mode(mode)
        .disable_statement_logging();
    if let Some(password) = &address.password {
        options = options.password(password);
    }
    if let Some(file) = &address.root_certificates {
        options = options.ssl_root_cert(file);
    }
    if let Some(schema) = &address.schema {
        options = options.options([("search_path", quote_identifier(Dialect::Postgres, schema))]);
    }
    options
}
