//! Loads into SQLite files: what is in the table, and what is said, whatever happens on the way.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{path::PathBuf, sync::Arc, time::Duration};

use contract::{Experiment, ExperimentStatus, Job, JobAnswer, JobOutcome, JobRequest, JobStatus, RunStatus};
use generator::{CsvOptions, Dataset, DatasetSpec, RowFormat, generate};
use loader::{ExperimentError, JobLauncher, JobRepository, LaunchError, TargetConfig, run_experiment};
use rusqlite::{Connection, types::ValueRef};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

struct Fixture {
    folder: TempDir,
    launcher: JobLauncher,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let launcher = launcher(&folder).await;
        Self { folder, launcher }
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("target.sqlite")
    }

    fn connection(&self) -> Connection {
        Connection::open(self.target()).unwrap()
    }

    async fn launch(&self, dataset: &Arc<Dataset>, options: &str) -> JobAnswer {
        self.launcher.launch(request(dataset, options), Arc::clone(dataset)).await.unwrap()
    }

    /// Launches, and waits for the end.
    async fn load(&self, dataset: &Arc<Dataset>, options: &str) -> Job {
        let answer = self.launch(dataset, options).await;
        self.finished(&answer.job.id).await
    }

    async fn finished(&self, id: &str) -> Job {
        self.until(id, |job| !job.status.is_running()).await
    }

    async fn until(&self, id: &str, is_reached: impl Fn(&Job) -> bool) -> Job {
        let found = self.launcher.find(id).await.unwrap();
        let Some(mut updates) = found.updates else { return found.job.as_ref().clone() };
        let reached = tokio::time::timeout(Duration::from_secs(60), updates.wait_for(|job| is_reached(job)));
        reached.await.unwrap().unwrap().as_ref().clone()
    }
}

async fn launcher(folder: &TempDir) -> JobLauncher {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(folder.path().join("server.sqlite"))
        .create_if_missing(true);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let repository = JobRepository::open(pool).await.unwrap();
    let url = format!("sqlite:{}", folder.path().join("target.sqlite").display());
    JobLauncher::new(repository, &[TargetConfig::parse("local", &url).unwrap()])
}

fn request(dataset: &Dataset, options: &str) -> JobRequest {
    let mut request: serde_json::Value = serde_json::from_str(options).unwrap();
    request["dataset"] = dataset.id().into();
    request["target"] = "local".into();
    serde_json::from_value(request).unwrap()
}

fn dataset(tables: &str) -> Arc<Dataset> {
    let json = format!(r#"{{"rowmill":1,"seed":"5","tables":[{tables}]}}"#);
    Arc::new(Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap())
}

fn rooms(rows: u64) -> Arc<Dataset> {
    dataset(&format!(
        r#"{{"name":"stay","rows":{rows},"primary_key":["id"],"columns":[
            {{"name":"id","type":"bigint"}},
            {{"name":"room","type":"int","gen":{{"kind":"foreign_key","table":"room","column":"id"}}}},
            {{"name":"guest, \"name\"","type":"varchar(60)","gen":{{"kind":"full_name"}},"null":0.1}},
            {{"name":"price","type":"decimal(10,2)"}},
            {{"name":"at","type":"timestamp(6)"}},
            {{"name":"paid","type":"boolean"}},
            {{"name":"score","type":"double"}},
            {{"name":"token","type":"binary(16)"}}]}},
          {{"name":"room","rows":50,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}}]}}"#
    ))
}

/// A table's rows as the CSV that Rowmill would write, read back from the database.
fn stored_csv(connection: &Connection, table: &str, order: &str) -> String {
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\" ORDER BY {order}")).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut csv = String::new();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            if column > 0 {
                csv.push(',');
            }
            match row.get_ref(column).unwrap() {
                ValueRef::Null => {}
                ValueRef::Integer(value) if row.as_ref().column_name(column).unwrap() == "paid" => {
                    csv.push_str(if value == 1 { "true" } else { "false" });
                }
                ValueRef::Integer(value) => csv.push_str(&value.to_string()),
                ValueRef::Real(value) => csv.push_str(&serde_json::Value::from(value).to_string()),
                ValueRef::Text(value) => csv.push_str(std::str::from_utf8(value).unwrap()),
                ValueRef::Blob(value) => csv.extend(value.iter().map(|byte| format!("{byte:02x}"))),
            }
        }
        csv.push('\n');
    }
    csv
}

