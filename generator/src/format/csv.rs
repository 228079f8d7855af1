//! Comma-separated values, RFC 4180.

use std::sync::Arc;

use super::{
    cell_format::CellFormat,
    escape::{CsvQuotes, Escape},
};
use crate::{batch::Literal, column::Column};

/// How CSV is written; the default is RFC 4180 with line feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvOptions {
    /// Byte between fields: ASCII, no quote, no line break.
    pub delimiter: u8,
    /// Whether a line of column names comes first.
    pub header: bool,
    /// What ends a line.
    pub line_ending: LineEnding,
    /// What stands for NULL, unquoted. A text that reads the same is quoted, so the two never look alike. In a table of one column
    /// an empty text is taken for `NULL`, because most readers skip blank lines, and the row with it.
    pub null: String,
    /// Whether every field that is not NULL is quoted.
    pub quote_all: bool,
    /// Whether a text that a spreadsheet would run as a formula gets an apostrophe before it: one that begins with `=`, `+`,
    /// `-`, `@` (or their full-width forms), a tab or a line break (OWASP, "CSV Injection"). Numbers stay as they are.
    pub escape_formulas: bool,
    /// Whether a UTF-8 byte order mark comes first, which Excel needs to read UTF-8.
    pub byte_order_mark: bool,
}

/// What ends a line of CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnding {
    /// `\n`
    LineFeed,
    /// `\r\n`
    CarriageReturnLineFeed,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self {
            delimiter: b',',
            header: true,
            line_ending: LineEnding::LineFeed,
            null: String::new(),
            quote_all: false,
            escape_formulas: false,
            byte_order_mark: false,
        }
    }
}

/// What stands for NULL where it would be a blank line.
const ONLY_NULL: &str = "NULL";

impl CsvOptions {
    /// What stands for NULL in a table of these columns.
    fn null_text(&self, columns: &[(usize, &Column)]) -> &str {
        match columns {
            [(_, only)] if self.null.is_empty() && only.may_be_null() => ONLY_NULL,
            _ => &self.null,
        }
    }

    fn quotes(&self, columns: &[(usize, &Column)]) -> CsvQuotes {
        let mut special = [false; 256];
        for byte in [self.delimiter, b'"', b'\n', b'\r'] {
            special[usize::from(byte)] = true;
        }
        CsvQuotes {
            quote_all: self.quote_all,
            escape_formulas: self.escape_formulas,
            null: self.null_text(columns).as_bytes().to_vec(),
            special,
            delimiter: self.delimiter,
        }
    }

    fn line_end(&self) -> &'static [u8] {
        match self.line_ending {
            LineEnding::LineFeed => b"\n",
            LineEnding::CarriageReturnLineFeed => b"\r\n",
        }
    }

    /// Whether numbers, dates and the like may have the delimiter in them.
    fn has_plain_delimiter(&self) -> bool {
        self.delimiter.is_ascii_alphanumeric() || b"-:. +".contains(&self.delimiter)
    }

    /// What comes before the first row.
    pub(super) fn header(&self, columns: &[(usize, &Column)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        if self.byte_order_mark {
            bytes.extend_from_slice("\u{feff}".as_bytes());
        }
        if self.header {
            let quotes = Escape::Csv(Arc::new(self.quotes(columns)));
            for (position, (_, column)) in columns.iter().enumerate() {
                if position > 0 {
                    bytes.push(self.delimiter);
                }
                quotes.append(column.name.as_bytes(), &mut bytes);
            }
            bytes.extend_from_slice(self.line_end());
        }
        bytes
    }

    /// How the cells of each column are written.
    pub(super) fn cells(&self, columns: &[(usize, &Column)]) -> Vec<CellFormat> {
        let quotes = Arc::new(self.quotes(columns));
        let last = columns.len().saturating_sub(1);
        let cells = columns.iter().enumerate().map(|(position, (_, column))| {
            let mut cell = CellFormat::plain(column);
            let is_text = match column.render.literal {
                Literal::Text => true,
                // No bytes are no digits, which look like NULL.
                Literal::Binary => true,
                _ => self.quote_all || self.has_plain_delimiter() || !quotes.null.is_empty(),
            };
            if is_text {
                // Numbers are not formulas, whatever their sign.
                let is_formula = self.escape_formulas && column.render.literal == Literal::Text;
                let quotes = if is_formula == self.escape_formulas {
                    Arc::clone(&quotes)
                } else {
                    let mut plain = self.quotes(columns);
                    plain.escape_formulas = false;
                    Arc::new(plain)
                };
                cell = cell.escaped(Escape::Csv(quotes));
            }
            if matches!(column.render.literal, Literal::Plain { zoned: true }) {
                cell.zone(b"+00");
            }
            cell.null = quotes.null.clone();
            cell.after = if position == last { self.line_end().to_vec() } else { vec![self.delimiter] };
            cell
        });
        cells.collect()
    }
}
