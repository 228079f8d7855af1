//! What PostgreSQL counts of its own work.

use std::collections::BTreeMap;

use super::PostgresSession;
use crate::protocol::{
    failure::ServerFailure,
    records::text,
    session::{STATEMENT_PATIENCE, Session as _},
};

pub(super) async fn counters(session: &mut PostgresSession) -> Result<BTreeMap<String, f64>, ServerFailure> {
    let (major, _) = session.server().number;
    let checkpoints = if major >= 17 {
        "SELECT num_timed + num_requested, buffers_written FROM pg_stat_checkpointer"
    } else {
        "SELECT checkpoints_timed + checkpoints_req, buffers_checkpoint FROM pg_stat_bgwriter"
    };
    let mut asked: Vec<(&[&str], &str)> = vec![
        (&["wal_bytes"], "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"),
        (&["checkpoints", "checkpoint_buffers"], checkpoints),
        (&["blocks_read"], "SELECT blks_read FROM pg_stat_database WHERE datname = current_database()"),
    ];
    if major >= 14 {
        asked.push((&["wal_full_page_images"], "SELECT wal_fpi FROM pg_stat_wal"));
    }
    let mut counters = BTreeMap::new();
    for (names, sql) in asked {
        let rows = session.query(sql, STATEMENT_PATIENCE).await?;
        let Some(row) = rows.first() else { continue };
        for (column, name) in names.iter().enumerate() {
            if let Ok(number) = text(row, column).parse() {
                counters.insert((*name).to_owned(), number);
            }
        }
    }
    Ok(counters)
}
