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
    serve::build_program,
    tools::{Result, root, run, run_quietly, say, target_folder},
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
    let program = build_program()?;
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
        figures.push(more_workers(&server, &program)?);
        figures.push(shared(&server, &program)?);
        figures.push(preflight(&server, &program)?);
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
    clear(server)?;
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

/// Drops the table, and what is known of loads.
fn clear(server: &Server) -> Result<()> {
    for table in [TABLE, "rowmill_target", "rowmill_load", "rowmill_checkpoint", "rowmill_rejected"] {
        server.run_sql("bench", &format!("DROP TABLE IF EXISTS {table}"))?;
    }
    Ok(())
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
            .goal("≤ 96 MB", memory <= 96_000_000)
            .limit("A few pieces of 256 KiB a worker, whatever a transaction has."),
    ])
}

fn beside_single_rows(server: &Server, program: &Path, folder: &Path) -> Result<Figure> {
    let text = fs::read_to_string(spec()).map_err(|error| error.to_string())?;
    let fewer = folder.join("insert.json");
    fs::write(&fewer, text.replace(&ROWS.to_string(), &INSERT_ROWS.to_string()))
        .map_err(|error| error.to_string())?;
    let few = folder.join("single.json");
    fs::write(&few, text.replace(&ROWS.to_string(), &SINGLE_ROWS.to_string()))
        .map_err(|error| error.to_string())?;
    let (mut inserts, mut singles) = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        inserts = inserts.min(load(program, server, &fewer, &["--workers", "1", "--method", "insert"])?.rows);
        let arguments = ["--workers", "1", "--method", "single", "--chunk-rows", "5000"];
        singles = singles.min(load(program, server, &few, &arguments)?.rows);
    }
    let (inserts, singles) = (INSERT_ROWS as f64 / inserts, SINGLE_ROWS as f64 / singles);
    Ok(Figure::new(
        format!("INSERT statements into {}, one worker, beside one prepared statement a row in transactions of 5,000", server.kind()),
        format!("{:.1} × as fast ({:.0} k rows/s; one by one {:.0} k)", inserts / singles, inserts / 1e3, singles / 1e3),
        "rowmill load … --workers 1 --method insert, and --method single --chunk-rows 5000",
    )
    .goal("≥ 3 ×", inserts >= 3.0 * singles)
    .limit("The server parses 500 rows of text a statement; one by one, each row costs a trip there and back."))
}

/// Four workers beside two: none waits for the processor of another.
fn more_workers(server: &Server, program: &Path) -> Result<Figure> {
    let (mut two, mut four) = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        two = two.min(load(program, server, &spec(), &["--workers", "2"])?.rows);
        four = four.min(load(program, server, &spec(), &["--workers", "4"])?.rows);
    }
    Ok(Figure::new(
        format!("4 workers into {} beside 2", server.kind()),
        format!("{:.2} × the time ({four:.1} s; 2 workers {two:.1} s)", four / two),
        "rowmill load bench/room_availability.json --target URL --workers 4, and 2",
    )
    .goal("≤ 1.05 ×", four <= 1.05 * two)
    .limit("The server and both workers share two cores: there is little left for more."))
}

/// Two processes of one worker that share a load, beside one process of two.
fn shared(server: &Server, program: &Path) -> Result<Figure> {
    let (mut alone, mut together) = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        alone = alone.min(load(program, server, &spec(), &["--join", "--workers", "2"])?.all);
        clear(server)?;
        let start = Instant::now();
        let mut processes = Vec::new();
        for _ in 0..2 {
            let mut command = Command::new(program);
            command.arg("load").arg(spec()).args([
                "--target",
                &server.url("bench"),
                "--join",
                "--workers",
                "1",
            ]);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            processes.push(command.spawn().map_err(|error| error.to_string())?);
        }
        for process in &mut processes {
            let status = process.wait().map_err(|error| error.to_string())?;
            if !status.success() {
                return Err(format!("a process that shared a load ended with {status}"));
            }
        }
        together = together.min(start.elapsed().as_secs_f64());
    }
    Ok(Figure::new(
        format!(
            "2 processes that share a load into {}, one worker each, beside one process with 2 workers",
            server.kind()
        ),
        format!(
            "{:.2} × the time ({together:.1} s; one process {alone:.1} s; with statistics and verification)",
            together / alone
        ),
        "rowmill load bench/room_availability.json --target URL --join --workers 1, twice at once",
    )
    .goal("≤ 1.05 ×", together <= 1.05 * alone)
    .limit("64 partitions, each of which is looked for and claimed in the database."))
}

/// What is said of a load into a table that is large already.
fn preflight(server: &Server, program: &Path) -> Result<Figure> {
    clear(server)?;
    let create = match server.kind() {
        Kind::Postgres => format!(
            "CREATE TABLE {TABLE} (room_type_id bigint, date date, available_count int, price int, created_at timestamp(6)); \
             INSERT INTO {TABLE} SELECT id, '2020-01-01', 1, 1, '2020-01-01' FROM generate_series(1, 10000000) id; ANALYZE {TABLE}"
        ),
        // One row, doubled 23 times.
        _ => format!(
            "CREATE TABLE {TABLE} (room_type_id BIGINT, date DATE, available_count INT, price INT, created_at DATETIME(6)); \
             INSERT INTO {TABLE} VALUES (1, '2020-01-01', 1, 1, '2020-01-01'); {} ANALYZE TABLE {TABLE};",
            format!("INSERT INTO {TABLE} SELECT * FROM {TABLE};").repeat(23)
        ),
    };
    server.run_sql("bench", &create)?;
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let mut command = Command::new(program);
        command.arg("load").arg(spec()).args([
            "--target",
            &server.url("bench"),
            "--mode",
            "append",
            "--check",
        ]);
        let start = Instant::now();
        // It finds faults of this table, and says so.
        let _ = run_quietly(&mut command);
        best = best.min(start.elapsed().as_secs_f64());
    }
    clear(server)?;
    Ok(Figure::new(
        format!("a preflight of an append into a table of {} in {}", if server.kind() == Kind::Postgres { "10 M rows" } else { "8 M rows" }, server.kind()),
        format!("{best:.2} s"),
        "rowmill load bench/room_availability.json --target URL --mode append --check",
    )
    .goal("≤ 2 s", best <= 2.0)
    .limit("Nothing is counted that the server itself says is more than a million rows: what 10⁸ take is the same."))
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
