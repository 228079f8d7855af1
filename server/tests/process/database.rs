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

    /// What Rowmill makes on its way to other tables, and should leave none of: tables, names of keys, indexes and sequences, marks.
    pub(crate) fn leftovers(&self) -> String {
        match self {
            Self::Sqlite(_) => self.run(
                "SELECT name FROM sqlite_schema WHERE name LIKE 'rowmill_new%' OR name LIKE 'rowmill_old%'",
            ),
            Self::Server { server, .. } if server.kind() == Kind::Postgres => self.run(
                "SELECT name FROM (SELECT relname::text AS name FROM pg_class UNION SELECT conname FROM pg_constraint) AS names \
                 WHERE name ~ '^rowmill_(new|old|moved)_'",
            ),
            Self::Server { .. } => self.run(
                "SELECT * FROM (SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
                 UNION SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
                 UNION SELECT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() \
                 UNION SELECT CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = DATABASE()) AS names \
                 WHERE name REGEXP '^rowmill_(new|old|moved)_'",
            ),
        }
    }

    /// The table that is made beside another: what belongs to it is called as it is, and more.
    pub(crate) fn working_table(&self) -> String {
        let left = self.leftovers();
        left.lines().min_by_key(|name| name.len()).unwrap().to_owned()
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
