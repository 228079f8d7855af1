//! Streams and the page.

use std::time::Duration;

use super::{Figure, http::Server, process};
use crate::{
    serve::build_program,
    site,
    tools::{Result, root, say, target_folder},
};

/// How much of a download is read while the server's memory is watched.
const STREAMED: u64 = 10_000_000_000;
/// Bytes of the CSV of bench/room_availability.json.
const ROOM_BYTES: f64 = 316_599_648.0;

pub(super) fn measure() -> Result<Vec<Figure>> {
    let site = site::build(site::Quality::Small)?;
    let files = site::transferred(&site, "rowmill.")?;
    let server = Server::start(&target_folder().join("bench/server"))?;
    say("measuring streams");
    let (_, _, page) = server.read("/", u64::MAX)?;
    let transferred = (files + page) as f64 / 1e3;

    let spec = std::fs::read_to_string(root().join("bench/room_availability.json"))
        .map_err(|error| format!("bench/room_availability.json: {error}"))?
        .replace("3600000", "1000000000");
    let answer = server.ask("POST", "/api/datasets", "application/json", spec.as_bytes())?;
    let id = answer["id"].as_str().ok_or("the dataset has no id")?;
    let path = format!("/api/datasets/{id}/tables/room_availability/rows.csv");
    let mut first = Duration::MAX;
    for _ in 0..10 {
        first = first.min(server.read(&path, 1)?.0);
    }
    let (_, time, bytes) = server.read(&path, STREAMED)?;
    let memory = server.peak_memory()? as f64 / 1e6;
    let rate = bytes as f64 / 1e6 / time.as_secs_f64();
    let program = build_program()?;
    let generate = || {
        let mut command = std::process::Command::new(&program);
        command.arg("generate").arg(root().join("bench/room_availability.json"));
        command
    };
    let alone = process::best(std::path::Path::new("/dev/null"), generate)?;
    let beside = rate / (ROOM_BYTES / 1e6 / alone.wall);
    let milliseconds = first.as_secs_f64() * 1e3;
    let stopped = stop(server, &path)?;
    Ok(vec![
        Figure::new(
            "transferred to open the page",
            format!("{transferred:.0} kB (document {:.1} kB)", page as f64 / 1e3),
            "cargo xtask test --only 'files of'",
        )
        .goal("≤ 370 kB", transferred <= 370.0)
        .limit(
            "WebAssembly as Brotli: a third is Leptos's views and signals, a third the page, the rest the engine and its words; see ARCHITECTURE.md.",
        ),
        Figure::new(
            "first body byte of a download of 10^9 rows",
            format!("{milliseconds:.1} ms"),
            "curl -s -o /dev/null -w '%{time_starttransfer}' …/rows.csv?limit=1000",
        )
        .goal("≤ 20 ms", milliseconds <= 20.0)
        .limit("A connection on loopback and the first 64 rows."),
        Figure::new(
            "that download beside `rowmill generate … > /dev/null`, bytes a second",
            format!("{beside:.2} × ({rate:.0} MB/s)"),
            "curl …/rows.csv",
        )
        .goal("≥ 0.8 ×", beside >= 0.8)
            .limit("The same two cores make the rows, carry them through the kernel twice, and read them: copying takes more of them than making. \
             `rowmill generate` writes to nobody."),
        Figure::new("the server's memory after 10 GB of it", format!("{memory:.0} MB"), "grep VmHWM /proc/PID/status")
            .goal("≤ 64 MB", memory <= 64.0)
            .limit("Three pieces of a quarter of a megabyte a stream; the rest is the program."),
        Figure::new(
            "SIGTERM with 10 downloads and 10 event streams open, until the process has ended",
            format!("{:.2} s", stopped.as_secs_f64()),
            "cargo test -p server --test process stop",
        )
        .goal("≤ 5 s", stopped.as_secs_f64() <= 5.0)
        .limit("Readers that stand still are given half a second."),
    ])
}

/// How long the server takes to end with streams open that nobody reads.
fn stop(server: Server, rows: &str) -> Result<Duration> {
    let events = rows.replace("rows.csv", "rows.sse");
    let open: Vec<_> =
        [rows, &events].into_iter().cycle().take(20).map(|path| server.open(path)).collect::<Result<_>>()?;
    let time = server.terminate()?;
    drop(open);
    Ok(time)
}
