//! Swaps that were cut off, and what others, other loads, or a person did before they were taken up again: nothing is said to be complete
//! that is not there, and nothing is left behind.

use std::fs;

use scratch_databases::Kind;
use serde_json::{Value, json};

use crate::{
    database::Engine,
    program::Files,
    replacements::{parent_and_child, servers_that_rename},
    states::{CREATE, FOREIGN_ROW, ROWS, files, run},
};

/// A spec of one table, as large as those of [`files`].
fn table(name: &str, seed: &str) -> Value {
    json!({ "rowmill": 1, "seed": seed, "tables": [
        { "name": name, "rows": ROWS, "primary_key": ["id"], "indexes": [["n"]], "columns": [
            { "name": "id", "type": "int" },
            { "name": "n", "type": "int", "gen": { "kind": "integer", "min": 0, "max": 999 } } ] } ] })
}

/// The names of keys and indexes of a table, in order.
fn key_names(files: &Files, engine: Engine, table: &str) -> String {
    match engine {
        Engine::Sqlite => files.database.run(&format!(
            "SELECT name FROM sqlite_schema WHERE tbl_name = '{table}' AND type = 'index' ORDER BY name"
        )),
        Engine::Server(Kind::Postgres) => files.database.run(&format!(
            "SELECT name FROM (SELECT conname::text AS name FROM pg_constraint WHERE conrelid = '\"{table}\"'::regclass \
             UNION SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = '\"{table}\"'::regclass \
             UNION SELECT relname FROM pg_depend JOIN pg_class ON pg_class.oid = objid WHERE refobjid = '\"{table}\"'::regclass \
             AND deptype = 'i' AND relkind = 'S') AS names ORDER BY 1"
        )),
        Engine::Server(_) => files.database.run(&format!(
            "SELECT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' \
             UNION SELECT CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = DATABASE() \
             AND TABLE_NAME = '{table}' ORDER BY 1"
        )),
    }
}

/// A load that was cut off before its tables moved, and whose tables another load or a person has cleared away, makes them again.
#[test]
fn tables_that_were_cleared_away_are_made_again() {
    for engine in servers_that_rename() {
        for has_old in [false, true] {
            let files = parent_and_child(engine, "1");
            files.database.run(&format!("{CREATE}; {FOREIGN_ROW}"));
            if has_old {
                files
                    .database
                    .run("CREATE TABLE u (id INT PRIMARY KEY, t INT); INSERT INTO u VALUES (5555, 1)");
            }
            assert!(!run(&files, &["--mode", "replace"], Some("swap-begun")).0);
            let both = fs::read_to_string(files.path("spec.json")).unwrap();
            fs::write(files.path("spec.json"), table("t", "2").to_string()).unwrap();
            let (is_complete, said) = run(&files, &["--mode", "replace"], None);
            assert!(is_complete, "{engine:?}: {said}");
            fs::write(files.path("spec.json"), &both).unwrap();
            let (is_complete, said) = run(&files, &["--mode", "replace"], None);
            assert!(is_complete, "{engine:?}: {said}");
            let undisturbed = parent_and_child(engine, "1");
            assert!(run(&undisturbed, &[], None).0);
            for table in ["t", "u"] {
                assert_eq!(
                    files.database.table(table),
                    undisturbed.database.table(table),
                    "{engine:?} {has_old}"
                );
            }
            assert_eq!(files.database.leftovers(), "", "{engine:?}");
        }
        for (fault, what) in [("swap-begun", "working"), ("swap-renamed", "table")] {
            let files = files(engine);
            files.database.run(&format!("{CREATE}; {FOREIGN_ROW}"));
            assert!(!run(&files, &["--mode", "replace"], Some(fault)).0);
            let name = if what == "table" { "t".to_owned() } else { files.database.working_table() };
            files.database.run(&format!("DROP TABLE {name}"));
            let (is_complete, said) = run(&files, &["--mode", "replace"], None);
            assert!(is_complete, "{engine:?} {fault}: {said}");
            assert_eq!(files.database.count("t"), Some(ROWS), "{engine:?} {fault}");
            assert_eq!(files.database.count("t WHERE id = 1000"), Some(0), "{engine:?} {fault}");
            assert_eq!(files.database.leftovers(), "", "{engine:?} {fault}");
        }
    }
}

