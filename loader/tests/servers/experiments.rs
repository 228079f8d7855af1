//! Experiments on real servers: every factor, and nothing that stays.

use std::sync::Arc;

use contract::{ExperimentStatus, RunStatus, TargetKind, counter};
use loader::run_experiment;
use scratch_databases::Kind;
use tokio_util::sync::CancellationToken;

use crate::{
    fixture::{Fixture, assert_completed, dataset, request, rooms},
    on_every_server,
};

on_every_server!(
    every_factor_is_measured_and_nothing_stays,
    foreign_keys_in_force_need_their_parents,
    what_a_database_counts_is_in_the_results,
    unlogged_tables_are_of_postgres,
);

/// A table with a date, a composite key, an index and a unique group.
pub(crate) const STAYS: &str = r#"{"name":"stay","rows":300,"primary_key":["room","day"],"unique":[["code"]],"indexes":[["price"]],"columns":[
    {"name":"room","type":"int","gen":{"kind":"integer","min":1,"max":1000}},
    {"name":"day","type":"date","gen":{"kind":"date","from":"2025-01-01","to":"2025-03-31"}},
    {"name":"code","type":"bigint","gen":{"kind":"sequence"}},
    {"name":"price","type":"decimal(10,2)"}]}"#;

async fn every_factor_is_measured_and_nothing_stays(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let stays = dataset(STAYS);
    let setting = if kind == Kind::Postgres { "synchronous_commit\":[\"off\"" } else { "unique_checks\":[0" };
    let unlogged = if kind == Kind::Postgres {
        r#""wal":["logged","unlogged"],"partitions":["none","month"]"#
    } else {
        r#""workers":[64]"#
    };
    for factors in [
        r#""key":["own","none","counter","sequence","v4 uuid","v4 binary","v4 char","v7 uuid","v7 binary","v7 char","ulid char","ulid binary"]"#.to_owned(),
        r#""method":["single","insert","bulk"],"chunk_rows":[100],"statement_rows":[7]"#.to_owned(),
        r#""partitions":["none","day","month","year"],"layout":["ranges","partitions"],"workers":[3]"#.to_owned(),
        r#""indexes":["none","before","after"],"foreign_keys":["none"]"#.to_owned(),
        unlogged.to_owned(),
        format!(r#""setting.{setting}]"#),
    ] {
        let json = format!(r#"{{"dataset":"","target":"t","repeats":1,"warm_up":false,"factors":{{{factors}}}}}"#);
        let request = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
        let made = run_experiment(&fixture.launcher, request, stays.spec(), &CancellationToken::new(), |_| {}).await;
        let made = made.unwrap_or_else(|error| panic!("{factors}: {error}"));
        assert_eq!(made.status, ExperimentStatus::Completed, "{factors}: {:?}", made.error);
        for run in &made.runs {
            let cell = &made.cells[run.cell as usize];
            let measures = run.measures.as_ref().unwrap_or_else(|| panic!("{cell:?}: {:?}", run.error));
            assert_eq!((run.status, measures.rows), (RunStatus::Done, 300), "{cell:?}");
            assert!(measures.statistics.is_some(), "{cell:?}");
        }
    }
    for records in ["rowmill_load", "rowmill_checkpoint"] {
        assert_eq!(fixture.count(records), 0);
    }
    let here = if kind == Kind::Postgres { "CURRENT_SCHEMA()" } else { "DATABASE()" };
    let tables = fixture.run(&format!(
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = {here} AND table_name LIKE 'rowmill\\_x%'"
    ));
    assert_eq!(tables.trim(), "0");
}

async fn foreign_keys_in_force_need_their_parents(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let rooms = rooms(100);
    let run = async || {
        let json = r#"{"dataset":"","target":"t","table":"stay","repeats":2,"factors":{"foreign_keys":["none","in force"]}}"#;
        run_experiment(
            &fixture.launcher,
            serde_json::from_str(json).unwrap(),
            rooms.spec(),
            &CancellationToken::new(),
            |_| {},
        )
        .await
    };
    let error = run().await.unwrap_err().to_string();
    assert!(error.contains("need `room` in the target"), "{error}");
    assert_completed(&fixture.load(&rooms, r#"{"tables":["room"]}"#).await, 50);
    let made = run().await.unwrap();
    assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
    assert!(made.notes.iter().all(|note| !note.contains("same load")), "{:?}", made.notes);
    // The person's own table is as it was.
    assert_eq!((fixture.count("room"), fixture.count("rowmill_load")), (50, 1));
}

async fn what_a_database_counts_is_in_the_results(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let json = r#"{"dataset":"","target":"t","repeats":1,"warm_up":false,"factors":{"method":["single","insert"],"chunk_rows":[100],"statement_rows":[10],"workers":[1]}}"#;
    let made = run_experiment(
        &fixture.launcher,
        serde_json::from_str(json).unwrap(),
        dataset(STAYS).spec(),
        &CancellationToken::new(),
        |_| {},
    )
    .await
    .unwrap();
    assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
    for run in &made.runs {
        let measures = run.measures.as_ref().unwrap();
        let is_single = made.cells[run.cell as usize].levels["method"].0 == "single";
        let statements = measures.chunk_times.statement.unwrap();
        assert_eq!(statements.count, if is_single { 300 } else { 30 });
        assert!(statements.mean > 0.0 && statements.mean <= statements.max);
        assert!(measures.processor_seconds.unwrap() > 0.0);
        let written = if kind == Kind::Postgres { "wal_bytes" } else { "innodb_os_log_written" };
        assert!(measures.counters[written] > 1_000.0, "{:?}", measures.counters);
        let of_kind = if kind == Kind::Postgres { TargetKind::Postgres } else { TargetKind::Mysql };
        for name in measures.counters.keys() {
            assert!(counter(of_kind, name).is_some(), "{name}");
        }
        assert!(measures.counters.len() >= 5, "{:?}", measures.counters);
    }
}

async fn unlogged_tables_are_of_postgres(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let rooms = rooms(100);
    if kind != Kind::Postgres {
        let refused =
            fixture.launcher.launch(request(&rooms, r#"{"unlogged":true}"#), Arc::clone(&rooms)).await;
        assert!(refused.unwrap_err().to_string().contains("leave `unlogged` out"));
        return;
    }
    assert_completed(&fixture.load(&rooms, r#"{"unlogged":true}"#).await, 150);
    let persistence = "SELECT DISTINCT relpersistence FROM pg_class WHERE relname IN ('room', 'stay')";
    assert_eq!(fixture.run(persistence).trim(), "u");
}
