//! Keys: unique columns get values enough.

use std::collections::HashSet;

use generator::{ColumnSpec, Dataset, DatasetSpec, GeneratorSpec, SqlType, Surroundings, TableSpec, kinds};

use super::{DEFAULT_ROWS, columns::same_name};

/// A primary key of one whole-number column counts, whatever its name.
pub(crate) fn number_the_key(table: &mut TableSpec) {
    if let [key] = table.primary_key.as_slice()
        && let Some(column) = table.columns.iter_mut().find(|column| column.name == *key)
        && matches!(column.sql_type, SqlType::Integer { .. })
    {
        column.generator = Some(GeneratorSpec::new(&kinds::SEQUENCE));
    }
}

/// Whether a column by itself can be unique in a table of as many rows as one begins with.
fn never_repeats(column: &ColumnSpec, around: Surroundings<'_>) -> bool {
    // Whatever it refers to decides by itself.
    if column.generator.as_ref().is_some_and(|generator| generator.reference().is_some()) {
        return true;
    }
    let mut alone = column.clone();
    alone.unique = true;
    alone.identity = false;
    by_itself(alone, DEFAULT_ROWS, around).is_some()
}

/// A dataset of one column, if it is one.
fn by_itself(column: ColumnSpec, rows: u64, around: Surroundings<'_>) -> Option<Dataset> {
    let mut spec = DatasetSpec::of(vec![TableSpec::new("t", rows, vec![column])]);
    around.now.clone_into(&mut spec.now);
    around.locale.clone_into(&mut spec.locale);
    Dataset::compile(&spec).ok()
}

/// Gives unique columns values enough. `narrowed` has, for each table, the columns of which a key sees less than the whole.
pub(crate) fn fit(
    spec: &mut DatasetSpec,
    narrowed: &[Vec<(String, Option<u32>)>],
    settled: &[HashSet<String>],
) {
    let (now, locale) = (spec.now.clone(), spec.locale.clone());
    let around = Surroundings { now: &now, locale: &locale };
    for ((table, narrowed), settled) in spec.tables.iter_mut().zip(narrowed).zip(settled) {
        let keys: Vec<String> = std::iter::once(&table.primary_key)
            .chain(&table.unique)
            .filter_map(|key| if let [only] = key.as_slice() { Some(only.clone()) } else { None })
            .collect();
        let of_keys: Vec<String> =
            table.primary_key.iter().chain(table.unique.iter().flatten()).cloned().collect();
        for column in &mut table.columns {
            if column.unique || of_keys.contains(&column.name) {
                weigh_equally(column);
            }
            let seen = narrowed.iter().find(|(name, _)| same_name(name, &column.name));
            if let Some((_, length)) = seen
                && column.sql_type.is_text()
                && is_free(column)
                && !settled.contains(&column.name.to_lowercase())
                && !is_seen_whole(column, *length, around)
            {
                let length = length.or(column.sql_type.max_length()).unwrap_or(12).clamp(1, 12);
                column.generator = Some(pattern(length));
            }
            let is_key = column.unique || keys.contains(&column.name);
            if is_key && can_change(column, settled) && !never_repeats(column, around) {
                give_more_values(column, around);
            }
        }
    }
}

/// Whether a key that sees the first characters of a text, or no capital letters, sees all that its values differ in.
fn is_seen_whole(column: &ColumnSpec, length: Option<u32>, around: Surroundings<'_>) -> bool {
    let Some(dataset) = by_itself(column.clone(), 1, around) else { return false };
    let made = dataset.table("t").and_then(|table| table.output_columns().next());
    made.is_some_and(|made| {
        !made.may_fold && length.is_none_or(|length| made.longest.chars <= length as usize)
    })
}

/// Whether a column may have other values: neither its type nor a check says which; of addresses there are always more.
pub(crate) fn can_change(column: &ColumnSpec, settled: &HashSet<String>) -> bool {
    let has_more = [&kinds::IPV4, &kinds::BYTES]
        .iter()
        .any(|kind| column.generator.as_ref().is_some_and(|generator| generator.is(kind)));
    has_more || !settled.contains(&column.name.to_lowercase())
}

/// Takes the weights of a list away: in a key each value comes as often as the key needs it.
fn weigh_equally(column: &mut ColumnSpec) {
    let values = column
        .generator
        .as_ref()
        .filter(|generator| generator.is(&kinds::LIST))
        .and_then(|list| list.option("values"));
    if let Some(values) = values.cloned() {
        column.generator = Some(GeneratorSpec::new(&kinds::LIST).with("values", values));
    }
}

/// Whether no other column decides the values of this one.
fn is_free(column: &ColumnSpec) -> bool {
    column.generator.as_ref().is_none_or(|generator| generator.reference().is_none())
}

/// Small letters and digits, of which as many differ as anybody asks for.
pub(crate) fn pattern(length: u32) -> GeneratorSpec {
    GeneratorSpec::new(&kinds::PATTERN).with("pattern", format!("[a-z0-9]{{{length}}}"))
}

/// The length that each value of a column of bytes has, if it is one.
fn exact_length(column: &ColumnSpec) -> Option<u32> {
    if let SqlType::Binary { length } = column.sql_type {
        return Some(length);
    }
    let generator = column.generator.as_ref().filter(|generator| generator.is(&kinds::BYTES))?;
    let (least, most) = (generator.whole("min_length")?, generator.whole("max_length")?);
    // One that nobody has asked for begins at one byte.
    u32::try_from(least).ok().filter(|least| *least > 1 || i64::from(*least) == most)
}

/// Gives a column a generator with more values.
pub(crate) fn give_more_values(column: &mut ColumnSpec, around: Surroundings<'_>) {
    // A database that has a type for addresses takes nothing else.
    if column.generator.as_ref().is_some_and(|generator| generator.is(&kinds::IPV4)) {
        column.generator = Some(GeneratorSpec::new(&kinds::IPV4).with("range", "any"));
        return;
    }
    if column.sql_type.is_text() {
        column.generator = Some(pattern(column.sql_type.max_length().unwrap_or(12).clamp(1, 12)));
    }
    // Whole numbers of a narrow range would leave the table few rows.
    if column.sql_type.integer_bounds().is_some() {
        column.generator = Some(GeneratorSpec::new(&kinds::SEQUENCE));
    }
    if column.sql_type.is_binary() {
        column.generator = Some(
            if kinds::UUID_V4.suits(column.sql_type, around)
                && exact_length(column).is_none_or(|length| length == 16)
            {
                GeneratorSpec::new(&kinds::UUID_V4)
            } else {
                // The characters of a text are bytes, too, and of texts it is known how many there are.
                pattern(
                    exact_length(column)
                        .unwrap_or_else(|| column.sql_type.max_length().unwrap_or(12).min(12))
                        .max(1),
                )
            },
        );
    }
}
