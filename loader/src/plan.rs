//! Which rows go in which partition and chunk: pure arithmetic, the same in every execution.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use contract::{IndexTime, JobRequest, LoadMethod, LoadMode};
use generator::{
    Batch, CsvOptions, Dataset, GeneratorSpec, RowFormat, Table, TableSpec, cell_text, generate,
};

use crate::error::LaunchError;

/// Most rows of a chunk unless the request says otherwise.
const DEFAULT_CHUNK_ROWS: u64 = 100_000;
/// About how many bytes of CSV a chunk holds at the most, unless the request says otherwise.
const CHUNK_BYTES: u64 = 8 << 20;
/// Rows whose length is measured to estimate that of all.
const SAMPLE_ROWS: u64 = 64;

/// One table's part of a load.
#[derive(Debug, Clone)]
pub(crate) struct TableLoad {
    pub(crate) job: String,
    pub(crate) dataset: Arc<Dataset>,
    pub(crate) dataset_id: String,
    pub(crate) name: String,
    pub(crate) mode: LoadMode,
    pub(crate) method: LoadMethod,
    pub(crate) indexes: IndexTime,
    /// About how long a row is as CSV, in bytes.
    pub(crate) row_bytes: u64,
    pub(crate) chunk_rows: u64,
    /// Neighbouring ranges that cover all rows.
    pub(crate) partitions: Vec<Range<u64>>,
    pub(crate) skip_limit: u64,
    /// Whether the load made the table, and so may add indexes and keys to it; known when it is made ready.
    pub(crate) is_created: bool,
    /// Whether the rows themselves say how far the load is, because there may be no checkpoints; known when it is made
    /// ready.
    pub(crate) is_probed: bool,
    /// The epoch that all checkpoints have since the load was made ready; partitions are claimed from it.
    pub(crate) epoch: u64,
    /// The tables of the same load, in the order of loading.
    pub(crate) order: Arc<[String]>,
}

impl TableLoad {
    /// The table.
    pub(crate) fn table(&self) -> Table<'_> {
        // `plan` found it in this dataset.
        self.dataset.table(&self.name).expect("a planned table is in its dataset")
    }

    /// The value of a column in a row as it stands in CSV; NULL is empty. `None` if there is no such column.
    pub(crate) fn value(&self, row: u64, column: &str) -> Option<String> {
        let table = self.table();
        let index = table.output_columns().position(|found| found.name.eq_ignore_ascii_case(column))?;
        let mut batch = Batch::new();
        table.batch(row..row + 1, &mut batch);
        Some(cell_text(table, &batch, index, 0).unwrap_or_default())
    }

    /// How many chunks a partition has.
    pub(crate) fn chunks(&self, partition: usize) -> u64 {
        let rows = &self.partitions[partition];
        (rows.end - rows.start).div_ceil(self.chunk_rows)
    }

    /// The rows of a chunk.
    pub(crate) fn chunk(&self, partition: usize, chunk: u64) -> Range<u64> {
        let rows = &self.partitions[partition];
        let start = rows.start + chunk * self.chunk_rows;
        start..(start + self.chunk_rows).min(rows.end)
    }
}

/// The tables of a load in the order of loading, each with its partitions and chunks.
///
/// # Errors
/// A table that the dataset does not have, a number out of its range.
pub(crate) fn plan(
    job: &str,
    request: &JobRequest,
    dataset: &Arc<Dataset>,
    default_workers: u64,
) -> Result<Vec<TableLoad>, LaunchError> {
    let workers = in_range("workers", request.workers.map_or(default_workers, u64::from), 1, 64)?;
    let asked_chunk_rows = match request.chunk_rows {
        Some(rows) => Some(in_range("chunk_rows", u64::from(rows), 1, 1_000_000)?),
        None => None,
    };
    let names: BTreeSet<String> = if request.tables.is_empty() {
        dataset.spec().tables.iter().map(|table| table.name.clone()).collect()
    } else {
        request.tables.iter().cloned().collect()
    };
    if let Some(unknown) = names.iter().find(|name| dataset.table(name).is_none()) {
        return Err(LaunchError::UnknownTable(unknown.clone()));
    }
    let order: Arc<[String]> = parents_first(&dataset.spec().tables, &names).into();
    let loads = order
        .iter()
        .filter_map(|name| dataset.table(name))
        .map(|table| (table, row_bytes(table)))
        .map(|(table, row_bytes)| TableLoad {
            job: job.to_owned(),
            dataset: Arc::clone(dataset),
            dataset_id: request.dataset.clone(),
            name: table.spec().name.clone(),
            mode: request.mode,
            method: request.method,
            indexes: request.indexes,
            row_bytes,
            chunk_rows: asked_chunk_rows
                .unwrap_or_else(|| (CHUNK_BYTES / row_bytes).clamp(1, DEFAULT_CHUNK_ROWS)),
            partitions: partitions(table, workers),
            skip_limit: request.skip_limit,
            is_created: false,
            is_probed: false,
            epoch: 0,
            order: Arc::clone(&order),
        })
        .collect();
    Ok(loads)
}

fn in_range(name: &'static str, value: u64, min: u64, max: u64) -> Result<u64, LaunchError> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(LaunchError::OutOfRange { name, value, min, max })
    }
}

