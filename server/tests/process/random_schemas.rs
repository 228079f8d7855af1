//! Schemas that nobody has thought of: made in a database, dumped by its own program, read, loaded into the tables that are there with every
//! constraint in force, and made anew elsewhere, where the catalogue is the same.

use std::{fmt::Write as _, fs, process::Command};

use fastrand::Rng;
use generator::DatasetSpec;
use scratch_databases::Kind;

use crate::{
    database::{Database, Engine},
    dumps::{assert_same, catalogue, client, rowmill},
    terminal::text,
};

/// Schemas of each database; each has its number for a seed.
const SCHEMAS: u64 = 6;
/// Rows of each table at most.
const ROWS: u64 = 300;

/// What a column may be: its type with what belongs to it, and a condition in which `@` is the column.
type Choice = (&'static str, &'static str);

const POSTGRES: [Choice; 30] = [
    ("integer", "@ > 0"),
    ("bigint DEFAULT 7", "@ BETWEEN 1 AND 90000"),
    ("smallint", "@ >= 0 AND @ < 100"),
    ("numeric(10,2) DEFAULT 0", "@ >= 0"),
    ("numeric", ""),
    ("real", "@ > 0"),
    ("double precision", ""),
    ("text", "length(@) <= 20"),
    ("text COLLATE \"C\" DEFAULT 'it''s \\ fine'", ""),
    ("varchar(40)", "@ <> ''"),
    ("varchar(9) DEFAULT 'new'", "@ IN ('new', 'old', 'it''s')"),
    ("char(8)", "@ ~ '^[A-Z]{4}[0-9]{4}$'"),
    ("boolean DEFAULT true", ""),
    ("date DEFAULT CURRENT_DATE", "@ > '2000-01-01'"),
    ("timestamp(3) DEFAULT now()", ""),
    ("timestamp with time zone", "@ IS NULL OR @ > '2001-01-01'"),
    ("time", ""),
    ("interval", ""),
    ("uuid DEFAULT gen_random_uuid()", ""),
    ("jsonb DEFAULT '{}'", ""),
    ("bytea", ""),
    ("inet", ""),
    ("macaddr", ""),
    ("text[] DEFAULT ARRAY['a', NULL]", ""),
    ("integer[]", ""),
    ("int4range", ""),
    ("bit(4) DEFAULT B'0101'", ""),
    ("mood DEFAULT 'ok'", ""),
    ("\"Share\"", ""),
    ("bigint DEFAULT nextval('numbers')", ""),
];

const MYSQL: [Choice; 28] = [
    ("int", "@ > 0"),
    ("bigint unsigned DEFAULT 7", "@ BETWEEN 1 AND 90000"),
    ("mediumint(8) unsigned zerofill", ""),
    ("smallint", "@ >= 0 and @ < 100"),
    ("tinyint(1) DEFAULT 1", ""),
    ("decimal(10,2) DEFAULT 0.00", "@ >= 0"),
    ("double", ""),
    ("float", "@ > 0"),
    ("varchar(60)", "char_length(@) <= 20"),
    ("varchar(60) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'it''s \\\\ fine'", ""),
    ("varchar(9) DEFAULT 'new'", "@ in ('new', 'old', 'it''s')"),
    ("char(8) CHARACTER SET ascii", "@ regexp '^[A-Z]{4}[0-9]{4}$'"),
    ("text", ""),
    ("mediumtext", ""),
    ("date", "@ > '2000-01-01'"),
    ("datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)", ""),
    ("timestamp NULL DEFAULT NULL", ""),
    ("datetime", "@ is null or @ > '2001-01-01'"),
    ("time", ""),
    ("year", ""),
    ("enum('a','it''s','c') DEFAULT 'a'", ""),
    ("set('x','y','z')", ""),
    ("json", ""),
    ("binary(16)", ""),
    ("varbinary(20) DEFAULT 0x0102", ""),
    ("blob", ""),
    ("bit(8) DEFAULT b'101'", ""),
    ("varchar(30) COMMENT 'what it''s for'", ""),
];

const SQLITE: [Choice; 16] = [
    ("INTEGER", "@ > 0"),
    ("BIGINT DEFAULT 7", "@ BETWEEN 1 AND 90000"),
    ("TEXT", "length(@) <= 20"),
    ("TEXT COLLATE NOCASE DEFAULT 'it''s'", ""),
    ("VARCHAR(9) DEFAULT 'new'", "@ IN ('new', 'old', 'it''s')"),
    ("VARYING CHARACTER(20)", ""),
    ("REAL DEFAULT -1.5", ""),
    ("DOUBLE PRECISION", ""),
    ("DECIMAL(8,2)", "@ >= 0"),
    ("BOOLEAN DEFAULT 0", ""),
    ("DATE", ""),
    ("DATETIME DEFAULT CURRENT_TIMESTAMP", ""),
    ("TIMESTAMP", "@ IS NULL OR @ > '2001-01-01'"),
    ("BLOB", ""),
    ("JSON", "json_valid(@)"),
    ("UNSIGNED BIG INT", ""),
];

