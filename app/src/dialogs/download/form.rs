//! What the download form says, and what it asks of the API.

use generator::{CsvOptions, Dialect, LineEnding, RowFormat, RowWriter, STATEMENT_BYTES, SqlOptions, Table};
use serde::{Deserialize, Serialize};

use crate::{
    language::label,
    numbers::{COUNT, ROW, parse_count, parse_row},
};

/// Rows that the size of a download is estimated from, spread over the table.
const MEASURED_ROWS: u64 = 256;
/// Rows of one INSERT statement, unless the form says otherwise; the API's own default.
const STATEMENT_ROWS: u64 = 500;

/// What the form says, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    pub(crate) format: String,
    #[serde(skip)]
    pub(crate) from: String,
    #[serde(skip)]
    pub(crate) limit: String,
    pub(crate) delimiter: String,
    pub(crate) header: bool,
    pub(crate) crlf: bool,
    pub(crate) null: String,
    pub(crate) quote_all: bool,
    pub(crate) escape_formulas: bool,
    pub(crate) bom: bool,
    pub(crate) dialect: String,
    pub(crate) batch: String,
}

/// Which field could not be read, and what belongs into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) field: Field,
    pub(crate) message: &'static str,
}

/// The fields that may hold what cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    From,
    Limit,
    Batch,
}

/// The form, understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Download {
    /// First row, counted from 0.
    from: u64,
    /// How many rows at the most.
    limit: Option<u64>,
    batch: u64,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            format: "csv".to_owned(),
            from: "1".to_owned(),
            limit: String::new(),
            delimiter: ",".to_owned(),
            header: true,
            crlf: false,
            null: String::new(),
            quote_all: false,
            escape_formulas: false,
            bom: false,
            dialect: "mysql".to_owned(),
            batch: STATEMENT_ROWS.to_string(),
        }
    }
}

impl Form {
    /// Reads the form for a table of so many rows.
    ///
    /// # Errors
    /// The first field that cannot be read. An empty one says nothing special: from the first row, all rows.
    pub(crate) fn read(&self, rows: u64) -> Result<Download, Refused> {
        let optional = |text: &str, field, message, read: &dyn Fn(&str) -> Option<u64>| match text.trim() {
            "" => Ok(None),
            text => read(text).map(Some).ok_or(Refused { field, message }),
        };
        let from = optional(&self.from, Field::From, ROW, &|text| parse_row(text, rows))?;
        let limit = optional(&self.limit, Field::Limit, COUNT, &parse_count)?;
        let batch = if self.format == "sql" {
            let message = label!("a whole number from 1 to 10,000");
            let is_sound = |count: &u64| (1..=10_000).contains(count);
            optional(&self.batch, Field::Batch, message, &|text| parse_count(text).filter(is_sound))?
        } else {
            None
        };
        Ok(Download { from: from.unwrap_or(0), limit, batch: batch.unwrap_or(STATEMENT_ROWS) })
    }

    /// The query of the API for this form; only what differs from what the API does by itself.
    pub(crate) fn query(&self, download: &Download) -> Vec<(&'static str, String)> {
        let mut query = Vec::new();
        if download.from > 0 {
            query.push(("from", download.from.to_string()));
        }
        query.extend(download.limit.map(|limit| ("limit", limit.to_string())));
        match self.format.as_str() {
            "csv" => {
                let flags = [
                    ("header", self.header, true),
                    ("quote_all", self.quote_all, false),
                    ("escape_formulas", self.escape_formulas, false),
                    ("bom", self.bom, false),
                ];
                let changed = flags.into_iter().filter(|(_, set, default)| set != default);
                query.extend(changed.map(|(name, set, _)| (name, set.to_string())));
                if self.delimiter != "," {
                    query.push(("delimiter", self.delimiter.clone()));
                }
                if self.crlf {
                    query.push(("line_ending", "crlf".to_owned()));
                }
                if !self.null.is_empty() {
                    query.push(("null", self.null.clone()));
                }
            }
            "sql" => {
                query.push(("dialect", self.dialect.clone()));
                query.push(("batch", download.batch.to_string()));
            }
            _ => {}
        }
        query
    }

