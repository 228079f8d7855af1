//! The lines that PostgreSQL's `COPY … FROM STDIN` and MySQL's `LOAD DATA … ESCAPED BY '\\'` read: tabs between fields, a line feed at
//! the end, `\N` for NULL. NUL is written as `\0`, which MySQL reads and PostgreSQL, whose text cannot hold it, refuses.
//! Bytes are hexadecimal, for PostgreSQL behind `\x`; MySQL needs `UNHEX` for them. Booleans are `1` and `0`, which both read.

use super::{Dialect, cell_format::CellFormat, escape::Escape};
use crate::{
    batch::{Literal, Notation},
    column::Column,
};

/// How the cells of each column are written.
pub(super) fn cells(dialect: Dialect, columns: &[(usize, &Column)]) -> Vec<CellFormat> {
    let last = columns.len().saturating_sub(1);
    let cells = columns.iter().enumerate().map(|(position, (_, column))| {
        let plain = CellFormat::plain(column);
        let mut cell = match column.render.literal {
            Literal::Text => plain.escaped(Escape::CopyText),
            Literal::Boolean => CellFormat { notation: Notation::Digit, ..plain },
            Literal::Binary if dialect == Dialect::Postgres => plain.within(b"\\\\x", b""),
            // MySQL's session is in UTC, and MariaDB reads no zone.
            Literal::Plain { zoned: true } if dialect != Dialect::MySql => plain.within(b"", b"+00"),
            _ => plain,
        };
        cell.null = b"\\N".to_vec();
        cell.after = if position == last { vec![b'\n'] } else { vec![b'\t'] };
        cell
    });
    cells.collect()
}
