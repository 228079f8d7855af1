//! Loads into real MariaDB, PostgreSQL and, where it can be had, MySQL servers, each test in a database of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bulk;
mod catalogue;
mod connections;
mod examples;
mod experiments;
mod expressions;
mod fixture;
mod identity;
mod loads;

mod proxy;
mod refusals;
mod resumption;
mod rights;
mod server_settings;
mod stored;

/// One test for each function and server. MySQL is left out, and says so, where it is not installed.
macro_rules! on_every_server {
    ($($name:ident),* $(,)?) => {
        mod mariadb { $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(scratch_databases::Kind::MariaDb).await; })* }
        mod postgres { $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(scratch_databases::Kind::Postgres).await; })* }
        mod mysql { $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if $crate::fixture::is_available(scratch_databases::Kind::MySql) {
                    super::$name(scratch_databases::Kind::MySql).await;
                }
            })* }
    };
}
pub(crate) use on_every_server;
