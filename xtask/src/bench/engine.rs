//! The engine alone: natively on one core, beside DuckDB, and as WebAssembly.

use std::{fs, path::Path, process::Command, time::Instant};

use super::{
    Figure,
    process::{self, Usage},
};
use crate::{
    serve::build_program,
    tools::{Result, cargo, find, root, run, run_quietly, say, target_folder},
    wasm::{self, Host},
};

const DUCKDB: &str = "duckdb==1.5.2";

const MEASURE: &str = "cargo run --release -p generator --example measure -- bench/room_availability.json room_availability 3600000 csv";
const LINEITEM: &str =
    "cargo run --release -p generator --example measure -- bench/lineitem.json lineitem 3000000 csv";
const TPCHGEN: [&str; 3] = ["tpchgen-cli", "--version", "4.0.0"];
/// Bytes of its lineitem at scale factor 1 as CSV.
const TPCHGEN_BYTES: u64 = 765_864_690;
const GENERATE: &str =
    "/usr/bin/time -f '%e %U %S' rowmill generate bench/room_availability.json > /dev/null";

pub(super) fn measure() -> Result<Vec<Figure>> {
    say("measuring the engine");
    run(&mut cargo(&["build", "--release", "--package", "generator", "--example", "measure"]))?;
    let rooms = |format, threads| speed("room_availability", 3_600_000, format, threads);
    let (csv, ndjson, both) = (rooms("csv", 1)?, rooms("ndjson", 1)?, rooms("csv", 2)?);
    let (duckdb, duckdb_process) = duckdb()?;
    let lineitem = speed("lineitem", 3_000_000, "csv", 1)?;
    let (tpchgen, tpchgen_process) = tpchgen()?;
    let (beside_duckdb, beside_tpchgen) = (csv.rows * 1e6 / duckdb, lineitem.megabytes / tpchgen);
    let program = build_program()?;
    let rooms_process = process::best(Path::new("/dev/null"), || generate(&program, "room_availability"))?;
    let work = target_folder().join("bench");
    create(&work)?;
    let file = work.join("lineitem.csv");
    let lineitem_process = process::best(&file, || generate(&program, "lineitem"))?;
    let lineitem_bytes = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?.len();
    fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let by_processor = |bytes: u64, usage: &Usage| bytes as f64 / 1e6 / usage.processor;
    let beside_duckdb_process = duckdb_process.processor / rooms_process.processor;
    let lineitem_rate = by_processor(lineitem_bytes, &lineitem_process);
    let tpchgen_rate = by_processor(TPCHGEN_BYTES, &tpchgen_process);
    let beside_engine = 3.6 / csv.rows / rooms_process.wall;
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
        .goal("≥ 10 ×", beside_duckdb >= 10.0)
        .limit(
            "Seven cells in about 48 ns: a fifth is ChaCha8, which is what makes any row reachable; a third is digits of two timestamps \
             and three numbers; a quarter puts rows together, a store a cell.",
        ),
        Figure::new(
            "the same as whole processes: processor time of DuckDB's COPY beside that of `rowmill generate`",
            format!(
                "{beside_duckdb_process:.2} × ({:.2} s; DuckDB {:.2} s)",
                rooms_process.processor, duckdb_process.processor
            ),
            GENERATE,
        )
        .goal("≥ 8 ×", beside_duckdb_process >= 8.0)
        .limit("The engine; the kernel has no part in it where nobody reads."),
        Figure::new(
            "time of `rowmill generate` on two cores, beside the engine alone on one",
            format!("{beside_engine:.2} × as fast ({:.2} s)", rooms_process.wall),
            GENERATE,
        )
        .goal("≥ 1.8 ×", beside_engine >= 1.8)
        .limit("Starting the program, reading the spec, and the last piece, which one thread writes while the other has nothing left."),
        Figure::new(
            "thread switches of that",
            format!("{} for 317 MB", rooms_process.switches),
            "/usr/bin/time -f '%w %c' rowmill generate bench/room_availability.json > /dev/null",
        )
        .goal("< 1,000", rooms_process.switches < 1_000)
        .limit("Threads that write in turn wait only where one is slower; the rest is the scheduler's clock."),
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
            "Sixteen cells of eight bytes on average in about 150 ns: eleven come from tables of rendered cells, the sentence is a \
             quarter, ChaCha8 an eighth.",
        ),
        Figure::new(
            "the same as whole processes writing a file, bytes a second of processor time",
            format!(
                "{:.2} × ({lineitem_rate:.0} MB/s; tpchgen-cli {tpchgen_rate:.0} MB/s)",
                lineitem_rate / tpchgen_rate
            ),
            "rowmill generate bench/lineitem.json > FILE",
        )
        .goal("≥ 4 ×", lineitem_rate / tpchgen_rate >= 4.0)
        .limit("A third is the kernel's: it copies the bytes into its page cache."),
        window()?,
        kinds_in_webassembly()?,
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

