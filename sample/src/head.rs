//! Whether the first line of a sample has the names of its columns, and which.

use std::collections::HashMap;

use csv::StringRecord;

use super::{meaning::is_null, moments::is_moment, numbers::is_number};

/// What the first line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// Names: some of its cells are not of the sort that the cells below them are.
    Names,
    /// Names or a row: all cells are texts.
    OnlyText,
    /// A row.
    Missing,
}

/// Finds out what the first of some records is.
pub(super) fn find(records: &[StringRecord]) -> Head {
    let Some((first, rest)) = records.split_first() else { return Head::Missing };
    let is_value = |cell: &str| is_number(cell) || is_moment(cell) || cell.contains('@');
    let stands_above_values = |(position, name): (usize, &str)| {
        let below = || rest.iter().filter_map(|record| record.get(position)).filter(|cell| !is_null(cell));
        // Half of them: one that is odd is no reason to take a name for a value.
        let values = below().filter(|cell| is_value(cell)).count();
        !name.is_empty() && !is_value(name) && values > 0 && values * 2 >= below().count()
    };
    if first.iter().enumerate().any(stands_above_values) {
        return Head::Names;
    }
    // Names of a database's columns, though a value below them is missing or odd.
    let is_only_text = first.iter().all(|cell| !is_null(cell) && !is_value(cell));
    if is_only_text { Head::OnlyText } else { Head::Missing }
}

/// Names that differ, as databases compare them: one that was there before gets a number, and one that is empty its place.
pub(super) fn names<'a>(cells: impl Iterator<Item = &'a str>, warnings: &mut Vec<String>) -> Vec<String> {
    let mut next: HashMap<String, u32> = HashMap::new();
    let mut names = Vec::new();
    for (position, cell) in cells.enumerate() {
        let name = if cell.is_empty() { format!("column_{}", position + 1) } else { cell.to_owned() };
        let mut free = name.clone();
        while next.contains_key(&free.to_lowercase()) {
            let number = next.entry(name.to_lowercase()).or_insert(1);
            *number += 1;
            free = format!("{name}_{number}");
        }
        next.insert(free.to_lowercase(), 1);
        if free != name {
            warnings.push(format!("the name `{name}` comes twice; the later column is called `{free}`"));
        }
        names.push(free);
    }
    names
}
