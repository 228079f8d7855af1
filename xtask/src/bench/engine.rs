//! The engine alone: natively on one core, beside DuckDB, and as WebAssembly.

use std::{fs, path::Path, process::Command, time::Instant};

use super::Figure;
use crate::{
    tools::{Result, cargo, find, root, run, run_quietly, say, target_folder},
    wasm::{self, Host},
};

const DUCKDB: &str = "duckdb==1.5.2";

const MEASURE: &str = "cargo run --release -p generator --example measure -- bench/room_availability.json room_availability 3600000 csv";
const LINEITEM: &str =
    "cargo run --release -p generator --example measure -- bench/lineitem.json lineitem 3000000 csv";
const TPCHGEN: [&str; 3] = ["tpchgen-cli", "--version", "4.0.0"];

pub(super) fn measure() -> Result<Vec<Figure>> {
    say("measuring the engine");
    run(&mut cargo(&["build", "--release", "--package", "generator", "--example", "measure"]))?;
    let rooms = |format, threads| speed("room_availability", 3_600_000, format, threads);
    let (csv, ndjson, both) = (rooms("csv", 1)?, rooms("ndjson", 1)?, rooms("csv", 2)?);
    let duckdb = duckdb_rows_a_second()?;
    let lineitem = speed("lineitem", 3_000_000, "csv", 1)?;
    let tpchgen = tpchgen_megabytes_a_second()?;
    let (beside_duckdb, beside_tpchgen) = (csv.rows * 1e6 / duckdb, lineitem.megabytes / tpchgen);
    let (beside_csv, scaling) = (ndjson.rows / csv.rows, both.rows / csv.rows);
    Ok(vec![
        Figure::new(
            "CSV of room_availability on one core, beside DuckDB's COPY on one thread",
            format!(
                "{beside_duckdb:.2} × ({:.2} M rows/s, {:.0} MB/s; DuckDB {:.2} M rows/s)",
                csv.rows,
                csv.megabytes,
                duckdb / 1e6
            ),
            MEASURE,
        )
        .goal("≥ 4.5 ×", beside_duckdb >= 4.5)
        .limit(
            "Seven cells in about 85 ns. A quarter is ChaCha8, which is what makes any row reachable; the rest is digits, \
             each cell written once into the output.",
        ),
        Figure::new("CSV on two cores beside one", format!("{scaling:.2} ×"), MEASURE)
            .goal("≥ 1.8 ×", scaling >= 1.8)
            .limit("Threads share nothing but the memory bus and the heat of the processor."),
        Figure::new(
            "NDJSON beside CSV, rows a second",
            format!("{beside_csv:.2} × ({:.0} MB/s)", ndjson.megabytes),
            "… ndjson instead of csv",
        )
        .goal("≥ 0.6 ×", beside_csv >= 0.6)
        .limit("Twice the bytes a row: the names of the columns."),
        Figure::new(
            "CSV of a lineitem-shaped table on one core, beside tpchgen-cli on one thread, bytes a second",
            format!(
                "{beside_tpchgen:.2} × ({:.0} MB/s, {:.2} M rows/s; tpchgen-cli {tpchgen:.0} MB/s)",
                lineitem.megabytes, lineitem.rows
            ),
            LINEITEM,
        )
        .goal("≥ 5 ×", beside_tpchgen >= 5.0)
        .limit(
            "Sixteen cells of eight bytes on average: 20 ns a cell, of which 3 ns are ChaCha8, and a third of the row is \
             its English sentence, word by word. Five times would be 11 ns a cell: it needs columns written as blocks of \
             fixed width and a sentence of fewer draws, which would change values.",
        ),
        window()?,
    ])
}

/// Millions a second.
struct Speed {
    rows: f64,
    megabytes: f64,
}

/// The best of five runs of the example `measure`.
fn speed(table: &str, rows: u64, format: &str, threads: u64) -> Result<Speed> {
    let program = target_folder().join("release/examples/measure");
    let spec = root().join("bench").join(table).with_extension("json");
    let mut best = Speed { rows: 0.0, megabytes: 0.0 };
    for _ in 0..5 {
        let arguments = [table, &rows.to_string(), format, &threads.to_string()];
        let output = run_quietly(Command::new(&program).arg(&spec).args(arguments))?;
        // `… s: 9.18 M rows/s, 808 MB/s`
        let numbers: Vec<f64> = output
            .rsplit(": ")
            .next()
            .unwrap_or_default()
            .split(' ')
            .filter_map(|word| word.parse().ok())
            .collect();
        let [rows, megabytes] = numbers[..] else { return Err(format!("no rates in `{output}`")) };
        if rows > best.rows {
            best = Speed { rows, megabytes };
        }
    }
    Ok(best)
}

