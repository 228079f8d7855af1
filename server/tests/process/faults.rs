//! Processes that die in the middle of a load: the next one goes on, and nothing is lost or doubled.

use std::{thread::sleep, time::Duration};

use loader::FaultPoint;
use scratch_databases::Kind;
use serde_json::json;

use crate::{
    database::Engine,
    program::{Files, is_running, stays, undisturbed},
};

const ROWS: u64 = 9_000;
const CHUNK_ROWS: u64 = 500;
/// How often the random test kills.
const KILLS: u32 = 25;

#[test]
fn a_process_may_die_at_any_step() {
    for engine in Engine::all() {
        die_at_any_step(engine);
    }
}

fn die_at_any_step(engine: Engine) {
    let spec = stays(11, ROWS);
    let expected = undisturbed(engine, &spec);
    // What only replacements pass is another test's, and what is only noted where a table is there at once.
    let is_passed = |point: &FaultPoint| match point {
        FaultPoint::PrepareDropped
        | FaultPoint::SwapBegun
        | FaultPoint::SwapRenamed
        | FaultPoint::SwapKeyMoved
        | FaultPoint::Swapped => false,
        FaultPoint::PrepareNoted => matches!(engine, Engine::Server(kind) if kind != Kind::Postgres),
        _ => true,
    };
    for point in FaultPoint::ALL.into_iter().filter(is_passed) {
        // Tables are made ready and loaded one after the other; the second is the one with many chunks.
        let times = match point {
            FaultPoint::JobNoted | FaultPoint::Published | FaultPoint::JobEnded => 1,
            FaultPoint::ChunkEncoded
            | FaultPoint::ChunkBegun
            | FaultPoint::ChunkHalfWritten
            | FaultPoint::ChunkWritten
            | FaultPoint::ChunkCounted
            | FaultPoint::ChunkCommitted
            | FaultPoint::ChunkReported => 9,
            _ => 2,
        };
        let files = Files::on(engine);
        let mut doomed = files.start_with(|command| {
            command.env("ROWMILL_FAULT", format!("{point}@{times}"));
        });
        let dataset = doomed.save(&spec);
        let request =
            json!({ "dataset": dataset, "target": "local", "chunk_rows": CHUNK_ROWS, "workers": 2 });
        // The process may be gone before it answers.
        let _ = doomed.try_ask("POST", "/api/jobs", Some(&request));
        assert!(!doomed.wait().success(), "{engine:?} {point}");

        let program = files.start();
        let jobs = program.ask("GET", "/api/jobs", None);
        let job = &jobs["jobs"][0];
        assert_eq!(
            (&job["status"], &job["error"]["code"]),
            (&json!("FAILED"), &json!("interrupted")),
            "{engine:?} {point}: {job}"
        );
        let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
        program.ask("POST", &format!("{path}/restart"), None);
        let job = program.ended(&path);
        assert_eq!(
            (&job["status"], &job["committed"]),
            (&json!("COMPLETED"), &json!(ROWS + 50)),
            "{engine:?} {point}: {job}"
        );
        assert_eq!(["room", "stay"].map(|table| files.table(table)), expected, "{engine:?} {point}");
    }
}

/// Kills at random moments, from the start of the process on, as often as the constant says; several loads if they end
/// before that.
#[test]
fn a_process_may_die_at_any_moment() {
    for engine in Engine::all() {
        die_at_any_moment(engine);
    }
}

fn die_at_any_moment(engine: Engine) {
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut kills = 0;
    let mut seed = 100;
    let mut resumed = 0;
    // As many as that, and more where a slow machine has let none fall into the writing.
    let is_enough = |kills: u32, resumed: u32| kills >= if resumed > 0 { KILLS } else { 8 * KILLS };
    while !is_enough(kills, resumed) {
        seed += 1;
        let spec = stays(seed, 60_000);
        let expected = undisturbed(engine, &spec);
        let files = Files::on(engine);
        let program = files.start();
        let path = program.load(&program.save(&spec), 250);
        let mut running = Some(program);
        loop {
            let program = running.take().unwrap_or_else(|| files.start());
            let found = program.ask("GET", &path, None);
            if !is_running(&found) && found["status"] != "COMPLETED" {
                let answer = program.ask("POST", &format!("{path}/restart"), None);
                assert_eq!(answer["outcome"], "restarted", "{answer}");
                resumed += u32::from(found["committed"].as_u64().unwrap() > 0);
            }
            if is_enough(kills, resumed) {
                let job = program.ended(&path);
                assert_eq!(
                    (&job["status"], &job["committed"]),
                    (&json!("COMPLETED"), &json!(60_050)),
                    "{job}"
                );
                break;
            }
            // xorshift64 (Marsaglia, 2003).
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            sleep(Duration::from_micros(random % (120_000 + 10_000 * u64::from(kills))));
            if program.ask("GET", &path, None)["status"] == "COMPLETED" {
                break;
            }
            program.kill();
            kills += 1;
        }
        assert_eq!(
            ["room", "stay"].map(|table| files.table(table)),
            expected,
            "{engine:?} after {kills} kills"
        );
    }
    println!("{engine:?}: {kills} kills, {resumed} restarts behind committed rows, {} loads", seed - 100);
    // How many depends on how fast the machine is.
    assert!(resumed > 0, "{engine:?}: no kill fell into the writing");
}
