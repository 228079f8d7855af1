use std::{path::Path, time::Duration};

use contract::{IndexTime, JobRequest, LoadMethod, LoadMode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use tempfile::TempDir;

use super::*;

/// What the program of version 1 made.
const FILE_OF_VERSION_1: &str = "
    CREATE TABLE IF NOT EXISTS job (
        id TEXT NOT NULL PRIMARY KEY,
        created_at TEXT NOT NULL,
        view TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS dataset (
        id TEXT NOT NULL PRIMARY KEY,
        spec TEXT NOT NULL,
        value_version INTEGER NOT NULL,
        created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    );
    INSERT INTO dataset (id, spec, value_version, created_at) VALUES
        ('d1', '{\"rowmill\":1,\"tables\":[{\"name\":\"room\",\"rows\":5},{\"name\":\"stay\",\"rows\":70}]}', 2, '2026-01-02 03:04:05'),
        ('d2', 'no JSON', 1, '2026-01-02 03:04:06');
    INSERT INTO job VALUES
        ('a', '2026-01-01T00:00:00.1Z', '{\"id\":\"a\",\"request\":{\"dataset\":\"d1\",\"target\":\"t\",\"tables\":[\"room\"],
          \"mode\":\"create\",\"method\":\"auto\",\"skip_limit\":0,\"again\":false},\"status\":\"STOPPED\",\"executions\":2,
          \"revision\":7,\"created_at\":\"2026-01-01T00:00:00.1Z\",\"started_at\":\"2026-01-01T00:00:01Z\",
          \"ended_at\":\"2026-01-01T00:00:02Z\",\"rows\":5,\"committed\":3,\"skipped\":1,\"rows_per_second\":1.5,\"tables\":[
          {\"table\":\"room\",\"rows\":5,\"partitions\":[{\"start\":0,\"rows\":3,\"committed\":2,\"skipped\":1},
          {\"start\":3,\"rows\":2,\"committed\":1,\"skipped\":0}]}]}'),
        ('b', '2026-01-01T00:00:00Z', '{\"id\":\"b\",\"request\":{\"dataset\":\"d1\"},\"status\":\"RESTING\"}'),
        ('c', '2026-01-01T00:00:00Z', 'no JSON');
";

async fn pool(folder: &TempDir) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("records.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(Duration::from_secs(10));
    SqlitePool::connect_with(options).await.unwrap()
}

async fn run(pool: &SqlitePool, sql: &'static str) {
    sqlx::raw_sql(sql).execute(pool).await.unwrap();
}

async fn count(pool: &SqlitePool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

/// A job whose table has this many partitions of ten rows.
fn job(id: &str, second: u32, partitions: u64) -> Job {
    let time = format!("2026-01-01T00:00:{second:02}Z");
    let partitions: Vec<PartitionProgress> = (0..partitions)
        .map(|index| PartitionProgress {
            start: index * 10,
            rows: 10,
            committed: 0,
            skipped: 0,
            chunk_times: None,
        })
        .collect();
    let table = TableProgress {
        table: "t".to_owned(),
        primary_key: "id int sequence".to_owned(),
        rows: partitions.len() as u64 * 10,
        committed: 0,
        skipped: 0,
        partitions,
        verification: None,
        statistics: None,
        seconds: None,
        chunk_times: None,
    };
    Job {
        id: id.to_owned(),
        request: JobRequest {
            dataset: "d".to_owned(),
            tables: vec!["t".to_owned()],
            target: "target".to_owned(),
            mode: LoadMode::Create,
            method: LoadMethod::Auto,
            workers: None,
            chunk_rows: None,
            indexes: IndexTime::Before,
            skip_limit: 0,
            verify: contract::Verify::Sample,
            again: false,
            as_table: None,
            statement_rows: None,
            join: false,
            ..JobRequest::default()
        },
        status: JobStatus::Started,
        executions: 1,
        revision: 0,
        created_at: time.clone(),
        started_at: time,
        ended_at: None,
        rows: table.rows,
        committed: 0,
        skipped: 0,
        rows_per_second: 0.0,
        remaining_seconds: None,
        tables: vec![table],
        error: None,
        notes: Vec::new(),
        history: vec![contract::HistoryPoint { seconds: 0.0, committed: 0 }],
        earlier: Vec::new(),
    }
}

fn ended(mut job: Job) -> Job {
    job.status = JobStatus::Completed;
    job.ended_at = Some(job.created_at.clone());
    job
}

fn ids(page: &JobPage) -> Vec<&str> {
    page.jobs.iter().map(|job| job.id.as_str()).collect()
}

#[tokio::test]
async fn a_file_of_the_first_version_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let pool = pool(&folder).await;
    run(&pool, FILE_OF_VERSION_1).await;
    for _ in 0..2 {
        let repository = JobRepository::open(pool.clone()).await.unwrap();
        let job = repository.find("a").await.unwrap().unwrap();
        assert_eq!((job.executions, job.revision, job.committed), (2, 7, 3));
        assert_eq!(job.created_at, "2026-01-01T00:00:00.1Z");
        assert_eq!((job.tables[0].committed, job.tables[0].skipped), (3, 1));
        let last = PartitionProgress { start: 3, rows: 2, committed: 1, skipped: 0, chunk_times: None };
        assert_eq!((job.tables[0].partitions.len(), job.tables[0].partitions[1]), (2, last));
        // What cannot be read hides nothing else, and stays for whoever can read it.
        let page = repository.list(10, None).await.unwrap();
        assert_eq!((ids(&page), &page.next), (vec!["a"], &None));
        assert!(matches!(repository.find("b").await, Err(RepositoryError::Unreadable { .. })));
        assert_eq!(
            count(&pool, "SELECT COUNT(*) FROM job WHERE id = 'b' AND record LIKE '%RESTING%'").await,
            1
        );
        assert_eq!(count(&pool, "SELECT COUNT(*) FROM job WHERE dataset = 'd1'").await, 2);
    }
    let repository = JobRepository::open(pool.clone()).await.unwrap();
    assert!(repository.delete("c").await.unwrap() && !repository.delete("c").await.unwrap());

    let tables: String =
        sqlx::query_scalar("SELECT tables FROM dataset WHERE id = 'd1'").fetch_one(&pool).await.unwrap();
    assert_eq!(tables, r#"[{"name":"room","rows":5},{"name":"stay","rows":70}]"#);
    assert_eq!(count(&pool, "SELECT saved_at FROM dataset WHERE id = 'd1'").await, 1_767_323_045_000);
    assert_eq!(count(&pool, "SELECT COUNT(*) FROM dataset").await, 2);
}

#[tokio::test]
async fn a_newer_file_is_used_only_if_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let pool = pool(&folder).await;
    JobRepository::open(pool.clone()).await.unwrap().save(&job("a", 0, 1)).await.unwrap();
    run(&pool, "PRAGMA user_version = 9").await;
    let repository = JobRepository::open(pool.clone()).await.unwrap();
    assert_eq!(ids(&repository.list(10, None).await.unwrap()), ["a"]);
    assert_eq!(count(&pool, "PRAGMA user_version").await, 9);
    run(&pool, "UPDATE schema_compatibility SET least_version = 8").await;
    let error = JobRepository::open(pool.clone()).await.unwrap_err();
    assert!(matches!(error, RepositoryError::NewerSchema { found: 9, known: 4 }), "{error}");
    assert!(error.to_string().contains("`data`"), "{error}");
    run(&pool, "DROP TABLE schema_compatibility").await;
    JobRepository::open(pool).await.unwrap_err();
}

#[tokio::test]
async fn an_unreadable_job_of_a_newer_version_hides_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let pool = pool(&folder).await;
    let repository = JobRepository::open(pool.clone()).await.unwrap();
    for (id, second) in [("a", 1), ("b", 2), ("c", 3)] {
        repository.save(&job(id, second, 1)).await.unwrap();
    }
    run(&pool, "UPDATE job SET status = 'RESTING', ended_at = 1, record = json_set(record, '$.version', 3) WHERE id = 'b'")
        .await;
    let repository = JobRepository::open(pool.clone()).await.unwrap();
    assert_eq!(ids(&repository.list(10, None).await.unwrap()), ["c", "a"]);
    // The others were running when their server ended.
    assert_eq!(repository.find("a").await.unwrap().unwrap().status, JobStatus::Failed);
    assert_eq!(repository.expire(i64::MAX, 0).await.unwrap(), 2);
    assert!(repository.delete("b").await.unwrap());
}

#[tokio::test]
async fn pages_stay_the_same_while_jobs_come_and_go() {
    let folder = tempfile::tempdir().unwrap();
    let repository = JobRepository::open(pool(&folder).await).await.unwrap();
    // Two jobs of one moment, and fractions that are not in the order of their texts.
    for (id, second) in [("a", 1), ("b", 2), ("c", 2), ("d", 3)] {
        repository.save(&job(id, second, 3)).await.unwrap();
    }
    let mut later = job("e", 3, 3);
    later.created_at = "2026-01-01T00:00:03.5Z".to_owned();
    repository.save(&later).await.unwrap();
    let first = repository.list(2, None).await.unwrap();
    assert_eq!(ids(&first), ["e", "d"]);
    assert!(first.jobs.iter().all(|job| job.tables[0].partitions.is_empty() && job.tables[0].rows == 30));
    repository.save(&job("z", 9, 1)).await.unwrap();
    repository.delete("d").await.unwrap();
    let second = repository.list(2, first.next.as_ref()).await.unwrap();
    assert_eq!(ids(&second), ["c", "b"]);
    let third = repository.list(2, second.next.as_ref()).await.unwrap();
    assert_eq!((ids(&third), &third.next), (vec!["a"], &None));
}

#[tokio::test]
async fn progress_writes_what_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let pool = pool(&folder).await;
    let repository = JobRepository::open(pool.clone()).await.unwrap();
    let mut job = job("a", 0, 8_192);
    repository.save(&job).await.unwrap();
    let log = folder.path().join("records.sqlite-wal");
    run(&pool, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    let saves = 20;
    for save in 0..saves {
        // Eight workers, each with a partition of its own.
        for worker in 0..8 {
            job.tables[0].partitions[worker * 1_000 + save].committed = 10;
        }
        job.tables[0].committed += 80;
        job.revision += 1;
        repository.save(&job).await.unwrap();
    }
    let written = length(&log);
    assert!(written > 0 && written < saves as u64 * 100_000, "{written} bytes");
    assert_eq!(repository.find("a").await.unwrap().unwrap(), job);

    // Another plan of the same job.
    let mut other = self::job("a", 0, 5);
    other.executions = 2;
    repository.save(&other).await.unwrap();
    assert_eq!(repository.find("a").await.unwrap().unwrap(), other);
    assert!(repository.written().contains_key("a"));
    repository.save(&ended(other)).await.unwrap();
    assert!(repository.written().is_empty());
}

fn length(file: &Path) -> u64 {
    file.metadata().unwrap().len()
}

#[tokio::test]
async fn ended_jobs_expire_by_age_and_number() {
    let folder = tempfile::tempdir().unwrap();
    let pool = pool(&folder).await;
    let repository = JobRepository::open(pool.clone()).await.unwrap();
    for second in 0..10 {
        repository.save(&ended(job(&format!("job{second}"), second, 2))).await.unwrap();
    }
    repository.save(&job("running", 0, 2)).await.unwrap();
    let at = clock::milliseconds("2026-01-01T00:00:03Z");
    assert_eq!(repository.expire(at, 100).await.unwrap(), 3);
    assert_eq!(repository.expire(at, 2).await.unwrap(), 5);
    assert_eq!(ids(&repository.list(10, None).await.unwrap()), ["job9", "job8", "running"]);
    assert_eq!(count(&pool, "SELECT COUNT(*) FROM job_partition").await, 6);
}

#[tokio::test]
async fn jobs_are_found_and_sorted() {
    let folder = tempfile::tempdir().unwrap();
    let pool = pool(&folder).await;
    let repository = JobRepository::open(pool.clone()).await.unwrap();
    let statistics = |bytes| contract::TableStatistics {
        rows: 1,
        average_row_bytes: 1,
        data_bytes: bytes,
        index_bytes: 100 - bytes,
        free_bytes: 0,
        indexes: Vec::new(),
    };
    for (id, second, target, table, rate, bytes) in [
        ("aa1", 1, "Shop", "orders", 10.0, Some(5)),
        ("aa2", 2, "shop", "items", 2.0, Some(50)),
        ("bb3", 3, "lab", "orders_2", 0.0, None),
    ] {
        let mut job = ended(job(id, second, 1));
        (job.request.target, job.request.tables) = (target.to_owned(), vec![table.to_owned()]);
        job.rows_per_second = rate;
        job.tables[0].statistics = bytes.map(statistics);
        repository.save(&job).await.unwrap();
    }
    repository.save(&job("cc4", 4, 1)).await.unwrap();
    let found = async |search: JobSearch| {
        let found = repository.search(&JobSearch { limit: 10, ..search }).await.unwrap();
        assert_eq!(found.count, found.jobs.len() as u64);
        assert!(found.jobs.iter().all(|job| job.history.is_empty()));
        found.jobs.iter().map(|job| job.id.clone()).collect::<Vec<_>>()
    };
    let text = |text: &str| JobSearch { text: text.to_owned(), ..JobSearch::default() };
    let by = |order| JobSearch { order, ..JobSearch::default() };
    assert_eq!(found(text("")).await, ["cc4", "bb3", "aa2", "aa1"]);
    assert_eq!(found(text("SHOP")).await, ["aa2", "aa1"]);
    assert_eq!(found(text("order")).await, ["bb3", "aa1"]);
    assert_eq!(found(text("AA")).await, ["aa2", "aa1"]);
    for nothing in ["%", "\"", "[", "orders\",\""] {
        assert_eq!(found(text(nothing)).await, [""; 0], "{nothing}");
    }
    assert_eq!(found(JobSearch { state: Some(JobState::Running), ..text("") }).await, ["cc4"]);
    assert_eq!(found(JobSearch { state: Some(JobState::Completed), ..text("shop") }).await, ["aa2", "aa1"]);
    // What has no value is last, either way.
    assert_eq!(found(by(JobOrder::Rate)).await, ["aa1", "aa2", "cc4", "bb3"]);
    let ascending = JobSearch { is_ascending: true, ..by(JobOrder::DataBytes) };
    assert_eq!(found(ascending).await, ["aa1", "aa2", "cc4", "bb3"]);
    assert_eq!(found(by(JobOrder::IndexBytes)).await, ["aa1", "aa2", "cc4", "bb3"]);
    for order in [JobOrder::Tables, JobOrder::Target, JobOrder::Rows, JobOrder::Seconds] {
        assert_eq!(found(by(order)).await.len(), 4);
    }
    // A part of them, of those that can be read.
    run(&pool, "UPDATE job SET record = json_set(record, '$.version', 3) WHERE id = 'bb3'").await;
    let part = repository.search(&JobSearch { skip: 1, limit: 1, ..JobSearch::default() }).await.unwrap();
    assert_eq!((part.count, part.jobs.len(), part.jobs[0].id.as_str()), (3, 1, "aa2"));
}
