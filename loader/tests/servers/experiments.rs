//! Experiments on real servers: every factor, and nothing that stays.

use std::sync::Arc;

use contract::{Experiment, ExperimentStatus, RunStatus, TargetKind, counter};
use loader::{ExperimentError, run_experiment};
use scratch_databases::{Kind, Server};
use tokio_util::sync::CancellationToken;

use crate::{
    fixture::{Fixture, assert_completed, dataset, new_database, private, request, rooms},
    on_every_server,
};

on_every_server!(
    every_factor_is_measured_and_nothing_stays,
    foreign_keys_in_force_need_their_parents,
    settings_of_the_server_are_changed_and_set_back,
    what_others_left_changed_is_set_back,
    one_experiment_at_a_time_measures_on_a_server,
    what_a_database_counts_is_in_the_results,
    unlogged_tables_are_of_postgres,
);

/// A table with a date, a composite key, an index and a unique group.
const STAYS: &str = r#"{"name":"stay","rows":300,"primary_key":["room","day"],"unique":[["code"]],"indexes":[["price"]],"columns":[
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

/// A setting of the whole server, three levels that are not what it is, and the statement that tells its value.
fn server_setting(kind: Kind) -> (&'static str, [&'static str; 3], &'static str) {
    if kind == Kind::Postgres {
        (
            "max_wal_size",
            ["2048", "3072", "5120"],
            "SELECT setting FROM pg_settings WHERE name = 'max_wal_size'",
        )
    } else {
        ("sync_binlog", ["100", "200", "7"], "SELECT @@GLOBAL.sync_binlog")
    }
}

/// A server that a test has for itself, and a setting of it.
struct OfServer {
    server: Server,
    fixture: Fixture,
    before: String,
}

impl OfServer {
    async fn new(kind: Kind) -> Self {
        let server = private(kind, &[]);
        let fixture = Fixture::on(&server).await;
        let before = fixture.sql(&server, server_setting(kind).2).trim().to_owned();
        Self { server, fixture, before }
    }

    fn value(&self) -> String {
        self.fixture.sql(&self.server, server_setting(self.server.kind()).2).trim().to_owned()
    }

    fn set(&self, level: &str) {
        let name = server_setting(self.server.kind()).0;
        if self.server.kind() == Kind::Postgres {
            self.fixture.sql(&self.server, &format!("ALTER SYSTEM SET {name} = '{level}'"));
            self.fixture.sql(&self.server, "SELECT pg_reload_conf()");
        } else {
            self.fixture.sql(&self.server, &format!("SET GLOBAL {name} = {level}"));
        }
    }

    /// What an experiment writes down that has given the setting a level.
    fn leave(&self, level: &str, server: &str) {
        let (name, ..) = server_setting(self.server.kind());
        let (identity, written) = if self.server.kind() == Kind::Postgres {
            ("(SELECT system_identifier::text FROM pg_control_system())", "NULL".to_owned())
        } else {
            ("CONCAT(@@hostname, ':', @@port, ' ', @@datadir)", format!("'{}'", self.before))
        };
        let identity = if server.is_empty() { identity.to_owned() } else { format!("'{server}'") };
        self.fixture.sql(
            &self.server,
            "CREATE TABLE IF NOT EXISTS rowmill_setting (name VARCHAR(64) NOT NULL PRIMARY KEY, server VARCHAR(300) NOT NULL, \
             value VARCHAR(200) NOT NULL, written VARCHAR(200), levels VARCHAR(200) NOT NULL, changed_at VARCHAR(40) NOT NULL)",
        );
        let sql = format!(
            "INSERT INTO rowmill_setting SELECT '{name}', {identity}, '{}', {written}, '{level}', 'then'",
            self.before
        );
        self.fixture.sql(&self.server, &sql);
    }

