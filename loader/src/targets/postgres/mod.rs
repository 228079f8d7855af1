//! PostgreSQL, through sqlx: rows by `COPY … FROM STDIN` in text form.

mod catalogue;
mod describe;
mod failure;
mod partitions;
mod preflight;
mod statistics;
pub(crate) mod version;

use std::time::Duration;

use bytes::Bytes;
use generator::{Dialect, quote_identifier};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Row as _, ValueRef as _,
    postgres::{PgConnectOptions, PgConnection, PgSslMode},
};

use super::{
    address::{Encryption, ServerAddress},
    server::{
        failure::{FailureClass, ServerFailure},
        literal,
        session::{
            CONNECT_PATIENCE, Flavour, STATEMENT_PATIENCE, ServerVersion, Session, TextRow, chunk_patience,
            within,
        },
    },
};
use crate::{fault::FaultPoint, plan::TableLoad};

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
    id: u64,
}

impl Session for PostgresSession {
    const DIALECT: Dialect = Dialect::Postgres;
    const TRANSACTIONAL_SCHEMA: bool = true;

    async fn connect(address: &ServerAddress) -> Result<Self, ServerFailure> {
        let options = options(address);
        let connection = within(CONNECT_PATIENCE, options.connect()).await?;
        // As the server greets: an older one may not know the settings.
        if let Some(number) = connection.server_version_num() {
            version::check(number)?;
        }
        let server = ServerVersion { flavour: Flavour::Postgres, text: String::new(), number: (0, 0) };
        let mut session = Self { connection, server, id: 0 };
        session.execute(SETTINGS, STATEMENT_PATIENCE).await?;
        let facts = "SELECT pg_backend_pid(), current_setting('server_version'), current_setting('server_version_num')";
        let facts = session.query(facts, STATEMENT_PATIENCE).await?;
        let fact = |column: usize| facts.first().and_then(|row| row[column].as_deref()).unwrap_or_default();
        session.id = fact(0).parse().unwrap_or(0);
        let version = fact(1).split_whitespace().next().unwrap_or_default();
        session.server.text = format!("PostgreSQL {version}");
        session.server.number = version::number(fact(2).parse().unwrap_or(0));
        if version::notices_lost_clients(&session.server) {
            // A long query ends when nobody waits for it any more. Not every system can tell.
            let _ = session.execute("SET client_connection_check_interval = '5s'", STATEMENT_PATIENCE).await;
        }
        Ok(session)
    }

    fn server(&self) -> &ServerVersion {
        &self.server
    }

    fn id(&self) -> u64 {
        self.id
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

    async fn insert_rows(&mut self, sql: &str, rows: u64) -> Result<(), ServerFailure> {
        let changed = self.execute(sql, chunk_patience(sql.len())).await?;
        expect_rows(changed, rows)
    }

    async fn send_rows(
        &mut self,
        load: &TableLoad,
        pieces: &[Bytes],
        rows: u64,
    ) -> Result<(), ServerFailure> {
        let quote = |name: &str| quote_identifier(Dialect::Postgres, name);
        let names =
            literal::names(Dialect::Postgres, load.table().output_columns().map(|column| column.name));
        let statement = format!("COPY {} ({names}) FROM STDIN", quote(&load.name));
        let patience = chunk_patience(pieces.iter().map(Bytes::len).sum());
        let mut copy =
            within(patience, self.connection.copy_in_raw(&statement)).await.map_err(|failure| {
                // Row-level security, for instance, has INSERT go through its policies and COPY not at all.
                match failure.class {
                    FailureClass::Unsupported => {
                        ServerFailure { class: FailureClass::BulkForbidden, ..failure }
                    }
                    _ => failure,
                }
            })?;
        for (index, piece) in pieces.iter().enumerate() {
            if index == pieces.len() / 2 {
                FaultPoint::ChunkHalfWritten.pass();
            }
            // Whoever leaves before the end leaves a connection that nobody can use.
            if let Err(failure) = within(patience, copy.send(&piece[..])).await {
                return Err(ServerFailure { class: FailureClass::Lost, ..failure });
            }
        }
        let copied = within(patience, copy.finish()).await?;
        expect_rows(copied, rows)
    }

    async fn end_session(&mut self, id: u64, age: Option<Duration>) -> Result<(), ServerFailure> {
        // Numbers of processes are given again: it must be one of ours.
        let sql = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = {id} AND pid <> pg_backend_pid() \
             AND application_name = '{APPLICATION}' AND datname = current_database() \
             AND backend_start <= now() - interval '{} seconds' + interval '2 seconds'",
            age.unwrap_or_default().as_secs()
        );
        self.query(&sql, STATEMENT_PATIENCE).await.map(|_| ())
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
