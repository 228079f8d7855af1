//! A database that the program loads into: a SQLite file, or one of a server that the tests share.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use scratch_databases::{Kind, Server};
use sha2::{Digest as _, Sha256};

use crate::program::hash;

/// Where the program loads into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Server(Kind),
}

impl Engine {
    /// SQLite and every server that is there.
    pub(crate) fn all() -> Vec<Self> {
        std::iter::once(Self::Sqlite).chain(Kind::available().into_iter().map(Self::Server)).collect()
    }
}

/// One database.
#[derive(Debug)]
pub(crate) enum Database {
    /// A file below the program's folder.
    Sqlite(PathBuf),
    Server {
        server: &'static Server,
        name: String,
    },
}

impl Database {
    pub(crate) fn new(engine: Engine, file: PathBuf) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        match engine {
            Engine::Sqlite => Self::Sqlite(file),
            Engine::Server(kind) => {
                let server = shared(kind);
                let name = format!("process_{}", NEXT.fetch_add(1, Ordering::Relaxed));
                server.create_database(&name).unwrap();
                Self::Server { server, name }
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Server { server, name } => server.url(name),
        }
    }

    /// Runs statements, and gives what they say, a line a row.
    pub(crate) fn run(&self, sql: &str) -> String {
        match self {
            Self::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                if !sql.starts_with("SELECT") {
                    connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
                    return String::new();
                }
                let mut statement = connection.prepare(sql).unwrap();
                let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
                rows.map(|row| row.unwrap() + "\n").collect()
            }
            Self::Server { server, name } => {
                server.run_sql(name, sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
            }
        }
    }

    /// The tables that Rowmill makes on its way to others, and should leave none of.
    pub(crate) fn leftovers(&self) -> String {
        match self {
            Self::Sqlite(_) => self.run(
                "SELECT name FROM sqlite_schema WHERE name LIKE 'rowmill_new%' OR name LIKE 'rowmill_old%'",
            ),
            Self::Server { server, .. } => {
                let schema = if server.kind() == Kind::Postgres { "current_schema()" } else { "DATABASE()" };
                self.run(&format!(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = {schema} \
                     AND (table_name LIKE 'rowmill_new%' OR table_name LIKE 'rowmill_old%')"
                ))
            }
        }
    }

    /// How many rows a table has; `None` if it cannot be told.
    pub(crate) fn count(&self, table: &str) -> Option<u64> {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        match self {
            Self::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).ok()?;
                connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).ok().map(i64::cast_unsigned)
            }
            Self::Server { server, name } => server.run_sql(name, &sql).ok()?.trim().parse().ok(),
        }
    }

    /// How many rows a table has, and a hash of all their values in the order of the key.
    pub(crate) fn table(&self, table: &str) -> (u64, String) {
        match self {
            Self::Sqlite(path) => hash(path, table),
            Self::Server { server, name } => {
                let rows = server.run_sql(name, &format!("SELECT * FROM {table} ORDER BY id")).unwrap();
                let digest = Sha256::digest(rows.as_bytes());
                (rows.lines().count() as u64, digest.iter().map(|byte| format!("{byte:02x}")).collect())
            }
        }
    }
}

fn shared(kind: Kind) -> &'static Server {
    static SERVERS: OnceLock<Mutex<HashMap<Kind, &'static Server>>> = OnceLock::new();
    let mut servers = SERVERS.get_or_init(Mutex::default).lock().unwrap();
    servers.entry(kind).or_insert_with(|| Box::leak(Box::new(Server::start(kind).unwrap())))
}
