//! What measuring costs, how far repeats of one thing differ, and whether our times are those of the server.

use std::{fs, path::Path, process::Command};

use scratch_databases::{Kind, Options, Server};
use serde_json::{Value, json};

use super::Figure;
use crate::{
    databases::need_databases,
    serve::build_program,
    tools::{Result, root, run_quietly, say, target_folder},
};

const COMMAND: &str = "cargo xtask bench --only experiments";
/// Rows of each run.
const ROWS: u64 = 400_000;
/// How often one thing is measured to see how far repeats differ.
const REPEATS: u64 = 7;
/// Pairs of a load that is measured and one that is not.
const PAIRS: usize = 7;

pub(super) fn measure() -> Result<Vec<Figure>> {
    need_databases()?;
    let program = build_program()?;
    let mut figures = Vec::new();
    for kind in [Kind::MariaDb, Kind::Postgres] {
        say(&format!("measuring experiments on {kind}"));
        figures.push(spread(&program, kind)?);
        figures.push(cost(&program, kind)?);
        figures.extend(agreement(&program, kind)?);
    }
    Ok(figures)
}

/// The results of an experiment as JSON.
fn experiment(program: &Path, server: &Server, rows: u64, repeats: u64, factors: &Value) -> Result<Value> {
    let folder = target_folder().join("bench/experiments");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let request = folder.join("request.json");
    let asked = json!({ "spec": root().join("bench/room_availability.json"), "rows": rows, "repeats": repeats,
        "warm_up": repeats > 1, "factors": factors });
    fs::write(&request, asked.to_string()).map_err(|error| format!("{}: {error}", request.display()))?;
    let mut command = Command::new(program);
    command.arg("experiment").arg(&request).args(["--format", "json", "--target", &server.url("bench")]);
    serde_json::from_str(&run_quietly(&mut command)?).map_err(|error| error.to_string())
}

fn durable(kind: Kind, arguments: &[&str]) -> Result<Server> {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    let server = Server::start_with(kind, Options { is_durable: true, arguments, ..Options::default() })?;
    server.create_database("bench")?;
    Ok(server)
}

/// Of one run, its seconds.
fn seconds(experiment: &Value) -> Vec<f64> {
    let runs = experiment["runs"].as_array().into_iter().flatten();
    runs.filter(|run| run["repeat"] != 0).filter_map(|run| run["measures"]["seconds"].as_f64()).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        length if length % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// How far the runs of an unchanged cell lie from their median, the middle one of them.
fn spread(program: &Path, kind: Kind) -> Result<Figure> {
    let server = durable(kind, &[])?;
    let made =
        experiment(program, &server, ROWS, REPEATS, &json!({ "workers": [2], "chunk_rows": [50_000] }))?;
    let seconds = seconds(&made);
    let middle = median(seconds.clone());
    let off = median(seconds.iter().map(|value| (value / middle - 1.0).abs()).collect());
    let (least, most) = seconds
        .iter()
        .fold((f64::MAX, 0.0_f64), |(least, most), value| (least.min(*value), most.max(*value)));
    let measured = format!("{:.1} % ({} runs, {least:.2} to {most:.2} s)", off * 100.0, seconds.len());
    let name = format!("Repeats of one cell on {kind}, median distance from their median");
    Ok(Figure::new(name, measured, COMMAND).goal("≤ 10 %", off <= 0.1))
}

/// The same load inside of an experiment and as an ordinary one, in turns that begin with one and with the other.
fn cost(program: &Path, kind: Kind) -> Result<Figure> {
    let server = durable(kind, &[])?;
    let factors =
        json!({ "method": ["insert"], "statement_rows": [100], "workers": [1], "chunk_rows": [50_000] });
    let measured = || -> Result<f64> {
        let made = experiment(program, &server, ROWS, 1, &factors)?;
        Ok(seconds(&made).first().copied().unwrap_or_default())
    };
    let mut ratios = Vec::new();
    for pair in 0..=PAIRS {
        let (inside, alone) = if pair % 2 == 0 {
            let inside = measured()?;
            (inside, plain(program, &server)?)
        } else {
            let alone = plain(program, &server)?;
            (measured()?, alone)
        };
        // The first pair warms the server up.
        if pair > 0 {
            ratios.push(inside / alone);
        }
    }
    let ratio = median(ratios.clone());
    let measured = format!("{:+.1} % (median of {} pairs)", (ratio - 1.0) * 100.0, ratios.len());
    let name = format!(
        "A load of {} statements on {kind} inside of an experiment, against the same load alone",
        ROWS / 100
    );
    Ok(Figure::new(name, measured, COMMAND).goal("≤ 2 %", ratio <= 1.02))
}

/// Seconds of the same load as an ordinary one, which leaves nothing behind that the next one would feel.
fn plain(program: &Path, server: &Server) -> Result<f64> {
    // A dataset of as many rows as the runs of the experiment have.
    let text =
        fs::read_to_string(root().join("bench/room_availability.json")).map_err(|error| error.to_string())?;
    let spec = target_folder().join("bench/experiments/rows.json");
    fs::write(&spec, text.replace("3600000", &ROWS.to_string())).map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.arg("load").arg(&spec).args(["--target", &server.url("bench"), "--method", "insert"]);
    command.args(["--statement-rows", "100", "--workers", "1", "--chunk-rows", "50000"]);
    let said = run_quietly(&mut command)?;
    for table in
        ["room_availability", "rowmill_target", "rowmill_load", "rowmill_checkpoint", "rowmill_rejected"]
    {
        server.run_sql("bench", &format!("DROP TABLE IF EXISTS {table}"))?;
    }
    let part = |name: &str| -> f64 {
        let rest = said.split_once(name).map_or("", |(_, rest)| rest);
        rest.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0.0)
    };
    Ok(part("written in ") + part("finished in "))
}

