//! INSERT statements.

use serde::Serialize;

use super::{
    cell_format::CellFormat,
    escape::{Escape, SqlString},
    rows::Frame,
};
use crate::{
    batch::{Literal, Notation},
    column::Column,
    document::TableSpec,
};

/// Bytes of a statement that every server takes whose settings nobody has touched: 1 MB was the `max_allowed_packet` of MySQL for
/// years.
pub const STATEMENT_BYTES: usize = 1_000_000;

/// Whose SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
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
    /// Bytes that no statement exceeds unless a single row does: where rows may be long, statements have fewer of them.
    pub statement_bytes: usize,
}

/// A name as it stands in SQL, whatever its characters.
///
/// ```
/// use generator::{Dialect, quote_identifier};
///
/// assert_eq!(quote_identifier(Dialect::Postgres, "a\"b"), "\"a\"\"b\"");
/// ```
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

/// How the cells of each column are written.
pub(super) fn cells(dialect: Dialect, columns: &[(usize, &Column)]) -> Vec<CellFormat> {
    let last = columns.len().saturating_sub(1);
    let cells = columns.iter().enumerate().map(|(position, (_, column))| {
        let mut cell = cell(dialect, column);
        cell.null = b"NULL".to_vec();
        cell.after = if position == last { Vec::new() } else { vec![b','] };
        cell
    });
    cells.collect()
}

fn cell(dialect: Dialect, column: &Column) -> CellFormat {
    let plain = CellFormat::plain(column);
    match column.render.literal {
        // SQLite would read a decimal as a floating-point number, and lose digits.
        Literal::Number
            if dialect == Dialect::Sqlite && matches!(plain.notation, Notation::Decimal { .. }) =>
        {
            plain.within(b"'", b"'")
        }
        Literal::Number => plain,
        Literal::Boolean if dialect == Dialect::Sqlite => CellFormat { notation: Notation::Digit, ..plain },
        Literal::Boolean => plain,
        // MariaDB reads no zone: the time is UTC, and so is the session.
        Literal::Plain { zoned: true } if dialect != Dialect::MySql => plain.within(b"'", b"+00'"),
        Literal::Plain { .. } => plain.within(b"'", b"'"),
        Literal::Text => plain.escaped(Escape::Sql(string(dialect))),
        Literal::Binary if dialect == Dialect::Postgres => plain.within(b"'\\x", b"'"),
        Literal::Binary => plain.within(b"X'", b"'"),
    }
}

fn string(dialect: Dialect) -> SqlString {
    match dialect {
        Dialect::MySql => SqlString::Backslash,
        Dialect::Postgres => SqlString::Standard,
        Dialect::Sqlite => SqlString::SqliteShell,
    }
}

/// What comes before the first statement: the session is set up so that the text means the same in every one, whatever its character
/// set, time zone or SQL mode. PostgreSQL and SQLite do it all in one transaction, MySQL commits each statement.
pub(super) fn prologue(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::MySql => {
            "SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, \
             @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, \
             @rowmill_autocommit = @@autocommit;\nSET NAMES utf8mb4;\nSET time_zone = '+00:00', \
             sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;\n"
        }
        Dialect::Postgres => {
            "BEGIN;\nSET LOCAL client_encoding = 'UTF8';\nSET LOCAL standard_conforming_strings = on;\n\
             SET LOCAL TimeZone = 'UTC';\nSET LOCAL DateStyle = 'ISO, YMD';\nSET LOCAL statement_timeout = 0;\n"
        }
        Dialect::Sqlite => "BEGIN;\n",
    }
}

/// What comes behind the last statement: counters go on behind the keys, and the session is as it was.
pub(super) fn epilogue(dialect: Dialect, table: &TableSpec) -> String {
    match dialect {
        // InnoDB's counters follow the rows by themselves, and SQLite's do.
        Dialect::MySql => "SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, \
             collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, \
             autocommit = @rowmill_autocommit;\n"
            .to_owned(),
        Dialect::Postgres => {
            let mut text = String::new();
            let name = quote_identifier(dialect, &table.name);
            let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
            for column in table.columns.iter().filter(|column| column.identity) {
                let (sequence, quoted) = (literal(&column.name), quote_identifier(dialect, &column.name));
                // Without a sequence, and for a table without rows, the function is NULL and does nothing.
                text.push_str(&format!(
                    "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence({}, {sequence}), \
                     (SELECT pg_catalog.max({quoted}) FROM {name}), true);\n",
                    literal(&name)
                ));
            }
            text.push_str("COMMIT;\n");
            text
        }
        Dialect::Sqlite => "COMMIT;\n".to_owned(),
    }
}

/// The statements of a table.
#[derive(Debug)]
pub(super) struct Statements {
    /// `INSERT INTO … VALUES`.
    head: String,
    /// Rows of a statement.
    rows: u64,
    /// The first row, and the one behind the last, of what is written.
    range: std::ops::Range<u64>,
}

impl Statements {
    pub(super) fn new(
        options: &SqlOptions,
        table: &TableSpec,
        columns: &[(usize, &Column)],
        range: std::ops::Range<u64>,
    ) -> Self {
        let quote = |name: &str| quote_identifier(options.dialect, name);
        let names: Vec<String> = columns.iter().map(|(_, column)| quote(&column.name)).collect();
        // A column that is GENERATED ALWAYS takes values only if told so; it does no harm where it is not.
        let counts =
            options.dialect == Dialect::Postgres && table.columns.iter().any(|column| column.identity);
        let overriding = if counts { "OVERRIDING SYSTEM VALUE " } else { "" };
        let head = format!("INSERT INTO {} ({}) {overriding}VALUES\n", quote(&table.name), names.join(", "));
        let row_bytes: usize = columns
            .iter()
            .map(|(_, column)| {
                let longest = column.facts.longest.bytes;
                match column.render.literal {
                    Literal::Text => SqlString::grown(longest) + ",".len(),
                    _ => longest * 2 + "'\\x+00',".len(),
                }
            })
            .sum::<usize>()
            + "(),\n".len();
        let most = (options.statement_bytes.saturating_sub(head.len()) / row_bytes).max(1);
        Self { head, rows: options.batch.clamp(1, most as u64), range }
    }

    /// The frame of a batch whose first row is this one.
    pub(super) fn frame(&self, first_row: u64) -> StatementFrame<'_> {
        StatementFrame { statements: self, first_row }
    }
}

/// The beginnings and ends of statements around the rows of a batch. Statements begin at multiples of their rows, so that they do not
/// depend on how the rows are cut into pieces.
pub(super) struct StatementFrame<'a> {
    statements: &'a Statements,
    first_row: u64,
}

impl Frame for StatementFrame<'_> {
    fn before(&self, row: usize) -> &[u8] {
        let row = self.first_row + row as u64;
        let is_first = row == self.statements.range.start || row.is_multiple_of(self.statements.rows);
        if is_first { self.statements.head.as_bytes() } else { &[] }
    }

    fn after(&self, row: usize) -> &[u8] {
        let next = self.first_row + row as u64 + 1;
        let is_last = next == self.statements.range.end || next.is_multiple_of(self.statements.rows);
        if is_last { b");\n" } else { b"),\n" }
    }
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
}
