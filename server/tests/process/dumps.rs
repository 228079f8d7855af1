//! Dumps of the databases' own programs: pasted as they are, and loaded into the tables that they were made of, with every constraint in force.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use scratch_databases::Kind;

use crate::{
    database::{Database, Engine},
    terminal::text,
};

/// The schema that a database was made of, what its program dumped of that, and how what was in it goes away.
struct Dump {
    schema: &'static str,
    dumped: &'static str,
    dialect: &'static str,
    empty: &'static str,
}

fn dump(engine: Engine) -> Dump {
    match engine {
        Engine::Sqlite => Dump {
            schema: "schemas/library.sqlite.sql",
            dumped: "sqlite-dump.sql",
            dialect: "sqlite",
            empty: "DELETE FROM branch",
        },
        Engine::Server(Kind::Postgres) => Dump {
            schema: "schemas/clinic.postgres.sql",
            dumped: "pg_dump.sql",
            dialect: "postgres",
            empty: "DELETE FROM audit_login",
        },
        Engine::Server(_) => Dump {
            schema: "schemas/shop.mysql.sql",
            dumped: "mariadb-dump.sql",
            dialect: "mysql",
            empty: "DELETE FROM country",
        },
    }
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ddl/tests/dumps").join(name)
}

/// Has the database's own client read a file.
fn client(database: &Database) -> Command {
    match database {
        Database::Sqlite(path) => {
            let mut command = Command::new("sqlite3");
            command.args(["-batch", "-bail"]).arg(path);
            command
        }
        Database::Server { server, name } => server.client(name).unwrap(),
    }
}

fn run(database: &Database, file: &Path) {
    let output = client(database).stdin(File::open(file).unwrap()).stdout(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
}

fn rowmill(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rowmill")).args(arguments).current_dir(folder).output().unwrap()
}

/// Loads what is made of a dump; the answer of the program.
fn load(folder: &Path, dump: &Dump, database: &Database, mode: &str) -> Output {
    let dumped = path(dump.dumped);
    let import = rowmill(folder, &["infer", dumped.to_str().unwrap()]);
    assert!(import.status.success(), "{}", text(&import));
    fs::write(folder.join("spec.json"), &import.stdout).unwrap();
    let again = rowmill(folder, &["infer", dumped.to_str().unwrap(), "--dialect", dump.dialect]);
    assert_eq!(import.stdout, again.stdout, "the text speaks for its database");
    rowmill(folder, &["load", "spec.json", "--target", &database.url(), "--mode", mode])
}

fn fill(engine: Engine) {
    let (dump, folder) = (dump(engine), tempfile::tempdir().unwrap());
    let theirs = Database::new(engine, folder.path().join("theirs.db"));
    run(&theirs, &path(dump.schema));
    let emptied = folder.path().join("empty.sql");
    fs::write(&emptied, format!("{};\n", dump.empty)).unwrap();
    run(&theirs, &emptied);
    let appended = load(folder.path(), &dump, &theirs, "append");
    assert!(appended.status.success(), "{engine:?}, into the original tables: {}", text(&appended));
    let ours = Database::new(engine, folder.path().join("ours.db"));
    let created = load(folder.path(), &dump, &ours, "create");
    assert!(created.status.success(), "{engine:?}, into tables of its own: {}", text(&created));
}

#[test]
fn a_dump_of_sqlite_fills_the_database_that_it_is_of() {
    fill(Engine::Sqlite);
}

#[test]
fn dumps_of_servers_fill_the_databases_that_they_are_of() {
    for kind in Kind::available() {
        fill(Engine::Server(kind));
    }
}
