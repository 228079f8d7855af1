//! Accounts that may not do everything, and targets that cannot take a load.

use contract::{Experiment, ExperimentStatus};
use loader::ExperimentError;
use scratch_databases::{Kind, Server};

use crate::{
    fixture::{Fixture, assert_completed, dataset, failure, new_database, request, rooms, shared},
    on_every_server,
    stored::assert_stored,
};

on_every_server!(
    without_create_the_keys_tell_how_far_a_load_is,
    an_account_without_delete_inserts,
    tables_that_cannot_be_replaced_stay_as_they_are,
    what_cannot_be_loaded_is_said_before_the_first_row,
    passwords_are_told_to_nobody,
    a_setting_of_the_server_that_may_not_be_changed_is_said,
    an_experiment_without_the_right_to_create_is_refused,
    counters_that_may_not_be_read_are_said_before_the_first_run,
    a_table_that_something_unseen_refers_to_goes_back,
);

/// An account that may do these things in a database, and its URL.
fn account(server: &Server, database: &str, privileges: &str) -> String {
    let kind = server.kind();
    let name = format!("app_{database}");
    let sql = match kind {
        Kind::Postgres => format!(
            "CREATE ROLE {name} LOGIN PASSWORD 'secret'; REVOKE CREATE ON SCHEMA public FROM PUBLIC; \
             GRANT {privileges} ON ALL TABLES IN SCHEMA public TO {name}"
        ),
        _ => format!(
            "CREATE USER {name}@'%' IDENTIFIED BY 'secret'; GRANT {privileges} ON {database}.* TO {name}@'%'"
        ),
    };
    server.run_sql(database, &sql).unwrap();
    let user = if kind == Kind::Postgres { "rowmill@" } else { "root@" };
    server.url(database).replace(user, &format!("{name}:secret@"))
}

