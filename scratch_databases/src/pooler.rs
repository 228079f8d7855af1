//! A connection pooler in front of a PostgreSQL server.

use std::fs;

use crate::{Kind, Result, Server, folder::Folder, port, postgres, process, process::Process};

/// `PgBouncer` in front of a [`Server`], pooling by transaction: every transaction of a client may run in another session of the
/// server, and sessions are shared among clients. Any account of the server may use it, without a password.
#[derive(Debug)]
pub struct Pooler {
    port: u16,
    folder: Folder,
    process: Option<Process>,
}

impl Pooler {
    /// Starts a pooler in front of a PostgreSQL server, which must outlive it to be of use.
    ///
    /// # Errors
    /// A server that is no PostgreSQL, a program that is missing, or a pooler that does not come up, with the end of its log.
    pub fn start(server: &Server) -> Result<Self> {
        Self::start_with(server, &[])
    }

    /// Starts a pooler with further settings of `pgbouncer.ini`, such as `("pool_mode", "session")`, which outrank those that
    /// it has otherwise.
    ///
    /// # Errors
    /// Those of [`Self::start`].
    pub fn start_with(server: &Server, settings: &[(&str, &str)]) -> Result<Self> {
        if server.kind() != Kind::Postgres {
            return Err(format!("PgBouncer stands in front of PostgreSQL, not of {}", server.kind()));
        }
        let program = process::find("pgbouncer")
            .ok_or("pgbouncer is missing; `cargo xtask test` installs it, or: apt-get install pgbouncer")?;
        let (folder, port) = (Folder::new()?, port::free()?);
        let file = folder.path().join("pgbouncer.ini");
        let failed = |error: std::io::Error| format!("{}: {error}", folder.path().display());
        let mut text = format!(
            "[databases]\n* = host=127.0.0.1 port={} auth_user=rowmill\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = trust\npool_mode = transaction\n\
             ignore_startup_parameters = extra_float_digits\n",
            server.port()
        );
        for (name, value) in settings {
            text.push_str(&format!("{name} = {value}\n"));
        }
        fs::write(&file, text).map_err(failed)?;
        let mut command = process::tied_to_us(postgres::account(), &program);
        command.arg(&file);
        let mut process = Process::spawn(command, folder.path())?;
        let answers = || {
            let psql = postgres::client(port, "postgres");
            psql.and_then(|psql| process::output(psql, "SELECT 1")).is_ok()
        };
        if let Err(error) = process.wait_until(answers) {
            process.kill();
            return Err(format!("PgBouncer does not start: {error}\n{}", folder.log()));
        }
        Ok(Self { port, folder, process: Some(process) })
    }

    /// Its TCP port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of a database of the server through the pooler, for an account that may do everything.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://rowmill@127.0.0.1:{}/{database}", self.port)
    }

    /// The last lines of its log.
    pub fn log(&self) -> String {
        self.folder.log()
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        if let Some(process) = self.process.take() {
            process.kill();
        }
    }
}
