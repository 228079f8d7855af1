//! Servers that do not take rows the fast way.

use std::time::Duration;

use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed, failure, is_available, private, rooms},
    stored::assert_stored,
};

async fn is_off_from_the_start(kind: Kind) {
    let server = private(kind, &["--local-infile=0"]);
    let fixture = Fixture::on(&server).await;
    let target = &fixture.launcher.targets().await[0];
    assert!(
        target
            .checks
            .iter()
            .any(|check| check.code == "local_infile" && check.message.contains("SET GLOBAL")),
        "{target:?}"
    );
    let dataset = rooms(3_000);
    let job = fixture.load(&dataset, r#"{"chunk_rows":400,"workers":2}"#).await;
    assert_completed(&job, 3_050);
    let told = job.notes.iter().filter(|note| note.contains("SET GLOBAL local_infile")).count();
    assert_eq!(told, 1, "{:?}", job.notes);
    assert_eq!(fixture.sql(&server, "SELECT COUNT(*) FROM stay").trim(), "3000");
    // A chunk of many pieces, which nobody takes.
    let many = rooms(60_000);
    assert_completed(&fixture.load(&many, r#"{"mode":"replace","workers":1}"#).await, 60_050);
    // Whoever insists on the fast way is told that there is none.
    let (code, message) = failure(&fixture.load(&dataset, r#"{"mode":"replace","method":"bulk"}"#).await);
    assert_eq!(code, "bulk_forbidden", "{message}");
}

async fn is_turned_off_in_the_middle(kind: Kind) {
    let server = private(kind, &[]);
    let fixture = Fixture::on(&server).await;
    let dataset = rooms(200_000);
    let id = fixture.launch(&dataset, r#"{"chunk_rows":200,"workers":2}"#).await.job.id;
    fixture.until(&id, |job| job.committed > 4_000).await;
    server.run_sql("mysql", "SET GLOBAL local_infile = 0").unwrap();
    let job = fixture.finished(&id).await;
    assert_completed(&job, 200_050);
    let told = job.notes.iter().filter(|note| note.contains("SET GLOBAL local_infile")).count();
    assert_eq!(told, 1, "{:?}", job.notes);
    let found = fixture.sql(&server, "SELECT COUNT(*), COUNT(DISTINCT id), SUM(id) FROM stay");
    assert_eq!(found.trim(), "200000\t200000\t20000100000");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_without_local_infile_from_the_start() {
    is_off_from_the_start(Kind::MariaDb).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_without_local_infile_from_the_middle_on() {
    is_turned_off_in_the_middle(Kind::MariaDb).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mysql_without_local_infile_from_the_start() {
    if is_available(Kind::MySql) {
        is_off_from_the_start(Kind::MySql).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mysql_without_local_infile_from_the_middle_on() {
    if is_available(Kind::MySql) {
        is_turned_off_in_the_middle(Kind::MySql).await;
    }
}

/// MariaDB takes a lock on a table with AUTO_INCREMENT for the length of a LOAD DATA, even where every key is given.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_counter_of_mariadb_takes_one_partition_at_a_time() {
    let fixture = Fixture::new(Kind::MariaDb).await;
    let dataset = crate::fixture::dataset(
        r#"{"name":"t","rows":20000,"primary_key":["id"],"columns":[
            {"name":"id","type":"bigint","gen":{"kind":"sequence"},"identity":true},{"name":"n","type":"int"}]}"#,
    );
    fixture.run("CREATE TABLE t (id BIGINT AUTO_INCREMENT PRIMARY KEY, n INT)");
    let job = tokio::time::timeout(
        Duration::from_secs(60),
        fixture.load(&dataset, r#"{"mode":"append","workers":4,"chunk_rows":500}"#),
    );
    let job = job.await.unwrap();
    assert_completed(&job, 20_000);
    assert!(job.notes.iter().any(|note| note.contains("innodb_autoinc_lock_mode = 2")), "{:?}", job.notes);
    assert_stored(&fixture, &dataset, "t");
}
