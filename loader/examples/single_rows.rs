//! What an unrewritten batch does, to be measured beside: one prepared statement a row, 5,000 rows a transaction.
//! `cargo run --release -p loader --example single_rows -- URL SPEC TABLE ROWS` prints seconds. The table must be there.

use std::{env, fs, time::Instant};

use generator::{Batch, Dataset, DatasetSpec, Dialect, SqlValue, SqlValues, quote_identifier};
use mysql_async::{Conn, Opts, Value, prelude::Queryable as _};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

const TRANSACTION_ROWS: u64 = 5_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, spec, table, rows] = arguments.as_slice() else {
        return Err("usage: single_rows URL SPEC TABLE ROWS".into());
    };
    let dataset = Dataset::compile(&DatasetSpec::from_json(&fs::read_to_string(spec)?)?)?;
    let table = dataset.table(table).ok_or("no such table")?;
    let rows: u64 = rows.parse()?;
    let dialect = if url.starts_with("postgres") { Dialect::Postgres } else { Dialect::MySql };
    let columns: Vec<String> =
        table.output_columns().map(|column| quote_identifier(dialect, column.name)).collect();
    let place = |index: usize, sql_type: generator::SqlType| match (dialect, sql_type) {
        // As a driver that knows the types would send them.
        (Dialect::Postgres, generator::SqlType::Integer { .. }) => format!("${}::int8", index + 1),
        (Dialect::Postgres, sql_type) => format!("${}::text::{sql_type}", index + 1),
        _ => "?".to_owned(),
    };
    let places: Vec<String> =
        table.output_columns().enumerate().map(|(index, column)| place(index, column.sql_type)).collect();
    let name = quote_identifier(dialect, &table.spec().name);
    let insert = format!("INSERT INTO {name} ({}) VALUES ({})", columns.join(", "), places.join(", "));
    let start = Instant::now();
    match dialect {
        Dialect::Postgres => postgres(url, &insert, table, rows).await?,
        _ => mysql(url, &insert, table, rows).await?,
    }
    println!("{}", start.elapsed().as_secs_f64());
    Ok(())
}

async fn mysql(
    url: &str,
    insert: &str,
    table: generator::Table<'_>,
    rows: u64,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut connection = Conn::new(Opts::from_url(url)?).await?;
    let statement = connection.prep(insert).await?;
    let mut batch = Batch::new();
    let mut next = 0;
    while next < rows {
        connection.query_drop("START TRANSACTION").await?;
        let end = (next + TRANSACTION_ROWS).min(rows);
        while next < end {
            table.batch(next..end, &mut batch);
            let mut values = SqlValues::new(table, &batch);
            for row in 0..batch.len() {
                let parameters: Vec<Value> = (0..values.columns())
                    .map(|column| match values.get(column, row) {
                        SqlValue::Null => Value::NULL,
                        SqlValue::Integer(value) => Value::Int(value),
                        SqlValue::Double(value) => Value::Double(value),
                        SqlValue::Text(value) => Value::Bytes(value.as_bytes().to_vec()),
                        SqlValue::Bytes(value) => Value::Bytes(value.to_vec()),
                    })
                    .collect();
                connection.exec_drop(&statement, parameters).await?;
            }
            next += batch.len() as u64;
        }
        connection.query_drop("COMMIT").await?;
    }
    connection.disconnect().await?;
    Ok(())
}

async fn postgres(
    url: &str,
    insert: &str,
    table: generator::Table<'_>,
    rows: u64,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut connection = PgConnection::connect(url).await?;
    let mut batch = Batch::new();
    let mut next = 0;
    while next < rows {
        let mut transaction = connection.begin().await?;
        let end = (next + TRANSACTION_ROWS).min(rows);
        while next < end {
            table.batch(next..end, &mut batch);
            let mut values = SqlValues::new(table, &batch);
            for row in 0..batch.len() {
                // Prepared once a connection, by its text.
                let mut query = sqlx::query(AssertSqlSafe(insert.to_owned()));
                for column in 0..values.columns() {
                    query = match values.get(column, row) {
                        SqlValue::Null => query.bind(None::<String>),
                        SqlValue::Integer(value) => query.bind(value),
                        SqlValue::Double(value) => query.bind(value),
                        SqlValue::Text(value) => query.bind(value.to_owned()),
                        SqlValue::Bytes(value) => query.bind(value.to_vec()),
                    };
                }
                query.execute(&mut *transaction).await?;
            }
            next += batch.len() as u64;
        }
        transaction.commit().await?;
    }
    Ok(())
}
