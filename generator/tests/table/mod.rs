//! The rows of a table of one dataset, as they are read: what several tests of values need.

use generator::{Batch, Dataset, DatasetSpec, cell_text};

/// The rows of a table with these columns, each a name, a type and a generator, in a dataset of this language.
pub(crate) fn rows_in(locale: &str, count: u64, columns: &[(&str, &str, &str)]) -> Vec<Vec<String>> {
    let columns: Vec<String> = columns
        .iter()
        .map(|(name, sql_type, generator)| {
            format!(r#"{{"name":"{name}","type":"{sql_type}","gen":{generator}}}"#)
        })
        .collect();
    let json = format!(
        r#"{{"rowmill":1,"seed":"3","now":"2025-05-01T00:00:00","locale":"{locale}","tables":[{{"name":"t","rows":{count},"columns":[{}]}}]}}"#,
        columns.join(",")
    );
    let dataset = Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
    let table = dataset.table("t").unwrap();
    let mut batch = Batch::new();
    let mut rows = Vec::new();
    while (rows.len() as u64) < count {
        table.batch(rows.len() as u64..count, &mut batch);
        let cells =
            |row| (0..columns.len()).map(|column| cell_text(table, &batch, column, row).unwrap()).collect();
        rows.extend((0..batch.len()).map(cells).collect::<Vec<Vec<String>>>());
    }
    rows
}
