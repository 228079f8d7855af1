use super::Cells;
use crate::{
    column::Column,
    format::cell,
    kind::{Class, Style},
    values::Values,
};

#[derive(Debug)]
pub(super) struct NdjsonWriter {
    /// `{"first":`, then `,"second":` and so on.
    keys: Vec<Vec<u8>>,
}

impl NdjsonWriter {
    pub(super) fn new(columns: &[(usize, &Column)]) -> Self {
        let key = |(position, (_, column)): (usize, &(usize, &Column))| {
            let mut key = vec![if position == 0 { b'{' } else { b',' }];
            write_string(column.name.as_bytes(), &mut key);
            key.push(b':');
            key
        };
        Self { keys: columns.iter().enumerate().map(key).collect() }
    }

    pub(super) fn write_row(&self, cells: &[Cells<'_>], index: usize, bytes: &mut Vec<u8>) {
        for (key, cell) in self.keys.iter().zip(cells) {
            bytes.extend_from_slice(key);
            if cell.is_null(index) {
                bytes.extend_from_slice(b"null");
                continue;
            }
            match cell.class() {
                Class::Boolean | Class::Number => cell.append(index, bytes),
                Class::Text => write_string(cell.text(index), bytes),
                Class::Binary => {
                    bytes.push(b'"');
                    cell.append(index, bytes);
                    bytes.push(b'"');
                }
                Class::Plain { zoned } => {
                    bytes.push(b'"');
                    write_plain(cell, index, zoned, bytes);
                    bytes.push(b'"');
                }
            }
        }
        bytes.extend_from_slice(b"}\n");
    }
}

/// As in CSV, but timestamps as RFC 3339 has them: with a `T`, and `Z` where the type has a zone.
fn write_plain(cell: &Cells<'_>, index: usize, zoned: bool, bytes: &mut Vec<u8>) {
    match (&cell.batch.values, cell.column.render.style) {
        (Values::Integer(values), Style::Timestamp { digits }) => {
            cell::append_timestamp(values[index], digits, b'T', bytes);
            if zoned {
                bytes.push(b'Z');
            }
        }
        _ => cell.append(index, bytes),
    }
}

/// A JSON string (RFC 8259) of UTF-8 text.
fn write_string(text: &[u8], bytes: &mut Vec<u8>) {
    bytes.push(b'"');
    let mut written = 0;
    for (position, byte) in text.iter().enumerate() {
        let escape: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0..0x20 => &[b'\\', b'u', b'0', b'0', b'0' + (byte >> 4), hex_digit(byte & 15)],
            _ => continue,
        };
        bytes.extend_from_slice(&text[written..position]);
        bytes.extend_from_slice(escape);
        written = position + 1;
    }
    bytes.extend_from_slice(&text[written..]);
    bytes.push(b'"');
}

fn hex_digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_serde_json_reads_them() {
        let text: String = (0..0x80_u8).map(char::from).chain("é日本😀".chars()).collect();
        let mut bytes = Vec::new();
        write_string(text.as_bytes(), &mut bytes);
        assert_eq!(serde_json::from_slice::<String>(&bytes).unwrap(), text);
    }
}
