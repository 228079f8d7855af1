//! Comparing a finished table with what was loaded.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use contract::{LoadMode, Verification, Verify};
use generator::{Batch, Dialect, SqlType, SqlValue, SqlValues, quote_identifier};

use super::{
    Checkpoint, Verified,
    catalogue::Catalogue,
    checkpoint, checksum,
    failure::ServerFailure,
    found::{count, is_counted_by_key},
    literal, probe, records, sample,
    session::{Session, TABLE_PATIENCE, TextRow},
};
use crate::{error::LoadError, plan::TableLoad, run::StepContext};

/// Rows that one query looks for.
const ROWS_A_QUERY: usize = 128;
/// Most rows that a query may find for each that it looks for, where there is no key.
const FOUND_A_ROW: usize = 64;

/// See [`Database::finish`](super::Database::finish).
pub(super) async fn verify<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    context: &StepContext,
) -> Result<Verified, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Verify { table: load.name().to_owned(), source: source.into() };
    let different = |difference: String| LoadError::Different { table: load.name().to_owned(), difference };
    let rows = load.table().rows();
    let rows_in_table = count(session, load.place()).await.map_err(failed)?;
    let (before, totals) = if load.prepared.is_probed {
        // Whoever may not write down how many rows there were cannot tell them from the load's.
        (rows_in_table.saturating_sub(rows), Checkpoint { committed: rows, skipped: 0 })
    } else {
        let record = records::read(session, load, false).await.map_err(failed)?;
        let before = record.map_or(0, |record| record.rows_before());
        (before, Checkpoint::total(&checkpoint::read_all(session, load).await.map_err(failed)?))
    };
    let counted = if is_counted_by_key(load) {
        probe::count_rows(session, load, load.place(), &(0..rows)).await.map_err(failed)?
    } else {
        rows_in_table.saturating_sub(before)
    };
    // Others may add to a table at the same time, and cannot always be told from the load.
    let has_more = load.options.mode == LoadMode::Append && counted > totals.committed;
    if has_more {
        context.note(format!(
            "{}: has {} rows more than before the load and from it: others add rows, too",
            load.name(),
            counted - totals.committed
        ));
    }
    if totals.rows() != rows || (counted != totals.committed && !has_more) {
        return Err(different(format!(
            "it has {rows_in_table} rows, {counted} of which are from this load; {} of {rows} were committed and {} refused",
            totals.committed, totals.skipped
        )));
    }
    let compared = compare_rows(session, load, totals.skipped > 0).await?;
    let checksums = if load.options.verify == Verify::All {
        Some(checksum::compare(session, &Arc::new(load.clone()), before).await?)
    } else {
        None
    };
    if load.prepared.working.is_none()
        && let Some(orphan) = session.first_orphan(load).await.map_err(failed)?
    {
        return Err(different(orphan));
    }
    let key_range = key_range(session, load).await.map_err(failed)?;
    let counted = counted.min(totals.committed);
    Ok(Verified { verification: Verification { counted, compared, checksums, key_range }, rows_in_table })
}

/// Reads runs of rows back, and compares each of them in every column. Gives how many.
async fn compare_rows<S: Catalogue>(
    session: &mut S,
    load: &TableLoad,
    any_refused: bool,
) -> Result<u64, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Verify { table: load.name().to_owned(), source: source.into() };
    let table = load.table();
    let has_key = !key_names(load).is_empty();
    let mut compared = 0;
    for run in sample::runs(table.rows(), has_key, fastrand::u64) {
        let refused = if any_refused {
            checkpoint::rejected_between(session, load, run.start, run.end - 1).await.map_err(failed)?
        } else {
            Vec::new()
        };
        let made: Vec<MadeRow> =
            MadeRow::make(load, run).into_iter().filter(|made| !refused.contains(&made.row)).collect();
        for rows in made.chunks(ROWS_A_QUERY) {
            compare(session, load, rows).await?;
            compared += rows.len() as u64;
        }
    }
    Ok(compared)
}

