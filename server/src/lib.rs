//! Rowmill's server: the page, streams of rows, loads and their progress over HTTP, and the commands of `rowmill`.

// The page's view is one deeply nested type.
#![recursion_limit = "512"]

mod access;
mod api;
mod command;
mod config;
mod config_file;
mod connections;
mod dataset_store;
mod described;
mod error;
mod event_hub;
mod experiment_report;
mod experiments;
mod guard;
mod job_list;
mod language;
mod page;
mod request;
mod retention;
mod router;
mod rows;
mod runs;
mod site;
mod state;

pub use self::{
    command::{Arguments, run},
    config::{Config, ConfigError, Limits},
    router::router,
    site::{NoSite, Site},
    state::{AppState, StartError},
};