    /// Rows and bytes, estimated from some rows of the table.
    pub(crate) fn estimate(&self, download: &Download, table: Table<'_>) -> (u64, f64) {
        let from = download.from.min(table.rows());
        let rows = download.limit.unwrap_or(u64::MAX).min(table.rows() - from);
        let format = self.row_format(download);
        let mut text = Vec::new();
        // Both ends: row numbers are longer at the end.
        let measured = MEASURED_ROWS.min(rows);
        for start in [from, from + rows - measured] {
            let writer = RowWriter::new(table, &format, start..start + measured);
            writer.write_rows(writer.range(), &mut generator::Batch::new(), &mut text);
        }
        let row_bytes = if measured == 0 { 0.0 } else { text.len() as f64 / (2 * measured) as f64 };
        (rows, row_bytes * rows as f64)
    }

    fn row_format(&self, download: &Download) -> RowFormat {
        match self.format.as_str() {
            "ndjson" => RowFormat::Ndjson,
            "sql" => RowFormat::Sql(SqlOptions {
                dialect: match self.dialect.as_str() {
                    "postgres" => Dialect::Postgres,
                    "sqlite" => Dialect::Sqlite,
                    _ => Dialect::MySql,
                },
                batch: download.batch,
                statement_bytes: STATEMENT_BYTES,
            }),
            _ => RowFormat::Csv(CsvOptions {
                quote_all: self.quote_all,
                null: self.null.clone(),
                line_ending: if self.crlf {
                    LineEnding::CarriageReturnLineFeed
                } else {
                    LineEnding::LineFeed
                },
                ..CsvOptions::default()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use generator::Dataset;

    use super::*;
    use crate::workspace::example;

    fn query(form: &Form) -> Vec<(&'static str, String)> {
        form.query(&form.read(100_000).unwrap())
    }

    #[test]
    fn only_what_differs_from_the_default_is_asked_for() {
        assert_eq!(query(&Form::default()), []);
        let form =
            Form { from: "1,001".to_owned(), limit: "10k".to_owned(), header: false, ..Form::default() };
        let expected =
            [("from", "1000".to_owned()), ("limit", "10000".to_owned()), ("header", "false".to_owned())];
        assert_eq!(query(&form), expected);
        let form = Form { format: "sql".to_owned(), from: "-10".to_owned(), ..Form::default() };
        assert_eq!(query(&form)[..2], [("from", "99990".to_owned()), ("dialect", "mysql".to_owned())]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_and_named() {
        let field = |form: &Form| form.read(100).unwrap_err().field;
        for text in ["abc", "1.5", "10x"] {
            assert_eq!(field(&Form { limit: text.to_owned(), ..Form::default() }), Field::Limit);
            assert_eq!(field(&Form { from: text.to_owned(), ..Form::default() }), Field::From);
        }
        let sql = |batch: &str| Form { format: "sql".to_owned(), batch: batch.to_owned(), ..Form::default() };
        assert_eq!(field(&sql("0")), Field::Batch);
        assert_eq!(field(&sql("many")), Field::Batch);
        // A field that is not shown refuses nothing.
        assert!(Form { format: "csv".to_owned(), ..sql("many") }.read(100).is_ok());
    }

    #[test]
    fn options_are_remembered_and_rows_are_not() {
        let form = Form { format: "sql".to_owned(), limit: "5".to_owned(), bom: true, ..Form::default() };
        let again: Form = serde_json::from_str(&serde_json::to_string(&form).unwrap()).unwrap();
        assert_eq!(again, Form { limit: String::new(), ..form });
        // An older page's text is read as far as it goes.
        assert_eq!(serde_json::from_str::<Form>("{}").unwrap(), Form::default());
    }

    #[test]
    fn the_estimate_is_near_the_size() {
        let dataset = Dataset::compile(&example()).unwrap();
        let table = dataset.table("customer").unwrap();
        for (format, null) in [("csv", ""), ("csv", "NULL"), ("ndjson", ""), ("sql", "")] {
            let form = Form { format: format.to_owned(), null: null.to_owned(), ..Form::default() };
            let download = form.read(table.rows()).unwrap();
            let (rows, size) = form.estimate(&download, table);
            let mut bytes = Vec::new();
            generator::generate(table, &form.row_format(&download), 0..rows, &mut bytes);
            let ratio = size / bytes.len() as f64;
            assert!((0.95..1.05).contains(&ratio), "{format}: {ratio}");
        }
        let past_the_end = Form { from: "999999999".to_owned(), limit: "0".to_owned(), ..Form::default() };
        let download = past_the_end.read(table.rows()).unwrap();
        assert_eq!(past_the_end.estimate(&download, table), (0, 0.0));
    }
}
