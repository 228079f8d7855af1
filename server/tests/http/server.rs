//! A server that is asked without a network.

use std::{fs, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use serde_json::Value;
use server::{AppState, Config, router};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub(crate) struct Server {
    /// Removed at the end of the test.
    pub(crate) folder: TempDir,
    pub(crate) state: AppState,
    pub(crate) router: Router,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn error(&self) -> (u16, String, String) {
        let error = &self.json()["error"];
        let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        (self.status.as_u16(), text("code"), text("path"))
    }
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::with("", "127.0.0.1:3000").await
    }

    /// A server with these lines in its own table, at this address.
    pub(crate) async fn with(settings: &str, address: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = format!(
            "{settings}\n[targets.local]\nurl = \"sqlite:secret-place.sqlite\"\n\n[package.metadata.leptos]\n\
             output-name = \"rowmill\"\nsite-root = \"site\"\nsite-addr = \"{address}\"\nhash-files = true\nenv = \"PROD\"\n"
        );
        let path = folder.path().join("Leptos.toml");
        fs::write(&path, config).unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        fs::write(
            folder.path().join("site/files.txt"),
            "js: 1.js\nwasm: 2.wasm\ncss: 3.css\nworker: 4.js\nworker-wasm: 5.wasm\n",
        )
        .unwrap();
        let state = AppState::open(&Config::read(&path).unwrap()).await.unwrap();
        Self { router: router(state.clone()), state, folder }
    }

    /// The same server after a stop, with what is in its folder.
    pub(crate) async fn restart(self) -> Self {
        self.state.shut_down().await;
        let state =
            AppState::open(&Config::read(&self.folder.path().join("Leptos.toml")).unwrap()).await.unwrap();
        state.resume().await.unwrap();
        Self { router: router(state.clone()), state, folder: self.folder }
    }

    /// The server's own records, as another program sees them.
    pub(crate) fn records(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("data/rowmill.sqlite")).unwrap()
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Request::delete(path).header("host", "localhost:3000").body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes =
            tokio::time::timeout(Duration::from_secs(60), to_bytes(body, 1 << 30)).await.unwrap().unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header("host", "localhost:3000").body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, media_type: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path).header("host", "localhost:3000").header("content-type", media_type);
        self.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn save(&self, spec: &Value) -> String {
        let answer = self.post("/api/datasets", "application/json", spec.to_string()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.json()["id"].as_str().unwrap().to_owned()
    }
}
