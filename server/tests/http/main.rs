//! The HTTP API as a program sees it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access;
mod answers;
mod description;
mod events;
mod experiments;
mod hostile;
mod lists;
mod requests;
mod row_events;
mod runs;
mod secrets;
mod server;
