//! The server's own records: lists in pages, deletion, expiry, and what is in a file that another version has written.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::server::Server;

pub(crate) fn spec(seed: u64, rows: u64) -> Value {
    json!({ "rowmill": 1, "seed": seed.to_string(), "tables": [
        { "name": "room", "rows": rows, "primary_key": ["id"], "columns": [{ "name": "id", "type": "bigint" }] },
        { "name": "guest", "rows": 2, "columns": [{ "name": "id", "type": "int" }] } ] })
}

/// Loads a table of a dataset to its end, and gives the job's id.
async fn load(server: &Server, dataset: &str) -> String {
    let request = json!({ "dataset": dataset, "target": "local", "tables": ["guest"], "mode": "append" });
    let job = server.post("/api/jobs", "application/json", request.to_string()).await.json();
    let id = job["id"].as_str().unwrap_or_else(|| panic!("{job}")).to_owned();
    server.get(&format!("/api/jobs/{id}/events")).await;
    id
}

/// The ids of all entries, by pages of this length.
async fn ids(server: &Server, list: &str, limit: u32) -> Vec<String> {
    let (mut found, mut next) = (Vec::new(), String::new());
    loop {
        let page = server.get(&format!("/api/{list}?limit={limit}{next}")).await.json();
        let entries = page[list].as_array().unwrap_or_else(|| panic!("{page}"));
        assert!(entries.len() <= limit as usize);
        found.extend(entries.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()));
        let Some(after) = page["next"].as_str() else { return found };
        next = format!("&after={after}");
    }
}

#[tokio::test]
async fn jobs_are_listed_in_pages_without_their_partitions() {
    let server = Server::start().await;
    let mut jobs = Vec::new();
    for seed in 0..5 {
        jobs.push(load(&server, &server.save(&spec(seed, 3)).await).await);
    }
    let mut sorted = ids(&server, "jobs", 500).await;
    for limit in [1, 2, 5] {
        assert_eq!(ids(&server, "jobs", limit).await, sorted);
    }
    sorted.sort();
    jobs.sort();
    assert_eq!(sorted, jobs);

    let listed = server.get("/api/jobs").await.json();
    let table = &listed["jobs"][0]["tables"][0];
    assert_eq!((&table["committed"], table.get("partitions")), (&json!(2), None), "{listed}");
    let whole = server.get(&format!("/api/jobs/{}", jobs[0])).await.json();
    assert_eq!(whole["tables"][0]["partitions"][0]["committed"], 2);

    for list in ["jobs", "datasets"] {
        for (query, code, place) in [
            ("limit=0", "out_of_range", "limit"),
            ("limit=501", "out_of_range", "limit"),
            ("limit=x", "invalid_query", ""),
            ("after=x", "invalid_cursor", "after"),
            ("before=1", "invalid_query", ""),
        ] {
            let answer = server.get(&format!("/api/{list}?{query}")).await;
            assert_eq!(answer.error(), (400, code.to_owned(), place.to_owned()), "{list} {query}");
        }
    }
}

#[tokio::test]
async fn datasets_are_listed_and_deleted() {
    let server = Server::start().await;
    let mut saved = Vec::new();
    for rows in 1..=5 {
        saved.push(server.save(&spec(1, rows)).await);
    }
    let listed = ids(&server, "datasets", 2).await;
    assert_eq!(listed.iter().filter(|id| saved.contains(id)).count(), 5);
    let list = server.get("/api/datasets").await.json();
    let entry = list["datasets"].as_array().unwrap().iter().find(|entry| entry["id"] == saved[4]).unwrap();
    assert_eq!(entry["tables"], json!([{ "name": "room", "rows": 5 }, { "name": "guest", "rows": 2 }]));
    assert_eq!(entry["rows"], 7);
    assert!(entry["spec_bytes"].as_u64() > Some(100) && entry["saved_at"].as_str().unwrap().ends_with('Z'));

    let job = load(&server, &saved[0]).await;
    let path = format!("/api/datasets/{}", saved[0]);
    assert_eq!(server.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.delete(&path).await.error(), (404, "unknown_dataset".to_owned(), String::new()));
    assert_eq!(server.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ids(&server, "datasets", 500).await.len(), 4);
    assert_eq!(server.get(&format!("/api/jobs/{job}")).await.json()["status"], "COMPLETED");
}

