//! What a load would take, from what it is made of and how fast the last one was.

use contract::{Job, JobStatus, LoadEstimate, TableProgress, TargetKind};
use generator::TableSpec;

use crate::plan::TableLoad;

/// Rows of a load at least whose speed says something.
const LEAST_ROWS: u64 = 10_000;

/// What a database keeps beside the values of rows, in bytes, roughly.
struct Overhead {
    /// Of a row: its header, its place in a page, and the room that pages leave.
    row: u64,
    /// Of an entry of an index: a value, and where its row is.
    entry: u64,
}

/// Rows and bytes of these loads, and seconds by the speed of the newest complete one of `known` into the same target, newest first:
/// one that loaded one of the tables, if there is one.
pub(crate) fn estimate(loads: &[TableLoad], target: &str, kind: TargetKind, known: &[Job]) -> LoadEstimate {
    let rows = loads.iter().fold(0_u64, |sum, load| sum.saturating_add(load.table().rows()));
    let overhead = overhead(kind);
    let bytes = loads.iter().map(|load| {
        let table = load.table();
        let row = load.row_bytes + overhead.row + indexes(table.spec(), kind) * overhead.entry;
        row.saturating_mul(table.rows())
    });
    let is_usable = |job: &&Job| {
        job.request.target == target
            && job.status == JobStatus::Completed
            && job.executions == 1
            && job.rows >= LEAST_ROWS
            && job.rows_per_second > 0.0
    };
    let is_alike = |table: &TableProgress| loads.iter().any(|load| load.plan.table == table.table);
    let usable = || known.iter().filter(is_usable);
    let like = usable().find(|job| job.tables.iter().any(is_alike)).or_else(|| usable().next());
    LoadEstimate {
        rows,
        bytes: bytes.fold(0, u64::saturating_add),
        seconds: like.map(|job| rows as f64 / job.rows_per_second),
        free_bytes: None,
    }
}

/// From the databases' descriptions of their pages: "Database File Format" of SQLite, "InnoDB Row Formats", "Database Page Layout".
fn overhead(kind: TargetKind) -> Overhead {
    match kind {
        TargetKind::Sqlite => Overhead { row: 5, entry: 14 },
        TargetKind::Mysql => Overhead { row: 26, entry: 22 },
        TargetKind::Postgres => Overhead { row: 30, entry: 22 },
    }
}

/// How many indexes a table has beside its rows: a primary key in whose order rows lie is none.
fn indexes(table: &TableSpec, kind: TargetKind) -> u64 {
    let is_rows_own = match kind {
        TargetKind::Mysql => true,
        TargetKind::Postgres => false,
        TargetKind::Sqlite => {
            let key = table.columns.iter().find(|column| table.primary_key.first() == Some(&column.name));
            let is_number = key.is_some_and(|column| column.sql_type.integer_bounds().is_some());
            table.primary_key.len() == 1 && is_number
        }
    };
    let columns = table.columns.iter().filter(|column| column.unique).count();
    let key = usize::from(!table.primary_key.is_empty() && !is_rows_own);
    (key + table.unique.len() + table.indexes.len() + columns) as u64
}
