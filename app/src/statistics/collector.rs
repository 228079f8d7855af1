//! Looking at some rows of a table, a few at a time.

use generator::{Batch, Dataset, SqlType, cell_text};

use super::analysis::{ColumnStatistics, analyse};

/// Rows that are looked at, at even distance over the whole table.
pub(crate) const SAMPLED_ROWS: u64 = 4_096;
/// Rows that are made at once.
const PIECE: usize = 64;

/// The values of some columns, as far as they have been looked at.
pub(crate) struct Collector {
    table: usize,
    /// By their positions among the columns that are shown.
    columns: Vec<usize>,
    rows: Vec<u64>,
    next: usize,
    is_exact: bool,
    values: Vec<Vec<Option<String>>>,
    batch: Batch,
}

impl Collector {
    /// Begins with columns of a table, by their positions among those that are shown.
    pub(crate) fn new(dataset: &Dataset, table: usize, columns: Vec<usize>) -> Self {
        let count = dataset.tables().nth(table).map_or(0, |table| table.rows());
        let values = vec![Vec::new(); columns.len()];
        let is_exact = count <= SAMPLED_ROWS;
        Self { table, columns, rows: sampled_rows(count), next: 0, is_exact, values, batch: Batch::new() }
    }

    /// Looks at some more rows; false if all have been looked at.
    pub(crate) fn go_on(&mut self, dataset: &Dataset) -> bool {
        let Some(table) = dataset.tables().nth(self.table) else { return false };
        let piece = &self.rows[self.next..(self.next + PIECE).min(self.rows.len())];
        if piece.is_empty() {
            return false;
        }
        table.rows_at(piece, &mut self.batch);
        // A batch of long rows has few of them.
        self.next += self.batch.len().max(1);
        for (values, column) in self.values.iter_mut().zip(&self.columns) {
            values.extend((0..self.batch.len()).map(|row| cell_text(table, &self.batch, *column, row)));
        }
        self.next < self.rows.len()
    }

    /// What the rows have shown, a column each.
    pub(crate) fn finish(self, dataset: &Dataset) -> Vec<(usize, ColumnStatistics)> {
        let Some(table) = dataset.tables().nth(self.table) else { return Vec::new() };
        let types: Vec<SqlType> = table.output_columns().map(|column| column.sql_type).collect();
        let of = |(column, values): (usize, Vec<Option<String>>)| {
            let is_ordered = types.get(column).is_some_and(|sql_type| is_ordered(*sql_type));
            (column, analyse(&values, is_ordered, self.is_exact))
        };
        self.columns.into_iter().zip(self.values).map(of).collect()
    }
}

/// The rows that a table of so many rows is judged by.
fn sampled_rows(count: u64) -> Vec<u64> {
    let sampled = count.min(SAMPLED_ROWS);
    // The product fits 128 bits.
    (0..sampled).map(|row| (u128::from(row) * u128::from(count) / u128::from(sampled)) as u64).collect()
}

/// Whether values of a type have an order that means something.
pub(crate) fn is_ordered(sql_type: SqlType) -> bool {
    is_number(sql_type)
        || matches!(
            sql_type.to_string().split('(').next(),
            Some("date" | "time" | "timestamp" | "timestamptz")
        )
}

/// Whether values of a type are numbers.
pub(crate) fn is_number(sql_type: SqlType) -> bool {
    let name = sql_type.to_string();
    ["int", "decimal", "double"].iter().any(|number| name.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn rows_are_spread_over_the_whole_table() {
        assert_eq!(sampled_rows(3), [0, 1, 2]);
        let rows = sampled_rows(1_000_000_000_000);
        assert_eq!(rows.len() as u64, SAMPLED_ROWS);
        assert!(rows.is_sorted_by(|one, other| one < other));
        assert!(*rows.last().unwrap() > 999_000_000_000);
    }

    #[test]
    fn the_statistics_are_those_of_the_spec() {
        let dataset = Dataset::compile(&example()).unwrap();
        let mut collector = Collector::new(&dataset, 1, vec![3, 4, 5]);
        while collector.go_on(&dataset) {}
        let statistics = collector.finish(&dataset);
        let [(3, amount), (4, status), (5, paid_on)] = statistics.as_slice() else { panic!("three columns") };
        assert_eq!(amount.sampled as u64, SAMPLED_ROWS);
        let mean = amount.spread.as_ref().unwrap().mean.unwrap();
        assert!((1_200.0..1_300.0).contains(&mean), "{mean}");
        assert_eq!(status.distinct, 3);
        assert_eq!(status.top[0].0, "paid");
        let nulls = paid_on.nulls as f64 / paid_on.sampled as f64;
        assert!((0.17..0.23).contains(&nulls), "{nulls}");
        assert!(!amount.is_exact);
    }
}
