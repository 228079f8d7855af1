//! SIGTERM: streams end, chunks are finished, nothing is lost.

use std::{io::Read as _, process::Command, time::Instant};

use serde_json::json;

use crate::program::{Files, stays, undisturbed};

#[test]
fn a_server_that_is_told_to_stop_ends_with_everything_open() {
    let files = Files::new();
    let mut program = files.start();
    let spec = stays(3, 400_000);
    let job = program.load(&program.save(&spec), 500);
    let endless = program.save(&json!({ "rowmill": 1, "tables": [
        { "name": "t", "rows": 1_000_000_000_000_u64, "columns": [{ "name": "a", "type": "bigint" }] }] }));
    let rows = format!("/api/datasets/{endless}/tables/t/rows");
    let events = format!("{job}/events");
    // Some read, some do not.
    let mut open: Vec<_> = (0..10)
        .flat_map(|_| {
            [
                program.open(&format!("{rows}.csv")),
                program.open(&format!("{rows}.sse")),
                program.open(&events),
            ]
        })
        .collect();
    for stream in open.iter_mut().take(15) {
        stream.read_exact(&mut [0; 64]).unwrap();
    }
    program.until(&job, |job| job["committed"].as_u64() > Some(1_000));
    let start = Instant::now();
    let id = program.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let status = program.wait();
    println!("ended after {:.2} s with {} streams open", start.elapsed().as_secs_f64(), open.len());
    assert!(status.success(), "{status}");

    let program = files.start();
    let stopped = program.ask("GET", &job, None);
    assert_eq!(stopped["status"], "STOPPED", "{stopped}");
    assert_eq!(files.table("stay").0 + 50, stopped["committed"].as_u64().unwrap());
    program.ask("POST", &format!("{job}/restart"), None);
    let ended = program.ended(&job);
    assert_eq!(ended["status"], "COMPLETED", "{ended}");
    assert_eq!(
        ["room", "stay"].map(|table| files.table(table)),
        undisturbed(crate::database::Engine::Sqlite, &spec)
    );
}
