//! What a load does in every state that it may find: a cell each of the table in the loader's `protocol/state.rs`, for every database.
//! And what a kill between any two steps of a replacement leaves: the old table or the new one.

use std::fs;

use loader::FaultPoint;
use serde_json::{Value, json};

use crate::{
    database::Engine,
    program::Files,
    terminal::{load, text},
};

pub(crate) const ROWS: u64 = 60;
/// Where a table comes from that others have made.
pub(crate) const CREATE: &str = "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, n INTEGER NOT NULL)";
pub(crate) const FOREIGN_ROW: &str = "INSERT INTO t VALUES (1000, 7)";

fn spec() -> Value {
    json!({ "rowmill": 1, "seed": "3", "tables": [
        { "name": "t", "rows": ROWS, "primary_key": ["id"], "columns": [
            { "name": "id", "type": "int" },
            { "name": "n", "type": "int", "gen": { "kind": "integer", "min": 0, "max": 999 } } ] } ] })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Absent,
    Dropped,
    ForeignEmpty,
    ForeignRows,
    Begun,
    Emptied,
    Partial,
    Complete,
    OtherRows,
    OtherColumns,
}

/// What must come of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// All rows of the load, and so many of others.
    Loaded(u64),
    /// Nothing is changed, and the message says this.
    Refused(&'static str),
}

/// A spec of one table, in a folder with a database of its own.
pub(crate) fn files(engine: Engine) -> Files {
    let files = Files::on(engine);
    fs::write(files.path("spec.json"), spec().to_string()).unwrap();
    files
}

/// Runs a load, ended at a fault point if there is one; whether it completed, and what it said.
pub(crate) fn run(files: &Files, arguments: &[&str], fault: Option<&str>) -> (bool, String) {
    let mut command = load(files, &files.database.url(), &["--chunk-rows", "10", "--workers", "1"]);
    command.args(arguments);
    if let Some(fault) = fault {
        command.env("ROWMILL_FAULT", fault);
    }
    let output = command.output().unwrap();
    (output.status.success(), text(&output))
}

/// Brings a database into a state, with loads of this mode.
fn bring_about(files: &Files, state: State, mode: &[&str]) {
    let complete = || {
        let (is_complete, said) = run(files, mode, None);
        assert!(is_complete, "{state:?}: {said}");
    };
    let break_off = |fault: &str| {
        let (is_complete, said) = run(files, mode, Some(fault));
        assert!(!is_complete, "{state:?}: {said}");
    };
    match state {
        State::Absent => {}
        State::ForeignEmpty => drop(files.database.run(CREATE)),
        State::ForeignRows => drop(files.database.run(&format!("{CREATE}; {FOREIGN_ROW}"))),
        State::Begun => break_off("prepare-committed"),
        State::Partial => break_off("chunk-committed@2"),
        State::Complete => complete(),
        State::Dropped => {
            complete();
            files.database.run("DROP TABLE t");
        }
        State::Emptied => {
            complete();
            files.database.run("DELETE FROM t");
        }
        State::OtherRows => {
            complete();
            files.database.run("DELETE FROM t WHERE id = 5");
        }
        State::OtherColumns => {
            break_off("chunk-committed@2");
            // A replacement is made elsewhere until it is whole.
            let place =
                if mode.contains(&"replace") { files.database.working_table() } else { "t".to_owned() };
            files.database.run(&format!("ALTER TABLE {place} ADD COLUMN more INTEGER"));
        }
    }
}

