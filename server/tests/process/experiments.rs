//! An experiment whose server is killed: the next start takes the table of the run away that was cut off, and makes the runs that are left.

use scratch_databases::{Kind, Server};
use serde_json::{Value, json};

use crate::{
    database::{Database, Engine},
    program::{Files, Program, stays},
};

/// The tables of experiments, one a line.
fn scratch_tables(database: &Database) -> String {
    let names = match database {
        Database::Sqlite(_) => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'rowmill_x_%' ORDER BY 1"
        }
        Database::Server { .. } => {
            "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'rowmill_x_%' ORDER BY 1"
        }
    };
    database.run(names)
}

#[test]
fn an_experiment_goes_on_after_a_kill() {
    for engine in Engine::all() {
        let files = Files::on(engine);
        let program = files.start();
        let dataset = program.save(&stays(1, 40_000));
        // A table of somebody who calls his so.
        files.database.run("CREATE TABLE rowmill_x_mine (id INTEGER NOT NULL PRIMARY KEY)");
        let request = json!({ "dataset": dataset, "table": "stay", "target": "local", "rows": 40_000, "repeats": 3,
            "factors": { "key": ["counter", "v7 char"], "foreign_keys": ["none"] } });
        let mut request = request;
        if engine == Engine::Sqlite {
            request["factors"].as_object_mut().unwrap().remove("foreign_keys");
        }
        let begun = program.ask("POST", "/api/experiments", Some(&request));
        let path = format!("/api/experiments/{}", begun["id"].as_str().unwrap_or_else(|| panic!("{begun}")));
        let is_run =
            |experiment: &Value, run: usize, status: &str| experiment["runs"][run]["status"] == status;
        let measured = program.until(&path, |found| !is_run(found, 2, "WAITING"));
        // Its table may be there by now, or half made.
        std::thread::sleep(std::time::Duration::from_millis(60));
        program.kill();

        let program = files.start();
        let found = program.ask("GET", &path, None);
        assert!(matches!(found["status"].as_str(), Some("QUEUED" | "RUNNING" | "COMPLETED")), "{found}");
        let whole = program.until(&path, |found| found["ended_at"].is_string());
        assert_eq!(whole["status"], "COMPLETED", "{engine:?}: {whole}");
        let runs = whole["runs"].as_array().unwrap();
        assert_eq!(runs.len(), 7);
        assert!(
            runs.iter().all(|run| run["status"] == "DONE" && run["measures"]["rows"] == 40_000),
            "{whole}"
        );
        // What was measured before is not measured again.
        for run in 0..2 {
            assert_eq!(whole["runs"][run], measured["runs"][run], "{engine:?}");
        }
        assert_eq!(scratch_tables(&files.database).trim(), "rowmill_x_mine", "{engine:?}");
    }
}

#[test]
fn an_experiment_that_was_told_to_keep_its_tables_has_one_a_run_after_a_kill() {
    let files = Files::on(Engine::Sqlite);
    let program = files.start();
    let dataset = program.save(&stays(1, 30_000));
    let request = json!({ "dataset": dataset, "table": "stay", "target": "local", "repeats": 3, "keep_tables": true,
        "warm_up": false, "factors": { "key": ["counter"] } });
    let begun = program.ask("POST", "/api/experiments", Some(&request));
    let path = format!("/api/experiments/{}", begun["id"].as_str().unwrap_or_else(|| panic!("{begun}")));
    program.until(&path, |found| found["runs"][1]["status"] != "WAITING");
    program.kill();
    let program = files.start();
    let whole = program.until(&path, |found| found["ended_at"].is_string());
    assert_eq!(whole["status"], "COMPLETED", "{whole}");
    let names = scratch_tables(&files.database);
    assert_eq!(names.lines().count(), 3, "{names}");
    for name in names.lines() {
        assert_eq!(files.database.count(name), Some(30_000), "{name}");
    }
}

/// A setting of the whole server, two levels that are not what it is, and the statement that tells its value.
fn server_setting(kind: Kind) -> (&'static str, [&'static str; 2], &'static str) {
    if kind == Kind::Postgres {
        ("max_wal_size", ["2048", "3072"], "SELECT setting FROM pg_settings WHERE name = 'max_wal_size'")
    } else {
        ("sync_binlog", ["100", "200"], "SELECT @@GLOBAL.sync_binlog")
    }
}

