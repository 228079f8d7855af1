//! What the download form says, and what it asks of the API, or of the page's workers.

use contract::{FileFormat, MOST_STATEMENT_ROWS, RowsQuery, STATEMENT_ROWS};
use generator::{RowFormat, RowWriter, Table};
use serde::{Deserialize, Serialize};

use crate::{
    language::label,
    numbers::{COUNT, ROW, parse_count, parse_row},
};

/// Rows that the size of a download is estimated from, spread over the table.
const MEASURED_ROWS: u64 = 256;
/// How often they are made at most to estimate the time: a clock that stands still ends nothing.
const MOST_ROUNDS: u32 = 64;
/// Cells that are made at once: of wide tables fewer rows.
const MEASURED_CELLS: u64 = 1 << 13;

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
    pub(crate) is_compressed: bool,
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
    Null,
    Dialect,
}

/// The form, understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Download {
    /// What is asked for; only what differs from what happens by itself.
    query: RowsQuery,
    format: RowFormat,
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
            is_compressed: false,
            dialect: "mysql".to_owned(),
            batch: STATEMENT_ROWS.to_string(),
        }
    }
}

impl Form {
    /// Reads the form for a table.
    ///
    /// # Errors
    /// The first field that cannot be read. An empty one says nothing special: from the first row, all rows.
    pub(crate) fn read(&self, table: Table<'_>) -> Result<Download, Refused> {
        let optional = |text: &str, field, message, read: &dyn Fn(&str) -> Option<u64>| match text.trim() {
            "" => Ok(None),
            text => read(text).map(Some).ok_or(Refused { field, message }),
        };
        let from = optional(&self.from, Field::From, ROW, &|text| parse_row(text, table.rows()))?;
        let mut query = RowsQuery {
            from: from.filter(|from| *from > 0),
            limit: optional(&self.limit, Field::Limit, COUNT, &parse_count)?,
            compress: self.is_compressed.then(|| "gzip".to_owned()),
            ..RowsQuery::default()
        };
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let changed = |set: bool, default: bool| Some(set).filter(|set| *set != default);
        // Other formats have no options.
        let format = FileFormat::of_name(&self.format).unwrap_or(FileFormat::Csv);
        match format {
            FileFormat::Csv => {
                query.header = changed(self.header, true);
                query.quote_all = changed(self.quote_all, false);
                query.escape_formulas = changed(self.escape_formulas, false);
                query.bom = changed(self.bom, false);
                query.delimiter = some(&self.delimiter).filter(|delimiter| delimiter != ",");
                query.line_ending = self.crlf.then(|| "crlf".to_owned());
                query.null = some(&self.null);
            }
            FileFormat::Sql => {
                let message = label!("a whole number from 1 to 100,000");
                let is_sound = |count: &u64| (1..=MOST_STATEMENT_ROWS).contains(count);
                let read = |text: &str| parse_count(text).filter(is_sound);
                query.batch = optional(&self.batch, Field::Batch, message, &read)?.or(Some(STATEMENT_ROWS));
                query.dialect = some(&self.dialect);
            }
            FileFormat::Ndjson => {}
        }
        let format = query.row_format(format, table).map_err(|error| match error.option {
            "null" => Refused {
                field: Field::Null,
                message: label!("at most 40 bytes, no quote, line break or delimiter"),
            },
            _ => {
                let message = label!("for another database: PostgreSQL cannot store the character NUL");
                Refused { field: Field::Dialect, message }
            }
        })?;
        Ok(Download { query, format })
    }
}

