//! Comparing a finished table with what was loaded.

use contract::Verification;
use generator::{Batch, Dialect, SqlType, SqlValue, SqlValues, quote_identifier};

use super::{
    catalogue::Catalogue,
    checkpoint,
    failure::ServerFailure,
    literal,
    prepare::count,
    session::{Session, TABLE_PATIENCE, TextRow},
};
use crate::{
    error::LoadError,
    plan::TableLoad,
    targets::{
        Checkpoint, Verified,
        sample::{COMPARED_ROWS, COMPARED_WITHOUT_KEY, spread},
    },
};

/// Rows that one query looks for.
const ROWS_A_QUERY: usize = 100;

/// See [`StepTarget::verify`](crate::targets::StepTarget::verify).
pub(super) async fn verify<S: Catalogue>(session: &mut S, load: &TableLoad) -> Result<Verified, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Verify { table: load.name.clone(), source: source.into() };
    let different = |difference: String| LoadError::Different { table: load.name.clone(), difference };
    let counted = count(session, &load.name).await.map_err(failed)?;
    let rows = load.table().rows();
    let (before, totals) = if load.is_probed {
        // Whoever may not write down how many rows there were cannot tell them from the load's.
        (counted.saturating_sub(rows), Checkpoint { committed: rows, skipped: 0 })
    } else {
        let known = checkpoint::read_known(session, load).await.map_err(failed)?;
        let before = known.map_or(0, |known| known.header.rows_before);
        (before, Checkpoint::total(&checkpoint::read_all(session, load).await.map_err(failed)?))
    };
    if totals.committed + totals.skipped != rows || counted != before + totals.committed {
        return Err(different(format!(
            "it has {counted} rows; {before} were there before, {} of {rows} were committed and {} refused",
            totals.committed, totals.skipped
        )));
    }
    let compared = compare_rows(session, load, totals.skipped > 0).await?;
    let key_range = key_range(session, load).await.map_err(failed)?;
    let verification = Verification { counted: counted - before, compared, key_range };
    Ok(Verified { verification, rows_in_table: counted })
}

async fn compare_rows<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    any_refused: bool,
) -> Result<u64, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Verify { table: load.name.clone(), source: source.into() };
    let table = load.table();
    let has_key = !table.spec().primary_key.is_empty();
    let chosen: Vec<u64> = spread(table.rows(), if has_key { COMPARED_ROWS } else { COMPARED_WITHOUT_KEY })
        .into_iter()
        .collect();
    let mut compared = 0;
    for rows in chosen.chunks(if has_key { ROWS_A_QUERY } else { 1 }) {
        let mut rows = rows.to_vec();
        if let (true, Some(first), Some(last)) = (any_refused, rows.first(), rows.last()) {
            let refused = checkpoint::rejected_between(session, load, *first, *last).await.map_err(failed)?;
            rows.retain(|row| !refused.contains(row));
        }
        let made: Vec<MadeRow> = rows.iter().map(|row| MadeRow::make(load, *row)).collect();
        if made.is_empty() {
            continue;
        }
        let found = session.query(&select::<S>(load, &made), TABLE_PATIENCE).await.map_err(failed)?;
        for row in &made {
            if let Some(difference) = row.difference::<S>(load, &found) {
                return Err(LoadError::Different { table: load.name.clone(), difference });
            }
            compared += 1;
        }
    }
    Ok(compared)
}

/// A row as the engine makes it.
struct MadeRow {
    row: u64,
    values: Vec<MadeValue>,
}

#[derive(Debug, Clone, PartialEq)]
enum MadeValue {
    Null,
    Text(String),
    Bytes(Vec<u8>),
}

impl MadeRow {
    fn make(load: &TableLoad, row: u64) -> Self {
        let table = load.table();
        let mut batch = Batch::new();
        table.batch(row..row + 1, &mut batch);
        let mut values = SqlValues::new(table, &batch);
        let values = (0..values.columns())
            .map(|column| match values.get(column, 0) {
                SqlValue::Null => MadeValue::Null,
                SqlValue::Integer(value) => MadeValue::Text(value.to_string()),
                SqlValue::Double(value) => MadeValue::Text(value.to_string()),
                SqlValue::Text(value) => MadeValue::Text(value.to_owned()),
                SqlValue::Bytes(value) => MadeValue::Bytes(value.to_vec()),
            })
            .collect();
        Self { row, values }
    }

