//! Dumps of the databases' own programs: pasted as they are, and loaded into the tables that they were made of, with every constraint in force.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use generator::DatasetSpec;
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
pub(crate) fn client(database: &Database) -> Command {
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

pub(crate) fn rowmill(folder: &Path, arguments: &[&str]) -> Output {
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
    assert!(created.status.success(), "{engine:?}, into tables that it makes: {}", text(&created));
    if engine == Engine::Server(Kind::Postgres) {
        // A sequence of nobody goes on behind the loaded values.
        let next =
            "SELECT 1 / CASE WHEN nextval('visit_numbers') > max(number) THEN 1 ELSE 0 END FROM patient;";
        let file = folder.path().join("next.sql");
        fs::write(&file, next).unwrap();
        run(&ours, &file);
    }
    let first = catalogue(&ours, engine);
    // The dump is MariaDB's, whose collations MySQL has by other names, and only where they are said.
    if engine != Engine::Server(Kind::MySql) {
        assert_same(&catalogue(&theirs, engine), &first, &format!("{engine:?}, from a dump"));
    }
    // By the database's own account, the same comes about: what it has is read, and made anew.
    let described = rowmill(folder.path(), &["infer", "--target", &ours.url()]);
    assert!(described.status.success(), "{engine:?}: {}", text(&described));
    let mut spec = DatasetSpec::from_json(&String::from_utf8(described.stdout).unwrap()).unwrap();
    for table in &mut spec.tables {
        table.rows = table.rows.min(100);
    }
    fs::write(folder.path().join("described.json"), spec.to_canonical_json()).unwrap();
    let anew = Database::new(engine, folder.path().join("anew.db"));
    let made =
        rowmill(folder.path(), &["load", "described.json", "--target", &anew.url(), "--mode", "create"]);
    assert!(made.status.success(), "{engine:?}, made anew: {}", text(&made));
    assert_same(&first, &catalogue(&anew, engine), &format!("{engine:?}, from the account of the database"));
    // Names of keys are their database's, and the old tables have them until the new ones are in their places.
    let again = rowmill(
        folder.path(),
        &["load", "described.json", "--target", &anew.url(), "--mode", "replace", "--again"],
    );
    assert!(again.status.success(), "{engine:?}, replaced: {}", text(&again));
    assert_same(&first, &catalogue(&anew, engine), &format!("{engine:?}, replaced"));
}

/// What a database says of its tables, line by line.
pub(crate) fn catalogue(database: &Database, engine: Engine) -> Vec<String> {
    let ask = |sql: &str| -> Vec<String> {
        let mut child = client(database)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{sql}");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    };
    match engine {
        Engine::Sqlite => SQLITE_CATALOGUE.iter().flat_map(|sql| ask(sql)).collect(),
        Engine::Server(Kind::Postgres) => POSTGRES_CATALOGUE.iter().flat_map(|sql| ask(sql)).collect(),
        Engine::Server(_) => {
            let tables = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() \
                          AND TABLE_TYPE = 'BASE TABLE' AND TABLE_NAME NOT LIKE 'rowmill%' ORDER BY TABLE_NAME;";
            let show = |table: &String| ask(&format!("SHOW CREATE TABLE `{table}`;"));
            let tables: Vec<String> = ask(tables)
                .into_iter()
                .filter(|name| name != "TABLE_NAME")
                .flat_map(|name| show(&name))
                .collect();
            // The client shows the ends of lines as two characters; where a counter stands is about rows.
            tables
                .iter()
                .flat_map(|shown| shown.split("\\n"))
                .map(|line| match line.split_once(" AUTO_INCREMENT=") {
                    Some((before, behind)) => {
                        format!("{before}{}", behind.trim_start_matches(|digit: char| digit.is_ascii_digit()))
                    }
                    None => line.to_owned(),
                })
                .map(|line| as_meant(&line, engine))
                .collect()
        }
    }
}

/// In MySQL, names of CHECKs are the schema's, and a table that was replaced has those of the server; a collation says its character set in some
/// places, and means it in all.
fn as_meant(line: &str, engine: Engine) -> String {
    let plain = line.replace(" CHARACTER SET utf8mb4 COLLATE", " COLLATE");
    let line = if engine == Engine::Server(Kind::MySql) { plain.as_str() } else { line };
    match line.split_once(" CHECK (") {
        Some((name, condition)) if engine == Engine::Server(Kind::MySql) && name.contains("CONSTRAINT") => {
            format!("  CHECK ({condition}")
        }
        _ => line.to_owned(),
    }
}

const SQLITE_CATALOGUE: [&str; 4] = [
    "SELECT l.name, l.wr, l.strict, x.cid, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden FROM pragma_table_list l, \
     pragma_table_xinfo(l.name) x WHERE l.type = 'table' AND l.name NOT LIKE 'rowmill%' AND l.name NOT LIKE 'sqlite%' \
     ORDER BY l.name, x.cid;",
    "SELECT m.name, f.id, f.seq, f.\"table\", f.\"from\", f.\"to\", f.on_update, f.on_delete FROM sqlite_schema m, \
     pragma_foreign_key_list(m.name) f WHERE m.name NOT LIKE 'rowmill%' ORDER BY m.name, f.\"table\", f.seq;",
    "SELECT m.name, i.name, i.\"unique\", i.origin, i.partial, x.seqno, x.name, x.\"desc\", x.coll FROM sqlite_schema m, \
     pragma_index_list(m.name) i, pragma_index_xinfo(i.name) x WHERE m.type = 'table' AND m.name NOT LIKE 'rowmill%' \
     ORDER BY m.name, i.name, x.seqno;",
    "SELECT name, lower(replace(replace(sql, '\"', ''), ' ', '')) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL \
     AND name NOT LIKE 'rowmill%' AND tbl_name NOT LIKE 'rowmill%' ORDER BY name;",
];

const POSTGRES_CATALOGUE: [&str; 6] = [
    "SELECT relname, relkind, reloptions, row_number() OVER (PARTITION BY relname ORDER BY attnum), attname, \
     format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid), \
     attcollation::regcollation, col_description(attrelid, attnum) \
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum \
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped \
     AND relname NOT LIKE 'rowmill%' ORDER BY relname, attnum;",
    "SELECT conrelid::regclass, conname, contype, pg_get_constraintdef(oid), condeferrable, condeferred FROM pg_constraint \
     WHERE conrelid <> 0 AND conparentid = 0 AND contype <> 'n' AND connamespace = current_schema()::regnamespace \
     AND conrelid::regclass::text NOT LIKE 'rowmill%' ORDER BY conrelid::regclass::text, conname;",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename NOT LIKE 'rowmill%' ORDER BY indexdef;",
    "SELECT typname, string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid \
     GROUP BY typname ORDER BY typname;",
    "SELECT typname, format_type(typbasetype, typtypmod), typnotnull, typdefault, pg_get_constraintdef(pg_constraint.oid) \
     FROM pg_type LEFT JOIN pg_constraint ON contypid = pg_type.oid WHERE typtype = 'd' \
     AND typnamespace = current_schema()::regnamespace ORDER BY typname, 5;",
    "SELECT relname, pg_get_expr(relpartbound, oid), pg_get_partkeydef(oid), obj_description(oid, 'pg_class') FROM pg_class \
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname NOT LIKE 'rowmill%' ORDER BY relname;",
];

/// Two catalogues are the same, but for what [docs/statements.md](../../../docs/statements.md) says.
pub(crate) fn assert_same(theirs: &[String], ours: &[String], place: &str) {
    let missing: Vec<&String> = theirs.iter().filter(|line| !ours.contains(line)).collect();
    let more: Vec<&String> = ours.iter().filter(|line| !theirs.contains(line)).collect();
    assert!(missing.is_empty() && more.is_empty(), "{place}: without {missing:#?}, but with {more:#?}");
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

/// What is declared may take less than what is made: that is said before the first row, and nothing is left that the next load would meet.
#[test]
fn a_declared_type_that_is_too_narrow_leaves_no_table_behind() {
    for kind in Kind::available() {
        let (engine, folder) = (Engine::Server(kind), tempfile::tempdir().unwrap());
        let database = Database::new(engine, folder.path().join("unused.db"));
        let dialect = if kind == Kind::Postgres { "postgres" } else { "mysql" };
        let load = |length: u32, mode: &str| {
            let spec = format!(
                r#"{{"rowmill":1,"dialect":"{dialect}","tables":[{{"name":"t","rows":10,"columns":[{{"name":"a","type":"varchar(30)",
                "declared":"varchar({length})","default":"'x'","gen":{{"kind":"pattern","pattern":"[a-z]{{9}}"}}}}]}}]}}"#
            );
            fs::write(folder.path().join("narrow.json"), spec).unwrap();
            let target = database.url();
            rowmill(folder.path(), &["load", "narrow.json", "--target", &target, "--mode", mode])
        };
        let narrow = load(3, "create");
        assert!(!narrow.status.success());
        assert!(text(&narrow).contains("holds 3 characters"), "{kind}: {}", text(&narrow));
        let wide = load(12, "create");
        assert!(wide.status.success(), "{kind}: {}", text(&wide));
        // The rows that are there stay where others cannot take their place.
        assert!(!load(4, "replace").status.success());
        assert_eq!(database.run("SELECT count(*) FROM t").trim(), "10", "{kind}");
    }
}
