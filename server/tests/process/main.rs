//! The program as its user runs it: killed at any moment, told to stop, short of room.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod connections;
mod database;
mod dumps;
mod experiments;
mod faults;
mod full_disk;
mod inference;
mod listeners;
mod program;
mod random_schemas;
mod readme;
mod replacements;
mod room;
mod sql_files;
mod states;
mod stop;
mod swaps;
mod terminal;
