//! The page: rendered here for the first paint, hydrated in the browser; and its files.

use app::{Opened, shell};
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
    prelude::{expect_context, provide_context},
};
use leptos_axum::ResponseOptions;
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel, compression::CompressionLayer, services::ServeDir, set_header::SetResponseHeaderLayer,
};

use crate::{guard, state::AppState};

/// Of 11 levels of Brotli: a tenth smaller than the usual 4, and still a few milliseconds.
const PAGE_COMPRESSION: i32 = 9;

/// The routes of the page and of the files in the site's folder.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    // Leptos needs to know where its tasks run; that another router of this process has told it is no harm.
    let _ = any_spawner::Executor::init_tokio();
    let pages = Router::<AppState>::new()
        .route("/", get(example_page))
        .route("/d/{id}", get(dataset_page))
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PAGE_COMPRESSION)))
        .layer(middleware::from_fn_with_state(state.clone(), guard::check_token));

    let site = std::path::PathBuf::from(&*state.leptos.site_root);
    // Names below pkg carry a hash of the content.
    let immutable = HeaderValue::from_static("public, max-age=31536000, immutable");
    let package = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, immutable))
        .service(compressed_folder(&site.join(&*state.leptos.site_pkg_dir)));
    let missing = get(missing_page).with_state(state.clone());
    let policy = HeaderValue::from_str(&guard::content_policy("")).unwrap_or(HeaderValue::from_static(""));
    let files = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, policy))
        .service(compressed_folder(&site).not_found_service(missing));
    pages.nest_service(&format!("/{}", state.leptos.site_pkg_dir), package).fallback_service(files)
}

/// Files, and beside them the ones compressed beforehand.
fn compressed_folder(folder: &std::path::Path) -> ServeDir {
    ServeDir::new(folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(false)
}

async fn example_page(State(state): State<AppState>, request: Request) -> Response {
    render(&state, Opened::Example, request).await
}

async fn dataset_page(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    match state.dataset(&id).await {
        Ok(dataset) => {
            let spec = Box::new(dataset.spec().clone());
            render(&state, Opened::Dataset { id, spec }, request).await
        }
        Err(error) => {
            let status = error.status();
            let message = if status == StatusCode::NOT_FOUND {
                format!(
                    "There is no dataset {id} on this server. Its spec has the same address wherever it is saved: import it, \
                     and press Save."
                )
            } else {
                error.message().to_owned()
            };
            let page = render(&state, Opened::Failure(message), request).await;
            (status, page).into_response()
        }
    }
}

async fn missing_page(State(state): State<AppState>, request: Request) -> Response {
    let message = "There is nothing at this address.".to_owned();
    (StatusCode::NOT_FOUND, render(&state, Opened::Failure(message), request).await).into_response()
}

/// The document, under a policy by which a browser runs only what carries this answer's nonce or comes from here.
async fn render(state: &AppState, opened: Opened, request: Request) -> Response {
    let options = state.leptos.clone();
    let context = opened.clone();
    let handler = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(context.clone());
            let nonce = use_nonce().map(|nonce| format!("'nonce-{nonce}' ")).unwrap_or_default();
            let policy = guard::content_policy(&nonce);
            if let Ok(policy) = HeaderValue::from_str(&policy) {
                expect_context::<ResponseOptions>().insert_header(header::CONTENT_SECURITY_POLICY, policy);
            }
        },
        move || shell(options.clone(), opened.clone()),
    );
    handler(request).await
}
