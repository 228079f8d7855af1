use super::{Cells, Dialect};
use crate::batch::Literal;

/// One line for PostgreSQL's `COPY … FROM STDIN` or MySQL's `LOAD DATA … ESCAPED BY '\\'`: tabs between fields, a line feed at
/// the end, `\N` for NULL. NUL is written as `\0`, which MySQL reads and PostgreSQL, whose text cannot hold it, refuses.
/// Bytes are hexadecimal, for PostgreSQL behind `\x`; MySQL needs `UNHEX` for them. Booleans are `1` and `0`, which both read.
pub(super) fn write_row(cells: &[Cells<'_>], index: usize, dialect: Dialect, bytes: &mut Vec<u8>) {
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            bytes.push(b'\t');
        }
        if cell.is_null(index) {
            bytes.extend_from_slice(b"\\N");
            continue;
        }
        match cell.literal() {
            Literal::Text => write_text(cell.text(index), bytes),
            Literal::Boolean => cell.append_digit(index, bytes),
            Literal::Binary if dialect == Dialect::Postgres => {
                bytes.extend_from_slice(b"\\\\x");
                cell.append(index, bytes);
            }
            // Its session is in UTC, and MariaDB reads no zone.
            Literal::Plain { .. } if dialect == Dialect::MySql => cell.append_unzoned(index, bytes),
            _ => cell.append(index, bytes),
        }
    }
    bytes.push(b'\n');
}

fn write_text(text: &[u8], bytes: &mut Vec<u8>) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped_and_the_null_text_is_not_null() {
        let mut bytes = Vec::new();
        write_text(b"a\tb\\N\n\r\0\x1a\"", &mut bytes);
        assert_eq!(bytes, b"a\\tb\\\\N\\n\\r\\0\x1a\"");
    }
}
