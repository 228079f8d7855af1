//! What a whole process uses: time, processor time, thread switches.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use crate::tools::{Result, need_debian};

/// What one run used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// Seconds from start to end.
    pub(super) wall: f64,
    /// Seconds of processors, in the program and in the kernel for it.
    pub(super) processor: f64,
    /// How often one of its threads made room for another, or waited.
    pub(super) switches: u64,
}

/// The least that one of five runs used, and the most thread switches, with its output in a file.
pub(super) fn best(output: &Path, command: impl Fn() -> Command) -> Result<Usage> {
    let time = need_debian("time", &["time"])?;
    let mut best: Option<Usage> = None;
    for _ in 0..5 {
        let command = command();
        let mut timed = Command::new(&time);
        timed.args(["-f", "USED %U %S %w %c"]).arg(command.get_program()).args(command.get_args());
        if let Some(folder) = command.get_current_dir() {
            timed.current_dir(folder);
        }
        let file = fs::File::create(output).map_err(|error| format!("{}: {error}", output.display()))?;
        timed.stdout(file);
        let usage = run(timed)?;
        // The least of each: what disturbs a run only makes it longer.
        best = Some(best.map_or(usage, |best: Usage| Usage {
            wall: best.wall.min(usage.wall),
            processor: best.processor.min(usage.processor),
            switches: best.switches.max(usage.switches),
        }));
    }
    best.ok_or_else(|| "nothing was run".to_owned())
}

fn run(mut command: Command) -> Result<Usage> {
    let failed = |error: std::io::Error| error.to_string();
    let start = Instant::now();
    let child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let output = child.wait_with_output().map_err(failed)?;
    let wall = start.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let numbers: Vec<f64> = said
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("USED "))
        .map(|line| line.split(' ').filter_map(|number| number.parse().ok()).collect())
        .unwrap_or_default();
    match numbers[..] {
        [user, system, waits, switches] if output.status.success() => {
            Ok(Usage { wall, processor: user + system, switches: (waits + switches) as u64 })
        }
        _ => Err(format!("{command:?} failed: {said}")),
    }
}
