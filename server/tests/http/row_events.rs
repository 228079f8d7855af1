//! Rows as server-sent events: small, few in memory, and with an end.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use futures::StreamExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::server::Server;

fn table(rows: u64, columns: &Value) -> Value {
    json!({ "rowmill": 1, "tables": [{ "name": "t", "rows": rows, "columns": columns }] })
}

/// A hundred rows of a megabyte are no event of a hundred megabytes.
#[tokio::test]
async fn events_are_cut_by_their_bytes() {
    let server = Server::start().await;
    let long = "x".repeat(60_000);
    let constant =
        |name: &str| json!({ "name": name, "type": "text", "gen": { "kind": "constant", "value": long } });
    let columns =
        json!([constant("a"), constant("b"), { "name": "id", "type": "int", "gen": { "kind": "sequence" } }]);
    let id = server.save(&table(30, &columns)).await;
    let events = server.get(&format!("/api/datasets/{id}/tables/t/rows.sse")).await.text;
    let (mut next, mut count) = (1, 0);
    for event in events.split("\n\n").filter(|event| event.contains("event: data\n")) {
        assert!(event.len() < (256 << 10) + 130_000, "{} bytes", event.len());
        let data = event.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
        let data: contract::RowsEvent = serde_json::from_str(data).unwrap();
        for row in &data.rows {
            let row: Value = serde_json::from_str(row.get()).unwrap();
            assert_eq!(row["id"], next);
            next += 1;
        }
        assert_eq!((data.progress, data.total), (next - 1, 30));
        assert!(event.contains(&format!("id: {}", next - 1)));
        count += 1;
    }
    assert_eq!((next, count), (31, 10));
}

/// An EventSource comes back with the last id that it has seen, and 204 is what keeps it away.
#[tokio::test]
async fn an_empty_range_has_an_end_that_is_remembered() {
    let server = Server::start().await;
    let id = server.save(&table(250, &json!([{ "name": "a", "type": "int" }]))).await;
    for (query, end) in
        [("limit=0", 0), ("from=250", 250), ("from=7&limit=0", 7), ("from=999", 250), ("from=100", 250)]
    {
        let path = format!("/api/datasets/{id}/tables/t/rows.sse?{query}");
        let events = server.get(&path).await.text;
        let last = events.trim_end().rsplit("\n\n").next().unwrap();
        assert!(last.contains("event: complete"), "{query}: {last}");
        assert!(last.lines().any(|line| line == format!("id: {end}")), "{query}: {last}");
        let again = Request::get(&path).header("host", "localhost").header("last-event-id", end.to_string());
        assert_eq!(server.send(again.body(Body::empty()).unwrap()).await.status, StatusCode::NO_CONTENT);
    }
}

/// Event streams are streams: they have their share of the places, and make nothing that nobody reads.
#[tokio::test]
async fn event_streams_count_among_all_streams() {
    let server = Server::with("[limits]\nstreams = 2", "127.0.0.1:3000").await;
    let id = server.save(&table(1_000_000_000_000, &json!([{ "name": "a", "type": "bigint" }]))).await;
    let open = async |file: &str| {
        let path = format!("/api/datasets/{id}/tables/t/{file}");
        let request = Request::get(path).header("host", "localhost").body(Body::empty()).unwrap();
        server.router.clone().oneshot(request).await.unwrap()
    };
    let mut events = open("rows.sse").await.into_body().into_data_stream();
    let first = events.next().await.unwrap().unwrap();
    assert!(first.starts_with(b"event: data\nid: 100\n"), "{}", String::from_utf8_lossy(&first));
    let other = open("rows.csv").await;
    assert_eq!(other.status(), StatusCode::OK);
    for file in ["rows.sse", "rows.csv"] {
        assert_eq!(open(file).await.status(), StatusCode::SERVICE_UNAVAILABLE, "{file}");
    }
    drop(other);
    assert_eq!(open("rows.sse").await.status(), StatusCode::OK);
    // The stream that was left alone meanwhile goes on where it was.
    let next = events.next().await.unwrap().unwrap();
    assert!(next.starts_with(b"event: data\nid: 200\n"), "{}", String::from_utf8_lossy(&next));
}
