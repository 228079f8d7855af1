//! A database of its own on a server that the tests share, and a launcher whose only target it is.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use contract::{Job, JobAnswer, JobRequest, JobStatus};
use generator::{Dataset, DatasetSpec};
use loader::{JobLauncher, JobRepository, TargetConfig};
use scratch_databases::{Kind, Options, Server};
use sqlx::SqlitePool;

/// After this, something hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Whether a server is there; what is not is said.
pub(crate) fn is_available(kind: Kind) -> bool {
    let is_there = Kind::available().contains(&kind);
    if !is_there {
        eprintln!("SKIPPED: {kind} is not there; ROWMILL_MYSQL names no folder with it");
    }
    is_there
}

/// The server that the tests share.
pub(crate) fn shared(kind: Kind) -> &'static Server {
    static SERVERS: OnceLock<Mutex<HashMap<Kind, &'static Server>>> = OnceLock::new();
    let mut servers = SERVERS.get_or_init(Mutex::default).lock().unwrap();
    servers.entry(kind).or_insert_with(|| Box::leak(Box::new(Server::start(kind).unwrap())))
}

/// A server that a test has for itself.
pub(crate) fn private(kind: Kind, arguments: &[&str]) -> Server {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    Server::start_with(kind, Options { arguments, ..Options::default() }).unwrap()
}

pub(crate) struct Fixture {
    pub(crate) kind: Kind,
    pub(crate) database: String,
    pub(crate) url: String,
    pub(crate) launcher: JobLauncher,
}

impl Fixture {
    pub(crate) async fn new(kind: Kind) -> Self {
        Self::on(shared(kind)).await
    }

    pub(crate) async fn on(server: &Server) -> Self {
        let database = new_database(server);
        let url = server.url(&database);
        Self::with_url(server, &database, &url).await
    }

    pub(crate) async fn with_url(server: &Server, database: &str, url: &str) -> Self {
        Self {
            kind: server.kind(),
            database: database.to_owned(),
            url: url.to_owned(),
            launcher: launcher(url).await,
        }
    }

    pub(crate) fn sql(&self, server: &Server, sql: &str) -> String {
        server.run_sql(&self.database, sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Runs statements on the shared server.
    pub(crate) fn run(&self, sql: &str) -> String {
        self.sql(shared(self.kind), sql)
    }

    /// Has the target forget all loads.
    pub(crate) fn forget(&self) {
        for table in ["rowmill_target", "rowmill_load", "rowmill_checkpoint", "rowmill_rejected"] {
            self.run(&format!("DROP TABLE IF EXISTS {table}"));
        }
    }

    pub(crate) fn count(&self, table: &str) -> u64 {
        self.run(&format!("SELECT COUNT(*) FROM {table}")).trim().parse().unwrap()
    }

    pub(crate) async fn launch(&self, dataset: &Arc<Dataset>, options: &str) -> JobAnswer {
        self.launcher.launch(request(dataset, options), Arc::clone(dataset)).await.unwrap()
    }

    /// Loads, and gives the job at its end.
    pub(crate) async fn load(&self, dataset: &Arc<Dataset>, options: &str) -> Job {
        let id = self.launch(dataset, options).await.job.id;
        self.finished(&id).await
    }

    pub(crate) async fn finished(&self, id: &str) -> Job {
        self.until(id, |job| !job.status.is_running()).await
    }

    /// The job, once it is as wanted.
    pub(crate) async fn until(&self, id: &str, is_reached: impl Fn(&Job) -> bool) -> Job {
        let launched = self.launcher.find(id).await.unwrap();
        let Some(mut updates) = launched.updates else { return launched.job.as_ref().clone() };
        let waited = tokio::time::timeout(PATIENCE, updates.wait_for(|job| is_reached(job))).await;
        match waited {
            Ok(Ok(job)) => job.as_ref().clone(),
            // The job has ended, and with it its updates.
            Ok(Err(_)) => self.launcher.find(id).await.unwrap().job.as_ref().clone(),
            Err(_) => panic!("{:?}", self.launcher.find(id).await.unwrap().job),
        }
    }
}

pub(crate) fn new_database(server: &Server) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("rowmill_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    server.create_database(&name).unwrap();
    name
}

/// A launcher with a job list of its own, as another process would have.
pub(crate) async fn launcher(url: &str) -> JobLauncher {
    let pool = SqlitePool::connect("sqlite::memory:").await.unwrap();
    let repository = JobRepository::open(pool).await.unwrap();
    JobLauncher::new(repository, &[TargetConfig::parse("t", url).unwrap()])
}

pub(crate) fn dataset(tables: &str) -> Arc<Dataset> {
    let json = format!(r#"{{"rowmill":1,"seed":"7","tables":[{tables}]}}"#);
    Arc::new(Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap())
}

pub(crate) fn request(dataset: &Dataset, options: &str) -> JobRequest {
    let mut value: serde_json::Value = serde_json::from_str(options).unwrap();
    value["dataset"] = dataset.id().into();
    value["target"] = "t".into();
    serde_json::from_value(value).unwrap()
}

/// Rooms, and stays that refer to them.
pub(crate) fn rooms(stays: u64) -> Arc<Dataset> {
    dataset(&format!(
        r#"{{"name":"stay","rows":{stays},"primary_key":["id"],"indexes":[["room_id"]],"columns":[
             {{"name":"id","type":"bigint"}},
             {{"name":"room_id","type":"int","gen":{{"kind":"foreign_key","table":"room","column":"id"}}}},
             {{"name":"guest","type":"varchar(60)","gen":{{"kind":"full_name"}},"null":0.1}},
             {{"name":"price","type":"decimal(10,2)"}},
             {{"name":"at","type":"timestamp(6)"}}]}},
           {{"name":"room","rows":50,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}}]}}"#
    ))
}

#[track_caller]
pub(crate) fn assert_completed(job: &Job, rows: u64) {
    assert_eq!((job.status, job.committed), (JobStatus::Completed, rows), "{:?} {:?}", job.error, job.notes);
}

/// The code of a failed job, with its message.
#[track_caller]
pub(crate) fn failure(job: &Job) -> (String, String) {
    assert_eq!(job.status, JobStatus::Failed, "{job:?}");
    let error = job.error.as_ref().unwrap();
    (error.code.clone(), error.message.clone())
}
