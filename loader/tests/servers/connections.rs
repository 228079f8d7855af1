//! Connections that are cut, stall or take long: what was committed stays, what was not is written once.

use std::{sync::Arc, time::Duration};

use generator::Dataset;
use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed, new_database, private, rooms, shared},
    on_every_server,
    proxy::{Proxy, Trouble},
    stored::assert_stored,
};

on_every_server!(
    a_lost_commit_is_looked_up,
    a_commit_that_did_not_get_through_is_repeated,
    a_connection_that_only_we_lost_is_ended,
    stalls_and_latency_are_waited_for,
    a_server_that_is_killed_is_waited_for,
    encrypted_connections_are_made_and_checked,
);

/// Loads through a proxy that makes trouble, and gives how often it did and what was told of it.
async fn load_through(kind: Kind, trouble: Trouble, commits: Vec<u32>) -> (u32, Vec<String>) {
    let server = shared(kind);
    let proxy = Proxy::start(server.port(), trouble, commits);
    let database = new_database(server);
    // The proxy reads along.
    let url = format!("{}?sslmode=disable", server.url_at(proxy.port, &database));
    let fixture = Fixture::with_url(server, &database, &url).await;
    let dataset: Arc<Dataset> = rooms(6_000);
    let job = fixture.load(&dataset, r#"{"chunk_rows":250,"workers":2}"#).await;
    assert_completed(&job, 6_050);
    assert_stored(&fixture, &dataset, "stay");
    let sum = fixture.run("SELECT SUM(row_count) FROM rowmill_checkpoint");
    assert_eq!(sum.trim(), "6050");
    (proxy.troubles(), job.notes)
}

/// COMMITs of a table's preparation among them, of claims, and of many chunks.
const SOME: [u32; 7] = [1, 2, 5, 9, 10, 14, 20];

fn lost_times(notes: &[String]) -> bool {
    notes.iter().any(|note| note.contains("the checkpoint said what was committed"))
}

async fn a_lost_commit_is_looked_up(kind: Kind) {
    let (troubles, notes) = load_through(kind, Trouble::CutBehindCommit, SOME.to_vec()).await;
    assert_eq!(troubles, 7);
    assert!(lost_times(&notes), "{notes:?}");
}

async fn a_commit_that_did_not_get_through_is_repeated(kind: Kind) {
    let (troubles, notes) = load_through(kind, Trouble::CutBeforeCommit, SOME.to_vec()).await;
    assert_eq!(troubles, 7);
    assert!(lost_times(&notes), "{notes:?}");
}

async fn a_connection_that_only_we_lost_is_ended(kind: Kind) {
    // The server still has the transaction, and its locks.
    let (troubles, notes) = load_through(kind, Trouble::HalfOpen, vec![1, 8, 12, 19]).await;
    assert_eq!(troubles, 4);
    assert!(lost_times(&notes), "{notes:?}");
}

async fn stalls_and_latency_are_waited_for(kind: Kind) {
    let (troubles, notes) = load_through(kind, Trouble::Stall(Duration::from_secs(5)), vec![12]).await;
    assert_eq!((troubles, lost_times(&notes)), (1, false));
    let (_, notes) = load_through(kind, Trouble::Latency(Duration::from_millis(10)), Vec::new()).await;
    assert!(!lost_times(&notes));
}

async fn a_server_that_is_killed_is_waited_for(kind: Kind) {
    let mut server = private(kind, &[]);
    let fixture = Fixture::on(&server).await;
    let dataset = rooms(300_000);
    let id = fixture.launch(&dataset, r#"{"chunk_rows":200,"workers":2}"#).await.job.id;
    let mut kills = 0;
    while kills < 3 {
        let before = fixture.launcher.find(&id).await.unwrap().job.committed;
        let job = fixture.until(&id, |job| job.committed > before + 2_000 || !job.status.is_running()).await;
        assert!(job.status.is_running(), "{kills} kills: {:?}", job.error);
        server.kill();
        tokio::time::sleep(Duration::from_millis(200)).await;
        server = tokio::task::spawn_blocking(move || {
            server.run().unwrap();
            server
        })
        .await
        .unwrap();
        kills += 1;
    }
    let job = fixture.finished(&id).await;
    assert_completed(&job, 300_050);
    assert!(lost_times(&job.notes), "{:?}", job.notes);
    assert_eq!(
        fixture
            .sql(&server, "SELECT COUNT(*), COUNT(DISTINCT id), MIN(id), MAX(id), SUM(id) FROM stay")
            .split_whitespace()
            .collect::<Vec<_>>(),
        ["300000", "300000", "1", "300000", "45000150000"]
    );
    assert_eq!(fixture.sql(&server, "SELECT SUM(row_count) FROM rowmill_checkpoint").trim(), "300050");
}

/// A server with a certificate that nobody else has signed.
async fn encrypted_connections_are_made_and_checked(kind: Kind) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let openssl = std::process::Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args([
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            &path("key.pem"),
            "-out",
            &path("cert.pem"),
        ])
        .output()
        .unwrap();
    assert!(openssl.status.success(), "{}", String::from_utf8_lossy(&openssl.stderr));
    // The server reads them with an account of its own, which PostgreSQL asks to be the owner.
    let private = |name: &str| {
        let _ = std::process::Command::new("chown").args(["postgres", &path(name)]).status();
        std::fs::set_permissions(path(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    };
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let (certificate, key) = (path("cert.pem"), path("key.pem"));
    let server = if kind == Kind::Postgres {
        private("key.pem");
        crate::fixture::private(
            kind,
            &["-cssl=on", &format!("-cssl_cert_file={certificate}"), &format!("-cssl_key_file={key}")],
        )
    } else {
        crate::fixture::private(
            kind,
            &[
                &format!("--ssl-cert={certificate}"),
                &format!("--ssl-key={key}"),
                &format!("--ssl-ca={certificate}"),
            ],
        )
    };
    let database = new_database(&server);
    let url = server.url(&database).replace("127.0.0.1", "localhost");
    let dataset = rooms(500);
    for (parameters, works) in [
        ("?sslmode=disable".to_owned(), true),
        ("".to_owned(), true),
        ("?sslmode=require".to_owned(), true),
        (format!("?sslmode=verify-ca&sslrootcert={certificate}"), true),
        (format!("?sslmode=verify-full&sslrootcert={certificate}"), true),
        // Of no authority that this machine trusts.
        ("?sslmode=verify-full".to_owned(), false),
    ] {
        let fixture = Fixture::with_url(&server, &database, &format!("{url}{parameters}")).await;
        let target = &fixture.launcher.targets().await[0];
        assert_eq!(target.reachable, works, "{parameters}: {:?}", target.problem);
        if works {
            let job = fixture.load(&dataset, r#"{"mode":"replace","again":true}"#).await;
            assert_completed(&job, 550);
        }
    }
    // Nothing in the clear is let in any more, and what has no sslmode is encrypted.
    if kind != Kind::Postgres {
        server.run_sql("mysql", "SET GLOBAL require_secure_transport = ON").unwrap();
        let in_the_clear = Fixture::with_url(&server, &database, &format!("{url}?sslmode=disable")).await;
        assert!(!in_the_clear.launcher.targets().await[0].reachable);
        let encrypted = Fixture::with_url(&server, &database, &url).await;
        assert!(encrypted.launcher.targets().await[0].reachable);
    }
}
