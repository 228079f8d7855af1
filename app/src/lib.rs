//! Rowmill's page: tables on the left, any row of up to 10^12 in the middle, the form of what is chosen on the right; downloads, and
//! loads that can be watched. The rows are made here, by the same engine as on the server, compiled to WebAssembly.

// A view is one deeply nested type.
#![recursion_limit = "512"]
#![expect(unreachable_pub, reason = "the component macro makes its items public")]

mod api;
mod application;
mod columns;
mod controls;
mod dialogs;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod experiments;
mod export;
mod grid;
mod inspector;
mod language;
mod later;
mod numbers;
mod opened;
mod order;
mod page;
mod percent;
mod rail;
mod relations;
mod runs;
mod sql;
mod statistics;
mod workspace;

pub use self::{
    api::PART_HEADER,
    application::App,
    language::Language,
    later::{fetch_kinds, missing},
    opened::{Failure, Opened, can_start},
    runs::enliven,
};
#[cfg(feature = "ssr")]
pub use self::{
    document::{PageFiles, experiments_shell, runs_shell, shell},
    experiments::{ExperimentForm, ExperimentQuery, ExperimentsPage, experiment_image},
    runs::{RunsPage, RunsQuery, runs_drawer},
};
