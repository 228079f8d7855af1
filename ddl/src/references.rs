//! References between tables: by declared keys, and by names.

use std::collections::HashMap;

use generator::{ColumnSpec, GeneratorSpec, SqlType, TableSpec, kinds};

use super::{ReadTable, columns::same_name, notes::Notes};

/// Gives columns that refer to another table the values of that table: by declared keys, and then by names such as
/// `room_type_id` where there is a table `room_type` or `room_types` with a key of the same type, or one whose key is called so.
pub(super) fn apply(tables: &mut [ReadTable], notes: &mut Notes) {
    let specs: Vec<TableSpec> = tables.iter().map(|table| table.spec.clone()).collect();
    let parents = Parents::of(&specs);
    for table in tables {
        for key in table.foreign_keys.clone() {
            let name = &table.spec.name;
            let Some(parent) = parents.named(&key.parent) else {
                let columns = key.columns.join(", ");
                let said = format!(
                    "refers to table `{}`, which is not in the text; paste it too to get its values",
                    key.parent
                );
                notes.group(said, format!("{name}.{columns}"));
                continue;
            };
            let parent_columns =
                if key.parent_columns.is_empty() { &parent.primary_key } else { &key.parent_columns };
            // A column can show the key of one table only, and a composite key takes one row for all its columns.
            let taken = key.columns.iter().find(|column| {
                let generator = find(&table.spec, column).and_then(|column| column.generator.as_ref());
                generator.is_some_and(|generator| generator.reference().is_some())
            });
            if let Some(taken) = taken {
                notes.add(format!(
                    "{name}.{}: the key to `{}` is not used; `{taken}` is already part of another",
                    key.columns.join(", "),
                    parent.name
                ));
                continue;
            }
            let is_tree = same_name(&key.parent, name) && can_be_tree(table, &key.columns);
            let mut leader: Option<String> = None;
            for (column, of_parent) in key.columns.iter().zip(parent_columns) {
                if find(parent, of_parent).is_none() {
                    let said = format!(
                        "the key to `{}.{of_parent}` is not used; there is no such column",
                        parent.name
                    );
                    notes.group(said, format!("{}.{column}", table.spec.name));
                }
                let set = refer(&mut table.spec, column, parent, of_parent, leader.clone(), is_tree);
                leader = leader.or(set);
            }
        }
        refer_by_name(table, &parents, notes);
    }
}

/// Takes columns that no declared key has for references, if they are called like a table and its key.
fn refer_by_name(table: &mut ReadTable, parents: &Parents<'_>, notes: &mut Notes) {
    let mut found: Vec<(usize, String)> = Vec::new();
    for column in &table.spec.columns {
        let is_declared = || {
            table.foreign_keys.iter().flat_map(|key| &key.columns).any(|name| same_name(name, &column.name))
        };
        let is_key = || table.spec.primary_key == [column.name.clone()];
        for (index, parent, key) in parents.of_column(&column.name) {
            if are_alike(column.sql_type, key.sql_type)
                && parent.name != table.spec.name
                && !is_key()
                && !is_declared()
            {
                found.push((index, column.name.clone()));
            }
        }
    }
    // In the order of the parents, in which people read them.
    found.sort();
    for (index, name) in found {
        let Some((parent, key)) = parents.key(index) else { continue };
        notes.group(
            format!("taken for a reference to `{}.{}` by its name; no key says so", parent.name, key.name),
            format!("{}.{name}", table.spec.name),
        );
        refer(&mut table.spec, &name, parent, &key.name, None, false);
    }
}

/// The tables that others may refer to, by their names, since there may be a thousand of each. Case does not count.
struct Parents<'a> {
    tables: &'a [TableSpec],
    by_name: HashMap<String, usize>,
    /// Tables with a key of one column, by what a column is called that refers to it.
    by_reference: HashMap<String, Vec<usize>>,
}

impl<'a> Parents<'a> {
    fn of(tables: &'a [TableSpec]) -> Self {
        let mut parents = Self { tables, by_name: HashMap::new(), by_reference: HashMap::new() };
        let prefix = common_prefix(tables);
        for (index, table) in tables.iter().enumerate() {
            // Of several tables of one name the first is meant; that there are several is told later.
            parents.by_name.entry(table.name.to_lowercase()).or_insert(index);
            let [key] = table.primary_key.as_slice() else { continue };
            let (name, key) = (table.name.to_lowercase(), key.to_lowercase());
            let plain = name.strip_prefix(prefix.as_str()).unwrap_or(&name);
            let mut names = vec![format!("{name}_{key}")];
            for thing in singulars(plain) {
                names.extend([format!("{thing}_{key}"), format!("{thing}{key}")]);
            }
            // A key with a name of its own says which table is meant.
            let is_number = ["id", "no", "num", "number", "key", "uuid", "번호", "코드"]
                .iter()
                .any(|end| key.ends_with(end));
            if key.chars().count() > 2 && is_number && key != "uuid" && key != "key" && key != "number" {
                names.push(key);
            }
            names.sort();
            names.dedup();
            for reference in names {
                parents.by_reference.entry(reference).or_default().push(index);
            }
        }
        // A name that several tables go by says nothing.
        parents.by_reference.retain(|_, indexes| indexes.len() == 1);
        parents
    }

