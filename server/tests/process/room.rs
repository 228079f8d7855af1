//! Targets on a disk that is full, or must not be written: a small file system of their own in memory.

use std::{fs, path::PathBuf, process::Command};

use serde_json::json;

use crate::{
    database::Engine,
    program::{Files, Program, hash, stays, undisturbed},
};

/// The program with a file system of this many megabytes at `small`, prepared by a shell command that runs there.
fn start_with_room(files: &Files, megabytes: u32, prepare: &str) -> Program {
    let probe = Command::new("unshare").args(["--user", "--map-root-user", "--mount", "true"]).status();
    assert!(
        probe.is_ok_and(|status| status.success()),
        "this test mounts a file system of its own, and needs `unshare` of util-linux and a system that allows user namespaces"
    );
    let small = files.path("small");
    fs::create_dir_all(&small).unwrap();
    let script = format!(
        "mount -t tmpfs -o size={megabytes}m tmpfs {folder} && cd {folder} && {prepare} && exec {program} serve --config {config}",
        folder = small.display(),
        program = env!("CARGO_BIN_EXE_rowmill"),
        config = files.path("Leptos.toml").display(),
    );
    files.start_with(|command| {
        // In a namespace of their own every user may mount something, where the system allows that (user_namespaces(7)).
        *command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
    })
}

/// A path in the small file system, as it is seen from outside (proc(5), `/proc/pid/root`).
fn inside(files: &Files, program: &Program, name: &str) -> PathBuf {
    let path = files.path("small").join(name);
    PathBuf::from(format!("/proc/{}/root{}", program.child.id(), path.display()))
}

#[test]
fn a_full_disk_is_named_and_the_load_goes_on_when_there_is_room() {
    let files = Files::with_target("small/target.sqlite");
    let program = start_with_room(&files, 96, "head -c 88M /dev/zero > ballast");
    let spec = stays(6, 400_000);
    let job = program.load(&program.save(&spec), 1_000);
    let failed = program.ended(&job);
    assert_eq!(
        (&failed["status"], &failed["error"]["code"]),
        (&json!("FAILED"), &json!("target_full")),
        "{failed}"
    );
    assert!(failed["error"]["message"].as_str().unwrap().contains("free some"), "{failed}");
    let committed = failed["committed"].as_u64().unwrap();
    assert!(committed > 50 && committed < 400_050, "{failed}");
    // The server itself goes on.
    assert_eq!(program.ask("GET", "/api/health", None)["status"], "ok");

    fs::remove_file(inside(&files, &program, "ballast")).unwrap();
    program.ask("POST", &format!("{job}/restart"), None);
    let ended = program.ended(&job);
    assert_eq!((&ended["status"], &ended["committed"]), (&json!("COMPLETED"), &json!(400_050)), "{ended}");
    // SQLite follows links by itself, and would leave the small file system: it reads a copy. There is no log beside it
    // once the last connection is closed.
    let target = files.path("copy.sqlite");
    fs::copy(inside(&files, &program, "target.sqlite"), &target).unwrap();
    assert_eq!(["room", "stay"].map(|table| hash(&target, table)), undisturbed(Engine::Sqlite, &spec));
}

#[test]
fn a_target_that_must_not_be_written_is_named() {
    let files = Files::with_target("small/target.sqlite");
    let read_only =
        format!("touch target.sqlite && cd / && mount -o remount,ro {}", files.path("small").display());
    let program = start_with_room(&files, 8, &read_only);
    let job = program.load(&program.save(&stays(7, 100)), 50);
    let failed = program.ended(&job);
    assert_eq!(failed["error"]["code"], "target_read_only", "{failed}");
    let target = &program.ask("GET", "/api/targets", None)["targets"][0];
    assert_eq!(target["reachable"], false, "{target}");
}
