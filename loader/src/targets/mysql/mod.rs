//! MySQL and MariaDB, through mysql_async.
//!
//! `LOAD DATA LOCAL … REPLACE` is strict where plain `LOAD DATA LOCAL` is not: it takes wrong values for warnings, cuts them
//! to fit, and drops rows that collide (MySQL manual, "LOAD DATA Statement": LOCAL has the effect of IGNORE).

mod catalogue;
mod failure;
mod preflight;
mod statistics;

use std::time::Duration;

use bytes::Bytes;
use futures::{StreamExt as _, stream};
use generator::{Dialect, quote_identifier};
use mysql_async::{Conn, Opts, OptsBuilder, Row, SslOpts, Value, prelude::Queryable as _};
use rustls::{RootCertStore, pki_types::CertificateDer};

use self::failure::LoadInfo;
use super::{
    address::{Encryption, ServerAddress},
    server::{
        failure::{FailureClass, ServerFailure},
        session::{
            CONNECT_PATIENCE, Flavour, STATEMENT_PATIENCE, ServerVersion, Session, TextRow, chunk_patience,
            within,
        },
    },
};
use crate::{fault::FaultPoint, plan::TableLoad};

/// Nothing that matters to values is left to the server's or the account's defaults. A connection that is of no more use
/// to anyone gives its locks back after two minutes.
const SETTINGS: &str = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,\
     ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00', autocommit = 1, \
     foreign_key_checks = 1, unique_checks = 1, innodb_lock_wait_timeout = 20, lock_wait_timeout = 20, wait_timeout = 120, net_read_timeout = 60";

/// A connection to MySQL or MariaDB.
#[derive(Debug)]
pub(crate) struct MySqlSession {
    connection: Conn,
    server: ServerVersion,
}

impl Session for MySqlSession {
    const DIALECT: Dialect = Dialect::MySql;
    // CREATE TABLE commits whatever is open.
    const TRANSACTIONAL_SCHEMA: bool = false;

    async fn connect(address: &ServerAddress) -> Result<Self, ServerFailure> {
        within(CONNECT_PATIENCE, async {
            let mut connection = match Conn::new(options(address, address.encryption)).await {
                Err(error) if address.encryption == Encryption::Preferred && failure::has_no_tls(&error) => {
                    Conn::new(options(address, Encryption::Disabled)).await?
                }
                result => result?,
            };
            for statement in
                ["SET NAMES utf8mb4", SETTINGS, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"]
            {
                connection.query_drop(statement).await?;
            }
            let version: Option<String> = connection.query_first("SELECT VERSION()").await?;
            let server = server_version(&version.unwrap_or_default());
            // A limit for queries of people is none for counting a billion rows.
            connection
                .query_drop(match server.flavour {
                    Flavour::MariaDb => "SET SESSION max_statement_time = 0",
                    _ => "SET SESSION max_execution_time = 0",
                })
                .await?;
            Ok::<_, mysql_async::Error>(Self { connection, server })
        })
        .await
    }

    fn server(&self) -> &ServerVersion {
        &self.server
    }

    fn id(&self) -> u64 {
        u64::from(self.connection.id())
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

    async fn insert_rows(&mut self, sql: &str, rows: u64) -> Result<(), ServerFailure> {
        let changed = self.execute(sql, chunk_patience(sql.len())).await?;
        let warnings = self.connection.get_warnings();
        if changed == rows && warnings == 0 {
            return Ok(());
        }
        Err(self.doubt(format!("{changed} of {rows} rows went in, with {warnings} warnings")).await)
    }

    async fn send_rows(
        &mut self,
        load: &TableLoad,
        pieces: &[Bytes],
        rows: u64,
    ) -> Result<(), ServerFailure> {
        let patience = chunk_patience(pieces.iter().map(Bytes::len).sum());
        let pieces = pieces.to_vec();
        // The server names a file, which is of no interest: it gets these bytes, and only once.
        self.connection.set_infile_handler(async move {
            let half = pieces.len() / 2;
            let pieces = pieces.into_iter().enumerate().map(move |(index, piece)| {
                if index == half {
                    FaultPoint::ChunkHalfWritten.pass();
                }
                Ok(piece)
            });
            Ok(stream::iter(pieces).boxed())
        });
        let sent = within(patience, self.connection.query_drop(load_statement(load))).await;
        if let Err(failure) = sent {
            return Err(match failure.class {
                // REPLACE asks for DELETE, which an account that may INSERT need not have.
                FailureClass::Forbidden => ServerFailure { class: FailureClass::BulkForbidden, ..failure },
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

    async fn end_session(&mut self, id: u64, age: Option<Duration>) -> Result<(), ServerFailure> {
        let uptime = self.query("SHOW GLOBAL STATUS LIKE 'Uptime'", STATEMENT_PATIENCE).await?;
        let uptime = uptime.first().and_then(|row| row[1].as_deref()?.parse().ok()).map(Duration::from_secs);
        if let (Some(age), Some(uptime)) = (age, uptime)
            // In whole seconds, and late.
            && uptime + Duration::from_secs(2) < age
        {
            // The server was started again since then.
            return Ok(());
        }
        // An account sees its own connections; ids are given again after a restart, so the database must be ours, too.
        let here = self.query("SELECT DATABASE()", STATEMENT_PATIENCE).await?;
        let here = here.first().and_then(|row| row[0].clone());
        let connections = self.query("SHOW PROCESSLIST", STATEMENT_PATIENCE).await?;
        let is_ours = |row: &&TextRow| row[0].as_deref() == Some(&*id.to_string()) && row[3] == here;
        if id == self.id() || connections.iter().find(is_ours).is_none() {
            return Ok(());
        }
        match self.execute(&format!("KILL {id}"), STATEMENT_PATIENCE).await {
            // It has just gone by itself.
            Err(failure) if failure.class == FailureClass::Missing => Ok(()),
            result => result.map(|_| ()),
        }
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
        } else {
            fields.push(quote(column.name));
        }
    }
    let sets = if sets.is_empty() { String::new() } else { format!(" SET {}", sets.join(", ")) };
    format!(
        "LOAD DATA LOCAL INFILE 'rowmill' REPLACE INTO TABLE {} CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' \
         ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' ({}){sets}",
        quote(&load.name),
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

fn server_version(text: &str) -> ServerVersion {
    let flavour = if text.contains("MariaDB") { Flavour::MariaDb } else { Flavour::MySql };
    // Behind a version that old clients expect, `5.5.5-10.11.19-MariaDB`, stands the real one.
    let number = text.strip_prefix("5.5.5-").unwrap_or(text);
    let number = number.split(['-', '+']).next().unwrap_or_default();
    let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
    let major_minor = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    let name = if flavour == Flavour::MariaDb { "MariaDB" } else { "MySQL" };
    ServerVersion { flavour, text: format!("{name} {number}"), number: major_minor }
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
        let found = server_version("5.5.5-10.11.19-MariaDB-deb12");
        assert_eq!(
            (found.flavour, found.text.as_str(), found.number),
            (Flavour::MariaDb, "MariaDB 10.11.19", (10, 11))
        );
        let found = server_version("9.7.4-2");
        assert_eq!(
            (found.flavour, found.text.as_str(), found.number),
            (Flavour::MySql, "MySQL 9.7.4", (9, 7))
        );
    }
}