fn expected_csv(dataset: &Dataset, table: &str) -> String {
    let table = dataset.table(table).unwrap();
    let mut bytes = Vec::new();
    generate(table, &RowFormat::Csv(CsvOptions::default()), 0..table.rows(), &mut bytes);
    String::from_utf8(bytes).unwrap()
}

#[track_caller]
fn assert_loaded(fixture: &Fixture, dataset: &Dataset, table: &str) {
    assert!(
        stored_csv(&fixture.connection(), table, "rowid") == expected_csv(dataset, table),
        "{table} differs"
    );
}

#[tokio::test]
async fn tables_hold_the_bytes_of_the_csv() {
    let fixture = Fixture::new().await;
    let dataset = rooms(23_456);
    let job = fixture.load(&dataset, r#"{"chunk_rows":1000,"workers":3}"#).await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error);
    assert_eq!((job.rows, job.committed, job.skipped), (23_506, 23_506, 0));
    assert_eq!(job.tables[0].table, "room");
    let verification = job.tables[1].verification.as_ref().unwrap();
    assert_eq!((verification.counted, verification.compared), (23_456, 2_048));
    assert_eq!(verification.key_range, Some(("1".to_owned(), "23456".to_owned())));
    assert_eq!(job.tables[1].partitions.len(), 3);
    assert_loaded(&fixture, &dataset, "stay");
    assert_loaded(&fixture, &dataset, "room");
}

#[tokio::test]
async fn the_same_load_again_says_that_it_is_complete() {
    let fixture = Fixture::new().await;
    let dataset = rooms(100);
    let first = fixture.load(&dataset, "{}").await;
    let second = fixture.launch(&dataset, r#"{"workers":2,"tables":["stay","room"]}"#).await;
    assert_eq!((second.outcome, &second.job.id), (JobOutcome::Completed, &first.id));
    let third = fixture.launch(&dataset, r#"{"again":true}"#).await;
    assert_eq!(third.outcome, JobOutcome::Started);
    let third = fixture.finished(&third.job.id).await;
    assert_eq!((third.status, third.executions), (JobStatus::Completed, 2));
    assert_loaded(&fixture, &dataset, "stay");
    // What the first one measured can be compared with the second one, after a restart of the program too.
    let [earlier] = &third.earlier[..] else { panic!("{:?}", third.earlier) };
    assert_eq!((earlier.number, earlier.status, earlier.committed), (1, JobStatus::Completed, 150));
    assert_eq!((&earlier.started_at, &earlier.ended_at), (&first.started_at, &first.ended_at));
    assert_eq!(earlier.rows_per_second, first.rows_per_second);
    assert_eq!(fixture.launcher.find(&third.id).await.unwrap().job.earlier, third.earlier);
}

#[tokio::test]
async fn a_stopped_load_goes_on_behind_its_last_chunk() {
    let fixture = Fixture::new().await;
    let dataset = rooms(200_000);
    let options = r#"{"chunk_rows":500}"#;
    let id = fixture.launch(&dataset, options).await.job.id;
    let joined = fixture.launch(&dataset, options).await;
    assert_eq!(joined.outcome, JobOutcome::Joined);
    fixture.until(&id, |job| job.committed > 0).await;
    fixture.launcher.stop(&id).await.unwrap();
    let stopped = fixture.finished(&id).await;
    assert_eq!(stopped.status, JobStatus::Stopped);
    assert!(stopped.committed < 200_050);
    let stored: i64 =
        fixture.connection().query_row("SELECT COUNT(*) FROM stay", [], |row| row.get(0)).unwrap();
    assert_eq!(stored as u64 + 50, stopped.committed);

    // Other workers and another chunk size change nothing: the plan of the first execution stays.
    let restarted = fixture.launch(&dataset, r#"{"chunk_rows":9999,"workers":5}"#).await;
    assert_eq!(restarted.outcome, JobOutcome::Restarted);
    let job = fixture.finished(&id).await;
    assert_eq!(
        (job.status, job.committed, job.executions),
        (JobStatus::Completed, 200_050, 2),
        "{:?}",
        job.error
    );
    assert_eq!(job.earlier[0].status, JobStatus::Stopped);
    assert_eq!(job.earlier[0].committed, stopped.committed);
    assert_loaded(&fixture, &dataset, "stay");
    assert!(matches!(fixture.launcher.restart(&id, dataset).await, Err(LaunchError::Complete)));
}

#[tokio::test]
async fn a_job_that_a_server_left_behind_is_marked_and_can_be_restarted() {
    let fixture = Fixture::new().await;
    let dataset = rooms(300_000);
    let id = fixture.launch(&dataset, r#"{"chunk_rows":100}"#).await.job.id;
    fixture.until(&id, |job| job.committed > 1_000).await;
    // Another server on the same files, while the first still writes: it takes the partitions over.
    let second = Fixture { launcher: launcher(&fixture.folder).await, folder: fixture.folder };
    let left = second.launcher.find(&id).await.unwrap().job;
    assert_eq!((left.status, left.error.as_ref().unwrap().code.as_str()), (JobStatus::Failed, "interrupted"));
    let answer = second.launcher.restart(&id, Arc::clone(&dataset)).await.unwrap();
    assert_eq!(answer.outcome, JobOutcome::Restarted);
    let job = second.finished(&id).await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error);
    let first = fixture.launcher.find(&id).await.unwrap();
    let ended = match first.updates {
        Some(mut updates) => updates.wait_for(|job| !job.status.is_running()).await.unwrap().as_ref().clone(),
        None => first.job.as_ref().clone(),
    };
    assert!(ended.error.is_none_or(|error| error.code == "fenced"));
    assert_loaded(&second, &dataset, "stay");
}

#[tokio::test]
async fn create_refuses_a_table_with_rows_and_replace_does_not() {
    let fixture = Fixture::new().await;
    fixture
        .connection()
        .execute_batch("CREATE TABLE room (id INTEGER); INSERT INTO room VALUES (7)")
        .unwrap();
    let dataset = rooms(10);
    let refused = fixture.load(&dataset, "{}").await;
    let error = refused.error.unwrap();
    assert_eq!(
        (refused.status, error.code.as_str(), error.table.as_deref()),
        (JobStatus::Failed, "table_exists", Some("room"))
    );
    assert!(error.message.contains("has 1 rows"));
    // Nothing was created or changed.
    assert_eq!(stored_csv(&fixture.connection(), "room", "1"), "7\n");

    let replaced = fixture.load(&dataset, r#"{"mode":"replace"}"#).await;
    assert_eq!(replaced.status, JobStatus::Completed, "{:?}", replaced.error);
    assert_loaded(&fixture, &dataset, "room");
}

#[tokio::test]
async fn settings_of_the_connections_that_write_are_changed() {
    let setup = Fixture::new().await;
    let rooms = rooms(300);
    let job = setup.load(&rooms, r#"{"settings":{"synchronous":"OFF","cache_size":"-4000"}}"#).await;
    assert_eq!((job.status, job.committed), (JobStatus::Completed, 350), "{:?}", job.error);
    let refused = |settings: &str| {
        let request = request(&rooms, &format!(r#"{{"mode":"replace","settings":{settings}}}"#));
        let (launcher, rooms) = (setup.launcher.clone(), Arc::clone(&rooms));
        async move { launcher.launch(request, rooms).await.unwrap_err().to_string() }
    };
    assert!(refused(r#"{"unique_checks":"0"}"#).await.contains("/api/factors"));
    assert!(
        refused(r#"{"synchronous":"OFF; DROP TABLE stay"}"#).await.contains("no value for `synchronous`")
    );
}

#[tokio::test]
async fn a_table_may_be_made_without_its_foreign_keys() {
    let setup = Fixture::new().await;
    let keys = |job: &Job| {
        assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error);
        let connection = setup.connection();
        connection
            .query_row("SELECT COUNT(*) FROM pragma_foreign_key_list('stay')", [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let rooms = rooms(30);
    assert_eq!(keys(&setup.load(&rooms, "{}").await), 1);
    assert_eq!(keys(&setup.load(&rooms, r#"{"mode":"replace","without_foreign_keys":true}"#).await), 0);
}

/// An experiment on the file, with what was told of it.
async fn experiment(
    fixture: &Fixture,
    spec: &Arc<Dataset>,
    options: &str,
    stop: &CancellationToken,
) -> (Result<Experiment, ExperimentError>, Vec<Experiment>) {
    let mut request: serde_json::Value = serde_json::from_str(options).unwrap();
    request["dataset"] = "".into();
    request["target"] = "local".into();
    let mut told = Vec::new();
    let result = run_experiment(
        &fixture.launcher,
        serde_json::from_value(request).unwrap(),
        spec.spec(),
        stop,
        |experiment| told.push(experiment.clone()),
    )
    .await;
    (result, told)
}

/// The tables of the file that are not Rowmill's own, and how many loads are written down.
fn left(fixture: &Fixture) -> (Vec<String>, i64) {
    let connection = fixture.connection();
    let mut statement = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('rowmill_target', 'rowmill_load', 'rowmill_checkpoint', 'rowmill_rejected') ORDER BY 1")
        .unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    (names, connection.query_row("SELECT COUNT(*) FROM rowmill_load", [], |row| row.get(0)).unwrap())
}

#[tokio::test]
async fn an_experiment_measures_each_cell_and_leaves_nothing() {
    let fixture = Fixture::new().await;
    let rooms = rooms(900);
    let options = r#"{"table":"stay","rows":400,"repeats":2,"factors":{
        "method":["single","bulk"],"chunk_rows":[100,400],"indexes":["none"],"setting.synchronous":["OFF"],"key":["v7 uuid"]}}"#;
    let (result, told) = experiment(&fixture, &rooms, options, &CancellationToken::new()).await;
    let made = result.unwrap();
    assert_eq!((made.status, made.cells.len(), made.runs.len()), (ExperimentStatus::Completed, 4, 9));
    for run in &made.runs {
        let measures = run.measures.as_ref().unwrap_or_else(|| panic!("{run:?}"));
        assert_eq!((run.status, measures.rows), (RunStatus::Done, 400));
        assert!(measures.seconds > 0.0 && measures.bytes_a_row().unwrap() > 0.0);
        assert!(measures.seconds >= measures.writing_seconds && measures.sending_seconds > 0.0);
        let chunk_rows: u64 = made.cells[run.cell as usize].levels["chunk_rows"].0.parse().unwrap();
        assert_eq!(measures.chunk_times.commit.count, 400 / chunk_rows);
    }
    let results = contract::results(&made);
    assert!(
        results
            .iter()
            .all(|result| result.seconds.as_ref().unwrap().samples.len() == 2 && result.failed == 0)
    );
    assert_eq!(contract::effects(&made).len(), 2);
    assert!(contract::finding(&results).unwrap().slowest_ratio >= 1.0);
    assert!(made.environment.as_ref().unwrap().database.starts_with("SQLite"));
    // Each run was told of when it began and when it ended, and the end of all.
    assert_eq!(told.len(), 2 * 9 + 1);
    assert_eq!(left(&fixture), (Vec::new(), 0));
    assert!(fixture.launcher.list(10, None).await.unwrap().jobs.is_empty());
}

#[tokio::test]
async fn tables_of_an_experiment_stay_if_they_are_kept() {
    let fixture = Fixture::new().await;
    let options = r#"{"table":"stay","rows":20,"repeats":1,"warm_up":false,"keep_tables":true,"factors":{"method":["single","bulk"]}}"#;
    let (result, _) = experiment(&fixture, &rooms(20), options, &CancellationToken::new()).await;
    assert_eq!(result.unwrap().status, ExperimentStatus::Completed);
    let (tables, loads) = left(&fixture);
    assert_eq!((tables.len(), loads), (2, 2));
    assert!(tables.iter().all(|name| name.starts_with("rowmill_x_")), "{tables:?}");
}

#[tokio::test]
async fn a_stopped_experiment_takes_the_table_of_its_run_away() {
    let fixture = Fixture::new().await;
    fixture.load(&rooms(30), "{}").await;
    let stop = CancellationToken::new();
    let (stopping, mut request) = (
        stop.clone(),
        serde_json::json!({"table": "stay", "rows": 3_000_000, "factors": {"chunk_rows": [1000]}}),
    );
    request["dataset"] = "".into();
    request["target"] = "local".into();
    let big = rooms(3_000_000);
    let running = run_experiment(
        &fixture.launcher,
        serde_json::from_value(request).unwrap(),
        big.spec(),
        &stop,
        |experiment| {
            if experiment.runs[0].status == RunStatus::Running {
                let stopping = stopping.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    stopping.cancel();
                });
            }
        },
    );
    let made = tokio::time::timeout(Duration::from_secs(60), running).await.unwrap().unwrap();
    assert_eq!((made.status, made.runs[0].status), (ExperimentStatus::Stopped, RunStatus::Waiting));
    // What somebody else has loaded is as it was.
    assert_eq!(left(&fixture), (vec!["room".to_owned(), "stay".to_owned()], 2));
}

#[tokio::test]
async fn experiments_that_cannot_be_made_are_refused_before_the_first_row() {
    let fixture = Fixture::new().await;
    let rooms = rooms(30);
    let stop = CancellationToken::new();
    let refused = async |options: &str| experiment(&fixture, &rooms, options, &stop).await.0.unwrap_err();
    assert!(refused(r#"{"factors":{}}"#).await.to_string().contains("name one of: stay, room"));
    assert_eq!(refused(r#"{"table":"stay","factors":{"workers":[2]}}"#).await.code(), "not_of_target");
    assert_eq!(
        refused(r#"{"table":"stay","factors":{"setting.innodb_flush":["1"]}}"#).await.code(),
        "not_of_target"
    );
    assert_eq!(
        refused(r#"{"table":"stay","factors":{"foreign_keys":["none"]}}"#).await.code(),
        "not_of_target"
    );
    assert_eq!(refused(r#"{"table":"stay","rows":0,"factors":{}}"#).await.code(), "no_rows");
    assert_eq!(refused(r#"{"table":"stay","factors":{"key":["own"]}}"#).await.code(), "no_own_key");
    assert!(!fixture.target().exists() || left(&fixture).0.is_empty());
}

#[tokio::test]
async fn cells_that_are_the_same_load_are_said_to_be() {
    let fixture = Fixture::new().await;
    let options = r#"{"table":"stay","rows":40,"repeats":1,"factors":{"method":["insert","bulk"],"chunk_rows":[40,50]}}"#;
    let (result, _) = experiment(&fixture, &rooms(40), options, &CancellationToken::new()).await;
    let notes = result.unwrap().notes;
    // SQLite has one way for many rows, and a transaction has no more rows than there are.
    assert_eq!(notes.iter().filter(|note| note.contains("are the same load")).count(), 3, "{notes:?}");
}

/// A table that nobody may drop: somebody reads it all the time.
#[tokio::test]
async fn what_was_measured_is_not_lost_when_a_table_cannot_be_dropped() {
    let fixture = Fixture::new().await;
    let path = fixture.target();
    let options = r#"{"table":"stay","rows":50,"repeats":3,"warm_up":false,"factors":{}}"#;
    let mut request: serde_json::Value = serde_json::from_str(options).unwrap();
    request["dataset"] = "".into();
    request["target"] = "local".into();
    let mut reader = None;
    let made = run_experiment(
        &fixture.launcher,
        serde_json::from_value(request).unwrap(),
        rooms(50).spec(),
        &CancellationToken::new(),
        |experiment| {
            // When the second run begins, a trigger forbids what Rowmill writes down of it to be deleted.
            if experiment.runs[0].status == RunStatus::Done && reader.is_none() {
                let connection = Connection::open(&path).unwrap();
                connection
                    .execute_batch("CREATE TRIGGER keep BEFORE DELETE ON rowmill_rejected BEGIN SELECT RAISE(ABORT, 'kept'); END;
                        CREATE TRIGGER keep_load BEFORE DELETE ON rowmill_checkpoint BEGIN SELECT RAISE(ABORT, 'kept'); END")
                    .unwrap();
                reader = Some(connection);
            }
        },
    )
    .await
    .unwrap();
    assert_eq!(made.status, ExperimentStatus::Failed);
    assert!(made.runs[0].measures.is_some());
    let error = made.error.unwrap();
    assert_eq!(error.code, "not_dropped");
    assert!(
        error.message.contains("the scratch table `rowmill_x_") && error.message.contains("kept"),
        "{}",
        error.message
    );
}

#[tokio::test]
async fn append_adds_to_what_is_there() {
    let fixture = Fixture::new().await;
    fixture
        .connection()
        .execute_batch("CREATE TABLE room (id INTEGER PRIMARY KEY, note TEXT DEFAULT 'x'); INSERT INTO room (id) VALUES (0)")
        .unwrap();
    let dataset = rooms(10);
    let job = fixture.load(&dataset, r#"{"mode":"append","tables":["room"]}"#).await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error);
    assert_eq!(job.tables[0].verification.as_ref().unwrap().counted, 50);
    let again = request(&dataset, r#"{"mode":"append","tables":["room"],"again":true}"#);
    let refused = fixture.launcher.launch(again, Arc::clone(&dataset)).await;
    assert!(matches!(refused, Err(LaunchError::AppendAgain)), "{refused:?}");
}

#[tokio::test]
async fn a_table_without_the_columns_is_refused() {
    let fixture = Fixture::new().await;
    fixture.connection().execute_batch("CREATE TABLE room (other INTEGER)").unwrap();
    let job = fixture.load(&rooms(10), r#"{"mode":"append"}"#).await;
    let error = job.error.unwrap();
    assert_eq!((error.code.as_str(), error.column.as_deref()), ("column_missing", Some("id")));
}

#[tokio::test]
async fn a_refused_row_is_named_and_its_chunk_is_not_there() {
    let fixture = Fixture::new().await;
    fixture
        .connection()
        .execute_batch("CREATE TABLE room (id INTEGER PRIMARY KEY CHECK (id NOT IN (33, 37)))")
        .unwrap();
    let dataset = rooms(10);
    let job = fixture.load(&dataset, r#"{"mode":"append","tables":["room"],"chunk_rows":10}"#).await;
    let error = job.error.unwrap();
    assert_eq!((error.code.as_str(), error.row), ("row_refused", Some(32)), "{}", error.message);
    assert_eq!(job.committed, 30);
    assert_eq!(stored_csv(&fixture.connection(), "room", "id").lines().count(), 30);

    let too_few = fixture.load(&dataset, r#"{"mode":"append","tables":["room"],"skip_limit":1}"#).await;
    assert_eq!((too_few.status, too_few.error.unwrap().row), (JobStatus::Failed, Some(36)));
    let enough = fixture.load(&dataset, r#"{"mode":"append","tables":["room"],"skip_limit":2}"#).await;
    assert_eq!(
        (enough.status, enough.committed, enough.skipped),
        (JobStatus::Completed, 48, 2),
        "{:?}",
        enough.error
    );
    let rejected = fixture.launcher.rejected(&enough.id).await.unwrap();
    assert_eq!(rejected.iter().map(|row| row.row).collect::<Vec<_>>(), [32, 36]);
    assert!(rejected[0].reason.contains("CHECK"));
}

#[tokio::test]
async fn a_table_that_something_else_changed_is_not_resumed() {
    let fixture = Fixture::new().await;
    let dataset = rooms(300_000);
    let id = fixture.launch(&dataset, r#"{"chunk_rows":100}"#).await.job.id;
    fixture.until(&id, |job| job.committed > 50).await;
    fixture.launcher.stop(&id).await.unwrap();
    assert_eq!(fixture.finished(&id).await.status, JobStatus::Stopped);
    fixture.connection().execute_batch("DELETE FROM stay WHERE id = 1").unwrap();
    let job = fixture.load(&dataset, "{}").await;
    assert_eq!(job.error.unwrap().code, "table_changed");
    let again = fixture.load(&dataset, r#"{"again":true}"#).await;
    assert_eq!(again.status, JobStatus::Completed, "{:?}", again.error);
    assert_loaded(&fixture, &dataset, "stay");
}

#[tokio::test]
async fn a_changed_value_does_not_pass_the_verification() {
    let fixture = Fixture::new().await;
    // The trigger changes what is written, as an unlucky default or a rounding type would.
    fixture
        .connection()
        .execute_batch(
            "CREATE TABLE room (id INTEGER PRIMARY KEY);
             CREATE TRIGGER change AFTER INSERT ON room WHEN new.id = 50 BEGIN UPDATE room SET id = 51 WHERE id = 50; END",
        )
        .unwrap();
    let job = fixture.load(&rooms(10), r#"{"mode":"append","tables":["room"]}"#).await;
    let error = job.error.unwrap();
    assert_eq!(error.code, "different");
    assert!(error.message.contains("49 of which are from this load"), "{}", error.message);
}

#[tokio::test]
async fn children_without_parents_do_not_pass_the_verification() {
    let fixture = Fixture::new().await;
    fixture
        .connection()
        .execute_batch("CREATE TABLE room (id INTEGER PRIMARY KEY); INSERT INTO room VALUES (1)")
        .unwrap();
    let job = fixture.load(&rooms(1_000), r#"{"tables":["stay"]}"#).await;
    let error = job.error.unwrap();
    assert_eq!(error.code, "different");
    assert!(error.message.contains("load `room` too"), "{}", error.message);
}

#[tokio::test]
async fn two_loads_of_one_table_do_not_run_at_once() {
    let fixture = Fixture::new().await;
    let (first, second) = (rooms(200_000), rooms(11));
    let id = fixture.launch(&first, r#"{"chunk_rows":100}"#).await.job.id;
    let refused = fixture.launcher.launch(request(&second, "{}"), Arc::clone(&second)).await;
    assert!(matches!(refused, Err(LaunchError::TableBusy { .. })), "{refused:?}");
    fixture.launcher.stop(&id).await.unwrap();
    fixture.finished(&id).await;
}

#[tokio::test]
async fn tables_of_every_shape_are_loaded() {
    let fixture = Fixture::new().await;
    let dataset = dataset(
        r#"{"name":"no key","rows":2500,"columns":[{"name":"select","type":"int"},{"name":"b","type":"text"}]},
           {"name":"empty","rows":0,"columns":[{"name":"a","type":"int"}]},
           {"name":"composite","rows":3000,"primary_key":["d","n"],"partition_by":{"column":"d","range":"month"},"columns":[
             {"name":"n","type":"int","gen":{"kind":"integer","min":1,"max":100}},
             {"name":"d","type":"date","gen":{"kind":"date","from":"2025-01-01","to":"2025-03-31"}}],
             "indexes":[["n"],["d","n"]]}"#,
    );
    let job = fixture.load(&dataset, r#"{"chunk_rows":77}"#).await;
    assert_eq!(job.status, JobStatus::Completed, "{:?}", job.error);
    assert_eq!(job.tables[2].partitions.len(), 3);
    for table in ["no key", "empty", "composite"] {
        assert_loaded(&fixture, &dataset, table);
    }
}

#[tokio::test]
async fn a_complete_load_whose_file_is_gone_is_loaded_again() {
    let fixture = Fixture::new().await;
    let dataset = rooms(100);
    fixture.load(&dataset, "{}").await;
    for gone in ["target.sqlite", "target.sqlite-wal", "target.sqlite-shm"] {
        let _ = std::fs::remove_file(fixture.folder.path().join(gone));
    }
    let answer = fixture.launch(&dataset, "{}").await;
    assert_eq!(answer.outcome, JobOutcome::Restarted);
    assert_eq!(fixture.finished(&answer.job.id).await.status, JobStatus::Completed);
    assert_loaded(&fixture, &dataset, "stay");
}

#[tokio::test]
async fn a_file_that_is_deleted_while_it_is_loaded_is_missed() {
    for replaced in [false, true] {
        let fixture = Fixture::new().await;
        let dataset = rooms(300_000);
        let id = fixture.launch(&dataset, r#"{"chunk_rows":100}"#).await.job.id;
        fixture.until(&id, |job| job.committed > 1_000).await;
        std::fs::remove_file(fixture.target()).unwrap();
        if replaced {
            std::fs::write(fixture.target(), "").unwrap();
        }
        let job = fixture.finished(&id).await;
        let error = job.error.unwrap();
        assert_eq!(
            (job.status, error.code.as_str()),
            (JobStatus::Failed, "target_missing"),
            "{}",
            error.message
        );
        assert!(error.message.contains("put it back"), "{}", error.message);
        let again = fixture.load(&dataset, "{}").await;
        assert_eq!((again.status, again.committed), (JobStatus::Completed, 300_050), "{:?}", again.error);
        assert_loaded(&fixture, &dataset, "stay");
    }
}

#[tokio::test]
async fn a_locked_file_is_waited_for_and_then_named() {
    let fixture = Fixture::new().await;
    let connection = fixture.connection();
    connection.execute_batch("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE").unwrap();
    let job = fixture.load(&rooms(10), "{}").await;
    let error = job.error.unwrap();
    assert_eq!((job.status, error.code.as_str()), (JobStatus::Failed, "target_locked"), "{}", error.message);
    assert!(error.message.contains("another program holds it"));
    connection.execute_batch("ROLLBACK").unwrap();
    let job = fixture.load(&rooms(10), "{}").await;
    assert_eq!((job.status, job.executions), (JobStatus::Completed, 2), "{:?}", job.error);
}

#[tokio::test]
async fn a_file_that_is_no_database_and_a_folder_that_is_not_there_are_named() {
    let fixture = Fixture::new().await;
    std::fs::write(fixture.target(), "This is a letter, and no database at all.".repeat(100)).unwrap();
    let job = fixture.load(&rooms(10), "{}").await;
    assert_eq!(job.error.unwrap().code, "target_unusable");
    assert!(!fixture.launcher.targets().await[0].reachable);

    std::fs::remove_file(fixture.target()).unwrap();
    assert!(fixture.launcher.targets().await[0].reachable);
    // To look at a target creates nothing.
    assert!(!fixture.target().exists());
    std::fs::create_dir(fixture.target()).unwrap();
    let job = fixture.load(&rooms(10), "{}").await;
    assert_eq!(job.error.unwrap().code, "target_missing");
}

#[tokio::test]
async fn a_load_whose_table_another_load_replaces_ends() {
    let fixture = Fixture::new().await;
    let other = Fixture { launcher: launcher(&fixture.folder).await, folder: tempfile::tempdir().unwrap() };
    let (first, second) = (rooms(300_000), rooms(1_000));
    let id = fixture.launch(&first, r#"{"chunk_rows":100}"#).await.job.id;
    fixture.until(&id, |job| job.committed > 1_000).await;
    let replaced = other.load(&second, r#"{"mode":"replace"}"#).await;
    assert_eq!(replaced.status, JobStatus::Completed, "{:?}", replaced.error);
    let job = fixture.finished(&id).await;
    assert_eq!((job.status, job.error.unwrap().code.as_str()), (JobStatus::Failed, "fenced"));
    assert_loaded(&fixture, &second, "stay");
    // The first load is told that its table is another one's now.
    let again = fixture.load(&first, "{}").await;
    assert_eq!(again.error.unwrap().code, "table_exists");
    assert_loaded(&fixture, &second, "stay");
}

#[tokio::test]
async fn a_complete_load_whose_table_is_gone_is_loaded_again() {
    for mode in ["create", "append"] {
        let fixture = Fixture::new().await;
        let dataset = rooms(100);
        let options = format!(r#"{{"mode":"{mode}"}}"#);
        fixture.load(&dataset, &options).await;
        fixture.connection().execute_batch("DROP TABLE stay").unwrap();
        let answer = fixture.launch(&dataset, &options).await;
        assert_eq!(answer.outcome, JobOutcome::Restarted);
        let job = fixture.finished(&answer.job.id).await;
        assert_eq!((job.status, job.committed), (JobStatus::Completed, 150), "{:?}", job.error);
        assert_loaded(&fixture, &dataset, "stay");
    }
}

#[tokio::test]
async fn again_does_not_drop_the_rows_of_others() {
    let fixture = Fixture::new().await;
    let dataset = rooms(100);
    fixture.load(&dataset, "{}").await;
    fixture.connection().execute_batch("INSERT INTO room VALUES (77)").unwrap();
    let again = fixture.load(&dataset, r#"{"again":true}"#).await;
    let error = again.error.unwrap();
    assert_eq!((again.status, error.code.as_str()), (JobStatus::Failed, "table_exists"), "{}", error.message);
    let rows: i64 =
        fixture.connection().query_row("SELECT COUNT(*) FROM room", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 51);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_loads_with_its_keys() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/examples");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let mut spec = DatasetSpec::from_json(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for table in &mut spec.tables {
            table.rows = table.rows.min(3_000);
        }
        let rows = spec.tables.iter().map(|table| table.rows).sum();
        let dataset = Arc::new(Dataset::compile(&spec).unwrap());
        let job = Fixture::new().await.load(&dataset, r#"{"chunk_rows":1000}"#).await;
        assert_eq!((job.status, job.committed), (JobStatus::Completed, rows), "{path:?}: {:?}", job.error);
    }
}