/// A load that is begun again in the middle of its swap ends that first.
#[test]
fn a_swap_is_ended_before_the_same_load_begins_again() {
    for engine in Engine::all() {
        for mode in ["replace", "create"] {
            for fault in ["swap-begun", "swap-renamed", "swapped"] {
                let files = parent_and_child(engine, "1");
                assert!(run(&files, &["--mode", mode], None).0, "{engine:?}");
                let names = key_names(&files, engine, "u");
                let arguments = ["--mode", mode, "--again"];
                // Not every database passes every point.
                let _ = run(&files, &arguments, Some(fault));
                let (is_complete, said) = run(&files, &arguments, None);
                assert!(is_complete, "{engine:?} {mode} {fault}: {said}");
                for table in ["t", "u"] {
                    assert_eq!(files.database.count(table), Some(ROWS), "{engine:?} {mode} {fault}");
                }
                assert_eq!(key_names(&files, engine, "u"), names, "{engine:?} {mode} {fault}");
                assert_eq!(files.database.leftovers(), "", "{engine:?} {mode} {fault}");
            }
        }
    }
}

/// A load that was cut off in the middle of its swap, with a table that stays and refers to the old one, is ended by the next one.
#[test]
fn another_load_ends_a_swap_before_it_looks_at_the_table() {
    for engine in servers_that_rename() {
        let files = parent_and_child(engine, "1");
        assert!(run(&files, &["--mode", "replace"], None).0);
        // Its parents are gone, so that the first table alone is made again.
        files.database.run("SET foreign_key_checks = 0; DELETE FROM t");
        assert!(!run(&files, &["--mode", "replace"], Some("swap-renamed")).0, "{engine:?}");
        fs::write(files.path("spec.json"), table("t", "2").to_string()).unwrap();
        let (is_complete, said) = run(&files, &["--mode", "replace"], None);
        assert!(!is_complete && said.contains("refers to it"), "{engine:?}: {said}");
        assert_eq!(files.database.count("t"), Some(ROWS), "{engine:?}");
        assert_eq!(files.database.leftovers(), "", "{engine:?}");
        files.database.run("DROP TABLE u");
        let (is_complete, said) = run(&files, &["--mode", "replace"], None);
        assert!(is_complete, "{engine:?}: {said}");
    }
}

/// A table that is replaced has the names that it has when it is created in its place, whatever its own.
#[test]
fn long_names_are_those_of_a_table_made_in_place() {
    for engine in Engine::all() {
        for name in
            ["s".to_owned(), "t".repeat(58), "t".repeat(63), "\u{ac00}".repeat(16), "Mixed Case".to_owned()]
        {
            let spec = json!({ "rowmill": 1, "seed": "1", "tables": [
                { "name": name, "rows": ROWS, "primary_key": ["identifier"], "unique": [["n", "m"]], "columns": [
                    { "name": "identifier", "type": "int", "identity": true },
                    { "name": "n", "type": "int", "gen": { "kind": "integer", "min": 0, "max": 9999 } },
                    { "name": "m", "type": "int", "gen": { "kind": "integer", "min": 0, "max": 9999 } } ] } ] });
            let (created, replaced) = (files(engine), files(engine));
            for files in [&created, &replaced] {
                fs::write(files.path("spec.json"), spec.to_string()).unwrap();
                let (is_complete, said) = run(files, &[], None);
                assert!(is_complete, "{engine:?} {name}: {said}");
            }
            let (is_complete, said) = run(&replaced, &["--mode", "replace", "--again"], None);
            assert!(is_complete, "{engine:?} {name}: {said}");
            assert_eq!(
                key_names(&replaced, engine, &name),
                key_names(&created, engine, &name),
                "{engine:?} {name}"
            );
            assert_eq!(replaced.database.leftovers(), "", "{engine:?} {name}");
        }
    }
}

/// Names that others have taken are counted on in PostgreSQL, as the server does itself, and two tables of one beginning go in together.
#[test]
fn names_that_are_taken_are_counted_on() {
    let Some(kind) = Kind::available().into_iter().find(|kind| *kind == Kind::Postgres) else { return };
    let engine = Engine::Server(kind);
    let files = files(engine);
    let names = [format!("{}1", "a".repeat(60)), format!("{}2", "a".repeat(60))];
    let tables = names.each_ref().map(|name| {
        json!({ "name": name, "rows": 9, "primary_key": ["id"], "columns": [{ "name": "id", "type": "int", "identity": true }] })
    });
    fs::write(files.path("spec.json"), json!({ "rowmill": 1, "tables": tables }).to_string()).unwrap();
    for arguments in [&[][..], &["--mode", "replace", "--again"]] {
        let (is_complete, said) = run(&files, arguments, None);
        assert!(is_complete, "{said}");
        assert_eq!(files.database.leftovers(), "");
    }
    let files = self::files(engine);
    files.database.run("CREATE SEQUENCE s_id_seq; CREATE TABLE s_pkey (x INT)");
    let spec = json!({ "rowmill": 1, "tables": [
        { "name": "s", "rows": 9, "primary_key": ["id"], "columns": [{ "name": "id", "type": "int", "identity": true }] } ] });
    fs::write(files.path("spec.json"), spec.to_string()).unwrap();
    for arguments in [&[][..], &["--mode", "replace", "--again"]] {
        let (is_complete, said) = run(&files, arguments, None);
        assert!(is_complete, "{said}");
        assert_eq!(key_names(&files, engine, "s"), "s_id_seq1\ns_pkey1\n", "{arguments:?}");
    }
}

