//! The commands of `rowmill`.

mod generate;
mod serve;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Rowmill makes test data in bulk, the same for the same seed: in the browser, as a stream, in a database.
#[derive(Debug, Parser)]
#[command(name = "rowmill", version)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the page and the HTTP API
    Serve(ServeArguments),
    /// Write the rows of a table to standard output, byte for byte those of the HTTP API
    Generate(Box<GenerateArguments>),
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// The configuration file
    #[arg(long, default_value = "Leptos.toml")]
    config: PathBuf,
}

#[derive(Debug, Args)]
struct GenerateArguments {
    /// The spec, a JSON file; `-` is standard input
    spec: PathBuf,
    /// Which table; may be left out if there is one
    #[arg(long)]
    table: Option<String>,
    /// csv, ndjson or sql
    #[arg(long, default_value = "csv")]
    format: String,
    /// First row, from 0
    #[arg(long, conflicts_with = "part")]
    from: Option<u64>,
    /// How many rows
    #[arg(long, conflicts_with = "part")]
    limit: Option<u64>,
    /// One of several parts, such as 3/10; all parts one after the other are the whole table
    #[arg(long)]
    part: Option<generate::Part>,
    /// CSV: without a line of column names
    #[arg(long)]
    no_header: bool,
    /// CSV: the character between fields, or `tab`
    #[arg(long)]
    delimiter: Option<String>,
    /// CSV: lf or crlf
    #[arg(long)]
    line_ending: Option<String>,
    /// CSV: what stands for NULL
    #[arg(long)]
    null: Option<String>,
    /// CSV: quote every field
    #[arg(long)]
    quote_all: bool,
    /// CSV: put an apostrophe before a text that a spreadsheet would run as a formula
    #[arg(long)]
    escape_formulas: bool,
    /// CSV: begin with a UTF-8 byte order mark
    #[arg(long)]
    bom: bool,
    /// SQL: mysql, postgres or sqlite
    #[arg(long)]
    dialect: Option<String>,
    /// SQL: rows of one INSERT statement
    #[arg(long)]
    batch: Option<u64>,
}

/// Carries a command out, until it is done.
///
/// # Errors
/// Whatever kept it from being done.
pub fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = match arguments.command {
        Command::Serve(arguments) => runtime.block_on(serve::serve(&arguments)),
        Command::Generate(arguments) => runtime.block_on(generate::generate(*arguments)),
    };
    // Chunks that are written on threads of their own were waited for, or given up, before.
    runtime.shutdown_background();
    result
}
