//! The `rowmill` program with files of its own, on a port of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use rusqlite::{Connection, types::ValueRef};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::database::{Database, Engine};

/// After this, something hangs.
const PATIENCE: Duration = Duration::from_secs(90);

/// Files that outlive the program.
pub(crate) struct Files {
    pub(crate) folder: TempDir,
    /// What the target `local` is.
    pub(crate) database: Database,
}

impl Files {
    pub(crate) fn new() -> Self {
        Self::on(Engine::Sqlite)
    }

    /// Files whose target is a database of this engine.
    pub(crate) fn on(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::new(engine, folder.path().join("target.sqlite"));
        Self::with(folder, database)
    }

    /// Files whose target is a SQLite file at this path below the folder.
    pub(crate) fn with_target(target: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join(target));
        Self::with(folder, database)
    }

    /// Files whose target is a database of a server that the test has for itself.
    pub(crate) fn on_url(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("nothing"));
        Self::with_url(folder, database, url)
    }

    fn with(folder: TempDir, database: Database) -> Self {
        let url = database.url();
        Self::with_url(folder, database, &url)
    }

    fn with_url(folder: TempDir, database: Database, url: &str) -> Self {
        let config = format!(
            "[targets.local]\nurl = \"{url}\"\n\n[package.metadata.leptos]\noutput-name = \"rowmill\"\n\
             site-root = \"site\"\nsite-addr = \"127.0.0.1:0\"\nhash-files = true\nenv = \"PROD\"\n"
        );
        fs::write(folder.path().join("Leptos.toml"), config).unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        fs::write(
            folder.path().join("site/files.txt"),
            "js: 1.js\nwasm: 2.wasm\ncss: 3.css\nworker: 4.js\nworker-wasm: 5.wasm\n",
        )
        .unwrap();
        Self { folder, database }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn start(&self) -> Program {
        self.start_with(|_| {})
    }

    pub(crate) fn start_with(&self, change: impl FnOnce(&mut Command)) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rowmill"));
        command.args(["serve", "--config"]).arg(self.path("Leptos.toml"));
        change(&mut command);
        Program::wait_for(command)
    }

    /// What is in a table: as many rows as there are, and a hash of all their values in order.
    pub(crate) fn table(&self, table: &str) -> (u64, String) {
        self.database.table(table)
    }
}

/// The rows of a table in a file, and a hash of all their values in the order of the key.
pub(crate) fn hash(file: &Path, table: &str) -> (u64, String) {
    let connection = Connection::open(file).unwrap();
    let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY id")).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let (mut count, mut hash) = (0, Sha256::new());
    while let Some(row) = rows.next().unwrap() {
        count += 1;
        for column in 0..columns {
            match row.get_ref(column).unwrap() {
                ValueRef::Null => hash.update([0]),
                ValueRef::Integer(value) => hash.update(value.to_le_bytes()),
                ValueRef::Real(value) => hash.update(value.to_le_bytes()),
                ValueRef::Text(value) | ValueRef::Blob(value) => {
                    hash.update((value.len() as u64).to_le_bytes());
                    hash.update(value);
                }
            }
        }
    }
    (count, hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The running program; killed when it is dropped.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Program {
    fn wait_for(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Rowmill is at http://").unwrap_or_default().to_owned();
        assert!(!address.is_empty(), "the server did not start");
        Self { child, address }
    }

    /// The answer as JSON, or `None` if the connection breaks.
    pub(crate) fn try_ask(&self, method: &str, path: &str, body: Option<&Value>) -> Option<Value> {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
            .header("content-type", "application/json")
            .body(body.map(Value::to_string).unwrap_or_default())
            .unwrap();
        agent.run(request).ok()?.body_mut().read_json().ok()
    }

    pub(crate) fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        self.try_ask(method, path, body).expect("the server answers")
    }

    pub(crate) fn save(&self, spec: &Value) -> String {
        let answer = self.ask("POST", "/api/datasets", Some(spec));
        answer["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// Starts a load of all tables of a dataset, and gives its path.
    pub(crate) fn load(&self, dataset: &str, chunk_rows: u64) -> String {
        let request =
            json!({ "dataset": dataset, "target": "local", "chunk_rows": chunk_rows, "workers": 2 });
        let job = self.ask("POST", "/api/jobs", Some(&request));
        format!("/api/jobs/{}", job["id"].as_str().unwrap_or_else(|| panic!("{job}")))
    }

    /// The job, once it is as wanted.
    pub(crate) fn until(&self, job: &str, is_reached: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let found = self.ask("GET", job, None);
            if is_reached(&found) {
                return found;
            }
            assert!(start.elapsed() < PATIENCE, "{found}");
            sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn ended(&self, job: &str) -> Value {
        self.until(job, |job| !is_running(job))
    }

    /// A request whose answer is read, or not, by whoever asked.
    pub(crate) fn open(&self, path: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        BufReader::new(stream)
    }

    /// `kill -9`, and the end of the process.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and the end of the process.
    pub(crate) fn terminate(mut self) {
        Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        self.wait();
    }

    /// Waits for the process to end by itself.
    pub(crate) fn wait(&mut self) -> std::process::ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "the server goes on");
            sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that has ended cannot be killed, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn is_running(job: &Value) -> bool {
    matches!(job["status"].as_str(), Some("STARTING" | "STARTED" | "STOPPING"))
}

/// Stays and the rooms that they refer to.
pub(crate) fn stays(seed: u64, rows: u64) -> Value {
    json!({ "rowmill": 1, "seed": seed.to_string(), "tables": [
        { "name": "room", "rows": 50, "primary_key": ["id"], "columns": [
            { "name": "id", "type": "int" },
            { "name": "label", "type": "varchar(20)", "gen": { "kind": "pattern", "pattern": "[A-Z]{2}-\\d{3}" } } ] },
        { "name": "stay", "rows": rows, "primary_key": ["id"], "columns": [
            { "name": "id", "type": "bigint" },
            { "name": "room", "type": "int", "gen": { "kind": "foreign_key", "table": "room", "column": "id" } },
            { "name": "guest", "type": "varchar(60)", "gen": { "kind": "full_name" }, "null": 0.1 },
            { "name": "price", "type": "decimal(10,2)" },
            { "name": "at", "type": "timestamp(6)" } ] } ] })
}

/// What both tables hold after a load that nothing interrupts.
pub(crate) fn undisturbed(engine: Engine, spec: &Value) -> [(u64, String); 2] {
    let files = Files::on(engine);
    let program = files.start();
    let job = program.load(&program.save(spec), 50_000);
    let job = program.ended(&job);
    assert_eq!(job["status"], "COMPLETED", "{job}");
    ["room", "stay"].map(|table| files.table(table))
}
