//! Servers whose disk is full: what is done ends and says so, and goes on when there is room.

use loader::{JobLauncher, JobRepository, TargetConfig};
use scratch_databases::{Kind, Options, Server};

use crate::program::stays;

async fn a_full_disk(kind: Kind) {
    let options = Options { disk: Some((600, 24)), ..Options::default() };
    let server = Server::start_with(kind, options).unwrap();
    server.create_database("small").unwrap();
    let pool = sqlx::SqlitePool::connect("sqlite::memory:").await.unwrap();
    let target = TargetConfig::parse("small", &server.url("small")).unwrap();
    let launcher = JobLauncher::new(JobRepository::open(pool).await.unwrap(), &[target]);
    let spec = generator::DatasetSpec::from_json(&stays(6, 400_000).to_string()).unwrap();
    let dataset = std::sync::Arc::new(generator::Dataset::compile(&spec).unwrap());
    let request = serde_json::json!({ "dataset": dataset.id(), "target": "small", "chunk_rows": 2_000 });
    let run = async || {
        let request = serde_json::from_value(request.clone()).unwrap();
        let id = launcher.launch(request, std::sync::Arc::clone(&dataset)).await.unwrap().job.id;
        if let Some(mut updates) = launcher.find(&id).await.unwrap().updates {
            let _ = updates.wait_for(|job| !job.status.is_running()).await;
        }
        launcher.find(&id).await.unwrap().job
    };
    let experiment = async |rows: u64| {
        let request = serde_json::json!({ "dataset": "", "target": "small", "table": "stay", "rows": rows, "repeats": 3,
            "warm_up": false, "factors": { "chunk_rows": [2_000] } });
        let request = serde_json::from_value(request).unwrap();
        let stop = tokio_util::sync::CancellationToken::new();
        loader::run_experiment(&launcher, request, &spec, &stop, |_| {}).await.unwrap()
    };
    // What has failed is no result, its tables are gone, and so there is room for a smaller one.
    let full = experiment(400_000).await;
    let error = full.error.as_ref().unwrap_or_else(|| panic!("{kind}: {full:?}"));
    assert_eq!(
        (full.status, error.code.as_str()),
        (contract::ExperimentStatus::Failed, "target_full"),
        "{kind}"
    );
    assert!(full.runs.iter().all(|run| run.status == contract::RunStatus::Failed && run.measures.is_none()));
    let tables = "SELECT COUNT(*) FROM information_schema.tables WHERE table_name LIKE 'rowmill_x_%'";
    assert_eq!(server.run_sql("small", tables).unwrap().trim(), "0", "{kind}");
    let small = experiment(500).await;
    assert_eq!(small.status, contract::ExperimentStatus::Completed, "{kind}: {:?}", small.error);

    let failed = run().await;
    let error = failed.error.as_ref().unwrap_or_else(|| panic!("{kind}: {failed:?}"));
    assert_eq!(error.code, "target_full", "{kind}: {}", error.message);
    assert!(failed.committed < 400_050);
    server.remove_ballast().unwrap();
    let ended = run().await;
    assert_eq!(
        (ended.status, ended.committed),
        (contract::JobStatus::Completed, 400_050),
        "{kind}: {:?}",
        ended.error
    );
    let found = server.run_sql("small", "SELECT COUNT(*), COUNT(DISTINCT id), SUM(id) FROM stay").unwrap();
    assert_eq!(found.trim(), "400000\t400000\t80000200000", "{kind}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_a_full_disk_is_named_and_the_load_goes_on_when_there_is_room() {
    for kind in Kind::available() {
        a_full_disk(kind).await;
    }
}
