//! Tables that refer to each other in a circle: into tables that are there already, with their keys in force, rows go only if one side is NULL.

use std::collections::{HashMap, HashSet};

use super::{ReadTable, columns::same_name, notes::Notes};

/// Circles that are opened, and references that are looked at: of more than these a load says that their rows come later.
const MOST_CIRCLES: usize = 200;
const MOST_EDGES: usize = 20_000;

/// Has one nullable column of each circle be NULL in all rows.
pub(crate) fn open(tables: &mut [ReadTable], notes: &mut Notes) {
    let positions: HashMap<String, usize> =
        tables.iter().enumerate().map(|(index, table)| (table.spec.name.to_lowercase(), index)).collect();
    // From a table to those that it refers to, by which column.
    let mut edges: Vec<Vec<(usize, usize)>> = tables
        .iter()
        .enumerate()
        .map(|(index, table)| {
            let columns = table.spec.columns.iter().enumerate();
            let parents = columns.filter_map(|(column, spec)| {
                let parent = spec.generator.as_ref()?.reference()?.table.to_lowercase();
                Some((*positions.get(&parent)?, column))
            });
            parents.filter(|(parent, _)| *parent != index).collect()
        })
        .collect();
    if edges.iter().map(Vec::len).sum::<usize>() > MOST_EDGES {
        return;
    }
    for _ in 0..MOST_CIRCLES {
        let circular = remaining(&edges);
        let found = circular.iter().find_map(|table| {
            edges[*table]
                .iter()
                .position(|(parent, column)| {
                    circular.contains(parent)
                        && is_free(&tables[*table], *column)
                        && reaches(&edges, *parent, *table)
                })
                .map(|edge| (*table, edge))
        });
        let Some((table, edge)) = found else { return };
        let (parent, column) = edges[table].remove(edge);
        let parent = tables[parent].spec.name.clone();
        let spec = &mut tables[table].spec;
        let column = &mut spec.columns[column];
        column.null_fraction = 1.0;
        notes.add(format!(
            "{}.{}: NULL in all rows, because `{parent}` refers to `{}` in turn",
            spec.name, column.name, spec.name
        ));
    }
}

/// The tables that are left when those are taken away that refer to none that is left.
fn remaining(edges: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut left: HashSet<usize> = (0..edges.len()).collect();
    loop {
        let done: Vec<usize> = left
            .iter()
            .copied()
            .filter(|table| edges[*table].iter().all(|(parent, _)| !left.contains(parent)))
            .collect();
        if done.is_empty() {
            break;
        }
        for table in done {
            left.remove(&table);
        }
    }
    let mut left: Vec<usize> = left.into_iter().collect();
    left.sort_unstable();
    left
}

fn reaches(edges: &[Vec<(usize, usize)>], from: usize, to: usize) -> bool {
    let mut seen = HashSet::from([from]);
    let mut next = vec![from];
    while let Some(table) = next.pop() {
        if table == to {
            return true;
        }
        next.extend(edges[table].iter().map(|(parent, _)| *parent).filter(|parent| seen.insert(*parent)));
    }
    false
}

/// Whether a column may be NULL, and is no part of a key.
fn is_free(table: &ReadTable, column: usize) -> bool {
    let spec = &table.spec;
    let name = &spec.columns[column].name;
    let keys = std::iter::once(&spec.primary_key).chain(&spec.unique).flatten();
    let is_led = spec.columns.iter().any(|other| {
        other
            .generator
            .as_ref()
            .and_then(|generator| generator.leader())
            .is_some_and(|leader| same_name(leader, name))
    });
    let is_follower =
        spec.columns[column].generator.as_ref().is_some_and(|generator| generator.leader().is_some());
    !is_led
        && !is_follower
        && !spec.columns[column].unique
        && !keys.chain(&table.required).any(|key| same_name(key, name))
}
