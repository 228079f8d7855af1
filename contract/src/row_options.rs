//! What the query of a row stream asks for: the one reading of it for the server, the program and the page's workers.

use std::{fmt, ops::Range};

use generator::{CsvOptions, Dialect, LineEnding, RowFormat, STATEMENT_BYTES, SqlOptions, Table};

use crate::RowsQuery;

/// Rows of one INSERT statement unless the query says otherwise.
pub const STATEMENT_ROWS: u64 = 500;
/// Rows of one INSERT statement at most.
pub const MOST_STATEMENT_ROWS: u64 = 100_000;

/// A format of files of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// INSERT statements.
    Sql,
}

/// An option that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionError {
    /// The option's name in the query.
    pub option: &'static str,
    /// Stable name of the kind of error, for programs.
    pub code: &'static str,
    /// What would be right, for people.
    pub message: String,
}

impl fmt::Display for OptionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for OptionError {}

impl FileFormat {
    /// The format of this name, `csv`, `ndjson` or `sql`, which is also how its files end.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "csv" => Some(Self::Csv),
            "ndjson" => Some(Self::Ndjson),
            "sql" => Some(Self::Sql),
            _ => None,
        }
    }
}

impl RowsQuery {
    /// The rows of a table that are asked for. What is beyond its end is left out.
    pub fn range(&self, table: Table<'_>) -> Range<u64> {
        let start = self.from.unwrap_or(0).min(table.rows());
        start..self.limit.map_or(table.rows(), |limit| start.saturating_add(limit).min(table.rows()))
    }

    /// How the rows are written.
    ///
    /// # Errors
    /// The first option that cannot be used.
    pub fn row_format(&self, format: FileFormat, table: Table<'_>) -> Result<RowFormat, OptionError> {
        match format {
            FileFormat::Csv => self.csv().map(RowFormat::Csv),
            FileFormat::Ndjson => Ok(RowFormat::Ndjson),
            FileFormat::Sql => {
                let options = self.sql()?;
                if options.dialect == Dialect::Postgres {
                    refuse_nul(table)?;
                }
                Ok(RowFormat::Sql(options))
            }
        }
    }

    /// Whether the file is compressed by gzip.
    ///
    /// # Errors
    /// Another name of a compression.
    pub fn is_gzip(&self) -> Result<bool, OptionError> {
        match self.compress.as_deref() {
            None => Ok(false),
            Some("gzip") => Ok(true),
            Some(_) => {
                Err(refused("compress", "invalid_compression", "files are compressed by gzip or not at all"))
            }
        }
    }

    /// Whether what comes before the first row and behind the last one is written. Only SQL can leave it out.
    pub fn has_session(&self, format: FileFormat) -> bool {
        self.session.unwrap_or(true) || format != FileFormat::Sql
    }

    fn csv(&self) -> Result<CsvOptions, OptionError> {
        let mut options = CsvOptions::default();
        if let Some(delimiter) = &self.delimiter {
            options.delimiter = match (delimiter.as_str(), delimiter.as_bytes()) {
                ("tab", _) => b'\t',
                (_, [byte]) if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0) => *byte,
                _ => {
                    let message =
                        "the delimiter is one ASCII character other than a quote or a line break, or `tab`";
                    return Err(refused("delimiter", "invalid_delimiter", message));
                }
            };
        }
        options.header = self.header.unwrap_or(options.header);
        match self.line_ending.as_deref() {
            None | Some("lf") => {}
            Some("crlf") => options.line_ending = LineEnding::CarriageReturnLineFeed,
            Some(_) => {
                return Err(refused("line_ending", "invalid_line_ending", "the line ending is lf or crlf"));
            }
        }
        if let Some(null) = &self.null {
            let is_bad = |byte| matches!(byte, b'"' | b'\r' | b'\n') || byte == options.delimiter;
            if null.len() > 40 || null.bytes().any(is_bad) {
                let message = "the text for NULL has at most 40 bytes, and no quote, line break or delimiter";
                return Err(refused("null", "invalid_null", message));
            }
            options.null.clone_from(null);
        }
        options.quote_all = self.quote_all.unwrap_or(false);
        options.escape_formulas = self.escape_formulas.unwrap_or(false);
        options.byte_order_mark = self.bom.unwrap_or(false);
        Ok(options)
    }

    fn sql(&self) -> Result<SqlOptions, OptionError> {
        let dialect = match self.dialect.as_deref() {
            Some("mysql") => Dialect::MySql,
            Some("postgres") => Dialect::Postgres,
            Some("sqlite") => Dialect::Sqlite,
            _ => {
                let message = "say which database the SQL is for: dialect=mysql, postgres or sqlite";
                return Err(refused("dialect", "invalid_dialect", message));
            }
        };
        let batch = self.batch.unwrap_or(STATEMENT_ROWS);
        if !(1..=MOST_STATEMENT_ROWS).contains(&batch) {
            let message = format!("a statement has 1 to {MOST_STATEMENT_ROWS} rows");
            return Err(refused("batch", "invalid_batch", message));
        }
        Ok(SqlOptions { dialect, batch, statement_bytes: STATEMENT_BYTES })
    }
}

/// PostgreSQL cannot store the character NUL, and its client stops reading at one.
fn refuse_nul(table: Table<'_>) -> Result<(), OptionError> {
    let Some(column) = table.output_columns().find(|column| column.may_hold_nul) else { return Ok(()) };
    let message = format!(
        "texts of `{}` may have the character NUL in them, which PostgreSQL cannot store; take it out of the generator",
        column.name
    );
    Err(refused("dialect", "nul_character", message))
}

fn refused(option: &'static str, code: &'static str, message: impl Into<String>) -> OptionError {
    OptionError { option, code, message: message.into() }
}