#[tokio::test]
async fn a_dataset_that_a_running_job_loads_is_not_deleted() {
    let server = Server::start().await;
    let id = server.save(&spec(1, 50_000_000)).await;
    let request =
        json!({ "dataset": id, "target": "local", "tables": ["room"], "chunk_rows": 200 }).to_string();
    let job = server.post("/api/jobs", "application/json", request).await.json();
    let answer = server.delete(&format!("/api/datasets/{id}")).await;
    assert_eq!(answer.error(), (409, "dataset_in_use".to_owned(), String::new()));
    assert!(answer.text.contains(job["id"].as_str().unwrap()));
    server.post(&format!("/api/jobs/{}/stop", job["id"].as_str().unwrap()), "", "").await;
    server.get(&format!("/api/jobs/{}/events", job["id"].as_str().unwrap())).await;
    assert_eq!(server.delete(&format!("/api/datasets/{id}")).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_job_that_cannot_be_read_hides_nothing_and_can_be_deleted() {
    let server = Server::start().await;
    let dataset = server.save(&spec(1, 3)).await;
    let (broken, whole) =
        (load(&server, &dataset).await, load(&server, &server.save(&spec(2, 3)).await).await);
    let sql = "UPDATE job SET record = '{\"version\":99,\"plan\":{}}' WHERE id = ?";
    server.records().execute(sql, [&broken]).unwrap();
    let server = server.restart().await;
    assert_eq!(ids(&server, "jobs", 500).await, [whole]);
    let answer = server.get(&format!("/api/jobs/{broken}")).await;
    assert_eq!(answer.error(), (410, "unreadable_job".to_owned(), String::new()));
    assert!(answer.text.contains("delete it"), "{}", answer.text);
    assert_eq!(server.delete(&format!("/api/jobs/{broken}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.delete(&format!("/api/jobs/{broken}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_nobody_uses_expires() {
    let limits = "[limits]\ndataset_days = 2\njob_days = 3\nmost_datasets = 3";
    let server = Server::with(limits, "127.0.0.1:3000").await;
    let mut saved = Vec::new();
    for seed in 0..6 {
        saved.push(server.save(&spec(seed, 1)).await);
    }
    let (lately, long_ago) = (load(&server, &saved[0]).await, load(&server, &saved[1]).await);
    let days_ago = |table: &str, column: &str, id: &str, days: f64| {
        let sql = format!("UPDATE {table} SET {column} = {column} - ?1 WHERE id = ?2");
        server.records().execute(&sql, rusqlite::params![(days * 86_400_000.0) as i64, id]).unwrap();
    };
    days_ago("job", "ended_at", &lately, 2.9);
    days_ago("job", "ended_at", &long_ago, 3.1);
    for (index, days) in [9.0, 9.0, 2.1, 1.9, 0.1, 0.0].into_iter().enumerate() {
        days_ago("dataset", "used_at", &saved[index], days);
    }
    let server = server.restart().await;
    assert_eq!(ids(&server, "jobs", 500).await, [lately]);
    let left = ids(&server, "datasets", 500).await;
    // The first is held by a job; the others are those that were used last.
    let is_left: Vec<bool> = saved.iter().map(|id| left.contains(id)).collect();
    assert_eq!(is_left, [true, false, false, true, true, true]);

    // Reading one is using it.
    server.records().execute("UPDATE dataset SET used_at = used_at - 200000000", []).unwrap();
    assert_eq!(server.get(&format!("/api/datasets/{}", saved[3])).await.status, StatusCode::OK);
    let server = server.restart().await;
    let left = ids(&server, "datasets", 500).await;
    assert_eq!((left.len(), left.contains(&saved[0]), left.contains(&saved[3])), (2, true, true));
}

#[tokio::test]
async fn a_spec_is_looked_at_before_a_load_without_being_saved() {
    let server = Server::start().await;
    let ask =
        async |body: Value| server.post("/api/jobs/preflight", "application/json", body.to_string()).await;
    let answer = ask(json!({ "spec": spec(1, 5), "target": "local", "tables": ["room"] })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.text.contains("will be created"), "{}", answer.text);
    assert_eq!(ids(&server, "datasets", 500).await, [""; 0]);
    let id = server.save(&spec(1, 5)).await;
    let saved = ask(json!({ "dataset": id, "target": "local", "tables": ["room"] })).await.json();
    assert_eq!(saved["checks"], answer.json()["checks"]);

    let mut wrong = spec(1, 5);
    wrong["tables"][0]["columns"][0]["gen"] = json!({ "kind": "integer", "min": 2, "max": 1 });
    for (body, status, code, place) in [
        (
            json!({ "spec": wrong, "target": "local" }),
            422,
            "empty_range",
            "spec.tables[0].columns[0].gen.max",
        ),
        (json!({ "spec": 5, "target": "local" }), 422, "invalid_spec", "spec"),
        (json!({ "spec": spec(1, 5), "dataset": id, "target": "local" }), 422, "ambiguous_dataset", "spec"),
        (json!({ "spec": spec(1, 5), "target": "local", "speed": 1 }), 422, "invalid_json", ""),
        (json!({ "spec": spec(1, 5), "target": "x" }), 404, "unknown_target", "target"),
        (json!({ "target": "local" }), 422, "invalid_json", ""),
        (json!({ "dataset": "x", "target": "local" }), 404, "unknown_dataset", "dataset"),
    ] {
        let answer = ask(body.clone()).await;
        assert_eq!(answer.error(), (status, code.to_owned(), place.to_owned()), "{body}: {}", answer.text);
    }
}

/// What a load would take: rows and room at once, time when there was one before.
#[tokio::test]
async fn a_load_is_estimated_before_it_begins() {
    let server = Server::start().await;
    let dataset = server.save(&spec(1, 100_000)).await;
    let estimate = async |tables: &[&str]| {
        let body = json!({ "dataset": dataset, "target": "local", "tables": tables, "mode": "append" });
        let answer = server.post("/api/jobs/preflight", "application/json", body.to_string()).await;
        answer.json()["estimate"].clone()
    };
    let before = estimate(&["room", "guest"]).await;
    assert_eq!(before["rows"], 100_002, "{before}");
    assert!(before["free_bytes"].as_u64().unwrap() > 0 && before.get("seconds").is_none(), "{before}");
    // A small load says nothing of the speed of large ones.
    load(&server, &dataset).await;
    assert!(estimate(&["room"]).await.get("seconds").is_none());

    let request = json!({ "dataset": dataset, "target": "local", "tables": ["room"] });
    let job = server.post("/api/jobs", "application/json", request.to_string()).await.json();
    let path = format!("/api/jobs/{}", job["id"].as_str().unwrap());
    server.get(&format!("{path}/events")).await;
    let after = estimate(&["room", "guest"]).await;
    let speed = server.get(&path).await.json()["rows_per_second"].as_f64().unwrap();
    let seconds = after["seconds"].as_f64().unwrap();
    assert!((seconds * speed / 100_002.0 - 1.0).abs() < 0.01, "{after} at {speed} rows/s");
    // As large as it is in the end, within a factor of two.
    let bytes = before["bytes"].as_f64().unwrap();
    let size = std::fs::metadata(server.folder.path().join("secret-place.sqlite")).unwrap().len() as f64;
    assert!((0.5..2.0).contains(&(bytes / size)), "{bytes} for {size}");
}

/// What a database has is imported with its rows, and a key of bytes can be made again.
#[tokio::test]
async fn an_import_takes_rows_and_keys_over() {
    let server = Server::start().await;
    let spec = json!({ "rowmill": 1, "tables": [
        { "name": "guest", "rows": 12_000, "primary_key": ["id"], "columns": [
            { "name": "id", "type": "binary(16)", "gen": { "kind": "uuid_v7" } } ] },
        { "name": "empty", "rows": 0, "columns": [{ "name": "id", "type": "int" }] } ] });
    let dataset = server.save(&spec).await;
    let request = json!({ "dataset": dataset, "target": "local" });
    let job = server.post("/api/jobs", "application/json", request.to_string()).await.json();
    server.get(&format!("/api/jobs/{}/events", job["id"].as_str().unwrap())).await;
    let answer = server.post("/api/targets/local/import", "", "").await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let imported = answer.json()["spec"]["tables"].clone();
    let table = |name: &str| imported.as_array().unwrap().iter().find(|table| table["name"] == name).unwrap();
    assert_eq!(table("guest")["rows"], 12_000);
    assert_eq!(table("guest")["columns"][0]["gen"]["kind"], "uuid_v4");
    // Whoever has an empty table wants it filled.
    assert_eq!(table("empty")["rows"], 1_000);
}
