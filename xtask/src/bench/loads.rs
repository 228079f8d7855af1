//! Loads into SQLite, beside the database's own client.

use std::{
    fs,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use super::{Figure, engine::create, http::Server};
use crate::tools::{Result, need_debian, root, run_quietly, say, target_folder};

const COMMAND: &str = "POST /api/jobs, and sqlite3 .import of the same rows from a file made before";
const LISTENERS: usize = 100;

pub(super) fn measure() -> Result<Vec<Figure>> {
    need_debian("sqlite3", &["sqlite3"])?;
    let server = Server::start(&target_folder().join("bench/load"))?;
    say("measuring loads");
    let spec = fs::read(root().join("bench/room_availability.json")).map_err(|error| error.to_string())?;
    let saved = server.ask("POST", "/api/datasets", "application/json", &spec)?;
    let dataset = saved["id"].as_str().ok_or("the dataset has no id")?;
    let (mut ours, mut watched) = (f64::MAX, f64::MAX);
    for _ in 0..2 {
        ours = ours.min(load(&server, dataset, 0)?);
        watched = watched.min(load(&server, dataset, LISTENERS)?);
    }
    let memory = server.peak_memory()? as f64 / 1e6;
    let theirs = import(&server)?;
    Ok(vec![
        Figure::new(
            "3.6 M rows into SQLite, checkpoints and verification included, beside sqlite3 .import of the same CSV",
            format!("{:.2} × as fast ({ours:.1} s; .import {theirs:.1} s)", theirs / ours),
            COMMAND,
        )
        .goal("faster", ours < theirs)
        .limit("SQLite's one writer: parsing nothing and binding ten rows a statement, its B-tree takes the time."),
        Figure::new(
            format!("the same load with {LISTENERS} listeners, one of whom does not read"),
            format!("{:+.1} % time", (watched / ours - 1.0) * 100.0),
            "GET /api/jobs/ID/events",
        )
        .limit("Five events a second and listener, on the same two cores."),
        Figure::new("the server's memory while it loads", format!("{memory:.0} MB"), "grep VmHWM /proc/PID/status"),
    ])
}

/// Seconds that a load takes from the request until the job is complete, watched by so many.
pub(super) fn load(server: &Server, dataset: &str, listeners: usize) -> Result<f64> {
    let request =
        format!("{{\"dataset\":\"{dataset}\",\"target\":\"local\",\"mode\":\"replace\",\"again\":true}}");
    let start = Instant::now();
    let job = server.ask("POST", "/api/jobs", "application/json", request.as_bytes())?;
    let path =
        format!("/api/jobs/{}", job["id"].as_str().ok_or_else(|| format!("the job has no id: {job}"))?);
    let events = format!("{path}/events");
    let mut open: Vec<_> = (0..listeners).map(|_| server.open(&events)).collect::<Result<_>>()?;
    // The first does not read.
    let readers: Vec<_> = open
        .drain(listeners.min(1)..)
        .map(|mut reader| std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink())))
        .collect();
    let seconds = loop {
        let job = server.ask("GET", &path, "text/plain", b"")?;
        match job["status"].as_str() {
            Some("COMPLETED") => break start.elapsed().as_secs_f64(),
            Some("FAILED") => return Err(format!("the load failed: {}", job["error"])),
            _ => sleep(Duration::from_millis(20)),
        }
    };
    for reader in readers {
        reader.join().map_err(|_| "a listener broke off")?.map_err(|error| error.to_string())?;
    }
    Ok(seconds)
}

/// Seconds that `sqlite3` takes to import the same rows, made before, into the same table.
fn import(server: &Server) -> Result<f64> {
    let folder = target_folder().join("bench/import");
    create(&folder)?;
    let (csv, database) = (folder.join("rows.csv"), folder.join("import.sqlite"));
    // A file that is not there needs no removing.
    let _ = fs::remove_file(&database);
    let sqlite = |arguments: &[&str]| run_quietly(Command::new("sqlite3").args(arguments));
    let program = target_folder().join("release/rowmill");
    let spec = root().join("bench/room_availability.json");
    let rows = Command::new(program)
        .arg("generate")
        .arg(spec)
        .arg("--no-header")
        .output()
        .map_err(|error| format!("rowmill generate: {error}"))?;
    fs::write(&csv, rows.stdout).map_err(|error| format!("{}: {error}", csv.display()))?;
    let ours = server.database.display().to_string();
    let schema = sqlite(&[&ours, "SELECT sql FROM sqlite_schema WHERE name = 'room_availability'"])?;
    let database = database.display().to_string();
    sqlite(&[&database, &schema])?;
    let start = Instant::now();
    sqlite(&[&database, ".mode csv", &format!(".import {} room_availability", csv.display())])?;
    Ok(start.elapsed().as_secs_f64())
}
