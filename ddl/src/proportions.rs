//! How many rows tables have of which nothing else is known: parents fewer than their children, and tables that only name things few.

use std::collections::HashMap;

use generator::TableSpec;

use super::DEFAULT_ROWS;

/// Children of a parent, on average.
const CHILDREN: u64 = 3;
/// Most rows that a table begins with: what a page shows at once, and a load writes in a second or two.
const MOST: u64 = 100_000;
/// Rows of a table that names things: kinds, states, countries.
const NAMES: u64 = 20;
/// Most columns of such a table.
const MOST_COLUMNS_OF_NAMES: usize = 5;
/// Kinds of values of people, events and things: a table that has one of these names nothing.
const OF_THINGS: [&str; 13] = [
    "date",
    "email",
    "first_name",
    "last_name",
    "full_name",
    "phone",
    "timestamp",
    "street",
    "address",
    "user_name",
    "ipv4",
    "url",
    "paragraph",
];

/// Gives each table its rows, by the tables that it refers to and that refer to it.
pub(crate) fn apply(tables: &mut [TableSpec]) {
    let positions: HashMap<String, usize> =
        tables.iter().enumerate().map(|(index, table)| (table.name.clone(), index)).collect();
    let parents: Vec<Vec<usize>> = tables
        .iter()
        .enumerate()
        .map(|(index, table)| {
            let generators = table.columns.iter().filter_map(|column| column.generator.as_ref());
            let names =
                generators.filter_map(generator::GeneratorSpec::reference).map(|reference| reference.table);
            let mut parents: Vec<usize> = names
                .filter_map(|name| positions.get(name).copied())
                .filter(|parent| *parent != index)
                .collect();
            parents.sort_unstable();
            parents.dedup();
            parents
        })
        .collect();
    let mut is_parent = vec![false; tables.len()];
    parents.iter().flatten().for_each(|parent| is_parent[*parent] = true);
    let rows: Vec<Option<u64>> = {
        let mut rows = vec![None; tables.len()];
        for index in 0..tables.len() {
            count(index, tables, &parents, &is_parent, &mut rows);
        }
        rows
    };
    for (table, rows) in tables.iter_mut().zip(rows) {
        table.rows = rows.unwrap_or(DEFAULT_ROWS);
    }
}

/// The rows of a table, those of its parents first. The way is kept by hand: chains of parents may be as long as there are tables.
fn count(
    first: usize,
    tables: &[TableSpec],
    parents: &[Vec<usize>],
    is_parent: &[bool],
    rows: &mut [Option<u64>],
) {
    let mut way = vec![first];
    let mut is_on_way = vec![false; tables.len()];
    while let Some(index) = way.last().copied() {
        is_on_way[index] = true;
        let next = parents[index].iter().find(|parent| rows[**parent].is_none() && !is_on_way[**parent]);
        if let Some(next) = next {
            way.push(*next);
            continue;
        }
        way.pop();
        is_on_way[index] = false;
        let table = &tables[index];
        // Of those in a circle with it nothing is known yet.
        let most = parents[index].iter().filter_map(|parent| rows[*parent]).max();
        rows[index] = Some(match most {
            _ if rows[index].is_some() => continue,
            None if is_parent[index] && names_things(table) => NAMES,
            None => DEFAULT_ROWS,
            // One row for each of the parent's.
            Some(most) if is_one_to_one(table) => most,
            // Of kinds and states each has any number.
            Some(most) if most < DEFAULT_ROWS / CHILDREN => DEFAULT_ROWS,
            Some(most) => (most * CHILDREN).min(MOST),
        });
    }
}

/// Whether a table is one of kinds, states or countries: few columns, a text among them, and none of a person, an event or a thing.
fn names_things(table: &TableSpec) -> bool {
    let mut kinds = table
        .columns
        .iter()
        .filter_map(|column| column.generator.as_ref())
        .map(|generator| generator.kind().name);
    let shown = table.columns.iter().filter(|column| !column.hidden).count();
    let has_text = table.columns.iter().any(|column| !column.hidden && column.sql_type.is_text());
    has_text && shown <= MOST_COLUMNS_OF_NAMES && !kinds.any(|kind| OF_THINGS.contains(&kind))
}

/// Whether the key of a table is a reference: it has a row at most for each of the parent's.
fn is_one_to_one(table: &TableSpec) -> bool {
    let [key] = table.primary_key.as_slice() else { return false };
    let column = table.columns.iter().find(|column| column.name == *key);
    column
        .and_then(|column| column.generator.as_ref())
        .is_some_and(|generator| generator.reference().is_some())
}

#[cfg(test)]
mod tests {
    use crate::import;

    #[test]
    fn parents_are_fewer_than_children_and_names_few() {
        let sql = "CREATE TABLE status (id int PRIMARY KEY, name varchar(20) NOT NULL);
            CREATE TABLE customer (id int PRIMARY KEY, email varchar(80), status_id int NOT NULL REFERENCES status (id));
            CREATE TABLE profile (customer_id int PRIMARY KEY REFERENCES customer (id), about text);
            CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer (id));
            CREATE TABLE item (order_id int NOT NULL REFERENCES orders (id), line int NOT NULL, PRIMARY KEY (order_id, line));
            CREATE TABLE alone (id int PRIMARY KEY, note text);
            CREATE TABLE one (id int PRIMARY KEY, other int REFERENCES other (id));
            CREATE TABLE other (id int PRIMARY KEY, one int REFERENCES one (id));";
        let rows: Vec<(String, u64)> = import(sql, None)
            .unwrap()
            .spec
            .tables
            .into_iter()
            .map(|table| (table.name, table.rows))
            .collect();
        let of = |name: &str| rows.iter().find(|(found, _)| found == name).unwrap().1;
        assert_eq!((of("status"), of("alone")), (20, 1_000));
        assert_eq!((of("customer"), of("profile")), (1_000, 1_000));
        assert!(of("orders") > of("customer") && of("item") > of("orders"), "{rows:?}");
        assert!(of("one") > 0 && of("other") > 0);
    }
}
