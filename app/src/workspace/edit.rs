//! Edits of a spec that touch more than one place.

use generator::{
    ColumnSpec, ConstraintKind, DatasetSpec, Dialect, GeneratorSpec, SqlType, Surroundings, TableSpec, infer,
    kinds::{self, OptionType},
    rename_in_expression, rename_in_template, rename_qualifier_in_expression,
};

use crate::language::t;

/// Gives a table another name, everywhere.
pub(crate) fn rename_table(spec: &mut DatasetSpec, table: usize, name: &str) {
    let old = std::mem::replace(&mut spec.tables[table].name, name.to_owned());
    for generator in generators(spec) {
        generator.change_texts(OptionType::Table, |table| replace(table, &old, name));
    }
    for owner in &mut spec.tables {
        // A foreign key of that name is what is meant before a point.
        if key_named(owner, &old).is_none() {
            change_expressions(owner, |sql| rename_qualifier_in_expression(sql, &old, name));
        }
    }
}

/// Gives a column another name, everywhere: in keys, in foreign keys to it, in templates.
pub(crate) fn rename_column(spec: &mut DatasetSpec, table: usize, column: usize, name: &str) {
    let Some(renamed) = spec.tables.get_mut(table).and_then(|table| table.columns.get_mut(column)) else {
        return;
    };
    let old = std::mem::replace(&mut renamed.name, name.to_owned());
    let table_name = spec.tables[table].name.clone();
    let owner = &mut spec.tables[table];
    for key in std::iter::once(&mut owner.primary_key).chain(&mut owner.unique).chain(&mut owner.indexes) {
        for part in key.iter_mut().filter(|part| **part == old) {
            name.clone_into(part);
        }
    }
    if let Some(partition) = owner.partition_by.as_mut().filter(|partition| partition.column == old) {
        name.clone_into(&mut partition.column);
    }
    if let Some(dialect) = spec.dialect {
        owner.rename_declared(&old, name, dialect);
    }
    for generator in owner.columns.iter_mut().filter_map(|column| column.generator.as_mut()) {
        generator.change_texts(OptionType::Template, |template| {
            *template = rename_in_template(template, &old, name);
        });
        generator.change_texts(OptionType::Column, |column| replace(column, &old, name));
    }
    for column in &mut owner.columns {
        replace(&mut column.null_with, &old, name);
    }
    change_expressions(owner, |sql| rename_in_expression(sql, None, &old, name));
    if owner.columns[column].generator.as_ref().is_some_and(|generator| generator.reference().is_some()) {
        change_expressions(owner, |sql| rename_qualifier_in_expression(sql, &old, name));
    }
    rename_behind_points(spec, &table_name, &old, name);
    for owner in &mut spec.tables {
        let named: Vec<Option<String>> =
            owner.columns.iter().map(|column| named_table(owner, column).map(str::to_owned)).collect();
        for (column, of) in owner.columns.iter_mut().zip(named) {
            if let Some(generator) = column.generator.as_mut().filter(|_| of.as_ref() == Some(&table_name)) {
                generator.change_texts(OptionType::ParentColumn, |column| replace(column, &old, name));
                generator.change_texts(OptionType::ChildColumn, |column| replace(column, &old, name));
            }
        }
    }
}

/// The table whose columns a generator names: its own option, or that of the key that it follows.
pub(crate) fn named_table<'a>(owner: &'a TableSpec, column: &'a ColumnSpec) -> Option<&'a str> {
    let generator = column.generator.as_ref()?;
    if let Some(table) = generator.table() {
        return Some(table);
    }
    let key = owner.columns.iter().find(|column| generator.leader() == Some(&column.name))?;
    Some(key.generator.as_ref()?.reference()?.table)
}

/// Changes the name of a column in the expressions that reach its table through a foreign key.
fn rename_behind_points(spec: &mut DatasetSpec, table: &str, old: &str, new: &str) {
    for owner in &mut spec.tables {
        let leads_there = |column: &&ColumnSpec| {
            let reference = column.generator.as_ref().and_then(GeneratorSpec::reference);
            reference.is_some_and(|reference| reference.table == table)
        };
        let keys = owner.columns.iter().filter(leads_there);
        let mut qualifiers: Vec<String> = keys.flat_map(names_of_key).map(str::to_owned).collect();
        if key_named(owner, table).is_none() {
            qualifiers.push(table.to_owned());
        }
        change_expressions(owner, |sql| {
            qualifiers
                .iter()
                .fold(sql.to_owned(), |sql, qualifier| rename_in_expression(&sql, Some(qualifier), old, new))
        });
    }
}

