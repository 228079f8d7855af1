//! What a load would take, from what it is made of and how fast the last one was.

use contract::{Job, JobStatus, LoadEstimate, TableProgress};

use crate::plan::TableLoad;

/// Bytes that a database keeps beside the values of a row: its header and its place in a page.
const ROW_OVERHEAD: u64 = 24;
/// Bytes of an entry of a key or an index: a value or two, and where the row is.
const INDEX_ENTRY: u64 = 24;
/// Rows of a load at least whose speed says something.
const LEAST_ROWS: u64 = 10_000;

/// Rows and bytes of these loads, and seconds by the speed of the newest complete one of `known` into the same target, newest first:
/// one that loaded one of the tables, if there is one.
pub(crate) fn estimate(loads: &[TableLoad], target: &str, known: &[Job]) -> LoadEstimate {
    let rows = loads.iter().fold(0_u64, |sum, load| sum.saturating_add(load.table().rows()));
    let bytes = loads.iter().map(|load| {
        let table = load.table();
        let spec = table.spec();
        let columns = spec.columns.iter().filter(|column| column.unique).count();
        let keys =
            usize::from(!spec.primary_key.is_empty()) + spec.unique.len() + spec.indexes.len() + columns;
        let row = load.row_bytes + ROW_OVERHEAD + keys as u64 * INDEX_ENTRY;
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
