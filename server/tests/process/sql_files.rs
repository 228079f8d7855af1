//! SQL files through the databases' own clients: whatever the session is set to, the rows are those that were asked for, and counters
//! go on behind them.

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

use scratch_databases::Kind;
use serde_json::{Value, json};

use crate::{
    database::{Database, Engine},
    program::Files,
};

/// Texts that mean something else to some client or session.
const TEXTS: [&str; 12] = [
    "it's",
    "back\\slash\\",
    "a\nb\r\nc\rd\te",
    "\"quoted\" `name` :variable $$ $1 %s",
    "; DROP TABLE thing; -- ",
    "/*!40101 comment */ # and --",
    "한국어 日本語 é 😀",
    "ソ能表\\",
    "\u{1a}\u{8}\u{7f}",
    "",
    " ends in a space ",
    "DELIMITER //\n\\! ls\n\\q\n.quit",
];

fn spec(with_nul: bool) -> Value {
    let mut texts: Vec<Value> = TEXTS.into_iter().map(Value::from).collect();
    if with_nul {
        texts.push("nul\0inside".into());
    }
    json!({ "rowmill": 1, "seed": "5", "tables": [{ "name": "thing's", "rows": 400, "primary_key": ["id"], "columns": [
        // A counter that begins with zero, which MySQL takes for "the next one" unless told otherwise.
        { "name": "id", "type": "bigint", "identity": true, "gen": { "kind": "sequence", "start": 0 } },
        { "name": "te`x\"t", "type": "text", "gen": { "kind": "list", "values": texts }, "null": 0.1 },
        { "name": "at", "type": "timestamptz(6)",
          "gen": { "kind": "timestamp", "from": "2024-01-01T00:00:00", "to": "2024-12-31T00:00:00" } },
        { "name": "day", "type": "date", "gen": { "kind": "date", "from": "2024-02-03", "to": "2024-11-12" } },
        { "name": "is_on", "type": "boolean" },
        { "name": "amount", "type": "decimal(20,4)", "gen": { "kind": "decimal", "min": "-1", "max": "1234567890123456" } },
        { "name": "raw", "type": "varbinary(8)" } ] }] })
}

fn table(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "CREATE TABLE \"thing's\" (id INTEGER PRIMARY KEY AUTOINCREMENT, \"te`x\"\"t\" TEXT, at TEXT, day TEXT, is_on INTEGER, \
             amount TEXT, raw BLOB);"
        }
        Engine::Server(Kind::Postgres) => {
            "CREATE TABLE \"thing's\" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \"te`x\"\"t\" text, at timestamptz(6), \
             day date, is_on boolean, amount decimal(20,4), raw bytea);"
        }
        Engine::Server(_) => {
            "CREATE TABLE `thing's` (id bigint AUTO_INCREMENT PRIMARY KEY, `te``x\"t` text, at timestamp(6) NULL, day date, \
             is_on boolean, amount decimal(20,4), raw varbinary(8)) CHARACTER SET utf8mb4;"
        }
    }
}

/// The rows as hexadecimal text, whatever they hold, in UTC.
fn question(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT id, iif(\"te`x\"\"t\" IS NULL, 'NULL', hex(\"te`x\"\"t\")), at, day, is_on, amount, hex(raw) FROM \"thing's\" ORDER BY id;"
        }
        Engine::Server(Kind::Postgres) => {
            "SET TimeZone = 'UTC'; SELECT id, coalesce(upper(encode(convert_to(\"te`x\"\"t\", 'UTF8'), 'hex')), 'NULL'), \
             to_char(at, 'YYYY-MM-DD HH24:MI:SS.US\"+00\"'), day, is_on::int, amount, upper(encode(raw, 'hex')) FROM \"thing's\" \
             ORDER BY id;"
        }
        Engine::Server(_) => {
            "SET time_zone = '+00:00'; SELECT id, coalesce(hex(`te``x\"t`), 'NULL'), concat(at, '+00'), day, is_on, amount, hex(raw) \
             FROM `thing's` ORDER BY id;"
        }
    }
}

/// The client with a session of which everything that could change the meaning of a text is set to something unusual.
fn hostile_client(database: &Database) -> Command {
    match database {
        Database::Sqlite(path) => {
            let mut command = Command::new("sqlite3");
            command.args(["-batch", "-bail"]).arg(path);
            command
        }
        Database::Server { server, name } => {
            let mut command = server.client(name).unwrap();
            if server.kind() == Kind::Postgres {
                command.args(["-v", "AUTOCOMMIT=off"]).env("PGCLIENTENCODING", "LATIN1").env(
                    "PGOPTIONS",
                    "-c standard_conforming_strings=off -c TimeZone=Asia/Seoul -c DateStyle=German -c backslash_quote=on",
                );
            } else {
                command.args([
                    "--default-character-set=latin1",
                    "--init-command=SET sql_mode='ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT', time_zone='+09:00', autocommit=0",
                ]);
            }
            command
        }
    }
}

