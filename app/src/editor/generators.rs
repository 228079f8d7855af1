//! The generators that a column can have, and what each starts with.

use generator::{Dataset, DatasetSpec, GeneratorSpec, SqlType, TableSpec, infer};
use serde_json::Value;

/// A generator in the list to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) kind: &'static str,
    pub(super) label: &'static str,
    pub(super) group: &'static str,
}

/// All of them, group by group.
pub(super) const CHOICES: [Choice; 27] = [
    choice("Numbers", "sequence", "Sequence: 1, 2, 3"),
    choice("Numbers", "integer", "Whole number"),
    choice("Numbers", "decimal", "Decimal: 12.50"),
    choice("Numbers", "double", "Floating point: 0.25"),
    choice("Numbers", "boolean", "True or false"),
    choice("Times", "date", "Date: 2025-05-01"),
    choice("Times", "time", "Time: 13:05:09"),
    choice("Times", "timestamp", "Timestamp"),
    choice("Times", "now", "Now, the same in every row"),
    choice("Identifiers", "uuid_v4", "UUID, version 4"),
    choice("Identifiers", "uuid_v7", "UUID, version 7"),
    choice("Identifiers", "ulid", "ULID"),
    choice("People", "first_name", "First name: Mary"),
    choice("People", "last_name", "Last name: Smith"),
    choice("People", "full_name", "Full name: Mary Smith"),
    choice("People", "email", "E-mail address"),
    choice("People", "city", "City: Smithville"),
    choice("People", "company", "Company: Smith Foods Inc"),
    choice("Text", "word", "Word"),
    choice("Text", "sentence", "Sentence"),
    choice("Text", "paragraph", "Paragraph"),
    choice("Text", "pattern", "Pattern: ABC-1234"),
    choice("Text", "template", "Template: {first_name}@…"),
    choice("Choice", "list", "One of a list"),
    choice("Choice", "foreign_key", "Key of another table"),
    choice("Choice", "constant", "Always the same"),
    choice("Choice", "bytes", "Random bytes"),
];

const fn choice(group: &'static str, kind: &'static str, label: &'static str) -> Choice {
    Choice { kind, label, group }
}

/// The groups in order.
pub(super) fn groups() -> Vec<&'static str> {
    let mut groups: Vec<&str> = CHOICES.iter().map(|choice| choice.group).collect();
    groups.dedup();
    groups
}

/// A generator of this kind, with options that suit the column.
pub(super) fn new_generator(
    kind: &str,
    spec: &DatasetSpec,
    table: &TableSpec,
    sql_type: SqlType,
) -> GeneratorSpec {
    let inferred = infer("", sql_type, "", &spec.now);
    if inferred.kind() == kind {
        return inferred;
    }
    let text = |value: &str| value.to_owned();
    match kind {
        "sequence" => GeneratorSpec::Sequence { start: 1, step: 1 },
        "integer" => GeneratorSpec::Integer { min: 0, max: 100 },
        "decimal" => GeneratorSpec::Decimal { min: text("0.00"), max: text("99.99") },
        "double" => GeneratorSpec::Double { min: 0.0, max: 1.0 },
        "boolean" => GeneratorSpec::Boolean { true_fraction: 0.5 },
        "date" => GeneratorSpec::Date { from: text("2024-01-01"), to: text("2024-12-31") },
        "time" => GeneratorSpec::Time { from: text("00:00:00"), to: text("23:59:59") },
        "timestamp" => {
            GeneratorSpec::Timestamp { from: text("2024-01-01T00:00:00"), to: text("2024-12-31T23:59:59") }
        }
        "uuid_v4" => GeneratorSpec::UuidV4 {},
        "uuid_v7" => GeneratorSpec::UuidV7 {},
        "ulid" => GeneratorSpec::Ulid {},
        "first_name" => GeneratorSpec::FirstName {},
        "last_name" => GeneratorSpec::LastName {},
        "full_name" => GeneratorSpec::FullName {},
        "email" => GeneratorSpec::Email {},
        "city" => GeneratorSpec::City {},
        "company" => GeneratorSpec::Company {},
        "word" => GeneratorSpec::Word {},
        "sentence" => GeneratorSpec::Sentence {},
        "paragraph" => GeneratorSpec::Paragraph { min_sentences: 3, max_sentences: 6 },
        "pattern" => GeneratorSpec::Pattern { pattern: text(r"[A-Z]{3}-\d{4}") },
        "template" => {
            let first = table.columns.first().map_or("", |column| column.name.as_str());
            GeneratorSpec::Template { template: format!("{{{first}}}") }
        }
        "list" => GeneratorSpec::List { values: list_values(sql_type), weights: None },
        "foreign_key" => {
            let parent = spec.tables.iter().find(|other| other.name != table.name).unwrap_or(table);
            let column = parent.primary_key.first().cloned();
            let column = column.or_else(|| parent.columns.first().map(|column| column.name.clone()));
            GeneratorSpec::ForeignKey {
                table: parent.name.clone(),
                column: column.unwrap_or_default(),
                same_row_as: None,
            }
        }
        "constant" => {
            GeneratorSpec::Constant { value: list_values(sql_type).into_iter().next().unwrap_or_default() }
        }
        "bytes" => GeneratorSpec::Bytes { min_length: 1, max_length: 16 },
        _ => GeneratorSpec::Now {},
    }
}

