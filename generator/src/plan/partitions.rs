//! Where the ranges of a partitioned table begin, in indexes of the partition column's source.

use super::{DefaultAxis, DraftedColumn};
use crate::{
    batch::ValueKind,
    civil,
    document::{PartitionRange, Problem, ProblemCode, TableSpec},
    limits::MAX_PARTITIONS,
};

/// The partition column and the first index of each partition, with the length of the source at the end.
pub(super) struct PartitionStarts {
    pub(super) column: usize,
    pub(super) index_starts: Vec<u128>,
}

/// The partitions of a table, if it has any; what is wrong is added to `problems`.
pub(super) fn strata(
    table: &TableSpec,
    columns: &[&DraftedColumn],
    path: &str,
    problems: &mut Vec<Problem>,
) -> Option<PartitionStarts> {
    let partition = table.partition_by.as_ref()?;
    let mut problem = |field: &str, code: ProblemCode, message: String| {
        problems.push(Problem::new(format!("{path}.partition_by.{field}"), code, message));
        None
    };
    let column = table.columns.iter().position(|column| column.name == partition.column)?;
    let draft = &columns[column].draft;
    let is_time = matches!(draft.kind, ValueKind::Date | ValueKind::Timestamp);
    let Some((first, step)) = draft.source.linear().filter(|_| is_time) else {
        let message =
            format!("`{}` is not a range of dates or timestamps; partition by one that is", partition.column);
        return problem("column", ProblemCode::InvalidPartition, message);
    };
    if table.columns[column].null_fraction > 0.0 {
        let message = format!("`{}` may be NULL, which is in no range; set its null to 0", partition.column);
        return problem("column", ProblemCode::InvalidPartition, message);
    }
    if draft.axis == DefaultAxis::InOrder && step == 0 {
        let message =
            format!("`{}` is the same in every row; partition by a column that varies", partition.column);
        return problem("column", ProblemCode::InvalidPartition, message);
    }
    let unit = if draft.kind == ValueKind::Date { 1 } else { civil::DAY };
    let last = i128::from(first) + (draft.len as i128 - 1) * i128::from(step);
    let mut index_starts = vec![0];
    let mut day = next_start(first.div_euclid(unit), partition.range);
    while i128::from(day) * i128::from(unit) <= last {
        // The first index at or behind the start of the range; the distance is positive.
        let distance = i128::from(day) * i128::from(unit) - i128::from(first);
        index_starts.push((distance as u128).div_ceil(step as u128));
        if index_starts.len() > MAX_PARTITIONS {
            let message = format!(
                "there would be more than {MAX_PARTITIONS} partitions; choose a longer range, or dates that lie closer together"
            );
            return problem("range", ProblemCode::TooManyPartitions, message);
        }
        day = next_start(day, partition.range);
    }
    index_starts.push(draft.len);
    Some(PartitionStarts { column, index_starts })
}

/// The first day of the range behind the one that holds `day`.
fn next_start(day: i64, range: PartitionRange) -> i64 {
    let (year, month, _) = civil::civil_from_days(day);
    let (year, month) = (i64::from(year), i64::from(month));
    match range {
        PartitionRange::Day => day + 1,
        PartitionRange::Month if month == 12 => civil::days_from_civil(year + 1, 1, 1),
        PartitionRange::Month => civil::days_from_civil(year, month + 1, 1),
        PartitionRange::Year => civil::days_from_civil(year + 1, 1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_begin_on_their_calendar_day() {
        let day = |text: &str| civil::parse_date(text).unwrap();
        assert_eq!(next_start(day("2025-12-31"), PartitionRange::Month), day("2026-01-01"));
        assert_eq!(next_start(day("2024-02-01"), PartitionRange::Month), day("2024-03-01"));
        assert_eq!(next_start(day("2024-02-28"), PartitionRange::Day), day("2024-02-29"));
        assert_eq!(next_start(day("2024-02-28"), PartitionRange::Year), day("2025-01-01"));
    }
}
