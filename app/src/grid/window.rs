//! The values on screen: made anew for every position, in microseconds.

use std::{ops::Range, sync::Arc};

use generator::{Batch, ColumnSpec, Dataset, TableSpec, cell_text};

use super::layout::{characters, fitted};
use crate::{statistics::is_number, workspace::rule};

/// Rows that the width of a column is measured on.
const MEASURED_ROWS: usize = 24;

/// The texts of some neighbouring rows in some neighbouring columns; `None` is NULL.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Window {
    pub(crate) first: u64,
    first_column: usize,
    rows: Vec<Vec<Option<String>>>,
}

impl Window {
    /// The rows from `first` on, as many as there are up to `count`, in these columns of the output.
    pub(crate) fn make(
        dataset: &Dataset,
        table: usize,
        first: u64,
        count: usize,
        columns: &Range<usize>,
    ) -> Self {
        let Some(table) = dataset.tables().nth(table) else { return Self::default() };
        let (mut rows, mut batch) = (Vec::with_capacity(count), Batch::new());
        // A batch of long rows has few of them.
        while rows.len() < count {
            let start = first.saturating_add(rows.len() as u64);
            table.batch(start..start.saturating_add((count - rows.len()) as u64), &mut batch);
            if batch.is_empty() {
                break;
            }
            let row = |row| columns.clone().map(|column| cell_text(table, &batch, column, row)).collect();
            rows.extend((0..batch.len()).map(row));
        }
        Self { first, first_column: columns.start, rows }
    }

    /// Whether there is a row in this slot.
    pub(crate) fn has(&self, slot: usize) -> bool {
        slot < self.rows.len()
    }

    /// The text of a cell, by its row's slot and its column's position in the output.
    pub(crate) fn cell(&self, slot: usize, column: usize) -> Option<&str> {
        self.rows.get(slot)?.get(column.checked_sub(self.first_column)?)?.as_deref()
    }

    /// The rows, each a text a column.
    pub(crate) fn rows(&self) -> &[Vec<Option<String>>] {
        &self.rows
    }
}

/// A column as the grid's head shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HeadColumn {
    /// Its position among all columns of the table.
    pub(crate) index: usize,
    pub(crate) name: String,
    pub(crate) sql_type: String,
    /// What its generator does, in words.
    pub(crate) rule: String,
    pub(crate) is_number: bool,
    pub(crate) is_key: bool,
    pub(crate) is_reference: bool,
    pub(crate) is_unique: bool,
    /// Whether the spec has no values for it as it is.
    pub(crate) is_wrong: bool,
    /// Width that its name and its first values ask for, in CSS pixels.
    pub(crate) width: f64,
}

/// The columns of a table that are shown, each as wide as its name and its first values ask for. The spec may be wrong: `is_wrong`
/// tells of which columns, by their positions.
pub(crate) fn head(
    dataset: &Arc<Dataset>,
    table: usize,
    spec: &TableSpec,
    is_wrong: &dyn Fn(usize) -> bool,
) -> Arc<[HeadColumn]> {
    let Some(found) = dataset.tables().nth(table) else { return Arc::default() };
    // What stands in for a table without columns is none of its columns.
    let columns = found.spec().columns.iter().take(spec.columns.len()).enumerate();
    let shown: Vec<(usize, &ColumnSpec)> = columns.filter(|(_, column)| !column.hidden).collect();
    let window = Window::make(dataset, table, 0, MEASURED_ROWS, &(0..shown.len()));
    let of = |(position, (index, column)): (usize, (usize, &ColumnSpec))| {
        // A column that is wrong is called as the spec calls it.
        let column = spec.columns.get(index).unwrap_or(column);
        let values = (0..window.rows.len()).filter_map(|slot| window.cell(slot, position));
        let widest = values.map(characters).fold(0.0, f64::max);
        let is_key = spec.primary_key.contains(&column.name);
        let reference = column.generator.as_ref().and_then(generator::GeneratorSpec::reference);
        // Marks stand before the name.
        let marks = f64::from(u8::from(is_key) + u8::from(reference.is_some()) + u8::from(column.unique));
        let name = characters(&column.name) + marks * 3.0;
        HeadColumn {
            index,
            name: column.name.clone(),
            sql_type: column.sql_type.to_string(),
            rule: rule::in_words(column),
            is_number: is_number(column.sql_type),
            is_key,
            is_reference: reference.is_some(),
            is_unique: column.unique,
            is_wrong: is_wrong(index),
            width: fitted(widest.max(name)),
        }
    };
    shown.into_iter().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn a_window_holds_the_rows_of_the_table() {
        let dataset = Arc::new(Dataset::compile(&example()).unwrap());
        let window = Window::make(&dataset, 1, 999_999_990, 50, &(0..3));
        assert!(window.has(9) && !window.has(10));
        let mut csv = Vec::new();
        let options = generator::CsvOptions { header: false, ..Default::default() };
        let table = dataset.table("purchase").unwrap();
        generator::generate(table, &generator::RowFormat::Csv(options), 999_999_999..u64::MAX, &mut csv);
        assert!(String::from_utf8(csv).unwrap().starts_with(window.cell(9, 0).unwrap()));
    }

    #[test]
    fn long_rows_fill_a_window_too() {
        let columns: Vec<String> = (0..200)
            .map(|index| {
                let generator = r#"{"kind":"bytes","min_length":1,"max_length":65535}"#;
                format!(r#"{{"name":"c{index}","type":"bytes","gen":{generator}}}"#)
            })
            .collect();
        let json = format!(
            r#"{{"rowmill":1,"tables":[{{"name":"t","rows":9,"columns":[{}]}}]}}"#,
            columns.join(",")
        );
        let dataset = Dataset::compile(&generator::DatasetSpec::from_json(&json).unwrap()).unwrap();
        let window = Window::make(&dataset, 0, 2, 6, &(100..200));
        assert!(window.has(5) && !window.has(6));
        assert!((0..6).all(|slot| window.cell(slot, 199).is_some()));
    }

    #[test]
    fn widths_follow_names_and_values() {
        let dataset = Arc::new(Dataset::compile(&example()).unwrap());
        let columns = head(&dataset, 1, &dataset.spec().tables[1], &|column| column == 2);
        assert_eq!(columns[0].width, fitted(36.0));
        assert!(columns[0].is_key && columns[1].is_number && !columns[2].is_number);
        assert!(columns[1].is_reference && columns[1].rule == "customer.id");
        assert!(columns[2].is_wrong && !columns[1].is_wrong);
    }
}
