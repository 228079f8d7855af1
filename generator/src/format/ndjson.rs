//! One JSON object a line.

use super::{cell, cell_format::CellFormat, escape::Escape};
use crate::{
    batch::{Literal, Notation},
    column::Column,
};

/// What stands before the cells of each column.
pub(super) fn keys(columns: &[(usize, &Column)]) -> Vec<Vec<u8>> {
    let key = |(position, (_, column)): (usize, &(usize, &Column))| {
        let mut key = vec![if position == 0 { b'{' } else { b',' }];
        cell::append_json_string(column.name.as_bytes(), &mut key);
        key.push(b':');
        key
    };
    columns.iter().enumerate().map(key).collect()
}

/// What stands behind the last cell.
pub(super) const END: &[u8] = b"}\n";

/// How the cells of a column are written.
pub(super) fn cell(column: &Column) -> CellFormat {
    let plain = CellFormat::plain(column);
    let mut cell = match column.render.literal {
        Literal::Boolean | Literal::Number => plain,
        Literal::Text => plain.escaped(Escape::Json),
        Literal::Binary => plain.within(b"\"", b"\""),
        // Timestamps as RFC 3339 has them, with `Z` where the type has a zone.
        Literal::Plain { zoned } => plain.within(b"\"", if zoned { b"Z\"" } else { b"\"" }),
    };
    if let Notation::Timestamp { digits } = cell.notation {
        cell.notation = Notation::TimestampT { digits };
    }
    cell.null = b"null".to_vec();
    cell
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
