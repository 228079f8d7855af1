//! The `rowmill` program.

use std::process::ExitCode;

use clap::Parser as _;
use server::{Arguments, run};

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A logger may not be set up, and a message to a person needs no time stamp.
            let mut message = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                message.push_str(&format!(": {cause}"));
                source = cause.source();
            }
            eprintln!("rowmill: {message}");
            ExitCode::FAILURE
        }
    }
}
