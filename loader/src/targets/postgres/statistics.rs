//! How large a table is. PostgreSQL manual, "Database Object Size Functions".

use contract::TableStatistics;

use super::{PostgresSession, catalogue::relation};
use crate::protocol::{
    catalogue::index_statistics,
    failure::ServerFailure,
    records::number,
    session::{STATEMENT_PATIENCE, Session as _, TABLE_PATIENCE},
};

pub(super) async fn statistics(
    session: &mut PostgresSession,
    table: &str,
    rows: u64,
) -> Result<TableStatistics, ServerFailure> {
    let relation = relation(table);
    // A partitioned table is the sum of its partitions.
    let parts = format!(
        "WITH part AS (SELECT {relation}::oid AS id UNION SELECT relid FROM pg_partition_tree({relation}) WHERE isleaf)"
    );
    let sql = format!("{parts} SELECT SUM(pg_table_size(id)), SUM(pg_indexes_size(id)) FROM part");
    let sizes = session.query(&sql, STATEMENT_PATIENCE).await?;
    let bytes = |column: usize| sizes.first().map_or(0, |row| number(row, column));
    let sql = format!(
        "{parts} SELECT COALESCE(parent.relname, own.relname) AS name, SUM(pg_relation_size(own.oid)) FROM part \
         JOIN pg_index ON indrelid = part.id JOIN pg_class own ON own.oid = indexrelid \
         LEFT JOIN pg_inherits ON inhrelid = own.oid LEFT JOIN pg_class parent ON parent.oid = inhparent \
         WHERE own.relkind = 'i' GROUP BY name ORDER BY name"
    );
    let indexes = session.query(&sql, STATEMENT_PATIENCE).await?;
    Ok(TableStatistics {
        rows,
        average_row_bytes: bytes(0).checked_div(rows).unwrap_or(0),
        data_bytes: bytes(0),
        index_bytes: bytes(1),
        free_bytes: free_bytes(session, &parts).await?,
        indexes: indexes.iter().map(index_statistics).collect(),
    })
}

/// Free space in the pages of a table, which PostgreSQL tells only with the extension pgstattuple; without it, 0.
async fn free_bytes(session: &mut PostgresSession, parts: &str) -> Result<u64, ServerFailure> {
    let sql = "SELECT 1 FROM pg_extension WHERE extname = 'pgstattuple'";
    if session.query(sql, STATEMENT_PATIENCE).await?.is_empty() {
        return Ok(0);
    }
    let sql = format!(
        "{parts} SELECT SUM((pgstattuple_approx(part.id)).approx_free_space)::bigint FROM part \
         JOIN pg_class ON pg_class.oid = part.id WHERE relkind = 'r'"
    );
    // An account that may not ask it sees none.
    let found = session.query(&sql, TABLE_PATIENCE).await.unwrap_or_default();
    Ok(found.first().map_or(0, |row| number(row, 0)))
}
