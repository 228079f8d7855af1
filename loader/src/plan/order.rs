//! In which order tables are loaded.

use std::collections::BTreeSet;

use generator::{GeneratorSpec, TableSpec};

/// The chosen tables, each behind those that its foreign keys name; in a circle of keys, document order decides.
pub(super) fn parents_first(tables: &[TableSpec], chosen: &BTreeSet<String>) -> Vec<String> {
    fn visit<'a>(
        table: &'a TableSpec,
        tables: &'a [TableSpec],
        visited: &mut BTreeSet<&'a str>,
        order: &mut Vec<String>,
    ) {
        if !visited.insert(&table.name) {
            return;
        }
        for column in &table.columns {
            if let Some(reference) = column.generator.as_ref().and_then(GeneratorSpec::reference)
                && let Some(parent) = tables.iter().find(|table| table.name == reference.table)
            {
                visit(parent, tables, visited, order);
            }
        }
        order.push(table.name.clone());
    }
    let mut order = Vec::new();
    let mut visited = BTreeSet::new();
    for table in tables {
        visit(table, tables, &mut visited, &mut order);
    }
    order.retain(|name| chosen.contains(name));
    order
}
