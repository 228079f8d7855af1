//! Settings of a whole server, and the place of the one who measures on it.

use std::time::Duration;

use contract::{Experiment, ExperimentStatus, RunStatus};
use loader::{ExperimentError, JobRepository, Laboratory, run_experiment};
use scratch_databases::{Kind, Server};
use tokio_util::sync::CancellationToken;

use crate::{
    experiments::STAYS,
    fixture::{Fixture, dataset, launcher, new_database, private},
    on_every_server,
    rights::account_that_creates,
};

on_every_server!(
    settings_of_the_server_are_changed_and_set_back,
    what_others_left_changed_is_set_back,
    what_another_database_of_the_server_has_left_is_said,
    what_a_person_sets_meanwhile_stays,
    a_value_that_a_server_refuses_changes_nothing,
    what_was_refused_keeps_nobody_waiting,
    one_experiment_at_a_time_measures_on_a_server,
    a_place_that_is_lost_is_taken_again,
    one_that_waits_for_the_place_is_stopped_and_gone_on_with,
);

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
        self.leave_in("", level, server);
    }

    /// The same in another database, or of PostgreSQL in another schema, whose name ends with a point.
    fn leave_in(&self, place: &str, level: &str, server: &str) {
        let (name, ..) = server_setting(self.server.kind());
        let (identity, written) = if self.server.kind() == Kind::Postgres {
            ("(SELECT system_identifier::text FROM pg_control_system())", "NULL".to_owned())
        } else {
            ("CONCAT(@@hostname, ':', @@port, ' ', @@datadir)", format!("'{}'", self.before))
        };
        let identity = if server.is_empty() { identity.to_owned() } else { format!("'{server}'") };
        self.fixture.sql(
            &self.server,
            &format!(
                "CREATE TABLE IF NOT EXISTS {place}rowmill_setting (name VARCHAR(64) NOT NULL PRIMARY KEY, server VARCHAR(300) NOT NULL, \
                 value VARCHAR(200) NOT NULL, written VARCHAR(200), levels VARCHAR(200) NOT NULL, changed_at VARCHAR(40) NOT NULL)"
            ),
        );
        let sql = format!(
            "INSERT INTO {place}rowmill_setting SELECT '{name}', {identity}, '{}', {written}, '{level}', 'then'",
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

async fn what_another_database_of_the_server_has_left_is_said(kind: Kind) {
    let of_server = OfServer::new(kind).await;
    let (_, [one, two, _], _) = server_setting(kind);
    // A session of PostgreSQL sees one database, with all its schemas.
    let create = if kind == Kind::Postgres { "CREATE SCHEMA other" } else { "CREATE DATABASE other" };
    of_server.fixture.sql(&of_server.server, create);
    of_server.leave_in("other.", &format!("{one},{two}"), "");
    of_server.set(two);
    let made = of_server.run(r#""repeats":1,"factors":{"method":["bulk"]}"#, |_| {}).await.unwrap();
    assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
    let said = "an experiment on another database of this server (other) has left settings changed";
    assert!(made.notes.iter().any(|note| note.starts_with(said)), "{:?}", made.notes);
    // Whoever may write there cannot have this account change the server.
    assert_eq!(of_server.value(), two);
    assert_eq!(
        of_server.fixture.sql(&of_server.server, "SELECT COUNT(*) FROM other.rowmill_setting").trim(),
        "1"
    );
}

async fn what_a_person_sets_meanwhile_stays(kind: Kind) {
    let of_server = OfServer::new(kind).await;
    let (name, [one, two, three], _) = server_setting(kind);
    let json =
        format!(r#""repeats":3,"factors":{{"setting.{name}":["{one}","{two}"]}},"may_change":["{name}"]"#);
    let mut is_set = false;
    let made = of_server.run(&json, |experiment| {
        if experiment.ended_runs() == 1 && !is_set {
            is_set = true;
            of_server.set(three);
        }
    });
    let made = made.await.unwrap();
    let error = made.error.unwrap_or_else(|| panic!("{:?}", made.status));
    assert!(error.message.contains(&format!("somebody has set `{name}` to `{three}`")), "{}", error.message);
    assert_eq!(of_server.value(), three);
    assert_eq!(made.runs[0].status, RunStatus::Done);
    of_server.run_another().await;
    assert_eq!(of_server.value(), three);
}

async fn a_value_that_a_server_refuses_changes_nothing(kind: Kind) {
    if kind == Kind::Postgres {
        // It takes each number of the suggested kind.
        return;
    }
    let of_server = OfServer::new(kind).await;
    let pool = || of_server.fixture.sql(&of_server.server, "SELECT @@GLOBAL.innodb_buffer_pool_size");
    let before = pool();
    let level = before.trim().parse::<u64>().unwrap() * 2 + 1;
    let json = format!(
        r#""repeats":1,"factors":{{"setting.innodb_buffer_pool_size":["{level}"]}},"may_change":["innodb_buffer_pool_size"]"#
    );
    let made = of_server.run(&json, |_| {}).await.unwrap();
    let error = made.error.unwrap_or_else(|| panic!("{:?}", made.status));
    // No multiple of what memory is given out in.
    assert!(error.message.contains("can't be set to the value"), "{}", error.message);
    assert_eq!(pool(), before);
    of_server.run_another().await;
}

async fn what_was_refused_keeps_nobody_waiting(kind: Kind) {
    if kind == Kind::Postgres {
        // Who may read what is written there may change it.
        return;
    }
    let mut of_server = OfServer::new(kind).await;
    let (_, [one, ..], _) = server_setting(kind);
    let url = account_that_creates(&of_server.server, &of_server.fixture.database);
    of_server.fixture.launcher = launcher(&url).await;
    // A program was killed before the server took the value, or the server did not take it.
    of_server.leave(&format!("{},{one}", of_server.before), "");
    of_server.run_another().await;
    assert_eq!(of_server.value(), of_server.before);
}

async fn a_place_that_is_lost_is_taken_again(kind: Kind) {
    let of_server = OfServer::new(kind).await;
    // Those who have the place.
    let held = if kind == Kind::Postgres {
        "pg_locks WHERE locktype = 'advisory' AND granted AND classid = 7499639 AND objid = 1836279156"
    } else {
        "information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK('rowmill.settings')"
    };
    let count = || of_server.fixture.sql(&of_server.server, &format!("SELECT COUNT(*) FROM {held}"));
    let mut is_ended = false;
    let mut held_at_last = String::new();
    let made = of_server.run(r#""repeats":3,"factors":{"method":["bulk"]}"#, |experiment| {
        if experiment.ended_runs() == 1 && !is_ended {
            is_ended = true;
            if kind == Kind::Postgres {
                of_server
                    .fixture
                    .sql(&of_server.server, &format!("SELECT pg_terminate_backend(pid) FROM {held}"));
            } else {
                let id = of_server.fixture.sql(&of_server.server, &format!("SELECT ID FROM {held}"));
                of_server.fixture.sql(&of_server.server, &format!("KILL {}", id.trim()));
            }
        }
        if experiment.ended_runs() == 3 && experiment.status == ExperimentStatus::Running {
            held_at_last = count();
        }
    });
    let made = made.await.unwrap();
    assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
    assert!(made.runs.iter().all(|run| run.status == RunStatus::Done), "{:?}", made.runs);
    assert!(is_ended);
    assert_eq!(held_at_last.trim(), "1");
}

/// Has a client of its own hold the place, in another database of the server.
async fn hold_the_place(of_server: &OfServer) -> std::process::Child {
    let kind = of_server.server.kind();
    let other = new_database(&of_server.server);
    let lock = if kind == Kind::Postgres {
        "SELECT pg_advisory_lock(32210706073085300), pg_sleep(300)"
    } else {
        "SELECT GET_LOCK('rowmill.settings', 60), SLEEP(300)"
    };
    let mut client = of_server.server.client(&other).unwrap();
    client.args([if kind == Kind::Postgres { "-c" } else { "-e" }, lock]);
    let holder =
        client.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    let start = std::time::Instant::now();
    let sql = format!("SELECT COUNT(*) FROM {}", sleeping(kind));
    while of_server.fixture.sql(&of_server.server, &sql).trim() != "1" {
        assert!(start.elapsed() < Duration::from_secs(60), "the client holds nothing");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    holder
}

/// The sessions that hold the place by sleeping.
fn sleeping(kind: Kind) -> &'static str {
    if kind == Kind::Postgres {
        "pg_stat_activity WHERE wait_event = 'PgSleep'"
    } else {
        "information_schema.PROCESSLIST WHERE STATE = 'User sleep'"
    }
}

/// Has the server end the client that holds the place.
fn free_the_place(of_server: &OfServer) {
    let sleeping = sleeping(of_server.server.kind());
    let end = if of_server.server.kind() == Kind::Postgres {
        format!("SELECT pg_terminate_backend(pid) FROM {sleeping}")
    } else {
        let id = of_server.fixture.sql(&of_server.server, &format!("SELECT ID FROM {sleeping}"));
        format!("KILL {}", id.trim())
    };
    of_server.fixture.sql(&of_server.server, &end);
}

async fn one_that_waits_for_the_place_is_stopped_and_gone_on_with(kind: Kind) {
    let of_server = OfServer::new(kind).await;
    let mut holder = hold_the_place(&of_server).await;
    let pool = sqlx::SqlitePool::connect("sqlite::memory:").await.unwrap();
    let loads = sqlx::SqlitePool::connect("sqlite::memory:").await.unwrap();
    let laboratory = Laboratory::new(
        &of_server.fixture.launcher,
        &JobRepository::open(pool).await.unwrap(),
        JobRepository::open(loads).await.unwrap(),
    );
    let request = r#"{"dataset":"","target":"t","warm_up":false,"repeats":1,"factors":{"method":["bulk"]}}"#;
    let mut changes = laboratory.changes();
    let begun =
        laboratory.start(serde_json::from_str(request).unwrap(), dataset(STAYS).spec()).await.unwrap();
    let id = begun.id;
    let mut until = async |wanted: ExperimentStatus| {
        let reached = async { while changes.recv().await.unwrap().status != wanted {} };
        tokio::time::timeout(Duration::from_secs(90), reached)
            .await
            .unwrap_or_else(|_| panic!("never {wanted:?}"));
    };
    // Its turn has come, and the place is not free.
    until(ExperimentStatus::Running).await;
    until(ExperimentStatus::Queued).await;
    assert_eq!(laboratory.stop(&id).await.unwrap().status, ExperimentStatus::Stopping);
    until(ExperimentStatus::Stopped).await;
    // Its end is noted before nobody goes on with it.
    while let Err(ExperimentError::Running) = laboratory.restart(&id).await {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    until(ExperimentStatus::Running).await;
    until(ExperimentStatus::Queued).await;
    assert!(matches!(laboratory.delete(&id).await, Err(ExperimentError::Running)));
    free_the_place(&of_server);
    until(ExperimentStatus::Completed).await;
    let found = laboratory.find(&id).await.unwrap();
    assert_eq!((found.status, found.runs[0].status), (ExperimentStatus::Completed, RunStatus::Done));
    laboratory.shut_down().await;
    // Its server has ended it.
    let _ = holder.wait();
}

async fn one_experiment_at_a_time_measures_on_a_server(kind: Kind) {
    let of_server = OfServer::new(kind).await;
    let mut holder = hold_the_place(&of_server).await;
    let mut has_waited = false;
    let made = of_server.run(r#""repeats":1,"factors":{"method":["bulk"]}"#, |experiment| {
        if experiment.status == ExperimentStatus::Queued {
            has_waited = true;
            free_the_place(&of_server);
        }
    });
    let made = made.await.unwrap();
    assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
    assert!(has_waited);
    // Its server has ended it.
    let _ = holder.wait();
}
