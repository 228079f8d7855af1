//! `rowmill load`: a load from the terminal.

use std::{io::IsTerminal as _, sync::Arc, time::Duration};

use contract::{Job, JobError, JobRequest, JobStatus, LoadMethod, LoadMode};
use generator::{Dataset, DatasetSpec};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use loader::{JobLauncher, JobRepository};
use tokio::sync::watch;

use super::{LoadArguments, StopSignals, read_spec, targets};
use crate::job_list;

/// How often a load is told of where no terminal shows its bar.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Loads the tables of a spec into a database. The checkpoints in the target are all that it knows of earlier loads: the same
/// command goes on where one before it was cut off.
pub(super) async fn load(arguments: LoadArguments) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let spec = DatasetSpec::from_json(&read_spec(&arguments.spec)?)?;
    let dataset = Arc::new(Dataset::compile(&spec)?);
    let target = targets::find(&arguments.target, &arguments.config)?;
    let request = JobRequest {
        dataset: dataset.id(),
        tables: arguments.tables,
        target: target.name.clone(),
        mode: arguments.mode.into(),
        method: arguments.method.into(),
        as_table: arguments.as_table,
        workers: arguments.workers,
        chunk_rows: arguments.chunk_rows,
        statement_rows: arguments.statement_rows,
        indexes: if arguments.indexes_after {
            contract::IndexTime::After
        } else {
            contract::IndexTime::Before
        },
        skip_limit: arguments.skip_limit,
        again: arguments.again,
        join: arguments.join,
        verify: if arguments.verify_all { contract::Verify::All } else { contract::Verify::Sample },
        ..JobRequest::default()
    };
    let pool = job_list::in_memory().connect("sqlite::memory:").await?;
    let launcher = JobLauncher::new(JobRepository::open(pool).await?, &[target]);
    if arguments.check {
        return check(&launcher, &request, &dataset).await;
    }
    let (answer, updates) = launcher.launch_and_watch(request, Arc::clone(&dataset)).await?;
    let job = match updates {
        Some(updates) => watch(&launcher, &answer.job, updates).await?,
        None => answer.job,
    };
    report(&launcher, &job).await
}

/// Prints what would be found before the first row, and whether the load would run.
async fn check(
    launcher: &JobLauncher,
    request: &JobRequest,
    dataset: &Arc<Dataset>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let checks = launcher.preflight(request, dataset).await?;
    for check in &checks {
        let table = check.table.as_ref().map(|table| format!("{table}: ")).unwrap_or_default();
        println!("{:5} {table}{}", format!("{:?}", check.level).to_lowercase(), check.message);
    }
    if checks.iter().any(|check| check.level == contract::CheckLevel::Error) {
        return Err("the load would fail".into());
    }
    Ok(())
}

/// Shows progress until the job has ended. SIGINT and SIGTERM stop it at the end of its chunk; a second one ends the process at
/// once, which loses the chunk, and nothing else.
async fn watch(
    launcher: &JobLauncher,
    launched: &Job,
    mut updates: watch::Receiver<Arc<Job>>,
) -> Result<Job, Box<dyn std::error::Error + Send + Sync>> {
    let bar = ProgressBar::with_draw_target(Some(launched.rows), ProgressDrawTarget::stderr());
    let style = "{bar:40} {percent:>3} %  {human_pos} of {human_len} rows  {msg}";
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    let is_shown = std::io::stderr().is_terminal();
    let mut lines = tokio::time::interval(LINE_EVERY);
    lines.tick().await;
    let mut signals = StopSignals::new()?;
    let mut is_stopping = false;
    loop {
        let job = Arc::clone(&updates.borrow_and_update());
        bar.set_position(job.committed + job.skipped);
        bar.set_message(rate(&job));
        if !job.status.is_running() {
            bar.finish_and_clear();
            return Ok(job.as_ref().clone());
        }
        tokio::select! {
            changed = updates.changed() => if changed.is_err() {
                bar.finish_and_clear();
                return Ok(launcher.find(&launched.id).await?.job.as_ref().clone());
            },
            _ = lines.tick(), if !is_shown => eprintln!("{} of {} rows, {}", job.committed, job.rows, rate(&job)),
            () = signals.next() => {
                if is_stopping {
                    bar.abandon();
                    return Err("ended at once; the same command goes on behind the last whole chunk".into());
                }
                is_stopping = true;
                eprintln!(
                    "stopping at the end of the chunk; the same command goes on from there. Once more ends at once"
                );
                // One that has just ended by itself needs no stopping.
                let _ = launcher.stop(&launched.id).await;
            }
        }
    }
}

fn rate(job: &Job) -> String {
    let left = job.remaining_seconds.map(|seconds| format!(", {seconds:.0} s left")).unwrap_or_default();
    format!("{:.0} rows/s{left}", job.rows_per_second)
}

/// Says how the job ended: on standard output what is there, as an error what is wrong.
async fn report(launcher: &JobLauncher, job: &Job) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    for note in &job.notes {
        eprintln!("note: {note}");
    }
    for table in &job.tables {
        print!("{}: {} of {} rows", table.table, table.committed, table.rows);
        if let Some(verification) = &table.verification {
            print!(", {} counted, {} compared", verification.counted, verification.compared);
            if let Some(checksums) = verification.checksums {
                print!(", {checksums} columns by checksums of all rows");
            }
        }
        if let Some(seconds) = table.seconds {
            print!(
                ", {} written in {:.2} s, finished in {:.2} s, verified in {:.2} s",
                seconds.written, seconds.rows, seconds.finish, seconds.verify
            );
        }
        if let Some(times) = &table.chunk_times {
            print!(
                ", {} chunks: sent in {:.1} ms on average ({:.1} at p95, {:.1} at most), committed in {:.1} ms",
                times.send.count, times.send.mean, times.send.p95, times.send.max, times.commit.mean
            );
        }
        if let Some(statistics) = &table.statistics {
            print!(
                ", data {} bytes, indexes {} bytes, {} bytes a row",
                statistics.data_bytes, statistics.index_bytes, statistics.average_row_bytes
            );
        }
        println!();
    }
    if job.skipped > 0 {
        match launcher.rejected(&job.id).await {
            Ok(rows) => {
                for row in rows {
                    eprintln!("refused: {} row {}: {}", row.table, row.row + 1, row.reason);
                }
            }
            // How the job ended is still to be told.
            Err(error) => eprintln!("the refused rows cannot be read: {}", loader::chain(&error)),
        }
    }
    match job.status {
        JobStatus::Completed => Ok(()),
        JobStatus::Stopped => Err("stopped; the same command goes on from there".into()),
        _ => {
            Err(job.error.as_ref().map_or_else(|| "the load failed".to_owned(), told_at_the_terminal).into())
        }
    }
}

/// Why a job failed, with the words that a client of the server is not told.
fn told_at_the_terminal(error: &JobError) -> String {
    match &error.cause {
        Some(cause) => format!("{}: {cause}", error.message),
        None => error.message.clone(),
    }
}

/// [`LoadMode`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Mode {
    Create,
    Append,
    Replace,
}

impl From<Mode> for LoadMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Create => Self::Create,
            Mode::Append => Self::Append,
            Mode::Replace => Self::Replace,
        }
    }
}

/// [`LoadMethod`] as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Method {
    Auto,
    Bulk,
    Insert,
    Single,
}

impl From<Method> for LoadMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Auto => Self::Auto,
            Method::Bulk => Self::Bulk,
            Method::Insert => Self::Insert,
            Method::Single => Self::Single,
        }
    }
}
