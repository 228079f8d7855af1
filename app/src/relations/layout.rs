//! Where the boxes of a diagram go: layers by dependency (the longest path, after Sugiyama, Tagawa and Toda, 1981), and inside a layer
//! the order in which lines cross least (the barycentre of their other ends).

use std::collections::BTreeMap;

use generator::{DatasetSpec, GeneratorSpec};

use crate::order::sorted;

/// How often the order of the layers is improved.
const SWEEPS: usize = 8;

/// A reference between two tables, by their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) child: usize,
    pub(super) parent: usize,
    /// The columns of the child, and those of the parent that they have values of.
    pub(super) columns: Vec<(String, String)>,
}

/// The references of a dataset, each with all columns that take the same parent row.
pub(super) fn references(spec: &DatasetSpec) -> Vec<Reference> {
    let mut references = Vec::new();
    for (child, table) in spec.tables.iter().enumerate() {
        // By the column that chooses the row.
        let mut leaders: BTreeMap<&str, usize> = BTreeMap::new();
        let of = |leading: bool| {
            table.columns.iter().filter_map(move |column| {
                let reference = column.generator.as_ref().and_then(GeneratorSpec::reference)?;
                let leader = reference.same_row_as.filter(|name| !name.is_empty());
                (leader.is_none() == leading).then_some((column, reference, leader))
            })
        };
        for (column, reference, _) in of(true) {
            let Some(parent) = spec.tables.iter().position(|table| table.name == reference.table) else {
                continue;
            };
            leaders.insert(&column.name, references.len());
            let columns = vec![(column.name.clone(), reference.column.to_owned())];
            references.push(Reference { child, parent, columns });
        }
        for (column, reference, leader) in of(false) {
            if let Some(index) = leader.and_then(|leader| leaders.get(leader)) {
                references[*index].columns.push((column.name.clone(), reference.column.to_owned()));
            }
        }
    }
    references
}

/// The layer and the place in it of each table: parents come before their children, as far as there are no circles.
pub(super) fn places(tables: usize, references: &[Reference]) -> Vec<(usize, usize)> {
    let layers = layers(tables, references);
    let count = layers.iter().max().map_or(0, |last| last + 1);
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (table, layer) in layers.iter().enumerate() {
        order[*layer].push(table);
    }
    let mut place = vec![0.0; tables];
    let settle = |order: &[Vec<usize>], place: &mut Vec<f64>| {
        for layer in order {
            for (index, table) in layer.iter().enumerate() {
                place[*table] = index as f64;
            }
        }
    };
    settle(&order, &mut place);
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        for index in 0..count {
            let index = if down { index } else { count - 1 - index };
            let centre = |table: &usize| {
                let others = references.iter().filter_map(|reference| match (down, reference) {
                    (true, Reference { child, parent, .. }) if child == table => Some(place[*parent]),
                    (false, Reference { child, parent, .. }) if parent == table => Some(place[*child]),
                    _ => None,
                });
                let others: Vec<f64> = others.collect();
                if others.is_empty() {
                    place[*table]
                } else {
                    others.iter().sum::<f64>() / others.len() as f64
                }
            };
            let layer: Vec<(f64, usize)> = order[index].iter().map(|table| (centre(table), *table)).collect();
            let by_centre = sorted(layer.len(), &|one, other| layer[one].0.total_cmp(&layer[other].0));
            order[index] = by_centre.into_iter().map(|place| layer[place].1).collect();
            settle(&order, &mut place);
        }
    }
    layers.into_iter().zip(place).map(|(layer, place)| (layer, place as usize)).collect()
}

/// The layer of each table: one more than the largest of its parents'. A circle is cut where it is met again.
fn layers(tables: usize, references: &[Reference]) -> Vec<usize> {
    let mut parents: Vec<Vec<usize>> = vec![Vec::new(); tables];
    for reference in references {
        parents[reference.child].push(reference.parent);
    }
    let mut layers: Vec<Option<usize>> = vec![None; tables];
    for table in 0..tables {
        visit(table, &parents, &mut layers, &mut vec![false; tables]);
    }
    layers.into_iter().map(Option::unwrap_or_default).collect()
}

fn visit(table: usize, parents: &[Vec<usize>], layers: &mut [Option<usize>], open: &mut [bool]) -> usize {
    if let Some(layer) = layers[table] {
        return layer;
    }
    open[table] = true;
    let mut layer = 0;
    for parent in &parents[table] {
        if !open[*parent] {
            layer = layer.max(visit(*parent, parents, layers, open) + 1);
        }
    }
    open[table] = false;
    layers[table] = Some(layer);
    layer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(child: usize, parent: usize) -> Reference {
        Reference { child, parent, columns: Vec::new() }
    }

    #[test]
    fn parents_come_before_their_children() {
        let places = places(4, &[reference(1, 0), reference(2, 1), reference(2, 0), reference(3, 0)]);
        assert_eq!(places.iter().map(|(layer, _)| *layer).collect::<Vec<_>>(), [0, 1, 2, 1]);
    }

    #[test]
    fn circles_and_references_to_oneself_have_places() {
        let places = places(3, &[reference(0, 1), reference(1, 2), reference(2, 0), reference(0, 0)]);
        let mut layers: Vec<usize> = places.iter().map(|(layer, _)| *layer).collect();
        layers.sort_unstable();
        assert_eq!(layers, [0, 1, 2]);
    }

    #[test]
    fn lines_cross_as_little_as_they_can() {
        // Two parents, two children, crosswise.
        let places = places(4, &[reference(2, 1), reference(3, 0)]);
        let order = |table: usize| places[table].1;
        assert_eq!(order(0) < order(1), order(3) < order(2));
    }

    #[test]
    fn columns_that_take_the_same_row_are_one_reference() {
        let spec = DatasetSpec::from_json(
            r#"{"rowmill":1,"tables":[
                {"name":"p","rows":9,"primary_key":["a","b"],"columns":[{"name":"a","type":"int"},{"name":"b","type":"int"}]},
                {"name":"c","rows":9,"columns":[
                  {"name":"y","type":"int","gen":{"kind":"foreign_key","table":"p","column":"b","same_row_as":"x"}},
                  {"name":"x","type":"int","gen":{"kind":"foreign_key","table":"p","column":"a"}},
                  {"name":"z","type":"int","gen":{"kind":"foreign_key","table":"gone","column":"a"}}]}]}"#,
        );
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        let expected = Reference { child: 1, parent: 0, columns: vec![pair("x", "a"), pair("y", "b")] };
        assert_eq!(references(&spec.unwrap()), [expected]);
    }
}
