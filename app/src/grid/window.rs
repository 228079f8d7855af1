//! The cells on screen: made anew for every position, in microseconds.

use std::sync::Arc;

use generator::{Batch, Dataset, TableSpec, cell_text};

/// Width of a column at the least and at the most, in characters.
const COLUMN_CHARS: (usize, usize) = (7, 44);
/// Rows that the width of a column is measured on.
const MEASURED_ROWS: u64 = 24;

/// The texts of some neighbouring rows; `None` is NULL.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Window {
    pub(crate) first: u64,
    rows: Vec<Vec<Option<String>>>,
}

impl Window {
    /// The rows from `first` on, as many as there are up to `count`.
    pub(crate) fn make(dataset: &Dataset, table: usize, first: u64, count: usize) -> Self {
        let Some(table) = dataset.tables().nth(table) else { return Self::default() };
        let columns = table.output_columns().count();
        let (mut rows, mut batch) = (Vec::with_capacity(count), Batch::new());
        // A batch of long rows has few of them.
        while rows.len() < count {
            let start = first.saturating_add(rows.len() as u64);
            table.batch(start..start.saturating_add((count - rows.len()) as u64), &mut batch);
            if batch.is_empty() {
                break;
            }
            let row = |row| (0..columns).map(|column| cell_text(table, &batch, column, row)).collect();
            rows.extend((0..batch.len()).map(row));
        }
        Self { first, rows }
    }

    /// Whether there is a row in this slot.
    pub(crate) fn has(&self, slot: usize) -> bool {
        slot < self.rows.len()
    }

    /// The text of a cell.
    pub(crate) fn cell(&self, slot: usize, column: usize) -> Option<&str> {
        self.rows.get(slot)?.get(column)?.as_deref()
    }
}

/// A column as the grid's head shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeadColumn {
    pub(crate) name: String,
    pub(crate) sql_type: String,
    pub(crate) is_number: bool,
    pub(crate) is_key: bool,
    /// Whether the spec has no values for it as it is.
    pub(crate) is_wrong: bool,
    /// Width in characters.
    pub(crate) chars: usize,
}

/// The columns of a table that are shown, each as wide as its name, its type and its first values ask for. The spec may be wrong:
/// `is_wrong` tells of which columns, by their positions.
pub(crate) fn head(
    dataset: &Arc<Dataset>,
    table: usize,
    spec: &TableSpec,
    is_wrong: &dyn Fn(usize) -> bool,
) -> Arc<[HeadColumn]> {
    let Some(found) = dataset.tables().nth(table) else { return Arc::default() };
    let window = Window::make(dataset, table, 0, MEASURED_ROWS as usize);
    let shown = found.spec().columns.iter().enumerate().filter(|(_, column)| !column.hidden);
    shown
        .enumerate()
        .map(|(position, (index, column))| {
            // A column that is wrong is called as the spec calls it.
            let column = spec.columns.get(index).unwrap_or(column);
            let (sql_type, is_wrong) = (column.sql_type.to_string(), is_wrong(index));
            let values = (0..window.rows.len()).filter_map(|slot| window.cell(slot, position));
            let longest = values.map(|text| text.chars().count()).max().unwrap_or(0);
            let is_key = spec.primary_key.contains(&column.name);
            let type_chars = sql_type.len() + if is_key { " · key".chars().count() } else { 0 };
            let wanted = longest.max(column.name.chars().count()).max(type_chars);
            let is_number = ["int", "decimal", "double"].iter().any(|number| sql_type.contains(number));
            HeadColumn {
                name: column.name.clone(),
                is_number,
                is_key,
                is_wrong,
                sql_type,
                chars: wanted.clamp(COLUMN_CHARS.0, COLUMN_CHARS.1),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn a_window_holds_the_rows_of_the_table() {
        let dataset = Arc::new(Dataset::compile(&example()).unwrap());
        let window = Window::make(&dataset, 1, 999_999_990, 50);
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
        let window = Window::make(&dataset, 0, 2, 6);
        assert!(window.has(5) && !window.has(6));
        assert!((0..6).all(|slot| window.cell(slot, 199).is_some()));
    }

    #[test]
    fn widths_follow_names_and_values() {
        let dataset = Arc::new(Dataset::compile(&example()).unwrap());
        let columns = head(&dataset, 1, &dataset.spec().tables[1], &|column| column == 2);
        assert_eq!(columns[0].chars, 36);
        assert!(columns[0].is_key && columns[1].is_number && !columns[2].is_number);
        assert!(columns[2].is_wrong && !columns[1].is_wrong);
        assert!(columns.iter().all(|column| (7..=44).contains(&column.chars)));
    }
}
