//! What a server refuses ends the load and names the row, and so does a server that is too old.

use std::sync::Arc;

use contract::JobStatus;
use generator::Dataset;

use crate::{
    ALL,
    fixture::{Fixture, assert_completed, dataset, installation, launcher},
};

/// A hundred rows, of which row 60 (from 0) does not fit a column of five characters.
fn odd_one_out() -> Arc<Dataset> {
    let values: Vec<&str> =
        (0..100).map(|row| if row == 60 { "\"too long a value\"" } else { "\"a\"" }).collect();
    dataset(&format!(
        r#"{{"name":"t","rows":100,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}},
            {{"name":"v","type":"varchar(60)","gen":{{"kind":"list","values":[{}]}},"sampler":"in_order"}}]}}"#,
        values.join(",")
    ))
}

pub(crate) async fn a_row_that_is_refused_is_named(fixture: &Fixture) {
    for method in ["bulk", "insert"] {
        for table in ["rowmill_target", "rowmill_load", "rowmill_checkpoint", "rowmill_rejected", "t"] {
            fixture.run(&format!("DROP TABLE IF EXISTS {table}"));
        }
        fixture.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(60), CHECK (LENGTH(v) < 6))");
        let options = format!(r#"{{"mode":"append","method":"{method}","chunk_rows":50,"workers":1}}"#);
        let job = fixture.load(&odd_one_out(), &options).await;
        assert_eq!(job.status, JobStatus::Failed, "{} by {method}", fixture.version);
        let error = job.error.as_ref().unwrap();
        assert_eq!((error.code.as_str(), error.row), ("row_refused", Some(60)), "{}", error.message);
        assert_eq!(fixture.number("SELECT COUNT(*) FROM t"), 50);
    }
}

pub(crate) async fn rows_that_are_refused_are_listed(fixture: &Fixture) {
    fixture.run("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(60), CHECK (LENGTH(v) < 6))");
    let options = r#"{"mode":"append","skip_limit":5,"chunk_rows":50}"#;
    let job = fixture.load(&odd_one_out(), options).await;
    assert_completed(&job, 99);
    assert_eq!(job.skipped, 1);
    let rejected = fixture.launcher.rejected(&job.id).await.unwrap();
    assert_eq!(rejected.iter().map(|row| row.row).collect::<Vec<_>>(), [60]);
}

/// The list of versions here and what is installed for them are one.
#[test]
fn every_version_that_is_there_is_tested() {
    for found in scratch_databases::Installation::all().unwrap() {
        let folder = found.programs.file_name().unwrap().to_str().unwrap();
        assert!(ALL.contains(&folder) || folder == TOO_OLD, "{folder} is not in the list of versions");
    }
}

/// The newest version that is refused.
const TOO_OLD: &str = "postgresql-11";

#[tokio::test]
async fn a_server_that_is_too_old_is_refused() {
    let Some(found) = installation(TOO_OLD) else { return };
    let server = found.start().unwrap();
    let target = launcher(&server.url("postgres")).await.targets().await.remove(0);
    let problem = target.problem.unwrap();
    assert!(!target.reachable);
    assert!(problem.contains("older than any that loads go into, which are PostgreSQL 12,"), "{problem}");
}
