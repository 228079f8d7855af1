//! Checksums of columns over all rows, made of the rows made again and of those in the database: sums of whole numbers, and of hashes of
//! texts, which do not depend on the order of rows.
//!
//! What a database writes in ways of its own (doubles, JSON) has none; neither have columns of another type than the spec's, nor tables
//! whose rows cannot be told from those that were there before.

use std::{collections::BTreeSet, sync::Arc};

use generator::{Batch, Dialect, OutputColumn, SqlType, SqlValue, SqlValues, quote_identifier};
use sha2::{Digest as _, Sha256};

use super::{
    catalogue::{Catalogue, CatalogueColumn},
    checkpoint,
    failure::ServerFailure,
    found::is_counted_by_key,
    probe,
    session::{Session, TABLE_PATIENCE},
    stored_type::StoredType,
};
use crate::{error::LoadError, plan::TableLoad};

/// Most digits of decimals that are added up: 10^12 of them, which are the most rows of a table, have no more than 38 digits.
const MOST_DIGITS: u8 = 26;

/// How a column's values are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Checksum {
    /// As whole numbers of this many digits behind the point.
    Sum { scale: u32 },
    /// The first four bytes of each text's hash.
    Hashes,
}

/// Compares the checksums, and gives how many columns have one.
pub(super) async fn compare<S: Catalogue>(
    session: &mut S,
    load: &Arc<TableLoad>,
    rows_before: u64,
) -> Result<u32, LoadError> {
    let failed =
        |source: ServerFailure| LoadError::Verify { table: load.name().to_owned(), source: source.into() };
    if rows_before > 0 && !is_counted_by_key(load) {
        return Ok(0);
    }
    let stored = session.columns(load.place()).await.map_err(failed)?;
    let columns: Vec<(usize, Checksum)> = load
        .table()
        .output_columns()
        .enumerate()
        .filter_map(|(index, column)| Some((index, checksum::<S>(load, &column, &stored)?)))
        .collect();
    if columns.is_empty() {
        return Ok(0);
    }
    let refused: BTreeSet<u64> = if load.prepared.is_probed {
        BTreeSet::new()
    } else {
        let all =
            checkpoint::rejected_between(session, load, 0, load.table().rows()).await.map_err(failed)?;
        all.into_iter().collect()
    };
    let made = {
        let (load, columns) = (Arc::clone(load), columns.clone());
        tokio::task::spawn_blocking(move || add_up(&load, &columns, &refused)).await
    };
    let made = made.map_err(|source| LoadError::Worker { table: load.name().to_owned(), source })?;
    let names: Vec<&str> = load.table().output_columns().map(|column| column.name).collect();
    let expressions: Vec<String> =
        columns.iter().map(|(index, checksum)| expression::<S>(names[*index], *checksum)).collect();
    let table = quote_identifier(S::DIALECT, load.place());
    let condition = match probe::GrowingKey::of(load).filter(|_| is_counted_by_key(load)) {
        Some(key) => format!(" WHERE {}", key.of_rows::<S>(&(0..load.table().rows()))),
        None => String::new(),
    };
    let sql = format!("SELECT {} FROM {table}{condition}", expressions.join(", "));
    let found = session.query(&sql, TABLE_PATIENCE).await.map_err(failed)?;
    for (position, (index, checksum)) in columns.iter().enumerate() {
        let text = found.first().and_then(|row| row.get(position)?.as_deref()).unwrap_or("0");
        let in_database = match checksum {
            Checksum::Sum { scale } => scaled(text, *scale),
            Checksum::Hashes => scaled(text, 0),
        };
        if in_database != Some(made[position]) {
            return Err(LoadError::Different {
                table: load.name().to_owned(),
                difference: format!(
                    "the checksum of column `{}` over all rows is {text}, and not that of the rows that were made",
                    names[*index]
                ),
            });
        }
    }
    Ok(columns.len() as u32)
}

