//! The one stream of the events of all jobs.

use std::pin::Pin;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use futures::{Stream, StreamExt as _};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::{lists::spec, server::Server};

#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) name: String,
    id: String,
    pub(crate) data: Value,
}

impl Event {
    /// The number of its id.
    fn number(&self) -> u64 {
        self.id.split_once('.').unwrap().1.parse().unwrap()
    }

    fn ids(&self) -> Vec<&str> {
        self.data["jobs"].as_array().unwrap().iter().map(|job| job["id"].as_str().unwrap()).collect()
    }

    fn is_end(&self) -> bool {
        matches!(self.name.as_str(), "done" | "failed" | "stopped")
    }
}

/// A stream that is read as far as somebody wants.
pub(crate) struct Events {
    body: Pin<Box<dyn Stream<Item = Result<axum::body::Bytes, axum::Error>> + Send>>,
    text: String,
}

impl Events {
    pub(crate) async fn open(server: &Server, query: &str, last: Option<&str>) -> Result<Self, StatusCode> {
        let mut request = Request::get(format!("/api/events{query}")).header("host", "localhost");
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let answer = server.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        if answer.status() != StatusCode::OK {
            return Err(answer.status());
        }
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        Ok(Self { body: Box::pin(answer.into_body().into_data_stream()), text: String::new() })
    }

    /// The next event; `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let line =
                    |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let found = line("event: ").map(|name| Event {
                    name,
                    id: line("id: ").unwrap(),
                    data: serde_json::from_str(&line("data: ").unwrap()).unwrap(),
                });
                self.text = rest.to_owned();
                // Comments keep a connection alive.
                match found {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            self.text.push_str(std::str::from_utf8(&self.body.next().await?.unwrap()).unwrap());
        }
    }

    /// All events up to the first that is as wanted.
    pub(crate) async fn until(&mut self, is_reached: impl Fn(&Event) -> bool) -> Vec<Event> {
        let mut events = Vec::new();
        loop {
            let event = self.next().await.unwrap_or_else(|| panic!("the stream ended: {events:?}"));
            events.push(event);
            if is_reached(&events[events.len() - 1]) {
                return events;
            }
        }
    }
}

/// A server with targets `t0` to `t7`, which can be loaded at once.
async fn server() -> Server {
    let target = |index: usize| format!("[targets.t{index}]\nurl = \"sqlite:t{index}.sqlite\"\n");
    Server::with(&(0..8).map(target).collect::<String>(), "127.0.0.1:3000").await
}

async fn start(server: &Server, target: &str, rows: u64) -> String {
    let dataset = server.save(&spec(1, rows)).await;
    let request = json!({ "dataset": dataset, "target": target, "tables": ["room"], "chunk_rows": 500 });
    let job = server.post("/api/jobs", "application/json", request.to_string()).await.json();
    job["id"].as_str().unwrap_or_else(|| panic!("{job}")).to_owned()
}

async fn stop(server: &Server, job: &str) {
    server.post(&format!("/api/jobs/{job}/stop"), "", "").await;
}

