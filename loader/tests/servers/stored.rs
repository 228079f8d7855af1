//! What a table holds, in a form that is the same for every database.

use std::sync::Arc;

use generator::{Batch, Dataset, Dialect, SqlType, cell_text, hexadecimal, quote_identifier};
use scratch_databases::Kind;

use crate::fixture::Fixture;

/// The rows of a table as the engine makes them, in the form of [`stored`].
pub(crate) fn made(dataset: &Dataset, table: &str) -> Vec<String> {
    let table = dataset.table(table).unwrap();
    let columns: Vec<_> = table.output_columns().collect();
    let mut batch = Batch::new();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < table.rows() {
        table.batch(start..table.rows(), &mut batch);
        for row in 0..batch.len() {
            let cell = |(index, column): (usize, &generator::OutputColumn<'_>)| {
                cell_text(table, &batch, index, row)
                    .map_or_else(|| "NULL".to_owned(), |text| normal(column.sql_type, &text))
            };
            lines.push(columns.iter().enumerate().map(cell).collect::<Vec<_>>().join("|"));
        }
        start = batch.rows().end;
    }
    lines.sort_unstable();
    lines
}

fn normal(sql_type: SqlType, text: &str) -> String {
    match sql_type {
        SqlType::Double => text.parse::<f64>().unwrap().to_string(),
        SqlType::Time { .. } | SqlType::Timestamp { .. } => {
            let text = text.trim_end_matches("+00");
            if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            } else {
                text.to_owned()
            }
        }
        sql_type if sql_type.is_text() => hexadecimal(text.as_bytes()),
        _ => text.to_owned(),
    }
}

/// The rows of a table as the database has them, sorted.
pub(crate) fn stored(fixture: &Fixture, dataset: &Arc<Dataset>, table: &str) -> Vec<String> {
    let dialect = if fixture.kind == Kind::Postgres { Dialect::Postgres } else { Dialect::MySql };
    let columns: Vec<_> = dataset.table(table).unwrap().output_columns().collect();
    let expressions = columns.iter().map(|column| {
        let name = quote_identifier(dialect, column.name);
        let text = match (dialect, column.sql_type) {
            (Dialect::Postgres, sql_type) if sql_type.is_binary() => format!("encode({name}, 'hex')"),
            (Dialect::Postgres, SqlType::Char { .. }) => {
                format!("encode(convert_to(rtrim({name}), 'UTF8'), 'hex')")
            }
            (Dialect::Postgres, sql_type) if sql_type.is_text() => {
                format!("encode(convert_to({name}::text, 'UTF8'), 'hex')")
            }
            (Dialect::Postgres, SqlType::Timestamp { .. }) => {
                format!("to_char({name}, 'YYYY-MM-DD HH24:MI:SS.US')")
            }
            (Dialect::Postgres, _) => format!("{name}::text"),
            (_, SqlType::Boolean) => format!("CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"),
            (_, sql_type) if sql_type.is_text() || sql_type.is_binary() => format!("LOWER(HEX({name}))"),
            _ => format!("CAST({name} AS CHAR)"),
        };
        format!("COALESCE({text}, 'NULL')")
    });
    let list = expressions.collect::<Vec<_>>().join(", '|', ");
    let sql = format!("SELECT CONCAT({list}) FROM {}", quote_identifier(dialect, table));
    let mut lines: Vec<String> = fixture
        .run(&sql)
        .lines()
        .map(|line| {
            let cells = line.split('|').zip(&columns).map(|(cell, column)| match column.sql_type {
                SqlType::Double | SqlType::Time { .. } | SqlType::Timestamp { .. } if cell != "NULL" => {
                    normal(column.sql_type, cell)
                }
                _ => cell.to_owned(),
            });
            cells.collect::<Vec<_>>().join("|")
        })
        .collect();
    lines.sort_unstable();
    lines
}

/// Compares a table with what the engine makes, row by row.
#[track_caller]
pub(crate) fn assert_stored(fixture: &Fixture, dataset: &Arc<Dataset>, table: &str) {
    let (made, stored) = (made(dataset, table), stored(fixture, dataset, table));
    for (made, stored) in made.iter().zip(&stored) {
        assert_eq!(made, stored, "{table}");
    }
    assert_eq!(made.len(), stored.len(), "{table}");
}