/// The time of all statements of a load by our clock and by the server's.
fn agreement(program: &Path, kind: Kind) -> Result<Vec<Figure>> {
    let arguments: &[&str] = if kind == Kind::Postgres {
        &["-cshared_preload_libraries=pg_stat_statements", "-cpg_stat_statements.track_utility=on"]
    } else {
        &[
            "--performance-schema=ON",
            "--performance-schema-instrument=statement/%=ON",
            "--performance-schema-consumer-statements-digest=ON",
        ]
    };
    let server = durable(kind, arguments)?;
    if kind == Kind::Postgres {
        server.run_sql("bench", "CREATE EXTENSION pg_stat_statements")?;
    }
    let mut figures = Vec::new();
    for (method, rows) in [("insert", 10_000), ("insert", 1_000), ("bulk", 1_000)] {
        let made = experiment(
            program,
            &server,
            ROWS,
            1,
            &json!({ "method": [method], "statement_rows": [rows], "workers": [1], "chunk_rows": [50_000] }),
        )?;
        let statement = &made["runs"][0]["measures"]["chunk_times"]["statement"];
        let ours = statement["mean"].as_f64().unwrap_or(0.0) * statement["count"].as_f64().unwrap_or(0.0);
        let pattern = match (method, kind) {
            ("insert", _) => "INSERT INTO%rowmill_x_%",
            (_, Kind::Postgres) => "COPY%rowmill_x_%",
            _ => "LOAD DATA%rowmill_x_%",
        };
        let sql = if kind == Kind::Postgres {
            format!("SELECT SUM(total_exec_time) FROM pg_stat_statements WHERE query LIKE '{pattern}'")
        } else {
            format!(
                "SELECT SUM(SUM_TIMER_WAIT) / 1e9 FROM performance_schema.events_statements_summary_by_digest WHERE DIGEST_TEXT LIKE '{pattern}'"
            )
        };
        let theirs: f64 = server.run_sql("bench", &sql)?.trim().parse().unwrap_or(0.0);
        let forget = if kind == Kind::Postgres {
            "SELECT pg_stat_statements_reset()"
        } else {
            "TRUNCATE performance_schema.events_statements_summary_by_digest"
        };
        server.run_sql("bench", forget)?;
        let off = ours / theirs - 1.0;
        let what = if method == "bulk" { "bulk".to_owned() } else { format!("INSERT of {rows} rows") };
        let source = if kind == Kind::Postgres { "pg_stat_statements" } else { "performance_schema" };
        let measured = format!("{:+.1} % ({ours:.0} ms, {theirs:.0} ms by {source})", off * 100.0);
        let name = format!("Time of all statements on {kind}, {what}: ours against the server's");
        let figure = Figure::new(name, measured, COMMAND).goal("within 3 %", off.abs() <= 0.03);
        figures.push(match (kind, method) {
            (Kind::Postgres, "insert") => figure.limit(
                "pg_stat_statements counts what is executed, and not reading and analysing a statement, which is most of an INSERT of many rows",
            ),
            (_, "insert") => figure.limit("the way to the server and back is in our time, and not in the server's"),
            _ => figure,
        });
    }
    Ok(figures)
}
