//! What a client is not told: addresses, accounts, files, and what else databases say of themselves.

use std::{fs, io::ErrorKind};

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::server::Server;

/// MySQL's greeting, from a server that has TLS: protocol 10, version, connection, scramble, capabilities, character set.
fn greeting() -> Vec<u8> {
    let mut body = b"\x0a5.5.62\0\x01\0\0\0abcdefgh\0".to_vec();
    // LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, SSL, SECURE_CONNECTION; PLUGIN_AUTH in the upper half.
    body.extend([0x09, 0x8a, 0x21, 0x02, 0x00, 0x08, 0x00, 21]);
    body.extend([0; 10]);
    body.extend(b"ijklmnopqrst\0mysql_native_password\0");
    packet(0, &body)
}

fn packet(number: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [&length[..3], &[number], body].concat()
}

/// What a server does to a client that connects.
#[derive(Debug, Clone, Copy)]
enum Manner {
    MySqlWithOldTls,
    MySqlRefusesTheHost,
    MySqlRefusesTheAccount,
    PostgresWithOldTls,
    PostgresRefusesTheHost,
}

async fn serve(mut stream: TcpStream, manner: Manner) -> std::io::Result<()> {
    // Fatal: protocol version.
    let alert = [0x15, 0x03, 0x02, 0x00, 0x02, 0x02, 0x46];
    let mut piece = [0; 4_096];
    match manner {
        Manner::MySqlWithOldTls => {
            stream.write_all(&greeting()).await?;
            // The request for TLS, and the client's hello.
            stream.read_exact(&mut piece[..36]).await?;
            let _ = stream.read(&mut piece).await?;
            stream.write_all(&alert).await?;
        }
        Manner::MySqlRefusesTheHost => {
            let said = b"\xff\x6a\x04Host '10.9.8.7' is not allowed to connect to this MySQL server";
            stream.write_all(&packet(0, said)).await?;
        }
        Manner::MySqlRefusesTheAccount => {
            let said = b"\xff\x15\x04#28000Access denied for user 'app'@'10.9.8.7' (using password: YES)";
            stream.write_all(&packet(0, said)).await?;
        }
        Manner::PostgresWithOldTls => {
            stream.read_exact(&mut piece[..8]).await?;
            stream.write_all(b"S").await?;
            let _ = stream.read(&mut piece).await?;
            stream.write_all(&alert).await?;
        }
        Manner::PostgresRefusesTheHost => {
            stream.read_exact(&mut piece[..8]).await?;
            stream.write_all(b"N").await?;
            let _ = stream.read(&mut piece).await?;
            let said = b"SFATAL\0VFATAL\0C28000\0Mno pg_hba.conf entry for host \"10.9.8.7\", user \"app\", database \"shop\"\0\0";
            let length = u32::try_from(said.len() + 4).unwrap().to_be_bytes();
            stream.write_all(&[b"E", &length[..], said].concat()).await?;
        }
    }
    // Until the client has gone.
    while stream.read(&mut piece).await? > 0 {}
    Ok(())
}

async fn target(scheme: &str, manner: Manner) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                match serve(stream, manner).await {
                    Err(error) if error.kind() != ErrorKind::ConnectionReset => {
                        println!("{manner:?}: {error}");
                    }
                    _ => {}
                }
            });
        }
    });
    format!("{scheme}://app:s3cr3t@127.0.0.1:{port}/shop")
}

