//! What goes wrong, as HTTP says it. Only here do errors get a status.

use std::{
    fmt,
    num::NonZero,
    sync::{Arc, LazyLock},
    thread::available_parallelism,
};

use axum::{
    Json,
    body::Bytes,
    extract::{
        FromRequest, FromRequestParts, Query, Request,
        rejection::{JsonRejection, QueryRejection},
    },
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use contract::{ErrorBody, ErrorDetail, OptionError};
use generator::Problems;
use loader::{ExperimentError, LaunchError, RepositoryError};
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use ddl::ImportError;
use sample::SampleError;

use crate::{dataset_store::StoreError, rows::TooManyStreams};

/// An answer that is no success.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    body: Box<ErrorBody>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let (code, message) = (code.to_owned(), message.into());
        let error = ErrorDetail { code, message, path: None, request_id: None, more: Vec::new() };
        Self { status, body: Box::new(ErrorBody { error }) }
    }

    /// The same error at a place: a path in a spec, the name of a parameter.
    pub(crate) fn at(mut self, path: impl Into<String>) -> Self {
        self.body.error.path = Some(path.into());
        self
    }

    /// The same error in a spec that is a part of the body, at `place`.
    pub(crate) fn below(mut self, place: &str) -> Self {
        let below = |path: &str| if path.is_empty() { place.to_owned() } else { format!("{place}.{path}") };
        let error = &mut self.body.error;
        error.path = Some(below(error.path.as_deref().unwrap_or_default()));
        error.more.iter_mut().for_each(|problem| problem.path = below(&problem.path));
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong, for people.
    pub(crate) fn message(&self) -> &str {
        &self.body.error.message
    }

    pub(crate) fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn not_found(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    /// An error of ours: the cause is logged, and not told.
    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(error = loader::chain(error), "a request failed");
        Self::broken()
    }

    /// What is told of an error of ours, once it is logged.
    pub(crate) fn broken() -> Self {
        let message = "the server could not do it; its log says why, below this request's id";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.status, self.body.error.message)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Arc::new(*self.body);
        // For `request`, which writes the id of the request into it.
        let mut response = (self.status, Json(&body)).into_response();
        response.extensions_mut().insert(body);
        response
    }
}

impl From<Problems> for ApiError {
    fn from(problems: Problems) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, body: Box::new(ErrorBody::from(&problems)) }
    }
}

impl From<ImportError> for ApiError {
    fn from(error: ImportError) -> Self {
        let code = match &error {
            ImportError::TooLong(_) => "sql_too_long",
            ImportError::Syntax(_) => "invalid_sql",
            ImportError::NoTable => "no_tables",
            ImportError::TooManyTables(_) => "too_many_tables",
            ImportError::TooManyColumns { .. } => "too_many_columns",
            ImportError::LongName { .. } => "invalid_name",
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, error.to_string())
    }
}

impl From<SampleError> for ApiError {
    fn from(error: SampleError) -> Self {
        let code = match &error {
            SampleError::TooLong(_) | SampleError::TooManyCells { .. } => "sample_too_long",
            SampleError::Syntax(_)
            | SampleError::OpenQuote(_)
            | SampleError::NoObject(_)
            | SampleError::Uneven { .. } => "invalid_csv",
            SampleError::NoRow => "no_rows",
            SampleError::TooManyColumns(_) => "too_many_columns",
            SampleError::LongName(_) => "invalid_name",
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, error.to_string())
    }
}

/// Carries out work for a processor, such as reading a spec, on a thread of its own: the async threads stay free to answer. As
/// much is done at once as there are processors; more would only keep more in memory.
///
/// # Errors
/// If the work panics, which is a mistake of this program.
pub(crate) async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    static PROCESSORS: LazyLock<Semaphore> =
        LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, NonZero::get)));
    // Nobody closes the semaphore. The work keeps its place when nobody waits for it any more.
    let place = PROCESSORS.acquire().await.ok();
    let span = tracing::Span::current();
    let work = move || {
        let result = span.in_scope(work);
        drop(place);
        result
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| ApiError::internal(&error))
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::OtherValues { .. } | StoreError::OtherBytes => {
                Self::new(StatusCode::GONE, "other_value_version", error.to_string())
            }
            error => Self::internal(&error),
        }
    }
}

