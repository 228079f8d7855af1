//! Texts as each format escapes them.

use std::sync::Arc;

use super::cell;

/// How the characters of a value are escaped.
#[derive(Debug, Clone)]
pub(super) enum Escape {
    /// Not at all.
    None,
    /// As CSV asks for.
    Csv(Arc<CsvQuotes>),
    /// As a JSON string, with its quotes.
    Json,
    /// By backslashes, as LOAD DATA and COPY read them.
    CopyText,
    /// As a string of SQL, with its quotes.
    Sql(SqlString),
}

/// When a field of CSV stands in quotes.
#[derive(Debug)]
pub(super) struct CsvQuotes {
    pub(super) quote_all: bool,
    pub(super) escape_formulas: bool,
    pub(super) null: Vec<u8>,
    /// Which bytes need quotes around their field.
    pub(super) special: [bool; 256],
    pub(super) delimiter: u8,
}

/// How a database reads the characters of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SqlString {
    /// A backslash escapes.
    Backslash,
    /// Only the quote is doubled.
    Standard,
    /// Only the quote is doubled. A text with what the shell of SQLite does not read as it stands (the character NUL, at which it stops,
    /// and carriage returns, which it leaves out before a line feed) is written as bytes.
    SqliteShell,
}

impl Escape {
    /// Appends a text as it stands in the format.
    pub(super) fn append(&self, text: &[u8], bytes: &mut Vec<u8>) {
        match self {
            Self::None => bytes.extend_from_slice(text),
            Self::Csv(quotes) => quotes.append(text, bytes),
            Self::Json => cell::append_json_string(text, bytes),
            Self::CopyText => append_copy_text(text, bytes),
            Self::Sql(string) => string.append(text, bytes),
        }
    }

    /// Whether texts stay as they are, always.
    pub(super) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Whether none of these texts, which stand behind each other, changes at all.
    pub(super) fn is_clean(&self, all: &[u8], offsets: &[i32]) -> bool {
        match self {
            Self::None => true,
            Self::Csv(quotes) => quotes.is_clean(all, offsets),
            Self::CopyText => !any(all, |byte| byte < b' ' || byte == b'\\'),
            // The quotes around it are part of the escape.
            Self::Json | Self::Sql(_) => false,
        }
    }
}

/// Whether a byte of a text is one of some. Many at once, without a branch for each.
fn any(text: &[u8], is_wanted: impl Fn(u8) -> bool) -> bool {
    text.chunks(256).any(|chunk| chunk.iter().fold(false, |found, byte| found | is_wanted(*byte)))
}

impl CsvQuotes {
    fn is_clean(&self, all: &[u8], offsets: &[i32]) -> bool {
        let delimiter = self.delimiter;
        let is_special = |byte: u8| byte == delimiter || byte == b'"' || byte == b'\n' || byte == b'\r';
        !self.quote_all
            && !self.escape_formulas
            && self.null.is_empty()
            && !any(all, is_special)
            && offsets.windows(2).all(|ends| ends[0] < ends[1])
    }

    /// Quotes where RFC 4180 asks for it, and where the text would read as NULL.
    fn append(&self, text: &[u8], bytes: &mut Vec<u8>) {
        let escaped = self.escape_formulas && is_formula(text);
        let quoted = self.quote_all
            || escaped
            || text == self.null
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

/// Whether a spreadsheet may take the text for a formula, so that an apostrophe has to stand before it.
pub fn is_formula(text: &[u8]) -> bool {
    let full_width = ["\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}"];
    matches!(text.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n'))
        || full_width.iter().any(|sign| text.starts_with(sign.as_bytes()))
}

fn append_copy_text(text: &[u8], bytes: &mut Vec<u8>) {
    let mut written = 0;
    for (position, byte) in text.iter().enumerate() {
        let escape = match byte {
            b'\\' => b"\\\\",
            b'\t' => b"\\t",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            0 => b"\\0",
            _ => continue,
        };
        bytes.extend_from_slice(&text[written..position]);
        bytes.extend_from_slice(escape);
        written = position + 1;
    }
    bytes.extend_from_slice(&text[written..]);
}

impl SqlString {
    fn append(self, text: &[u8], bytes: &mut Vec<u8>) {
        if self == Self::SqliteShell && any(text, |byte| byte == 0 || byte == b'\r') {
            bytes.extend_from_slice(b"CAST(X'");
            cell::append_hex(text, bytes);
            bytes.extend_from_slice(b"' AS TEXT)");
            return;
        }
        bytes.push(b'\'');
        for byte in text {
            match byte {
                b'\'' => bytes.extend_from_slice(b"''"),
                b'\\' if self == Self::Backslash => bytes.extend_from_slice(b"\\\\"),
                // A NUL ends the statement text of some clients.
                0 if self == Self::Backslash => bytes.extend_from_slice(b"\\0"),
                // A lone carriage return is a line feed to some clients.
                b'\n' if self == Self::Backslash => bytes.extend_from_slice(b"\\n"),
                b'\r' if self == Self::Backslash => bytes.extend_from_slice(b"\\r"),
                0x1a if self == Self::Backslash => bytes.extend_from_slice(b"\\Z"),
                byte => bytes.push(*byte),
            }
        }
        bytes.push(b'\'');
    }

    /// How many bytes a text of `length` bytes may become.
    pub(super) fn grown(length: usize) -> usize {
        // Every byte may be two, within `CAST(X'' AS TEXT)` or quotes.
        length.saturating_mul(2).saturating_add(20)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(escape_formulas: bool, text: &str) -> String {
        let mut special = [false; 256];
        for byte in *b",\"\n\r" {
            special[usize::from(byte)] = true;
        }
        let quotes =
            CsvQuotes { quote_all: false, escape_formulas, null: Vec::new(), special, delimiter: b',' };
        let mut bytes = Vec::new();
        quotes.append(text.as_bytes(), &mut bytes);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn formulas_are_escaped_if_asked_for() {
        for (text, plain, escaped) in [
            ("=cmd()", "=cmd()", "\"'=cmd()\""),
            ("-1\"+2", "\"-1\"\"+2\"", "\"'-1\"\"+2\""),
            ("\u{ff20}x", "\u{ff20}x", "\"'\u{ff20}x\""),
            ("\tx", "\tx", "\"'\tx\""),
            ("a=b", "a=b", "a=b"),
            ("", "\"\"", "\"\""),
        ] {
            assert_eq!((csv(false, text), csv(true, text)), (plain.to_owned(), escaped.to_owned()));
        }
    }

    #[test]
    fn control_characters_are_escaped_and_the_null_text_is_not_null() {
        let mut bytes = Vec::new();
        append_copy_text(b"a\tb\\N\n\r\0\x1a\"", &mut bytes);
        assert_eq!(bytes, b"a\\tb\\\\N\\n\\r\\0\x1a\"");
    }

    #[test]
    fn strings_are_escaped_as_the_database_reads_them() {
        let string = |string: SqlString| {
            let mut bytes = Vec::new();
            string.append(b"it's a \\ \0\n", &mut bytes);
            assert!(bytes.len() <= SqlString::grown(11));
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(string(SqlString::Backslash), "'it''s a \\\\ \\0\\n'");
        assert_eq!(string(SqlString::Standard), "'it''s a \\ \0\n'");
        assert_eq!(string(SqlString::SqliteShell), "CAST(X'697427732061205c20000a' AS TEXT)");
    }
}
