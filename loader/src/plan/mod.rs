//! Which rows go in which partition and chunk: pure arithmetic, the same in every execution.

mod order;
mod task;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use contract::{IndexTime, JobRequest, LoadMethod, LoadMode, RowLayout, Verify};
use generator::{Batch, CsvOptions, Dataset, RowFormat, Table, VALUE_VERSION, cell_text, generate};
use serde::{Deserialize, Serialize};

pub use self::task::{PartitionReport, PartitionTask};
use crate::{
    error::LaunchError,
    identity,
    keys::{self, ForeignKey, foreign_keys},
    limits::{MOST_CHUNK_ROWS, MOST_SKIPPED, MOST_STATEMENT_ROWS, MOST_WORKERS, SHARED_PARTITIONS},
};

/// Most rows of a chunk unless the request says otherwise.
const DEFAULT_CHUNK_ROWS: u64 = 100_000;
/// About how many bytes of CSV a chunk holds at the most, unless the request says otherwise.
const CHUNK_BYTES: u64 = 8 << 20;
/// Rows whose length is measured to estimate that of all.
const SAMPLE_ROWS: u64 = 64;
/// Rows of one INSERT statement unless the request says otherwise. Measured: 1,000 are no faster, and 5,000 slower.
const DEFAULT_STATEMENT_ROWS: u32 = 500;

/// What is pinned in the target by the first execution of a load, and taken over by all others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// The dataset's id.
    pub(crate) dataset: String,
    /// The table's name in the dataset.
    pub(crate) table: String,
    /// Its name in the target.
    pub(crate) as_table: String,
    pub(crate) value_version: u32,
    /// Rows of one transaction.
    pub(crate) chunk_rows: u64,
    /// The first row of each partition, and the row count behind them.
    pub(crate) bounds: Vec<u64>,
}

/// What may be another in each execution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Options {
    pub(crate) mode: LoadMode,
    pub(crate) method: LoadMethod,
    /// Rows of one INSERT statement.
    pub(crate) statement_rows: u32,
    pub(crate) skip_limit: u64,
    pub(crate) indexes: IndexTime,
    pub(crate) verify: Verify,
    /// Whether several programs share the load.
    pub(crate) is_shared: bool,
    /// Whether a new table is made without foreign keys.
    #[serde(default)]
    pub(crate) without_foreign_keys: bool,
    /// Whether a new table is made UNLOGGED.
    #[serde(default)]
    pub(crate) unlogged: bool,
    /// Settings of the connections that write.
    #[serde(default)]
    pub(crate) settings: BTreeMap<String, String>,
}

/// What making the load ready has found and done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Prepared {
    /// A random number that all checkpoints have since this execution began: whoever has another is fenced.
    pub(crate) execution: u64,
    /// Whether the load made the table, and so may add indexes and keys to it.
    pub(crate) is_created: bool,
    /// Whether the rows themselves say how far the load is, because there may be no checkpoints.
    pub(crate) is_probed: bool,
    /// The table that rows go into until it takes the place of the one that is there; `None` if they go there at once.
    pub(crate) working: Option<String>,
    /// Whether rows go into a table that was there without a look at its foreign keys, because they may refer to rows that come later.
    #[serde(default)]
    pub(crate) leaves_keys: bool,
    /// Columns that are BIT in MySQL, which would take a number for text.
    pub(crate) bit_columns: Vec<String>,
}

impl Plan {
    /// How many partitions there are, at least one.
    pub(crate) fn partitions(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// The rows of a partition.
    pub(crate) fn partition(&self, partition: usize) -> Range<u64> {
        self.bounds[partition]..self.bounds[partition + 1]
    }

    /// How many chunks a partition has.
    pub(crate) fn chunks(&self, partition: usize) -> u64 {
        let rows = self.partition(partition);
        (rows.end - rows.start).div_ceil(self.chunk_rows)
    }

    /// The rows of a chunk.
    pub(crate) fn chunk(&self, partition: usize, chunk: u64) -> Range<u64> {
        let rows = self.partition(partition);
        let start = rows.start + chunk * self.chunk_rows;
        start..(start + self.chunk_rows).min(rows.end)
    }
}

/// Where the tables of a load are in its target just now, by their names in the dataset: under another name while they are made
/// anew.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(Arc<BTreeMap<String, String>>);

impl Names {
    /// The names of these tables.
    pub(crate) fn of<'a>(names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let names = names.into_iter().map(|(table, name)| (table.to_owned(), name.to_owned()));
        Self(Arc::new(names.collect()))
    }

    /// The same with these in place of those of the same tables.
    pub(crate) fn with<'a>(self, names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut all = self.0.as_ref().clone();
        all.extend(names.into_iter().map(|(table, name)| (table.to_owned(), name.to_owned())));
        Self(Arc::new(all))
    }

    /// The name of a table in the target; of one that is not loaded, that in the dataset.
    pub(crate) fn current<'a>(&'a self, table: &'a str) -> &'a str {
        self.0.get(table).map_or(table, String::as_str)
    }
}

