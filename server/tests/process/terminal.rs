//! Loads from the terminal: `rowmill load`.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Output, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    database::Engine,
    program::{Files, stays, undisturbed},
};

const ROWS: u64 = 120_000;

pub(crate) fn load(files: &Files, target: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rowmill"));
    command.arg("load").arg(files.path("spec.json")).args(["--target", target]).args(arguments);
    command
        .current_dir(files.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub(crate) fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Rows that are committed by now; none before there is a table.
fn written(files: &Files) -> u64 {
    files.database.count("stay").unwrap_or(0)
}

/// Files with a spec, whose target is a database of this engine.
fn files(engine: Engine) -> Files {
    let files = Files::on(engine);
    fs::write(files.path("spec.json"), stays(5, ROWS).to_string()).unwrap();
    files
}

#[test]
fn a_load_that_is_killed_goes_on_with_the_same_command() {
    for engine in Engine::all() {
        let expected = undisturbed(engine, &stays(5, ROWS));
        let files = files(engine);
        let (url, arguments) = (files.database.url(), ["--chunk-rows", "200", "--workers", "2"]);
        let mut resumed = 0;
        for kill in 0..3 {
            let before = written(&files);
            let mut child = load(&files, &url, &arguments).spawn().unwrap();
            let patience = Instant::now();
            // In the middle of its rows, somewhat further each time.
            while written(&files) < before + 1_000 * (kill + 1)
                && patience.elapsed() < Duration::from_secs(20)
            {
                sleep(Duration::from_millis(2));
            }
            child.kill().unwrap();
            child.wait().unwrap();
            resumed += u32::from((1..ROWS).contains(&written(&files)));
        }
        assert!(resumed > 0, "{engine:?}: no kill fell into the writing");
        let output = load(&files, &url, &arguments).output().unwrap();
        let said = text(&output);
        assert!(output.status.success(), "{engine:?}: {said}");
        assert!(
            said.contains(&format!("stay: {ROWS} of {ROWS} rows, {ROWS} counted, 2048 compared")),
            "{said}"
        );
        assert_eq!(["room", "stay"].map(|table| files.database.table(table)), expected, "{engine:?}");
        // Complete as it is, the same command changes nothing.
        assert!(load(&files, &url, &arguments).output().unwrap().status.success());
        assert_eq!(files.database.table("stay"), expected[1], "{engine:?}");
    }
}

#[test]
fn two_processes_at_one_load_write_every_row_once() {
    for engine in Engine::all() {
        let expected = undisturbed(engine, &stays(5, ROWS));
        let files = files(engine);
        let url = files.database.url();
        let start = || load(&files, &url, &["--chunk-rows", "200", "--workers", "2"]).spawn().unwrap();
        let first = start();
        let patience = Instant::now();
        while written(&files) == 0 && patience.elapsed() < Duration::from_secs(20) {
            sleep(Duration::from_millis(2));
        }
        let outputs = [first, start()].map(|child| child.wait_with_output().unwrap());
        let completed = outputs.iter().filter(|output| output.status.success()).count();
        let said: Vec<String> = outputs.iter().map(text).collect();
        assert!(completed >= 1, "{engine:?}: {said:?}");
        // The second came while the first was writing, and has taken over, or the first had just written its last row.
        println!("{engine:?}: {completed} of 2 completed");
        // One that has lost its claim says so.
        let is_explained = |output: &Output| {
            output.status.success() || text(output).contains("another process has taken over")
        };
        assert!(outputs.iter().all(is_explained), "{engine:?}: {said:?}");
        assert_eq!(["room", "stay"].map(|table| files.database.table(table)), expected, "{engine:?}");
    }
}

/// The same command in several processes, and one of them killed: the others take its partitions, and every row is there once.
#[test]
fn processes_share_a_load_and_outlive_each_other() {
    for engine in Engine::all().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let expected = undisturbed(engine, &stays(5, ROWS));
        for is_killed in [false, true] {
            let files = files(engine);
            let url = files.database.url();
            let arguments = ["--join", "--chunk-rows", "200", "--workers", "2"];
            let mut processes: Vec<_> =
                (0..3).map(|_| load(&files, &url, &arguments).spawn().unwrap()).collect();
            if is_killed {
                let patience = Instant::now();
                while written(&files) < 5_000 && patience.elapsed() < Duration::from_secs(20) {
                    sleep(Duration::from_millis(2));
                }
                // The one that is most likely to have begun.
                let mut doomed = processes.remove(0);
                doomed.kill().unwrap();
                doomed.wait().unwrap();
            }
            let outputs: Vec<Output> =
                processes.into_iter().map(|process| process.wait_with_output().unwrap()).collect();
            for output in &outputs {
                assert!(output.status.success(), "{engine:?}: {}", text(output));
            }
            assert_eq!(["room", "stay"].map(|table| files.database.table(table)), expected, "{engine:?}");
            if !is_killed {
                // Each has had its part.
                let parts = outputs
                    .iter()
                    .filter(|output| !text(output).contains("stay: 120000 of 120000 rows, 0 written"));
                println!("{engine:?}: {} of 3 wrote rows", parts.count());
            }
            // A load that is complete is complete for whoever comes too late.
            let late = load(&files, &url, &arguments).output().unwrap();
            assert!(late.status.success(), "{engine:?}: {}", text(&late));
            assert_eq!(files.database.table("stay"), expected[1], "{engine:?}");
        }
    }
    // What cannot be shared says so.
    let files = files(Engine::Sqlite);
    let said = text(&load(&files, &files.database.url(), &["--join"]).output().unwrap());
    assert!(said.contains("one writer at a time"), "{said}");
}

/// A database is itself, whatever it is called: a killed append goes on under another name of the server.
#[test]
fn a_load_is_the_same_under_another_name_of_its_target() {
    for engine in Engine::all().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let expected = undisturbed(engine, &stays(5, ROWS));
        let files = files(engine);
        let url = files.database.url();
        let arguments = ["--mode", "append", "--chunk-rows", "500", "--workers", "2"];
        let status =
            load(&files, &url, &arguments).env("ROWMILL_FAULT", "chunk-committed@60").output().unwrap();
        assert!(!status.status.success(), "{}", text(&status));
        assert!((1..ROWS).contains(&written(&files)), "{engine:?}: {}", written(&files));
        let output = load(&files, &url.replace("127.0.0.1", "localhost"), &arguments).output().unwrap();
        assert!(output.status.success(), "{engine:?}: {}", text(&output));
        assert_eq!(["room", "stay"].map(|table| files.database.table(table)), expected, "{engine:?}");
        // By the name that the configuration gives it, it is complete already.
        let output = load(&files, "local", &arguments).output().unwrap();
        assert!(output.status.success(), "{engine:?}: {}", text(&output));
        assert_eq!(files.database.table("stay"), expected[1], "{engine:?}");
    }
}

