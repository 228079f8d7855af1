//! The HTTP API as the page calls it.

use contract::{
    DatasetAnswer, DatasetList, DatasetSummary, ErrorBody, Example, ExampleList, JobOutcomeField, JobRequest,
    Preflight, Target, TargetList,
};
use generator::{Dataset, DatasetSpec, Problem};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use leptos::{
    prelude::WithUntracked as _,
    wasm_split::{SplitLoaderError, wasm_split},
};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use web_sys::AbortSignal;

use crate::{
    language::{language, message, t},
    later::fetch_kinds,
    workspace::Workspace,
};

/// The header that asks for a part of a document alone, and for its language.
pub const PART_HEADER: &str = "x-rowmill-part";

/// Why a call had no success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CallError {
    /// For a person.
    pub(crate) message: String,
    /// The place in a spec, if the server named one.
    pub(crate) path: Option<String>,
}

impl CallError {
    fn offline() -> Self {
        Self { message: t!("The server does not answer. Is it running?"), path: None }
    }

    fn unreadable() -> Self {
        let message =
            t!("The server's answer could not be read: it may be of another version. Load this page again.");
        Self { message, path: None }
    }
}

impl From<Problem> for CallError {
    fn from(problem: Problem) -> Self {
        Self { message: message(&problem.message), path: Some(problem.path).filter(|path| !path.is_empty()) }
    }
}

