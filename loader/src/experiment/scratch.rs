//! What a cell changes: the dataset of its table, and the load.

use std::{collections::BTreeMap, sync::Arc};

use contract::{
    ExperimentCell, ExperimentRequest, IndexTime, JobRequest, LoadMethod, LoadMode, RowLayout, SettingScope,
    TargetKind, setting,
};
use generator::{
    ColumnSpec, Dataset, DatasetSpec, PartitionRange, PartitionSpec, SqlType, TableSpec, primary_key,
};

use super::{ExperimentError, matrix::setting_of};

/// A load of a cell.
#[derive(Debug, Clone)]
pub(super) struct Scratch {
    pub(super) dataset: Arc<Dataset>,
    pub(super) job: JobRequest,
    /// What settings of the whole server have to be meanwhile.
    pub(super) server_settings: BTreeMap<String, String>,
}

/// The table of an experiment: the one that is named, or the only one.
pub(super) fn table<'a>(
    request: &ExperimentRequest,
    spec: &'a DatasetSpec,
) -> Result<&'a TableSpec, ExperimentError> {
    let found = match spec.tables.as_slice() {
        [only] if request.table.is_empty() => Some(only),
        tables => tables.iter().find(|table| table.name == request.table),
    };
    found.ok_or_else(|| {
        let names: Vec<&str> = spec.tables.iter().map(|table| table.name.as_str()).collect();
        ExperimentError::Table(request.table.clone(), names.join(", "))
    })
}

/// The load of a cell into a table of this name.
///
/// # Errors
/// Levels that make no dataset, each for itself or together.
pub(super) fn scratch(
    request: &ExperimentRequest,
    spec: &DatasetSpec,
    cell: &ExperimentCell,
    kind: TargetKind,
    name: &str,
) -> Result<Scratch, ExperimentError> {
    let mut spec = spec.clone();
    let table_name = table(request, &spec)?.name.clone();
    let index = spec.tables.iter().position(|table| table.name == table_name).unwrap_or_default();
    let level = |factor: &str| cell.levels.get(factor).map(|level| level.0.as_str());
    let number = |factor: &str| level(factor).and_then(|level| level.parse().ok());
    if let Some(rows) = request.rows {
        spec.tables[index].rows = rows;
    }
    if spec.tables[index].rows == 0 {
        return Err(ExperimentError::NoRows(table_name));
    }
    if let Some(kind) = level("key") {
        set_key(&mut spec, index, kind)?;
    }
    let table = &mut spec.tables[index];
    if level("indexes") == Some("none") {
        table.indexes.clear();
        table.unique.clear();
        // What leads the key may be unique by itself besides.
        table.columns.iter_mut().for_each(|column| column.unique = false);
    }
    let before = table.partition_by.as_ref().map(|partition| partition.range);
    match level("partitions") {
        Some("none") => table.partition_by = None,
        Some("day") => partition(table, PartitionRange::Day)?,
        Some("year") => partition(table, PartitionRange::Year)?,
        Some(_) => partition(table, PartitionRange::Month)?,
        // Its keys may be others now.
        None => before.map_or(Ok(()), |range| partition(table, range))?,
    }
    let settings = cell
        .levels
        .iter()
        .filter_map(|(factor, level)| Some((setting_of(factor)?.to_owned(), level.0.clone())));
    let is_of_server =
        |name: &str| setting(kind, name).is_some_and(|found| found.scope == SettingScope::Server);
    let (server_settings, settings) = settings.partition(|(name, _)| is_of_server(name));
    let job = JobRequest {
        tables: vec![table_name],
        target: request.target.clone(),
        mode: LoadMode::Create,
        method: match level("method") {
            Some("single") => LoadMethod::Single,
            Some("insert") => LoadMethod::Insert,
            Some("bulk") => LoadMethod::Bulk,
            _ => LoadMethod::Auto,
        },
        as_table: Some(name.to_owned()),
        workers: number("workers"),
        chunk_rows: number("chunk_rows"),
        statement_rows: number("statement_rows"),
        indexes: if level("indexes") == Some("after") { IndexTime::After } else { IndexTime::Before },
        layout: if level("layout") == Some("ranges") { RowLayout::Ranges } else { RowLayout::Partitions },
        without_foreign_keys: level("foreign_keys") != Some("in force"),
        unlogged: level("wal") == Some("unlogged"),
        settings,
        ..JobRequest::default()
    };
    let dataset = Dataset::compile(&spec).map_err(|problems| ExperimentError::Cell {
        cell: cell.in_words(|_| true),
        problem: Box::new(problems.first().clone()),
    })?;
    let job = JobRequest { dataset: dataset.id(), ..job };
    Ok(Scratch { dataset: Arc::new(dataset), job, server_settings })
}

