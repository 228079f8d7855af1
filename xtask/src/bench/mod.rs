//! Figures, measured in one run on one machine, and BENCHMARKS.md, which they are written to.

mod databases;
mod engine;
mod http;
mod loads;
mod page;
mod parts;
mod server;

use std::fs;

use crate::tools::{Result, root, run_quietly};

/// A measured figure.
pub(crate) struct Figure {
    /// What was measured.
    name: String,
    /// What came out.
    measured: String,
    /// What should have, and whether it did; `None` for what is only told.
    goal: Option<(&'static str, bool)>,
    /// How to measure it alone.
    command: &'static str,
    /// What keeps it from being better.
    limit: &'static str,
}

impl Figure {
    fn new(name: impl Into<String>, measured: impl Into<String>, command: &'static str) -> Self {
        Self { name: name.into(), measured: measured.into(), goal: None, command, limit: "" }
    }

    /// The same figure with a goal, which `is_met`.
    fn goal(mut self, goal: &'static str, is_met: bool) -> Self {
        self.goal = Some((goal, is_met));
        self
    }

    /// The same figure with what keeps it from being better.
    fn limit(mut self, limit: &'static str) -> Self {
        self.limit = limit;
        self
    }
}

type Group = (&'static str, fn() -> Result<Vec<Figure>>);

const GROUPS: [Group; 5] = [
    ("engine", engine::measure),
    ("server", server::measure),
    ("page", page::measure),
    ("loads", loads::measure),
    ("databases", databases::measure),
];

/// Measures everything, prints it, and writes BENCHMARKS.md; of some groups only, prints it.
pub(crate) fn bench(only: Option<&str>) -> Result<()> {
    let mut figures = Vec::new();
    for (_, measure) in GROUPS.iter().filter(|(name, _)| only.is_none_or(|only| name.contains(only))) {
        figures.extend(measure()?);
    }
    let parts = if only.is_none() { parts::measure()? } else { String::new() };
    let text = document(&figures, &parts);
    println!("\n{text}");
    if only.is_some() {
        return Ok(());
    }
    let path = root().join("BENCHMARKS.md");
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn document(figures: &[Figure], parts: &str) -> String {
    let mut text = format!(
        "# Benchmarks\n\nWritten by `cargo xtask bench`, all figures in one run on one machine ({}). What another program does is \
         measured in the same run, so ratios say more than times.\n\n| figure | measured | goal | | how |\n|---|---|---|---|---|\n",
        machine()
    );
    for Figure { name, measured, goal, command, .. } in figures {
        let (goal, verdict) = match goal {
            Some((goal, true)) => (*goal, "met"),
            Some((goal, false)) => (*goal, "**missed**"),
            None => ("", ""),
        };
        text.push_str(&format!("| {name} | {measured} | {goal} | {verdict} | `{command}` |\n"));
    }
    text.push_str("\n## What limits them\n\n");
    for Figure { name, limit, .. } in figures.iter().filter(|figure| !figure.limit.is_empty()) {
        text.push_str(&format!("- **{name}.** {limit}\n"));
    }
    text.push_str(&format!(
        "\n## The engine's parts\n\n`cargo bench -p generator` on one core: 16,384 rows of one column as CSV, of five columns in each \
         format, and a spec compiled.\n\n{parts}"
    ));
    text
}

/// Processor and system, for people.
fn machine() -> String {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let model = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split(':').nth(1)?.trim().to_owned())
    });
    let model = model.unwrap_or_else(|| "processor unknown".to_owned());
    let rust = run_quietly(std::process::Command::new("rustc").arg("--version")).unwrap_or_default();
    let rust = rust.split_whitespace().nth(1).unwrap_or("unknown").to_owned();
    format!("{processors} cores, {model}, Rust {rust}")
}
