//! The engine as a WebAssembly module, for tests and measurements in Node.

use generator::{
    Batch, CsvOptions, Dataset, DatasetSpec, Dialect, RowFormat, RowWriter, STATEMENT_BYTES, SqlOptions,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// A compiled dataset.
#[wasm_bindgen]
pub struct Engine(Dataset);

#[wasm_bindgen]
impl Engine {
    /// Compiles a spec.
    #[wasm_bindgen(constructor)]
    pub fn new(spec: &str) -> Result<Self, String> {
        let spec = DatasetSpec::from_json(spec).map_err(|problems| problems.to_string())?;
        Dataset::compile(&spec).map(Self).map_err(|problems| problems.to_string())
    }

    /// The names of the tables.
    pub fn tables(&self) -> Vec<String> {
        self.0.spec().tables.iter().map(|table| table.name.clone()).collect()
    }

    /// How many rows a table has.
    pub fn rows(&self, table: &str) -> u64 {
        self.0.table(table).map_or(0, |table| table.rows())
    }

    /// The bytes of some rows, with what comes before the first one and behind the last one where that is asked for.
    pub fn generate(
        &self,
        table: &str,
        format: &str,
        start: u64,
        end: u64,
        header: bool,
        footer: bool,
    ) -> Vec<u8> {
        let sql =
            |dialect| RowFormat::Sql(SqlOptions { dialect, batch: 4, statement_bytes: STATEMENT_BYTES });
        let format = match format {
            "ndjson" => RowFormat::Ndjson,
            "mysql.copy" => RowFormat::CopyText(Dialect::MySql),
            "postgres.copy" => RowFormat::CopyText(Dialect::Postgres),
            "mysql.sql" => sql(Dialect::MySql),
            "postgres.sql" => sql(Dialect::Postgres),
            _ => RowFormat::Csv(CsvOptions::default()),
        };
        let mut bytes = Vec::new();
        let Some(table) = self.0.table(table) else { return bytes };
        let writer = RowWriter::new(table, &format, start..end);
        if header {
            writer.write_header(&mut bytes);
        }
        writer.write_rows(start..end, &mut Batch::new(), &mut bytes);
        if footer {
            writer.write_footer(&mut bytes);
        }
        bytes
    }
}
