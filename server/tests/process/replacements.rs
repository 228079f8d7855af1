//! Tables that take the places of others: what happens to rows that come meanwhile, to names that others have, to tables that refer to
//! them, and to what is cut off in the middle.

use std::{fs, thread, time::Duration};

use scratch_databases::Kind;
use serde_json::json;

use crate::{
    database::Engine,
    program::Files,
    states::{CREATE, FOREIGN_ROW, ROWS, files, run},
};

/// A spec of two tables, one of which refers to the other, in a folder with a database of its own.
pub(crate) fn parent_and_child(engine: Engine, seed: &str) -> Files {
    let files = Files::on(engine);
    let spec = json!({ "rowmill": 1, "seed": seed, "tables": [
        { "name": "t", "rows": ROWS, "primary_key": ["id"], "indexes": [["n"]], "columns": [
            { "name": "id", "type": "int" },
            { "name": "n", "type": "int", "gen": { "kind": "integer", "min": 0, "max": 999 } } ] },
        { "name": "u", "rows": ROWS, "primary_key": ["id"], "columns": [
            { "name": "id", "type": "int" },
            { "name": "t", "type": "int", "gen": { "kind": "foreign_key", "table": "t", "column": "id" } } ] } ] });
    fs::write(files.path("spec.json"), spec.to_string()).unwrap();
    files
}

/// MySQL's and MariaDB's, where renaming is a step of its own.
pub(crate) fn servers_that_rename() -> impl Iterator<Item = Engine> {
    Engine::all()
        .into_iter()
        .filter(|engine| matches!(engine, Engine::Server(kind) if *kind != Kind::Postgres))
}

/// A table that has taken its place is everybody's, though the records do not say so yet.
#[test]
fn rows_that_come_in_the_middle_of_a_swap_do_not_stop_it() {
    for engine in servers_that_rename() {
        for change in ["INSERT INTO t VALUES (1000, 7)", "DELETE FROM t WHERE id = 5"] {
            let files = files(engine);
            files.database.run(&format!("{CREATE}; {FOREIGN_ROW}"));
            let (is_complete, said) = run(&files, &["--mode", "replace"], Some("swap-renamed"));
            assert!(!is_complete, "{engine:?}: {said}");
            files.database.run(change);
            let changed = files.database.table("t");
            let (is_complete, said) = run(&files, &["--mode", "replace"], None);
            assert!(is_complete, "{engine:?} {change}: {said}");
            assert_eq!(files.database.table("t"), changed, "{engine:?} {change}");
            assert_eq!(files.database.leftovers(), "", "{engine:?} {change}");
        }
    }
}

/// A table that was renamed keeps the names of its indexes and keys: what needs them is refused before anything is made.
#[test]
fn names_that_a_renamed_table_has_kept_are_told_first() {
    for engine in Engine::all() {
        let files = parent_and_child(engine, "1");
        assert!(run(&files, &[], None).0, "{engine:?}");
        files.database.run("ALTER TABLE u RENAME TO u_backup");
        files.database.run("ALTER TABLE t RENAME TO t_backup");
        for (mode, rows) in [("create", None), ("replace", None), ("replace", Some(1))] {
            if rows.is_some() {
                files.database.run(&format!("{CREATE}; {FOREIGN_ROW}"));
            }
            let (is_complete, said) = run(&files, &["--mode", mode], None);
            assert!(!is_complete && said.contains("_backup`; rename it there"), "{engine:?} {mode}: {said}");
            assert_eq!(files.database.count("t"), rows, "{engine:?} {mode}");
            assert_eq!(files.database.count("u"), None, "{engine:?} {mode}");
            assert_eq!(files.database.leftovers(), "", "{engine:?} {mode}");
        }
        files.database.run("DROP TABLE u_backup");
        files.database.run("DROP TABLE t_backup");
        let (is_complete, said) = run(&files, &["--mode", "replace"], None);
        assert!(is_complete, "{engine:?}: {said}");
    }
}