/// The foreign key of a table that has this name.
fn key_named<'a>(table: &'a TableSpec, name: &str) -> Option<&'a ColumnSpec> {
    let is_named = |column: &&ColumnSpec| {
        names_of_key(column).into_iter().any(|found| found.to_lowercase() == name.to_lowercase())
    };
    table.columns.iter().find(is_named)
}

/// What a foreign key is called in expressions: as its column, and by a name of its own.
pub(crate) fn names_of_key(column: &ColumnSpec) -> Vec<&str> {
    let reference = column.generator.as_ref().and_then(GeneratorSpec::reference);
    reference
        .map_or(Vec::new(), |reference| reference.name.into_iter().chain([column.name.as_str()]).collect())
}

/// Changes the expressions of a table's columns.
fn change_expressions(table: &mut TableSpec, change: impl Fn(&str) -> String) {
    for generator in table.columns.iter_mut().filter_map(|column| column.generator.as_mut()) {
        generator.change_texts(OptionType::Expression, |sql| *sql = change(sql));
    }
}

/// The type of a column, by the names of its table and its own.
pub(crate) fn type_of(spec: &DatasetSpec, table: &str, column: &str) -> Option<SqlType> {
    let table = spec.tables.iter().find(|found| found.name == table)?;
    table.columns.iter().find(|found| found.name == column).map(|column| column.sql_type)
}

fn generators(spec: &mut DatasetSpec) -> impl Iterator<Item = &mut GeneratorSpec> {
    let columns = spec.tables.iter_mut().flat_map(|table| &mut table.columns);
    columns.filter_map(|column| column.generator.as_mut())
}

fn replace(name: &mut String, old: &str, new: &str) {
    if name == old {
        new.clone_into(name);
    }
}

/// Whether `name` can be that of number `index` among `names`, which databases compare without case.
pub(crate) fn check_name(names: &[String], index: usize, name: &str) -> Result<(), String> {
    if name.trim().is_empty() {
        return Err(t!("a name is missing"));
    }
    let is_taken = names
        .iter()
        .enumerate()
        .any(|(other, taken)| other != index && taken.to_lowercase() == name.to_lowercase());
    if is_taken { Err(t!("`{0}` is taken; choose another name", name)) } else { Ok(()) }
}

/// Columns that are NULL with one that is no more have NULLs of their own.
pub(crate) fn forget_nulls_with(table: &mut TableSpec, name: &str) {
    for other in table.columns.iter_mut().filter(|other| other.null_with == name) {
        other.null_with.clear();
    }
}

/// Takes columns out, given in ascending order; `dialect` is that of what the table's database declares.
pub(crate) fn remove_columns(table: &mut TableSpec, columns: &[usize], dialect: Option<Dialect>) {
    for column in
        columns.iter().rev().filter(|column| **column < table.columns.len()).copied().collect::<Vec<_>>()
    {
        remove_column(table, column, dialect);
    }
}

/// Takes a column out, and out of every key of its table; a key without columns goes too.
fn remove_column(table: &mut TableSpec, column: usize, dialect: Option<Dialect>) {
    let name = table.columns.remove(column).name;
    if let Some(dialect) = dialect {
        table.forget_declared(&name, dialect);
    }
    forget_nulls_with(table, &name);
    table.primary_key.retain(|part| *part != name);
    for keys in [&mut table.unique, &mut table.indexes] {
        keys.iter_mut().for_each(|key| key.retain(|part| *part != name));
        keys.retain(|key| !key.is_empty());
    }
    if table.partition_by.as_ref().is_some_and(|partition| partition.column == name) {
        table.partition_by = None;
    }
}

/// Moves columns, given in ascending order, so that they stand together in front of the column that is now at `gap`; gives the
/// position of the first. A gap behind the last column is their number.
pub(crate) fn move_columns(table: &mut TableSpec, columns: &[usize], gap: usize) -> usize {
    let mut moved = Vec::with_capacity(columns.len());
    for position in
        columns.iter().rev().filter(|position| **position < table.columns.len()).copied().collect::<Vec<_>>()
    {
        moved.push(table.columns.remove(position));
    }
    let before = columns.iter().filter(|position| **position < gap).count();
    let at = (gap - before).min(table.columns.len());
    moved.reverse();
    table.columns.splice(at..at, moved);
    at
}

/// Adds a column with a name that is free at a position.
pub(crate) fn add_column(table: &mut TableSpec, at: usize) {
    let name = free_name("column", 1, table.columns.iter().map(|column| column.name.as_str()));
    let generator = GeneratorSpec::new(&kinds::INTEGER).with("min", 0).with("max", 1_000_000);
    let column = ColumnSpec::new(name, SqlType::INT).with_generator(generator);
    table.columns.insert(at.min(table.columns.len()), column);
}

