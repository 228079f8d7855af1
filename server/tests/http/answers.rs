//! What every answer has, whatever came out: a request's id, and the form of an error.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::json;

use crate::server::{Answer, Server};

async fn ask(server: &Server, method: &str, path: &str, id: Option<&str>) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "localhost");
    if let Some(id) = id {
        request = request.header("x-request-id", id);
    }
    server.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn every_answer_has_the_id_of_its_request() {
    let server = Server::start().await;
    for (method, path) in [
        ("GET", "/api/health"),
        ("GET", "/"),
        ("GET", "/no-such-file.js"),
        ("GET", "/api/jobs/nothing"),
        ("PUT", "/api/jobs"),
        ("POST", "/api/datasets"),
        ("GET", "/api/nothing"),
        ("GET", "/api/jobs/%FF"),
        ("GET", "/api/datasets/x/tables/%FF/rows.csv"),
        ("DELETE", "/api/access"),
    ] {
        let answer = ask(&server, method, path, Some("from-a-proxy.1")).await;
        assert_eq!(answer.headers["x-request-id"], "from-a-proxy.1", "{method} {path}");
        if answer.status.is_client_error() && path.starts_with("/api/") {
            let error = &answer.json()["error"];
            assert_eq!(error["request_id"], "from-a-proxy.1", "{method} {path}: {error}");
            assert!(error["code"].is_string() && error["message"].is_string(), "{error}");
            assert_eq!(answer.headers["content-type"], "application/json", "{method} {path}");
        }
        let given = [None, Some(""), Some("a b"), Some("x\" forged=\"y")];
        for id in given {
            let answer = ask(&server, method, path, id).await;
            let made = answer.headers["x-request-id"].to_str().unwrap();
            assert_eq!(made.len(), 32, "{method} {path}: {made}");
        }
    }
}

/// Tags as RFC 9110 compares them: 8.8.3.2 and 13.1.2.
#[tokio::test]
async fn bytes_that_a_client_has_are_not_sent_again() {
    let server = Server::start().await;
    let id = server
        .save(&json!({ "rowmill": 1, "tables": [
            { "name": "t", "rows": 10, "columns": [{ "name": "a", "type": "int" }] }] }))
        .await;
    let path = format!("/api/datasets/{id}/tables/t/rows.csv");
    let etag = server.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
    let with = async |tags: &[&str]| {
        let mut request = Request::get(&path).header("host", "localhost");
        for tags in tags {
            request = request.header("if-none-match", *tags);
        }
        server.send(request.body(Body::empty()).unwrap()).await
    };
    let (weak, list) = (format!("W/{etag}"), format!("\"a\", W/\"b,c\" ,{etag}"));
    for known in [&["*"][..], &[" * "], &[&etag], &[&weak], &[&list], &["\"a\"", &weak]] {
        let answer = with(known).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{known:?}");
        assert_eq!(answer.headers["etag"].to_str().unwrap(), etag);
    }
    let (twice, bare, low) = (format!("W/W/{etag}"), etag.trim_matches('"'), format!("w/{etag}"));
    for other in [&["\"a\""][..], &[""], &[&twice], &[bare], &[&low], &["\"*\""]] {
        assert_eq!(with(other).await.status, StatusCode::OK, "{other:?}");
    }
}
