//! Columns of which another one decides the value: a city its country, a product its price.

use std::collections::BTreeMap;

use generator::{ColumnSpec, Dataset, DatasetSpec, GeneratorSpec, TableSpec, kinds};

use super::meaning::is_null;

/// Most different values of the column that decides.
const MOST_VALUES: usize = 50;
/// How often each of them is seen in the mean, at least, so that it is no chance.
const REPEATS: usize = 3;

/// Makes columns of choices expressions of an earlier column that decides them, where each of its values has one of theirs in the whole sample.
pub(super) fn apply(table: &mut TableSpec, cells: &[Vec<&str>], warnings: &mut Vec<String>) {
    let mut decided = vec![false; table.columns.len()];
    for column in 0..table.columns.len() {
        if !is_choice(&table.columns[column]) {
            continue;
        }
        let by = (0..table.columns.len()).find_map(|other| {
            let can_decide = other != column && !decided[other] && is_choice(&table.columns[other]);
            let values = decides(&cells[other], &cells[column]).filter(|_| can_decide)?;
            // Of two that decide each other the earlier one stays.
            let is_mutual = decides(&cells[column], &cells[other]).is_some();
            (!is_mutual || other < column).then_some((other, values))
        });
        let Some((other, values)) = by else { continue };
        let (name, deciding) = (table.columns[column].name.clone(), table.columns[other].name.clone());
        let mut changed = table.clone();
        let generator = GeneratorSpec::new(&kinds::EXPRESSION).with("sql", case(&deciding, &values));
        changed.columns[column].generator = Some(generator);
        changed.columns[column].distribution = None;
        changed.columns[column].null_fraction = 0.0;
        // An expression that the column's type does not hold leaves the choice as it was.
        if Dataset::compile(&DatasetSpec::of(vec![changed.clone()])).is_ok() {
            *table = changed;
            decided[column] = true;
            warnings
                .push(format!("`{name}` follows from `{deciding}`, as it does in every row of the sample"));
        }
    }
}

/// Whether a column has a list of values of the sample.
fn is_choice(column: &ColumnSpec) -> bool {
    column.generator.as_ref().is_some_and(|generator| generator.is(&kinds::LIST))
}

/// For each value of the first column that of the second, if there is one alone; two of the second at least.
fn decides<'a>(first: &[&'a str], second: &[&'a str]) -> Option<BTreeMap<&'a str, &'a str>> {
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    for (one, other) in first.iter().zip(second) {
        let one = if is_null(one) { "" } else { one };
        let other = if is_null(other) { "" } else { other };
        if *values.entry(one).or_insert(other) != other {
            return None;
        }
    }
    let mut others: Vec<&str> = values.values().copied().collect();
    others.sort_unstable();
    others.dedup();
    // What is NULL decides nothing but NULL.
    let is_sound = values.get("").is_none_or(|other| other.is_empty());
    let is_seen = values.len() <= MOST_VALUES && values.len() * REPEATS <= first.len();
    (is_sound && is_seen && others.len() > 1).then_some(values)
}

/// `CASE deciding WHEN 'a' THEN 'x' … END`; without a branch for what is NULL.
fn case(deciding: &str, values: &BTreeMap<&str, &str>) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let branches: String = values
        .iter()
        .filter(|(value, other)| !value.is_empty() && !other.is_empty())
        .map(|(value, other)| format!(" WHEN {} THEN {}", quoted(value), quoted(other)))
        .collect();
    format!("CASE CAST(\"{}\" AS text){branches} END", deciding.replace('"', "\"\""))
}
