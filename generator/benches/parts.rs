//! The engine's parts: rows a second of every generator by itself, of every format, and the parts of opening a dataset.
//! `cargo bench -p generator`.

use divan::{Bencher, counter::ItemsCount};
use generator::{
    Batch, CsvOptions, Dataset, DatasetSpec, Dialect, RowFormat, RowWriter, STATEMENT_BYTES, SqlOptions,
};

fn main() {
    divan::main();
}

const ROWS: u64 = 16 * generator::BATCH_ROWS;

/// A column's type and generator, by name.
const GENERATORS: [(&str, &str); 24] = [
    ("sequence", r#""bigint","gen":{"kind":"sequence"}"#),
    ("integer", r#""int","gen":{"kind":"integer","min":1,"max":1000000}"#),
    ("integer, unique", r#""int","gen":{"kind":"integer","min":1,"max":10000000},"unique":true"#),
    ("decimal", r#""decimal(10,2)","gen":{"kind":"decimal","min":"0","max":"99999.99"}"#),
    ("double", r#""double","gen":{"kind":"double","min":0,"max":1}"#),
    ("boolean", r#""boolean","gen":{"kind":"boolean"}"#),
    ("date", r#""date","gen":{"kind":"date","from":"2020-01-01","to":"2025-12-31"}"#),
    ("time", r#""time","gen":{"kind":"time","from":"00:00:00","to":"23:59:59"}"#),
    (
        "timestamp",
        r#""timestamp(6)","gen":{"kind":"timestamp","from":"2020-01-01T00:00:00","to":"2025-12-31T00:00:00"}"#,
    ),
    ("uuid_v4", r#""uuid","gen":{"kind":"uuid_v4"}"#),
    ("uuid_v7", r#""uuid","gen":{"kind":"uuid_v7"}"#),
    ("ulid", r#""char(26)","gen":{"kind":"ulid"}"#),
    ("list", r#""varchar(10)","gen":{"kind":"list","values":["open","paid","refunded"]}"#),
    (
        "list, weighted",
        r#""varchar(10)","gen":{"kind":"list","values":["open","paid","refunded"],"weights":[8,2,1]}"#,
    ),
    ("pattern", r#""char(8)","gen":{"kind":"pattern","pattern":"[A-Z]{3}-\\d{4}"}"#),
    ("first_name", r#""varchar(40)","gen":{"kind":"first_name"}"#),
    ("full_name", r#""varchar(60)","gen":{"kind":"full_name"}"#),
    ("email", r#""varchar(80)","gen":{"kind":"email"}"#),
    ("city", r#""varchar(40)","gen":{"kind":"city"}"#),
    ("company", r#""varchar(60)","gen":{"kind":"company"}"#),
    ("word", r#""varchar(40)","gen":{"kind":"word"}"#),
    ("sentence", r#""varchar(200)","gen":{"kind":"sentence"}"#),
    ("bytes", r#""binary(16)","gen":{"kind":"bytes","min_length":16,"max_length":16}"#),
    ("nullable integer", r#""int","gen":{"kind":"integer","min":1,"max":1000000},"null":0.5"#),
];

fn dataset(columns: &str) -> Dataset {
    let json = format!(r#"{{"rowmill":1,"tables":[{{"name":"t","rows":10000000,"columns":[{columns}]}}]}}"#);
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

/// One column as CSV.
#[divan::bench(args = GENERATORS.map(|(name, _)| name))]
fn generators(bencher: Bencher<'_, '_>, name: &str) {
    let column = GENERATORS.iter().find(|(found, _)| *found == name).map_or("", |(_, column)| column);
    write(
        bencher,
        &dataset(&format!(r#"{{"name":"a","type":{column}}}"#)),
        &RowFormat::Csv(CsvOptions::default()),
    );
}

/// Five columns in every format.
#[divan::bench(args = ["csv", "csv, quoted", "ndjson", "copy", "sql"])]
fn formats(bencher: Bencher<'_, '_>, name: &str) {
    let columns: Vec<String> = [0, 3, 8, 12, 16]
        .map(|index| format!(r#"{{"name":"c{index}","type":{}}}"#, GENERATORS[index].1))
        .into();
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