/// One table's part of a load.
#[derive(Debug, Clone)]
pub(crate) struct TableLoad {
    /// The name of the load in its target, which all programs give it.
    pub(crate) job: String,
    pub(crate) dataset: Arc<Dataset>,
    pub(crate) plan: Plan,
    pub(crate) options: Options,
    pub(crate) prepared: Prepared,
    /// About how long a row is as CSV, in bytes.
    pub(crate) row_bytes: u64,
    /// The tables of the same load as the dataset calls them, in the order of loading.
    pub(crate) order: Arc<[String]>,
    pub(crate) names: Names,
}

impl TableLoad {
    /// The table.
    pub(crate) fn table(&self) -> Table<'_> {
        // `plan` found it in this dataset.
        self.dataset.table(&self.plan.table).expect("a planned table is in its dataset")
    }

    /// The foreign keys that a new table gets.
    pub(crate) fn foreign_keys(&self) -> Vec<ForeignKey<'_>> {
        if self.options.without_foreign_keys {
            return Vec::new();
        }
        foreign_keys(self.table().spec(), &self.dataset.spec().tables)
    }

    /// The table's name in the target, when all is done.
    pub(crate) fn name(&self) -> &str {
        &self.plan.as_table
    }

    /// The name that a table of the same load has in the target, when all is done.
    pub(crate) fn final_name<'a>(&'a self, table: &'a str) -> &'a str {
        if table == self.plan.table { self.name() } else { table }
    }

    /// The table that rows go into.
    pub(crate) fn place(&self) -> &str {
        self.prepared.working.as_deref().unwrap_or(&self.plan.as_table)
    }

    /// The value of a column in a row as it stands in CSV; NULL is empty. `None` if there is no such column.
    pub(crate) fn value(&self, row: u64, column: &str) -> Option<String> {
        let table = self.table();
        let index = table.output_columns().position(|found| found.name.eq_ignore_ascii_case(column))?;
        let mut batch = Batch::new();
        table.batch(row..row + 1, &mut batch);
        Some(cell_text(table, &batch, index, 0).unwrap_or_default())
    }
}

/// The tables of a load in the order of loading, each with its partitions and chunks.
///
/// # Errors
/// A table that the dataset does not have, a number out of its range, parts of the request that exclude each other.
pub(crate) fn plan(
    request: &JobRequest,
    dataset: &Arc<Dataset>,
    default_workers: u64,
) -> Result<Vec<TableLoad>, LaunchError> {
    let workers = in_range("workers", request.workers.map_or(default_workers, u64::from), 1, MOST_WORKERS)?;
    let asked_chunk_rows = match request.chunk_rows {
        Some(rows) => Some(in_range("chunk_rows", u64::from(rows), 1, MOST_CHUNK_ROWS)?),
        None => None,
    };
    let statement_rows = request.statement_rows.unwrap_or(DEFAULT_STATEMENT_ROWS);
    in_range("statement_rows", u64::from(statement_rows), 1, MOST_STATEMENT_ROWS)?;
    in_range("skip_limit", request.skip_limit, 0, MOST_SKIPPED)?;
    if request.join && request.again {
        return Err(LaunchError::Excluded { one: "join", other: "again" });
    }
    let names: BTreeSet<String> = if request.tables.is_empty() {
        dataset.spec().tables.iter().map(|table| table.name.clone()).collect()
    } else {
        request.tables.iter().cloned().collect()
    };
    if let Some(unknown) = names.iter().find(|name| dataset.table(name).is_none()) {
        return Err(LaunchError::UnknownTable(unknown.clone()));
    }
    if let Some(as_table) = &request.as_table
        && (names.len() != 1 || as_table.is_empty())
    {
        return Err(LaunchError::AsTable { tables: names.len() });
    }
    let order: Arc<[String]> = order::parents_first(&dataset.spec().tables, &names).into();
    let as_table = |name: &str| request.as_table.clone().unwrap_or_else(|| name.to_owned());
    let finals: Vec<(String, String)> = order.iter().map(|name| (name.clone(), as_table(name))).collect();
    let names = Names::of(finals.iter().map(|(table, name)| (table.as_str(), name.as_str())));
    let loads = order.iter().filter_map(|name| dataset.table(name)).map(|table| {
        let row_bytes = row_bytes(table);
        let name = table.spec().name.clone();
        let as_table = as_table(&name);
        TableLoad {
            job: identity::load_id(request, &name),
            dataset: Arc::clone(dataset),
            plan: Plan {
                dataset: request.dataset.clone(),
                table: name,
                as_table,
                value_version: VALUE_VERSION,
                chunk_rows: asked_chunk_rows
                    .unwrap_or_else(|| (CHUNK_BYTES / row_bytes).clamp(1, DEFAULT_CHUNK_ROWS)),
                bounds: bounds(table, ranges(request, table, workers), request.layout),
            },
            options: Options {
                mode: request.mode,
                method: request.method,
                statement_rows,
                skip_limit: request.skip_limit,
                indexes: request.indexes,
                verify: request.verify,
                is_shared: request.join,
                without_foreign_keys: request.without_foreign_keys,
                unlogged: request.unlogged,
                settings: request.settings.clone(),
            },
            prepared: Prepared::default(),
            row_bytes,
            order: Arc::clone(&order),
            names: names.clone(),
        }
    });
    Ok(loads.collect())
}