async fn compare<S: Catalogue>(session: &mut S, load: &TableLoad, rows: &[MadeRow]) -> Result<(), LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Verify { table: load.name().to_owned(), source: source.into() };
    let key = key_columns(load);
    let is_found_by_key = !key_names(load).is_empty();
    let limit = rows.len() * FOUND_A_ROW;
    let mut found = match searched_column::<S>(load, rows, &key, is_found_by_key) {
        Some(column) => {
            let sql = select::<S>(load, &any_of::<S>(load, rows, column), limit);
            session.query(&sql, TABLE_PATIENCE).await.map_err(failed)?
        }
        None => Vec::new(),
    };
    if found.len() >= limit || (found.is_empty() && !rows.is_empty()) {
        // No column tells rows apart well enough: each is looked for by all of them.
        found.clear();
        for rows in rows.chunks(if is_found_by_key { ROWS_A_QUERY } else { 1 }) {
            let conditions: Vec<String> = rows.iter().map(|row| condition::<S>(load, row, &key)).collect();
            let sql = select::<S>(load, &conditions.join(" OR "), limit);
            found.extend(session.query(&sql, TABLE_PATIENCE).await.map_err(failed)?);
        }
    }
    let difference = rows.iter().find_map(|row| row.difference(load, &found, &key));
    match difference {
        Some(difference) => Err(LoadError::Different { table: load.name().to_owned(), difference }),
        None => Ok(()),
    }
}

/// A row as the engine makes it.
struct MadeRow {
    row: u64,
    values: Vec<MadeValue>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum MadeValue {
    Null,
    Text(String),
    Bytes(Vec<u8>),
}

impl MadeRow {
    fn make(load: &TableLoad, rows: Range<u64>) -> Vec<Self> {
        let table = load.table();
        let mut batch = Batch::new();
        let mut made = Vec::new();
        let mut start = rows.start;
        while start < rows.end {
            table.batch(start..rows.end, &mut batch);
            let mut values = SqlValues::new(table, &batch);
            for row in 0..batch.len() {
                let values = (0..values.columns())
                    .map(|column| match values.get(column, row) {
                        SqlValue::Null => MadeValue::Null,
                        SqlValue::Integer(value) => MadeValue::Text(value.to_string()),
                        SqlValue::Double(value) => MadeValue::Text(value.to_string()),
                        SqlValue::Text(value) => MadeValue::Text(value.to_owned()),
                        SqlValue::Bytes(value) => MadeValue::Bytes(value.to_vec()),
                    })
                    .collect();
                made.push(Self { row: start + row as u64, values });
            }
            start = batch.rows().end;
        }
        made
    }

