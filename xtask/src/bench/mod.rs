//! Figures, measured in one run on one machine, and BENCHMARKS.md, which they are written to.

mod databases;
mod engine;
mod experiments;
mod http;
mod loads;
mod page;
mod parts;
mod process;
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
    goal: Option<(String, bool)>,
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
    fn goal(mut self, goal: impl Into<String>, is_met: bool) -> Self {
        self.goal = Some((goal.into(), is_met));
        self
    }

    /// The same figure with what keeps it from being better.
    fn limit(mut self, limit: &'static str) -> Self {
        self.limit = limit;
        self
    }
}

/// What is measured together: its name, the heading of its section, and how.
type Group = (&'static str, &'static str, fn() -> Result<String>);

const GROUPS: [Group; 7] = [
    ("engine", "The engine", || engine::measure().map(|figures| table(&figures))),
    ("server", "Streams", || server::measure().map(|figures| table(&figures))),
    ("page", "The page", || page::measure().map(|figures| table(&figures))),
    ("sqlite", "Loads into SQLite", || loads::measure().map(|figures| table(&figures))),
    ("databases", "Loads into database servers", || databases::measure().map(|figures| table(&figures))),
    ("experiments", "Experiments", || experiments::measure().map(|figures| table(&figures))),
    ("parts", "The engine's parts", || parts::measure().map(|parts| format!("{PARTS}\n\n{parts}"))),
];

const HEAD: &str = "# Benchmarks\n\nWritten by `cargo xtask bench`; each section is one run on one machine, which it names. What another \
     program does is measured in the same run, so ratios say more than times.\n";
const PARTS: &str = "`cargo bench -p generator` on one core: 16,384 rows of one column as CSV, of five columns in each format, \
     and a spec compiled.";

/// Measures everything, or the groups whose name contains `only`, and writes their sections of BENCHMARKS.md.
pub(crate) fn bench(only: Option<&str>) -> Result<()> {
    let path = root().join("BENCHMARKS.md");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let mut text = HEAD.to_owned();
    for (name, heading, measure) in GROUPS {
        let measured = only.is_none_or(|only| name.contains(only));
        let section = if measured {
            Some(format!("{}\n\n{}", machine(), measure()?))
        } else {
            section(&before, heading)
        };
        if let Some(section) = section {
            text.push_str(&format!("\n## {heading}\n\n{}\n", section.trim()));
        }
    }
    println!("\n{text}");
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// What stands below a heading, up to the next.
fn section(document: &str, heading: &str) -> Option<String> {
    let (_, rest) = document.split_once(&format!("\n## {heading}\n"))?;
    Some(rest.split("\n## ").next().unwrap_or_default().to_owned())
}

fn table(figures: &[Figure]) -> String {
    let mut text = "| figure | measured | goal | | how |\n|---|---|---|---|---|\n".to_owned();
    for Figure { name, measured, goal, command, .. } in figures {
        let (goal, verdict) = match goal {
            Some((goal, true)) => (goal.as_str(), "met"),
            Some((goal, false)) => (goal.as_str(), "**missed**"),
            None => ("", ""),
        };
        text.push_str(&format!("| {name} | {measured} | {goal} | {verdict} | `{command}` |\n"));
    }
    text.push_str("\nWhat limits them:\n\n");
    for Figure { name, limit, .. } in figures.iter().filter(|figure| !figure.limit.is_empty()) {
        text.push_str(&format!("- **{name}.** {limit}\n"));
    }
    text
}

/// Processor, compiler and date, for people.
fn machine() -> String {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let model = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split(':').nth(1)?.trim().to_owned())
    });
    let model = model.unwrap_or_else(|| "processor unknown".to_owned());
    let rust = run_quietly(std::process::Command::new("rustc").arg("--version")).unwrap_or_default();
    let rust = rust.split_whitespace().nth(1).unwrap_or("unknown").to_owned();
    let date = run_quietly(std::process::Command::new("date").args(["-u", "+%Y-%m-%d"])).unwrap_or_default();
    format!("{}: {processors} cores, {model}, Rust {rust}", date.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_found_again() {
        let document = format!("{HEAD}\n## The engine\n\na\n\n## Streams\n\nb\nc\n");
        assert_eq!(section(&document, "The engine").unwrap().trim(), "a");
        assert_eq!(section(&document, "Streams").unwrap().trim(), "b\nc");
        assert_eq!(section(&document, "The page"), None);
    }
}
