//! Prints how fast one core writes a table: `cargo run --release -p generator --example measure -- SPEC TABLE ROWS FORMAT`.

use std::{env, fs, time::Instant};

use generator::{Batch, CsvOptions, Dataset, DatasetSpec, RowFormat, RowWriter};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [spec, table, rows, format] = arguments.as_slice() else {
        return Err("usage: measure SPEC TABLE ROWS csv|ndjson|copy".into());
    };
    let dataset = Dataset::compile(&DatasetSpec::from_json(&fs::read_to_string(spec)?)?)?;
    let table = dataset.table(table).ok_or("no such table")?;
    let format = match format.as_str() {
        "ndjson" => RowFormat::Ndjson,
        "copy" => RowFormat::CopyText,
        _ => RowFormat::Csv(CsvOptions::default()),
    };
    let writer = RowWriter::new(table, &format, 0..rows.parse()?);
    let (mut batch, mut bytes, mut written) = (Batch::new(), Vec::new(), 0);
    let start = Instant::now();
    let mut row = 0;
    while row < writer.range().end {
        let end = (row + 16 * generator::BATCH_ROWS).min(writer.range().end);
        bytes.clear();
        writer.write_rows(row..end, &mut batch, &mut bytes);
        written += bytes.len();
        row = end;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{row} rows, {:.1} MB in {seconds:.3} s: {:.2} M rows/s, {:.0} MB/s",
        written as f64 / 1e6,
        row as f64 / seconds / 1e6,
        written as f64 / seconds / 1e6
    );
    Ok(())
}
