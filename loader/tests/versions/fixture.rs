//! A database of its own on a server of a version that the tests share, and a launcher whose only target it is.

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
use scratch_databases::{Installation, Kind, Server};
use sqlx::SqlitePool;

/// After this, something hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is installed of a version, by the name of its folder; what is not is said.
pub(crate) fn installation(folder: &str) -> Option<Installation> {
    let mut all = Installation::all().unwrap().into_iter();
    let found = all.find(|installation| installation.programs.ends_with(folder));
    if found.is_none() {
        eprintln!("SKIPPED: {folder} is not there; ROWMILL_DATABASES names no folder with it");
    }
    found
}

/// The server of a version that the tests share.
fn shared(installation: &Installation) -> &'static Server {
    type Servers = HashMap<String, Arc<OnceLock<&'static Server>>>;
    static SERVERS: OnceLock<Mutex<Servers>> = OnceLock::new();
    let mut servers = SERVERS.get_or_init(Mutex::default).lock().unwrap();
    let server = Arc::clone(servers.entry(installation.to_string()).or_default());
    drop(servers);
    server.get_or_init(|| {
        let server = installation.start().unwrap();
        server.create_database("greeting").unwrap();
        // What was unpacked is what it is taken for.
        let version = server.run_sql("greeting", "SELECT VERSION()").unwrap();
        assert!(version.contains(&format!("{}.", installation.version)), "{installation}: {version}");
        Box::leak(Box::new(server))
    })
}

pub(crate) struct Fixture {
    pub(crate) kind: Kind,
    /// The folder of the version, such as `mariadb-10.5`.
    pub(crate) version: &'static str,
    server: &'static Server,
    database: String,
    pub(crate) launcher: JobLauncher,
}

impl Fixture {
    /// A database on a server of this version, if it is there.
    pub(crate) async fn new(version: &'static str) -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = shared(&installation(version)?);
        let database = format!("rowmill_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        server.create_database(&database).unwrap();
        let launcher = launcher(&server.url(&database)).await;
        Some(Self { kind: server.kind(), version, server, database, launcher })
    }

    /// Runs statements with the server's own client.
    #[track_caller]
    pub(crate) fn run(&self, sql: &str) -> String {
        let result = self.server.run_sql(&self.database, sql);
        result.unwrap_or_else(|error| panic!("{}: {sql}: {error}", self.version))
    }

    /// The only number of an answer.
    #[track_caller]
    pub(crate) fn number(&self, sql: &str) -> u64 {
        self.run(sql).trim().parse().unwrap()
    }

    pub(crate) async fn launch(&self, dataset: &Arc<Dataset>, options: &str) -> JobAnswer {
        let mut request: serde_json::Value = serde_json::from_str(options).unwrap();
        request["dataset"] = dataset.id().into();
        request["target"] = "t".into();
        let request: JobRequest = serde_json::from_value(request).unwrap();
        self.launcher.launch(request, Arc::clone(dataset)).await.unwrap()
    }

    /// Loads, and gives the job at its end.
    pub(crate) async fn load(&self, dataset: &Arc<Dataset>, options: &str) -> Job {
        let id = self.launch(dataset, options).await.job.id;
        self.until(&id, |job| !job.status.is_running()).await
    }

    /// The job, once it is as wanted, or at its end.
    pub(crate) async fn until(&self, id: &str, is_reached: impl Fn(&Job) -> bool) -> Job {
        if let Some(mut updates) = self.launcher.find(id).await.unwrap().updates {
            let waited = tokio::time::timeout(PATIENCE, updates.wait_for(|job| is_reached(job))).await;
            if let Ok(Ok(job)) = waited {
                return job.as_ref().clone();
            }
            assert!(waited.is_ok(), "{}: {:?}", self.version, self.launcher.find(id).await.unwrap().job);
        }
        self.launcher.find(id).await.unwrap().job.as_ref().clone()
    }
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

#[track_caller]
pub(crate) fn assert_completed(job: &Job, rows: u64) {
    assert_eq!((job.status, job.committed), (JobStatus::Completed, rows), "{:?} {:?}", job.error, job.notes);
}
