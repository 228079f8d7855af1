//! What stands between a load and its server, and shares connections among clients: a load does not go through it, and leaves nothing
//! there.

use contract::JobStatus;
use scratch_databases::{Kind, Pooler};

use crate::fixture::{Fixture, assert_completed, failure, private, request, rooms};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_pool_is_noticed_and_left_as_it_was() {
    let server = private(Kind::Postgres, &[]);
    let pooler = Pooler::start(&server).unwrap();
    let direct = Fixture::on(&server).await;
    let pooled = Fixture::with_url(&server, &direct.database, &pooler.url(&direct.database)).await;
    let dataset = rooms(100);
    let (code, message) = failure(&pooled.load(&dataset, "{}").await);
    assert_eq!(code, "target_shared", "{message}");
    assert!(message.contains("pool_mode = session"), "{message}");
    assert!(
        pooled
            .launcher
            .preflight(&request(&dataset, "{}"), &dataset)
            .await
            .unwrap()
            .iter()
            .any(|check| { check.code == "target_shared" && check.level == contract::CheckLevel::Error })
    );
    // The sessions of the pool are as they were, and hold no locks of ours.
    // PgBouncer itself keeps these as each client has them.
    let settings = "SELECT string_agg(name || '=' || setting, ' ') FROM pg_settings WHERE source = 'session' \
                    AND name NOT IN ('application_name', 'client_encoding', 'TimeZone', 'DateStyle', 'standard_conforming_strings')";
    let client = |sql: &str| direct.sql(&server, sql);
    assert_eq!(client("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'").trim(), "0");
    let mut psql = std::process::Command::new("psql");
    psql.args(["-qtA", &pooler.url(&direct.database), "-c", settings]);
    let said = String::from_utf8(psql.output().unwrap().stdout).unwrap();
    assert_eq!(said.trim(), "", "a setting of ours stays in the pool");
    assert_eq!(client("SELECT COUNT(*) FROM pg_tables WHERE tablename LIKE 'rowmill%'").trim(), "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_of_sessions_is_as_good_as_none() {
    let server = private(Kind::Postgres, &[]);
    let pooler = Pooler::start_with(&server, &[("pool_mode", "session")]).unwrap();
    let direct = Fixture::on(&server).await;
    let pooled = Fixture::with_url(&server, &direct.database, &pooler.url(&direct.database)).await;
    let job = pooled.load(&rooms(1_000), "{}").await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error);
    assert_completed(&job, 1_050);
}
