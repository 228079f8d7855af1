//! What a column had before: a generator that is chosen again has the options that it had.

use std::collections::BTreeMap;

use generator::{
    ColumnSpec, Dataset, DatasetSpec, GeneratorSpec, SqlType, Surroundings, TableSpec, infer, kinds::Kind,
};
use leptos::prelude::*;

/// A column by table and name, and a kind.
type Name = (String, String, &'static str);

/// The generators that columns had, by kind. A copy is the same memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Remembered(StoredValue<BTreeMap<Name, GeneratorSpec>>);

impl Remembered {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self(StoredValue::new(BTreeMap::new()))
    }

    /// Forgets everything.
    pub(super) fn forget(self) {
        self.0.update_value(BTreeMap::clear);
    }

    /// Gives a column a generator of this kind.
    pub(super) fn set_kind(self, spec: &mut DatasetSpec, table: usize, column: usize, kind: &'static Kind) {
        let generator = self.generator(spec, table, column, kind);
        let owner = &mut spec.tables[table];
        self.note(&owner.name, &owner.columns[column]);
        owner.columns[column].generator = Some(generator);
    }

    /// The generator of this kind that a column would have: the one it has, the one it had before, or one to start with.
    pub(crate) fn generator(
        self,
        spec: &DatasetSpec,
        table: usize,
        column: usize,
        kind: &'static Kind,
    ) -> GeneratorSpec {
        let owner = &spec.tables[table];
        let there = &owner.columns[column];
        if let Some(generator) = there.generator.as_ref().filter(|generator| generator.is(kind)) {
            return generator.clone();
        }
        let known = self.0.with_value(|known| known.get(&name(&owner.name, &there.name, kind)).cloned());
        // What it referred to may be called otherwise by now.
        let known = known.filter(|known| refers_to_something(known, spec));
        known.unwrap_or_else(|| kind.start(spec, owner, &there.name, there.sql_type))
    }

    /// Gives a column a type. If its generator makes no values of it, it takes another, whose kind is given.
    pub(super) fn set_type(
        self,
        table: &str,
        rows: u64,
        column: &mut ColumnSpec,
        sql_type: SqlType,
        around: Surroundings<'_>,
    ) -> Option<&'static Kind> {
        column.set_type(sql_type);
        // Only whole numbers count.
        column.set_identity(column.identity && sql_type.integer_bounds().is_some());
        if fits(column.generator.as_ref()?, sql_type, around) {
            return None;
        }
        self.note(table, column);
        let inferred = infer(&column.name, &column.comment, sql_type, table, rows, around);
        let known =
            self.0.with_value(|known| known.get(&name(table, &column.name, inferred.kind())).cloned());
        let kind = inferred.kind();
        column.generator = Some(known.unwrap_or(inferred));
        Some(kind)
    }

    fn note(self, table: &str, column: &ColumnSpec) {
        if let Some(generator) = &column.generator {
            let name = name(table, &column.name, generator.kind());
            self.0.update_value(|known| {
                known.insert(name, generator.clone());
            });
        }
    }
}

/// Whether a column of this type holds the values of a generator, with the options that it has.
fn fits(generator: &GeneratorSpec, sql_type: SqlType, around: Surroundings<'_>) -> bool {
    use generator::kinds::OptionType as Type;
    let others =
        [Type::Table, Type::ParentColumn, Type::ChildColumn, Type::Column, Type::Template, Type::Expression];
    let kind = generator.kind();
    if kind.options.iter().any(|option| others.contains(&option.option_type)) {
        // By itself it makes nothing.
        return kind.suits(sql_type, around);
    }
    let column = ColumnSpec::new("c", sql_type).with_generator(generator.clone());
    let mut spec = DatasetSpec::of(vec![TableSpec::new("t", 1, vec![column])]);
    around.now.clone_into(&mut spec.now);
    around.locale.clone_into(&mut spec.locale);
    Dataset::compile(&spec).is_ok()
}

/// Whether the table and the column that a generator refers to are there, if it refers to some.
fn refers_to_something(generator: &GeneratorSpec, spec: &DatasetSpec) -> bool {
    generator.reference().is_none_or(|reference| {
        let parent = spec.tables.iter().find(|table| table.name == reference.table);
        parent.is_some_and(|parent| parent.columns.iter().any(|column| column.name == reference.column))
    })
}

fn name(table: &str, column: &str, kind: &'static Kind) -> Name {
    (table.to_owned(), column.to_owned(), kind.name)
}

#[cfg(test)]
mod tests {
    use generator::kinds;

    use super::*;
    use crate::workspace::example;

    #[test]
    fn a_kind_that_is_chosen_again_has_its_options() {
        Owner::new().with(|| {
            let remembered = Remembered::new();
            let mut spec = example();
            let list = GeneratorSpec::new(&kinds::LIST)
                .with("values", generator::kinds::OptionValue::Values(vec!["red".into(), "blue".into()]));
            spec.tables[0].columns[4].generator = Some(list.clone());
            remembered.set_kind(&mut spec, 0, 4, &kinds::CITY);
            assert!(spec.tables[0].columns[4].generator.as_ref().unwrap().is(&kinds::CITY));
            remembered.set_kind(&mut spec, 0, 4, &kinds::LIST);
            assert_eq!(spec.tables[0].columns[4].generator.as_ref(), Some(&list));
        });
    }

    #[test]
    fn a_type_takes_a_generator_that_suits_it() {
        Owner::new().with(|| {
            let remembered = Remembered::new();
            let spec = example();
            let mut column = spec.tables[0].columns[4].clone();
            let now = spec.surroundings();
            assert_eq!(remembered.set_type("customer", 9, &mut column, SqlType::Text, now), None);
            assert!(remembered.set_type("customer", 9, &mut column, SqlType::INT, now).is_some());
            // What a generator makes decides, not what its kind makes by default.
            let pattern = GeneratorSpec::new(&kinds::PATTERN).with("pattern", "[A-Z]{2}");
            column.generator = Some(pattern.clone());
            assert_eq!(
                remembered.set_type("customer", 9, &mut column, SqlType::Char { length: 2 }, now),
                None
            );
            assert_eq!(column.generator.as_ref(), Some(&pattern));
            assert!(
                remembered.set_type("customer", 9, &mut column, SqlType::Char { length: 1 }, now).is_some()
            );
            remembered.set_type("customer", 9, &mut column, SqlType::INT, now);
            assert!(column.generator.as_ref().unwrap().kind().suits(SqlType::INT, now));
        });
    }
}
