//! How large a table is, from the pages that it has. SQLite manual, "The DBSTAT Virtual Table".

use contract::{IndexStatistics, TableStatistics};
use rusqlite::{Connection, params};

pub(super) fn statistics(
    connection: &Connection,
    table: &str,
    rows: u64,
) -> rusqlite::Result<TableStatistics> {
    let mut statement = connection.prepare(
        "SELECT dbstat.name, sqlite_schema.type = 'table', SUM(pgsize), SUM(unused) FROM dbstat
         JOIN sqlite_schema ON sqlite_schema.name = dbstat.name
         WHERE tbl_name = ? COLLATE NOCASE GROUP BY dbstat.name ORDER BY dbstat.name",
    )?;
    let mut found = TableStatistics {
        rows,
        average_row_bytes: 0,
        data_bytes: 0,
        index_bytes: 0,
        free_bytes: 0,
        indexes: Vec::new(),
    };
    let mut parts = statement.query(params![table])?;
    while let Some(part) = parts.next()? {
        let bytes = part.get::<_, i64>(2)?.cast_unsigned();
        found.free_bytes += part.get::<_, i64>(3)?.cast_unsigned();
        if part.get(1)? {
            found.data_bytes += bytes;
        } else {
            found.index_bytes += bytes;
            found.indexes.push(IndexStatistics { name: part.get(0)?, bytes });
        }
    }
    found.average_row_bytes = found.data_bytes.checked_div(rows).unwrap_or(0);
    Ok(found)
}