/// Whatever way a target is asked, the client reads our own words, with the remedy.
#[tokio::test]
async fn what_a_database_says_of_connections_stays_here() {
    let targets = [
        (
            "old_mysql",
            target("mysql", Manner::MySqlWithOldTls).await,
            "target_no_common_encryption",
            "sslmode=disable",
        ),
        ("host", target("mysql", Manner::MySqlRefusesTheHost).await, "target_forbidden", "user and password"),
        (
            "account",
            target("mysql", Manner::MySqlRefusesTheAccount).await,
            "target_forbidden",
            "user and password",
        ),
        (
            "old_postgres",
            target("postgres", Manner::PostgresWithOldTls).await,
            "target_no_common_encryption",
            "sslmode=disable",
        ),
        (
            "hba",
            target("postgres", Manner::PostgresRefusesTheHost).await,
            "target_forbidden",
            "user and password",
        ),
        (
            "nobody",
            "mysql://app:s3cr3t@127.0.0.1:1/shop".to_owned(),
            "target_unreachable",
            "cannot be reached",
        ),
        (
            "name",
            "postgres://app:s3cr3t@no-such-host.invalid/shop".to_owned(),
            "target_unreachable",
            "cannot be reached",
        ),
        ("file", "sqlite:secret-folder/missing/x.sqlite".to_owned(), "target_missing", "folder"),
    ];
    let settings: String =
        targets.iter().map(|(name, url, ..)| format!("[targets.{name}]\nurl = \"{url}\"\n")).collect();
    let server = Server::with(&settings, "127.0.0.1:3000").await;
    let dataset = server
        .save(&json!({ "rowmill": 1, "tables": [
            { "name": "t", "rows": 3, "columns": [{ "name": "a", "type": "int" }] }] }))
        .await;
    let is_secret = |text: &str| {
        let secrets = [
            "10.9.8.7",
            "s3cr3t",
            "127.0.0.1",
            "no-such-host",
            "secret-folder",
            "'app'",
            "\"app\\\"",
            "pg_hba",
        ];
        secrets.into_iter().find(|secret| text.contains(secret))
    };
    let listed = server.get("/api/targets").await;
    assert_eq!(is_secret(&listed.text), None, "{}", listed.text);
    for (name, _, code, part) in targets {
        let problem = |list: &Value| {
            let targets = list["targets"].as_array().unwrap();
            let target = targets.iter().find(|target| target["name"] == name).unwrap();
            target["problem"].as_str().unwrap_or_default().to_owned()
        };
        let found = problem(&listed.json());
        assert!(found.contains(part), "{name}: {found}");

        let imported = server.post(&format!("/api/targets/{name}/import"), "", "").await;
        assert_eq!((imported.status, imported.error().1.as_str()), (StatusCode::BAD_GATEWAY, code), "{name}");
        assert_eq!(is_secret(&imported.text), None, "{name}: {}", imported.text);

        let request = json!({ "dataset": dataset, "target": name }).to_string();
        let checks = server.post("/api/jobs/preflight", "application/json", request.clone()).await;
        // A file that is missing is one that a load creates.
        let is_told = name == "file" || checks.json()["checks"][0]["code"] == code;
        assert!(is_told, "{name}: {}", checks.text);
        assert_eq!(is_secret(&checks.text), None, "{name}: {}", checks.text);

        let job = server.post("/api/jobs", "application/json", request).await;
        let location = job.headers["location"].to_str().unwrap().to_owned();
        let events = server.get(&format!("{location}/events")).await;
        let job = server.get(&location).await;
        assert_eq!(job.json()["error"]["code"], code, "{name}: {}", job.text);
        assert!(job.json()["error"]["message"].as_str().unwrap().contains(part), "{name}: {}", job.text);
        assert_eq!(is_secret(&job.text).or(is_secret(&events.text)), None, "{name}: {}", job.text);

        // Nobody knows whether rows were refused: that is no empty list.
        for file in ["rejected", "rejected.csv"] {
            let rejected = server.get(&format!("{location}/{file}")).await;
            assert_eq!(
                (rejected.status, rejected.error().1.as_str()),
                (StatusCode::BAD_GATEWAY, code),
                "{name}"
            );
            assert_eq!(is_secret(&rejected.text), None, "{name}: {}", rejected.text);
        }
    }
}

/// What a database says of a row stays as it is, and what a spreadsheet would run is told apart.
#[tokio::test]
async fn refused_rows_are_told_and_run_nothing() {
    let server = Server::start().await;
    let dataset = server
        .save(&json!({ "rowmill": 1, "tables": [{ "name": "=cmd|x", "rows": 3, "columns": [
            { "name": "a", "type": "int", "gen": { "kind": "constant", "value": 1 } }] }] }))
        .await;
    let file = server.folder.path().join("secret-place.sqlite");
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.execute_batch("CREATE TABLE \"=cmd|x\" (a INT CHECK (a > 1))").unwrap();
    drop(connection);
    let request = json!({ "dataset": dataset, "target": "local", "mode": "append", "skip_limit": 10 });
    let job = server.post("/api/jobs", "application/json", request.to_string()).await;
    let location = job.headers["location"].to_str().unwrap().to_owned();
    server.get(&format!("{location}/events")).await;
    let csv = server.get(&format!("{location}/rejected.csv")).await.text;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!((lines.len(), lines[0]), (4, "table,row,reason"), "{csv}");
    assert!(
        lines[1].starts_with("\"'=cmd|x\",1,\"") && lines[1].contains("CHECK constraint failed"),
        "{csv}"
    );
    // The list is in the target, and goes with it.
    fs::remove_file(&file).unwrap();
    let rejected = server.get(&format!("{location}/rejected")).await;
    assert_eq!(rejected.error(), (502, "target_missing".to_owned(), String::new()), "{}", rejected.text);
}
