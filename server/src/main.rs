//! The `rowmill` program.

use std::process::ExitCode;

use clap::Parser as _;
use server::{Arguments, run};

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A logger may not be set up, and a message to a person needs no time stamp.
            eprintln!("rowmill: {}", loader::chain(&*error));
            ExitCode::FAILURE
        }
    }
}