    fn named(&self, name: &str) -> Option<&'a TableSpec> {
        self.by_name.get(&name.to_lowercase()).map(|index| &self.tables[*index])
    }

    /// The tables that a column of this name refers to, with their indexes and keys.
    fn of_column(&self, name: &str) -> impl Iterator<Item = (usize, &'a TableSpec, &'a ColumnSpec)> {
        let indexes = self.by_reference.get(&name.to_lowercase()).into_iter().flatten();
        indexes.filter_map(|index| self.key(*index).map(|(table, key)| (*index, table, key)))
    }

    /// A table with a key of one column, and that column.
    fn key(&self, index: usize) -> Option<(&'a TableSpec, &'a ColumnSpec)> {
        let table = self.tables.get(index)?;
        let [key] = table.primary_key.as_slice() else { return None };
        Some((table, find(table, key)?))
    }
}

/// What all tables of a schema begin with, up to the last `_` of it: `wp_`.
fn common_prefix(tables: &[TableSpec]) -> String {
    let mut names = tables.iter().map(|table| table.name.to_lowercase());
    let Some(first) = names.next().filter(|_| tables.len() > 2) else { return String::new() };
    let shared = names.fold(first.len(), |shared, name| {
        let same = first.bytes().zip(name.bytes()).take_while(|(one, other)| one == other).count();
        shared.min(same)
    });
    let start = &first[..first.floor_char_boundary(shared)];
    start.rfind('_').map_or_else(String::new, |end| start[..=end].to_owned())
}

/// What one row of a table may be called: the name of the table, and without the endings of a plural.
fn singulars(table: &str) -> Vec<String> {
    let mut names = vec![table.to_owned()];
    if let Some(stem) = table.strip_suffix("ies") {
        names.push(format!("{stem}y"));
    }
    names.extend(table.strip_suffix("es").map(str::to_owned));
    names.extend(table.strip_suffix('s').map(str::to_owned));
    names
}

/// Whether a column of one type can have the values of another's.
fn are_alike(one: SqlType, other: SqlType) -> bool {
    one == other || matches!((one, other), (SqlType::Integer { .. }, SqlType::Integer { .. }))
}

fn find<'a>(table: &'a TableSpec, name: &str) -> Option<&'a ColumnSpec> {
    table.columns.iter().find(|column| same_name(&column.name, name))
}

/// Whether rows that refer to rows of their own table by these columns may be a tree: the first of them refer to none, and a parent may have any number
/// of children, which no key forbids.
fn can_be_tree(table: &ReadTable, columns: &[String]) -> bool {
    let spec = &table.spec;
    let single = spec.columns.iter().filter(|column| column.unique).map(|column| &column.name);
    let keys = std::iter::once(&spec.primary_key).chain(&spec.unique).flatten().chain(single);
    let mut bound = keys.chain(&table.required);
    !bound.any(|name| columns.iter().any(|column| same_name(column, name)))
}

/// Gives a column the values of the parent's, and tells its name as the table spells it; `None` if it stays as it is.
fn refer(
    table: &mut TableSpec,
    column: &str,
    parent: &TableSpec,
    of_parent: &str,
    same_row_as: Option<String>,
    is_tree: bool,
) -> Option<String> {
    let parent_column = find(parent, of_parent)?;
    // A key that refers to itself would have no first value.
    if same_name(&table.name, &parent.name) && same_name(column, of_parent) {
        return None;
    }
    let column = table.columns.iter_mut().find(|found| same_name(&found.name, column))?;
    let mut generator = GeneratorSpec::new(if is_tree && same_row_as.is_none() {
        &kinds::CHILD_OF
    } else {
        &kinds::FOREIGN_KEY
    })
    .with("table", parent.name.as_str())
    .with("column", parent_column.name.as_str());
    if let Some(leader) = same_row_as {
        generator = generator.with("same_row_as", leader);
    }
    column.generator = Some(generator);
    Some(column.name.clone())
}
