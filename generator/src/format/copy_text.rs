use super::Cells;
use crate::kind::Class;

/// One line for `COPY … FROM STDIN` and `LOAD DATA … ESCAPED BY '\\'`: tabs between fields, a line feed at the end,
/// `\N` for NULL. NUL is written as `\0`, which MySQL reads and PostgreSQL, whose text cannot hold it, does not.
pub(super) fn write_row(cells: &[Cells<'_>], index: usize, bytes: &mut Vec<u8>) {
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            bytes.push(b'\t');
        }
        if cell.is_null(index) {
            bytes.extend_from_slice(b"\\N");
        } else if cell.class() == Class::Text {
            write_text(cell.text(index), bytes);
        } else {
            cell.append(index, bytes);
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