/// What depends on a table that PostgreSQL is to drop is told before the first row, and so is a name that something else has.
#[test]
fn what_is_in_the_way_is_told_first() {
    let Some(kind) = Kind::available().into_iter().find(|kind| *kind == Kind::Postgres) else { return };
    let engine = Engine::Server(kind);
    let index = {
        let files = files(engine);
        fs::write(files.path("spec.json"), table("t", "1").to_string()).unwrap();
        assert!(run(&files, &[], None).0);
        key_names(&files, engine, "t").lines().find(|name| name.contains("index")).unwrap().to_owned()
    };
    for (made, mode, said_of) in [
        (format!("CREATE SEQUENCE {index}"), "create", "belongs to"),
        (format!("CREATE TABLE {index} (x INT)"), "replace", "belongs to"),
        (format!("CREATE VIEW {index} AS SELECT 1 AS x"), "create", "belongs to"),
        (format!("{CREATE}; {FOREIGN_ROW}; CREATE TABLE c (x t[])"), "replace", "depends on it"),
        (
            "CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL) PARTITION BY RANGE (id); \
             CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (2000); CREATE TABLE c (x INT REFERENCES t1 (id))"
                .to_owned(),
            "replace",
            "`c` refers to it",
        ),
        (
            format!(
                "{CREATE}; {FOREIGN_ROW}; CREATE SCHEMA b; CREATE TABLE b.u (x INT REFERENCES public.t (id)); \
                 ALTER DATABASE CURRENT_DATABASE SET search_path = public, b"
            ),
            "replace",
            "`b.u` refers to it",
        ),
    ] {
        let files = parent_and_child(engine, "1");
        let database = files.database.run("SELECT current_database()");
        files.database.run(&made.replace("CURRENT_DATABASE", database.trim()));
        let before = files.database.count("t");
        let (is_complete, said) = run(&files, &["--mode", mode], None);
        assert!(!is_complete && said.contains(said_of), "{made}: {said}");
        assert!(!said.contains("60 of 60 rows"), "{made}: {said}");
        assert_eq!(files.database.count("t"), before, "{made}");
        assert_eq!(files.database.leftovers(), "", "{made}");
    }
    // An index of a table that is replaced with it is in nobody's way.
    let files = files(engine);
    let both =
        json!({ "rowmill": 1, "tables": [table("t", "1")["tables"][0], table("v", "1")["tables"][0]] });
    fs::write(files.path("spec.json"), both.to_string()).unwrap();
    files.database.run(&format!("CREATE TABLE v (id INT); CREATE INDEX {index} ON v (id)"));
    let (is_complete, said) = run(&files, &["--mode", "replace"], None);
    assert!(is_complete, "{said}");
    assert_eq!(files.database.leftovers(), "");
}

/// A view on a table that is about to be replaced is told by a check, too.
#[test]
fn a_check_of_a_load_that_is_almost_done_sees_what_is_in_its_way() {
    let Some(kind) = Kind::available().into_iter().find(|kind| *kind == Kind::Postgres) else { return };
    let files = files(Engine::Server(kind));
    files.database.run(&format!("{CREATE}; {FOREIGN_ROW}"));
    assert!(!run(&files, &["--mode", "replace"], Some("table-verified")).0);
    files.database.run("CREATE VIEW w AS SELECT * FROM t");
    for arguments in [&["--mode", "replace", "--check"][..], &["--mode", "replace"]] {
        let (is_fine, said) = run(&files, arguments, None);
        assert!(!is_fine && said.contains("view w depends on it"), "{said}");
    }
    files.database.run("DROP VIEW w");
    let (is_complete, said) = run(&files, &["--mode", "replace"], None);
    assert!(is_complete, "{said}");
}