/// What `tpchgen-cli` writes of its lineitem as CSV with one thread, the better of two runs.
fn tpchgen_megabytes_a_second() -> Result<f64> {
    let folder = target_folder().join("tools/tpchgen");
    let program = folder.join("bin/tpchgen-cli");
    if !program.exists() {
        say("installing tpchgen-cli from crates.io");
        run_quietly(cargo(&["install", "--quiet", "--locked", "--root"]).arg(&folder).args(TPCHGEN))?;
    }
    let output = target_folder().join("bench/tpch");
    let mut best: f64 = 0.0;
    for _ in 0..2 {
        create(&output)?;
        let start = Instant::now();
        let mut command = Command::new(&program);
        command.args([
            "csv",
            "--scale-factor",
            "1",
            "--tables",
            "lineitem",
            "--num-threads",
            "1",
            "--output-dir",
        ]);
        run_quietly(command.arg(&output))?;
        let seconds = start.elapsed().as_secs_f64();
        let path = output.join("lineitem.csv");
        let bytes = fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?.len();
        best = best.max(bytes as f64 / 1e6 / seconds);
        fs::remove_dir_all(&output).map_err(|error| format!("{}: {error}", output.display()))?;
    }
    Ok(best)
}

/// DuckDB's one-thread COPY of the same columns, the better of two runs.
fn duckdb_rows_a_second() -> Result<f64> {
    let folder = target_folder().join("tools/duckdb");
    let python = folder.join("bin/python");
    if !python.exists() {
        say("installing DuckDB from PyPI");
        run_quietly(
            Command::new(find("python3").ok_or("python3 is missing")?).args(["-m", "venv"]).arg(&folder),
        )?;
        run_quietly(Command::new(&python).args(["-m", "pip", "install", "--quiet", DUCKDB]))?;
    }
    let script = format!(
        "import duckdb, time\nsql = open({:?}).read()\nbest = 1e9\nfor _ in range(2):\n    start = time.time()\n    \
         duckdb.connect().execute(sql)\n    best = min(best, time.time() - start)\nprint(best)",
        root().join("bench/duckdb.sql").display().to_string()
    );
    let work = target_folder().join("bench");
    create(&work)?;
    let seconds: f64 = run_quietly(Command::new(&python).args(["-c", &script]).current_dir(&work))?
        .lines()
        .last()
        .and_then(|line| line.trim().parse().ok())
        .ok_or("DuckDB printed no time")?;
    Ok(3_600_000.0 / seconds)
}

/// 50 rows of 12 columns anywhere in the table, in the engine as the page has it.
fn window() -> Result<Figure> {
    let node = find("node").ok_or("node is missing; install Node.js")?;
    let module = wasm::build(&["--package", "generator", "--example", "engine"], "examples/engine.wasm")?;
    let folder = target_folder().join("engine-in-node");
    create(&folder)?;
    wasm::bind(&module, Host::Node, "engine", &folder)?;
    wasm::optimise(&folder.join("engine_bg.wasm"))?;
    let start = Instant::now();
    let output =
        run_quietly(Command::new(node).arg(root().join("bench/window.mjs")).arg(folder.join("engine.js")))?;
    let micros: f64 =
        output.trim().parse().map_err(|_| format!("no time in `{output}` after {:?}", start.elapsed()))?;
    Ok(Figure::new(
        "50 rows × 12 columns in WebAssembly",
        format!("{micros:.0} µs"),
        "node bench/window.mjs target/engine-in-node/engine.js",
    )
    .goal("≤ 50 µs", micros <= 50.0)
    .limit(
        "Three microseconds a column before its first row: ChaCha8 makes four blocks at once, twice, without the \
         processor's wide registers. The engine is compiled for size.",
    ))
}

pub(super) fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}