#[tokio::test]
async fn one_stream_tells_of_all_jobs() {
    let server = server().await;
    let first = start(&server, "t0", 50_000_000).await;
    let mut events = Events::open(&server, "", None).await.unwrap();
    let second = start(&server, "t1", 40_000_000).await;
    // One event for both.
    let mut told = events.until(|event| event.name == "progress" && event.ids().len() == 2).await;
    stop(&server, &second).await;
    told.extend(events.until(|event| event.is_end() && event.ids() == [&second]).await);
    let third = start(&server, "t2", 60_000).await;
    told.extend(events.until(|event| event.is_end() && event.ids() == [&third]).await);
    assert_eq!(told[0].name, "snapshot");
    assert!(told.windows(2).all(|pair| pair[0].number() < pair[1].number()), "{told:?}");
    for id in [&first, &second, &third] {
        // Told whole once, by the snapshot or at its start.
        let whole = told.iter().filter(|event| matches!(event.name.as_str(), "snapshot" | "started"));
        let jobs =
            whole.flat_map(|event| event.data["jobs"].as_array().unwrap()).filter(|job| job["id"] == **id);
        let jobs: Vec<&Value> = jobs.collect();
        assert_eq!(jobs.len(), 1, "{told:?}");
        assert!(jobs[0]["request"]["target"].is_string() && jobs[0]["tables"][0].get("partitions").is_none());
    }
    let progress = told.iter().filter(|event| event.name == "progress");
    for job in progress.flat_map(|event| event.data["jobs"].as_array().unwrap()) {
        assert!(job.get("request").is_none() && job.get("created_at").is_none(), "{job}");
    }
    let done = &told[told.len() - 1];
    let job = &done.data["jobs"][0];
    assert_eq!(
        (done.name.as_str(), &job["status"], &job["committed"]),
        ("done", &json!("COMPLETED"), &json!(60_000))
    );
    let table = &job["tables"][0];
    assert_eq!(
        (&table["committed"], &table["verification"]["counted"]),
        (&json!(60_000), &json!(60_000)),
        "{job}"
    );

    // A listener that was away is told of the ends that it missed, then of what runs.
    let seen = &told[0].id;
    let mut again = Events::open(&server, "", Some(seen)).await.unwrap();
    let told_again = again.until(|event| event.name == "snapshot").await;
    let told_again: Vec<_> = told_again.iter().map(|event| (event.name.as_str(), event.ids())).collect();
    let expected = [
        ("stopped", vec![second.as_str()]),
        ("done", vec![third.as_str()]),
        ("snapshot", vec![first.as_str()]),
    ];
    assert_eq!(told_again, expected);
    // An id of another run of the server says nothing.
    let mut other = Events::open(&server, "", Some("12.1")).await.unwrap();
    assert_eq!(other.next().await.unwrap().name, "snapshot");
    stop(&server, &first).await;
    let ended = events.until(Event::is_end).await;
    assert_eq!(ended[ended.len() - 1].name, "stopped");
}

#[tokio::test]
async fn named_jobs_are_followed_to_their_end() {
    let server = server().await;
    let (first, second) = (start(&server, "t0", 40_000).await, start(&server, "t1", 50_000_000).await);
    let query = format!("?jobs={first}");
    let mut events = Events::open(&server, &query, None).await.unwrap();
    let mut told = Vec::new();
    while let Some(event) = events.next().await {
        told.push(event);
    }
    assert!(told.iter().all(|event| event.ids() == [&first]), "{told:?}");
    let last = &told[told.len() - 1];
    assert_eq!((told[0].name.as_str(), last.name.as_str()), ("snapshot", "done"));
    // An EventSource that comes back is told to stay away.
    assert_eq!(Events::open(&server, &query, Some(&last.id)).await.err(), Some(StatusCode::NO_CONTENT));
    // One that has not seen the end is told again.
    let mut again = Events::open(&server, &query, Some(&told[0].id)).await.unwrap();
    let names = [again.next().await.unwrap().name, again.next().await.unwrap().name];
    assert_eq!(names, ["snapshot", "done"]);
    assert!(again.next().await.is_none());

    stop(&server, &second).await;
    for (query, status, code) in [
        ("?jobs=nothing", 404, "unknown_job"),
        ("?jobs=", 400, "out_of_range"),
        ("?job=a", 400, "invalid_query"),
    ] {
        let answer = server.get(&format!("/api/events{query}")).await.error();
        assert_eq!((answer.0, answer.1.as_str()), (status, code), "{query}");
    }
}

#[tokio::test]
async fn a_slow_reader_holds_nothing_up_and_is_told_the_state() {
    let server = server().await;
    let mut slow = Events::open(&server, "", None).await.unwrap();
    assert_eq!(slow.next().await.unwrap().name, "snapshot");
    // More starts and ends than are kept for a listener.
    let mut jobs = Vec::new();
    let mut quick = Events::open(&server, "", None).await.unwrap();
    for rows in 1..=40 {
        let job = start(&server, "t0", rows).await;
        quick.until(|event| event.is_end() && event.ids() == [&job]).await;
        jobs.push(job);
        let dropped = server.delete(&format!("/api/jobs/{}", jobs[jobs.len() - 1])).await;
        assert_eq!(dropped.status, StatusCode::NO_CONTENT);
        std::fs::remove_file(server.folder.path().join("t0.sqlite")).unwrap();
    }
    let running = start(&server, "t1", 50_000_000).await;
    quick.until(|event| event.name == "started" && event.ids() == [&running]).await;
    let mut ends = Vec::new();
    let told = slow.until(|event| event.ids().contains(&running.as_str())).await;
    for event in &told {
        if event.is_end() {
            ends.extend(event.ids());
        }
    }
    assert!(told.iter().any(|event| event.name == "snapshot"), "{told:?}");
    assert_eq!(ends, jobs, "every end is told");
    stop(&server, &running).await;
}