    /// How the rows that were found differ from this one, if none is it.
    fn difference<S: Session>(&self, load: &TableLoad, found: &[TextRow]) -> Option<String> {
        let table = load.table();
        let columns: Vec<_> = table.output_columns().collect();
        let key = key_columns(load);
        let is_equal = |column: usize, row: &TextRow| {
            is_equal(
                columns[column].sql_type,
                row.get(column).and_then(Option::as_deref),
                &self.values[column],
            )
        };
        let mut candidates =
            found.iter().filter(|row| key.iter().all(|column| is_equal(*column, row))).peekable();
        if candidates.peek().is_none() {
            return Some(format!("row {} is not there", self.row));
        }
        let differing = |row: &TextRow| (0..columns.len()).find(|column| !is_equal(*column, row));
        let mut first = None;
        for candidate in candidates {
            let column = differing(candidate)?;
            first = first.or(Some(column));
        }
        let column = columns[first?].name;
        Some(format!("row {} has another value in column `{column}`", self.row))
    }
}

/// The output columns by which a row is looked for: the primary key's, or without one those that every server can compare.
fn key_columns(load: &TableLoad) -> Vec<usize> {
    let table = load.table();
    let key = &table.spec().primary_key;
    let is_comparable =
        |sql_type: SqlType| !matches!(sql_type, SqlType::Json | SqlType::Double) && !sql_type.is_binary();
    table
        .output_columns()
        .enumerate()
        .filter(|(_, column)| {
            if key.is_empty() {
                is_comparable(column.sql_type)
            } else {
                key.iter().any(|name| name == column.name)
            }
        })
        .map(|(index, _)| index)
        .collect()
}

/// The query that finds these rows, with all output columns as texts that can be compared.
fn select<S: Session>(load: &TableLoad, rows: &[MadeRow]) -> String {
    let columns: Vec<_> = load.table().output_columns().collect();
    let quote = |name: &str| quote_identifier(S::DIALECT, name);
    let shown = columns.iter().map(|column| {
        let name = quote(column.name);
        if column.sql_type.is_binary() && S::DIALECT == Dialect::MySql {
            format!("HEX({name})")
        } else {
            name
        }
    });
    let condition = |row: &MadeRow| {
        let parts: Vec<String> = key_columns(load)
            .into_iter()
            .map(|column| {
                let name = quote(columns[column].name);
                match &row.values[column] {
                    MadeValue::Null => format!("{name} IS NULL"),
                    // MySQL would compare a number in quotes as a floating-point one.
                    MadeValue::Text(value)
                        if S::DIALECT == Dialect::MySql
                            && matches!(columns[column].sql_type, SqlType::Integer { .. }) =>
                    {
                        format!("{name} = {value}")
                    }
                    MadeValue::Text(value) => format!("{name} = {}", literal::text(S::DIALECT, value)),
                    MadeValue::Bytes(value) if S::DIALECT == Dialect::MySql => {
                        format!("{name} = X'{}'", generator::hexadecimal(value))
                    }
                    MadeValue::Bytes(value) => format!("{name} = '\\x{}'", generator::hexadecimal(value)),
                }
            })
            .collect();
        if parts.is_empty() { "1 = 1".to_owned() } else { format!("({})", parts.join(" AND ")) }
    };
    let conditions: Vec<String> = rows.iter().map(condition).collect();
    format!(
        "SELECT {} FROM {} WHERE {} LIMIT {}",
        shown.collect::<Vec<_>>().join(", "),
        quote(&load.name),
        conditions.join(" OR "),
        rows.len() + 1_000
    )
}

/// Whether a value is what the engine makes, whatever the server's way to write it.
fn is_equal(sql_type: SqlType, stored: Option<&str>, made: &MadeValue) -> bool {
    match (stored, made) {
        (None, MadeValue::Null) => true,
        (Some(stored), MadeValue::Bytes(made)) => {
            let digits = stored.strip_prefix("\\x").unwrap_or(stored).to_ascii_lowercase();
            digits == generator::hexadecimal(made)
        }
        (Some(stored), MadeValue::Text(made)) => is_equal_text(sql_type, stored, made),
        _ => false,
    }
}