#[test]
fn targets_are_named_and_checked_and_mistakes_are_told() {
    let files = files(Engine::Sqlite);
    // By the name that the configuration gives it, and by a variable of the environment.
    let output = load(&files, "local", &["--check"]).output().unwrap();
    assert!(output.status.success() && text(&output).contains("stay: will be created"), "{}", text(&output));
    let url = files.database.url();
    let output =
        load(&files, "shop", &["--table", "room"]).env("ROWMILL_TARGET_SHOP", &url).output().unwrap();
    assert!(output.status.success() && text(&output).contains("room: 50 of 50 rows"), "{}", text(&output));
    assert_eq!(files.database.table("room").0, 50);
    files.database.run("DELETE FROM room WHERE id = 1");
    for (target, arguments, part) in [
        ("nowhere", &[][..], "there is no target `nowhere`"),
        ("mysql://root:secret@127.0.0.1:1/db", &[][..], "cannot be reached"),
        // Whoever sits here may know what the driver said, which a client of the server may not.
        ("mysql://root:secret@127.0.0.1:1/db", &[][..], "refused"),
        ("oracle:secret", &[][..], "sqlite:PATH"),
        (url.as_str(), &["--table", "room"][..], "has 49 rows, but 50 were committed"),
        (url.as_str(), &["--as-table", "x"][..], "as_table names one table, but 2"),
        (url.as_str(), &["--skip-limit", "1000001"][..], "0 to 1000000"),
        (url.as_str(), &["--statement-rows", "0"][..], "1 to 1000000"),
        (url.as_str(), &["--workers", "99"][..], "1 to 64"),
        (url.as_str(), &["--check", "--table", "room"][..], "the load would fail"),
    ] {
        let output = load(&files, target, arguments).output().unwrap();
        let said = text(&output);
        assert!(!output.status.success() && said.contains(part), "{target}: {said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

/// Somebody else holds the file, so that the chunk cannot end: whoever asks twice does not wait for it.
#[test]
fn a_load_that_is_told_to_stop_twice_ends_at_once_and_goes_on_later() {
    let expected = undisturbed(Engine::Sqlite, &stays(5, ROWS));
    let files = files(Engine::Sqlite);
    let url = files.database.url();
    let mut child = load(&files, &url, &["--chunk-rows", "50"]).spawn().unwrap();
    let start = Instant::now();
    while written(&files) < 1_000 {
        assert!(start.elapsed() < Duration::from_secs(60), "no rows are written");
        sleep(Duration::from_millis(2));
    }
    let path = url.strip_prefix("sqlite:").unwrap();
    let holder = rusqlite::Connection::open(path).unwrap();
    // Without pauses, in which the load would have the file again.
    holder.busy_handler(Some(|_| true)).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let tell = |child: &Child| {
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    };
    tell(&child);
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("Once more ends at once") {
        assert!(errors.read_line(&mut said).unwrap() > 0, "{said}");
    }
    tell(&child);
    errors.read_to_string(&mut said).unwrap();
    assert!(said.contains("ended at once; the same command goes on"), "{said}");
    assert!(!child.wait().unwrap().success());
    holder.execute_batch("ROLLBACK").unwrap();
    let before = written(&files);
    assert!((1_000..=ROWS).contains(&before) && before.is_multiple_of(50), "{before}");
    let output = load(&files, &url, &["--chunk-rows", "50"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(["room", "stay"].map(|table| files.database.table(table)), expected);
}

#[test]
fn a_load_that_is_told_to_stop_stops_at_the_end_of_its_chunk() {
    let files = files(Engine::Sqlite);
    fs::write(files.path("spec.json"), stays(5, 3_000_000).to_string()).unwrap();
    let url = files.database.url();
    let child = load(&files, &url, &["--chunk-rows", "1000"]).spawn().unwrap();
    while written(&files) < 1_000 {
        sleep(Duration::from_millis(10));
    }
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert!(text(&output).contains("the same command goes on from there"), "{}", text(&output));
    assert!(!output.status.success());
    assert_eq!(files.database.table("stay").0 % 1_000, 0);
}
