//! Rowmill's page: a schema editor on the left, any row of a table of up to 10^12 rows on the right, downloads, and
//! loads that can be watched. The rows are made here, by the same engine as on the server, compiled to WebAssembly.

// A view is one deeply nested type.
#![recursion_limit = "512"]
#![expect(unreachable_pub, reason = "the component macro makes its items public")]

mod api;
mod application;
mod controls;
mod dialogs;
#[cfg(feature = "ssr")]
mod document;
mod editor;
mod grid;
mod jobs;
mod numbers;
mod opened;
mod page;
mod workspace;

#[cfg(feature = "ssr")]
pub use self::document::shell;
pub use self::{application::App, opened::Opened};