/// Adds a copy of each of some columns, given in ascending order, behind the last of them; gives the position of the first copy. A
/// copy is in no key.
pub(crate) fn duplicate_columns(table: &mut TableSpec, columns: &[usize]) -> usize {
    let columns: Vec<usize> =
        columns.iter().copied().filter(|column| *column < table.columns.len()).collect();
    let at = columns.last().map_or(table.columns.len(), |last| last + 1);
    // A second key to a table would leave open which of them is meant by the table's name.
    for position in &columns {
        let column = &table.columns[*position];
        let parent =
            column.generator.as_ref().and_then(|generator| Some(generator.reference()?.table.to_owned()));
        if let Some(parent) = parent.filter(|parent| key_named(table, parent).is_none()) {
            let key = column.name.clone();
            change_expressions(table, |sql| rename_qualifier_in_expression(sql, &parent, &key));
        }
    }
    let mut names: Vec<(String, String)> = Vec::new();
    for (nth, position) in columns.iter().enumerate() {
        let mut copy = table.columns[*position].clone();
        let old = copy.name.clone();
        copy.name = free_name(&old, 2, table.columns.iter().map(|column| column.name.as_str()));
        copy.set_identity(false);
        names.push((old, copy.name.clone()));
        table.columns.insert(at + nth, copy);
    }
    // Copies refer to each other as what they were copied from does.
    for copy in &mut table.columns[at..at + columns.len()] {
        for (old, new) in &names {
            replace(&mut copy.null_with, old, new);
            if let Some(generator) = copy.generator.as_mut() {
                generator.change_texts(OptionType::Column, |column| replace(column, old, new));
                generator.change_texts(OptionType::Template, |template| {
                    *template = rename_in_template(template, old, new);
                });
                generator.change_texts(OptionType::Expression, |sql| {
                    *sql =
                        rename_qualifier_in_expression(&rename_in_expression(sql, None, old, new), old, new);
                });
            }
        }
    }
    at
}

/// Adds a copy of a table behind it. What referred to its own rows refers to those of the copy.
pub(crate) fn duplicate_table(spec: &mut DatasetSpec, table: usize) {
    let mut copy = spec.tables[table].clone();
    let old = copy.name.clone();
    copy.name = free_name(&old, 2, spec.tables.iter().map(|table| table.name.as_str()));
    for generator in copy.columns.iter_mut().filter_map(|column| column.generator.as_mut()) {
        generator.change_texts(OptionType::Table, |name| replace(name, &old, &copy.name));
    }
    if key_named(&copy, &old).is_none() {
        let name = copy.name.clone();
        change_expressions(&mut copy, |sql| rename_qualifier_in_expression(sql, &old, &name));
    }
    // Names of keys, indexes and partitions are a schema's.
    copy.constraints.retain(|constraint| constraint.kind != ConstraintKind::Partition);
    copy.constraints.iter_mut().for_each(|constraint| constraint.name.clear());
    spec.tables.insert(table + 1, copy);
}

/// Adds columns as lines of text have them, `name` or `name TAB type` or `name type`, at a position; gives how many. Names that are
/// taken get a number.
///
/// # Errors
/// The first line that names no type that there is.
pub(crate) fn paste_columns(
    table: &mut TableSpec,
    at: usize,
    lines: &str,
    around: Surroundings<'_>,
) -> Result<usize, String> {
    let mut columns = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, rest) = line.split_once('\t').or_else(|| line.split_once(' ')).unwrap_or((line, "text"));
        let name = name.trim().trim_matches(['`', '"', '\'', '[', ']', ',']);
        let type_name = rest.split('\t').next().unwrap_or_default().trim().trim_end_matches(',');
        let sql_type = type_name.parse::<SqlType>().map_err(|error| format!("{name}: {error}"))?;
        let generator = infer(name, "", sql_type, &table.name, table.rows, around);
        columns.push(ColumnSpec::new(name, sql_type).with_generator(generator));
    }
    let count = columns.len();
    for (nth, mut column) in columns.into_iter().enumerate() {
        let is_taken = table.columns.iter().any(|other| other.name.eq_ignore_ascii_case(&column.name));
        if is_taken {
            let names = table.columns.iter().map(|column| column.name.as_str());
            column.name = free_name(&column.name, 2, names);
        }
        table.columns.insert((at + nth).min(table.columns.len()), column);
    }
    Ok(count)
}