fn list_values(sql_type: SqlType) -> Vec<Value> {
    match sql_type {
        SqlType::Integer { .. } | SqlType::Decimal { .. } | SqlType::Double => {
            vec![1.into(), 2.into(), 3.into()]
        }
        SqlType::Boolean => vec![true.into(), false.into()],
        SqlType::Date => vec!["2025-01-01".into()],
        SqlType::Time { .. } => vec!["12:00:00".into()],
        SqlType::Timestamp { .. } => vec!["2025-01-01T12:00:00".into()],
        SqlType::Uuid => vec!["00000000-0000-4000-8000-000000000000".into()],
        SqlType::Binary { .. } | SqlType::Varbinary { .. } | SqlType::Bytes => vec!["00".into()],
        _ => vec!["a".into(), "b".into(), "c".into()],
    }
}

/// Whether a column of this type can have this kind of generator: found out by making one row.
pub(super) fn suits(kind: &str, spec: &DatasetSpec, table: usize, column: usize) -> bool {
    let Some(found) = spec.tables.get(table) else { return false };
    let Some(sql_type) = found.columns.get(column).map(|column| column.sql_type) else { return false };
    match kind {
        // These depend on other columns, and on which of them are chosen.
        "foreign_key" => return true,
        "template" => return sql_type.is_text(),
        _ => {}
    }
    let generator = new_generator(kind, spec, found, sql_type);
    let mut probe = generator::ColumnSpec::new("probe", sql_type);
    probe.generator = Some(generator);
    let mut one = DatasetSpec::of(vec![TableSpec::new("probe", 1, vec![probe])]);
    one.now.clone_from(&spec.now);
    Dataset::compile(&one).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn every_choice_makes_what_it_says() {
        let spec = example();
        for choice in CHOICES {
            let generator = new_generator(choice.kind, &spec, &spec.tables[1], SqlType::Text);
            assert_eq!(generator.kind(), choice.kind);
        }
        assert_eq!(groups(), ["Numbers", "Times", "Identifiers", "People", "Text", "Choice"]);
    }

    #[test]
    fn only_generators_of_the_type_are_offered() {
        let spec = example();
        // customer.id is bigint, purchase.paid_on a date, purchase.note text.
        assert!(
            suits("sequence", &spec, 0, 0) && suits("integer", &spec, 0, 0) && !suits("email", &spec, 0, 0)
        );
        assert!(suits("date", &spec, 1, 5) && suits("now", &spec, 1, 5) && !suits("integer", &spec, 1, 5));
        for choice in CHOICES {
            assert!(suits(choice.kind, &spec, 1, 6), "{} for text", choice.kind);
        }
    }
}
