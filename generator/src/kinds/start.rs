//! What a generator starts with when a person chooses its kind for a column.

use serde_json::Value;

use super::{
    Kind, OptionType, OptionValue, Otherwise, infer,
    infer::{Surroundings, fits},
};
use crate::{
    document::{ColumnSpec, DatasetSpec, GeneratorSpec, Reference, SqlType, TableSpec},
    limits::MAX_VALUE_LENGTH,
};

impl Kind {
    /// A generator of this kind for a column of a table: what would be inferred from the type if that is of this kind, otherwise the
    /// examples of its options; names of tables and columns are those that are there.
    pub fn start(
        &'static self,
        spec: &DatasetSpec,
        table: &TableSpec,
        column: &str,
        sql_type: SqlType,
    ) -> GeneratorSpec {
        let inferred = infer("", "", sql_type, "", table.rows, spec.surroundings());
        if inferred.is(self) {
            return inferred;
        }
        let has = |wanted: OptionType| self.options.iter().any(|option| option.option_type == wanted);
        let child = has(OptionType::ChildColumn).then(|| child_of(spec, table)).flatten();
        let key = (!has(OptionType::Table) && has(OptionType::Column)).then(|| key_of(table)).flatten();
        let other = spec.tables.iter().find(|other| other.name != table.name).unwrap_or(table);
        let named = match (child, key.and_then(reference)) {
            (Some((children, _)), _) => Some(children),
            (None, Some(reference)) => spec.tables.iter().find(|other| other.name == reference.table),
            _ => None,
        };
        let parent = named.unwrap_or(other);
        let mut generator = GeneratorSpec::new(self);
        for (position, option) in self.options.iter().enumerate() {
            let value = match option.option_type {
                OptionType::Table => Some(parent.name.as_str().into()),
                OptionType::ParentColumn => {
                    let key = parent.primary_key.first();
                    let key = key.or_else(|| parent.columns.first().map(|column| &column.name));
                    Some(key.map_or("", |name| name.as_str()).into())
                }
                OptionType::ChildColumn => Some(child.map_or("", |(_, name)| name).into()),
                OptionType::Column if !has(OptionType::Table) => {
                    Some(key.map_or("", |column| column.name.as_str()).into())
                }
                OptionType::Template => {
                    // Any column but the one that is asked for: a template of itself has no value.
                    let other = table.columns.iter().find(|other| other.name != column);
                    Some(OptionValue::Text(
                        other.map_or_else(String::new, |other| format!("{{{}}}", other.name)),
                    ))
                }
                OptionType::Expression => Some(expression(sql_type).into()),
                OptionType::Values if option.otherwise == Otherwise::Required => {
                    Some(OptionValue::Values(values(sql_type)))
                }
                OptionType::Value if !option.example.is_empty() => {
                    serde_json::from_str(option.example).ok().map(OptionValue::Value)
                }
                OptionType::Value => values(sql_type).into_iter().next().map(OptionValue::Value),
                _ if option.example.is_empty() => option.otherwise.value(),
                option_type => option_type.parse(option.example).ok(),
            };
            generator.set(position, value);
        }
        generator
    }

    /// Whether a column of this type can have a generator of this kind. Kinds that need other columns are offered wherever the type
    /// may be right: for a reference any, for a template text.
    pub fn suits(&'static self, sql_type: SqlType, around: Surroundings<'_>) -> bool {
        let has = |wanted: OptionType| self.options.iter().any(|option| option.option_type == wanted);
        let is_whole = matches!(sql_type, SqlType::Integer { .. });
        if has(OptionType::ChildColumn) {
            return is_whole;
        }
        if has(OptionType::Table) || has(OptionType::ParentColumn) {
            return true;
        }
        if has(OptionType::Column) {
            return is_whole || matches!(sql_type, SqlType::Decimal { .. });
        }
        if has(OptionType::Expression) {
            return !expression(sql_type).is_empty();
        }
        if has(OptionType::Template) {
            return sql_type.is_text();
        }
        let mut spec = DatasetSpec::of(Vec::new());
        around.now.clone_into(&mut spec.now);
        around.locale.clone_into(&mut spec.locale);
        let table = TableSpec::new("t", 1, Vec::new());
        fits(&self.start(&spec, &table, "c", sql_type), sql_type, 1, around)
    }
}