/// Adds a table with a name that is free.
pub(crate) fn add_table(spec: &mut DatasetSpec) {
    let name = free_name("table", 1, spec.tables.iter().map(|table| table.name.as_str()));
    let id = ColumnSpec::new("id", SqlType::BIGINT).with_generator(GeneratorSpec::new(&kinds::SEQUENCE));
    let mut table = TableSpec::new(name, 1_000, vec![id]);
    table.primary_key.push("id".to_owned());
    spec.tables.push(table);
}

/// Puts a column in or out of the primary key. Its NULLs go, for a key has none.
pub(crate) fn set_primary_key(table: &mut TableSpec, column: usize, is_part: bool) {
    let Some(column) = table.columns.get_mut(column) else { return };
    table.primary_key.retain(|part| *part != column.name);
    // Only what leads a key counts in the database.
    let is_counted = column.identity && is_part && table.primary_key.is_empty();
    column.set_identity(is_counted);
    if is_part {
        column.set_required();
        let name = column.name.clone();
        forget_nulls_with(table, &name);
        table.primary_key.push(name);
    }
}

fn free_name<'a>(stem: &str, first: u32, taken: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<&str> = taken.collect();
    (first..)
        .map(|number| format!("{stem}_{number}"))
        .find(|name| taken.iter().all(|other| !other.eq_ignore_ascii_case(name)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use generator::Dataset;

    use super::*;

    fn spec() -> DatasetSpec {
        DatasetSpec::from_json(
            r#"{"rowmill":1,"tables":[
                {"name":"p","rows":9,"primary_key":["id"],"columns":[{"name":"id","type":"int"},{"name":"k","type":"int"}]},
                {"name":"c","rows":9,"unique":[["ref"]],"indexes":[["ref","x"]],"columns":[
                  {"name":"ref","type":"int","gen":{"kind":"foreign_key","table":"p","column":"id"}},
                  {"name":"x","type":"int","gen":{"kind":"foreign_key","table":"p","column":"k","same_row_as":"ref"}},
                  {"name":"t","type":"text","gen":{"kind":"template","template":"{ref}-{ref|lower}-{{ref}}"}}]}]}"#,
        )
        .unwrap()
    }

    #[test]
    fn renaming_keeps_a_spec_valid() {
        let mut spec = spec();
        rename_table(&mut spec, 0, "parent");
        rename_column(&mut spec, 0, 0, "key");
        rename_column(&mut spec, 1, 0, "parent_key");
        Dataset::compile(&spec).unwrap();
        assert_eq!(spec.tables[0].primary_key, ["key"]);
        assert_eq!(spec.tables[1].indexes, [["parent_key", "x"]]);
        let template = spec.tables[1].columns[2].generator.clone().unwrap();
        assert!(check_name(&["id".to_owned(), "idx".to_owned()], 1, "ID").is_err());
        assert!(check_name(&["id".to_owned()], 0, " ").is_err());
        assert_eq!(template.text("template"), Some("{parent_key}-{parent_key|lower}-{{ref}}"));
    }

    #[test]
    fn removing_a_column_removes_it_from_keys() {
        let mut spec = spec();
        remove_columns(&mut spec.tables[1], &[0], None);
        assert!(spec.tables[1].unique.is_empty());
        assert_eq!(spec.tables[1].indexes, [["x"]]);
        remove_columns(&mut spec.tables[0], &[0], None);
        assert!(spec.tables[0].primary_key.is_empty());
    }

    #[test]
    fn new_tables_and_columns_have_free_names() {
        let mut spec = spec();
        add_table(&mut spec);
        add_table(&mut spec);
        add_column(&mut spec.tables[2], 1);
        add_column(&mut spec.tables[2], 2);
        assert_eq!(spec.tables[3].name, "table_2");
        assert_eq!(spec.tables[2].columns[2].name, "column_2");
        Dataset::compile(&spec).unwrap();
    }

    #[test]
    fn moving_and_keys() {
        let mut spec = spec();
        assert_eq!(move_columns(&mut spec.tables[1], &[0], 3), 2);
        let names: Vec<&str> = spec.tables[1].columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["x", "t", "ref"]);
        spec.tables[0].columns[1].null_fraction = 0.5;
        set_primary_key(&mut spec.tables[0], 1, true);
        assert_eq!(spec.tables[0].primary_key, ["id", "k"]);
        assert_eq!(spec.tables[0].columns[1].null_fraction, 0.0);
        set_primary_key(&mut spec.tables[0], 0, false);
        assert_eq!(spec.tables[0].primary_key, ["k"]);
    }

    fn names(table: &TableSpec) -> Vec<&str> {
        table.columns.iter().map(|column| column.name.as_str()).collect()
    }

    #[test]
    fn columns_move_together() {
        let lines = "a int\nb int\nc int\nd int\ne int";
        let mut table = TableSpec::new("t", 9, Vec::new());
        paste_columns(&mut table, 0, lines, Surroundings { now: "2025-01-01T00:00:00", locale: "en" })
            .unwrap();
        for (moved, gap, order, first) in [
            (&[1, 2][..], 5, ["a", "d", "e", "b", "c"], 3),
            (&[3, 4], 0, ["b", "c", "a", "d", "e"], 0),
            (&[0, 4], 2, ["c", "b", "e", "a", "d"], 1),
            (&[0], 0, ["c", "b", "e", "a", "d"], 0),
            (&[0], 1, ["c", "b", "e", "a", "d"], 0),
        ] {
            assert_eq!(move_columns(&mut table, moved, gap), first, "{moved:?}");
            assert_eq!(names(&table), order, "{moved:?}");
        }
    }

    #[test]
    fn copies_have_free_names_and_no_keys() {
        let mut spec = spec();
        assert_eq!(duplicate_columns(&mut spec.tables[0], &[0, 1]), 2);
        assert_eq!(names(&spec.tables[0]), ["id", "k", "id_2", "k_2"]);
        assert_eq!(spec.tables[0].primary_key, ["id"]);
        // A composite key stays one.
        duplicate_columns(&mut spec.tables[1], &[0, 1, 2]);
        let reference = spec.tables[1].columns[4].generator.as_ref().unwrap().reference().unwrap();
        assert_eq!(reference.same_row_as, Some("ref_2"));
        duplicate_table(&mut spec, 1);
        assert_eq!(spec.tables[2].name, "c_2");
        Dataset::compile(&spec).unwrap();
    }

    #[test]
    fn lines_of_text_become_columns() {
        let mut spec = spec();
        let now = Surroundings { now: "2025-01-01T00:00:00", locale: "en" };
        let lines = "id\tbigint\nemail varchar(80),\n\n  `note`\n";
        assert_eq!(paste_columns(&mut spec.tables[0], 1, lines, now), Ok(3));
        assert_eq!(names(&spec.tables[0]), ["id", "id_2", "email", "note", "k"]);
        assert!(spec.tables[0].columns[2].generator.as_ref().unwrap().is(&kinds::EMAIL));
        assert!(paste_columns(&mut spec.tables[0], 0, "a strange", now).unwrap_err().starts_with("a: "));
        Dataset::compile(&spec).unwrap();
    }

    #[test]
    fn expressions_follow_what_they_name() {
        let json = r#"{"rowmill":1,"tables":[
            {"name":"customer","rows":3,"primary_key":["id"],"columns":[{"name":"id","type":"bigint"},{"name":"city","type":"text"}]},
            {"name":"purchase","rows":3,"columns":[
                {"name":"customer_id","type":"bigint","gen":{"kind":"foreign_key","table":"customer","column":"id"}},
                {"name":"price","type":"int","gen":{"kind":"integer","min":1,"max":9}},
                {"name":"note","type":"text","gen":{"kind":"expression","sql":"Customer.city || PRICE || purchase.price"}},
                {"name":"other","type":"text","gen":{"kind":"expression","sql":"customer_id.city || note"}}]}]}"#;
        let spec = || DatasetSpec::from_json(json).unwrap();
        let sql = |spec: &DatasetSpec, column: usize| {
            let generator = spec.tables[1].columns[column].generator.as_ref().unwrap();
            generator.text("sql").unwrap().to_owned()
        };
        let mut renamed = spec();
        rename_table(&mut renamed, 0, "client");
        rename_table(&mut renamed, 1, "sale");
        rename_column(&mut renamed, 1, 1, "cost");
        rename_column(&mut renamed, 0, 1, "town");
        rename_column(&mut renamed, 1, 0, "client_id");
        assert_eq!(sql(&renamed, 2), "client.town || cost || sale.cost");
        assert_eq!(sql(&renamed, 3), "client_id.town || note");
        generator::Dataset::compile(&renamed).unwrap();
        // A copy of the key leaves the expressions with the key that they had.
        let mut copied = spec();
        duplicate_columns(&mut copied.tables[1], &[0]);
        assert_eq!(sql(&copied, 3), "customer_id.city || PRICE || purchase.price");
        generator::Dataset::compile(&copied).unwrap();
        let mut copied = spec();
        duplicate_table(&mut copied, 1);
        let generator = copied.tables[2].columns[2].generator.as_ref().unwrap();
        assert_eq!(generator.text("sql"), Some("Customer.city || PRICE || purchase_2.price"));
        generator::Dataset::compile(&copied).unwrap();
    }
}
