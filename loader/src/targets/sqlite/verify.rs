//! Comparing a finished table with what was loaded.

use contract::{LoadMode, Verification};
use generator::{Batch, SqlValue, SqlValues};
use rusqlite::{Connection, types::ValueRef};

use super::{checkpoint, schema, writer::Bound};
use crate::{
    error::LoadError,
    plan::TableLoad,
    targets::{
        Verified,
        sample::{COMPARED_ROWS, COMPARED_WITHOUT_KEY, spread},
    },
};

/// See [`StepTarget::verify`](crate::targets::StepTarget::verify).
pub(super) fn verify(connection: &Connection, load: &TableLoad) -> Result<Verified, LoadError> {
    let failed =
        |source: rusqlite::Error| LoadError::Verify { table: load.name.clone(), source: source.into() };
    let different = |difference: String| LoadError::Different { table: load.name.clone(), difference };

    let counted = schema::count(connection, &load.name).map_err(failed)?;
    let before = checkpoint::rows_before(connection, load).map_err(failed)?;
    let totals = checkpoint::totals(connection, load).map_err(failed)?;
    let rows = load.table().rows();
    if totals.committed + totals.skipped != rows || counted != before + totals.committed {
        return Err(different(format!(
            "it has {counted} rows; {before} were there before, {} of {rows} were committed and {} refused",
            totals.committed, totals.skipped
        )));
    }
    let compared = compare_rows(connection, load)?;
    if let Some(orphan) = first_orphan(connection, load).map_err(failed)? {
        return Err(different(orphan));
    }
    let key_range = key_range(connection, load).map_err(failed)?;
    let verification = Verification { counted: counted - before, compared, key_range };
    Ok(Verified { verification, rows_in_table: counted })
}

fn compare_rows(connection: &Connection, load: &TableLoad) -> Result<u64, LoadError> {
    let failed =
        |source: rusqlite::Error| LoadError::Verify { table: load.name.clone(), source: source.into() };
    let table = load.table();
    let key = &table.spec().primary_key;
    let names: Vec<&str> = table.output_columns().map(|column| column.name).collect();
    let is_searched = |name: &&str| key.is_empty() || key.iter().any(|part| part == name);
    let searched: Vec<usize> = (0..names.len()).filter(|column| is_searched(&names[*column])).collect();
    // One comparison of rows: SQLite allows no more than 1,000 ANDs.
    let places = vec!["?"; searched.len()].join(", ");
    let condition =
        format!("({}) IS ({places})", schema::quote_all(searched.iter().map(|column| names[*column])));
    let (columns, table_name) = (schema::quote_all(names.iter().copied()), schema::quote(&load.name));
    let sql = format!("SELECT {columns} FROM {table_name} WHERE {condition} LIMIT 1");
    let mut statement = connection.prepare(&sql).map_err(failed)?;

    let mut batch = Batch::new();
    let mut compared = 0;
    for row in spread(table.rows(), if key.is_empty() { COMPARED_WITHOUT_KEY } else { COMPARED_ROWS }) {
        if checkpoint::is_rejected(connection, load, row).map_err(failed)? {
            continue;
        }
        table.batch(row..row + 1, &mut batch);
        let mut values = SqlValues::new(table, &batch);
        for (parameter, column) in searched.iter().enumerate() {
            statement.raw_bind_parameter(parameter + 1, Bound(values.get(*column, 0))).map_err(failed)?;
        }
        let mut found = statement.raw_query();
        let Some(found) = found.next().map_err(failed)? else {
            let difference = format!("row {row} is not there");
            return Err(LoadError::Different { table: load.name.clone(), difference });
        };
        for (column, name) in names.iter().enumerate() {
            let stored = found.get_ref(column).map_err(failed)?;
            if !is_equal(stored, values.get(column, 0)) {
                let difference = format!("row {row} has another value in column `{name}`");
                return Err(LoadError::Different { table: load.name.clone(), difference });
            }
        }
        compared += 1;
    }
    Ok(compared)
}

fn is_equal(stored: ValueRef<'_>, value: SqlValue<'_>) -> bool {
    match (stored, value) {
        (ValueRef::Null, SqlValue::Null) => true,
        (ValueRef::Integer(stored), SqlValue::Integer(value)) => stored == value,
        (ValueRef::Real(stored), SqlValue::Double(value)) => stored.to_bits() == value.to_bits(),
        // A REAL column keeps whole numbers as floating-point ones.
        (ValueRef::Real(stored), SqlValue::Integer(value)) => stored == value as f64,
        // A decimal in a column that keeps numbers.
        (ValueRef::Real(stored), SqlValue::Text(value)) => {
            value.parse().is_ok_and(|value: f64| stored == value)
        }
        (ValueRef::Integer(stored), SqlValue::Text(value)) => {
            value.parse().is_ok_and(|value: f64| stored as f64 == value)
        }
        (ValueRef::Text(stored), SqlValue::Text(value)) => stored == value.as_bytes(),
        (ValueRef::Blob(stored), SqlValue::Bytes(value)) => stored == value,
        _ => false,
    }
}

/// The first row whose foreign key has no parent. Only looked for where every parent table is there.
fn first_orphan(connection: &Connection, load: &TableLoad) -> rusqlite::Result<Option<String>> {
    let mut parents = connection.prepare("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?)")?;
    let parents: Vec<String> =
        parents.query_map([&load.name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for parent in &parents {
        // Rows that were there before are not the load's; a parent that is loaded later is checked with its children.
        let is_loaded_later = !is_before(load, parent);
        if !schema::table_exists(connection, parent)? || is_loaded_later || load.mode == LoadMode::Append {
            return Ok(None);
        }
    }
    if parents.is_empty() {
        return Ok(None);
    }
    let mut statement =
        connection.prepare("SELECT \"parent\", rowid FROM pragma_foreign_key_check(?) LIMIT 1")?;
    let mut orphans = statement.query_map([&load.name], |row| {
        let (parent, row_id): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
        let place = row_id.map_or_else(String::new, |row_id| format!(" with rowid {row_id}"));
        Ok(format!("a row{place} refers to a row of `{parent}` that is not there; load `{parent}` too"))
    })?;
    orphans.next().transpose()
}

/// Whether a parent is this table, loaded before it, or not loaded at all; in a circle of foreign keys one table is not.
fn is_before(load: &TableLoad, parent: &str) -> bool {
    load.order.iter().position(|table| table == parent)
        <= load.order.iter().position(|table| *table == load.name)
}

fn key_range(connection: &Connection, load: &TableLoad) -> rusqlite::Result<Option<(String, String)>> {
    let Some(column) = load.table().spec().primary_key.first().map(|name| schema::quote(name)) else {
        return Ok(None);
    };
    let table = schema::quote(&load.name);
    let text =
        |end: &str| format!("CASE typeof({end}) WHEN 'blob' THEN hex({end}) ELSE CAST({end} AS TEXT) END");
    let (least, most) = (text(&format!("MIN({column})")), text(&format!("MAX({column})")));
    let sql = format!("SELECT {least}, {most} FROM {table}");
    let (min, max): (Option<String>, Option<String>) =
        connection.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(min.zip(max))
}
