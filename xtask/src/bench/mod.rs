//! Figures, measured in one run on one machine. Each has a goal and says how it was measured.

mod engine;
mod http;
mod loads;
mod server;

use crate::tools::Result;

/// A measured figure.
pub(crate) struct Figure {
    /// What was measured.
    name: String,
    /// What came out.
    measured: String,
    /// What should have, and whether it did; empty for what a goal is measured by.
    goal: Option<(String, bool)>,
}

impl Figure {
    fn new(name: &str, measured: String) -> Self {
        Self { name: name.to_owned(), measured, goal: None }
    }

    /// A figure that should be `goal`, which `is_met`.
    fn with_goal(name: &str, measured: String, goal: &str, is_met: bool) -> Self {
        Self { goal: Some((goal.to_owned(), is_met)), ..Self::new(name, measured) }
    }
}

/// Measures everything and prints a table.
pub(crate) fn bench() -> Result<()> {
    let mut figures = engine::measure()?;
    figures.extend(server::measure()?);
    figures.extend(loads::measure()?);
    println!("\n| figure | measured | goal | |\n|---|---|---|---|");
    for Figure { name, measured, goal } in figures {
        let (goal, verdict) = match goal {
            Some((goal, true)) => (goal, "met"),
            Some((goal, false)) => (goal, "missed"),
            None => (String::new(), ""),
        };
        println!("| {name} | {measured} | {goal} | {verdict} |");
    }
    Ok(())
}
