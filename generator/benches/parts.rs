//! The engine's parts: rows a second of every generator by itself, of every format, and the parts of opening a dataset.
//! `cargo bench -p generator`.

use divan::{Bencher, counter::ItemsCount};
use generator::{
    Batch, CsvOptions, Dataset, DatasetSpec, Dialect, RowFormat, RowWriter, STATEMENT_BYTES, SqlOptions,
    kinds::{Group, kinds},
};

fn main() {
    divan::main();
}

const ROWS: u64 = 16 * generator::BATCH_ROWS;

/// A column of every kind, as its first pinned values have it, and some of other axes.
fn columns() -> Vec<(String, String)> {
    let of_kinds = kinds().into_iter().filter(|kind| kind.group != Group::Relation).map(|kind| {
        let pinned = &kind.pinned[0];
        let comma = if pinned.options.is_empty() { "" } else { "," };
        let generator = format!(r#"{{"kind":"{}"{comma}{}}}"#, kind.name, pinned.options);
        (kind.name.to_owned(), format!(r#""{}","gen":{generator}"#, pinned.sql_type))
    });
    let others = [
        ("integer, unique", r#""int","gen":{"kind":"integer","min":1,"max":10000000},"unique":true"#),
        (
            "list, weighted",
            r#""varchar(10)","gen":{"kind":"list","values":["open","paid","refunded"],"weights":[8,2,1]}"#,
        ),
        (
            "integer, normal",
            r#""int","gen":{"kind":"integer","min":1,"max":1000000},"distribution":{"kind":"normal","mean":500000,"deviation":100000}"#,
        ),
        (
            "timestamp, seasonal",
            r#""timestamp","gen":{"kind":"timestamp","from":"2024-01-01T00:00:00","to":"2024-12-31T23:59:59"},"distribution":{"kind":"seasonal","weekdays":[1,1,1,1,1,2,2],"hours":[0,0,0,0,0,0,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0,0]}"#,
        ),
        ("nullable integer", r#""int","gen":{"kind":"integer","min":1,"max":1000000},"null":0.5"#),
    ];
    of_kinds.chain(others.map(|(name, column)| (name.to_owned(), column.to_owned()))).collect()
}

fn names() -> Vec<String> {
    columns().into_iter().map(|(name, _)| name).collect()
}

fn column(name: &str) -> String {
    columns().into_iter().find(|(found, _)| *found == name).map(|(_, column)| column).unwrap_or_default()
}

fn dataset(columns: &str) -> Dataset {
    let json = format!(
        r#"{{"rowmill":1,"tables":[{{"name":"t","rows":10000000,"columns":[{columns}]}},
            {{"name":"parent","rows":3000000,"columns":[{{"name":"id","type":"bigint"}}]}}]}}"#
    );
    let spec = DatasetSpec::from_json(&json).unwrap_or_else(|problems| panic!("{problems}"));
    Dataset::compile(&spec).unwrap_or_else(|problems| panic!("{problems}"))
}

fn write(bencher: Bencher<'_, '_>, dataset: &Dataset, format: &RowFormat) {
    let Some(table) = dataset.table("t") else { return };
    let writer = RowWriter::new(table, format, 0..table.rows());
    let (mut batch, mut bytes) = (Batch::new(), Vec::new());
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        bytes.clear();
        writer.write_rows(5_000_000..5_000_000 + ROWS, &mut batch, &mut bytes);
        bytes.len()
    });
}

