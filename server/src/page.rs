//! The page: rendered here for the first paint, hydrated in the browser; and its files.

use std::sync::Arc;

use app::{App, DatasetSource, shell};
use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    response::Html,
    routing::get_service,
};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use tower::ServiceBuilder;
use tower_http::{compression::CompressionLayer, services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::state::AppState;

/// The routes of the page and of the files in the site's folder.
pub(crate) fn routes(state: &AppState) -> Router<AppState> {
    let source = dataset_source(state.clone());
    let options = state.leptos.clone();
    let pages = Router::<AppState>::new()
        .leptos_routes_with_context(
            state,
            generate_route_list(App),
            move || provide_context(source.clone()),
            move || shell(options.clone()),
        )
        .layer(CompressionLayer::new());

    let site = std::path::PathBuf::from(&*state.leptos.site_root);
    // Names below pkg carry a hash of the content.
    let immutable = HeaderValue::from_static("public, max-age=31536000, immutable");
    let package = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, immutable))
        .service(compressed_folder(&site.join(&*state.leptos.site_pkg_dir)));
    let not_found = get_service(tower::service_fn(|_| async {
        let page =
            Html("<!doctype html><title>Rowmill</title><p>There is nothing here. <a href=\"/\">Rowmill</a>");
        Ok::<_, std::convert::Infallible>(axum::response::IntoResponse::into_response((
            StatusCode::NOT_FOUND,
            page,
        )))
    }));
    pages
        .nest_service(&format!("/{}", state.leptos.site_pkg_dir), package)
        .fallback_service(compressed_folder(&site).not_found_service(not_found))
}

/// Files, and beside them the ones compressed beforehand.
fn compressed_folder(folder: &std::path::Path) -> ServeDir {
    ServeDir::new(folder).precompressed_br().precompressed_gzip().append_index_html_on_directories(false)
}

/// How the page, while it is rendered here, finds a saved dataset.
fn dataset_source(state: AppState) -> DatasetSource {
    DatasetSource::new(Arc::new(move |id: String| {
        let state = state.clone();
        Box::pin(async move {
            match state.dataset(&id).await {
                Ok(dataset) => Ok(dataset.spec().clone()),
                Err(error) => Err(error.message().to_owned()),
            }
        })
    }))
}