async fn without_create_the_keys_tell_how_far_a_load_is(kind: Kind) {
    let server = shared(kind);
    let database = new_database(server);
    server.run_sql(&database, "CREATE TABLE t (id BIGINT PRIMARY KEY, n INT NOT NULL)").unwrap();
    let url = account(server, &database, "SELECT, INSERT, UPDATE, DELETE");
    let fixture = Fixture::with_url(server, &database, &url).await;
    let dataset = dataset(
        r#"{"name":"t","rows":200000,"primary_key":["id"],"columns":[
            {"name":"id","type":"bigint","gen":{"kind":"sequence","start":5,"step":3}},{"name":"n","type":"int"}]}"#,
    );
    let options = r#"{"mode":"append","workers":2,"chunk_rows":100}"#;
    let id = fixture.launch(&dataset, options).await.job.id;
    fixture.until(&id, |job| job.committed > 2_000).await;
    fixture.launcher.stop(&id).await.unwrap();
    let stopped = fixture.finished(&id).await;
    assert!(stopped.committed < 200_000, "{stopped:?}");
    assert_eq!(fixture.count("t"), stopped.committed);
    let tables = if kind == Kind::Postgres {
        "pg_tables WHERE tablename"
    } else {
        "information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME"
    };
    assert_eq!(fixture.run(&format!("SELECT COUNT(*) FROM {tables} LIKE 'rowmill%'")).trim(), "0");
    // Somebody else's row makes a chunk that is neither whole nor absent.
    fixture.run("DELETE FROM t WHERE id = 5");
    let (_, message) = failure(&fixture.load(&dataset, options).await);
    assert!(message.contains("not as whole chunks"), "{message}");
    let first = generator::SqlValues::new(dataset.table("t").unwrap(), &{
        let mut batch = generator::Batch::new();
        dataset.table("t").unwrap().batch(0..1, &mut batch);
        batch
    })
    .get(1, 0)
    .to_owned_text();
    fixture.run(&format!("INSERT INTO t VALUES (5, {first})"));
    let job = fixture.load(&dataset, options).await;
    assert_completed(&job, 200_000);
    assert!(job.notes.iter().any(|note| note.contains("the keys of the rows tell")), "{:?}", job.notes);
    assert_stored(&fixture, &dataset, "t");

    // What cannot be told by keys is refused.
    let (code, message) = failure(&fixture.load(&dataset, r#"{"mode":"replace"}"#).await);
    assert_eq!(code, "no_checkpoints", "{message}");
    assert!(message.contains("grant CREATE"), "{message}");
    let (code, message) = failure(&fixture.load(&dataset, r#"{"mode":"append","join":true}"#).await);
    assert_eq!(code, "no_checkpoints", "{message}");
    let other = rooms(10);
    assert_eq!(failure(&fixture.load(&other, "{}").await).0, "no_checkpoints");
}

trait OwnedText {
    fn to_owned_text(&self) -> String;
}

impl OwnedText for generator::SqlValue<'_> {
    fn to_owned_text(&self) -> String {
        match self {
            generator::SqlValue::Integer(value) => value.to_string(),
            other => panic!("{other:?}"),
        }
    }
}

async fn an_account_without_delete_inserts(kind: Kind) {
    if kind == Kind::Postgres {
        return;
    }
    let server = shared(kind);
    let database = new_database(server);
    let url = account(server, &database, "SELECT, INSERT, UPDATE, CREATE, REFERENCES, INDEX, ALTER");
    // Its own tables it may clear.
    server
        .run_sql(
            &database,
            &format!(
                "CREATE TABLE rowmill_x (a INT); GRANT DELETE ON {database}.rowmill_x TO app_{database}@'%'"
            ),
        )
        .unwrap();
    let admin = Fixture::with_url(server, &database, &server.url(&database)).await;
    // The checkpoint tables are there, and may be cleared.
    assert_completed(
        &admin.load(&dataset(r#"{"name":"x","rows":1,"columns":[{"name":"a","type":"int"}]}"#), "{}").await,
        1,
    );
    for table in ["rowmill_load", "rowmill_checkpoint", "rowmill_rejected"] {
        server
            .run_sql(&database, &format!("GRANT DELETE ON {database}.{table} TO app_{database}@'%'"))
            .unwrap();
    }
    let fixture = Fixture::with_url(server, &database, &url).await;
    let target = &fixture.launcher.targets().await[0];
    assert!(
        target.checks.iter().any(|check| check.code == "privileges" && check.message.contains("DELETE")),
        "{target:?}"
    );
    let dataset = rooms(1_000);
    let job = fixture.load(&dataset, r#"{"chunk_rows":300}"#).await;
    assert_completed(&job, 1_050);
    assert!(job.notes.iter().any(|note| note.contains("grant the account DELETE")), "{:?}", job.notes);
    assert_stored(&fixture, &dataset, "stay");
}

/// What a table cannot be replaced for is said before the first row, of all tables, and none is touched.
async fn tables_that_cannot_be_replaced_stay_as_they_are(kind: Kind) {
    let server = shared(kind);
    let database = new_database(server);
    let admin = Fixture::with_url(server, &database, &server.url(&database)).await;
    let dataset = rooms(1_000);
    let both = ["room", "stay"];
    let is_untouched = |why: &str| {
        assert_eq!(both.map(|table| admin.count(table)), [2, 1], "{why}");
        let ours = "SELECT COUNT(*) FROM information_schema.tables WHERE table_name LIKE 'rowmill_new%' AND table_schema = ";
        let schema = if kind == Kind::Postgres { "'public'".to_owned() } else { format!("'{database}'") };
        assert_eq!(admin.run(&format!("{ours}{schema}")).trim(), "0", "{why}");
    };
    admin.run(
        "CREATE TABLE room (id INT PRIMARY KEY); INSERT INTO room VALUES (1), (2);
               CREATE TABLE stay (id INT PRIMARY KEY); INSERT INTO stay VALUES (9)",
    );
    if kind == Kind::Postgres {
        admin.run("CREATE VIEW seen AS SELECT id FROM stay");
        let (code, message) = failure(&admin.load(&dataset, r#"{"mode":"replace"}"#).await);
        assert_eq!(code, "replace", "{message}");
        assert!(message.contains("seen"), "{message}");
        is_untouched("a view");
        admin.run("DROP VIEW seen");
        // What is behind a partition, and behind a sequence, is no less in the way.
        let parted =
            crate::fixture::dataset(r#"{"name":"parted","rows":9,"columns":[{"name":"id","type":"int"}]}"#);
        admin.run(
            "CREATE TABLE parted (id SERIAL) PARTITION BY RANGE (id); \
             CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10); INSERT INTO parted VALUES (1)",
        );
        for (other, name) in [
            ("VIEW seen AS SELECT id FROM parted_1", "seen"),
            ("TABLE borrower (id INT DEFAULT nextval('parted_id_seq'))", "borrower"),
        ] {
            admin.run(&format!("CREATE {other}"));
            let (code, message) = failure(&admin.load(&parted, r#"{"mode":"replace"}"#).await);
            assert_eq!(code, "replace", "{message}");
            assert!(message.contains(name), "{message}");
            assert_eq!(admin.count("parted"), 1);
            admin.run(&format!("DROP {} {name}", other.split(' ').next().unwrap()));
        }
        assert_completed(&admin.load(&parted, r#"{"mode":"replace"}"#).await, 9);
    }
    let url = account(
        server,
        &database,
        if kind == Kind::Postgres { "ALL" } else { "SELECT, INSERT, UPDATE, DELETE, CREATE" },
    );
    if kind == Kind::Postgres {
        admin.run(&format!("GRANT CREATE ON SCHEMA public TO app_{database}"));
    }
    let fixture = Fixture::with_url(server, &database, &url).await;
    let (code, message) = failure(&fixture.load(&dataset, r#"{"mode":"replace"}"#).await);
    if kind == Kind::Postgres {
        assert_eq!(code, "replace", "{message}");
        assert!(message.contains("belongs to"), "{message}");
        is_untouched("an owner");
    } else {
        assert!(["replace", "target_forbidden"].contains(&code.as_str()), "{code}: {message}");
        assert_eq!(both.map(|table| admin.count(table)), [2, 1]);
    }
    // A table outside of the load that refers to one of it.
    admin.run("CREATE TABLE outside (room_id INT, FOREIGN KEY (room_id) REFERENCES room (id))");
    let (code, message) = failure(&admin.load(&dataset, r#"{"mode":"replace"}"#).await);
    assert_eq!(code, "table_referenced", "{message}");
    assert_eq!(both.map(|table| admin.count(table)), [2, 1]);
}

async fn what_cannot_be_loaded_is_said_before_the_first_row(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = dataset(
        r#"{"name":"t","rows":100,"primary_key":["id","d"],"columns":[{"name":"id","type":"int"},
            {"name":"d","type":"date","gen":{"kind":"date","from":"2025-05-01","to":"2025-10-27"}}]}"#,
    );
    let (fewer, more) = match kind {
        Kind::Postgres => (
            "CREATE TABLE t (id INT, d DATE) PARTITION BY RANGE (d); \
             CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2025-06-01')",
            "CREATE TABLE t2 PARTITION OF t DEFAULT",
        ),
        _ => (
            "CREATE TABLE t (id INT, d DATE) PARTITION BY RANGE COLUMNS (d) (PARTITION a VALUES LESS THAN ('2025-06-01'))",
            "ALTER TABLE t ADD PARTITION (PARTITION b VALUES LESS THAN (MAXVALUE))",
        ),
    };
    let mut cases = vec![
        (
            "CREATE TABLE x (id INT, d DATE); CREATE VIEW t AS SELECT * FROM x",
            "view",
            "DROP VIEW t; DROP TABLE x",
        ),
        ("CREATE TABLE t (id INT)", "column_missing", "DROP TABLE t"),
        ("CREATE TABLE t (id INT, d DATE, need INT NOT NULL)", "column_needed", "DROP TABLE t"),
        (
            "CREATE TABLE t (id INT, d DATE, n INT); INSERT INTO t VALUES (1, '2025-05-01', 1)",
            "table_exists",
            "DROP TABLE t",
        ),
        (fewer, "partitions", "DROP TABLE t"),
    ];
    match kind {
        Kind::Postgres => cases.push((
            "CREATE TABLE t (id INT, x INT, d DATE GENERATED ALWAYS AS (NULL::date) STORED)",
            "column_computed",
            "DROP TABLE t",
        )),
        _ => {
            cases.push(("CREATE TABLE t (id INT, d DATE) ENGINE=MyISAM", "engine", "DROP TABLE t"));
            cases.push((
                "CREATE TABLE t (id INT, d DATE AS ('2025-01-01') STORED)",
                "column_computed",
                "DROP TABLE t",
            ));
        }
    }
    for (create, code, drop) in cases {
        fixture.run(create);
        let checks = fixture.launcher.preflight(&request(&dataset, "{}"), &dataset).await.unwrap();
        let errors: Vec<_> =
            checks.iter().filter(|check| check.level == contract::CheckLevel::Error).collect();
        assert_eq!(
            errors.iter().map(|check| check.code.as_str()).collect::<Vec<_>>(),
            [code],
            "{create}: {checks:?}"
        );
        assert_eq!(errors[0].table.as_deref(), Some("t"));
        let (found, message) = failure(&fixture.load(&dataset, "{}").await);
        assert_eq!(found, code, "{create}: {message}");
        if code == "partitions" {
            fixture.run(more);
            let checks = fixture.launcher.preflight(&request(&dataset, "{}"), &dataset).await.unwrap();
            assert!(checks.iter().all(|check| check.level != contract::CheckLevel::Error), "{checks:?}");
        }
        fixture.run(drop);
    }
    // Keys that are taken, and parents that are not there.
    let rooms = rooms(10);
    fixture.run("CREATE TABLE room (id INT PRIMARY KEY); INSERT INTO room VALUES (7), (70)");
    let checks = fixture
        .launcher
        .preflight(&request(&rooms, r#"{"mode":"append","tables":["room"]}"#), &rooms)
        .await
        .unwrap();
    let overlap =
        checks.iter().find(|check| check.code == "key_overlap").unwrap_or_else(|| panic!("{checks:?}"));
    assert!(overlap.message.contains("a row whose `id` is 7"), "{overlap:?}");
    let (code, _) = failure(&fixture.load(&rooms, r#"{"mode":"append","tables":["room"]}"#).await);
    assert_eq!(code, "key_overlap");
    let checks =
        fixture.launcher.preflight(&request(&rooms, r#"{"tables":["stay"]}"#), &rooms).await.unwrap();
    assert!(
        checks.iter().any(|check| check.code == "parents" && check.message.contains("which has 2")),
        "{checks:?}"
    );
    // Nothing is wrong, and what will be done is said.
    let checks = fixture.launcher.preflight(&request(&dataset, "{}"), &dataset).await.unwrap();
    assert!(
        checks.iter().any(|check| check.code == "table" && check.message == "will be created"),
        "{checks:?}"
    );
    // A name that the server would cut off, a key that it cannot have.
    let name = "x".repeat(65);
    let long = crate::fixture::dataset(&format!(
        r#"{{"name":"{name}","rows":1,"columns":[{{"name":"a","type":"int"}}]}}"#
    ));
    assert_eq!(failure(&fixture.load(&long, "{}").await).0, "schema_refused");
    let partitioned = crate::fixture::dataset(
        r#"{"name":"p","rows":9,"primary_key":["id"],"partition_by":{"column":"d","range":"month"},"columns":[
            {"name":"id","type":"int"},{"name":"d","type":"date","gen":{"kind":"date","from":"2025-05-01","to":"2025-10-27"}}]}"#,
    );
    let (code, message) = failure(&fixture.load(&partitioned, "{}").await);
    assert_eq!(code, "schema_refused");
    assert!(message.contains("add `d` to the key (id)"), "{message}");
}

async fn passwords_are_told_to_nobody(kind: Kind) {
    let server = shared(kind);
    let database = new_database(server);
    let url = account(server, &database, "SELECT");
    for url in [url.replace("secret", "s3cr3t-wr0ng"), url.replace(&format!("/{database}"), "/nowhere")] {
        if kind == Kind::Postgres && url.contains("wr0ng") {
            // The test server trusts everyone.
            continue;
        }
        let fixture = Fixture::with_url(server, &database, &url).await;
        let target = &fixture.launcher.targets().await[0];
        let shown = format!("{target:?} {:?}", fixture.launcher);
        assert!(!target.reachable && !shown.contains("secret") && !shown.contains("s3cr3t"), "{shown}");
        let job = fixture.load(&rooms(1), "{}").await;
        let shown = serde_json::to_string(&job).unwrap();
        assert!(!shown.contains("secret") && !shown.contains("s3cr3t"), "{shown}");
        let (code, message) = failure(&job);
        assert!(matches!(code.as_str(), "target_forbidden" | "target_missing"), "{code}: {message}");
    }
}

/// An account does not see the foreign keys of other databases: the new table gives its place back to the old one.
async fn a_table_that_something_unseen_refers_to_goes_back(kind: Kind) {
    if kind == Kind::Postgres {
        // A foreign key stays within a database, and all of its catalogue can be read.
        return;
    }
    let server = shared(kind);
    let database = new_database(server);
    let other = new_database(server);
    let admin = Fixture::with_url(server, &database, &server.url(&database)).await;
    admin.run(&format!(
        "CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1), (2); \
         CREATE TABLE {other}.child (t INT, FOREIGN KEY (t) REFERENCES {database}.t (id)); INSERT INTO {other}.child VALUES (1)"
    ));
    let fixture = Fixture::with_url(server, &database, &account(server, &database, "ALL")).await;
    let dataset =
        dataset(r#"{"name":"t","rows":100,"primary_key":["id"],"columns":[{"name":"id","type":"int"}]}"#);
    for _ in 0..2 {
        let (code, message) = failure(&fixture.load(&dataset, r#"{"mode":"replace"}"#).await);
        assert_eq!(code, "swap_failed", "{message}");
        assert!(message.contains("cannot see"), "{message}");
        assert_eq!(admin.count("t"), 2);
        let refers = format!(
            "SELECT REFERENCED_TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '{other}'"
        );
        assert_eq!(admin.run(&refers).trim(), "t");
    }
    admin.run(&format!("DROP TABLE {other}.child"));
    assert_completed(&fixture.load(&dataset, r#"{"mode":"replace"}"#).await, 100);
    assert_eq!(admin.count("t"), 100);
    // Where another table of the same load is in its place already, nothing goes back any more: all new ones stay, and the old one is kept.
    let both = self::dataset(
        r#"{"name":"t","rows":50,"primary_key":["id"],"columns":[{"name":"id","type":"int"}]},
           {"name":"v","rows":50,"primary_key":["id"],"columns":[{"name":"id","type":"int"}]}"#,
    );
    admin.run(&format!(
        "CREATE TABLE v (id INT PRIMARY KEY); \
         CREATE TABLE {other}.child (t INT, FOREIGN KEY (t) REFERENCES {database}.t (id)); INSERT INTO {other}.child VALUES (1)"
    ));
    for _ in 0..3 {
        let (code, message) = failure(&fixture.load(&both, r#"{"mode":"replace"}"#).await);
        assert_eq!(code, "swap_failed", "{message}");
        assert!(message.contains("kept as rowmill_old_"), "{message}");
        assert_eq!((admin.count("t"), admin.count("v")), (50, 50));
    }
    admin.run(&format!("DROP TABLE {other}.child"));
    assert_completed(&fixture.load(&both, r#"{"mode":"replace"}"#).await, 100);
    assert_eq!(admin.run("SHOW TABLES LIKE 'rowmill_old%'"), "");
}

/// An account that may create tables, and nothing of the server.
pub(crate) fn account_that_creates(server: &Server, database: &str) -> String {
    let kind = server.kind();
    let url = account(server, database, "SELECT, INSERT, UPDATE, DELETE");
    let create = match kind {
        Kind::Postgres => format!("GRANT CREATE, USAGE ON SCHEMA public TO app_{database}"),
        _ => format!("GRANT CREATE, DROP, ALTER, INDEX ON {database}.* TO app_{database}@'%'"),
    };
    server.run_sql(database, &create).unwrap();
    url
}

/// Makes an experiment on the rooms of the tests.
async fn experiment(fixture: &Fixture, more: &str) -> Result<Experiment, ExperimentError> {
    let json = format!(r#"{{"dataset":"","target":"t","table":"room",{more}}}"#);
    loader::run_experiment(
        &fixture.launcher,
        serde_json::from_str(&json).unwrap(),
        rooms(100).spec(),
        &tokio_util::sync::CancellationToken::new(),
        |_| {},
    )
    .await
}

async fn an_experiment_without_the_right_to_create_is_refused(kind: Kind) {
    let server = shared(kind);
    let database = new_database(server);
    let url = account(server, &database, "SELECT, INSERT, UPDATE, DELETE");
    let fixture = Fixture::with_url(server, &database, &url).await;
    let error = experiment(&fixture, r#""factors":{"method":["bulk"]}"#).await.unwrap_err();
    let told = error.told();
    assert!(matches!(error, ExperimentError::Refused { .. }), "{error:?}");
    assert!(told.contains("CREATE"), "{told}");
    assert!(!told.contains("secret"), "{told}");
    let names = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'SCHEMA' AND table_name LIKE 'rowmill_x_%'"
        .replace("SCHEMA", if kind == Kind::Postgres { "public" } else { &database });
    assert_eq!(fixture.run(&names).trim(), "0");
}

async fn counters_that_may_not_be_read_are_said_before_the_first_run(kind: Kind) {
    let server = shared(kind);
    let database = new_database(server);
    let url = account_that_creates(server, &database);
    let (unread, read) = if kind == Kind::Postgres {
        // Every account may read them unless somebody forbids it.
        server.run_sql(&database, "REVOKE SELECT ON pg_stat_database FROM PUBLIC").unwrap();
        ("blocks_read", "wal_bytes")
    } else {
        ("index_page_splits", "innodb_os_log_written")
    };
    let fixture = Fixture::with_url(server, &database, &url).await;
    let made =
        experiment(&fixture, r#""repeats":1,"warm_up":false,"factors":{"method":["insert"]}"#).await.unwrap();
    assert_eq!(made.status, ExperimentStatus::Completed, "{:?}", made.error);
    assert!(
        made.notes.iter().any(|note| note.contains("counters cannot be read, and are left out (")),
        "{:?}",
        made.notes
    );
    let counters = &made.runs[0].measures.as_ref().unwrap().counters;
    assert!(counters.contains_key(read) && !counters.contains_key(unread), "{counters:?}");
}

async fn a_setting_of_the_server_that_may_not_be_changed_is_said(kind: Kind) {
    let server = shared(kind);
    let database = new_database(server);
    let fixture = Fixture::with_url(server, &database, &account_that_creates(server, &database)).await;
    let setting = if kind == Kind::Postgres { "full_page_writes" } else { "sync_binlog" };
    let levels = if kind == Kind::Postgres { r#"["on","off"]"# } else { "[0,1]" };
    let more = format!(r#""factors":{{"setting.{setting}":{levels}}},"may_change":["{setting}"]"#);
    let error = experiment(&fixture, &more).await.unwrap_err();
    assert_eq!(error.code(), "cannot_change");
    let told = error.told();
    assert!(told.contains(&format!("the setting `{setting}` of the server cannot be changed")), "{told}");
    assert!(told.contains("an account that may"), "{told}");
}
