//! Pages of loads, which the server renders.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::server::Server;

/// Loads a table to its end, and gives the job.
async fn load(server: &Server, spec: &Value, change: Value) -> Value {
    let mut request = json!({ "dataset": server.save(spec).await, "target": "local", "mode": "append" });
    request.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let job = server.post("/api/jobs", "application/json", request.to_string()).await.json();
    let id = job["id"].as_str().unwrap_or_else(|| panic!("{job}")).to_owned();
    server.get(&format!("/api/jobs/{id}/events")).await;
    server.get(&format!("/api/jobs/{id}")).await.json()
}

fn spec(table: &str, rows: u64) -> Value {
    json!({ "rowmill": 1, "tables": [
        { "name": table, "rows": rows, "primary_key": ["id"], "columns": [{ "name": "id", "type": "bigint", "gen": { "kind": "sequence" } }] } ] })
}

/// The ids of the loads in a page, in its order.
fn shown(page: &str) -> Vec<&str> {
    page.split("<tr id=\"run-").skip(1).map(|row| row.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn the_table_has_all_loads_as_they_are_looked_for() {
    let server = Server::start().await;
    assert!(server.get("/runs").await.text.contains("No loads yet"));
    let few = load(&server, &spec("few", 20), json!({})).await;
    let many = load(&server, &spec("<b>many", 5_000), json!({ "workers": 3 })).await;
    let (few, many) = (few["id"].as_str().unwrap(), many["id"].as_str().unwrap());

    let page = server.get("/runs").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(shown(&page.text), [many, few]);
    // No name ends the element that it stands in.
    assert!(page.text.contains("&lt;b&gt;many") && !page.text.contains("<b>many"));
    assert!(page.text.contains("id bigint sequence"), "{}", page.text);
    assert!(page.text.contains("<title>Loads – Rowmill</title>"), "{}", page.text);
    let one = server.get(&format!("/runs/{many}")).await.text;
    assert!(one.contains("<title>&lt;b>many → local – Rowmill</title>"), "{one}");
    for (query, ids) in [
        ("?order=rows", vec![many, few]),
        ("?order=rows&ascending=true", vec![few, many]),
        ("?text=MANY", vec![many]),
        ("?text=%3Cb", vec![many]),
        ("?state=completed&text=few", vec![few]),
        ("?state=failed", vec![]),
        ("?page=1", vec![]),
        // What makes no sense is left out.
        ("?order=x&state=y&page=z", vec![many, few]),
        ("?text=%ff", vec![]),
    ] {
        let page = server.get(&format!("/runs{query}")).await;
        assert_eq!((page.status, shown(&page.text)), (StatusCode::OK, ids), "{query}");
    }
    let korean = server.get("/runs?lang=ko").await;
    assert!(korean.text.contains("<html lang=\"ko\"") && korean.text.contains("완료"), "{}", korean.text);
}

#[tokio::test]
async fn a_load_has_a_page_and_loads_are_compared() {
    let server = Server::start().await;
    let first = load(&server, &spec("t", 20_000), json!({ "chunk_rows": 1_000 })).await;
    let second = load(&server, &spec("t", 20_001), json!({ "chunk_rows": 500, "mode": "replace" })).await;
    let history = first["history"].as_array().unwrap();
    assert_eq!(history[0]["committed"], 0, "{first}");
    assert_eq!(history.last().unwrap()["committed"], 20_000, "{first}");
    let (first, second) = (first["id"].as_str().unwrap(), second["id"].as_str().unwrap());
    // Lists have neither partitions nor history.
    let listed = server.get("/api/jobs").await.json();
    assert_eq!(listed["jobs"][0].get("history"), None, "{listed}");

    let page = server.get(&format!("/runs/{second}")).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "20,001 of 20,001 rows",
        "verified: 20,001 rows counted",
        "Primary key: id bigint sequence",
        "Advance the checkpoint",
        "&amp;mode=replace&amp;chunk_rows=500",
    ] {
        assert!(page.text.contains(part), "{part} is not in {}", page.text);
    }
    let page = server.get(&format!("/runs/compare?run={first}&run={second}&run=gone")).await;
    assert_eq!(page.text.matches("class=\"differs\"").count(), 4, "{}", page.text);
    let page = server.get(&format!("/runs/compare?run={first}")).await;
    assert!(page.text.contains("Tick two loads or more in the table"));

    let drawer = server.get("/runs/drawer").await;
    assert!(drawer.text.contains("data-summary=\"2 loads\"") && !drawer.text.contains("data-running"));
    assert_eq!(drawer.text.matches("<article").count(), 2);

    let missing = server.get("/runs/0123").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.text.contains("There is no load 0123 on this server"));
    assert_eq!(server.delete(&format!("/api/jobs/{first}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(server.get(&format!("/runs/{first}")).await.status, StatusCode::NOT_FOUND);
}
