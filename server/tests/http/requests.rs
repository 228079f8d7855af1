//! What is answered to requests that mean well, and to common mistakes.

use std::{fs, io::Read as _, path::Path, time::Duration};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::server::Server;

fn spec(rows: u64) -> Value {
    json!({ "rowmill": 1, "seed": "3", "tables": [
        { "name": "room é", "rows": rows, "primary_key": ["id"], "columns": [
            { "name": "id", "type": "bigint" },
            { "name": "name", "type": "text", "gen": { "kind": "list", "values": ["a,b", "c"] }, "null": 0.2 } ] } ] })
}

const ROWS: &str = "tables/room%20%C3%A9/rows";

#[tokio::test]
async fn a_dataset_is_named_by_its_content() {
    let server = Server::start().await;
    let id = server.save(&spec(10)).await;
    assert_eq!(server.save(&spec(10)).await, id);
    assert_ne!(server.save(&spec(11)).await, id);
    let found = server.get(&format!("/api/datasets/{id}")).await;
    assert_eq!(found.json()["tables"][0]["columns"][0]["gen"]["kind"], "sequence");
    assert_eq!(server.get("/api/health").await.json()["status"], "ok");
}

#[tokio::test]
async fn sql_becomes_a_dataset() {
    let server = Server::start().await;
    let sql = include_str!("../../../bench/room_availability.mysql.sql");
    let answer = server.post("/api/datasets", "application/sql; charset=utf-8", sql).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.json()["spec"]["tables"].as_array().unwrap().len(), 3);
    assert_eq!(answer.json()["warnings"].as_array().unwrap().len(), 1);
    let answer = server.post("/api/datasets", "application/sql", "DROP TABLE x").await;
    assert_eq!(answer.error(), (422, "no_tables".to_owned(), String::new()));
}

