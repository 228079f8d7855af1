//! The description of the API, and README's examples.

use std::{collections::BTreeSet, env, fs};

use axum::http::StatusCode;
use serde_json::Value;

use crate::server::Server;

const GOLDEN: &str = "openapi.json";

#[tokio::test]
async fn the_description_is_the_golden_one() {
    let server = Server::start().await;
    let found = server.get("/api/openapi.json").await;
    assert_eq!(found.status, StatusCode::OK);
    let text = serde_json::to_string_pretty(&found.json()).unwrap() + "\n";
    if env::var_os("ROWMILL_BLESS").is_some() {
        fs::write(GOLDEN, &text).unwrap();
    }
    let golden = fs::read_to_string(GOLDEN).unwrap();
    assert!(golden == text, "the API has changed: `cargo xtask bless` writes server/{GOLDEN} anew");
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_error_has_its_form() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let server = Server::start().await;
    let description = server.get("/api/openapi.json").await.json();
    let mut found = BTreeSet::new();
    references(&description, &mut found);
    assert!(found.len() > 15, "{found:?}");
    for reference in found {
        assert!(description.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
    let mut names = BTreeSet::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].is_string(), "{method} {path}");
            assert!(names.insert(operation["operationId"].to_string()), "{method} {path}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let is_error = status.starts_with('4') || status.starts_with('5');
                let schema = &response["content"]["application/json"]["schema"]["$ref"];
                assert!(!is_error || *schema == "#/components/schemas/ErrorBody", "{method} {path} {status}");
            }
        }
    }
}

#[tokio::test]
async fn people_read_it_as_a_page() {
    let server = Server::start().await;
    assert_eq!(server.get("/api/docs").await.headers["location"], "/api/docs/");
    let page = server.get("/api/docs/").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("script-src 'self'"));
    for file in ["swagger-ui-bundle.js", "swagger-ui.css", "swagger-initializer.js"] {
        assert!(page.text.contains(file), "{file}");
        assert_eq!(server.get(&format!("/api/docs/{file}")).await.status, StatusCode::OK, "{file}");
    }
}
