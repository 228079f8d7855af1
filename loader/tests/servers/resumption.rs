//! Loads that stop, break and are taken over go on behind their last committed chunk, or say why they do not.

use std::sync::Arc;

use contract::{JobOutcome, JobStatus};
use loader::LaunchError;
use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed, dataset, failure, launcher, request, rooms},
    on_every_server,
    stored::assert_stored,
};

on_every_server!(
    a_stopped_load_goes_on_behind_its_last_chunk,
    a_second_process_fences_the_first,
    a_process_whose_load_began_anew_writes_nothing_more,
    what_has_changed_is_not_resumed,
    modes_say_what_becomes_of_a_table,
    a_complete_load_is_complete,
    a_table_that_others_refer_to_is_not_replaced,
);

async fn a_stopped_load_goes_on_behind_its_last_chunk(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = rooms(60_000);
    let options = r#"{"chunk_rows":300,"workers":2}"#;
    let id = fixture.launch(&dataset, options).await.job.id;
    assert_eq!(fixture.launch(&dataset, options).await.outcome, JobOutcome::Joined);
    fixture.until(&id, |job| job.committed > 3_000).await;
    fixture.launcher.stop(&id).await.unwrap();
    let stopped = fixture.finished(&id).await;
    assert_eq!(stopped.status, JobStatus::Stopped, "{:?}", stopped.error);
    assert!(stopped.committed < 60_050);
    assert_eq!(fixture.count("stay") + 50, stopped.committed);
    // Other workers and another chunk size change nothing: the plan of the first execution stays.
    let restarted = fixture.launch(&dataset, r#"{"chunk_rows":9999,"workers":5,"method":"insert"}"#).await;
    assert_eq!(restarted.outcome, JobOutcome::Restarted);
    let job = fixture.finished(&id).await;
    assert_completed(&job, 60_050);
    assert_eq!((job.executions, job.tables[1].partitions.len()), (2, 2));
    assert_stored(&fixture, &dataset, "stay");
    assert!(matches!(fixture.launcher.restart(&id, dataset).await, Err(LaunchError::Complete)));
}

async fn a_second_process_fences_the_first(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = rooms(60_000);
    let options = r#"{"chunk_rows":200,"workers":2}"#;
    let id = fixture.launch(&dataset, options).await.job.id;
    fixture.until(&id, |job| job.committed > 2_000).await;
    let second = Fixture {
        launcher: launcher(&fixture.url).await,
        url: fixture.url.clone(),
        database: fixture.database.clone(),
        ..fixture
    };
    let taken = second.load(&dataset, options).await;
    assert_completed(&taken, 60_050);
    let first = Fixture { launcher: fixture.launcher, ..second };
    let (code, message) = failure(&first.finished(&id).await);
    assert_eq!(code, "fenced", "{message}");
    assert_stored(&first, &dataset, "stay");
}

/// The first has more partitions than workers: those that it has not claimed yet are others when it comes to them.
async fn a_process_whose_load_began_anew_writes_nothing_more(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = dataset(
        r#"{"name":"t","rows":60000,"partition_by":{"column":"d","range":"month"},"columns":[{"name":"n","type":"int"},
            {"name":"d","type":"date","gen":{"kind":"date","from":"2025-01-01","to":"2025-12-31"}}]}"#,
    );
    let id = fixture.launch(&dataset, r#"{"chunk_rows":100,"workers":1}"#).await.job.id;
    fixture.until(&id, |job| job.committed > 1_000).await;
    let second = launcher(&fixture.url).await;
    let again = request(&dataset, r#"{"chunk_rows":700,"workers":3,"again":true}"#);
    let answer = second.launch(again, Arc::clone(&dataset)).await.unwrap();
    if let Some(mut updates) = second.find(&answer.job.id).await.unwrap().updates {
        let _ = updates.wait_for(|job| !job.status.is_running()).await;
    }
    assert_completed(&second.find(&answer.job.id).await.unwrap().job, 60_000);
    let (code, message) = failure(&fixture.finished(&id).await);
    assert_eq!(code, "fenced", "{message}");
    assert_stored(&fixture, &dataset, "t");
}

/// A load that was stopped in its middle.
async fn stopped(fixture: &Fixture, dataset: &Arc<generator::Dataset>) -> String {
    let id = fixture.launch(dataset, r#"{"chunk_rows":100}"#).await.job.id;
    fixture.until(&id, |job| job.committed > 1_000).await;
    fixture.launcher.stop(&id).await.unwrap();
    assert_eq!(fixture.finished(&id).await.status, JobStatus::Stopped);
    id
}

async fn what_has_changed_is_not_resumed(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = rooms(60_000);
    stopped(&fixture, &dataset).await;
    fixture.run("DELETE FROM stay WHERE id = 1");
    let (code, message) = failure(&fixture.load(&dataset, "{}").await);
    assert_eq!(code, "table_changed", "{message}");
    fixture.run("ALTER TABLE stay ADD COLUMN note INT");
    let (code, message) = failure(&fixture.load(&dataset, "{}").await);
    assert_eq!(code, "definition_changed", "{message}");
    // Another version of the engine would have other values.
    fixture.run("ALTER TABLE stay DROP COLUMN note; UPDATE rowmill_load SET value_version = 999");
    let (code, message) = failure(&fixture.load(&dataset, "{}").await);
    assert_eq!(code, "plan_changed", "{message}");
    let again = fixture.load(&dataset, r#"{"again":true}"#).await;
    assert_completed(&again, 60_050);
    assert_stored(&fixture, &dataset, "stay");

    // Without their checkpoints nobody knows whose the rows are, and they are not loaded once more.
    let fixture = Fixture::new(kind).await;
    stopped(&fixture, &dataset).await;
    fixture.run("DROP TABLE rowmill_load; DROP TABLE rowmill_checkpoint; DROP TABLE rowmill_rejected");
    let (code, message) = failure(&fixture.load(&dataset, "{}").await);
    assert_eq!(code, "table_exists", "{message}");
}

async fn modes_say_what_becomes_of_a_table(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let ten =
        dataset(r#"{"name":"room","rows":10,"primary_key":["id"],"columns":[{"name":"id","type":"int"}]}"#);
    fixture
        .run("CREATE TABLE room (id INT PRIMARY KEY, note INT DEFAULT 3); INSERT INTO room (id) VALUES (77)");
    let (code, message) = failure(&fixture.load(&ten, "{}").await);
    assert_eq!(code, "table_exists", "{message}");
    assert!(message.contains("has 1 rows"), "{message}");
    let job = fixture.load(&ten, r#"{"mode":"append"}"#).await;
    assert_completed(&job, 10);
    assert_eq!(job.tables[0].verification.as_ref().unwrap().counted, 10);
    assert_eq!(fixture.count("room"), 11);
    let again =
        fixture.launcher.launch(request(&ten, r#"{"mode":"append","again":true}"#), Arc::clone(&ten)).await;
    assert!(matches!(again, Err(LaunchError::AppendAgain)), "{again:?}");
    assert_completed(&fixture.load(&ten, r#"{"mode":"replace"}"#).await, 10);
    assert_eq!(fixture.count("room"), 10);
    // Rows of others are not dropped by `again`.
    let fresh = Fixture::new(kind).await;
    assert_completed(&fresh.load(&ten, "{}").await, 10);
    fresh.run("INSERT INTO room VALUES (77)");
    assert_eq!(failure(&fresh.load(&ten, r#"{"again":true}"#).await).0, "table_exists");
    assert_eq!(fresh.count("room"), 11);
}

async fn a_complete_load_is_complete(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = rooms(500);
    assert_completed(&fixture.load(&dataset, "{}").await, 550);
    assert_eq!(fixture.launch(&dataset, "{}").await.outcome, JobOutcome::Completed);
    // Another process finds the same.
    let other = launcher(&fixture.url).await;
    let answer = other.launch(request(&dataset, "{}"), Arc::clone(&dataset)).await.unwrap();
    let mut updates = other.find(&answer.job.id).await.unwrap().updates;
    if let Some(updates) = &mut updates {
        let _ = updates.wait_for(|job| !job.status.is_running()).await;
    }
    assert_completed(&other.find(&answer.job.id).await.unwrap().job, 550);
    assert_eq!(fixture.count("stay"), 500);
    fixture.run("DROP TABLE stay");
    let answer = fixture.launch(&dataset, "{}").await;
    assert_eq!(answer.outcome, JobOutcome::Restarted);
    assert_completed(&fixture.finished(&answer.job.id).await, 550);
    assert_stored(&fixture, &dataset, "stay");
}

async fn a_table_that_others_refer_to_is_not_replaced(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = rooms(500);
    assert_completed(&fixture.load(&dataset, "{}").await, 550);
    // The second of the tables cannot be replaced: the first is not touched.
    fixture.run("CREATE TABLE booking (stay BIGINT, FOREIGN KEY (stay) REFERENCES stay (id))");
    let (code, message) = failure(&fixture.load(&dataset, r#"{"mode":"replace"}"#).await);
    assert_eq!(code, "table_referenced", "{message}");
    assert!(message.contains("`booking`"), "{message}");
    assert_eq!((fixture.count("room"), fixture.count("stay")), (50, 500));
}
