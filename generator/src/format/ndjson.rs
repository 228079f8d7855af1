use super::Cells;
use crate::{
    batch::Values,
    batch::{Literal, Notation},
    column::Column,
    format::cell,
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
            cell::append_json_string(column.name.as_bytes(), &mut key);
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
            match cell.literal() {
                Literal::Boolean | Literal::Number => cell.append(index, bytes),
                Literal::Text => cell::append_json_string(cell.text(index), bytes),
                Literal::Binary => {
                    bytes.push(b'"');
                    cell.append(index, bytes);
                    bytes.push(b'"');
                }
                Literal::Plain { zoned } => {
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
    match (cell.batch.values(), cell.column.render.notation) {
        (Values::Integer(values), Notation::Timestamp { digits }) => {
            cell::append_timestamp(values[index], digits, b'T', bytes);
            if zoned {
                bytes.push(b'Z');
            }
        }
        _ => cell.append(index, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_as_serde_json_reads_them() {
        let text: String = (0..0x80_u8).map(char::from).chain("é日本😀".chars()).collect();
        let mut bytes = Vec::new();
        cell::append_json_string(text.as_bytes(), &mut bytes);
        assert_eq!(serde_json::from_slice::<String>(&bytes).unwrap(), text);
    }
}