/// A table outside of the load with rows that refer to one of it stands in the way of its replacement.
#[test]
fn a_table_that_others_refer_to_is_not_replaced() {
    for engine in Engine::all() {
        let files = parent_and_child(engine, "1");
        assert!(run(&files, &[], None).0, "{engine:?}");
        files.database.run(
            "CREATE TABLE outside (id INTEGER PRIMARY KEY, t INTEGER, FOREIGN KEY (t) REFERENCES t (id))",
        );
        files.database.run("INSERT INTO outside VALUES (1, 60)");
        let before = files.database.table("t");
        for arguments in [&["--mode", "replace"][..], &["--again"]] {
            let (is_complete, said) = run(&files, arguments, None);
            assert!(!is_complete && said.contains("`outside` refers to"), "{engine:?} {arguments:?}: {said}");
            assert_eq!(files.database.table("t"), before, "{engine:?} {arguments:?}");
            assert_eq!(files.database.leftovers(), "", "{engine:?} {arguments:?}");
        }
        // Neither is it by its own child under its name.
        files.database.run("DROP TABLE outside");
        let arguments = ["--mode", "replace", "--table", "u", "--as-table", "t"];
        let (is_complete, said) = run(&files, &arguments, None);
        assert!(!is_complete && said.contains("`u` refers to"), "{engine:?}: {said}");
        assert_eq!(files.database.table("t"), before, "{engine:?}");
    }
}

/// A key of a table that stays is given a name of ours on its way to the new table, and has its own again in the end.
#[test]
fn keys_of_tables_that_stay_keep_their_names() {
    for engine in servers_that_rename() {
        let keys = |files: &Files| {
            files.database.run(
                "SELECT CONCAT(TABLE_NAME, ' ', CONSTRAINT_NAME, ' ', REFERENCED_TABLE_NAME) \
                 FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()",
            )
        };
        for fault in [None, Some("swap-key-moved"), Some("swapped")] {
            let files = parent_and_child(engine, "1");
            assert!(run(&files, &["--mode", "replace"], None).0, "{engine:?}");
            let (named, rows) = (keys(&files), files.database.table("t"));
            files.database.run("SET foreign_key_checks = 0; DELETE FROM t");
            if fault.is_some() {
                let (is_complete, said) = run(&files, &["--mode", "replace"], fault);
                assert!(!is_complete, "{engine:?} {fault:?}: {said}");
            }
            let (is_complete, said) = run(&files, &["--mode", "replace"], None);
            assert!(is_complete, "{engine:?} {fault:?}: {said}");
            assert_eq!(keys(&files), named, "{engine:?} {fault:?}");
            assert_eq!(files.database.table("t"), rows, "{engine:?} {fault:?}");
        }
    }
}

/// Another program that writes to a SQLite file for longer than a statement waits is waited for.
#[test]
fn a_file_that_is_busy_for_a_while_is_waited_for() {
    let files = files(Engine::Sqlite);
    files.database.run(CREATE);
    let path = files.path("target.sqlite");
    assert!(path.exists(), "the database is a file in the folder");
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; INSERT INTO t VALUES (1000, 7)")
        .unwrap();
    let release = thread::spawn(move || {
        thread::sleep(Duration::from_secs(7));
        connection.execute_batch("ROLLBACK").unwrap();
    });
    let (is_complete, said) = run(&files, &["--mode", "replace"], None);
    release.join().unwrap();
    assert!(is_complete, "{said}");
}

/// Rows that others have put into a table while it was made again are not the load's to replace.
#[test]
fn rows_that_come_while_a_table_is_made_again_stay() {
    for engine in Engine::all() {
        let files = files(engine);
        assert!(run(&files, &[], None).0);
        let (is_complete, said) = run(&files, &["--again"], Some("table-verified"));
        assert!(!is_complete, "{engine:?}: {said}");
        files.database.run(FOREIGN_ROW);
        let (is_complete, said) = run(&files, &[], None);
        assert!(!is_complete && said.contains("is there already and has 61 rows"), "{engine:?}: {said}");
        assert_eq!(files.database.count("t"), Some(ROWS + 1), "{engine:?}");
        // Whoever says so replaces them.
        let (is_complete, said) = run(&files, &["--mode", "replace"], None);
        assert!(is_complete, "{engine:?}: {said}");
        assert_eq!(files.database.count("t"), Some(ROWS), "{engine:?}");
        // And some that go while others come are no evidence.
        let others = self::files(engine);
        others.database.run(CREATE);
        assert!(run(&others, &[], None).0);
        others.database.run(&format!("DELETE FROM t WHERE id < 5; {FOREIGN_ROW}"));
        let (is_complete, said) = run(&others, &["--again"], None);
        assert!(!is_complete && said.contains("is there already"), "{engine:?}: {said}");
        assert_eq!(others.database.count("t"), Some(ROWS - 3), "{engine:?}");
    }
}