/// A column of each kind as CSV, beside one of whole numbers.
#[divan::bench(args = names())]
fn generators(bencher: Bencher<'_, '_>, name: &str) {
    let column = column(name);
    write(
        bencher,
        &dataset(&format!(r#"{{"name":"a","type":"bigint"}},{{"name":"c","type":{column}}}"#)),
        &RowFormat::Csv(CsvOptions::default()),
    );
}

/// Columns of a table of ten million rows whose parents are three million.
const KEYS: &[(&str, &str)] = &[
    (
        "foreign_key",
        r#"{"name":"p","type":"int","gen":{"kind":"foreign_key","table":"parent","column":"id"}}"#,
    ),
    (
        "foreign_key, zipf",
        r#"{"name":"p","type":"int","gen":{"kind":"foreign_key","table":"parent","column":"id"},"distribution":{"kind":"zipf","exponent":1.1}}"#,
    ),
    (
        "child_of, 1 to 9",
        r#"{"name":"p","type":"int","gen":{"kind":"child_of","table":"parent","column":"id","min":1,"max":9}}"#,
    ),
    (
        "child_of, without a tenth",
        r#"{"name":"p","type":"int","gen":{"kind":"child_of","table":"parent","column":"id","without":0.1}}"#,
    ),
    (
        "child_of, zipf",
        r#"{"name":"p","type":"int","gen":{"kind":"child_of","table":"parent","column":"id","min":1},"distribution":{"kind":"zipf","exponent":1.1}}"#,
    ),
    (
        "child_of, zipf, shuffled",
        r#"{"name":"p","type":"int","sampler":"shuffled","gen":{"kind":"child_of","table":"parent","column":"id","min":1},"distribution":{"kind":"zipf","exponent":1.1}}"#,
    ),
    (
        "child_of and ordinal",
        r#"{"name":"p","type":"int","gen":{"kind":"child_of","table":"parent","column":"id","min":1,"max":9}},{"name":"o","type":"int","gen":{"kind":"ordinal","key":"p"}}"#,
    ),
    (
        "child_of, a tree",
        r#"{"name":"p","type":"int","gen":{"kind":"child_of","table":"t","column":"a","depth":6,"max":50}}"#,
    ),
];

fn key_names() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(name, _)| *name)
}

/// A whole row of an order, with one of these keys.
fn with_key(name: &str) -> Dataset {
    let key = KEYS.iter().find(|(found, _)| *found == name).map_or("", |(_, key)| key);
    let others = ["decimal", "timestamp", "list, weighted", "full_name"]
        .map(|kind| format!(r#"{{"name":"{kind}","type":{}}}"#, column(kind)));
    dataset(&format!(r#"{{"name":"a","type":"bigint"}},{key},{}"#, others.join(",")))
}

/// Rows with a key of another table, as CSV.
#[divan::bench(args = key_names())]
fn keys(bencher: Bencher<'_, '_>, name: &str) {
    write(bencher, &with_key(name), &RowFormat::Csv(CsvOptions::default()));
}

/// Windows of 50 rows at places far from each other, as a grid asks for them.
#[divan::bench(args = key_names())]
fn windows_of_keys(bencher: Bencher<'_, '_>, name: &str) {
    let dataset = with_key(name);
    let Some(table) = dataset.table("t") else { return };
    let (mut batch, mut place) = (Batch::new(), 0_u64);
    bencher.bench_local(|| {
        place = (place + 7_654_321) % (table.rows() - 50);
        table.batch(place..place + 50, &mut batch);
        batch.len()
    });
}

/// Five columns in every format.
#[divan::bench(args = ["csv", "csv, quoted", "ndjson", "copy", "sql"])]
fn formats(bencher: Bencher<'_, '_>, name: &str) {
    let columns = ["sequence", "decimal", "timestamp", "list", "full_name"]
        .map(|kind| format!(r#"{{"name":"{kind}","type":{}}}"#, column(kind)));
    let format = match name {
        "csv" => RowFormat::Csv(CsvOptions::default()),
        "csv, quoted" => RowFormat::Csv(CsvOptions { quote_all: true, ..CsvOptions::default() }),
        "ndjson" => RowFormat::Ndjson,
        "copy" => RowFormat::CopyText(Dialect::Postgres),
        _ => RowFormat::Sql(SqlOptions {
            dialect: Dialect::MySql,
            batch: 500,
            statement_bytes: STATEMENT_BYTES,
        }),
    };
    write(bencher, &dataset(&columns.join(",")), &format);
}

/// From JSON to a dataset that can be asked for rows.
#[divan::bench]
fn compile() -> usize {
    let json = include_str!("../../bench/room_availability.json");
    let spec = DatasetSpec::from_json(json).unwrap_or_else(|problems| panic!("{problems}"));
    Dataset::compile(&spec).map_or(0, |dataset| dataset.spec().tables.len())
}
