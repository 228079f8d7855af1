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
        let key = format!("{}.{}", reference.table, reference.column);
        return match children_of(generator) {
            Some(children) => format!("{key} · {children}"),
            None => key,
        };
    }
    if let (Some(key), Some(column)) = (generator.leader(), generator.text("column")) {
        return format!("{key}.{column}");
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

/// How many children a parent has: `1 – 5`, `≥ 1`, `≤ 5`; none if nothing is said of it.
pub(crate) fn children_of(generator: &GeneratorSpec) -> Option<String> {
    match (generator.whole("min").filter(|min| *min > 0), generator.whole("max")) {
        (Some(min), Some(max)) if min == max => Some(min.to_string()),
        (Some(min), Some(max)) => Some(format!("{min} – {max}")),
        (Some(min), None) => Some(format!("≥ {min}")),
        (None, Some(max)) => Some(format!("≤ {max}")),
        (None, None) => None,
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

    #[test]
    fn a_key_says_how_many_children_a_parent_has() {
        let spec = generator::DatasetSpec::from_json(
            r#"{"rowmill":1,"tables":[{"name":"t","rows":9,"columns":[
                {"name":"a","type":"int","gen":{"kind":"child_of","table":"p","column":"id","min":1,"max":5}},
                {"name":"b","type":"int","gen":{"kind":"child_of","table":"p","column":"id"}},
                {"name":"c","type":"int","gen":{"kind":"child_of","table":"p","column":"id","max":5}},
                {"name":"d","type":"int","gen":{"kind":"parent_value","key":"a","column":"city"}},
                {"name":"e","type":"int","gen":{"kind":"ordinal","key":"a"}}]}]}"#,
        );
        let words: Vec<String> = spec.unwrap().tables[0].columns.iter().map(in_words).collect();
        assert_eq!(words, ["p.id · 1 – 5", "p.id", "p.id · ≤ 5", "a.city", "a"]);
    }
}
