//! Partitions: a table's values are those that one of its partitions takes.

use std::collections::HashSet;

use generator::{GeneratorSpec, PartitionSpec, SqlType, TableSpec, kinds};
use jiff::civil::Date;

use super::{
    ReadTable,
    notes::Notes,
    partition::{Bounds, Partitioning},
    ranges::{Range, units},
    statements::partition_column,
};

/// Keeps the values of the column that decides about partitions to those that have one; ranges of the calendar stay the table's own.
pub(crate) fn apply(table: &mut ReadTable, notes: &mut Notes) {
    let Some(partitioning) = table.partitioning.take() else { return };
    let Some(column) = partition_column(&table.spec, &partitioning).map(|column| column.name.clone()) else {
        notes.group(format!("the partitions `{}` are not used", partitioning.text), &table.spec.name);
        return;
    };
    let is_calendar = is_of_calendar(&mut table.spec, &column, &partitioning);
    if !is_calendar {
        let said = "its partitions are not made with it; only ranges of days, months or years of a date are";
        notes.group(said, &table.spec.name);
        if !keep_to(&mut table.spec, &column, &partitioning, &mut table.settled.columns) {
            let said = format!("values may have no partition: `{}`", partitioning.text);
            notes.group(said, &table.spec.name);
        }
    }
    if is_calendar {
        table.settled.columns.insert(column.to_lowercase());
    }
    table.partition_column = Some(column);
}

/// Uses ranges of the calendar, if the partitions are such.
fn is_of_calendar(table: &mut TableSpec, name: &str, partitioning: &Partitioning) -> bool {
    let Some(ranges) = partitioning.date_ranges() else { return false };
    let Some(column) = table.columns.iter_mut().find(|column| column.name == name) else { return false };
    let (first, last) = (ranges.first.as_str(), ranges.last.as_str());
    column.generator = Some(match column.sql_type {
        SqlType::Date => GeneratorSpec::new(&kinds::DATE).with("from", first).with("to", last),
        SqlType::Timestamp { .. } => GeneratorSpec::new(&kinds::TIMESTAMP)
            .with("from", format!("{first}T00:00:00"))
            .with("to", format!("{last}T23:59:59.999999")),
        _ => return false,
    });
    table.partition_by = Some(PartitionSpec { column: name.to_owned(), range: ranges.range });
    true
}

/// Narrows a column to what its partitions take. Tells whether all of its values have one.
fn keep_to(
    table: &mut TableSpec,
    name: &str,
    partitioning: &Partitioning,
    settled: &mut HashSet<String>,
) -> bool {
    let Some(room) = partitioning.room() else { return true };
    let Some(column) = table.columns.iter_mut().find(|column| column.name == name) else { return false };
    if column.generator.as_ref().is_some_and(|generator| generator.reference().is_some()) {
        return false;
    }
    let sql_type = column.sql_type;
    match room {
        Bounds::List(values) => {
            let values: Vec<serde_json::Value> = values
                .iter()
                .map(|value| match sql_type {
                    SqlType::Integer { .. } => {
                        value.parse::<i64>().map_or_else(|_| value.as_str().into(), Into::into)
                    }
                    _ => value.as_str().into(),
                })
                .collect();
            column.generator = Some(GeneratorSpec::new(&kinds::LIST).with("values", values));
            settled.insert(name.to_lowercase());
            partitioning.function.is_empty()
        }
        Bounds::Range { from, to } => {
            let bound = |text: Option<String>| match text {
                None => Some(None),
                Some(text) => {
                    let text = date_of(&partitioning.function, &text)?;
                    units(sql_type, &text).map(|(units, _)| Some(units))
                }
            };
            let (Some(min), Some(max)) = (bound(from), bound(to)) else { return false };
            // The end is in no partition.
            let max = max.map(|max| max.saturating_sub(1));
            let is_counted =
                column.generator.as_ref().is_some_and(|generator| generator.is(&kinds::SEQUENCE));
            if is_counted {
                return min.is_none_or(|min| min <= 1) && max.is_none();
            }
            let range = Range::within(Range::of(column), sql_type, min, max);
            let generator = range.and_then(|range| range.generator(sql_type));
            let is_made = generator.is_some();
            if is_made {
                column.generator = generator;
                settled.insert(name.to_lowercase());
            }
            is_made
        }
    }
}

/// What a bound of a function of dates is as a date: the first day of a year, or a number of days since the year 0.
fn date_of(function: &str, text: &str) -> Option<String> {
    match function {
        "" => Some(text.to_owned()),
        "year" => Some(format!("{:04}-01-01", text.parse::<u32>().ok()?)),
        // TO_DAYS('1970-01-01') is 719,528 (MySQL's manual).
        "to_days" => {
            let days: i64 = text.parse().ok()?;
            let epoch = Date::constant(1970, 1, 1);
            let since = jiff::SignedDuration::try_from_hours(days.checked_sub(719_528)?.checked_mul(24)?)?;
            Some(epoch.checked_add(since).ok()?.to_string())
        }
        _ => None,
    }
}
