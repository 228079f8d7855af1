//! Loads into SQLite, beside the database's own client.

use std::{
    fs,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use super::{Figure, engine::create, http::Server};
use crate::tools::{Result, need_debian, root, run_quietly, say, target_folder};

pub(super) fn measure() -> Result<Vec<Figure>> {
    need_debian("sqlite3", &["sqlite3"])?;
    let server = Server::start(&target_folder().join("bench/load"))?;
    say("measuring loads");
    let spec = fs::read(root().join("bench/room_availability.json")).map_err(|error| error.to_string())?;
    let saved = server.ask("POST", "/api/datasets", "application/json", &spec)?;
    let request = format!("{{\"dataset\":{},\"target\":\"local\"}}", saved["id"]);
    let start = Instant::now();
    let job = server.ask("POST", "/api/jobs", "application/json", request.as_bytes())?;
    let path = format!("/api/jobs/{}", job["id"].as_str().ok_or("the job has no id")?);
    let ours = loop {
        let job = server.ask("GET", &path, "text/plain", b"")?;
        match job["status"].as_str() {
            Some("COMPLETED") => break start.elapsed().as_secs_f64(),
            Some("FAILED") => return Err(format!("the load failed: {}", job["error"])),
            _ => sleep(Duration::from_millis(20)),
        }
    };
    let theirs = import(&server)?;
    let memory = server.peak_memory()? as f64 / 1e6;
    Ok(vec![
        Figure::with_goal(
            "3.6 M rows into SQLite, beside sqlite3 .import of the same CSV",
            format!("{ours:.1} s, {:.2} × as fast ({theirs:.1} s)", theirs / ours),
            "faster",
            ours < theirs,
        ),
        Figure::new("memory while it loads", format!("{memory:.0} MB")),
    ])
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