impl Download {
    /// The query of the API, in its order.
    pub(crate) fn query(&self) -> Vec<(&'static str, String)> {
        let RowsQuery {
            from,
            limit,
            delimiter,
            header,
            line_ending,
            null,
            quote_all,
            escape_formulas,
            bom,
            ..
        } = &self.query;
        let number = |number: &Option<u64>| number.map(|number| number.to_string());
        let flag = |flag: &Option<bool>| flag.map(|flag| flag.to_string());
        let all = [
            ("from", number(from)),
            ("limit", number(limit)),
            ("header", flag(header)),
            ("quote_all", flag(quote_all)),
            ("escape_formulas", flag(escape_formulas)),
            ("bom", flag(bom)),
            ("delimiter", delimiter.clone()),
            ("line_ending", line_ending.clone()),
            ("null", null.clone()),
            ("dialect", self.query.dialect.clone()),
            ("batch", number(&self.query.batch)),
            ("compress", self.query.compress.clone()),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// How the file's name ends.
    pub(crate) fn ending(&self, format: &str) -> String {
        if self.query.compress.is_some() { format!("{format}.gz") } else { format.to_owned() }
    }

    /// Rows and bytes before they are compressed, estimated from some rows of the table.
    pub(crate) fn estimate(&self, table: Table<'_>) -> (u64, f64) {
        let range = self.query.range(table);
        let rows = range.end - range.start;
        let mut text = Vec::new();
        let measured = self.write_ends(table, &mut text);
        let row_bytes = if measured == 0 { 0.0 } else { text.len() as f64 / measured as f64 };
        (rows, row_bytes * rows as f64)
    }

    /// How many seconds a row takes to be made, measured with some of them for about `milliseconds` of `clock`, which tells milliseconds. Of no
    /// rows 0.
    pub(crate) fn seconds_a_row(&self, table: Table<'_>, milliseconds: f64, clock: impl Fn() -> f64) -> f64 {
        let mut text = Vec::new();
        // What is made for the first time takes longer.
        self.write_ends(table, &mut text);
        let (start, mut made) = (clock(), 0);
        for _ in 0..MOST_ROUNDS {
            text.clear();
            made += self.write_ends(table, &mut text);
            if clock() - start >= milliseconds {
                break;
            }
        }
        if made == 0 { 0.0 } else { (clock() - start) / 1_000.0 / made as f64 }
    }

    /// Writes some rows of both ends: row numbers are longer at the end. Gives how many.
    fn write_ends(&self, table: Table<'_>, text: &mut Vec<u8>) -> u64 {
        let range = self.query.range(table);
        let columns = table.output_columns().count() as u64;
        let most = (MEASURED_CELLS / columns.max(1)).clamp(1, MEASURED_ROWS);
        let measured = most.min(range.end - range.start);
        for start in [range.start, range.end - measured] {
            let writer = RowWriter::new(table, &self.format, start..start + measured);
            writer.write_rows(writer.range(), &mut generator::Batch::new(), text);
        }
        2 * measured
    }
}

#[cfg(test)]
mod tests {
    use generator::Dataset;

    use super::*;
    use crate::workspace::example;

    /// The example with so many rows.
    fn dataset(rows: u64) -> Dataset {
        let mut spec = example();
        spec.tables[0].rows = rows;
        Dataset::compile(&spec).unwrap()
    }

    fn query(form: &Form) -> Vec<(&'static str, String)> {
        let dataset = dataset(100_000);
        form.read(dataset.tables().next().unwrap()).unwrap().query()
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
        let dataset = dataset(100);
        let table = dataset.tables().next().unwrap();
        let field = |form: &Form| form.read(table).unwrap_err().field;
        for text in ["abc", "1.5", "10x"] {
            assert_eq!(field(&Form { limit: text.to_owned(), ..Form::default() }), Field::Limit);
            assert_eq!(field(&Form { from: text.to_owned(), ..Form::default() }), Field::From);
        }
        let sql = |batch: &str| Form { format: "sql".to_owned(), batch: batch.to_owned(), ..Form::default() };
        assert_eq!(field(&sql("0")), Field::Batch);
        assert_eq!(field(&sql("many")), Field::Batch);
        // A field that is not shown refuses nothing.
        assert!(Form { format: "csv".to_owned(), ..sql("many") }.read(table).is_ok());
        for null in ["a,b", "\"", &"x".repeat(41)] {
            assert_eq!(field(&Form { null: null.to_owned(), ..Form::default() }), Field::Null);
        }
        let tabs = Form { null: "a,b".to_owned(), delimiter: "tab".to_owned(), ..Form::default() };
        assert!(tabs.read(table).is_ok());
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
            let download = form.read(table).unwrap();
            let (rows, size) = download.estimate(table);
            let mut bytes = Vec::new();
            generator::generate(table, &download.format, 0..rows, &mut bytes);
            let ratio = size / bytes.len() as f64;
            assert!((0.95..1.05).contains(&ratio), "{format}: {ratio}");
        }
        let past_the_end = Form { from: "999999999".to_owned(), limit: "0".to_owned(), ..Form::default() };
        let download = past_the_end.read(table).unwrap();
        assert_eq!(download.estimate(table), (0, 0.0));
    }

    #[test]
    fn the_time_is_that_of_the_rows_that_were_measured() {
        let dataset = dataset(1_000_000);
        let table = dataset.tables().next().unwrap();
        let download = Form::default().read(table).unwrap();
        // A clock that goes on by a millisecond whenever it is looked at: three rounds of 512 rows, and a last look.
        let now = std::cell::Cell::new(0.0);
        let clock = || now.replace(now.get() + 1.0);
        let seconds = download.seconds_a_row(table, 3.0, clock);
        let expected = 4e-3 / (3.0 * 512.0);
        assert!((seconds / expected - 1.0).abs() < 1e-9, "{seconds}, not {expected}");
        let nothing = Form { limit: "0".to_owned(), ..Form::default() }.read(table).unwrap();
        assert_eq!(nothing.seconds_a_row(table, 4.0, || 0.0), 0.0);
    }
}
