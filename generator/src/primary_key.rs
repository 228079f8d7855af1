//! The primary key of a table as a choice of kinds: what the page's inspector and experiments offer.

use crate::{
    document::{ColumnSpec, DatasetSpec, GeneratorSpec, SqlType, TableSpec},
    kinds::{self, Kind},
};

/// What a primary key may be.
#[derive(Debug)]
pub struct KeyKind {
    /// Its stable name.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// The column that it is; `None` for no key, and for a key of other columns.
    column: Option<KeyColumn>,
}

/// A key of one column.
#[derive(Debug)]
struct KeyColumn {
    generator: &'static Kind,
    sql_type: SqlType,
    /// Whether the database counts.
    identity: bool,
}

const fn of(
    name: &'static str,
    label: &'static str,
    generator: &'static Kind,
    sql_type: SqlType,
    identity: bool,
) -> KeyKind {
    KeyKind { name, label, column: Some(KeyColumn { generator, sql_type, identity }) }
}

const BINARY: SqlType = SqlType::Binary { length: 16 };
const CHAR: SqlType = SqlType::Char { length: 36 };

/// All of them; the first that fits a column is what its key is called.
pub static KINDS: [KeyKind; 12] = [
    KeyKind { name: "none", label: "none", column: None },
    of("counter", "AUTO_INCREMENT / IDENTITY", &kinds::SEQUENCE, SqlType::BIGINT, true),
    of("sequence", "whole numbers in order", &kinds::SEQUENCE, SqlType::BIGINT, false),
    of("v4 uuid", "UUID v4, as uuid", &kinds::UUID_V4, SqlType::Uuid, false),
    of("v4 binary", "UUID v4, BINARY(16)", &kinds::UUID_V4, BINARY, false),
    of("v4 char", "UUID v4, CHAR(36)", &kinds::UUID_V4, CHAR, false),
    of("v7 uuid", "UUID v7, as uuid", &kinds::UUID_V7, SqlType::Uuid, false),
    of("v7 binary", "UUID v7, BINARY(16)", &kinds::UUID_V7, BINARY, false),
    of("v7 char", "UUID v7, CHAR(36)", &kinds::UUID_V7, CHAR, false),
    of("ulid char", "ULID, CHAR(26)", &kinds::ULID, SqlType::Char { length: 26 }, false),
    of("ulid binary", "ULID, BINARY(16)", &kinds::ULID, BINARY, false),
    KeyKind { name: "own", label: "columns of its own", column: None },
];

/// Which kind a table's key is, by its name.
pub fn kind(table: &TableSpec) -> &'static str {
    let [name] = table.primary_key.as_slice() else {
        return if table.primary_key.is_empty() { "none" } else { "own" };
    };
    let Some(column) = table.columns.iter().find(|column| column.name == *name) else { return "own" };
    let Some(generator) = &column.generator else { return "own" };
    let is_like = |key: &KeyColumn| {
        // A sequence is one in any type of whole numbers, text in any length.
        let is_type = key.generator == &kinds::SEQUENCE
            || std::mem::discriminant(&key.sql_type) == std::mem::discriminant(&column.sql_type);
        generator.is(key.generator) && is_type && key.identity == column.identity
    };
    let found = KINDS.iter().find(|kind| kind.column.as_ref().is_some_and(is_like));
    found.map_or("own", |kind| kind.name)
}

/// Whether a table's key can be one of columns of its own: it is, or another unique group can become it.
pub fn has_own(table: &TableSpec) -> bool {
    kind(table) == "own" || !table.unique.is_empty()
}

/// Makes the key of a table, by its position in the spec, one of the kind of this name. A key of several columns stays unique, and becomes
/// the primary key again with the kind `own`. Columns that refer to the key change their types with it. A name of no kind, or a table that is not there,
/// changes nothing.
pub fn set_kind(spec: &mut DatasetSpec, table: usize, chosen: &str) {
    let Some(owner) = spec.tables.get_mut(table) else { return };
    match chosen {
        "none" => owner.primary_key.clear(),
        "own" => {
            if !owner.unique.is_empty() && kind(owner) != "own" {
                let before = std::mem::replace(&mut owner.primary_key, owner.unique.remove(0));
                // What was the key is unique as before.
                if !before.is_empty() {
                    owner.unique.push(before);
                }
            }
        }
        chosen => {
            let found = KINDS.iter().find(|found| found.name == chosen);
            let Some(key) = found.and_then(|found| found.column.as_ref()) else { return };
            let column = key_column(owner);
            column.set_type(key.sql_type);
            column.generator = Some(GeneratorSpec::new(key.generator));
            column.sampler = None;
            column.distribution = None;
            column.set_required();
            column.hidden = false;
            column.set_identity(key.identity);
        }
    }
    for column in &mut owner.columns {
        // Only what leads a key can count.
        let is_counted = column.identity && owner.primary_key.first() == Some(&column.name);
        column.set_identity(is_counted);
    }
    follow_types(spec, table);
}