#[test]
fn every_state_leads_where_the_table_says() {
    use Expected::{Loaded, Refused};

    const EXISTS: Expected = Refused("is there already and has");
    const AGAIN: Expected = Refused("cannot be run again");
    const ROWS_CHANGED: Expected = Refused("something else has changed it");
    const COLUMNS_CHANGED: Expected = Refused("are not what they were");
    const ALL: Expected = Loaded(0);
    // create, create again, append, append again, replace, replace again
    let cells = [
        (State::Absent, [ALL; 6]),
        (State::Dropped, [ALL; 6]),
        (State::ForeignEmpty, [ALL; 6]),
        (State::ForeignRows, [EXISTS, EXISTS, Loaded(1), Loaded(1), ALL, ALL]),
        (State::Begun, [ALL; 6]),
        (State::Emptied, [ALL; 6]),
        (State::Partial, [ALL, ALL, ALL, AGAIN, ALL, ALL]),
        (State::Complete, [ALL, ALL, ALL, AGAIN, ALL, ALL]),
        (State::OtherRows, [ROWS_CHANGED, ALL, ROWS_CHANGED, AGAIN, ROWS_CHANGED, ALL]),
        (State::OtherColumns, [COLUMNS_CHANGED, ALL, COLUMNS_CHANGED, AGAIN, COLUMNS_CHANGED, ALL]),
    ];
    let columns: [&[&str]; 6] = [
        &["--mode", "create"],
        &["--mode", "create", "--again"],
        &["--mode", "append"],
        &["--mode", "append", "--again"],
        &["--mode", "replace"],
        &["--mode", "replace", "--again"],
    ];
    for engine in Engine::all() {
        let undisturbed = files(engine);
        assert!(run(&undisturbed, &[], None).0);
        let expected_rows = undisturbed.database.table("t");
        for (state, expected) in cells {
            for (arguments, expected) in columns.into_iter().zip(expected) {
                let files = files(engine);
                bring_about(&files, state, &arguments[..2]);
                let before = files.database.count("t");
                let (is_complete, said) = run(&files, arguments, None);
                let cell = format!("{engine:?} {state:?} {arguments:?}: {said}");
                match expected {
                    Loaded(others) => {
                        assert!(is_complete, "{cell}");
                        assert_eq!(files.database.count("t"), Some(ROWS + others), "{cell}");
                        if others == 0 {
                            assert_eq!(files.database.table("t"), expected_rows, "{cell}");
                        }
                        assert_eq!(files.database.leftovers(), "", "{cell}");
                        // What is complete stays so.
                        let (is_complete, said) = run(&files, &arguments[..2], None);
                        assert!(is_complete, "{cell}, then {said}");
                        assert_eq!(files.database.count("t"), Some(ROWS + others), "{cell}, then {said}");
                    }
                    Refused(part) => {
                        assert!(!is_complete && said.contains(part), "{cell}");
                        assert_eq!(files.database.count("t"), before, "{cell}");
                    }
                }
            }
        }
    }
}

/// Two tables, one of which refers to the other, that are replaced: whatever the process is in the middle of when it dies, readers see
/// the old rows or the new ones, of both, and the same command ends what was begun.
#[test]
fn a_replacement_that_dies_leaves_the_old_tables_or_the_new_ones() {
    for engine in Engine::all() {
        for again in [false, true] {
            die_while_replacing(engine, again);
        }
    }
}

fn die_while_replacing(engine: Engine, again: bool) {
    let spec = json!({ "rowmill": 1, "seed": "3", "tables": [
        { "name": "t", "rows": ROWS, "primary_key": ["id"], "indexes": [["n"]], "columns": [
            { "name": "id", "type": "int" },
            { "name": "n", "type": "int", "gen": { "kind": "integer", "min": 0, "max": 999 } } ] },
        { "name": "u", "rows": ROWS, "primary_key": ["id"], "unique": [["x", "id"]], "columns": [
            { "name": "id", "type": "int" },
            { "name": "x", "type": "int", "gen": { "kind": "foreign_key", "table": "t", "column": "id" } } ] } ] });
    let write = |files: &Files| fs::write(files.path("spec.json"), spec.to_string()).unwrap();
    let undisturbed = files(engine);
    write(&undisturbed);
    assert!(run(&undisturbed, &[], None).0);
    let tables = |files: &Files| ["t", "u"].map(|table| files.database.table(table));
    let new = tables(&undisturbed);
    // Within a chunk nothing of a replacement happens.
    let points = FaultPoint::ALL.into_iter().filter(|point| !point.name().starts_with("chunk"));
    for point in points.filter(|point| *point != FaultPoint::JobNoted) {
        let files = files(engine);
        write(&files);
        let mode: &[&str] = if again { &["--mode", "create", "--again"] } else { &["--mode", "replace"] };
        if again {
            // Of this load itself, which is made again.
            assert!(run(&files, &mode[..2], None).0);
        } else {
            files.database.run(&format!(
                "{CREATE}; {FOREIGN_ROW}; CREATE TABLE u (id INTEGER NOT NULL PRIMARY KEY, x INTEGER NOT NULL, \
                 FOREIGN KEY (x) REFERENCES t (id)); INSERT INTO u VALUES (9, 1000)"
            ));
        }
        let old = tables(&files);
        // The second table is met in the middle, too, where there are two.
        for fault in [format!("{point}"), format!("{point}@2")] {
            let (_, said) = run(&files, mode, Some(&fault));
            let found = tables(&files);
            assert!(found == old || found == new, "{engine:?} {fault}: {found:?}\n{said}");
        }
        let (is_complete, said) = run(&files, &mode[..2], None);
        assert!(is_complete, "{engine:?} {point}: {said}");
        assert_eq!(tables(&files), new, "{engine:?} {point}: {said}");
        assert_eq!(files.database.leftovers(), "", "{engine:?} {point}");
        // The names are those of tables that are created in their places, and the keys are in force.
        if let Engine::Server(kind) = engine {
            let names = |files: &Files| {
                files.database.run(if kind == scratch_databases::Kind::Postgres {
                    "SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace \
                     AND conname NOT LIKE 'rowmill%' UNION SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() \
                     AND indexname NOT LIKE 'rowmill\\_target%' AND indexname NOT LIKE 'rowmill\\_load%' \
                     AND indexname NOT LIKE 'rowmill\\_checkpoint%' AND indexname NOT LIKE 'rowmill\\_rejected%' ORDER BY 1"
                } else {
                    "SELECT CONCAT(TABLE_NAME, ' ', CONSTRAINT_NAME) FROM information_schema.TABLE_CONSTRAINTS \
                     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('t', 'u') UNION \
                     SELECT CONCAT(TABLE_NAME, ' ', INDEX_NAME) FROM information_schema.STATISTICS \
                     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('t', 'u') ORDER BY 1"
                })
            };
            assert_eq!(names(&files), names(&undisturbed), "{engine:?} {point}");
        }
    }
}