/// A schema of one to five tables in the SQL of a database.
struct Writer {
    random: Rng,
    engine: Engine,
    sql: String,
}

impl Writer {
    fn quote(&self, name: &str) -> String {
        if matches!(self.engine, Engine::Sqlite | Engine::Server(Kind::Postgres)) {
            format!("\"{name}\"")
        } else {
            format!("`{name}`")
        }
    }

    fn name(&mut self, number: usize) -> String {
        let start = ["amount", "Mixed Case", "select", "가격", "state", "order", "exclude", "under_score"];
        format!("{}_{number}", self.random.choice(start).unwrap())
    }

    fn schema(mut self) -> String {
        if self.engine == Engine::Server(Kind::Postgres) {
            self.sql.push_str(
                "CREATE TYPE mood AS ENUM ('ok', 'it''s bad');\nCREATE SEQUENCE numbers START WITH 5;\n\
                 CREATE DOMAIN \"Share\" AS numeric(5,2) CHECK (VALUE >= 0 AND VALUE <= 100);\n",
            );
        }
        let tables = self.random.usize(1..=5);
        for number in 0..tables {
            self.table(number);
        }
        self.sql
    }

    fn table(&mut self, number: usize) {
        let choices: &[Choice] = match self.engine {
            Engine::Sqlite => &SQLITE,
            Engine::Server(Kind::Postgres) => &POSTGRES,
            Engine::Server(_) => &MYSQL,
        };
        let table = self.quote(&format!("t{number}"));
        let (id, is_postgres) = (self.quote("id"), self.engine == Engine::Server(Kind::Postgres));
        let is_mysql = !is_postgres && self.engine != Engine::Sqlite;
        let mut lines = vec![match (self.engine, self.random.bool()) {
            (Engine::Sqlite, true) => format!("{id} INTEGER PRIMARY KEY AUTOINCREMENT"),
            (Engine::Sqlite, false) => format!("{id} INTEGER PRIMARY KEY"),
            (_, true) if is_postgres => format!("{id} bigint GENERATED BY DEFAULT AS IDENTITY"),
            (_, false) if is_postgres => format!("{id} bigserial NOT NULL"),
            _ => format!("{id} bigint NOT NULL AUTO_INCREMENT"),
        }];
        let (mut behind, mut tail) = (String::new(), Vec::new());
        if self.engine != Engine::Sqlite {
            let name = if is_postgres { format!("CONSTRAINT t{number}_by_id ") } else { String::new() };
            tail.push(format!("{name}PRIMARY KEY ({id})"));
        }
        for column in 0..self.random.usize(2..=9) {
            let name = self.name(column);
            let (quoted, place) = (self.quote(&name), format!("{number}_{column}"));
            let (sql_type, check) = *self.random.choice(choices).unwrap();
            let not_null =
                if self.random.u8(0..3) == 0 && !sql_type.contains("NULL") { " NOT NULL" } else { "" };
            lines.push(format!("{quoted} {sql_type}{not_null}"));
            if !check.is_empty() && self.random.bool() {
                tail.push(format!("CONSTRAINT c_{place} CHECK ({})", check.replace('@', &quoted)));
            }
            let is_text = sql_type.starts_with("varchar(") || sql_type.starts_with("VARY");
            let is_whole =
                ["int", "bigint", "INTEGER", "BIGINT"].iter().any(|start| sql_type.starts_with(start))
                    && !sql_type.contains("range")
                    && !sql_type.contains("interval")
                    && !sql_type.contains("[]");
            if !(is_text || is_whole) || self.random.bool() {
                continue;
            }
            match self.random.u8(0..4) {
                0 if check.contains("IN (") || check.contains("in (") => {}
                0 if is_postgres => tail.push(format!("CONSTRAINT u_{place} UNIQUE ({quoted})")),
                0 if is_mysql => tail.push(format!("UNIQUE KEY `u_{place}` ({quoted})")),
                1 if is_mysql && is_text => tail.push(format!("KEY `i_{place}` ({quoted}(5),{id})")),
                1 if !is_mysql && is_text => {
                    let _ = writeln!(behind, "CREATE INDEX i_{place} ON {table} (lower({quoted}));");
                }
                2 if !is_mysql => {
                    let _ = writeln!(
                        behind,
                        "CREATE INDEX p_{place} ON {table} ({quoted} DESC) WHERE {id} > 10;"
                    );
                }
                _ => {
                    let _ = writeln!(behind, "CREATE INDEX n_{place} ON {table} ({quoted});");
                }
            }
        }
        if self.random.bool() {
            let (computed, base) = (self.quote("computed"), self.quote("base"));
            let sql_type = if self.engine == Engine::Sqlite { "INTEGER" } else { "bigint" };
            lines.push(format!("{base} {sql_type}"));
            lines.push(format!("{computed} {sql_type} GENERATED ALWAYS AS ({base} * 2) STORED"));
        }
        for parent in 0..number {
            if self.random.u8(0..3) == 0 {
                continue;
            }
            let key = self.quote(&format!("parent_{parent}"));
            let (sql_type, action) = match self.random.u8(0..3) {
                0 => ("bigint NOT NULL", "ON DELETE CASCADE"),
                1 => ("bigint", "ON DELETE SET NULL"),
                _ => ("bigint", ""),
            };
            let sql_type = if self.engine == Engine::Sqlite {
                sql_type.replace("bigint", "INTEGER")
            } else {
                sql_type.to_owned()
            };
            lines.push(format!("{key} {sql_type}"));
            let parent = self.quote(&format!("t{parent}"));
            if is_mysql {
                tail.push(format!("KEY `k_{number}_{}` ({key})", tail.len()));
            }
            tail.push(format!(
                "CONSTRAINT f_{number}_{} FOREIGN KEY ({key}) REFERENCES {parent} ({id}) {action}",
                tail.len()
            ));
        }
        lines.extend(tail);
        let _ = writeln!(self.sql, "CREATE TABLE {table} (\n  {}\n);\n{behind}", lines.join(",\n  "));
        if is_postgres && self.random.bool() {
            let _ = writeln!(self.sql, "COMMENT ON TABLE {table} IS 'what it''s for';");
        }
    }
}

