//! Golden cases: each folder of `tests/golden` holds a spec, and for each of its tables the first, middle and last rows in
//! every format. `cargo xtask bless` writes them anew; a difference is a value-breaking change.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{env, fs, path::Path};

use generator::{
    CsvOptions, Dataset, DatasetSpec, Dialect, RowFormat, RowWriter, STATEMENT_BYTES, SqlOptions, Table,
};

fn formats() -> [(&'static str, RowFormat); 6] {
    let sql = |dialect| RowFormat::Sql(SqlOptions { dialect, batch: 4, statement_bytes: STATEMENT_BYTES });
    [
        ("csv", RowFormat::Csv(CsvOptions::default())),
        ("ndjson", RowFormat::Ndjson),
        ("mysql.sql", sql(Dialect::MySql)),
        ("postgres.sql", sql(Dialect::Postgres)),
        ("mysql.copy", RowFormat::CopyText(Dialect::MySql)),
        ("postgres.copy", RowFormat::CopyText(Dialect::Postgres)),
    ]
}

/// Eight rows from the beginning, the middle and the end.
fn windows(rows: u64) -> [std::ops::Range<u64>; 3] {
    [0, (rows / 2).saturating_sub(4), rows.saturating_sub(8)].map(|start| start..(start + 8).min(rows))
}

fn render(table: Table<'_>, format: &RowFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    RowWriter::new(table, format, 0..table.rows()).write_header(&mut bytes);
    for window in windows(table.rows()) {
        generator::generate(table, format, window, &mut bytes);
    }
    RowWriter::new(table, format, 0..table.rows()).write_footer(&mut bytes);
    bytes
}

#[test]
fn golden_cases_are_as_they_were() {
    let root = Path::new("tests/golden").to_owned();
    let bless = env::var_os("ROWMILL_BLESS").is_some();
    let mut cases = 0;
    for case in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        let spec = fs::read_to_string(case.join("spec.json")).unwrap();
        let dataset = Dataset::compile(&DatasetSpec::from_json(&spec).unwrap()).unwrap();
        for table in dataset.tables() {
            for (extension, format) in formats() {
                let path = case.join(format!("{}.{extension}", table.spec().name));
                let bytes = render(table, &format);
                if bless {
                    fs::write(&path, &bytes).unwrap();
                }
                let expected = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let lines = bytes.split(|byte| *byte == b'\n').zip(expected.split(|byte| *byte == b'\n'));
                for (line, (found, expected)) in (1..).zip(lines) {
                    let [found, expected] = [found, expected].map(String::from_utf8_lossy);
                    assert_eq!(found, expected, "{} line {line}", path.display());
                }
                assert_eq!(bytes.len(), expected.len(), "{}", path.display());
                cases += 1;
            }
        }
    }
    assert!(cases >= 54, "only {cases} golden files were compared");
}
