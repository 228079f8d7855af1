//! Private database servers for tests and measurements: each with a folder and a port of its own, gone when it is dropped, or
//! when the process ends, however it ends.
//!
//! The programs must be installed; `cargo xtask test` sees to it. MySQL may be unpacked somewhere: the environment variable
//! `ROWMILL_MYSQL` names the folder that has its `usr/sbin/mysqld`. Servers of other versions are where `ROWMILL_DATABASES`
//! says: see [`Installation`].

mod folder;
mod installation;
mod mysql;
mod pooler;
mod port;
mod postgres;
mod process;

use std::{
    fmt,
    net::TcpStream,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use self::{
    folder::Folder,
    process::{PATIENCE, Process},
};
pub use self::{installation::Installation, pooler::Pooler};

/// An error is a line for a person.
pub type Result<T> = std::result::Result<T, String>;

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// MariaDB.
    MariaDb,
    /// MySQL, where it can be had.
    MySql,
    /// PostgreSQL.
    Postgres,
}

impl Kind {
    /// The servers that are installed: MariaDB and PostgreSQL always, or whoever starts one is told what is missing.
    pub fn available() -> Vec<Self> {
        let mut kinds = vec![Self::MariaDb, Self::Postgres];
        if mysql::is_available(Self::MySql) {
            kinds.push(Self::MySql);
        }
        kinds
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::MariaDb => "MariaDB",
            Self::MySql => "MySQL",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// How a server is set up.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Further arguments of the server's program, such as `--local-infile=0` or `-cfsync=off`.
    pub arguments: Vec<String>,
    /// Memory and durability as a server in use has them, instead of what is enough for a test.
    pub is_durable: bool,
    /// A disk of its own with so many megabytes, in memory; a file `ballast` takes all of them but what is said second. The
    /// disk is gone with the process.
    pub disk: Option<(u32, u32)>,
    /// Where the programs of the server are unpacked, with their libraries: `usr/sbin/mysqld` of MySQL and MariaDB,
    /// `bin/postgres` of PostgreSQL. If it is not said, those of the system, and of MySQL what `ROWMILL_MYSQL` names.
    pub programs: Option<PathBuf>,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    kind: Kind,
    port: u16,
    options: Options,
    folder: Folder,
    process: Option<Process>,
}

impl Server {
    /// Starts a server for tests.
    ///
    /// # Errors
    /// Programs that are missing, or a server that does not come up, with the end of its log.
    pub fn start(kind: Kind) -> Result<Self> {
        Self::start_with(kind, Options::default())
    }

    /// Starts a server that is set up like this.
    ///
    /// # Errors
    /// Those of [`Self::start`].
    pub fn start_with(kind: Kind, options: Options) -> Result<Self> {
        let folder = Folder::new()?;
        match kind {
            Kind::Postgres => postgres::create(folder.path(), &options)?,
            kind => mysql::create(kind, folder.path(), &options)?,
        }
        let mut server = Self { kind, port: port::free()?, options, folder, process: None };
        server.run()?;
        Ok(server)
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its TCP port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The URL of a database, for an account that may do everything.
    pub fn url(&self, database: &str) -> String {
        self.url_at(self.port, database)
    }

    /// The same URL with another port: that of a proxy.
    pub fn url_at(&self, port: u16, database: &str) -> String {
        match self.kind {
            Kind::Postgres => format!("postgres://rowmill@127.0.0.1:{port}/{database}"),
            _ => format!("mysql://root@127.0.0.1:{port}/{database}"),
        }
    }

    /// Runs statements in a database with the server's own client, and gives what it prints: a line a row, tabs between
    /// fields.
    ///
    /// # Errors
    /// What the client says.
    pub fn run_sql(&self, database: &str, sql: &str) -> Result<String> {
        process::output(self.client(database)?, sql)
    }

    /// The server's own client, which reads statements from standard input.
    ///
    /// # Errors
    /// A client that is missing.
    pub fn client(&self, database: &str) -> Result<std::process::Command> {
        match self.kind {
            Kind::Postgres => postgres::client(self.port, database),
            kind => mysql::client(kind, self.port, database, &self.options),
        }
    }

    /// What the database's own program dumps of a database's schema.
    ///
    /// # Errors
    /// A program that is missing, or what it says.
    pub fn dump(&self, database: &str) -> Result<String> {
        let command = match self.kind {
            Kind::Postgres => postgres::dumper(self.port, database)?,
            kind => mysql::dumper(kind, self.port, database, &self.options)?,
        };
        process::output(command, "")
    }

    /// Creates a database.
    ///
    /// # Errors
    /// What the client says.
    pub fn create_database(&self, name: &str) -> Result<()> {
        let system = if self.kind == Kind::Postgres { "postgres" } else { "mysql" };
        self.run_sql(system, &format!("CREATE DATABASE {name}")).map(|_| ())
    }

    /// Ends the server as a power cut would.
    pub fn kill(&mut self) {
        if let Some(process) = self.process.take() {
            process.kill();
        }
    }

    /// Starts a killed server again, with the same files at the same port.
    ///
    /// # Errors
    /// A server that does not come up.
    pub fn run(&mut self) -> Result<()> {
        let start = Instant::now();
        loop {
            let command = match self.kind {
                Kind::Postgres => postgres::command(self.folder.path(), self.port, &self.options)?,
                kind => mysql::command(kind, self.folder.path(), self.port, &self.options)?,
            };
            let command = match self.options.disk {
                Some((size, left)) => process::on_small_disk(&command, self.folder.path(), size, left),
                None => command,
            };
            let mut process = Process::spawn(command, self.folder.path())?;
            match self.wait_until_it_answers(&mut process) {
                Ok(()) => {
                    self.process = Some(process);
                    return Ok(());
                }
                // The children of a killed server may still be at its files.
                Err(_) if start.elapsed() < PATIENCE / 2 => std::thread::sleep(Duration::from_millis(300)),
                Err(error) => {
                    process.kill();
                    return Err(format!("{} does not start: {error}\n{}", self.kind, self.log()));
                }
            }
        }
    }

    /// The last lines of the server's log.
    pub fn log(&self) -> String {
        self.folder.log()
    }

    /// Makes room on a small disk.
    ///
    /// # Errors
    /// A server without one.
    pub fn remove_ballast(&self) -> Result<()> {
        let id = self.process.as_ref().map(Process::id).ok_or("the server does not run")?;
        // The disk is seen by the server's process alone (proc(5), `/proc/pid/root`).
        let path =
            PathBuf::from(format!("/proc/{id}/root{}", self.folder.path().join("data/ballast").display()));
        std::fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The number of the server's process.
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    fn wait_until_it_answers(&self, process: &mut Process) -> Result<()> {
        let system = if self.kind == Kind::Postgres { "postgres" } else { "mysql" };
        process.wait_until(|| {
            TcpStream::connect(("127.0.0.1", self.port)).is_ok() && self.run_sql(system, "SELECT 1").is_ok()
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
