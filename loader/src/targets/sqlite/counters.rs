//! What can be told of SQLite's work by its file.

use std::{collections::BTreeMap, fs, path::Path};

use rusqlite::Connection;

use crate::protocol::{counted::Counted, failure::ServerFailure};

/// Bytes before the first frame of a WAL, and before the page of each (SQLite manual, "WAL-mode File Format").
const WAL_HEADER: u64 = 32;
const FRAME_HEADER: u64 = 24;

pub(super) fn counters(connection: &Connection) -> Result<Counted, ServerFailure> {
    let pragma = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let pages = pragma("page_count")? - pragma("freelist_count")?;
    let mut counters = BTreeMap::from([("pages".to_owned(), pages as f64)]);
    let frame = u64::try_from(pragma("page_size")?).unwrap_or(0) + FRAME_HEADER;
    let wal = connection.path().map(|path| format!("{path}-wal"));
    if let Some(length) = wal.and_then(|wal| fs::metadata(Path::new(&wal)).ok()).map(|file| file.len()) {
        counters.insert("wal_frames".to_owned(), (length.saturating_sub(WAL_HEADER) / frame) as f64);
    }
    Ok(Counted { counts: counters, refused: Vec::new() })
}
