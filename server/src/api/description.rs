//! The description of the API: for programs at `/api/openapi.json`, for people at `/api/docs`.

use axum::{
    Json, Router,
    http::{HeaderValue, header},
    middleware,
    routing::get,
};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi::{
    Components, InfoBuilder, OpenApi, RefOr, Schema, SecurityRequirement, ServerBuilder,
    security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    tag::TagBuilder,
};
use utoipa_swagger_ui::SwaggerUi;

use crate::{guard, state::AppState};

const PATH: &str = "/api/openapi.json";
const TOKEN: &str = "access_token";
/// The reader brings its own files, and sets styles while it runs.
const READER_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Adds to the description of the routes what is true of all of them.
pub(crate) fn describe(mut openapi: OpenApi) -> OpenApi {
    openapi.info = InfoBuilder::new()
        .title("Rowmill")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Test data in bulk: the same spec and seed give the same bytes for ever. Every error is JSON with a stable \
             `code`, a message with the remedy, and the place (`path`).",
        ))
        .build();
    openapi.servers = Some(Vec::from([ServerBuilder::new().url("/api").build()]));
    openapi.tags = Some(
        [
            ("datasets", "Specs, saved under a name that comes from their content"),
            ("rows", "Rows of a table, as streams in constant memory"),
            ("jobs", "Restartable loads into databases"),
            ("experiments", "Which way of loading is faster, found out on a server"),
            ("server", "The server itself"),
        ]
        .map(|(name, description)| TagBuilder::new().name(name).description(Some(description)).build())
        .into(),
    );
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The server's access token, if it has one"))
        .build();
    let components = openapi.components.get_or_insert_with(Components::new);
    if let Some(RefOr::T(Schema::Object(table))) = components.schemas.get_mut("TableSpec") {
        table.properties.insert("references".to_owned(), generator::references_schema().into());
    }
    components.add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    // One of the two is enough: a server without a token asks for nothing.
    let none = SecurityRequirement::default();
    openapi.security = Some(Vec::from([none, SecurityRequirement::new(TOKEN, [] as [&str; 0])]));
    openapi
}

/// Where programs read the description.
pub(super) fn routes(openapi: OpenApi) -> Router<AppState> {
    Router::new().route("/openapi.json", get(async move || Json(openapi)))
}

/// Where people read it: `/api/docs`, from the root on, because the reader redirects to itself.
pub(crate) fn reader(state: &AppState) -> Router<AppState> {
    let reader: Router<AppState> =
        SwaggerUi::new("/api/docs").config(utoipa_swagger_ui::Config::from(PATH)).into();
    reader
        .layer(SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, READER_POLICY))
        .layer(middleware::from_fn_with_state(state.clone(), guard::check_token))
}
