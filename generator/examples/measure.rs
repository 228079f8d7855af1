//! Prints how fast a table is written: `cargo run --release -p generator --example measure -- SPEC TABLE ROWS FORMAT [THREADS]`.

use std::{env, fs, ops::Range, thread, time::Instant};

use generator::{Batch, CsvOptions, Dataset, DatasetSpec, Dialect, RowFormat, RowWriter};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [spec, table, rows, format, threads @ ..] = arguments.as_slice() else {
        return Err("usage: measure SPEC TABLE ROWS csv|ndjson|copy [THREADS]".into());
    };
    let dataset = Dataset::compile(&DatasetSpec::from_json(&fs::read_to_string(spec)?)?)?;
    let table = dataset.table(table).ok_or("no such table")?;
    let format = match format.as_str() {
        "ndjson" => RowFormat::Ndjson,
        "copy" => RowFormat::CopyText(Dialect::Postgres),
        _ => RowFormat::Csv(CsvOptions::default()),
    };
    let rows: u64 = rows.parse()?;
    let threads: u64 = threads.first().map_or(Ok(1), |threads| threads.parse())?;
    let start = Instant::now();
    let written: u64 = thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| {
                let writer = RowWriter::new(table, &format, 0..rows);
                scope.spawn(move || write(&writer, rows * part / threads..rows * (part + 1) / threads))
            })
            .collect();
        parts.into_iter().map(|part| part.join().unwrap_or(0)).sum()
    });
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{rows} rows, {:.1} MB in {seconds:.3} s: {:.2} M rows/s, {:.0} MB/s",
        written as f64 / 1e6,
        rows as f64 / seconds / 1e6,
        written as f64 / seconds / 1e6
    );
    Ok(())
}

/// Writes rows into a buffer that is used again and again, and gives how many bytes they were.
fn write(writer: &RowWriter<'_>, rows: Range<u64>) -> u64 {
    let (mut batch, mut bytes, mut written) = (Batch::new(), Vec::new(), 0);
    let mut row = rows.start;
    while row < rows.end {
        let end = (row + 16 * generator::BATCH_ROWS).min(rows.end);
        bytes.clear();
        writer.write_rows(row..end, &mut batch, &mut bytes);
        written += bytes.len() as u64;
        row = end;
    }
    written
}
