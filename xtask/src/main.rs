//! Rowmill's build and test entry points: `cargo xtask serve | dist | test | bench | experiments | bless`.

mod bench;
mod databases;
mod debian;
mod experiments;
mod serve;
mod site;
mod test;
mod tools;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, serves and tests Rowmill on a fresh machine.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build everything and serve it at the address of Leptos.toml
    Serve,
    /// Build the one file to ship, in target/dist
    Dist,
    /// Run every check and test, installing what they need
    Test {
        /// Only the steps whose name contains this
        #[arg(long)]
        only: Option<String>,
    },
    /// Measure, print tables of figures, and write them to BENCHMARKS.md
    Bench {
        /// Only the groups whose name contains this: engine, server, page, sqlite, databases, experiments, parts
        #[arg(long)]
        only: Option<String>,
    },
    /// Make the experiments of docs/experiments on a server of each kind, and write what they found
    Experiments {
        /// Only the experiments whose name contains this
        #[arg(long)]
        only: Option<String>,
    },
    /// Write the golden files anew; a difference is a value-breaking change
    Bless,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Serve => serve::serve(),
        Command::Dist => serve::dist(),
        Command::Test { only } => test::test(only.as_deref()),
        Command::Bench { only } => bench::bench(only.as_deref()),
        Command::Experiments { only } => experiments::experiments(only.as_deref()),
        Command::Bless => test::bless(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nxtask: {message}");
            ExitCode::FAILURE
        }
    }
}
