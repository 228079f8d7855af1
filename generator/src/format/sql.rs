use std::ops::Range;

use super::Cells;
use crate::{
    batch::{Literal, Notation},
    column::Column,
};

/// Whose SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// MySQL and MariaDB in their default modes, where a backslash escapes.
    MySql,
    /// PostgreSQL with standard-conforming strings, its default since 9.1.
    Postgres,
    /// SQLite.
    Sqlite,
}

/// How INSERT statements are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlOptions {
    /// For which database.
    pub dialect: Dialect,
    /// Rows of one statement, at least 1. A statement begins at each multiple of it.
    pub batch: u64,
}

/// A name as it stands in SQL, whatever its characters.
pub fn quote_identifier(dialect: Dialect, name: &str) -> String {
    let quote = match dialect {
        Dialect::MySql => '`',
        Dialect::Postgres | Dialect::Sqlite => '"',
    };
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push(quote);
    for character in name.chars() {
        if character == quote {
            quoted.push(quote);
        }
        quoted.push(character);
    }
    quoted.push(quote);
    quoted
}

#[derive(Debug)]
pub(super) struct SqlWriter {
    options: SqlOptions,
    /// `INSERT INTO … VALUES`.
    head: String,
}

impl SqlWriter {
    pub(super) fn new(options: &SqlOptions, table: &str, columns: &[(usize, &Column)]) -> Self {
        let quote = |name: &str| quote_identifier(options.dialect, name);
        let names: Vec<String> = columns.iter().map(|(_, column)| quote(&column.name)).collect();
        let head = format!("INSERT INTO {} ({}) VALUES\n", quote(table), names.join(", "));
        Self { options: SqlOptions { batch: options.batch.max(1), ..options.clone() }, head }
    }

    /// Statements begin at multiples of the batch, so that they do not depend on how `range` is cut into pieces.
    pub(super) fn write_row(
        &self,
        cells: &[Cells<'_>],
        index: usize,
        row: u64,
        range: &Range<u64>,
        bytes: &mut Vec<u8>,
    ) {
        if row == range.start || row.is_multiple_of(self.options.batch) {
            bytes.extend_from_slice(self.head.as_bytes());
        }
        for (position, cell) in cells.iter().enumerate() {
            bytes.push(if position == 0 { b'(' } else { b',' });
            self.write_value(cell, index, bytes);
        }
        let is_last = row + 1 == range.end || (row + 1).is_multiple_of(self.options.batch);
        bytes.extend_from_slice(if is_last { b");\n" } else { b"),\n" });
    }

    fn write_value(&self, cell: &Cells<'_>, index: usize, bytes: &mut Vec<u8>) {
        let dialect = self.options.dialect;
        if cell.is_null(index) {
            bytes.extend_from_slice(b"NULL");
            return;
        }
        match cell.literal() {
            // SQLite would read a decimal as a floating-point number, and lose digits.
            Literal::Number
                if dialect == Dialect::Sqlite
                    && matches!(cell.column.render.notation, Notation::Decimal { .. }) =>
            {
                bytes.push(b'\'');
                cell.append(index, bytes);
                bytes.push(b'\'');
            }
            Literal::Number => cell.append(index, bytes),
            Literal::Boolean if dialect == Dialect::Sqlite => cell.append_digit(index, bytes),
            Literal::Boolean => cell.append(index, bytes),
            Literal::Plain { .. } => {
                bytes.push(b'\'');
                if dialect == Dialect::MySql {
                    // MariaDB reads no zone: the time is UTC, and so should the session be.
                    cell.append_unzoned(index, bytes);
                } else {
                    cell.append(index, bytes);
                }
                bytes.push(b'\'');
            }
            Literal::Text => write_string(cell.text(index), dialect, bytes),
            Literal::Binary => {
                bytes.extend_from_slice(if dialect == Dialect::Postgres { b"'\\x" } else { b"X'" });
                cell.append(index, bytes);
                bytes.push(b'\'');
            }
        }
    }
}

fn write_string(text: &[u8], dialect: Dialect, bytes: &mut Vec<u8>) {
    bytes.push(b'\'');
    for byte in text {
        match byte {
            b'\'' => bytes.extend_from_slice(b"''"),
            b'\\' if dialect == Dialect::MySql => bytes.extend_from_slice(b"\\\\"),
            // A NUL ends the statement text of some clients.
            0 if dialect == Dialect::MySql => bytes.extend_from_slice(b"\\0"),
            byte => bytes.push(*byte),
        }
    }
    bytes.push(b'\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_whatever_they_hold() {
        assert_eq!(quote_identifier(Dialect::MySql, "a`b\"c"), "`a``b\"c`");
        assert_eq!(quote_identifier(Dialect::Postgres, "a`b\"c"), "\"a`b\"\"c\"");
        assert_eq!(quote_identifier(Dialect::Sqlite, "select"), "\"select\"");
    }

    #[test]
    fn strings_are_escaped_as_the_database_reads_them() {
        let string = |dialect| {
            let mut bytes = Vec::new();
            write_string(b"it's a \\ \0", dialect, &mut bytes);
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(string(Dialect::MySql), "'it''s a \\\\ \\0'");
        assert_eq!(string(Dialect::Postgres), "'it''s a \\ \0'");
    }
}