/// Makes, dumps, reads, appends, and makes anew.
fn come_round(engine: Engine, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let sql = Writer { random: Rng::with_seed(seed), engine, sql: String::new() }.schema();
    let place = format!("{engine:?}, schema {seed}:\n{sql}");
    let theirs = Database::new(engine, folder.path().join("theirs.db"));
    fs::write(folder.path().join("schema.sql"), &sql).unwrap();
    let mut made = client(&theirs);
    let made = made.stdin(fs::File::open(folder.path().join("schema.sql")).unwrap()).output().unwrap();
    assert!(made.status.success(), "{place}{}", String::from_utf8_lossy(&made.stderr));
    let dumped = match &theirs {
        Database::Sqlite(path) => {
            let output = Command::new("sqlite3").arg(path).arg(".dump").output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        }
        Database::Server { server, name } => server.dump(name).unwrap(),
    };
    fs::write(folder.path().join("dump.sql"), dumped).unwrap();
    let dialect = match engine {
        Engine::Sqlite => "sqlite",
        Engine::Server(Kind::Postgres) => "postgres",
        Engine::Server(_) => "mysql",
    };
    let import = rowmill(folder.path(), &["infer", "dump.sql", "--dialect", dialect]);
    assert!(import.status.success(), "{place}{}", text(&import));
    let mut spec = DatasetSpec::from_json(&String::from_utf8(import.stdout).unwrap()).unwrap();
    for table in &mut spec.tables {
        table.rows = table.rows.min(ROWS);
    }
    fs::write(folder.path().join("spec.json"), spec.to_canonical_json()).unwrap();
    let appended =
        rowmill(folder.path(), &["load", "spec.json", "--target", &theirs.url(), "--mode", "append"]);
    assert!(appended.status.success(), "{place}appended: {}", text(&appended));
    let ours = Database::new(engine, folder.path().join("ours.db"));
    let created = rowmill(folder.path(), &["load", "spec.json", "--target", &ours.url(), "--mode", "create"]);
    assert!(created.status.success(), "{place}created: {}", text(&created));
    let (theirs, ours) = (catalogue(&theirs, engine), catalogue(&ours, engine));
    assert_same(&theirs, &ours, &place);
}

#[test]
fn schemas_of_sqlite_come_round() {
    (0..SCHEMAS).for_each(|seed| come_round(Engine::Sqlite, seed));
}

#[test]
fn schemas_of_servers_come_round() {
    for kind in Kind::available() {
        (0..SCHEMAS).for_each(|seed| come_round(Engine::Server(kind), seed));
    }
}
