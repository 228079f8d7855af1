//! Values that come again and again.

use std::collections::BTreeMap;

use generator::{GeneratorSpec, kinds, limits::MAX_LIST};
use serde_json::Value;

/// Most different values that are a choice: a list with how often each comes.
const MOST_CHOICES: usize = 50;
/// How often a choice comes in the mean, at least.
const REPEATS: usize = 2;
/// Fewest cells that a choice is seen in.
const LEAST_CELLS: usize = 4;

/// A list of the values with how often each comes, if they are few and come again and again.
pub(super) fn choice(cells: &[&str], read: impl Fn(&str) -> Option<Value>) -> Option<GeneratorSpec> {
    let counts = counted(cells);
    let is_choice =
        counts.len() <= MOST_CHOICES && counts.len() * REPEATS <= cells.len() && cells.len() >= LEAST_CELLS;
    if is_choice { weighted(counts, &read) } else { None }
}

/// A list of values by how often they come; the most frequent first. Without weights if all come equally often.
pub(super) fn weighted(
    counts: BTreeMap<&str, usize>,
    read: &dyn Fn(&str) -> Option<Value>,
) -> Option<GeneratorSpec> {
    if counts.is_empty() || counts.len() > MAX_LIST {
        return None;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let values: Vec<Value> = counts.iter().map(|(text, _)| read(text)).collect::<Option<_>>()?;
    let list = GeneratorSpec::new(&kinds::LIST).with("values", values);
    if counts.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return Some(list);
    }
    Some(list.with("weights", counts.iter().map(|(_, count)| *count as f64).collect::<Vec<_>>()))
}

/// How often each text comes, in the order of texts.
pub(super) fn counted<'a>(cells: &[&'a str]) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for cell in cells {
        *counts.entry(*cell).or_insert(0) += 1;
    }
    counts
}
