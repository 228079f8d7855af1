//! What was chosen for a table may not fit it: whatever the engine refuses is given up for something plainer, and said.

use std::collections::HashSet;

use generator::{
    ColumnSpec, Dataset, DatasetSpec, Problem, ProblemCode, SqlType, Surroundings, infer, kinds,
};

use super::{
    keys::{can_change, give_more_values, pattern},
    notes::Notes,
};

/// Tables that grow again, times the tables that are looked at for each.
const MOST_GROWN: usize = 2_000;
/// How often a spec is looked at; each time whatever is wrong becomes plainer, and a table of 10^12 rows is one of 1 behind 12 steps.
const MOST_ROUNDS: usize = 24;

/// Changes a spec until it is one that rows can be made of.
pub(crate) fn mend(spec: &mut DatasetSpec, settled: &[HashSet<String>], notes: &mut Notes) {
    let asked: Vec<u64> = spec.tables.iter().map(|table| table.rows).collect();
    for round in 0..MOST_ROUNDS {
        let Err(problems) = Dataset::compile(spec) else { break };
        let mut is_changed = false;
        let mut shrunk = vec![false; spec.tables.len()];
        for problem in problems.all() {
            is_changed |= mend_one(spec, settled, problem, round, &mut shrunk, notes);
        }
        if !is_changed {
            break;
        }
    }
    grow(spec, &asked);
    for (table, asked) in spec.tables.iter().zip(asked) {
        let (name, rows) = (&table.name, table.rows);
        if rows != asked {
            notes.add(format!("{name}: made with {rows} rows, because its keys hold few values"));
        }
    }
}

/// Gives tables that were made too small, by steps of ten, as many rows as they can have, if they are not many.
fn grow(spec: &mut DatasetSpec, asked: &[u64]) {
    let small: Vec<usize> =
        (0..spec.tables.len()).filter(|index| spec.tables[*index].rows < asked[*index]).collect();
    if small.len() * spec.tables.len() > MOST_GROWN {
        return;
    }
    for index in small {
        let rows = spec.tables[index].rows;
        let fits = (2..10).rev().find(|factor| {
            spec.tables[index].rows = rows.saturating_mul(*factor).min(asked[index]);
            Dataset::compile(spec).is_ok()
        });
        spec.tables[index].rows = rows.saturating_mul(fits.unwrap_or(1)).min(asked[index]);
    }
}

