//! The random bytes behind two uniform columns, row by row, to standard output without end, for a battery of tests such as dieharder:
//! `cargo run --release -p generator --example uniform_bytes | dieharder -g 200 -a`.

use std::{
    error::Error,
    io::{Write as _, stdout},
};

use generator::{Batch, ColumnValues, Dataset, DatasetSpec, limits::MAX_ROWS};

fn main() -> Result<(), Box<dyn Error>> {
    let all = r#""type":"bigint","gen":{"kind":"integer","min":"-9223372036854775808","max":"9223372036854775807"}"#;
    let json = format!(
        r#"{{"rowmill":1,"seed":"1","tables":[{{"name":"t","rows":{MAX_ROWS},"columns":[{{"name":"a",{all}}},{{"name":"b",{all}}}]}}]}}"#
    );
    let dataset = Dataset::compile(&DatasetSpec::from_json(&json)?)?;
    let Some(table) = dataset.table("t") else { return Ok(()) };
    let (mut batch, mut bytes, mut output) = (Batch::new(), Vec::new(), stdout().lock());
    let mut first = 0;
    // Whoever reads closes the pipe when there is enough.
    while first < MAX_ROWS {
        table.batch(first..MAX_ROWS, &mut batch);
        first += batch.len() as u64;
        bytes.clear();
        if let (Some(a), Some(b)) = (table.column(&batch, 0), table.column(&batch, 1))
            && let (ColumnValues::Integers(a), ColumnValues::Integers(b)) = (a.values, b.values)
        {
            bytes.extend(a.iter().zip(b).flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()]).flatten());
        }
        if output.write_all(&bytes).is_err() {
            return Ok(());
        }
    }
    Ok(())
}