    async fn run(
        &self,
        json: &str,
        told: impl FnMut(&Experiment) + Send,
    ) -> Result<Experiment, ExperimentError> {
        let json = format!(r#"{{"dataset":"","target":"t","warm_up":false,{json}}}"#);
        let request = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
        let stays = dataset(STAYS);
        run_experiment(&self.fixture.launcher, request, stays.spec(), &CancellationToken::new(), told).await
    }

    /// Another experiment, which is about something else.
    async fn run_another(&self) {
        let made = self.run(r#""repeats":1,"factors":{"method":["bulk"]}"#, |_| {}).await.unwrap();
        assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
        let left = "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'rowmill_setting'";
        assert_eq!(self.fixture.sql(&self.server, left).trim(), "0");
    }
}

async fn settings_of_the_server_are_changed_and_set_back(kind: Kind) {
    let of_server = OfServer::new(kind).await;
    let (name, [one, two, _], _) = server_setting(kind);
    let factors = format!(r#""repeats":2,"factors":{{"setting.{name}":["{one}","{two}"]}}"#);
    let error = of_server.run(&factors, |_| {}).await.unwrap_err().to_string();
    assert!(error.contains("setting of the whole server") && error.contains("may_change"), "{error}");

    let (mut seen, mut ended) = (Vec::new(), 0);
    let allowed = format!(r#"{factors},"may_change":["{name}"]"#);
    let made = of_server.run(&allowed, |experiment| {
        let over = experiment.ended_runs();
        if over > ended && experiment.status == ExperimentStatus::Running {
            ended = over;
            let last = &experiment.runs[over - 1];
            let wanted = experiment.cells[last.cell as usize].levels[&format!("setting.{name}")].0.clone();
            seen.push((wanted, of_server.value(), experiment.changed_settings[name].value.clone()));
        }
    });
    let made = made.await.unwrap();
    assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
    assert_eq!(seen.len(), 4, "{seen:?}");
    for (wanted, found, kept) in &seen {
        assert_eq!((wanted, kept), (found, &of_server.before), "{seen:?}");
    }
    for level in [one, two] {
        assert!(seen.iter().any(|(wanted, _, _)| wanted == level), "{seen:?}");
    }
    assert!(
        made.changed_settings.is_empty() && made.notes.iter().any(|note| note.contains(name)),
        "{made:?}"
    );
    assert_eq!(of_server.value(), of_server.before);
    if kind == Kind::Postgres {
        let sql = format!(
            "SELECT COUNT(*) FROM pg_file_settings WHERE name = '{name}' AND sourcefile LIKE '%auto.conf'"
        );
        assert_eq!(of_server.fixture.sql(&of_server.server, &sql).trim(), "0");
    }
    of_server.run_another().await;
}

async fn what_others_left_changed_is_set_back(kind: Kind) {
    let of_server = OfServer::new(kind).await;
    let (_, [one, two, three], _) = server_setting(kind);
    // A program that was killed, between two levels.
    of_server.leave(&format!("{one},{two}"), "");
    of_server.set(two);
    of_server.run_another().await;
    assert_eq!(of_server.value(), of_server.before);
    // A person has chosen another value since.
    of_server.leave(two, "");
    of_server.set(three);
    of_server.run_another().await;
    assert_eq!(of_server.value(), three);
    // The tables are a copy of those of another server.
    of_server.leave(three, "elsewhere");
    of_server.run_another().await;
    assert_eq!(of_server.value(), three);
    // A row that somebody else has written.
    of_server.leave(three, "");
    of_server.fixture.sql(&of_server.server, "UPDATE rowmill_setting SET name = 'port'");
    let made = of_server.run(r#""repeats":1,"factors":{"method":["bulk"]}"#, |_| {}).await.unwrap();
    let message = made.error.unwrap().message;
    assert!(message.contains("set it back by hand, and delete the row"), "{message}");
    assert_eq!(of_server.value(), three);
}

async fn one_experiment_at_a_time_measures_on_a_server(kind: Kind) {
    let of_server = OfServer::new(kind).await;
    // On another database of the server.
    let other = new_database(&of_server.server);
    let (lock, sleeping) = if kind == Kind::Postgres {
        (
            "SELECT pg_advisory_lock(32210706073085300), pg_sleep(300)",
            "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
        )
    } else {
        (
            "SELECT GET_LOCK('rowmill.settings', 60), SLEEP(300)",
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'",
        )
    };
    let mut client = of_server.server.client(&other).unwrap();
    client.args([if kind == Kind::Postgres { "-c" } else { "-e" }, lock]);
    let mut holder =
        client.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    while of_server.fixture.sql(&of_server.server, sleeping).trim() != "1" {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let mut has_waited = false;
    let made = of_server.run(r#""repeats":1,"factors":{"method":["bulk"]}"#, |experiment| {
        if experiment.status == ExperimentStatus::Queued {
            has_waited = true;
            let end = if kind == Kind::Postgres {
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                    .to_owned()
            } else {
                let id = "SELECT ID FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'";
                format!("KILL {}", of_server.fixture.sql(&of_server.server, id).trim())
            };
            of_server.fixture.sql(&of_server.server, &end);
        }
    });
    let made = made.await.unwrap();
    assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
    assert!(has_waited);
    // Its server has ended it.
    let _ = holder.wait();
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
