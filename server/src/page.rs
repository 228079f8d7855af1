//! The page: rendered here for the first paint, made alive in the browser; and its files.

use std::convert::Infallible;

use app::{Failure, Language, Opened, shell};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse as _, Response},
    routing::get,
};
use leptos::{
    nonce::use_nonce,
    prelude::{IntoView, expect_context, provide_context},
};
use leptos_axum::ResponseOptions;
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel, compression::CompressionLayer, services::ServeDir, set_header::SetResponseHeaderLayer,
};

use crate::{
    experiments, guard,
    language::{cookie_of, language_of, language_of_query},
    runs,
    site::{PACKAGE, Site, file_inside},
    state::AppState,
};

/// Of 11 levels of Brotli: a tenth smaller than the usual 4, and still a few milliseconds.
const PAGE_COMPRESSION: i32 = 9;

/// The routes of the page and of the files in the site's folder.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    // Leptos needs to know where its tasks run; that another router of this process has told it is no harm.
    let _ = any_spawner::Executor::init_tokio();
    let pages = Router::<AppState>::new()
        .route("/", get(example_page))
        .route("/d/{id}", get(dataset_page))
        .merge(runs::routes())
        .merge(experiments::routes())
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PAGE_COMPRESSION)))
        .layer(middleware::from_fn_with_state(state.clone(), guard::check_token));

    let policy = HeaderValue::from_str(&guard::content_policy("")).unwrap_or(HeaderValue::from_static(""));
    // A worker is under the policy of its script.
    let policy = SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, policy);
    match &state.site {
        Site::Folder(site) => {
            let package = ServiceBuilder::new()
                .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, immutable))
                .layer(policy.clone())
                .service(compressed_folder(&site.join(PACKAGE)));
            let missing = get(missing_page).with_state(state.clone());
            let files = ServiceBuilder::new()
                .layer(policy)
                .service(compressed_folder(site).not_found_service(missing));
            pages.nest_service(&format!("/{PACKAGE}"), package).fallback_service(files)
        }
        Site::Program => {
            let headers = ServiceBuilder::new()
                .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, immutable))
                .layer(policy.clone());
            let package = get(program_file).layer::<_, Infallible>(headers);
            pages.route(&format!("/{PACKAGE}/{{file}}"), package).fallback_service(
                ServiceBuilder::new().layer(policy).service(get(program_file).with_state(state.clone())),
            )
        }
    }
}

/// Names below the package carry a hash of the content: what is there never changes. What is not there today may be there tomorrow.
fn immutable<B>(answer: &Response<B>) -> Option<HeaderValue> {
    let is_there = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
    is_there.then_some(HeaderValue::from_static("public, max-age=31536000, immutable"))
}

/// A file inside of this program.
async fn program_file(State(state): State<AppState>, request: Request) -> Response {
    match file_inside(request.uri().path(), request.headers()) {
        Some(file) => file,
        None => missing_page(State(state), request).await,
    }
}

/// Files, and beside them the ones compressed beforehand.
fn compressed_folder(folder: &std::path::Path) -> ServeDir {
    ServeDir::new(folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(false)
}

async fn example_page(State(state): State<AppState>, request: Request) -> Response {
    render_opened(&state, Opened::Example, request).await
}

async fn dataset_page(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    match state.dataset(&id).await {
        Ok(dataset) => {
            let spec = Box::new(dataset.spec().clone());
            render_opened(&state, Opened::Dataset { id, spec }, request).await
        }
        Err(error) => {
            let status = error.status();
            let failure = if status == StatusCode::NOT_FOUND {
                Failure::UnknownDataset(id)
            } else {
                Failure::Other(error.message().to_owned())
            };
            render_failure(&state, status, failure, request).await
        }
    }
}

async fn missing_page(State(state): State<AppState>, request: Request) -> Response {
    render_failure(&state, StatusCode::NOT_FOUND, Failure::UnknownAddress, request).await
}

/// A page that says why there is nothing to show.
pub(crate) async fn render_failure(
    state: &AppState,
    status: StatusCode,
    failure: Failure,
    request: Request,
) -> Response {
    (status, render_opened(state, Opened::Failure(failure), request).await).into_response()
}

async fn render_opened(state: &AppState, opened: Opened, request: Request) -> Response {
    let files = state.page_files.clone();
    let context = opened.clone();
    render(move || shell(files.clone(), opened.clone()), context, request).await
}

/// The language that a request is answered in.
pub(crate) fn language_for(request: &Request) -> Language {
    let asked = language_of_query(request.uri().query());
    asked.or_else(|| language_of(request.headers())).unwrap_or_default()
}

/// A document with a context of its own, under a policy by which a browser runs only what carries this answer's nonce or comes from here.
pub(crate) async fn render<V: IntoView + 'static>(
    document: impl Fn() -> V + Clone + Send + Sync + 'static,
    context: impl Clone + Send + Sync + 'static,
    request: Request,
) -> Response {
    let asked = language_of_query(request.uri().query());
    let language = language_for(&request);
    let handler = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(context.clone());
            provide_context(language);
            if let Some(language) = asked {
                // A link in a language is for this visit and the next ones.
                if let Ok(cookie) = HeaderValue::from_str(&cookie_of(language)) {
                    expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
                }
            }
            let varies = HeaderValue::from_static("accept-language, cookie");
            expect_context::<ResponseOptions>().append_header(header::VARY, varies);
            let nonce = use_nonce().map(|nonce| format!("'nonce-{nonce}' ")).unwrap_or_default();
            let policy = guard::content_policy(&nonce);
            if let Ok(policy) = HeaderValue::from_str(&policy) {
                expect_context::<ResponseOptions>().insert_header(header::CONTENT_SECURITY_POLICY, policy);
            }
        },
        document,
    );
    handler(request).await
}
