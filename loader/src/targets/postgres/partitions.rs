//! The partitions of a PostgreSQL table by ranges of one column.

use super::PostgresSession;
use crate::protocol::{
    failure::ServerFailure,
    records::text,
    session::{STATEMENT_PATIENCE, Session as _},
};

/// The ranges of a table's partitions.
pub(super) struct Ranges {
    /// The column whose values they are.
    pub(super) column: String,
    /// In order, each with its first value and the first behind it, where it has such a bound.
    pub(super) ranges: Vec<(Option<String>, Option<String>)>,
    /// Whether another partition takes what is in none of them.
    pub(super) has_default: bool,
}

/// The ranges of a table; `None` if it has no partitions by ranges of one column.
pub(super) async fn ranges(
    session: &mut PostgresSession,
    relation: &str,
) -> Result<Option<Ranges>, ServerFailure> {
    let sql = format!(
        "SELECT attname FROM pg_partitioned_table JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0] \
         WHERE partrelid = {relation} AND partstrat = 'r' AND partnatts = 1"
    );
    let column = session.query(&sql, STATEMENT_PATIENCE).await?;
    let Some(column) = column.first().map(|row| text(row, 0).to_owned()) else { return Ok(None) };
    let sql = format!(
        "SELECT pg_get_expr(relpartbound, oid) FROM pg_class JOIN pg_inherits ON inhrelid = oid WHERE inhparent = {relation}"
    );
    let found = session.query(&sql, STATEMENT_PATIENCE).await?;
    // No first value comes first, as it should.
    let mut ranges: Vec<_> = found.iter().filter_map(|row| range(text(row, 0))).collect();
    ranges.sort();
    Ok(Some(Ranges { column, has_default: ranges.len() < found.len(), ranges }))
}

/// Reads `FOR VALUES FROM ('2025-05-01') TO (MAXVALUE)`; `None` for `DEFAULT`.
fn range(text: &str) -> Option<(Option<String>, Option<String>)> {
    let (from, to) = text.strip_prefix("FOR VALUES FROM (")?.split_once(") TO (")?;
    let bound = |text: &str| {
        text.trim_end_matches(')').strip_prefix('\'').map(|text| text.trim_end_matches('\'').to_owned())
    };
    Some((bound(from), bound(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read() {
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(
            range("FOR VALUES FROM ('2025-05-01') TO ('2025-06-01')"),
            Some((day("2025-05-01"), day("2025-06-01")))
        );
        assert_eq!(
            range("FOR VALUES FROM (MINVALUE) TO ('2025-06-01 00:00:00')"),
            Some((None, day("2025-06-01 00:00:00")))
        );
        assert_eq!(range("DEFAULT"), None);
    }
}
