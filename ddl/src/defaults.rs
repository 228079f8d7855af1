//! DEFAULTs that say more of a column's values than a guess: what most rows have.

use generator::{ColumnSpec, GeneratorSpec, SqlType, kinds};
use sqlparser::ast::Expr;

use super::checks::literal;

/// Fraction of a flag's rows that have its default.
const OF_FLAGS: f64 = 0.8;
/// Largest number of a counter that begins at a default of 0 and of which nothing else is known.
const FEW: i64 = 100;
/// Largest number of a column that nothing else is known of, as inference has it.
const UNKNOWN: i64 = 1_000_000;

/// Gives a column's default its weight. Tells whether it changed what values are made.
pub(crate) fn apply(column: &mut ColumnSpec, default: &Expr) -> bool {
    let Some(text) = literal(default) else { return false };
    let Some(generator) = column.generator.clone() else { return false };
    if generator.is(&kinds::BOOLEAN) {
        let is_true = matches!(text.to_lowercase().as_str(), "true" | "1" | "t");
        let share = if is_true { OF_FLAGS } else { 1.0 - OF_FLAGS };
        column.generator = Some(GeneratorSpec::new(&kinds::BOOLEAN).with("true", round(share)));
        return true;
    }
    if generator.is(&kinds::LIST) && column.distribution.is_none() {
        let Some(kinds::OptionValue::Values(values)) = generator.option("values") else { return false };
        let is_default = |value: &serde_json::Value| match value {
            serde_json::Value::String(value) => *value == text,
            value => format!("{value}") == text,
        };
        if values.len() < 2 || !values.iter().any(is_default) {
            return false;
        }
        // As many rows as all others together, or three of four.
        let others = ((values.len() - 1) as f64).max(3.0);
        let weights: Vec<f64> =
            values.iter().map(|value| if is_default(value) { others } else { 1.0 }).collect();
        column.generator = Some(generator.with("weights", weights));
        return true;
    }
    let is_unknown = generator.is(&kinds::INTEGER)
        && generator.whole("min") == Some(0)
        && generator.whole("max").is_some_and(|max| {
            max >= UNKNOWN || Some(max) == column.sql_type.integer_bounds().map(|(_, max)| max)
        });
    if matches!(column.sql_type, SqlType::Integer { .. }) && is_unknown && text == "0" {
        column.generator = Some(generator.with("max", FEW));
        return true;
    }
    false
}

fn round(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}