/// Gives a table a key of a kind. What was its key stays unique, and no column of data becomes a key.
fn set_key(spec: &mut DatasetSpec, index: usize, kind: &str) -> Result<(), ExperimentError> {
    let table = &mut spec.tables[index];
    if kind == "own" && !primary_key::has_own(table) {
        return Err(ExperimentError::NoOwnKey(table.name.clone()));
    }
    if !matches!(kind, "own" | "none") && primary_key::kind(table) == "own" && table.primary_key.len() == 1 {
        let own = std::mem::take(&mut table.primary_key);
        table.unique.insert(0, own);
    }
    let takes_id = !matches!(kind, "own" | "none") && table.primary_key.len() != 1;
    if takes_id && table.columns.iter().any(|column| column.name.eq_ignore_ascii_case("id")) {
        return Err(ExperimentError::KeyColumn(table.name.clone()));
    }
    primary_key::set_kind(spec, index, kind);
    Ok(())
}

/// Partitions a table by a range of its dates. The column is in every unique key then, as databases ask.
fn partition(table: &mut TableSpec, range: PartitionRange) -> Result<(), ExperimentError> {
    let is_date = |column: &&ColumnSpec| {
        matches!(column.sql_type, SqlType::Date | SqlType::Timestamp { .. })
            && !column.hidden
            && column.null_fraction == 0.0
    };
    let before = table.partition_by.as_ref().map(|partition| partition.column.clone());
    let first = table.columns.iter().find(is_date).map(|column| column.name.clone());
    let column = before.or(first).ok_or_else(|| ExperimentError::NoDates(table.name.clone()))?;
    for single in table.columns.iter_mut().filter(|single| single.unique && single.name != column) {
        single.unique = false;
        table.unique.push(vec![single.name.clone()]);
    }
    for key in [&mut table.primary_key].into_iter().chain(&mut table.unique) {
        if !key.is_empty() && !key.contains(&column) {
            key.push(column.clone());
        }
    }
    table.partition_by = Some(PartitionSpec { column, range });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: &str = r#"{"rowmill":1,"tables":[{"name":"t","rows":1000,"primary_key":["a","d"],"unique":[["c"]],"indexes":[["b"]],
        "columns":[
          {"name":"a","type":"int","gen":{"kind":"integer","min":1,"max":1000000}},
          {"name":"b","type":"int"},
          {"name":"c","type":"bigint","gen":{"kind":"sequence"}},
          {"name":"d","type":"date","gen":{"kind":"date","from":"2025-01-15","to":"2025-04-15"}}]}]}"#;

    fn made(levels: &str) -> Result<Scratch, ExperimentError> {
        let request: ExperimentRequest =
            serde_json::from_str(r#"{"dataset":"d","target":"t","rows":500,"factors":{}}"#).unwrap();
        let cell = ExperimentCell { levels: serde_json::from_str(levels).unwrap() };
        scratch(&request, &DatasetSpec::from_json(SPEC).unwrap(), &cell, TargetKind::Mysql, "rowmill_x_1")
    }

    #[test]
    fn each_factor_changes_its_own_part() {
        let plain = made("{}").unwrap();
        assert_eq!(plain.dataset.spec().tables[0].rows, 500);
        assert_eq!((plain.job.as_table.as_deref(), plain.job.mode), (Some("rowmill_x_1"), LoadMode::Create));
        let job = made(r#"{"workers":"4","chunk_rows":"10","statement_rows":"3","method":"insert","layout":"ranges","foreign_keys":"in force","indexes":"after","setting.unique_checks":"0","setting.sync_binlog":"0"}"#)
            .unwrap();
        assert_eq!(job.server_settings, BTreeMap::from([("sync_binlog".to_owned(), "0".to_owned())]));
        let job = job.job;
        assert_eq!((job.workers, job.chunk_rows, job.statement_rows), (Some(4), Some(10), Some(3)));
        assert_eq!(
            (job.method, job.layout, job.indexes),
            (LoadMethod::Insert, RowLayout::Ranges, IndexTime::After)
        );
        assert!(!job.without_foreign_keys);
        assert_eq!(job.settings["unique_checks"], "0");
    }

    #[test]
    fn keys_partitions_and_indexes_change_the_table() {
        let table = |levels: &str| made(levels).unwrap().dataset.spec().tables[0].clone();
        let keyed = table(r#"{"key":"v7 binary"}"#);
        assert_eq!(
            (keyed.primary_key, keyed.unique[0].clone()),
            (vec!["id".to_owned()], vec!["a".to_owned(), "d".to_owned()])
        );
        let monthly = table(r#"{"key":"counter","partitions":"month"}"#);
        assert_eq!(monthly.primary_key, ["id", "d"]);
        assert!(monthly.unique.iter().all(|key| key.contains(&"d".to_owned())));
        assert!(table(r#"{"partitions":"none"}"#).partition_by.is_none());
        let bare = table(r#"{"indexes":"none"}"#);
        assert_eq!((bare.indexes.len(), bare.unique.len(), bare.primary_key.len()), (0, 0, 2));
    }

    #[test]
    fn the_same_rows_come_whatever_the_way_is() {
        let values = |levels: &str| {
            let made = made(levels).unwrap();
            let table = made.dataset.table("t").unwrap();
            let mut batch = generator::Batch::new();
            table.batch(0..50, &mut batch);
            let column = table.output_columns().position(|column| column.name == "c").unwrap();
            (0..50)
                .map(|row| generator::cell_text(table, &batch, column, row).unwrap_or_default())
                .collect::<Vec<_>>()
        };
        assert_eq!(values("{}"), values(r#"{"workers":"4","indexes":"none","key":"v4 uuid"}"#));
    }

    #[test]
    fn no_column_of_data_becomes_a_key() {
        let spec = |key: &str, columns: &str| {
            DatasetSpec::from_json(&format!(
                r#"{{"rowmill":1,"tables":[{{"name":"t","rows":10,"primary_key":["{key}"],"columns":[{{"name":"email","type":"varchar(80)"}},{columns}]}}]}}"#
            ))
            .unwrap()
        };
        let request: ExperimentRequest =
            serde_json::from_str(r#"{"dataset":"d","target":"t","factors":{}}"#).unwrap();
        let made = |spec: &DatasetSpec, kind: &str| {
            let cell =
                ExperimentCell { levels: serde_json::from_str(&format!(r#"{{"key":"{kind}"}}"#)).unwrap() };
            scratch(&request, spec, &cell, TargetKind::Mysql, "x")
                .map(|made| made.dataset.spec().tables[0].clone())
        };
        let table = made(&spec("email", r#"{"name":"at","type":"date"}"#), "counter").unwrap();
        assert_eq!(
            (table.primary_key, table.unique),
            (vec!["id".to_owned()], vec![vec!["email".to_owned()]])
        );
        assert_eq!(table.columns.len(), 3);
        let error = made(&spec("email", r#"{"name":"id","type":"int"}"#), "v7 uuid").unwrap_err().to_string();
        assert!(error.contains("a column `id` that is no key"), "{error}");
        let error =
            made(&spec("n", r#"{"name":"n","type":"int","gen":{"kind":"sequence"}}"#), "own").unwrap_err();
        assert!(error.to_string().contains("no key of columns of its own"), "{error}");
    }

    #[test]
    fn what_cannot_be_made_is_said() {
        let request: ExperimentRequest =
            serde_json::from_str(r#"{"dataset":"d","target":"t","factors":{}}"#).unwrap();
        let spec = DatasetSpec::from_json(
            r#"{"rowmill":1,"tables":[{"name":"a","rows":1,"columns":[{"name":"x","type":"int"}]},{"name":"b","rows":1,"columns":[{"name":"x","type":"int"}]}]}"#,
        )
        .unwrap();
        assert!(table(&request, &spec).unwrap_err().to_string().ends_with("name one of: a, b"));
        let request = ExperimentRequest { table: "a".to_owned(), ..request };
        let cell = ExperimentCell { levels: serde_json::from_str(r#"{"partitions":"day"}"#).unwrap() };
        assert!(
            scratch(&request, &spec, &cell, TargetKind::Mysql, "x")
                .unwrap_err()
                .to_string()
                .contains("no column of dates")
        );
    }
}