fn is_equal_text(sql_type: SqlType, stored: &str, made: &str) -> bool {
    match sql_type {
        SqlType::Boolean => matches!(stored, "t" | "1" | "true") == (made != "0"),
        SqlType::Double => match (stored.parse::<f64>(), made.parse::<f64>()) {
            (Ok(stored), Ok(made)) => stored.to_bits() == made.to_bits() || (stored == 0.0 && made == 0.0),
            _ => false,
        },
        SqlType::Time { .. } | SqlType::Timestamp { .. } => moment(stored) == moment(made),
        // Columns of a table that was there may keep more digits, or a time of day.
        SqlType::Decimal { .. } => without_zeros(stored) == without_zeros(made),
        SqlType::Date => stored.trim_end_matches("+00").trim_end_matches(" 00:00:00") == made,
        // Padding is no part of the value.
        SqlType::Char { .. } => stored.trim_end_matches(' ') == made.trim_end_matches(' '),
        SqlType::Json => {
            let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
            stored == made || (parsed(stored).is_some() && parsed(stored) == parsed(made))
        }
        _ => stored == made,
    }
}

/// A time without its zone, which is UTC, and without zeros at the end of its fraction.
fn moment(text: &str) -> &str {
    without_zeros(text.trim_end_matches("+00"))
}

/// A number without zeros at the end of its fraction.
fn without_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

async fn key_range<S: Session>(
    session: &mut S,
    load: &TableLoad,
) -> Result<Option<(String, String)>, ServerFailure> {
    let spec = load.table().spec();
    let Some(column) = spec.primary_key.first() else { return Ok(None) };
    let sql_type = spec.columns.iter().find(|found| found.name == *column).map(|found| found.sql_type);
    let name = quote_identifier(S::DIALECT, column);
    let table = quote_identifier(S::DIALECT, &load.name);
    let end = |order: &str| {
        let shown = match (S::DIALECT, sql_type) {
            (Dialect::MySql, Some(sql_type)) if sql_type.is_binary() => format!("HEX({name})"),
            _ => name.clone(),
        };
        format!("SELECT {shown} FROM {table} ORDER BY {name} {order} LIMIT 1")
    };
    let mut ends = Vec::new();
    for order in ["ASC", "DESC"] {
        let found = session.query(&end(order), TABLE_PATIENCE).await?;
        let Some(end) = found.into_iter().next().and_then(|row| row.into_iter().next()?) else {
            return Ok(None);
        };
        ends.push(end);
    }
    Ok(ends.pop().zip(ends.pop()).map(|(most, least)| (least, most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_equal_however_a_server_writes_them() {
        let equal = |sql_type: &str, stored: &str, made: &str| {
            is_equal(sql_type.parse().unwrap(), Some(stored), &MadeValue::Text(made.to_owned()))
        };
        assert!(equal("boolean", "t", "1") && equal("boolean", "0", "0") && !equal("boolean", "f", "1"));
        assert!(equal(
            "double",
            "1e300",
            "1000000000000000052504760255204420248704468581108159154915854115111802457988908195786371375080447854045104000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        ));
        assert!(!equal("double", "0.1", "0.10000000000000002"));
        assert!(equal("timestamp(6)", "2025-05-01 13:05:09.12", "2025-05-01 13:05:09.120000"));
        assert!(equal("timestamptz", "2025-05-01 13:05:00+00", "2025-05-01 13:05:00"));
        assert!(!equal("timestamp(6)", "2025-05-01 13:05:10", "2025-05-01 13:05:09.500000"));
        assert!(equal("char(4)", "ab  ", "ab") && !equal("varchar(4)", "ab  ", "ab"));
        assert!(equal("json", r#"{"a": 1}"#, r#"{"a":1}"#) && !equal("json", r#"{"a": 2}"#, r#"{"a":1}"#));
        assert!(is_equal("bytes".parse().unwrap(), Some("\\x0aff"), &MadeValue::Bytes(vec![10, 255])));
        assert!(is_equal("bytes".parse().unwrap(), Some("0AFF"), &MadeValue::Bytes(vec![10, 255])));
        assert!(is_equal(SqlType::INT, None, &MadeValue::Null));
        assert!(!is_equal(SqlType::INT, None, &MadeValue::Text("0".to_owned())));
    }
}
