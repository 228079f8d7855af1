//! The engine's parts, one by one, as `divan` measures them.

use crate::tools::{Result, cargo, run_quietly, say};

/// A table of the median of every benchmark, and of the rows a second that it means.
pub(super) fn measure() -> Result<String> {
    say("measuring the engine's parts");
    let output = run_quietly(&mut cargo(&[
        "bench",
        "--package",
        "generator",
        "--bench",
        "parts",
        "--",
        "--min-time",
        "0.2",
        "--max-time",
        "0.5",
    ]))?;
    let mut text = String::from("| part | median | rows a second |\n|---|---|---|\n");
    let mut group = String::new();
    let mut waiting = String::new();
    for line in output.lines() {
        let name_and_rest = line.trim_start_matches(['│', '├', '╰', '─', ' ', '\u{a0}']);
        let cells: Vec<&str> = name_and_rest.split('│').map(str::trim).collect();
        let is_branch = line.contains("─ ");
        if is_branch && cells.len() >= 4 && !cells[2].is_empty() {
            let name = cells[0].split("  ").next().unwrap_or_default().trim();
            let name =
                if line.starts_with(['│', ' ']) { format!("{group}: {name}") } else { name.to_owned() };
            if !waiting.is_empty() {
                text.push_str(&format!("{waiting} |\n"));
            }
            waiting = format!("| {name} | {} |", cells[2]);
        } else if is_branch {
            group = cells[0].split("  ").next().unwrap_or_default().trim().to_owned();
        } else if cells.len() >= 4 && cells[2].contains("item/s") && !waiting.is_empty() {
            text.push_str(&format!("{waiting} {} |\n", cells[2].replace("item/s", "/s")));
            waiting.clear();
        }
    }
    if !waiting.is_empty() {
        text.push_str(&format!("{waiting} |\n"));
    }
    Ok(text)
}