/// Tables whose rows refer to each other, and to themselves, that are replaced by a process that dies in the middle of the swap.
#[test]
fn circles_are_swapped_to_the_end() {
    let spec = |seed: &str| {
        json!({ "rowmill": 1, "seed": seed, "tables": [
            { "name": "t", "rows": ROWS, "primary_key": ["id"], "columns": [
                { "name": "id", "type": "int" },
                { "name": "boss", "type": "int", "gen": { "kind": "foreign_key", "table": "t", "column": "id" } },
                { "name": "u", "type": "int", "gen": { "kind": "foreign_key", "table": "u", "column": "id" } } ] },
            { "name": "u", "rows": ROWS, "primary_key": ["id"], "columns": [
                { "name": "id", "type": "int" },
                { "name": "t", "type": "int", "gen": { "kind": "foreign_key", "table": "t", "column": "id" } } ] } ] })
    };
    for engine in Engine::all() {
        let undisturbed = files(engine);
        fs::write(undisturbed.path("spec.json"), spec("2").to_string()).unwrap();
        assert!(run(&undisturbed, &[], None).0);
        for fault in ["table-verified", "swap-begun", "swap-renamed", "swapped", "published"] {
            let files = files(engine);
            fs::write(files.path("spec.json"), spec("1").to_string()).unwrap();
            assert!(run(&files, &["--mode", "replace"], None).0, "{engine:?}");
            fs::write(files.path("spec.json"), spec("2").to_string()).unwrap();
            let _ = run(&files, &["--mode", "replace"], Some(fault));
            let (is_complete, said) = run(&files, &["--mode", "replace"], None);
            assert!(is_complete, "{engine:?} {fault}: {said}");
            for table in ["t", "u"] {
                assert_eq!(
                    files.database.table(table),
                    undisturbed.database.table(table),
                    "{engine:?} {fault}"
                );
            }
            assert_eq!(files.database.leftovers(), "", "{engine:?} {fault}");
        }
    }
}

/// Two loads of different rows into one table: the one that is broken off leaves nothing when the other is done.
#[test]
fn a_replacement_clears_away_what_another_has_left() {
    let spec = |seed: &str| {
        json!({ "rowmill": 1, "seed": seed, "tables": [
            { "name": "t", "rows": ROWS, "primary_key": ["id"], "columns": [{ "name": "id", "type": "int" }] },
            { "name": "u", "rows": ROWS, "primary_key": ["id"], "columns": [
                { "name": "id", "type": "int" },
                { "name": "t", "type": "int", "gen": { "kind": "foreign_key", "table": "t", "column": "id" } } ] } ] })
    };
    for engine in Engine::all() {
        for fault in ["chunk-committed@8", "swap-renamed"] {
            let files = files(engine);
            fs::write(files.path("spec.json"), spec("1").to_string()).unwrap();
            let _ = run(&files, &["--mode", "replace"], None);
            let _ = run(&files, &["--mode", "replace", "--again"], Some(fault));
            fs::write(files.path("spec.json"), spec("2").to_string()).unwrap();
            let (is_complete, said) = run(&files, &["--mode", "replace"], None);
            assert!(is_complete, "{engine:?} {fault}: {said}");
            assert_eq!(files.database.leftovers(), "", "{engine:?} {fault}");
        }
        // Nobody loads into what is Rowmill's own.
        let files = files(engine);
        let (is_complete, said) = run(&files, &["--as-table", "rowmill_load", "--mode", "replace"], None);
        assert!(!is_complete && said.contains("keeps this name for itself"), "{engine:?}: {said}");
    }
}