#[test]
fn a_changed_setting_of_the_server_is_set_back_whatever_happens() {
    for kind in Kind::available() {
        let mut server = Server::start(kind).unwrap();
        let database = "settings";
        server.create_database(database).unwrap();
        let files = Files::on_url(&server.url(database));
        let (name, levels, sql) = server_setting(kind);
        let value = |server: &Server| server.run_sql(database, sql).unwrap().trim().to_owned();
        let before = value(&server);
        let left = |server: &Server| {
            let sql = "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'rowmill_setting'";
            server.run_sql(database, sql).unwrap().trim().to_owned()
        };
        let mut program = files.start();
        let dataset = program.save(&stays(1, 100_000));
        let mut request = json!({ "dataset": dataset, "table": "stay", "target": "local", "rows": 100_000, "repeats": 2,
            "factors": { format!("setting.{name}"): levels }, "may_change": [name] });
        let path_of = |begun: &Value| {
            format!("/api/experiments/{}", begun["id"].as_str().unwrap_or_else(|| panic!("{begun}")))
        };
        let is_changed = |found: &Value| found["changed_settings"][name]["value"] == before;
        let until_changed = |program: &Program, server: &Server, path: &str| {
            program.until(path, |found| is_changed(found) && found["status"] == "RUNNING");
            program.until(path, |_| value(server) != before);
        };

        // Rowmill is killed: the next start knows.
        let path = path_of(&program.ask("POST", "/api/experiments", Some(&request)));
        until_changed(&program, &server, &path);
        assert_eq!(left(&server), "1", "{kind}");
        program.kill();
        assert_ne!(value(&server), before, "{kind}");
        program = files.start();
        let whole = program.until(&path, |found| found["ended_at"].is_string());
        assert_eq!(whole["status"], "COMPLETED", "{kind}: {whole}");
        assert!(whole["changed_settings"].is_null(), "{whole}");
        assert_eq!((value(&server), left(&server)), (before.clone(), "0".to_owned()), "{kind}");

        // Stopped by a person.
        request["name"] = "stopped".into();
        let path = path_of(&program.ask("POST", "/api/experiments", Some(&request)));
        until_changed(&program, &server, &path);
        program.ask("POST", &format!("{path}/stop"), None);
        let stopped = program.until(&path, |found| found["ended_at"].is_string());
        assert_eq!(stopped["status"], "STOPPED", "{kind}: {stopped}");
        assert_eq!((value(&server), left(&server)), (before.clone(), "0".to_owned()), "{kind}");

        // The server itself is killed, and comes back.
        request["name"] = "killed".into();
        let path = path_of(&program.ask("POST", "/api/experiments", Some(&request)));
        until_changed(&program, &server, &path);
        server.kill();
        server.run().unwrap();
        let ended = program.until(&path, |found| found["ended_at"].is_string());
        assert_eq!(ended["status"], "COMPLETED", "{kind}: {ended}");
        assert_eq!((value(&server), left(&server)), (before.clone(), "0".to_owned()), "{kind}");

        // Rowmill ends in an orderly way: nothing stays changed while it is off.
        request["name"] = "ended".into();
        let path = path_of(&program.ask("POST", "/api/experiments", Some(&request)));
        until_changed(&program, &server, &path);
        program.terminate();
        assert_eq!((value(&server), left(&server)), (before.clone(), "0".to_owned()), "{kind}");
        program = files.start();
        let whole = program.until(&path, |found| found["ended_at"].is_string());
        assert_eq!(whole["status"], "COMPLETED", "{kind}: {whole}");

        // Killed, and the records lost: what is written down in the target is enough.
        request["name"] = "lost".into();
        let path = path_of(&program.ask("POST", "/api/experiments", Some(&request)));
        until_changed(&program, &server, &path);
        program.kill();
        let fresh = Files::on_url(&server.url(database));
        let program = fresh.start();
        let start = std::time::Instant::now();
        while left(&server) != "0" {
            assert!(start.elapsed().as_secs() < 60, "{kind}: the setting is not set back");
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        assert_eq!(value(&server), before, "{kind}");
        drop(program);
    }
}
