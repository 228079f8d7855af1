//! What a generator does, in a few words: `0 – 99`, `customer.id`, `paid, open, refunded`.

use generator::{
    ColumnSpec, GeneratorSpec,
    kinds::{Kind, OptionType, OptionValue},
};

use crate::language;

/// What a kind is called: its label without the example.
pub(crate) fn kind_name(kind: &'static Kind) -> &'static str {
    kind.label.split(": ").next().unwrap_or(kind.label)
}

/// What a column's generator does; empty without one. It follows from the options that the kind declares: two of numbers or times
/// are a range, names of a table and a column a reference, and anything else is what the first option says.
pub(crate) fn in_words(column: &ColumnSpec) -> String {
    let rule = generator_in_words(column);
    match &column.distribution {
        Some(distribution) => {
            let label = language::text(distribution.distribution().label);
            format!("{rule} · {}", label.split(": ").next().unwrap_or_default())
        }
        None => rule,
    }
}

fn generator_in_words(column: &ColumnSpec) -> String {
    let Some(generator) = &column.generator else { return String::new() };
    if let Some(reference) = generator.reference() {
        return format!("{}.{}", reference.table, reference.column);
    }
    let options = generator.kind().options;
    let text = |position: usize| {
        options.get(position).and_then(|option| generator.option(option.name)).map(OptionValue::to_field)
    };
    let is_bound = |position: usize| {
        options.get(position).is_some_and(|option| {
            use OptionType as Type;
            matches!(
                option.option_type,
                Type::Whole
                    | Type::Count
                    | Type::Number
                    | Type::Decimal
                    | Type::Date
                    | Type::Time
                    | Type::Timestamp
            )
        })
    };
    match (text(0), text(1)) {
        (Some(from), Some(to)) if is_bound(0) && is_bound(1) && !is_step(generator) => {
            format!("{from} – {to}")
        }
        (Some(only), _) if !only.is_empty() => one_line(&only),
        _ => language::text(kind_name(generator.kind())),
    }
}

/// A start and a step are no range.
fn is_step(generator: &GeneratorSpec) -> bool {
    generator.kind().options.iter().any(|option| option.name == "step")
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn every_kind_of_the_example_is_said_in_words() {
        let words: Vec<String> = example().tables[1].columns.iter().map(in_words).collect();
        assert_eq!(
            words,
            [
                "UUID, version 7",
                "customer.id",
                r"[A-Z]{3}-\d{4}",
                "0.50 – 2500.00",
                "paid, open, refunded",
                "2024-05-01 – 2025-04-30",
                "Sentence",
            ]
        );
        assert_eq!(in_words(&example().tables[0].columns[0]), "1");
    }
}