/// The table's own partitions, or as many equal ranges as there are workers.
fn partitions(table: Table<'_>, workers: u64) -> Vec<Range<u64>> {
    let own: Vec<Range<u64>> = table.partitions().collect();
    if own.len() > 1 {
        return own;
    }
    let rows = u128::from(table.rows());
    let bound = |worker: u64| (rows * u128::from(worker) / u128::from(workers)) as u64;
    let ranges: Vec<Range<u64>> = (0..workers)
        .map(|worker| bound(worker)..bound(worker + 1))
        .filter(|range| !range.is_empty())
        .collect();
    // A table without rows has one partition without rows.
    if ranges.is_empty() { Vec::from([Range::default()]) } else { ranges }
}

/// The average length of some rows as CSV, at least 1.
fn row_bytes(table: Table<'_>) -> u64 {
    let rows = table.rows().clamp(1, SAMPLE_ROWS);
    let mut bytes = Vec::new();
    generate(table, &RowFormat::Csv(CsvOptions::default()), 0..rows, &mut bytes);
    (bytes.len() as u64 / rows).max(1)
}

/// The chosen tables, each behind those that its foreign keys name; in a circle of keys, document order decides.
fn parents_first(tables: &[TableSpec], chosen: &BTreeSet<String>) -> Vec<String> {
    fn visit<'a>(
        table: &'a TableSpec,
        tables: &'a [TableSpec],
        visited: &mut BTreeSet<&'a str>,
        order: &mut Vec<String>,
    ) {
        if !visited.insert(&table.name) {
            return;
        }
        for column in &table.columns {
            if let Some(reference) = column.generator.as_ref().and_then(GeneratorSpec::reference)
                && let Some(parent) = tables.iter().find(|table| table.name == reference.table)
            {
                visit(parent, tables, visited, order);
            }
        }
        order.push(table.name.clone());
    }
    let mut order = Vec::new();
    let mut visited = BTreeSet::new();
    for table in tables {
        visit(table, tables, &mut visited, &mut order);
    }
    order.retain(|name| chosen.contains(name));
    order
}

#[cfg(test)]
mod tests {
    use generator::DatasetSpec;

    use super::*;

    fn dataset(json: &str) -> Arc<Dataset> {
        Arc::new(Dataset::compile(&DatasetSpec::from_json(json).unwrap()).unwrap())
    }

    fn request(json: &str) -> JobRequest {
        serde_json::from_str(json).unwrap()
    }

    const TABLES: &str = r#"{"rowmill":1,"tables":[
        {"name":"child","rows":103,"columns":[{"name":"p","type":"bigint","gen":{"kind":"foreign_key","table":"parent","column":"id"}}]},
        {"name":"parent","rows":7,"columns":[{"name":"id","type":"bigint"}]},
        {"name":"empty","rows":0,"columns":[{"name":"id","type":"bigint"}]},
        {"name":"monthly","rows":1000,"partition_by":{"column":"d","range":"month"},"columns":[
            {"name":"d","type":"date","gen":{"kind":"date","from":"2025-01-15","to":"2025-04-15"}}]}]}"#;

    #[test]
    fn parents_come_first_and_ranges_cover_all_rows() {
        let request = request(r#"{"dataset":"d","target":"t","workers":4,"chunk_rows":10}"#);
        let loads = plan("j", &request, &dataset(TABLES), 1).unwrap();
        let names: Vec<&str> = loads.iter().map(|load| load.name.as_str()).collect();
        assert_eq!(names, ["parent", "child", "empty", "monthly"]);
        assert_eq!(loads[1].partitions, [0..25, 25..51, 51..77, 77..103]);
        assert_eq!(loads[2].partitions, [std::ops::Range::default()]);
        assert_eq!(loads[3].partitions.len(), 4);
        for load in &loads {
            let mut next = 0;
            for partition in 0..load.partitions.len() {
                for chunk in 0..load.chunks(partition) {
                    let rows = load.chunk(partition, chunk);
                    assert_eq!(rows.start, next);
                    assert!(rows.end - rows.start <= 10 && rows.end > rows.start);
                    next = rows.end;
                }
            }
            assert_eq!(next, load.table().rows());
        }
    }

    #[test]
    fn impossible_requests_say_why() {
        let dataset = dataset(TABLES);
        let error = |json: &str| plan("j", &request(json), &dataset, 1).unwrap_err().to_string();
        assert!(error(r#"{"dataset":"d","target":"t","tables":["x"]}"#).contains("`x`"));
        assert!(error(r#"{"dataset":"d","target":"t","workers":65}"#).contains("1 to 64"));
        assert!(error(r#"{"dataset":"d","target":"t","chunk_rows":0}"#).contains("1 to 1000000"));
    }

    #[test]
    fn long_rows_make_small_chunks() {
        let dataset = dataset(
            r#"{"rowmill":1,"tables":[{"name":"t","rows":100,"columns":[
                {"name":"a","type":"bytes","gen":{"kind":"bytes","min_length":60000,"max_length":60000}}]}]}"#,
        );
        let loads = plan("j", &request(r#"{"dataset":"d","target":"t"}"#), &dataset, 1).unwrap();
        assert_eq!(loads[0].chunk_rows, (8 << 20) / 120_001);
    }
}
