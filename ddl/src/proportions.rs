//! How many rows tables have of which nothing else is known: parents fewer than their children, and tables that only name things few.

use std::collections::{HashMap, HashSet};

use generator::{ColumnSpec, TableSpec};

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

/// Gives each table its rows, by the tables that it refers to and that refer to it. `known` has those of tables that have some.
pub(crate) fn apply(tables: &mut [TableSpec], known: &[(String, u64)]) {
    let positions: HashMap<String, usize> =
        tables.iter().enumerate().map(|(index, table)| (table.name.to_lowercase(), index)).collect();
    let parents: Vec<Vec<usize>> =
        tables.iter().enumerate().map(|(index, table)| parents_of(table, index, &positions)).collect();
    let mut is_parent = vec![false; tables.len()];
    parents.iter().flatten().for_each(|parent| is_parent[*parent] = true);
    let mut rows = vec![None; tables.len()];
    for (name, count) in known.iter().filter(|(_, count)| *count > 0) {
        if let Some(index) = positions.get(&name.to_lowercase()) {
            rows[*index] = Some(*count);
        }
    }
    let tables_and_parents = Tables { tables, parents, is_parent, positions };
    for index in 0..rows.len() {
        tables_and_parents.count(index, &mut rows);
    }
    for (table, rows) in tables.iter_mut().zip(rows) {
        table.rows = rows.unwrap_or(DEFAULT_ROWS);
    }
}

/// The other tables that a table refers to.
fn parents_of(table: &TableSpec, index: usize, positions: &HashMap<String, usize>) -> Vec<usize> {
    let references = table.columns.iter().filter_map(|column| parent_of(column, positions));
    let mut parents: Vec<usize> = references.filter(|parent| *parent != index).collect();
    parents.sort_unstable();
    parents.dedup();
    parents
}

fn parent_of(column: &ColumnSpec, positions: &HashMap<String, usize>) -> Option<usize> {
    let reference = column.generator.as_ref()?.reference()?;
    positions.get(&reference.table.to_lowercase()).copied()
}

struct Tables<'a> {
    tables: &'a [TableSpec],
    parents: Vec<Vec<usize>>,
    is_parent: Vec<bool>,
    positions: HashMap<String, usize>,
}

impl Tables<'_> {
    /// The rows of a table, those of its parents first. The way is kept by hand: chains of parents may be as long as there are tables.
    fn count(&self, first: usize, rows: &mut [Option<u64>]) {
        let mut way = vec![first];
        let mut is_on_way = HashSet::from([first]);
        while let Some(index) = way.last().copied() {
            let next = self.parents[index]
                .iter()
                .find(|parent| rows[**parent].is_none() && !is_on_way.contains(*parent));
            if let Some(next) = next.filter(|_| rows[index].is_none()) {
                way.push(*next);
                is_on_way.insert(*next);
                continue;
            }
            way.pop();
            is_on_way.remove(&index);
            if rows[index].is_none() {
                rows[index] = Some(self.rows(index, rows));
            }
        }
    }

    fn rows(&self, index: usize, rows: &[Option<u64>]) -> u64 {
        let table = &self.tables[index];
        // Of those in a circle with it nothing is known yet.
        let most = self.parents[index].iter().filter_map(|parent| rows[*parent]).max();
        let usual = match most {
            None if self.is_parent[index] && names_things(table) => NAMES,
            None => DEFAULT_ROWS,
            // Of kinds and states each has any number.
            Some(most) if most < DEFAULT_ROWS / CHILDREN => DEFAULT_ROWS,
            Some(most) => most.saturating_mul(CHILDREN).min(MOST),
        };
        self.keys_of_references(table, index).fold(usual, |usual, parents| {
            let counts: Vec<u64> = parents.iter().filter_map(|parent| rows[*parent]).collect();
            match counts.as_slice() {
                [] => usual,
                // One row for each of the parent's.
                [only] => *only,
                // Half of all pairs, at most.
                several => usual
                    .min((several.iter().fold(1, |all: u64, count| all.saturating_mul(*count)) / 2).max(1)),
            }
        })
    }

    /// The parents of each unique key that is made of references alone.
    fn keys_of_references(&self, table: &TableSpec, index: usize) -> impl Iterator<Item = Vec<usize>> {
        let single =
            table.columns.iter().filter(|column| column.unique).map(|column| vec![column.name.clone()]);
        let keys =
            std::iter::once(table.primary_key.clone()).chain(table.unique.iter().cloned()).chain(single);
        let of_key = |key: Vec<String>| -> Option<Vec<usize>> {
            let parent = |name: &String| {
                let column = table.columns.iter().find(|column| column.name == *name)?;
                parent_of(column, &self.positions).filter(|parent| *parent != index)
            };
            let mut parents: Vec<usize> = key.iter().map(parent).collect::<Option<_>>()?;
            parents.sort_unstable();
            parents.dedup();
            Some(parents).filter(|parents| !parents.is_empty())
        };
        keys.filter_map(of_key).collect::<Vec<_>>().into_iter()
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
            CREATE TABLE card (id int PRIMARY KEY, customer_id int NOT NULL UNIQUE REFERENCES customer (id));
            CREATE TABLE allowed (status_id int REFERENCES status (id), kind_id int REFERENCES kind (id), PRIMARY KEY (status_id, kind_id));
            CREATE TABLE kind (id int PRIMARY KEY, name varchar(20) NOT NULL);
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
        assert_eq!((of("customer"), of("profile"), of("card")), (1_000, 1_000, 1_000));
        assert_eq!(of("allowed"), 200);
        assert!(of("orders") > of("customer") && of("item") > of("orders"), "{rows:?}");
        assert!(of("one") > 0 && of("other") > 0);
    }
}
