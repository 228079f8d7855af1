//! Seconds over the levels of a factor of numbers, a line for each combination of the others.

use std::collections::BTreeMap;

use contract::{CellResult, Experiment, Levels, Spread, factor};
use leptos::prelude::*;

use super::{
    scale::{Room, Scale},
    words,
};
use crate::language::t;

/// The drawing's own units.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
/// Room for the numbers of the axes.
const LEFT: f64 = 52.0;
const RIGHT: f64 = 28.0;
const BOTTOM: f64 = 24.0;
/// Lines at most: more cannot be told apart, and the table has them all.
const MOST_LINES: usize = 8;
/// How lines are told apart besides by their colours.
pub(super) const DASHES: [&str; 4] = ["", "6 3", "2 3", "8 3 2 3"];

/// A line: what it is of, and its points from left to right.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) points: Vec<(f64, Spread)>,
}

/// The title of the drawing, its lines, and how many are left out; nothing where no factor of numbers is varied, or too little is measured.
pub(super) fn lines_of(
    experiment: &Experiment,
    results: &[CellResult],
    varied: &[String],
) -> Option<(String, Vec<Line>, usize)> {
    let numbers =
        |name: &&String| factor(name).is_some_and(|found| matches!(found.levels, Levels::Whole(..)));
    let across = varied.iter().find(numbers)?;
    let mut lines = lines(experiment, results, varied, across);
    let left_out = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    let points = || lines.iter().flat_map(|line| &line.points);
    let (first, _) = points().next()?;
    let is_line = points().any(|(at, _)| at != first) && points().any(|(_, seconds)| seconds.max > 0.0);
    is_line.then(|| (t!("Seconds over {0}", words::factor_name(across)), lines, left_out))
}

/// The drawing; nothing where no factor of numbers is varied, or too little is measured.
pub(super) fn drawing(experiment: &Experiment, results: &[CellResult], varied: &[String]) -> Option<AnyView> {
    let (title, lines, left_out) = lines_of(experiment, results, varied)?;
    let room = Room { left: LEFT, right: WIDTH - RIGHT, top: 0.0, bottom: HEIGHT - BOTTOM };
    let scale = Scale::new(&lines, room);
    let ticks = scale.levels.iter().map(|&at| {
        view! { <text x=format!("{:.1}", scale.x(at)) y=format!("{:.1}", HEIGHT - 7.0) text-anchor="middle">{crate::numbers::short(at as u64)}</text> }
    });
    let rules = scale.rules().map(|seconds| {
        let at = format!("{:.1}", scale.y(seconds));
        view! {
            <line class="rule" x1=format!("{LEFT}") x2=format!("{WIDTH}") y1=at.clone() y2=at.clone() />
            <text x=format!("{:.1}", LEFT - 6.0) y=at text-anchor="end" dominant-baseline="middle">{words::seconds(seconds)}</text>
        }
    });
    let drawn = lines.iter().enumerate().map(|(index, line)| {
        let dots = line.points.iter().map(|(at, seconds)| {
            let at = format!("{:.1}", scale.x(*at));
            view! {
                <line class="whisker" x1=at.clone() x2=at.clone() y1=format!("{:.1}", scale.y(seconds.min)) y2=format!("{:.1}", scale.y(seconds.max)) />
                <circle cx=at cy=format!("{:.1}", scale.y(seconds.median)) r="3.5" />
            }
        });
        view! {
            <g class=format!("line-{index}")>
                <polyline points=scale.path(line) stroke-dasharray=DASHES[index / 2 % DASHES.len()] />
                {dots.collect_view()}
            </g>
        }
    });
    let legend = lines.iter().enumerate().filter(|_| lines.len() > 1).map(|(index, line)| {
        view! {
            <li class=format!("line-{index}")>
                <svg viewBox="0 0 28 8" aria-hidden="true"><line x1="0" x2="28" y1="4" y2="4" stroke-dasharray=DASHES[index / 2 % DASHES.len()] /></svg>
                {line.name.clone()}
            </li>
        }
    });
    let label =
        t!("{0}: the median with the fastest and the slowest run; the numbers are in the table", title);
    Some(
        view! {
            <figure class="plot">
                <figcaption>{title}</figcaption>
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
                    {rules}
                    {ticks.collect_view()}
                    {drawn.collect_view()}
                </svg>
                <ul class="legend">{legend.collect_view()}</ul>
                {(left_out > 0).then(|| view! { <p class="facts">{t!("{0} more lines are left out; the table has them all.", left_out)}</p> })}
            </figure>
        }
        .into_any(),
    )
}

fn lines(experiment: &Experiment, results: &[CellResult], varied: &[String], across: &str) -> Vec<Line> {
    let others: Vec<String> = varied.iter().filter(|name| *name != across).cloned().collect();
    let mut lines: BTreeMap<String, Vec<(f64, Spread)>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for result in results {
        let Some(cell) = experiment.cells.get(result.cell as usize) else { continue };
        let at = cell.levels.get(across).and_then(|level| level.0.parse().ok());
        if let (Some(at), Some(seconds)) = (at, &result.seconds) {
            let name = words::cell(cell, &others);
            if !order.contains(&name) {
                order.push(name.clone());
            }
            lines.entry(name).or_default().push((at, seconds.clone()));
        }
    }
    let line = |name: String| {
        let mut points = lines.remove(&name).unwrap_or_default();
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        Line { name, points }
    };
    order.into_iter().map(line).collect()
}
