//! How large a table is, as InnoDB counts it.

use contract::TableStatistics;
use generator::Dialect;

use super::{MySqlSession, version};
use crate::protocol::{
    catalogue::index_statistics,
    failure::ServerFailure,
    literal,
    records::number,
    session::{STATEMENT_PATIENCE, Session as _},
};

pub(super) async fn statistics(
    session: &mut MySqlSession,
    table: &str,
    rows: u64,
) -> Result<TableStatistics, ServerFailure> {
    if version::keeps_statistics(session.server()) {
        // What is kept of the last day would be shown otherwise.
        session.execute("SET SESSION information_schema_stats_expiry = 0", STATEMENT_PATIENCE).await?;
    }
    let name = literal::text(Dialect::MySql, table);
    let sql = format!(
        "SELECT DATA_LENGTH, INDEX_LENGTH, DATA_FREE FROM information_schema.TABLES \
         WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {name}"
    );
    let found = session.query(&sql, STATEMENT_PATIENCE).await?;
    let bytes = |column: usize| found.first().map_or(0, |row| number(row, column));
    // Each partition is a table of its own there, `room#P#p202505`.
    let sql = format!(
        "SELECT index_name, SUM(stat_value) * @@innodb_page_size FROM mysql.innodb_index_stats \
         WHERE database_name = DATABASE() AND stat_name = 'size' \
         AND SUBSTRING_INDEX(LOWER(table_name), '#p#', 1) = LOWER({name}) GROUP BY index_name ORDER BY index_name"
    );
    // An account that may not read the server's own tables sees no single indexes.
    let indexes = session.query(&sql, STATEMENT_PATIENCE).await.unwrap_or_default();
    Ok(TableStatistics {
        rows,
        average_row_bytes: bytes(0).checked_div(rows).unwrap_or(0),
        data_bytes: bytes(0),
        index_bytes: bytes(1),
        free_bytes: bytes(2),
        indexes: indexes.iter().map(index_statistics).collect(),
    })
}
