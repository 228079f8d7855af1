use super::Cells;
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
    /// What stands for NULL, unquoted. A text that reads the same is quoted, so the two never look alike.
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

#[derive(Debug)]
pub(super) struct CsvWriter {
    options: CsvOptions,
    /// Which bytes need quotes around their field.
    special: [bool; 256],
    line_ending: &'static [u8],
}

/// How the cells of a column are written in one batch.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Texts of which some may need quotes.
    Text,
    /// Texts without a byte that does.
    CleanText,
    /// Numbers and the like, which may look like NULL or hold the delimiter.
    Plain,
    /// Numbers and the like, as they are.
    CleanPlain,
}

impl CsvWriter {
    pub(super) fn new(options: &CsvOptions) -> Self {
        let mut special = [false; 256];
        for byte in [options.delimiter, b'"', b'\n', b'\r'] {
            special[usize::from(byte)] = true;
        }
        let line_ending: &[u8] = match options.line_ending {
            LineEnding::LineFeed => b"\n",
            LineEnding::CarriageReturnLineFeed => b"\r\n",
        };
        Self { options: options.clone(), special, line_ending }
    }

    pub(super) fn write_header(&self, columns: &[(usize, &Column)], bytes: &mut Vec<u8>) {
        if self.options.byte_order_mark {
            bytes.extend_from_slice("\u{feff}".as_bytes());
        }
        if self.options.header {
            for (position, (_, column)) in columns.iter().enumerate() {
                if position > 0 {
                    bytes.push(self.options.delimiter);
                }
                self.write_text(column.name.as_bytes(), bytes);
            }
            bytes.extend_from_slice(self.line_ending);
        }
    }

    /// Writes the first `rows` rows of a batch.
    pub(super) fn write_batch(&self, cells: &[Cells<'_>], rows: usize, bytes: &mut Vec<u8>) {
        let always = self.options.quote_all || self.options.escape_formulas || !self.options.null.is_empty();
        let columns: Vec<(Cells<'_>, Way)> = cells
            .iter()
            .map(|cell| {
                let way = match cell.literal() {
                    Literal::Text if always || self.has_special(cell.all_text()) => Way::Text,
                    Literal::Text => Way::CleanText,
                    // No bytes are no digits, which look like NULL.
                    Literal::Binary => Way::Plain,
                    _ if always || self.has_plain_delimiter() => Way::Plain,
                    _ => Way::CleanPlain,
                };
                (*cell, way)
            })
            .collect();
        for index in 0..rows {
            self.write_row(&columns, index, bytes);
        }
    }

    fn write_row(&self, columns: &[(Cells<'_>, Way)], index: usize, bytes: &mut Vec<u8>) {
        for (position, (cell, way)) in columns.iter().enumerate() {
            if position > 0 {
                bytes.push(self.options.delimiter);
            }
            if cell.is_null(index) {
                bytes.extend_from_slice(self.options.null.as_bytes());
                continue;
            }
            match way {
                Way::Text => self.write_text(cell.text(index), bytes),
                Way::CleanText if cell.text(index).is_empty() => bytes.extend_from_slice(b"\"\""),
                Way::CleanText | Way::CleanPlain => cell.append(index, bytes),
                Way::Plain => self.write_plain(cell, index, bytes),
            }
        }
        bytes.extend_from_slice(self.line_ending);
    }

    /// Whether any of these bytes needs quotes around its field. All of a column at once, without a branch for each byte.
    fn has_special(&self, text: &[u8]) -> bool {
        let delimiter = self.options.delimiter;
        let is_special = |byte: u8| byte == delimiter || byte == b'"' || byte == b'\n' || byte == b'\r';
        text.chunks(256).any(|chunk| chunk.iter().fold(false, |found, byte| found | is_special(*byte)))
    }

    /// Numbers, dates and the like: quoted only if the delimiter or the NULL text is made of such characters.
    fn write_plain(&self, cell: &Cells<'_>, index: usize, bytes: &mut Vec<u8>) {
        let start = bytes.len();
        cell.append(index, bytes);
        if self.options.quote_all
            || self.has_plain_delimiter()
            || bytes[start..] == *self.options.null.as_bytes()
        {
            let text = bytes.split_off(start);
            self.write_text(&text, bytes);
        }
    }

    fn has_plain_delimiter(&self) -> bool {
        self.options.delimiter.is_ascii_alphanumeric() || b"-:. +".contains(&self.options.delimiter)
    }

    /// Quotes where RFC 4180 asks for it, and where the text would read as NULL.
    fn write_text(&self, text: &[u8], bytes: &mut Vec<u8>) {
        let escaped = self.options.escape_formulas && is_formula(text);
        let quoted = self.options.quote_all
            || escaped
            || text == self.options.null.as_bytes()
            || text.is_empty()
            || text.iter().any(|byte| self.special[usize::from(*byte)]);
        if !quoted {
            bytes.extend_from_slice(text);
            return;
        }
        bytes.push(b'"');
        if escaped {
            bytes.push(b'\'');
        }
        for piece in text.split_inclusive(|byte| *byte == b'"') {
            bytes.extend_from_slice(piece);
            if piece.ends_with(b"\"") {
                bytes.push(b'"');
            }
        }
        bytes.push(b'"');
    }
}

/// Whether a spreadsheet may take the text for a formula.
fn is_formula(text: &[u8]) -> bool {
    let full_width = ["\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}"];
    matches!(text.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n'))
        || full_width.iter().any(|sign| text.starts_with(sign.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_escaped_if_asked_for() {
        let write = |escape_formulas: bool, text: &str| {
            let mut bytes = Vec::new();
            let options = CsvOptions { escape_formulas, ..CsvOptions::default() };
            CsvWriter::new(&options).write_text(text.as_bytes(), &mut bytes);
            String::from_utf8(bytes).unwrap()
        };
        for (text, plain, escaped) in [
            ("=cmd()", "=cmd()", "\"'=cmd()\""),
            ("-1\"+2", "\"-1\"\"+2\"", "\"'-1\"\"+2\""),
            ("\u{ff20}x", "\u{ff20}x", "\"'\u{ff20}x\""),
            ("\tx", "\tx", "\"'\tx\""),
            ("a=b", "a=b", "a=b"),
            ("", "\"\"", "\"\""),
        ] {
            assert_eq!((write(false, text), write(true, text)), (plain.to_owned(), escaped.to_owned()));
        }
    }
}
