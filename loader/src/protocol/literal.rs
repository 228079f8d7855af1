//! Names and texts as they stand in SQL. All SQL that is made of a spec goes through here.

use generator::{Dialect, quote_identifier};

/// A text as a string literal: for MySQL in a mode where a backslash escapes, for PostgreSQL with standard-conforming
/// strings. Sessions are set up for both.
pub(crate) fn text(dialect: Dialect, text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        match character {
            '\'' => quoted.push_str("''"),
            '\\' if dialect == Dialect::MySql => quoted.push_str("\\\\"),
            '\0' if dialect == Dialect::MySql => quoted.push_str("\\0"),
            // PostgreSQL's texts cannot hold it, and the statement would end there.
            '\0' => quoted.push('\u{fffd}'),
            other => quoted.push(other),
        }
    }
    quoted.push('\'');
    quoted
}

/// The same, with a NUL as it is: whoever sends it finds it there.
pub(crate) fn text_with_nul(dialect: Dialect, text: &str) -> String {
    if text.contains('\0') { format!("'{}'", text.replace('\'', "''")) } else { self::text(dialect, text) }
}

/// Texts in a list, for `IN (…)`; of none, one that equals nothing.
pub(crate) fn texts<'a>(dialect: Dialect, texts: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = texts.into_iter().map(|found| text(dialect, found)).collect();
    if quoted.is_empty() { "NULL".to_owned() } else { quoted.join(", ") }
}

/// Names in a list.
pub(crate) fn names<'a>(dialect: Dialect, names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| quote_identifier(dialect, name)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_end_where_they_should() {
        assert_eq!(text(Dialect::MySql, "a'b\\c\0d"), "'a''b\\\\c\\0d'");
        assert_eq!(text(Dialect::Postgres, "a'b\\c"), "'a''b\\c'");
        assert_eq!(names(Dialect::MySql, ["a`b", "c"]), "`a``b`, `c`");
    }
}