fn feed(mut command: Command, text: &[u8]) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // A client that gives up closes its end; what it said is looked at by the caller.
    let _ = input.write_all(text);
    drop(input);
    child.wait_with_output().unwrap()
}

fn ask(database: &Database, sql: &str) -> String {
    match database {
        Database::Sqlite(path) => {
            let mut command = Command::new("sqlite3");
            command.args(["-batch", "-separator", "\t"]).arg(path);
            let output = feed(command, sql.as_bytes());
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        }
        Database::Server { server, name } => server.run_sql(name, sql).unwrap(),
    }
}

fn generate(files: &Files, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_rowmill"))
        .arg("generate")
        .arg(files.path("spec.json"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The rows that were asked for, as [`question`] shows them.
fn expected(files: &Files) -> String {
    let ndjson = String::from_utf8(generate(files, &["--format", "ndjson"])).unwrap();
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02X}")).collect::<String>();
    let amount = |line: &str| line.split("\"amount\":").nth(1).unwrap().split(',').next().unwrap().to_owned();
    let row = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = row["te`x\"t"].as_str().map_or("NULL".to_owned(), hex);
        let at = row["at"].as_str().unwrap().replace('T', " ").replace('Z', "+00");
        let (day, raw) = (row["day"].as_str().unwrap(), row["raw"].as_str().unwrap().to_uppercase());
        let is_on = u8::from(row["is_on"].as_bool().unwrap());
        format!("{}\t{text}\t{at}\t{day}\t{is_on}\t{}\t{raw}\n", row["id"], amount(line))
    };
    ndjson.lines().map(row).collect()
}

fn check(engine: Engine) {
    let files = Files::on(engine);
    let with_nul = engine != Engine::Server(Kind::Postgres);
    std::fs::write(files.path("spec.json"), spec(with_nul).to_string()).unwrap();
    let dialect = match engine {
        Engine::Sqlite => "sqlite",
        Engine::Server(Kind::Postgres) => "postgres",
        Engine::Server(_) => "mysql",
    };
    ask(&files.database, table(engine));
    // In three parts behind each other: only the first sets the session up, only the last ends it.
    let part = |part: &str| generate(&files, &["--format", "sql", "--dialect", dialect, "--part", part]);
    let text = ["1/3", "2/3", "3/3"].map(part).concat();
    let output = feed(hostile_client(&files.database), &text);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.is_empty(), "{engine:?}: {said}");
    let (found, expected) = (ask(&files.database, question(engine)), expected(&files));
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected, "{engine:?}");
    }
    assert_eq!(found.len(), expected.len(), "{engine:?}");
    // The counter goes on behind the keys.
    let quoted = if dialect == "mysql" { "`thing's`" } else { "\"thing's\"" };
    ask(&files.database, &format!("INSERT INTO {quoted} (day) VALUES ('2024-01-01');"));
    assert_eq!(ask(&files.database, &format!("SELECT max(id) FROM {quoted};")).trim(), "400", "{engine:?}");
}

#[test]
fn sql_files_mean_the_same_in_every_session() {
    for engine in Engine::all() {
        check(engine);
    }
}

#[test]
fn a_session_gets_its_settings_back() {
    for kind in Kind::available() {
        let files = Files::on(Engine::Server(kind));
        std::fs::write(files.path("spec.json"), spec(false).to_string()).unwrap();
        ask(&files.database, table(Engine::Server(kind)));
        let is_postgres = kind == Kind::Postgres;
        let dialect = if is_postgres { "postgres" } else { "mysql" };
        let settings: &[u8] = if is_postgres {
            b"SHOW client_encoding; SHOW standard_conforming_strings; SHOW TimeZone; SHOW DateStyle;\n"
        } else {
            b"SELECT @@character_set_client, @@collation_connection, @@time_zone, @@sql_mode, @@autocommit;\n"
        };
        let rows = generate(&files, &["--format", "sql", "--dialect", dialect]);
        let output = feed(hostile_client(&files.database), &[settings, &rows, settings].concat());
        assert!(output.status.success(), "{kind}: {}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<&str> =
            said.lines().filter(|line| !line.is_empty() && *line != "400" && *line != "399").collect();
        let (before, after) = lines.split_at(lines.len() / 2);
        assert!(!before.is_empty());
        assert_eq!(before, after, "{kind}");
    }
}
