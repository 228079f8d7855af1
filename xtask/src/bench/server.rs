//! Streams and the page.

use std::time::Duration;

use super::{Figure, http::Server};
use crate::{
    site,
    tools::{Result, root, say, target_folder},
};

/// How much of a download is read while the server's memory is watched.
const STREAMED: u64 = 10_000_000_000;

pub(super) fn measure() -> Result<Vec<Figure>> {
    let site = site::build()?;
    let files = site::transferred(&site)?;
    let server = Server::start(&target_folder().join("bench/server"))?;
    say("measuring streams");
    let (_, _, page) = server.read("/", u64::MAX)?;
    let transferred = (files + page) / 1_000;

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
    let milliseconds = first.as_secs_f64() * 1e3;
    Ok(vec![
        Figure::with_goal(
            "transferred to open the page",
            format!("{transferred} kB"),
            "≤ 350 kB",
            transferred <= 350,
        ),
        Figure::with_goal(
            "first body byte of a download of 10^9 rows",
            format!("{milliseconds:.1} ms"),
            "≤ 20 ms",
            milliseconds <= 20.0,
        ),
        Figure::new("that download", format!("{:.0} MB/s", bytes as f64 / time.as_secs_f64() / 1e6)),
        Figure::with_goal(
            "the server's memory after 10 GB of it",
            format!("{memory:.0} MB"),
            "≤ 64 MB",
            memory <= 64.0,
        ),
    ])
}