/// One run of `rowmill generate`.
fn generate(program: &Path, table: &str) -> Command {
    let mut command = Command::new(program);
    command.arg("generate").arg(root().join("bench").join(table).with_extension("json"));
    command
}

/// Megabytes a second that `tpchgen-cli` writes of its lineitem as CSV with one thread, and what the better of two runs used.
fn tpchgen() -> Result<(f64, Usage)> {
    let folder = target_folder().join("tools/tpchgen");
    let program = folder.join("bin/tpchgen-cli");
    if !program.exists() {
        say("installing tpchgen-cli from crates.io");
        run_quietly(cargo(&["install", "--quiet", "--locked", "--root"]).arg(&folder).args(TPCHGEN))?;
    }
    let output = target_folder().join("bench/tpch");
    create(&output)?;
    let usage = process::best(Path::new("/dev/null"), || {
        // It leaves out files that are there. A folder that cannot be removed shows in what is measured next.
        let _ = fs::remove_dir_all(&output);
        let _ = fs::create_dir_all(&output);
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
        command.arg(&output);
        command
    })?;
    fs::remove_dir_all(&output).map_err(|error| format!("{}: {error}", output.display()))?;
    Ok((TPCHGEN_BYTES as f64 / 1e6 / usage.wall, usage))
}

/// Rows a second of DuckDB's one-thread COPY of the same columns, the better of two runs, and what a whole process of it uses.
fn duckdb() -> Result<(f64, Usage)> {
    let folder = target_folder().join("tools/duckdb");
    let python = folder.join("bin/python");
    if !python.exists() {
        say("installing DuckDB from PyPI");
        run_quietly(
            Command::new(find("python3").ok_or("python3 is missing")?).args(["-m", "venv"]).arg(&folder),
        )?;
        run_quietly(Command::new(&python).args(["-m", "pip", "install", "--quiet", DUCKDB]))?;
    }
    let script = |runs: u32| {
        format!(
            "import duckdb, time\nsql = open({:?}).read()\nbest = 1e9\nfor _ in range({runs}):\n    start = time.time()\n    \
             duckdb.connect().execute(sql)\n    best = min(best, time.time() - start)\nprint(best)",
            root().join("bench/duckdb.sql").display().to_string()
        )
    };
    let work = target_folder().join("bench");
    create(&work)?;
    let seconds: f64 = run_quietly(Command::new(&python).args(["-c", &script(3)]).current_dir(&work))?
        .lines()
        .last()
        .and_then(|line| line.trim().parse().ok())
        .ok_or("DuckDB printed no time")?;
    let usage = process::best(Path::new("/dev/null"), || {
        let mut command = Command::new(&python);
        command.args(["-c", &script(1)]).current_dir(&work);
        command
    })?;
    Ok((3_600_000.0 / seconds, usage))
}

/// 50 rows of 12 columns anywhere in the table, in the engine as the page has it.
fn window() -> Result<Figure> {
    let node = find("node").ok_or("node is missing; install Node.js")?;
    let module = wasm::build(
        "wasm-release",
        &["--package", "generator", "--example", "engine"],
        "examples/engine.wasm",
    )?;
    let folder = target_folder().join("engine-in-node");
    create(&folder)?;
    wasm::bind(&module, Host::Node, "engine", &folder)?;
    wasm::optimise(&folder.join("engine_bg.wasm"), &wasm::OPTIMISATION)?;
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
    .goal("≤ 30 µs", micros <= 30.0)
    .limit(
        "A microsecond for the window, half of one for the first row of a column (ChaCha8 makes four blocks at once, without the \
         processor's wide registers), and 40 to 150 ns a cell: products of 128 bits are calls, and the engine is compiled for size.",
    ))
}

/// The slowest kind in WebAssembly, with the module that [`window`] built.
fn kinds_in_webassembly() -> Result<Figure> {
    let node = find("node").ok_or("node is missing; install Node.js")?;
    let engine = target_folder().join("engine-in-node/engine.js");
    let output = run_quietly(Command::new(node).arg(root().join("bench/kinds.mjs")).arg(engine))?;
    let slowest = output.lines().next().and_then(|line| line.split_once(' '));
    let (rate, name) = slowest.ok_or_else(|| format!("no kind in `{output}`"))?;
    let rate: f64 = rate.parse().map_err(|_| format!("no number in `{rate} {name}`"))?;
    Ok(Figure::new(
        "cells a second of the slowest kind in WebAssembly, on one core",
        format!("{rate:.2} M ({name})"),
        "node bench/kinds.mjs target/engine-in-node/engine.js",
    )
    .goal("≥ 0.3 M", rate >= 0.3)
    .limit("A document of several sentences is a cell, too."))
}

pub(super) fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}
