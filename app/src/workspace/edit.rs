//! Edits of a spec that touch more than one place.

use generator::{
    ColumnSpec, DatasetSpec, GeneratorSpec, SqlType, TableSpec,
    kinds::{self, OptionType},
    rename_in_template,
};

/// Gives a table another name, everywhere.
pub(crate) fn rename_table(spec: &mut DatasetSpec, table: usize, name: &str) {
    let old = std::mem::replace(&mut spec.tables[table].name, name.to_owned());
    for generator in generators(spec) {
        generator.change_texts(OptionType::Table, |table| replace(table, &old, name));
    }
}

/// Gives a column another name, everywhere: in keys, in foreign keys to it, in templates.
pub(crate) fn rename_column(spec: &mut DatasetSpec, table: usize, column: usize, name: &str) {
    let old = std::mem::replace(&mut spec.tables[table].columns[column].name, name.to_owned());
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
    for generator in owner.columns.iter_mut().filter_map(|column| column.generator.as_mut()) {
        generator.change_texts(OptionType::Template, |template| {
            *template = rename_in_template(template, &old, name);
        });
        generator.change_texts(OptionType::Column, |column| replace(column, &old, name));
    }
    for generator in generators(spec) {
        let is_here = generator.reference().is_some_and(|reference| reference.table == table_name);
        if is_here {
            generator.change_texts(OptionType::ParentColumn, |column| replace(column, &old, name));
        }
    }
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
        return Err("a name is missing".to_owned());
    }
    let is_taken = names
        .iter()
        .enumerate()
        .any(|(other, taken)| other != index && taken.to_lowercase() == name.to_lowercase());
    if is_taken { Err(format!("`{name}` is taken; choose another name")) } else { Ok(()) }
}

/// Takes a column out, and out of every key of its table; a key without columns goes too.
pub(crate) fn remove_column(table: &mut TableSpec, column: usize) {
    let name = table.columns.remove(column).name;
    table.primary_key.retain(|part| *part != name);
    for keys in [&mut table.unique, &mut table.indexes] {
        keys.iter_mut().for_each(|key| key.retain(|part| *part != name));
        keys.retain(|key| !key.is_empty());
    }
    if table.partition_by.as_ref().is_some_and(|partition| partition.column == name) {
        table.partition_by = None;
    }
}

/// Moves a column to another position.
pub(crate) fn move_column(table: &mut TableSpec, from: usize, to: usize) {
    let column = table.columns.remove(from);
    table.columns.insert(to.min(table.columns.len()), column);
}

/// Adds a column with a name that is free.
pub(crate) fn add_column(table: &mut TableSpec) {
    let name = free_name("column", table.columns.iter().map(|column| column.name.as_str()));
    let generator = GeneratorSpec::new(&kinds::INTEGER).with("min", 0).with("max", 1_000_000);
    table.columns.push(ColumnSpec::new(name, SqlType::INT).with_generator(generator));
}

/// Adds a table with a name that is free.
pub(crate) fn add_table(spec: &mut DatasetSpec) {
    let name = free_name("table", spec.tables.iter().map(|table| table.name.as_str()));
    let id = ColumnSpec::new("id", SqlType::BIGINT).with_generator(GeneratorSpec::new(&kinds::SEQUENCE));
    let mut table = TableSpec::new(name, 1_000, vec![id]);
    table.primary_key.push("id".to_owned());
    spec.tables.push(table);
}

/// Puts a column in or out of the primary key. Its NULLs go, for a key has none.
pub(crate) fn set_primary_key(table: &mut TableSpec, column: usize, is_part: bool) {
    let column = &mut table.columns[column];
    table.primary_key.retain(|part| *part != column.name);
    // Only what leads a key counts in the database.
    column.identity &= is_part && table.primary_key.is_empty();
    if is_part {
        column.null_fraction = 0.0;
        table.primary_key.push(column.name.clone());
    }
}

fn free_name<'a>(stem: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<&str> = taken.collect();
    (1_u32..)
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
        remove_column(&mut spec.tables[1], 0);
        assert!(spec.tables[1].unique.is_empty());
        assert_eq!(spec.tables[1].indexes, [["x"]]);
        remove_column(&mut spec.tables[0], 0);
        assert!(spec.tables[0].primary_key.is_empty());
    }

    #[test]
    fn new_tables_and_columns_have_free_names() {
        let mut spec = spec();
        add_table(&mut spec);
        add_table(&mut spec);
        add_column(&mut spec.tables[2]);
        add_column(&mut spec.tables[2]);
        assert_eq!(spec.tables[3].name, "table_2");
        assert_eq!(spec.tables[2].columns[2].name, "column_2");
        Dataset::compile(&spec).unwrap();
    }

    #[test]
    fn moving_and_keys() {
        let mut spec = spec();
        move_column(&mut spec.tables[1], 0, 2);
        let names: Vec<&str> = spec.tables[1].columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["x", "t", "ref"]);
        spec.tables[0].columns[1].null_fraction = 0.5;
        set_primary_key(&mut spec.tables[0], 1, true);
        assert_eq!(spec.tables[0].primary_key, ["id", "k"]);
        assert_eq!(spec.tables[0].columns[1].null_fraction, 0.0);
        set_primary_key(&mut spec.tables[0], 0, false);
        assert_eq!(spec.tables[0].primary_key, ["k"]);
    }
}
