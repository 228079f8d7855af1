//! The commands of `rowmill`.

mod experiment;
mod generate;
mod infer;
mod load;
mod output;
mod serve;
mod targets;

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

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
    /// Load the tables of a spec into a database; the same command again goes on where it was cut off
    Load(Box<LoadArguments>),
    /// Write a spec of one table that is like a sample: rows as CSV or JSON lines, or CREATE TABLE statements in a file that ends in .sql
    Infer(InferArguments),
    /// Find out which way of loading is faster on a server: loads into tables of its own, one after the other
    Experiment(Box<experiment::ExperimentArguments>),
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// The configuration file; without it ./Leptos.toml if that is there, and otherwise what suits one person on one machine
    #[arg(long, conflicts_with = "data")]
    config: Option<PathBuf>,
    /// Where the server keeps its files; without it where programs of this machine keep their data
    #[arg(long)]
    data: Option<PathBuf>,
    /// The address to serve at, such as 127.0.0.1:8080; one that other machines reach needs ROWMILL_ACCESS_TOKEN
    #[arg(long)]
    address: Option<std::net::SocketAddr>,
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
    /// SQL: without the statements that set up the session and set counters behind the keys
    #[arg(long)]
    no_session: bool,
}

#[derive(Debug, Args)]
struct InferArguments {
    /// A sample of rows, at most 1 MiB, or a file of statements that ends with .sql; `-` is a sample on standard input
    #[arg(required_unless_present = "target")]
    sample: Option<PathBuf>,
    /// In the place of a sample, the tables of a database: a URL, or the name of a target of the configuration or the environment
    #[arg(long, conflicts_with_all = ["sample", "table", "rows", "dialect"])]
    target: Option<String>,
    /// The configuration file that names targets
    #[arg(long, default_value = "Leptos.toml")]
    config: PathBuf,
    /// What the table is called; without it as the file is, without its ending
    #[arg(long)]
    table: Option<String>,
    /// How many rows the table has; without it as many as the sample, at least 1,000
    #[arg(long)]
    rows: Option<u64>,
    /// The database that statements were written for: mysql, postgres, sqlite, sqlserver or oracle; without it the one that the text speaks for
    #[arg(long)]
    dialect: Option<String>,
}

#[derive(Debug, Args)]
struct LoadArguments {
    /// The spec, a JSON file; `-` is standard input
    spec: PathBuf,
    /// sqlite:PATH, mysql://USER:PASSWORD@HOST/DATABASE, mariadb://… or postgres://…, or the name of a target of the
    /// configuration file or of an environment variable such as ROWMILL_TARGET_SHOP, whose password no list of processes shows
    #[arg(long)]
    target: String,
    /// The configuration file that names targets
    #[arg(long, default_value = "Leptos.toml")]
    config: PathBuf,
    /// A table to load; may be given several times, and without it all are
    #[arg(long = "table")]
    tables: Vec<String>,
    /// The table's name in the target, if it is another than in the spec; only with one table
    #[arg(long)]
    as_table: Option<String>,
    /// What to do about tables that are there already
    #[arg(long, value_enum, default_value = "create")]
    mode: load::Mode,
    /// How rows travel
    #[arg(long, value_enum, default_value = "auto")]
    method: load::Method,
    /// Partitions that are loaded at once, 1 to 64
    #[arg(long)]
    workers: Option<u32>,
    /// Rows of one transaction, 1 to 1,000,000
    #[arg(long)]
    chunk_rows: Option<u32>,
    /// Rows of one INSERT statement, 1 to 1,000,000
    #[arg(long)]
    statement_rows: Option<u32>,
    /// Make indexes and keys when all rows are there
    #[arg(long)]
    indexes_after: bool,
    /// How many rows the database may refuse, at most 1,000,000
    #[arg(long, default_value_t = 0)]
    skip_limit: u64,
    /// Start from the first row even if this load has been here before
    #[arg(long)]
    again: bool,
    /// Compare a checksum of every column over all rows, besides rows that are read back
    #[arg(long)]
    verify_all: bool,
    /// Share the load with others: the same command on several machines loads one table together, and each takes partitions that nobody
    /// is at work on; whoever comes first begins
    #[arg(long, conflicts_with = "again")]
    join: bool,
    /// Only look at target and tables, and say what would be wrong
    #[arg(long)]
    check: bool,
}

/// Carries a command out, until it is done.
///
/// # Errors
/// Whatever kept it from being done.
pub fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let (runtime, result) = match arguments.command {
        Command::Generate(arguments) => return generate::generate(*arguments),
        Command::Infer(arguments) => {
            let runtime = runtime()?;
            let result = runtime.block_on(infer::infer(&arguments));
            (runtime, result)
        }
        Command::Serve(arguments) => {
            let runtime = runtime()?;
            let result = runtime.block_on(serve::serve(&arguments));
            (runtime, result)
        }
        Command::Load(arguments) => {
            let runtime = runtime()?;
            let result = runtime.block_on(load::load(*arguments));
            (runtime, result)
        }
        Command::Experiment(arguments) => {
            let runtime = runtime()?;
            let result = runtime.block_on(experiment::experiment(*arguments));
            (runtime, result)
        }
    };
    // Chunks that are written on threads of their own were waited for, or given up, before.
    runtime.shutdown_background();
    result
}

/// The text of a spec's file; `-` is standard input.
fn read_bytes(path: &Path) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()).into())
}

fn read_spec(path: &Path) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    if path.as_os_str() == "-" {
        let mut json = String::new();
        std::io::stdin().read_to_string(&mut json)?;
        return Ok(json);
    }
    std::fs::read_to_string(path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()).into())
}

/// SIGINT and SIGTERM, from now on.
struct StopSignals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(not(unix))]
    interrupt: tokio::signal::windows::CtrlC,
}

impl StopSignals {
    #[cfg(unix)]
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    #[cfg(not(unix))]
    fn new() -> std::io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    /// Waits for the next one.
    async fn next(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        self.interrupt.recv().await;
    }
}
