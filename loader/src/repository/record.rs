//! A job as rows: its own, one for each table, one for each partition.

use contract::{Job, PartitionProgress, TableProgress};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{Row as _, Sqlite, Transaction, sqlite::SqliteRow};

use crate::{clock, error::RepositoryError};

/// The version of the JSON that is written: the job without its tables. JSON without a version is of version 1, which had
/// the tables.
pub(super) const RECORD_VERSION: u32 = 2;

/// The columns that [`read`] needs.
pub(super) const COLUMNS: &str = "number, id, created_at, record, (
    SELECT json_group_array(json(record)) FROM (SELECT record FROM job_table WHERE job = job.number ORDER BY position)
) AS tables";

/// Which JSON a text is.
#[derive(Debug, Deserialize)]
struct Version {
    #[serde(default)]
    version: Option<u32>,
}

/// Adds a job, or writes what has changed of it since `before` was written: the job's own row, which has no partitions, and the
/// tables and partitions that are different. Without `before`, all of it.
pub(super) async fn write(
    job: &Job,
    before: Option<&[TableProgress]>,
    transaction: &mut Transaction<'static, Sqlite>,
) -> Result<(), RepositoryError> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let alone = Job {
        tables: Vec::new(),
        history: job.history.clone(),
        earlier: job.earlier.clone(),
        ..job.without_partitions()
    };
    let mut record = serde_json::to_value(alone).map_err(RepositoryError::Encode)?;
    record["version"] = RECORD_VERSION.into();
    let number: i64 = sqlx::query_scalar(
        "INSERT INTO job (id, status, target, dataset, created_at, started_at, ended_at, record)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET status = ?2, target = ?3, dataset = ?4, started_at = ?6, ended_at = ?7, record = ?8
         RETURNING number",
    )
    .bind(&job.id)
    .bind(text(&record["status"]))
    .bind(&job.request.target)
    .bind(&job.request.dataset)
    .bind(clock::milliseconds(&job.created_at))
    .bind(clock::milliseconds(&job.started_at))
    .bind(job.ended_at.as_deref().map(clock::milliseconds))
    .bind(record.to_string())
    .fetch_one(&mut **transaction)
    .await
    .map_err(RepositoryError::Write)?;

    let before = before.filter(|before| have_same_shape(before, &job.tables));
    if before.is_none() {
        for statement in ["DELETE FROM job_table WHERE job = ?", "DELETE FROM job_partition WHERE job = ?"] {
            let deleted = sqlx::query(statement).bind(number).execute(&mut **transaction).await;
            deleted.map_err(RepositoryError::Write)?;
        }
    }
    let (tables, partitions) = changes(&job.tables, before)?;
    sqlx::query("INSERT OR REPLACE INTO job_table SELECT ?, value ->> 0, value ->> 1 FROM json_each(?)")
        .bind(number)
        .bind(Value::from(tables).to_string())
        .execute(&mut **transaction)
        .await
        .map_err(RepositoryError::Write)?;
    sqlx::query(
        "INSERT OR REPLACE INTO job_partition
         SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 FROM json_each(?)",
    )
    .bind(number)
    .bind(Value::from(partitions).to_string())
    .execute(&mut **transaction)
    .await
    .map_err(RepositoryError::Write)?;
    Ok(())
}

/// Whether the same rows hold both.
fn have_same_shape(before: &[TableProgress], now: &[TableProgress]) -> bool {
    before.len() == now.len()
        && before.iter().zip(now).all(|(before, now)| before.partitions.len() == now.partitions.len())
}

/// What is different: tables by their position, partitions by the positions of both.
fn changes(
    tables: &[TableProgress],
    before: Option<&[TableProgress]>,
) -> Result<(Vec<Value>, Vec<Value>), RepositoryError> {
    let (mut changed_tables, mut changed_partitions) = (Vec::new(), Vec::new());
    for (position, table) in tables.iter().enumerate() {
        let before = before.map(|before| &before[position]);
        if before == Some(table) {
            continue;
        }
        let alone = TableProgress { partitions: Vec::new(), ..table.clone() };
        let alone = serde_json::to_string(&alone).map_err(RepositoryError::Encode)?;
        changed_tables.push(json!([position, alone]));
        for (index, partition) in table.partitions.iter().enumerate() {
            if before.is_none_or(|before| before.partitions[index] != *partition) {
                let PartitionProgress { start, rows, committed, skipped, chunk_times } = partition;
                let times = chunk_times.map(|times| serde_json::to_string(&times)).transpose();
                let times = times.map_err(RepositoryError::Encode)?;
                changed_partitions.push(json!([position, index, start, rows, committed, skipped, times]));
            }
        }
    }
    Ok((changed_tables, changed_partitions))
}

/// Keeps the JSON of a job that this version cannot read, and of what it says the dataset that it needs.
pub(super) async fn write_unreadable(
    id: &str,
    created_at: &str,
    record: &str,
    transaction: &mut Transaction<'static, Sqlite>,
) -> Result<(), RepositoryError> {
    let dataset = serde_json::from_str::<Value>(record).ok();
    let dataset = dataset.as_ref().and_then(|record| record.pointer("/request/dataset")?.as_str());
    sqlx::query("INSERT INTO job (id, dataset, created_at, record) VALUES (?, ?, ?, ?)")
        .bind(id)
        .bind(dataset)
        .bind(clock::milliseconds(created_at))
        .bind(record)
        .execute(&mut **transaction)
        .await
        .map(|_| ())
        .map_err(RepositoryError::Write)
}

/// A job of [`COLUMNS`], without its partitions.
pub(super) fn read(row: &SqliteRow) -> Result<Job, RepositoryError> {
    let unreadable = |source| RepositoryError::Unreadable { id: row.get("id"), source };
    let record: &str = row.get("record");
    let known = serde_json::from_str::<Version>(record).map_err(unreadable)?.version.unwrap_or(1);
    if known != RECORD_VERSION {
        return Err(unreadable(serde::de::Error::custom(format_args!("it is a record of version {known}"))));
    }
    let mut job: Job = serde_json::from_str(record).map_err(unreadable)?;
    let tables: &str = row.get("tables");
    job.tables = serde_json::from_str(tables).map_err(unreadable)?;
    Ok(job)
}

/// A job of version 1, which did not count a table's rows.
pub(super) fn decode_version_1(view: &str) -> serde_json::Result<Job> {
    let mut job: Job = serde_json::from_str(view)?;
    for table in &mut job.tables {
        table.committed = table.partitions.iter().map(|partition| partition.committed).sum();
        table.skipped = table.partitions.iter().map(|partition| partition.skipped).sum();
    }
    Ok(job)
}
