//! Loads into database servers, beside the servers' own clients.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use scratch_databases::{Kind, Options, Server};

use super::{Figure, http, loads};
use crate::{
    databases::need_databases,
    serve::build_server,
    tools::{Result, cargo, root, run, run_quietly, say, target_folder},
};

const TABLE: &str = "room_availability";
const ROWS: u64 = 3_600_000;
/// Rows that go one by one: as many take long enough to say how fast they are.
const SINGLE_ROWS: u64 = 100_000;
/// Rows by INSERT statements.
const INSERT_ROWS: u64 = 1_200_000;
/// How often each is measured; the best counts, because whatever disturbs it only makes it slower.
const ROUNDS: usize = 3;

pub(super) fn measure() -> Result<Vec<Figure>> {
    let mysql = need_databases()?;
    let mut kinds = vec![Kind::MariaDb, Kind::Postgres];
    kinds.extend((!mysql.as_os_str().is_empty()).then_some(Kind::MySql));
    let program = build_server()?;
    // With the server in the same call, the libraries that both use are built once.
    run(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "server",
        "--package",
        "loader",
        "--bins",
        "--example",
        "single_rows",
    ]))?;
    let folder = target_folder().join("bench/databases");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let parts = parts(&program, &folder)?;
    let mut figures = Vec::new();
    for kind in kinds {
        say(&format!("measuring loads into {kind}"));
        let programs = (kind == Kind::MySql).then(|| mysql.clone());
        let options = Options { is_durable: true, programs, ..Options::default() };
        let server = Server::start_with(kind, options)?;
        server.create_database("bench")?;
        figures.extend(beside_the_client(&server, &program, &parts)?);
        figures.push(beside_single_rows(&server, &program, &folder)?);
        if kind == Kind::MariaDb {
            figures.push(with_listeners(&server)?);
        }
    }
    Ok(figures)
}

/// The rows in two files of CSV, made before.
fn parts(program: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for part in ["1/2", "2/2"] {
        let path = folder.join(format!("part{}.csv", &part[..1]));
        let file = fs::File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut command = Command::new(program);
        command.arg("generate").arg(spec()).args(["--no-header", "--part", part]).stdout(file);
        run(&mut command)?;
        paths.push(path);
    }
    Ok(paths)
}

fn spec() -> PathBuf {
    root().join("bench/room_availability.json")
}

/// What one load of ours took.
struct Load {
    /// Seconds from the command until all rows were committed.
    rows: f64,
    /// Seconds until it ended, with counters, statistics and verification.
    all: f64,
    /// The most memory it had, in bytes.
    memory: u64,
}

fn load(program: &Path, server: &Server, spec: &Path, arguments: &[&str]) -> Result<Load> {
    // Dropping millions of rows is no part of loading them.
    for table in [TABLE, "rowmill_load", "rowmill_checkpoint", "rowmill_rejected"] {
        server.run_sql("bench", &format!("DROP TABLE IF EXISTS {table}"))?;
    }
    let start = Instant::now();
    let mut child = Command::new(program)
        .arg("load")
        .arg(spec)
        .args(["--target", &server.url("bench")])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|line| line.split_whitespace().next());
        memory = memory.max(peak.and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) * 1_024);
        sleep(Duration::from_millis(20));
    }
    let all = start.elapsed().as_secs_f64();
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(format!("rowmill load: {said}{}", String::from_utf8_lossy(&output.stderr)));
    }
    // `… written in 8.10 s, finished in 0.20 s, verified in 0.50 s`.
    let seconds = |name: &str| -> f64 {
        let rest = said.split_once(name).map_or("", |(_, rest)| rest);
        rest.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0.0)
    };
    Ok(Load { rows: all - seconds("finished in ") - seconds("verified in "), all, memory })
}