fn in_range(name: &'static str, value: u64, min: u64, max: u64) -> Result<u64, LaunchError> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(LaunchError::OutOfRange { name, value, min, max })
    }
}

/// How many ranges of rows a table is cut into. The rows of a tree go one behind the other into a table with its keys in force: a parent's row comes
/// before those of its children.
fn ranges(request: &JobRequest, table: Table<'_>, workers: u64) -> u64 {
    let spec = table.spec();
    let is_tree = spec.columns.iter().any(|column| keys::is_of_tree(spec, &column.name));
    match (request.mode, request.join) {
        (LoadMode::Append, _) if is_tree => 1,
        (_, true) => SHARED_PARTITIONS,
        (_, false) => workers,
    }
}

/// The bounds of the table's own partitions, or of as many equal ranges as are asked for.
fn bounds(table: Table<'_>, ranges: u64, layout: RowLayout) -> Vec<u64> {
    let rows = table.rows();
    let own: Vec<Range<u64>> = match layout {
        RowLayout::Partitions => table.partitions().collect(),
        RowLayout::Ranges => Vec::new(),
    };
    let mut bounds: Vec<u64> = if own.len() > 1 {
        own.iter().map(|range| range.start).chain([rows]).collect()
    } else {
        let bound = |range: u64| (u128::from(rows) * u128::from(range) / u128::from(ranges)) as u64;
        (0..=ranges).map(bound).collect()
    };
    if own.len() <= 1 {
        bounds.dedup();
    }
    // A table without rows has one partition without rows.
    if bounds.len() < 2 { vec![0, 0] } else { bounds }
}

/// The average length of some rows as CSV, at least 1.
fn row_bytes(table: Table<'_>) -> u64 {
    let rows = table.rows().clamp(1, SAMPLE_ROWS);
    let mut bytes = Vec::new();
    generate(table, &RowFormat::Csv(CsvOptions::default()), 0..rows, &mut bytes);
    (bytes.len() as u64 / rows).max(1)
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
        let loads = plan(&request, &dataset(TABLES), 1).unwrap();
        let names: Vec<&str> = loads.iter().map(TableLoad::name).collect();
        assert_eq!(names, ["parent", "child", "empty", "monthly"]);
        assert_eq!(loads[1].plan.bounds, [0, 25, 51, 77, 103]);
        assert_eq!(loads[2].plan.bounds, [0, 0]);
        assert_eq!(loads[3].plan.partitions(), 4);
        for load in &loads {
            let mut next = 0;
            for partition in 0..load.plan.partitions() {
                for chunk in 0..load.plan.chunks(partition) {
                    let rows = load.plan.chunk(partition, chunk);
                    assert_eq!(rows.start, next);
                    assert!(rows.end - rows.start <= 10 && rows.end > rows.start);
                    next = rows.end;
                }
            }
            assert_eq!(next, load.table().rows());
        }
    }

    #[test]
    fn workers_take_partitions_or_ranges_of_rows() {
        let bounds = |options: &str| {
            let request = request(&format!(
                r#"{{"dataset":"d","target":"t","tables":["monthly"],"workers":2{options}}}"#
            ));
            plan(&request, &dataset(TABLES), 1).unwrap()[0].plan.bounds.clone()
        };
        assert_eq!(bounds("").len(), 5);
        assert_eq!(bounds(r#","layout":"ranges""#), [0, 500, 1000]);
    }

    #[test]
    fn a_load_without_foreign_keys_has_none() {
        let keys = |options: &str| {
            let request = request(&format!(r#"{{"dataset":"d","target":"t","tables":["child"]{options}}}"#));
            plan(&request, &dataset(TABLES), 1).unwrap()[0].foreign_keys().len()
        };
        assert_eq!(keys(r#","without_foreign_keys":true"#), 0);
    }

    #[test]
    fn impossible_requests_say_why() {
        let dataset = dataset(TABLES);
        let error = |json: &str| plan(&request(json), &dataset, 1).unwrap_err().to_string();
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
        let loads = plan(&request(r#"{"dataset":"d","target":"t"}"#), &dataset, 1).unwrap();
        assert_eq!(loads[0].plan.chunk_rows, (8 << 20) / 120_001);
    }
}