/// The checksum of a column, if database and engine write its values the same way.
fn checksum<S: Session>(
    load: &TableLoad,
    column: &OutputColumn<'_>,
    stored: &[CatalogueColumn],
) -> Option<Checksum> {
    let found = stored.iter().find(|found| found.name.to_lowercase() == column.name.to_lowercase())?;
    if load.prepared.bit_columns.iter().any(|name| name == column.name) {
        return None;
    }
    let is_sqlite = S::DIALECT == Dialect::Sqlite;
    match (column.sql_type, &found.stored) {
        (SqlType::Integer { .. }, StoredType::Integer { .. }) => Some(Checksum::Sum { scale: 0 }),
        // SQLite's integers are whatever is in them, and so are sums of them.
        (SqlType::Integer { .. }, StoredType::Numeric) if is_sqlite => Some(Checksum::Sum { scale: 0 }),
        (SqlType::Decimal { precision, scale }, StoredType::Decimal(_)) if precision <= MOST_DIGITS => {
            Some(Checksum::Sum { scale: u32::from(scale) })
        }
        (SqlType::Char { .. }, _) => None,
        (sql_type, StoredType::Text { .. }) if sql_type.is_text() => Some(Checksum::Hashes),
        (SqlType::Date, StoredType::Date) => Some(Checksum::Hashes),
        _ => None,
    }
}

/// The database's expression of a checksum.
fn expression<S: Session>(name: &str, checksum: Checksum) -> String {
    let name = quote_identifier(S::DIALECT, name);
    match (checksum, S::DIALECT) {
        // A sum of numbers of 64 bits would not fit into one.
        (Checksum::Sum { .. }, Dialect::Sqlite) => {
            format!("(SUM({name} >> 32) || ':' || SUM({name} & 4294967295))")
        }
        (Checksum::Sum { .. }, _) => format!("SUM({name})"),
        (Checksum::Hashes, Dialect::Postgres) => format!(
            "SUM(('x' || left(encode(sha256(convert_to({name}::text, 'UTF8')), 'hex'), 8))::bit(32)::bigint)"
        ),
        (Checksum::Hashes, _) => {
            format!("SUM(CONV(LEFT(SHA2(CONVERT({name} USING utf8mb4), 256), 8), 16, 10))")
        }
    }
}

/// The checksums of the rows as the engine makes them.
fn add_up(load: &TableLoad, columns: &[(usize, Checksum)], refused: &BTreeSet<u64>) -> Vec<i128> {
    let table = load.table();
    let mut sums = vec![0; columns.len()];
    let mut batch = Batch::new();
    let mut start = 0;
    while start < table.rows() {
        table.batch(start..table.rows(), &mut batch);
        let mut values = SqlValues::new(table, &batch);
        for row in (0..batch.len()).filter(|row| !refused.contains(&(start + *row as u64))) {
            for (sum, (column, checksum)) in sums.iter_mut().zip(columns) {
                *sum += value(values.get(*column, row), *checksum);
            }
        }
        start = batch.rows().end;
    }
    sums
}

fn value(value: SqlValue<'_>, checksum: Checksum) -> i128 {
    match (value, checksum) {
        (SqlValue::Integer(value), Checksum::Sum { scale }) => i128::from(value) * 10_i128.pow(scale),
        // The engine writes exactly as many digits as the type has.
        (SqlValue::Text(text), Checksum::Sum { scale }) => scaled(text, scale).unwrap_or(0),
        (SqlValue::Text(text), Checksum::Hashes) => {
            let hash = Sha256::digest(text.as_bytes());
            i128::from(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]))
        }
        _ => 0,
    }
}

/// A number as a whole one of this many digits behind the point; `None` if it has more that are not zero, or is none. The sum of SQLite's
/// two halves is `high:low`.
fn scaled(text: &str, scale: u32) -> Option<i128> {
    if let Some((high, low)) = text.split_once(':') {
        return Some((high.parse::<i128>().ok()? << 32) + low.parse::<i128>().ok()?);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let (kept, beyond) = fraction.split_at(fraction.len().min(scale as usize));
    if beyond.bytes().any(|digit| digit != b'0') {
        return None;
    }
    let zeros = "0".repeat(scale as usize - kept.len());
    format!("{whole}{kept}{zeros}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_to_the_last_digit() {
        assert_eq!(scaled("12.5", 2), Some(1_250));
        assert_eq!(scaled("-0.05", 2), Some(-5));
        assert_eq!(scaled("7", 2), Some(700));
        assert_eq!(scaled("7.500", 1), Some(75));
        assert_eq!(scaled("7.55", 1), None);
        assert_eq!(scaled("1:5", 0), Some((1 << 32) + 5));
        assert_eq!(scaled("-1:4294967295", 0), Some(-1));
        assert_eq!(scaled("x", 0), None);
    }
}
