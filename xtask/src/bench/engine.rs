//! The engine alone: natively on one core, beside DuckDB, and as WebAssembly.

use std::{fs, path::Path, process::Command, time::Instant};

use super::Figure;
use crate::{
    tools::{Result, cargo, find, root, run, run_quietly, say, target_folder},
    wasm::{self, Host},
};

const ROWS: &str = "3600000";
const DUCKDB: &str = "duckdb==1.5.2";

pub(super) fn measure() -> Result<Vec<Figure>> {
    say("measuring the engine");
    run(&mut cargo(&["build", "--release", "--package", "generator", "--example", "measure"]))?;
    let csv = rows_a_second("csv")?;
    let ndjson = rows_a_second("ndjson")?;
    let mut figures = vec![
        Figure::new("CSV of room_availability, one core", format!("{:.2} M rows/s", csv / 1e6)),
        Figure::with_goal(
            "NDJSON beside CSV",
            format!("{:.2} ×", ndjson / csv),
            "≥ 0.6 ×",
            ndjson / csv >= 0.6,
        ),
    ];
    match duckdb_rows_a_second() {
        Ok(duckdb) => figures.push(Figure::with_goal(
            "CSV beside DuckDB's COPY, one thread each",
            format!("{:.2} × (DuckDB {:.2} M rows/s)", csv / duckdb, duckdb / 1e6),
            "≥ 4.5 ×",
            csv / duckdb >= 4.5,
        )),
        Err(error) => figures.push(Figure::new("CSV beside DuckDB's COPY", format!("not measured: {error}"))),
    }
    figures.push(window()?);
    Ok(figures)
}

/// The best of three runs of the example `measure`.
fn rows_a_second(format: &str) -> Result<f64> {
    let program = target_folder().join("release/examples/measure");
    let spec = root().join("bench/room_availability.json");
    let mut best: f64 = 0.0;
    for _ in 0..3 {
        let output =
            run_quietly(Command::new(&program).arg(&spec).args(["room_availability", ROWS, format]))?;
        let rate = output
            .split(" in ")
            .nth(1)
            .and_then(|rest| rest.split(": ").nth(1))
            .and_then(|rest| rest.split(' ').next());
        best = best
            .max(rate.and_then(|rate| rate.parse().ok()).ok_or_else(|| format!("no rate in `{output}`"))?);
    }
    Ok(best * 1e6)
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
    Ok(Figure::with_goal(
        "50 rows × 12 columns in WebAssembly",
        format!("{micros:.0} µs"),
        "≤ 50 µs",
        micros <= 50.0,
    ))
}

pub(super) fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}
