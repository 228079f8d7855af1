//! The ranges of a partitioned table as a server's SQL says them.

use contract::{Check, CheckLevel};
use generator::{PartitionRange, kinds};
use jiff::{Span, ToSpan as _, civil::Date};

use super::catalogue::table_check;
use crate::plan::TableLoad;

/// Behind the last day of the calendar, which is 9999-12-31; PostgreSQL knows it by this name.
pub(crate) const END_OF_TIME: &str = "infinity";

/// A range of days that one partition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Partition {
    /// Such as `p202505`.
    pub(crate) name: String,
    /// Its first day.
    pub(crate) from: String,
    /// The first day behind it.
    pub(crate) to: String,
}

/// The partitions that hold all rows of a load's table, in order; none if it is not partitioned.
pub(crate) fn partitions(load: &TableLoad) -> Vec<Partition> {
    let table = load.table();
    let spec = table.spec();
    let Some(partition) = &spec.partition_by else { return Vec::new() };
    let column = spec.columns.iter().find(|column| column.name == partition.column);
    let first = match column.and_then(|column| column.generator.as_ref()) {
        Some(generator) => generator.text("from").unwrap_or(&load.dataset.spec().now),
        None => &load.dataset.spec().now,
    };
    // The engine has read the same text as a date.
    let Some(first) = first.get(..10).and_then(|day| day.parse::<Date>().ok()) else { return Vec::new() };
    let count = table.partitions().count();
    ranges(first, partition.range, count)
}

fn ranges(first: Date, range: PartitionRange, count: usize) -> Vec<Partition> {
    let (start, step, format): (Date, Span, &str) = match range {
        PartitionRange::Day => (first, 1.day(), "p%Y%m%d"),
        PartitionRange::Month => (first.first_of_month(), 1.month(), "p%Y%m"),
        PartitionRange::Year => (first.first_of_year(), 1.year(), "p%Y"),
    };
    let starts = start.series(step).take(count).collect::<Vec<_>>();
    let end =
        |start: Date| start.checked_add(step).map_or_else(|_| END_OF_TIME.to_owned(), |end| end.to_string());
    starts
        .into_iter()
        .map(|start| Partition {
            name: start.strftime(format).to_string(),
            from: start.to_string(),
            to: end(start),
        })
        .collect()
}

/// The first and last moment that a column of dates or timestamps shows, as texts that sort as they follow each other.
fn moments(load: &TableLoad, column: &str) -> Option<(String, String)> {
    let columns = &load.table().spec().columns;
    let column = columns.iter().find(|found| found.name.eq_ignore_ascii_case(column))?;
    let generator = column.generator.as_ref()?;
    if generator.is(&kinds::NOW) {
        let now = load.dataset.spec().now.replace('T', " ");
        return Some((now.clone(), now));
    }
    let is_range = generator.is(&kinds::DATE) || generator.is(&kinds::TIMESTAMP);
    let end = |name: &str| generator.text(name).map(|text| text.replace('T', " "));
    is_range.then(|| Some((end("from")?, end("to")?))).flatten()
}

/// Whether rows would come behind the last partition, which ends before `bound`.
pub(crate) fn ends_behind(load: &TableLoad, column: &str, bound: &str) -> Option<Check> {
    let (_, last) = moments(load, column)?;
    (last.as_str() >= bound).then(|| {
        let message = format!(
            "has no partition for rows from {bound} on, and `{column}` goes to {last}: add one, or end the generator's range earlier"
        );
        table_check(CheckLevel::Error, "partitions", load.name(), message)
    })
}

/// Whether rows would come before the first partition, which begins with `bound`.
pub(crate) fn begins_before(load: &TableLoad, column: &str, bound: &str) -> Option<Check> {
    let (first, _) = moments(load, column)?;
    (first.as_str() < bound).then(|| {
        let message = format!(
            "has no partition for rows before {bound}, and `{column}` begins with {first}: add one, or begin the generator's range later"
        );
        table_check(CheckLevel::Error, "partitions", load.name(), message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_begin_on_their_calendar_day() {
        let shown = |first: &str, range, count| -> Vec<String> {
            let ranges = ranges(first.parse().unwrap(), range, count);
            ranges.into_iter().map(|Partition { name, from, to }| format!("{name} {from} {to}")).collect()
        };
        assert_eq!(
            shown("2025-11-15", PartitionRange::Month, 3),
            [
                "p202511 2025-11-01 2025-12-01",
                "p202512 2025-12-01 2026-01-01",
                "p202601 2026-01-01 2026-02-01"
            ]
        );
        assert_eq!(shown("2024-02-28", PartitionRange::Day, 2)[1], "p20240229 2024-02-29 2024-03-01");
        assert_eq!(shown("2024-02-28", PartitionRange::Year, 1), ["p2024 2024-01-01 2025-01-01"]);
    }
}