/// The one column of a table's key. Where the key has several columns or none, it is `id`, which is added if it is missing.
fn key_column(table: &mut TableSpec) -> &mut ColumnSpec {
    if table.primary_key.len() != 1 {
        let own = std::mem::take(&mut table.primary_key);
        if !own.is_empty() {
            table.unique.insert(0, own);
        }
        if !table.columns.iter().any(|column| column.name.eq_ignore_ascii_case("id")) {
            table.columns.insert(0, ColumnSpec::new("id", SqlType::BIGINT));
        }
    }
    let name = table.primary_key.first().cloned().unwrap_or_else(|| "id".to_owned());
    let index = table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(&name)).unwrap_or(0);
    table.primary_key = vec![table.columns[index].name.clone()];
    &mut table.columns[index]
}

/// Gives columns that refer to a table's key its type.
fn follow_types(spec: &mut DatasetSpec, table: usize) {
    let key = spec.tables[table].primary_key.first();
    let column = key.and_then(|key| spec.tables[table].columns.iter().position(|column| column.name == *key));
    if let Some(column) = column {
        follow_type(spec, table, column);
    }
}

/// Gives columns that refer to a column, by the positions of its table and its own, its type, and so on along whole chains of them. A
/// column that is not there changes nothing.
pub fn follow_type(spec: &mut DatasetSpec, table: usize, column: usize) {
    let found = spec.tables.get(table).and_then(|table| Some((table, table.columns.get(column)?)));
    let Some((table, column)) = found else { return };
    let mut changed = vec![(table.name.clone(), column.name.clone())];
    // A column that has the type already is not gone to again, so a circle of keys ends.
    while let Some((parent, key)) = changed.pop() {
        let of_parent = spec.tables.iter().find(|table| table.name == parent);
        let sql_type = of_parent.and_then(|table| table.columns.iter().find(|column| column.name == key));
        let Some(sql_type) = sql_type.map(|column| column.sql_type) else { continue };
        for child in &mut spec.tables {
            for column in &mut child.columns {
                let reference = column.generator.as_ref().and_then(GeneratorSpec::reference);
                let refers = reference.is_some_and(|found| found.table == parent && found.column == key);
                if refers && column.sql_type != sql_type {
                    column.set_type(sql_type);
                    changed.push((child.name.clone(), column.name.clone()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Dataset;

    use super::*;

    fn spec() -> DatasetSpec {
        DatasetSpec::from_json(
            r#"{"rowmill":1,"tables":[
                {"name":"p","rows":9,"primary_key":["id"],"columns":[{"name":"id","type":"int"}]},
                {"name":"c","rows":9,"primary_key":["a","b"],"columns":[
                  {"name":"a","type":"int","gen":{"kind":"foreign_key","table":"p","column":"id"}},
                  {"name":"b","type":"int","gen":{"kind":"integer","min":1,"max":99}}]}]}"#,
        )
        .unwrap()
    }

    #[test]
    fn every_kind_can_be_chosen_and_is_found_again() {
        for name in KINDS.iter().map(|kind| kind.name).filter(|name| *name != "own") {
            let mut spec = spec();
            set_kind(&mut spec, 0, name);
            assert_eq!(kind(&spec.tables[0]), name);
            if name != "none" {
                Dataset::compile(&spec).unwrap_or_else(|problems| panic!("{name}: {problems}"));
                // The child follows.
                assert_eq!(spec.tables[1].columns[0].sql_type, spec.tables[0].columns[0].sql_type, "{name}");
            }
        }
    }

    #[test]
    fn a_key_of_several_columns_stays_unique_and_comes_back() {
        let mut spec = spec();
        assert_eq!(kind(&spec.tables[1]), "own");
        // A sequence is a kind of its own, and there is no other group.
        set_kind(&mut spec, 0, "sequence");
        assert!(!has_own(&spec.tables[0]));
        set_kind(&mut spec, 1, "v7 binary");
        assert_eq!(spec.tables[1].primary_key, ["id"]);
        assert_eq!(spec.tables[1].unique, [["a", "b"]]);
        Dataset::compile(&spec).unwrap();
        set_kind(&mut spec, 1, "own");
        assert_eq!(spec.tables[1].primary_key, ["a", "b"]);
        assert_eq!(spec.tables[1].unique, [["id"]]);
        assert!(has_own(&spec.tables[1]));
        Dataset::compile(&spec).unwrap();
    }
}
