//! The primary key of a table as a choice of kinds.

use generator::{ColumnSpec, DatasetSpec, GeneratorSpec, SqlType, TableSpec};

/// What a primary key may be: its name in the page's markup and for people.
pub(crate) const KINDS: [(&str, &str); 12] = [
    ("none", "none"),
    ("counter", "AUTO_INCREMENT / IDENTITY"),
    ("sequence", "whole numbers in order"),
    ("v4 uuid", "UUID v4, as uuid"),
    ("v4 binary", "UUID v4, BINARY(16)"),
    ("v4 char", "UUID v4, CHAR(36)"),
    ("v7 uuid", "UUID v7, as uuid"),
    ("v7 binary", "UUID v7, BINARY(16)"),
    ("v7 char", "UUID v7, CHAR(36)"),
    ("ulid char", "ULID, CHAR(26)"),
    ("ulid binary", "ULID, BINARY(16)"),
    ("own", "columns of its own"),
];

/// Which kind a table's key is.
pub(crate) fn kind(table: &TableSpec) -> &'static str {
    let [name] = table.primary_key.as_slice() else {
        return if table.primary_key.is_empty() { "none" } else { "own" };
    };
    let Some(column) = table.columns.iter().find(|column| column.name == *name) else { return "own" };
    match (&column.generator, column.sql_type) {
        (Some(GeneratorSpec::Sequence { .. }), _) if column.identity => "counter",
        (Some(GeneratorSpec::Sequence { .. }), _) => "sequence",
        (Some(GeneratorSpec::UuidV4 {}), SqlType::Uuid) => "v4 uuid",
        (Some(GeneratorSpec::UuidV4 {}), SqlType::Binary { .. }) => "v4 binary",
        (Some(GeneratorSpec::UuidV4 {}), SqlType::Char { .. }) => "v4 char",
        (Some(GeneratorSpec::UuidV7 {}), SqlType::Uuid) => "v7 uuid",
        (Some(GeneratorSpec::UuidV7 {}), SqlType::Binary { .. }) => "v7 binary",
        (Some(GeneratorSpec::UuidV7 {}), SqlType::Char { .. }) => "v7 char",
        (Some(GeneratorSpec::Ulid {}), SqlType::Char { .. }) => "ulid char",
        (Some(GeneratorSpec::Ulid {}), SqlType::Binary { .. }) => "ulid binary",
        _ => "own",
    }
}

/// Makes the key of a table one of this kind. A key of several columns stays unique, and becomes the primary key again with
/// the kind `own`. Columns that refer to the key change their types with it.
pub(crate) fn set_kind(spec: &mut DatasetSpec, table: usize, kind: &str) {
    let owner = &mut spec.tables[table];
    match kind {
        "none" => owner.primary_key.clear(),
        "own" => {
            if !owner.unique.is_empty() {
                owner.primary_key = owner.unique.remove(0);
            }
        }
        kind => {
            let (sql_type, generator) = column_of(kind);
            let column = key_column(owner);
            column.sql_type = sql_type;
            column.generator = Some(generator);
            column.sampler = None;
            column.null_fraction = 0.0;
            column.hidden = false;
            column.identity = kind == "counter";
        }
    }
    for column in &mut owner.columns {
        // Only what leads a key can count.
        column.identity &= owner.primary_key.first() == Some(&column.name);
    }
    follow_types(spec, table);
}

fn column_of(kind: &str) -> (SqlType, GeneratorSpec) {
    let (generator, form) = kind.split_once(' ').unwrap_or((kind, ""));
    let (generator, characters) = match generator {
        "v4" => (GeneratorSpec::UuidV4 {}, 36),
        "v7" => (GeneratorSpec::UuidV7 {}, 36),
        "ulid" => (GeneratorSpec::Ulid {}, 26),
        _ => return (SqlType::BIGINT, GeneratorSpec::Sequence { start: 1, step: 1 }),
    };
    let sql_type = match form {
        "binary" => SqlType::Binary { length: 16 },
        "char" => SqlType::Char { length: characters },
        _ => SqlType::Uuid,
    };
    (sql_type, generator)
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

/// Gives columns that refer to a table's key its type, and so on along whole chains of them.
fn follow_types(spec: &mut DatasetSpec, table: usize) {
    let key = spec.tables[table].primary_key.first().cloned().unwrap_or_default();
    let mut changed = vec![(spec.tables[table].name.clone(), key)];
    // Each turn goes one table further; a circle of keys ends it.
    for _ in 0..=spec.tables.len() {
        let Some((parent, key)) = changed.pop() else { return };
        let of_parent = spec.tables.iter().find(|table| table.name == parent);
        let sql_type = of_parent.and_then(|table| table.columns.iter().find(|column| column.name == key));
        let Some(sql_type) = sql_type.map(|column| column.sql_type) else { continue };
        for child in &mut spec.tables {
            for column in &mut child.columns {
                let refers = matches!(&column.generator, Some(GeneratorSpec::ForeignKey { table, column: of, .. })
                    if *table == parent && *of == key);
                if refers && column.sql_type != sql_type {
                    column.sql_type = sql_type;
                    changed.push((child.name.clone(), column.name.clone()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use generator::Dataset;

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
        for (name, _) in KINDS.iter().filter(|(name, _)| *name != "own") {
            let mut spec = spec();
            set_kind(&mut spec, 0, name);
            assert_eq!(kind(&spec.tables[0]), *name);
            if *name != "none" {
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
        set_kind(&mut spec, 1, "v7 binary");
        assert_eq!(spec.tables[1].primary_key, ["id"]);
        assert_eq!(spec.tables[1].unique, [["a", "b"]]);
        Dataset::compile(&spec).unwrap();
        set_kind(&mut spec, 1, "own");
        assert_eq!(spec.tables[1].primary_key, ["a", "b"]);
        assert!(spec.tables[1].unique.is_empty());
        Dataset::compile(&spec).unwrap();
    }
}