impl From<LaunchError> for ApiError {
    fn from(error: LaunchError) -> Self {
        let message = error.to_string();
        match error {
            LaunchError::UnknownTarget(_) => Self::not_found("unknown_target", message).at("target"),
            LaunchError::UnknownTable(_) => Self::not_found("unknown_table", message).at("tables"),
            LaunchError::UnknownJob(_) => Self::not_found("unknown_job", message),
            LaunchError::OutOfRange { name, .. } => Self::bad_request("out_of_range", message).at(name),
            LaunchError::UnknownSetting { .. } => {
                Self::bad_request("unknown_setting", message).at("settings")
            }
            LaunchError::SettingValue { .. } => Self::bad_request("invalid_setting", message).at("settings"),
            LaunchError::Unlogged => Self::bad_request("not_of_target", message).at("unlogged"),
            LaunchError::NotShared => Self::bad_request("not_of_target", message).at("join"),
            LaunchError::Excluded { one, .. } => Self::bad_request("excluded", message).at(one),
            LaunchError::AsTable { .. } => Self::bad_request("several_tables", message).at("as_table"),
            LaunchError::TableBusy { .. } => Self::new(StatusCode::CONFLICT, "table_busy", message),
            LaunchError::AppendAgain => Self::new(StatusCode::CONFLICT, "append_again", message).at("again"),
            LaunchError::NotRunning(_) => Self::new(StatusCode::CONFLICT, "not_running", message),
            LaunchError::Running => Self::new(StatusCode::CONFLICT, "running", message),
            LaunchError::Complete => Self::new(StatusCode::CONFLICT, "complete", message),
            LaunchError::Target(error) => {
                tracing::warn!(error = loader::chain(&error), "a target does not do as it was asked");
                Self::new(StatusCode::BAD_GATEWAY, error.code(), error.told())
            }
            LaunchError::Repository(error @ RepositoryError::Unreadable { .. }) => {
                Self::new(StatusCode::GONE, "unreadable_job", error.to_string())
            }
            LaunchError::ShuttingDown => Self::new(StatusCode::SERVICE_UNAVAILABLE, "shutting_down", message),
            error => Self::internal(&error),
        }
    }
}

impl From<ExperimentError> for ApiError {
    fn from(error: ExperimentError) -> Self {
        let (code, message) = (error.code(), error.told());
        match error {
            ExperimentError::Launch(error) => error.into(),
            ExperimentError::Repository(error @ RepositoryError::UnreadableExperiment { .. }) => {
                Self::new(StatusCode::GONE, "unreadable_experiment", error.to_string())
            }
            ExperimentError::Repository(error) => Self::internal(&error),
            ExperimentError::Unknown(_) => Self::not_found(code, message),
            ExperimentError::Running
            | ExperimentError::NotRunning
            | ExperimentError::Complete
            | ExperimentError::OtherVersion(_) => Self::new(StatusCode::CONFLICT, code, message),
            ExperimentError::Table(..) => Self::not_found(code, message).at("table"),
            ExperimentError::Repeats(_) => Self::bad_request(code, message).at("repeats"),
            ExperimentError::ServerSetting(_) | ExperimentError::NothingToChange(_) => {
                Self::bad_request(code, message).at("may_change")
            }
            ExperimentError::NoRows(_) => Self::bad_request(code, message).at("rows"),
            // What the target would refuse, or has not.
            ExperimentError::Refused { .. }
            | ExperimentError::NoParent(_)
            | ExperimentError::ScratchTaken(_)
            | ExperimentError::NotDropped { .. }
            | ExperimentError::CannotChange { .. }
            | ExperimentError::Busy
            | ExperimentError::NotCleared(_)
            | ExperimentError::NotSetBack { .. } => Self::new(StatusCode::CONFLICT, code, message),
            _ => Self::bad_request(code, message).at("factors"),
        }
    }
}

impl From<OptionError> for ApiError {
    fn from(error: OptionError) -> Self {
        Self::bad_request(error.code, error.message).at(error.option)
    }
}

impl From<TooManyStreams> for ApiError {
    fn from(error: TooManyStreams) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "too_many_streams", error.to_string())
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        let code = match rejection.status() {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
            StatusCode::PAYLOAD_TOO_LARGE => "body_too_large",
            _ => "invalid_json",
        };
        Self::new(rejection.status(), code, rejection.body_text())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::bad_request("invalid_query", rejection.body_text())
    }
}

/// A body of at most the length that the server takes.
#[derive(Debug)]
pub(crate) struct ApiBody(Bytes);

impl ApiBody {
    /// The body as it came.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The body as text.
    ///
    /// # Errors
    /// Bytes that are no UTF-8.
    /// The text, without the byte order mark that editors of Windows put before it.
    pub(crate) fn text(&self) -> Result<&str, ApiError> {
        let text = std::str::from_utf8(&self.0).map_err(|error| {
            ApiError::bad_request("invalid_utf8", format!("the body is not UTF-8: {error}; save it as UTF-8"))
        })?;
        Ok(text.trim_start_matches('\u{feff}'))
    }
}

impl<S: Send + Sync> FromRequest<S> for ApiBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Bytes::from_request(request, state).await {
            Ok(body) => Ok(Self(body)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                let message = "the body is longer than this server takes; shorten it, or raise `body_bytes` below [limits]";
                Err(ApiError::new(rejection.status(), "body_too_large", message))
            }
            Err(rejection) => Err(ApiError::new(rejection.status(), "broken_body", rejection.body_text())),
        }
    }
}

/// [`Query`], whose mistakes look like all others.
#[derive(Debug)]
pub(crate) struct ApiQuery<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(query) = Query::from_request_parts(parts, state).await?;
        Ok(Self(query))
    }
}