impl std::fmt::Display for CallError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.path {
            Some(path) => write!(formatter, "{path}: {}", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

/// Saves a dataset, and gives its id.
pub(crate) async fn save_dataset(spec: &DatasetSpec) -> Result<DatasetAnswer, CallError> {
    let body = Some(("application/json", spec.to_canonical_json()));
    need_kinds().await?;
    read_dataset(call(Method::POST, "/api/datasets", body).await?)
}

/// The id of a spec: the one that it was saved under, or, if that was another, the one that it is saved under now.
pub(crate) async fn id_of(workspace: &Workspace, spec: &DatasetSpec) -> Result<String, CallError> {
    match workspace.saved.with_untracked(|saved| saved.id_of(spec)) {
        Some(id) => Ok(id),
        None => save_dataset(spec).await.map(|answer| answer.id),
    }
}

/// The spec of a saved dataset.
pub(crate) async fn dataset(id: &str) -> Result<DatasetSpec, CallError> {
    spec_at(&format!("/api/datasets/{id}")).await
}

/// What a server sends may be of any kind: all of them are there before it is read.
async fn need_kinds() -> Result<(), CallError> {
    if generator::kinds::are_all_there() || fetch_kinds().await { Ok(()) } else { Err(CallError::offline()) }
}

async fn spec_at(address: &str) -> Result<DatasetSpec, CallError> {
    need_kinds().await?;
    let answer = send(Method::GET, address, None).await?;
    let json = answer.text().await.map_err(|_| CallError::offline())?;
    DatasetSpec::from_saved_json(&json).map_err(|problems| problems.first().clone().into())
}

/// Saved datasets, newest first, at most so many.
pub(crate) async fn datasets(limit: u32) -> Result<Vec<DatasetSummary>, CallError> {
    call::<DatasetList>(Method::GET, &format!("/api/datasets?limit={limit}"), None)
        .await
        .map(|list| list.datasets)
}

/// The examples.
pub(crate) async fn examples() -> Result<Vec<Example>, CallError> {
    call::<ExampleList>(Method::GET, "/api/examples", None).await.map(|list| list.examples)
}

/// The spec of an example.
pub(crate) async fn example(name: &str) -> Result<DatasetSpec, CallError> {
    spec_at(&format!("/api/examples/{name}")).await
}

/// The statements that make the tables of a spec.
pub(crate) async fn schema_sql(dialect: &str, spec: &DatasetSpec) -> Result<String, CallError> {
    let body = Some(("application/json", spec.to_canonical_json()));
    let answer = send(Method::POST, &format!("/api/schema?dialect={dialect}"), body).await?;
    answer.text().await.map_err(|_| CallError::offline())
}

/// Makes a spec of `CREATE TABLE` statements, written for a database by its name in the API; for that which they speak for if it is empty.
pub(crate) async fn import_sql(sql: String, dialect: &str) -> Result<DatasetAnswer, CallError> {
    // What it is understood as may never be wanted: it is saved when somebody says so.
    let body = Some(("application/sql", sql));
    let of = if dialect.is_empty() { String::new() } else { format!("&dialect={dialect}") };
    read_dataset(call(Method::POST, &format!("/api/datasets?save=false{of}"), body).await?)
}

/// Makes a spec of a sample of rows as CSV or JSON lines, of a table of this name. Nothing of the sample leaves the browser.
pub(crate) async fn import_sample(sample: String, table: &str) -> Result<DatasetAnswer, CallError> {
    need_kinds().await?;
    let read = read_sample(sample, table.to_owned()).await.map_err(|_| CallError::offline())?;
    let import = read.map_err(|error| CallError { message: message(&error), path: None })?;
    let dataset = Dataset::compile(&import.spec).map_err(|problems| problems.first().clone())?;
    Ok(DatasetAnswer { id: dataset.id(), spec: dataset.spec().clone(), warnings: import.warnings })
}

/// Reads a sample, or says what is wrong with it; in a module of its own, since few people need it.
#[wasm_split(sample, wasm_split_path = ::leptos::wasm_split, fallible)]
fn read_sample(sample: String, table: String) -> Result<Result<sample::Import, String>, SplitLoaderError> {
    Ok(sample::import(&sample, &table, None).map_err(|error| error.to_string()))
}

/// A [`DatasetAnswer`] whose spec is read as every other spec is: a second way to read one is large in WebAssembly.
#[derive(serde::Deserialize)]
struct UnreadAnswer {
    id: String,
    spec: Box<RawValue>,
    warnings: Vec<String>,
}

/// Makes a spec of the tables that a target has.
pub(crate) async fn import_target(name: &str) -> Result<DatasetAnswer, CallError> {
    let name = String::from(js_sys::encode_uri_component(name));
    read_dataset(call(Method::POST, &format!("/api/targets/{name}/import"), None).await?)
}

fn read_dataset(answer: UnreadAnswer) -> Result<DatasetAnswer, CallError> {
    let spec =
        DatasetSpec::from_saved_json(answer.spec.get()).map_err(|problems| problems.first().clone())?;
    Ok(DatasetAnswer { id: answer.id, spec, warnings: answer.warnings })
}

/// The databases to load into.
pub(crate) async fn targets() -> Result<Vec<Target>, CallError> {
    call::<TargetList>(Method::GET, "/api/targets", None).await.map(|list| list.targets)
}

/// What was looked at before a load, of a saved dataset or of a spec. `signal` ends the request.
pub(crate) async fn preflight(
    request: &JobRequest,
    spec: Option<&DatasetSpec>,
    signal: &AbortSignal,
) -> Result<Preflight, CallError> {
    let mut body = serde_json::to_string(request).map_err(|_| CallError::unreadable())?;
    if let Some(spec) = spec {
        // The request with the spec in place of a dataset's id; the empty id is its first field.
        let spec = format!("\"spec\":{}", spec.to_canonical_json());
        body = body.replacen("\"dataset\":\"\"", &spec, 1);
    }
    let request = RequestBuilder::new("/api/jobs/preflight").method(Method::POST).abort_signal(Some(signal));
    let answer = answered(request.header("content-type", "application/json").body(body)).await?;
    read(answer).await
}

/// Starts a load, or finds the one that it is, and says which.
pub(crate) async fn start_job(request: &JobRequest) -> Result<JobOutcomeField, CallError> {
    let body = serde_json::to_string(request).map_err(|_| CallError::offline())?;
    call(Method::POST, "/api/jobs", Some(("application/json", body))).await
}

/// Asks for something that has no answer but that it is done: a method, and a path.
pub(crate) async fn act(method: &str, path: &str) -> Result<(), CallError> {
    let method = if method == "DELETE" { Method::DELETE } else { Method::POST };
    send(method, path, None).await.map(|_| ())
}

/// Has the browser keep a file of the page.
pub(crate) async fn keep(path: &str) {
    // Whoever needs it later asks again.
    if let Ok(answer) = send(Method::GET, path, None).await {
        let _ = answer.binary().await;
    }
}

/// What comes of asking for a part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rendered {
    /// The part, as HTML.
    Part(String),
    /// There is no such part, or not for whoever asks.
    Refused,
    /// The server has failed.
    Failed,
    /// There is no server.
    NoAnswer,
}

/// A part of a document that the server renders, in the language of this one.
pub(crate) async fn rendered(path: &str) -> Rendered {
    let request = RequestBuilder::new(path).method(Method::GET).header(PART_HEADER, language().code());
    let Ok(request) = request.build() else { return Rendered::Failed };
    let Ok(answer) = request.send().await else { return Rendered::NoAnswer };
    match answer.status() {
        200 => answer.text().await.map_or(Rendered::NoAnswer, Rendered::Part),
        401 | 403 | 404 | 410 => Rendered::Refused,
        _ => Rendered::Failed,
    }
}

async fn call<T: DeserializeOwned>(
    method: Method,
    url: &str,
    body: Option<(&str, String)>,
) -> Result<T, CallError> {
    read(send(method, url, body).await?).await
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, CallError> {
    let text = answer.text().await.map_err(|_| CallError::offline())?;
    serde_json::from_str(&text).map_err(|_| CallError::unreadable())
}

async fn send(method: Method, url: &str, body: Option<(&str, String)>) -> Result<Response, CallError> {
    let request = RequestBuilder::new(url).method(method);
    answered(match body {
        Some((media_type, body)) => request.header("content-type", media_type).body(body),
        None => request.build(),
    })
    .await
}

/// The answer to a request, if it is a success.
async fn answered(request: Result<Request, gloo_net::Error>) -> Result<Response, CallError> {
    let response =
        request.map_err(|_| CallError::offline())?.send().await.map_err(|_| CallError::offline())?;
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    match response.json::<ErrorBody>().await {
        Ok(body) => Err(CallError { message: message(&body.error.message), path: body.error.path }),
        Err(_) => Err(CallError { message: t!("The server answered with status {0}.", status), path: None }),
    }
}