/// Seconds that the server's own client takes for the same rows in the same table, two at once.
fn client(server: &Server, parts: &[PathBuf]) -> Result<f64> {
    let schema = match server.kind() {
        Kind::Postgres => format!("TRUNCATE {TABLE}"),
        _ => format!("TRUNCATE TABLE {TABLE}"),
    };
    server.run_sql("bench", &schema)?;
    let start = Instant::now();
    let clients: Vec<_> = parts
        .iter()
        .map(|part| {
            let sql = match server.kind() {
                Kind::Postgres => format!("\\copy {TABLE} FROM '{}' WITH (FORMAT csv)", part.display()),
                _ => format!(
                    "LOAD DATA LOCAL INFILE '{}' INTO TABLE {TABLE} CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' \
                     LINES TERMINATED BY '\\n'",
                    part.display()
                ),
            };
            let mut command = server.client("bench")?;
            match server.kind() {
                Kind::Postgres => command.args(["-c", &sql]),
                _ => command.args(["-e", &sql]),
            };
            command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().map_err(|error| error.to_string())
        })
        .collect::<Result<_>>()?;
    for mut client in clients {
        let status = client.wait().map_err(|error| error.to_string())?;
        if !status.success() {
            return Err(format!("the client of {} ended with {status}", server.kind()));
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let rows = server.run_sql("bench", &format!("SELECT COUNT(*) FROM {TABLE}"))?;
    if rows.trim() == ROWS.to_string() { Ok(seconds) } else { Err(format!("the client loaded {rows} rows")) }
}

fn beside_the_client(server: &Server, program: &Path, parts: &[PathBuf]) -> Result<Vec<Figure>> {
    let kind = server.kind();
    let (mut ours, mut theirs): (Option<Load>, f64) = (None, f64::MAX);
    for _ in 0..ROUNDS {
        let found = load(program, server, &spec(), &["--workers", "2"])?;
        let is_better = ours.as_ref().is_none_or(|best| found.rows < best.rows);
        let memory = ours.as_ref().map_or(0, |best| best.memory).max(found.memory);
        ours = Some(Load { memory, ..if is_better { found } else { ours.unwrap_or(found) } });
        theirs = theirs.min(client(server, parts)?);
    }
    let Load { rows, all, memory } = ours.ok_or("nothing was measured")?;
    let name = if kind == Kind::Postgres { "psql's \\copy" } else { "its client's LOAD DATA LOCAL INFILE" };
    Ok(vec![
        Figure::new(
            format!("3.6 M rows into {kind} with 2 workers, checkpoints included, beside {name} of files made before, 2 at once"),
            format!(
                "{:.2} × the time ({rows:.1} s, {:.0} k rows/s; the client {theirs:.1} s; with statistics and verification {all:.1} s)",
                rows / theirs,
                ROWS as f64 / rows / 1e3
            ),
            "rowmill load bench/room_availability.json --target URL --workers 2",
        )
        .goal("≤ 1.1 ×", rows <= 1.1 * theirs)
        .limit("The server has both cores; Rowmill's own part is making the rows, a tenth of a core a worker."),
        Figure::new(format!("Rowmill's memory while it loads into {kind}"), format!("{:.0} MB", memory as f64 / 1e6), "grep VmHWM /proc/PID/status")
            .goal("≤ 128 MB", memory <= 128_000_000)
            .limit("Two chunks a worker, one on its way and one in the making."),
    ])
}

fn beside_single_rows(server: &Server, program: &Path, folder: &Path) -> Result<Figure> {
    let text = fs::read_to_string(spec()).map_err(|error| error.to_string())?;
    let fewer = folder.join("insert.json");
    fs::write(&fewer, text.replace(&ROWS.to_string(), &INSERT_ROWS.to_string()))
        .map_err(|error| error.to_string())?;
    let (mut inserts, mut singles) = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        inserts = inserts.min(load(program, server, &fewer, &["--workers", "1", "--method", "insert"])?.rows);
        server.run_sql("bench", &format!("TRUNCATE TABLE {TABLE}"))?;
        let mut command = Command::new(target_folder().join("release/examples/single_rows"));
        command.arg(server.url("bench")).arg(spec()).args([TABLE, &SINGLE_ROWS.to_string()]);
        let seconds = run_quietly(&mut command)?;
        singles = singles.min(seconds.trim().parse().map_err(|_| format!("single_rows printed {seconds}"))?);
    }
    let (inserts, singles) = (INSERT_ROWS as f64 / inserts, SINGLE_ROWS as f64 / singles);
    Ok(Figure::new(
        format!("INSERT statements into {}, one worker, beside one prepared statement a row in transactions of 5,000", server.kind()),
        format!("{:.1} × as fast ({:.0} k rows/s; one by one {:.0} k)", inserts / singles, inserts / 1e3, singles / 1e3),
        "rowmill load … --method insert --workers 1, and cargo run --release -p loader --example single_rows",
    )
    .goal("≥ 3 ×", inserts >= 3.0 * singles)
    .limit("The server parses 500 rows of text a statement; one by one, each row costs a trip there and back."))
}

/// A load that somebody watches beside one that nobody does.
fn with_listeners(server: &Server) -> Result<Figure> {
    let url = server.url("bench");
    let rowmill = http::Server::start_with(&target_folder().join("bench/watched"), &url)?;
    let text = fs::read(spec()).map_err(|error| error.to_string())?;
    let saved = rowmill.ask("POST", "/api/datasets", "application/json", &text)?;
    let dataset = saved["id"].as_str().ok_or("the dataset has no id")?;
    let (mut alone, mut watched) = ((f64::MAX, f64::MAX), (f64::MAX, f64::MAX));
    for _ in 0..ROUNDS {
        for (listeners, best) in [(0, &mut alone), (1, &mut watched)] {
            let before = rowmill.processor_seconds()?;
            let seconds = loads::load(&rowmill, dataset, listeners)?;
            let worked = rowmill.processor_seconds()? - before;
            *best = (best.0.min(seconds), best.1.min(worked));
        }
    }
    // Two runs of the same load differ by more than a hundredth; the work that watching makes does not.
    let added = (watched.1 - alone.1).max(0.0) / alone.0 * 100.0;
    Ok(Figure::new(
        format!("what a page that watches a load into {} adds", server.kind()),
        format!(
            "{added:.2} % of a processor's time ({:.2} s of work watched, {:.2} s alone; {:+.1} % between the two times, {:.1} s)",
            watched.1,
            alone.1,
            (watched.0 / alone.0 - 1.0) * 100.0,
            alone.0
        ),
        "GET /api/jobs/ID/events, and /proc/PID/stat",
    )
    .goal("< 1 %", added < 1.0)
    .limit("Five events of a kilobyte a second."))
}
