//! What a database counts of its own work, as a table: what each number means, its unit, and where it is read.

use serde::{Deserialize, Serialize};

use crate::target::TargetKind;

/// A number that a database counts up.
#[derive(Debug)]
pub struct Counter {
    /// Its name in results.
    pub name: &'static str,
    /// The databases that have it. Not each version has each.
    pub target: TargetKind,
    /// What it is counted in.
    pub unit: CounterUnit,
    /// Where it is read.
    pub source: &'static str,
    /// What it means, in a few words.
    pub about: &'static str,
}

/// What a counter is counted in.
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CounterUnit {
    /// Times, or things.
    Count,
    /// Bytes.
    Bytes,
    /// Thousandths of a second.
    Milliseconds,
}

use CounterUnit::{Bytes, Count, Milliseconds};

const fn of(
    target: TargetKind,
    name: &'static str,
    unit: CounterUnit,
    source: &'static str,
    about: &'static str,
) -> Counter {
    Counter { name, target, unit, source, about }
}

const STATUS: &str = "SHOW GLOBAL STATUS";

/// All of them (MySQL 9.7 and MariaDB 11.8 manuals, "Server Status Variables"; PostgreSQL 18 manual, "The Cumulative Statistics System";
/// SQLite manual, "PRAGMA Statements" and "WAL-mode File Format").
pub static COUNTERS: &[Counter] = &[
    of(TargetKind::Mysql, "innodb_os_log_written", Bytes, STATUS, "written to the redo log"),
    of(TargetKind::Mysql, "innodb_os_log_fsyncs", Count, STATUS, "flushes of the redo log"),
    of(TargetKind::Mysql, "innodb_data_fsyncs", Count, STATUS, "flushes of all files"),
    of(TargetKind::Mysql, "innodb_data_written", Bytes, STATUS, "written to files of data"),
    of(TargetKind::Mysql, "innodb_buffer_pool_reads", Count, STATUS, "pages read from the disk"),
    of(
        TargetKind::Mysql,
        "innodb_buffer_pool_pages_flushed",
        Count,
        STATUS,
        "pages written out of the buffer pool",
    ),
    of(TargetKind::Mysql, "innodb_row_lock_waits", Count, STATUS, "waits for locks of rows"),
    of(TargetKind::Mysql, "innodb_row_lock_time", Milliseconds, STATUS, "waiting for locks of rows"),
    of(
        TargetKind::Mysql,
        "index_page_splits",
        Count,
        "information_schema.INNODB_METRICS, where it is enabled",
        "pages of indexes that were split",
    ),
    of(TargetKind::Postgres, "wal_bytes", Bytes, "pg_current_wal_insert_lsn()", "written to the WAL"),
    of(
        TargetKind::Postgres,
        "wal_full_page_images",
        Count,
        "pg_stat_wal, since version 14",
        "whole pages in the WAL",
    ),
    of(
        TargetKind::Postgres,
        "checkpoints",
        Count,
        "pg_stat_bgwriter, since version 17 pg_stat_checkpointer",
        "checkpoints, timed and asked for",
    ),
    of(
        TargetKind::Postgres,
        "checkpoint_buffers",
        Count,
        "pg_stat_bgwriter, since version 17 pg_stat_checkpointer",
        "pages written by checkpoints",
    ),
    of(
        TargetKind::Postgres,
        "blocks_read",
        Count,
        "pg_stat_database",
        "pages of this database read from outside the shared buffers",
    ),
    of(
        TargetKind::Sqlite,
        "pages",
        Count,
        "PRAGMA page_count and PRAGMA freelist_count",
        "pages in use, more than before",
    ),
    of(
        TargetKind::Sqlite,
        "wal_frames",
        Count,
        "the length of the file -wal",
        "pages that the WAL has room for, more than before",
    ),
];

/// The counter of this name of a database.
pub fn counter(target: TargetKind, name: &str) -> Option<&'static Counter> {
    COUNTERS.iter().find(|counter| counter.target == target && counter.name == name)
}