/// The first column by which another table's rows are shared out among those of this one, and its table; the first that refers to it, if there is none.
fn child_of<'a>(spec: &'a DatasetSpec, parent: &TableSpec) -> Option<(&'a TableSpec, &'a str)> {
    let refers =
        |column: &&ColumnSpec| reference(column).is_some_and(|reference| reference.table == parent.name);
    let of = |table: &'a TableSpec| table.columns.iter().filter(refers).map(move |column| (table, column));
    let all = || spec.tables.iter().flat_map(of);
    let found = all().find(|(_, column)| shares_out(column)).or_else(|| all().next());
    found.map(|(table, column)| (table, column.name.as_str()))
}

/// The first column that shares the rows of a table out among parents; the first key of another table, if there is none.
fn key_of(table: &TableSpec) -> Option<&ColumnSpec> {
    let shares = table.columns.iter().find(|column| shares_out(column));
    shares.or_else(|| table.columns.iter().find(|column| reference(column).is_some()))
}

fn shares_out(column: &ColumnSpec) -> bool {
    column.generator.as_ref().is_some_and(|generator| generator.kind().name == "child_of")
}

fn reference(column: &ColumnSpec) -> Option<Reference<'_>> {
    column.generator.as_ref()?.reference()
}

/// An expression that makes values of a type; empty where there is none.
fn expression(sql_type: SqlType) -> &'static str {
    match sql_type {
        SqlType::Integer { .. } => "random(1, 100)",
        SqlType::Decimal { .. } => "random(0, 9) / 10.0",
        SqlType::Double => "random()",
        SqlType::Boolean => "random() < 0.5",
        SqlType::Date => "current_date - random(1, 365)",
        SqlType::Timestamp { .. } => "now() - random() * INTERVAL '30 days'",
        SqlType::Char { .. } | SqlType::Varchar { .. } | SqlType::Text => "'no. ' || row_number()",
        _ => "",
    }
}

/// Some values of a type, as a list starts with.
fn values(sql_type: SqlType) -> Vec<Value> {
    match sql_type {
        SqlType::Integer { .. } | SqlType::Decimal { .. } | SqlType::Double => {
            vec![1.into(), 2.into(), 3.into()]
        }
        SqlType::Boolean => vec![true.into(), false.into()],
        SqlType::Date => vec!["2025-01-01".into()],
        SqlType::Time { .. } => vec!["12:00:00".into()],
        SqlType::Timestamp { .. } => vec!["2025-01-01T12:00:00".into()],
        SqlType::Uuid => vec!["00000000-0000-4000-8000-000000000000".into()],
        SqlType::Binary { length } => vec!["00".repeat(length.min(MAX_VALUE_LENGTH as u32) as usize).into()],
        SqlType::Varbinary { .. } | SqlType::Bytes => vec!["00".into()],
        SqlType::Json => vec!["{}".into()],
        _ => vec!["a".into(), "b".into(), "c".into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AROUND: Surroundings<'_> = Surroundings { now: "2025-01-01T00:00:00", locale: "en" };
    use crate::kinds::kinds;

    #[test]
    fn every_kind_starts_with_something_that_some_type_holds() {
        let types = [
            "text",
            "bigint",
            "decimal(10,2)",
            "double",
            "boolean",
            "date",
            "time",
            "timestamp(6)",
            "uuid",
            "bytes",
        ];
        for kind in kinds() {
            let suits = types.iter().any(|sql_type| kind.suits(sql_type.parse().unwrap(), AROUND));
            assert!(suits, "{}", kind.name);
        }
        // Whatever length a type has, nothing of that length is made to find out.
        let endless: SqlType = "binary(4294967295)".parse().unwrap();
        assert!(!super::super::CONSTANT.suits(endless, AROUND));
        assert!(!super::super::EMAIL.suits(SqlType::BIGINT, AROUND));
        assert!(!super::super::WORD.suits(SqlType::Json, AROUND));
        assert!(super::super::LIST.suits(SqlType::Json, AROUND));
    }
}
