//! What PostgreSQL counts of its own work.

use super::PostgresSession;
use crate::protocol::{
    counted::Counted,
    failure::ServerFailure,
    records::text,
    session::{STATEMENT_PATIENCE, Session as _},
};

pub(super) async fn counters(session: &mut PostgresSession) -> Result<Counted, ServerFailure> {
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
    let mut counted = Counted::default();
    for (names, sql) in asked {
        let rows = counted.readable(session.query(sql, STATEMENT_PATIENCE).await)?;
        let Some(row) = rows.first() else { continue };
        for (column, name) in names.iter().enumerate() {
            if let Ok(number) = text(row, column).parse() {
                counted.counts.insert((*name).to_owned(), number);
            }
        }
    }
    Ok(counted)
}