    /// How the rows that were found differ from this one, if none is it.
    fn difference(&self, load: &TableLoad, found: &[TextRow], key: &[usize]) -> Option<String> {
        let columns: Vec<_> = load.table().output_columns().collect();
        let is_equal = |column: usize, row: &TextRow| {
            let stored = row.get(column).and_then(Option::as_deref);
            is_equal(columns[column].sql_type, stored, &self.values[column])
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
        Some(format!(
            "row {} has another value in column `{column}`; a trigger of the table, or what the column's type does to values, may have changed it",
            self.row
        ))
    }
}

/// The columns of the primary key, if all of them are in the output.
fn key_names(load: &TableLoad) -> &[String] {
    let table = load.table();
    let key = &table.spec().primary_key;
    let is_shown = |name: &String| table.output_columns().any(|column| column.name == name);
    if key.iter().all(is_shown) { key } else { &[] }
}

/// The output columns by which a row is looked for: the primary key's, or without one those that every server can compare.
fn key_columns(load: &TableLoad) -> Vec<usize> {
    let key = key_names(load);
    let is_comparable =
        |sql_type: SqlType| !matches!(sql_type, SqlType::Json | SqlType::Double) && !sql_type.is_binary();
    load.table()
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

/// The one column by which rows are found in one walk through the table: that of a key of one column; without a key, the one that has
/// the most values.
fn searched_column<S: Session>(
    load: &TableLoad,
    rows: &[MadeRow],
    key: &[usize],
    is_found_by_key: bool,
) -> Option<usize> {
    if is_found_by_key {
        return (key.len() == 1).then(|| key[0]);
    }
    let bits = |column: usize| {
        load.prepared
            .bit_columns
            .iter()
            .any(|name| load.table().output_columns().nth(column).is_some_and(|output| output.name == name))
    };
    let distinct = |column: usize| {
        let values: BTreeSet<&MadeValue> = rows.iter().map(|row| &row.values[column]).collect();
        if values.contains(&MadeValue::Null) { 0 } else { values.len() }
    };
    key.iter()
        .copied()
        .filter(|column| !bits(*column))
        .max_by_key(|column| distinct(*column))
        .filter(|column| distinct(*column) * 4 > rows.len())
}

/// The condition that a column has the value of one of these rows.
fn any_of<S: Session>(load: &TableLoad, rows: &[MadeRow], column: usize) -> String {
    let output: Vec<_> = load.table().output_columns().collect();
    let values: BTreeSet<String> =
        rows.iter().filter_map(|row| literal_of::<S>(output[column].sql_type, &row.values[column])).collect();
    let values: Vec<String> = values.into_iter().collect();
    if values.is_empty() {
        return "1 = 0".to_owned();
    }
    format!("{} IN ({})", quote_identifier(S::DIALECT, output[column].name), values.join(", "))
}

/// The condition that a row has these columns' values.
fn condition<S: Session>(load: &TableLoad, row: &MadeRow, key: &[usize]) -> String {
    let columns: Vec<_> = load.table().output_columns().collect();
    let parts: Vec<String> = key
        .iter()
        .filter(|column| !load.prepared.bit_columns.iter().any(|name| name == columns[**column].name))
        .map(|column| {
            let name = quote_identifier(S::DIALECT, columns[*column].name);
            match literal_of::<S>(columns[*column].sql_type, &row.values[*column]) {
                Some(literal) => format!("{name} = {literal}"),
                None => format!("{name} IS NULL"),
            }
        })
        .collect();
    if parts.is_empty() { "1 = 1".to_owned() } else { format!("({})", parts.join(" AND ")) }
}

/// A value as it stands in SQL; `None` for NULL.
fn literal_of<S: Session>(sql_type: SqlType, value: &MadeValue) -> Option<String> {
    Some(match value {
        MadeValue::Null => return None,
        // MySQL would compare a number in quotes as a floating-point one, and SQLite as a text.
        MadeValue::Text(value)
            if S::DIALECT != Dialect::Postgres
                && matches!(sql_type, SqlType::Integer { .. } | SqlType::Boolean) =>
        {
            value.clone()
        }
        MadeValue::Text(value) => literal::text(S::DIALECT, value),
        MadeValue::Bytes(value) if S::DIALECT == Dialect::Postgres => {
            format!("'\\x{}'", generator::hexadecimal(value))
        }
        MadeValue::Bytes(value) => format!("X'{}'", generator::hexadecimal(value)),
    })
}

/// The query that finds rows, with all output columns as texts that can be compared.
fn select<S: Session>(load: &TableLoad, condition: &str, limit: usize) -> String {
    let shown: Vec<String> = load
        .table()
        .output_columns()
        .map(|column| {
            let name = quote_identifier(S::DIALECT, column.name);
            if load.prepared.bit_columns.iter().any(|bit| bit == column.name) {
                format!("{name} + 0")
            } else if column.sql_type.is_binary() && S::DIALECT == Dialect::MySql {
                format!("HEX({name})")
            } else {
                name
            }
        })
        .collect();
    let table = quote_identifier(S::DIALECT, load.place());
    format!("SELECT {} FROM {table} WHERE {condition} LIMIT {limit}", shown.join(", "))
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
        // MySQL's ZEROFILL shows zeros before a number.
        SqlType::Integer { .. } => {
            stored == made
                || (!stored.is_empty() && stored.trim_start_matches('0') == made.trim_start_matches('0'))
        }
        SqlType::Time { .. } | SqlType::Timestamp { .. } => moment(stored) == moment(made),
        // Columns of a table that was there may keep more digits, or a time of day.
        SqlType::Decimal { .. } => {
            without_zeros(stored) == without_zeros(made)
                || without_zeros(stored.trim_start_matches('0'))
                    == without_zeros(made.trim_start_matches('0'))
                || is_same_money(stored, made)
        }
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

/// Whether an amount as PostgreSQL shows its type `money`, with a sign of its currency and commas, is a number.
fn is_same_money(stored: &str, made: &str) -> bool {
    let is_sign = |sign: char| !sign.is_alphanumeric() && !matches!(sign, '.' | '-');
    let has_sign = stored.trim_start_matches('-').starts_with(is_sign);
    let plain: String =
        stored.chars().filter(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '-')).collect();
    has_sign && !stored.contains(char::is_alphabetic) && without_zeros(&plain) == without_zeros(made)
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
    let table = quote_identifier(S::DIALECT, load.place());
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