#[tokio::test]
async fn a_sample_of_rows_becomes_a_dataset() {
    let server = Server::start().await;
    let sample = "code,born,colour\nA1,2001-05-06,red\nB2,,red\n";
    let answer = server.post("/api/datasets?table=guest&rows=5000", "text/csv; charset=utf-8", sample).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let table = &answer.json()["spec"]["tables"][0];
    assert_eq!((table["name"].as_str(), table["rows"].as_u64()), (Some("guest"), Some(5_000)));
    assert_eq!(table["columns"][1]["type"], "date");
    assert_eq!(table["columns"][1]["null"], 0.5);
    let rows = server
        .get(&format!(
            "/api/datasets/{}/tables/guest/rows.csv?limit=1",
            answer.json()["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(rows.status, StatusCode::OK);
    let answer = server.post("/api/datasets", "text/csv", "a,b\n1,2\n3\n").await;
    assert_eq!(answer.error(), (422, "invalid_csv".to_owned(), String::new()));
    let answer =
        server.post("/api/datasets?dialect=postgres", "application/sql", "CREATE TABLE T (A INT)").await;
    assert_eq!(answer.json()["spec"]["tables"][0]["name"], "t");
    let answer =
        server.post("/api/datasets?dialect=dbase", "application/sql", "CREATE TABLE T (A INT)").await;
    assert_eq!(answer.error(), (400, "invalid_query".to_owned(), "dialect".to_owned()));
    let answer = server.post("/api/datasets?dialect=mysql", "text/csv", "a\n1\n").await;
    assert_eq!(answer.error().1, "invalid_query");
    // 이름, in the encoding of Korean Windows.
    let old = [
        b"CREATE TABLE t (`".as_slice(),
        &[0xc0, 0xcc, 0xb8, 0xa7],
        b"` VARCHAR(20) NOT NULL COMMENT '",
        &[0xc8, 0xb8, 0xbf, 0xf8, 0xc0, 0xc7, 0x20, 0xc0, 0xcc, 0xb8, 0xa7],
        b"')",
    ]
    .concat();
    let answer = server.post("/api/datasets", "application/sql", old).await;
    assert_eq!(answer.json()["spec"]["tables"][0]["columns"][0]["name"], "이름");
    assert!(answer.text.contains("EUC-KR"), "{}", answer.text);
    let answer = server.post("/api/datasets?rows=5000", "application/sql", "CREATE TABLE t (a INT)").await;
    assert_eq!(answer.error().1, "invalid_query");
}

#[tokio::test]
async fn mistakes_have_a_code_and_a_place() {
    let server = Server::start().await;
    let mut wrong = spec(10);
    wrong["tables"][0]["columns"][0]["gen"] = json!({ "kind": "integer", "min": 2, "max": 1 });
    let answer = server.post("/api/datasets", "application/json", wrong.to_string()).await;
    assert_eq!(answer.error(), (422, "empty_range".to_owned(), "tables[0].columns[0].gen.max".to_owned()));
    let answer = server.post("/api/datasets", "text/plain", "x").await;
    assert_eq!(answer.error().1, "unsupported_media_type");
    let answer = server.post("/api/datasets", "application/json", vec![0xff, 0xfe]).await;
    assert_eq!(answer.error().1, "invalid_utf8");
    let answer = server.post("/api/datasets", "application/json", " ".repeat(17 << 20)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);

    let id = server.save(&spec(10)).await;
    for (path, expected) in [
        ("/api/datasets/nothing/tables/t/rows.csv".to_owned(), (404, "unknown_dataset", "")),
        (format!("/api/datasets/{id}/tables/t/rows.csv"), (404, "unknown_table", "table")),
        (format!("/api/datasets/{id}/{ROWS}.xml"), (404, "unknown_format", "format")),
        (format!("/api/datasets/{id}/{ROWS}.csv?delimiter=ab"), (400, "invalid_delimiter", "delimiter")),
        (
            format!("/api/datasets/{id}/{ROWS}.csv?line_ending=cr"),
            (400, "invalid_line_ending", "line_ending"),
        ),
        (format!("/api/datasets/{id}/{ROWS}.csv?null=%22"), (400, "invalid_null", "null")),
        (format!("/api/datasets/{id}/{ROWS}.csv?fro=1"), (400, "invalid_query", "")),
        (format!("/api/datasets/{id}/{ROWS}.csv?from=-1"), (400, "invalid_query", "")),
        (format!("/api/datasets/{id}/{ROWS}.sql"), (400, "invalid_dialect", "dialect")),
        (format!("/api/datasets/{id}/{ROWS}.sql?dialect=mysql&batch=0"), (400, "invalid_batch", "batch")),
        ("/api/jobs/nothing".to_owned(), (404, "unknown_job", "")),
        ("/api/nothing".to_owned(), (404, "unknown_route", "")),
    ] {
        let (status, code, place) = expected;
        assert_eq!(server.get(&path).await.error(), (status, code.to_owned(), place.to_owned()), "{path}");
    }
}

#[tokio::test]
async fn rows_are_streamed_whole_or_in_parts() {
    let server = Server::start().await;
    let id = server.save(&spec(100_000)).await;
    let rows = |query: &str| format!("/api/datasets/{id}/{ROWS}.csv?{query}");
    let whole = server.get(&rows("")).await;
    assert_eq!(whole.text.lines().count(), 100_001);
    assert!(whole.text.starts_with("id,name\n1,"));
    assert_eq!(whole.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(whole.headers["x-rowmill-rows"], "100000");
    assert!(
        whole.headers["content-disposition"].to_str().unwrap().contains("filename*=UTF-8''room%20%C3%A9.csv")
    );
    let mut parts = String::from("id,name\n");
    for (from, limit) in [(0, 1), (1, 70_000), (70_001, 999_999)] {
        parts.push_str(&server.get(&rows(&format!("header=false&from={from}&limit={limit}"))).await.text);
    }
    assert!(parts == whole.text);
    assert_eq!(server.get(&rows("from=100000")).await.text, "id,name\n");

    let etag = whole.headers["etag"].clone();
    let again =
        Request::get(rows("")).header("host", "localhost").header("if-none-match", &etag).body(Body::empty());
    assert_eq!(server.send(again.unwrap()).await.status, StatusCode::NOT_MODIFIED);
    assert_ne!(server.get(&rows("limit=5")).await.headers["etag"], etag);

    let ndjson = server.get(&format!("/api/datasets/{id}/{ROWS}.ndjson?from=99999")).await;
    assert_eq!(serde_json::from_str::<Value>(&ndjson.text).unwrap()["id"], 100_000);
    let sql = server.get(&format!("/api/datasets/{id}/{ROWS}.sql?dialect=postgres&batch=2&limit=3")).await;
    assert_eq!(sql.text.matches("INSERT INTO \"room é\" (\"id\", \"name\") VALUES\n").count(), 2);

    let direct =
        server.post("/api/generate?format=csv&from=5&limit=9", "application/json", spec(100_000).to_string());
    assert_eq!(direct.await.text, server.get(&rows("from=5&limit=9")).await.text);
}

#[tokio::test]
async fn rows_come_as_events_and_go_on_after_the_last_one_seen() {
    let server = Server::start().await;
    let id = server.save(&spec(250)).await;
    let path = format!("/api/datasets/{id}/{ROWS}.sse?from=20");
    let events = server.get(&path).await.text;
    assert_eq!(events.matches("event: data\n").count(), 3);
    assert!(
        events.contains("id: 120\n") && events.contains("id: 250\n") && events.contains("event: complete\n")
    );
    let data: Value =
        serde_json::from_str(events.lines().find_map(|line| line.strip_prefix("data: ")).unwrap()).unwrap();
    assert_eq!(
        (data["rows"][0]["id"].as_u64(), data["progress"].as_u64(), data["total"].as_u64()),
        (Some(21), Some(100), Some(230))
    );

    let resume = |last: &str| {
        Request::get(&path)
            .header("host", "localhost")
            .header("last-event-id", last)
            .body(Body::empty())
            .unwrap()
    };
    let rest = server.send(resume("220")).await.text;
    assert_eq!(rest.matches("event: data\n").count(), 1);
    assert!(rest.contains("\"id\":221") && !rest.contains("\"id\":220,"));
    assert_eq!(server.send(resume("250")).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_job_is_started_watched_and_found_again() {
    let server = Server::start().await;
    let id = server.save(&spec(30_000)).await;
    let targets = server.get("/api/targets").await;
    assert_eq!(targets.json()["targets"][0]["reachable"], true);
    assert!(!targets.text.contains("secret-place"), "{}", targets.text);

    let request = json!({ "dataset": id, "target": "local", "chunk_rows": 1000 }).to_string();
    let started = server.post("/api/jobs", "application/json", request.clone()).await;
    assert_eq!((started.status, &started.json()["outcome"]), (StatusCode::ACCEPTED, &json!("started")));
    let location = started.headers["location"].to_str().unwrap().to_owned();
    let events = server.get(&format!("{location}/events")).await.text;
    assert!(events.starts_with("event: snapshot\n") || events.contains("event: snapshot\n"));
    assert!(events.trim_end().lines().rev().take(5).any(|line| line == "event: done"), "{events}");

    let job = server.get(&location).await.json();
    assert_eq!((&job["status"], &job["committed"]), (&json!("COMPLETED"), &json!(30_000)));
    let last_event = format!("{}.{}", job["executions"], job["revision"]);
    let again = Request::get(format!("{location}/events"))
        .header("host", "localhost")
        .header("last-event-id", last_event);
    assert_eq!(server.send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NO_CONTENT);

    let found = server.post("/api/jobs", "application/json", request).await;
    assert_eq!((found.status, &found.json()["outcome"]), (StatusCode::OK, &json!("completed")));
    assert_eq!(server.post(&format!("{location}/stop"), "", "").await.error().1, "not_running");
    assert_eq!(server.post(&format!("{location}/restart"), "", "").await.error().1, "complete");
    assert_eq!(server.get("/api/jobs").await.json()["jobs"].as_array().unwrap().len(), 1);
    let delete = Request::delete(&location).header("host", "localhost").body(Body::empty()).unwrap();
    assert_eq!(server.send(delete).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.get("/api/jobs").await.json()["jobs"].as_array().unwrap().len(), 0);

    for (field, value, code) in [
        ("dataset", json!("x"), "unknown_dataset"),
        ("target", json!("x"), "unknown_target"),
        ("tables", json!(["x"]), "unknown_table"),
        ("workers", json!(99), "out_of_range"),
        ("speed", json!(1), "invalid_json"),
    ] {
        let mut request = json!({ "dataset": id, "target": "local" });
        request[field] = value;
        assert_eq!(server.post("/api/jobs", "application/json", request.to_string()).await.error().1, code);
    }
    // What one load asks for in vain is its own fault, and not the server's.
    let two = json!({ "rowmill": 1, "tables": [
        { "name": "a", "rows": 1, "columns": [{ "name": "x", "type": "int" }] },
        { "name": "b", "rows": 1, "columns": [{ "name": "x", "type": "int" }] } ] });
    let two = server.save(&two).await;
    for (dataset, fields, expected) in [
        (&id, json!({ "join": true }), (400, "not_of_target", "join")),
        (&id, json!({ "unlogged": true }), (400, "not_of_target", "unlogged")),
        (&id, json!({ "join": true, "again": true }), (400, "excluded", "join")),
        (&two, json!({ "as_table": "c" }), (400, "several_tables", "as_table")),
    ] {
        let mut request = json!({ "dataset": dataset, "target": "local" });
        for (name, value) in fields.as_object().unwrap() {
            request[name] = value.clone();
        }
        let (status, code, place) =
            server.post("/api/jobs", "application/json", request.to_string()).await.error();
        assert_eq!((status, code.as_str(), place.as_str()), expected, "{fields}");
    }
}

#[tokio::test]
async fn the_page_is_rendered_with_its_rows() {
    let server = Server::start().await;
    let page = server.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("role=\"grid\"") && page.text.contains("eddie.gregory51904@example.org"));
    let id = server.save(&spec(5)).await;
    assert!(server.get(&format!("/d/{id}")).await.text.contains("room é"));
    let missing = server.get("/d/00000000000000000000000000000000").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(
        missing.text.contains("There is no dataset") && !missing.text.contains("type=\"module\""),
        "{}",
        missing.text
    );
    assert_eq!(server.get("/nothing.html").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn open_streams_end_when_the_server_stops() {
    let server = Server::start().await;
    let id = server.save(&spec(1_000_000_000_000)).await;
    let request = |path: String| Request::get(path).header("host", "localhost").body(Body::empty()).unwrap();
    let download =
        server.router.clone().oneshot(request(format!("/api/datasets/{id}/{ROWS}.csv"))).await.unwrap();
    let events =
        server.router.clone().oneshot(request(format!("/api/datasets/{id}/{ROWS}.sse"))).await.unwrap();
    server.state.shut_down().await;
    let end = Duration::from_secs(20);
    // A download that was cut off breaks; it does not look complete.
    assert!(tokio::time::timeout(end, to_bytes(download.into_body(), usize::MAX)).await.unwrap().is_err());
    assert!(tokio::time::timeout(end, to_bytes(events.into_body(), usize::MAX)).await.unwrap().is_ok());
    drop(server.folder);
}

#[tokio::test]
async fn the_command_writes_the_bytes_of_the_route() {
    let server = Server::start().await;
    let id = server.save(&spec(20_000)).await;
    let file = server.folder.path().join("spec.json");
    fs::write(&file, spec(20_000).to_string()).unwrap();
    let rowmill = |arguments: &[&str]| {
        let program = Path::new(env!("CARGO_BIN_EXE_rowmill"));
        let output =
            std::process::Command::new(program).arg("generate").arg(&file).args(arguments).output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let route = server.get(&format!("/api/datasets/{id}/{ROWS}.csv")).await.text;
    assert!(rowmill(&["--table", "room é"]).1 == route);
    let parts: String = ["1/3", "2/3", "3/3"].map(|part| rowmill(&["--part", part]).1).concat();
    assert!(parts == route);
    let (ok, _, message) = rowmill(&["--table", "x"]);
    assert!(!ok && message.contains("no table `x`"), "{message}");
}

#[tokio::test]
async fn known_bytes_are_not_sent_again() {
    let server = Server::start().await;
    let id = server.save(&spec(10)).await;
    let path = format!("/api/datasets/{id}/{ROWS}.csv");
    let etag = server.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
    let other = format!("/api/datasets/{id}/{ROWS}.csv?null=x");
    assert_ne!(server.get(&other).await.headers["etag"].to_str().unwrap(), etag);
    for (header, status) in [
        (etag.clone(), 304),
        (format!("W/{etag}"), 304),
        (format!("\"a\", W/\"b\" , {etag}"), 304),
        ("*".to_owned(), 304),
        ("\"a\"".to_owned(), 200),
        (etag.trim_matches('"').to_owned(), 200),
    ] {
        let request = Request::get(&path)
            .header("host", "localhost:3000")
            .header("if-none-match", &header)
            .body(Body::empty())
            .unwrap();
        assert_eq!(server.send(request).await.status.as_u16(), status, "{header}");
    }
}

#[tokio::test]
async fn byte_order_marks_do_not_count() {
    let server = Server::start().await;
    let json = format!("\u{feff}{}", spec(3));
    assert_eq!(
        server.post("/api/datasets", "application/json", json.clone()).await.status,
        StatusCode::CREATED
    );
    assert_eq!(server.post("/api/generate", "application/json", json).await.status, StatusCode::OK);
    let sql = "\u{feff}CREATE TABLE t (id INT PRIMARY KEY);";
    assert_eq!(server.post("/api/datasets", "application/sql", sql).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn postgres_gets_no_nul() {
    let server = Server::start().await;
    let mut with_nul = spec(10);
    with_nul["tables"][0]["columns"][1]["gen"] = json!({ "kind": "list", "values": ["a\u{0}b"] });
    let id = server.save(&with_nul).await;
    let answer = server.get(&format!("/api/datasets/{id}/{ROWS}.sql?dialect=postgres")).await;
    assert_eq!(answer.error(), (400, "nul_character".to_owned(), "dialect".to_owned()));
    let sqlite = server.get(&format!("/api/datasets/{id}/{ROWS}.sql?dialect=sqlite")).await.text;
    assert!(sqlite.contains("CAST(X'610062' AS TEXT)") && !sqlite.contains('\0'));
}

#[tokio::test]
async fn sql_files_begin_and_end_with_their_session() {
    let server = Server::start().await;
    let id = server.save(&spec(2_000)).await;
    let path = |query: &str| format!("/api/datasets/{id}/{ROWS}.sql?dialect=postgres&{query}");
    let whole = server.get(&path("")).await.text;
    assert!(whole.starts_with("BEGIN;\n") && whole.ends_with("COMMIT;\n"));
    let bare = server.get(&path("session=false")).await.text;
    assert!(bare.starts_with("INSERT INTO") && bare.ends_with(");\n") && whole.contains(&bare));
}

#[tokio::test]
async fn rows_are_compressed_where_that_is_asked_for() {
    let server = Server::start().await;
    let path = format!("/api/datasets/{}/{ROWS}", server.save(&spec(300_000)).await);
    for format in ["csv", "ndjson", "sql"] {
        let query = if format == "sql" { "dialect=mysql&batch=7" } else { "from=5" };
        let plain = server.get(&format!("{path}.{format}?{query}")).await;
        let request = |tag: &str| {
            let request = Request::get(format!("{path}.{format}?{query}&compress=gzip"))
                .header("host", "localhost:3000");
            request.header("if-none-match", tag).body(Body::empty()).unwrap()
        };
        let packed = server.router.clone().oneshot(request("")).await.unwrap();
        let headers = packed.headers().clone();
        assert_eq!(headers["content-type"], "application/gzip");
        assert!(headers["content-disposition"].to_str().unwrap().contains(&format!(".{format}.gz")));
        let bytes = to_bytes(packed.into_body(), 1 << 30).await.unwrap();
        assert!(bytes.len() * 2 < plain.text.len(), "{} of {}", bytes.len(), plain.text.len());
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
        assert!(text == plain.text, "{format}");
        // Members are cut as it comes: the tag is a weak one, and another than that of the plain file.
        let tag = headers["etag"].to_str().unwrap();
        assert!(tag.starts_with("W/\"") && tag[2..] != plain.headers["etag"], "{tag}");
        for known in [tag, &tag[2..]] {
            let answer = server.router.clone().oneshot(request(known)).await.unwrap();
            assert_eq!(answer.status(), StatusCode::NOT_MODIFIED, "{known}");
        }
    }
    for (file, query) in [("csv", "compress=zip"), ("sse", "compress=gzip")] {
        let answer = server.get(&format!("{path}.{file}?{query}")).await;
        assert_eq!(answer.error(), (400, "invalid_compression".to_owned(), "compress".to_owned()), "{file}");
    }
}