/// Mends one problem, and tells whether something was changed.
fn mend_one(
    spec: &mut DatasetSpec,
    settled: &[HashSet<String>],
    problem: &Problem,
    round: usize,
    shrunk: &mut [bool],
    notes: &mut Notes,
) -> bool {
    let place = Place::of(&problem.path);
    let (now, locale) = (spec.now.clone(), spec.locale.clone());
    let around = Surroundings { now: &now, locale: &locale };
    let Some(table) = place.table.and_then(|index| spec.tables.get_mut(index)) else { return false };
    let is_small = matches!(problem.code, ProblemCode::TooFewValues | ProblemCode::ValueOutOfType);
    let index = place.table.unwrap_or_default();
    if is_small && (table.rows > 1 || shrunk[index]) {
        if !std::mem::replace(&mut shrunk[index], true) {
            table.rows = (table.rows / 10).max(1);
        }
        return true;
    }
    let name = table.name.clone();
    let none = HashSet::new();
    let settled_here = place.table.and_then(|index| settled.get(index)).unwrap_or(&none);
    match (place.column, place.part.as_str()) {
        (Some(column), part) => {
            let key_columns: Vec<String> =
                table.primary_key.iter().chain(table.unique.iter().flatten()).cloned().collect();
            let Some(column) = table.columns.get_mut(column) else { return false };
            let is_key = column.unique || key_columns.contains(&column.name);
            let place = format!("{name}.{}", column.name);
            match part {
                "identity" => {
                    column.identity = false;
                    notes.group("counts in its database, which a key has to lead for MySQL; the values are numbered all the same", place);
                }
                "null" | "null_with" | "empty" => {
                    (column.null_fraction, column.empty_fraction) = (0.0, 0.0);
                    column.null_with.clear();
                }
                _ if !can_change(column, settled_here) => {
                    notes.group(
                        format!("has other values than its type or a check asks for: {}", problem.message),
                        &place,
                    );
                    plainer(column, is_key, round, around, &place, problem, notes);
                }
                _ => plainer(column, is_key, round, around, &place, problem, notes),
            }
            true
        }
        (None, "partition_by") => {
            table.partition_by = None;
            notes.group(format!("its partitions are not used: {}", problem.message), name);
            true
        }
        (None, "indexes") => {
            match place.item.filter(|item| *item < table.indexes.len()) {
                Some(item) => drop(table.indexes.remove(item)),
                None => table.indexes.clear(),
            }
            notes.group(format!("an index is not made: {}", problem.message), name);
            true
        }
        (None, part @ ("primary_key" | "unique")) => {
            let key = match (part, place.item) {
                ("primary_key", _) => table.primary_key.clone(),
                (_, Some(item)) => table.unique.get(item).cloned().unwrap_or_default(),
                _ => return false,
            };
            if round < 2 {
                let mut of_key = table.columns.iter_mut().filter(|column| key.contains(&column.name));
                of_key.by_ref().for_each(|column| {
                    if can_change(column, settled_here)
                        && column.generator.as_ref().is_none_or(|generator| generator.reference().is_none())
                    {
                        give_more_values(column, around);
                        column.null_fraction = 0.0;
                    }
                });
                return true;
            }
            let columns = key.join(", ");
            notes.group(format!("the key ({columns}) is not kept by the values: {}", problem.message), name);
            if part == "primary_key" {
                table.primary_key.clear();
            } else {
                table.unique.retain(|other| *other != key);
            }
            true
        }
        _ => false,
    }
}

/// Gives a column a plainer generator: one for its type, then one that always fits.
fn plainer(
    column: &mut ColumnSpec,
    is_key: bool,
    round: usize,
    around: Surroundings<'_>,
    place: &str,
    problem: &Problem,
    notes: &mut Notes,
) {
    let is_reference = column.generator.as_ref().is_some_and(|generator| generator.reference().is_some());
    let is_address = column.generator.as_ref().is_some_and(|generator| generator.is(&kinds::IPV4));
    if is_address && round < 2 {
        give_more_values(column, around);
        return;
    }
    if is_reference {
        notes.group(format!("does not refer to other rows: {}", problem.message), place);
    }
    column.distribution = None;
    column.sampler = None;
    if round < 2 && !is_key {
        column.generator = Some(infer("value", "", column.sql_type, "t", super::DEFAULT_ROWS, around));
    } else if column.sql_type.is_text() && column.sql_type != SqlType::Json {
        column.generator = Some(pattern(column.sql_type.max_length().unwrap_or(12).clamp(1, 12)));
    } else {
        column.generator = Some(infer("value", "", column.sql_type, "t", super::DEFAULT_ROWS, around));
        give_more_values(column, around);
    }
}

/// Where in a spec a problem is: `tables[3].columns[1].gen.min`.
struct Place {
    table: Option<usize>,
    column: Option<usize>,
    /// The field of the table or the column.
    part: String,
    /// Which of several it is.
    item: Option<usize>,
}

impl Place {
    fn of(path: &str) -> Self {
        let mut steps = path.split('.').map(|step| {
            let (name, index) = step.split_once('[').unwrap_or((step, ""));
            (name, index.trim_end_matches(']').parse().ok())
        });
        let mut place = Self { table: None, column: None, part: String::new(), item: None };
        if let Some(("tables", table)) = steps.next() {
            place.table = table;
        }
        if let Some((name, index)) = steps.next() {
            if name == "columns" {
                place.column = index;
                place.part = steps.next().map_or_else(String::new, |(name, _)| name.to_owned());
            } else {
                (place.part, place.item) = (name.to_owned(), index);
            }
        }
        place
    }
}
