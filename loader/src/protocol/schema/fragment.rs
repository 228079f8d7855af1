//! Texts of a spec that become parts of statements as they are: each has to be one part, whoever wrote it.

use generator::Dialect;
use sqlparser::{
    dialect::{Dialect as Grammar, MySqlDialect, PostgreSqlDialect, SQLiteDialect},
    tokenizer::{Token, Tokenizer, Whitespace},
};

/// Longest part, in bytes.
const MAX_FRAGMENT_BYTES: usize = 65_535;

/// Looks whether a text is one part of a statement: every quote and parenthesis is closed in it, none besides, and it neither ends the statement nor
/// hides anything in a comment. `is_list` ones may have commas outside of parentheses.
///
/// # Errors
/// Why it is none.
pub(crate) fn check(text: &str, dialect: Dialect, is_list: bool) -> Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    if text.len() > MAX_FRAGMENT_BYTES {
        return Err(format!("it has {} bytes, at most {MAX_FRAGMENT_BYTES} are taken", text.len()));
    }
    let grammar: &dyn Grammar = match dialect {
        Dialect::MySql => &MySqlDialect {},
        Dialect::Postgres => &PostgreSqlDialect {},
        Dialect::Sqlite => &SQLiteDialect {},
    };
    let tokens = Tokenizer::new(grammar, text).tokenize().map_err(|error| error.to_string())?;
    let mut depth = 0_u32;
    for token in &tokens {
        match token {
            Token::SemiColon => return Err("a semicolon would end the statement; remove it".to_owned()),
            Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)) => {
                return Err("a comment is no part of a definition; remove it".to_owned());
            }
            Token::DollarQuotedString(_) => {
                return Err("write texts in single quotes, not between dollars".to_owned());
            }
            Token::LParen => depth += 1,
            Token::RParen => {
                depth = depth.checked_sub(1).ok_or("it closes a parenthesis that it has not opened")?;
            }
            Token::Comma if depth == 0 && !is_list => {
                return Err("a comma would begin the next definition; write one at a time".to_owned());
            }
            _ => {}
        }
    }
    if depth > 0 { Err("it leaves a parenthesis open".to_owned()) } else { Ok(()) }
}

/// The same for a whole statement that makes a type, a sequence or an extension.
///
/// # Errors
/// Why it is none.
pub(crate) fn check_type(sql: &str, dialect: Dialect) -> Result<(), String> {
    let start: Vec<String> = sql.split_whitespace().take(2).map(str::to_ascii_uppercase).collect();
    let is_known = matches!(start.as_slice(), [create, kind] if create == "CREATE"
        && ["TYPE", "DOMAIN", "SEQUENCE", "EXTENSION"].contains(&kind.as_str()));
    if !is_known {
        return Err(
            "only CREATE TYPE, CREATE DOMAIN, CREATE SEQUENCE and CREATE EXTENSION make a type".to_owned()
        );
    }
    if sql.contains("$rowmill$") {
        return Err("`$rowmill$` ends the block in which types are made; write something else".to_owned());
    }
    check(sql, dialect, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_definitions_are_taken() {
        for (text, dialect) in [
            ("varchar(20) COLLATE \"C\"", Dialect::Postgres),
            ("'a; b -- c'::text", Dialect::Postgres),
            ("enum('it''s','b;') CHARACTER SET latin1", Dialect::MySql),
            ("'\\'; DROP TABLE t'", Dialect::MySql),
            ("(`a` > 0 and `b` in (1, 2))", Dialect::MySql),
        ] {
            assert_eq!(check(text, dialect, false), Ok(()), "{text}");
        }
        assert_eq!(check("STRICT, WITHOUT ROWID", Dialect::Sqlite, true), Ok(()));
        assert_eq!(check_type("CREATE TYPE mood AS ENUM ('a', 'b')", Dialect::Postgres), Ok(()));
    }

    #[test]
    fn what_is_more_than_a_part_is_refused() {
        for (text, dialect, part) in [
            ("int); DROP TABLE t; --", Dialect::Postgres, "closes a parenthesis"),
            ("int; DROP TABLE t", Dialect::MySql, "semicolon"),
            ("int, b int", Dialect::Sqlite, "comma"),
            ("int /*! , b int */", Dialect::MySql, "comment"),
            ("int -- x", Dialect::Postgres, "comment"),
            ("int # x", Dialect::MySql, "comment"),
            ("'open", Dialect::Postgres, "Unterminated"),
            ("(1", Dialect::Postgres, "open"),
            ("$$a$$", Dialect::Postgres, "dollars"),
            ("'\\'; DROP TABLE t --'", Dialect::Postgres, "semicolon"),
        ] {
            let error = check(text, dialect, false).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
        assert!(check_type("DROP TYPE mood", Dialect::Postgres).is_err());
        assert!(check(&"a".repeat(70_000), Dialect::Sqlite, false).is_err());
    }
}