/// Records as the version before wrote them, under a name that was made of the target's: the load goes on all the same.
#[test]
fn a_load_of_the_version_before_goes_on() {
    for engine in Engine::all() {
        for mode in ["create", "append"] {
            let files = files(engine);
            let arguments = ["--mode", mode];
            let (is_complete, said) = run(&files, &arguments, Some("chunk-committed@3"));
            assert!(!is_complete && files.database.count("t") == Some(30), "{engine:?}: {said}");
            make_records_old(&files, engine);
            // Cut off once more: it is one of this version by then.
            let (is_complete, said) = run(&files, &arguments, Some("chunk-committed@2"));
            assert!(!is_complete && files.database.count("t") == Some(50), "{engine:?} {mode}: {said}");
            let (is_complete, said) = run(&files, &arguments, None);
            assert!(is_complete, "{engine:?} {mode}: {said}");
            assert!(said.contains("10 written"), "{engine:?} {mode}: {said}");
            let undisturbed = self::files(engine);
            assert!(run(&undisturbed, &[], None).0);
            assert_eq!(files.database.table("t"), undisturbed.database.table("t"), "{engine:?} {mode}");
            // And records of a newer version are left alone.
            files.database.run("UPDATE rowmill_target SET version = 99");
            let (is_complete, said) = run(&files, &arguments, None);
            assert!(!is_complete && said.contains("newer Rowmill"), "{engine:?} {mode}: {said}");
        }
    }
}

/// What a load of the version before has appended to rows of others is no part of a replacement.
#[test]
fn a_replacement_begins_anew_where_the_version_before_has_appended() {
    for engine in Engine::all() {
        let files = files(engine);
        files.database.run(&format!("{CREATE}; {FOREIGN_ROW}"));
        let (is_complete, said) = run(&files, &["--mode", "append"], Some("chunk-committed@3"));
        assert!(!is_complete && files.database.count("t") == Some(31), "{engine:?}: {said}");
        make_records_old(&files, engine);
        let (is_complete, said) = run(&files, &["--mode", "replace"], None);
        assert!(is_complete, "{engine:?}: {said}");
        assert_eq!(files.database.count("t"), Some(ROWS), "{engine:?}: {said}");
    }
}

/// Makes the records those that the version before would have written, under a name that was made of the target's.
fn make_records_old(files: &Files, engine: Engine) {
    for column in ["mode", "phase", "working", "execution"] {
        files.database.run(&format!("ALTER TABLE rowmill_load DROP COLUMN {column}"));
    }
    for column in ["execution", "attempt"] {
        files.database.run(&format!("ALTER TABLE rowmill_checkpoint DROP COLUMN {column}"));
    }
    files.database.run("DROP TABLE rowmill_target");
    let other = "0123456789abcdef0123456789abcdef";
    files.database.run(&format!(
        "UPDATE rowmill_load SET job = '{other}'; UPDATE rowmill_checkpoint SET job = '{other}'"
    ));
    files.database.run(match engine {
        Engine::Sqlite => {
            "ALTER TABLE rowmill_load RENAME COLUMN bounds TO partitions;
             ALTER TABLE rowmill_rejected RENAME COLUMN row_index TO \"row\";
             ALTER TABLE rowmill_checkpoint ADD COLUMN process INTEGER NOT NULL DEFAULT 0;
             UPDATE rowmill_load SET definition = 'as it was shown'"
        }
        Engine::Server(_) => "ALTER TABLE rowmill_checkpoint ADD COLUMN session_id BIGINT NOT NULL DEFAULT 0",
    });
}
