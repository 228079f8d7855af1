//! Texts of a spec that become parts of statements as they are: each has to be one part, whoever wrote it.
//!
//! What a server takes for a comment, a string or the end of a statement differs by server, version and mode. This reads less than any of them: what
//! two could read differently is refused.

use generator::{DECLARED_EXTENSIONS, Dialect};

/// Longest part, in bytes.
const MAX_FRAGMENT_BYTES: usize = 65_535;

/// Looks whether a text is one part of a statement: every quote and parenthesis is closed in it, none besides, and it neither ends the statement nor
/// hides anything in a comment. `is_list` ones may have commas outside of parentheses.
///
/// # Errors
/// Why it is none, and the remedy.
pub(crate) fn check(text: &str, dialect: Dialect, is_list: bool) -> Result<(), String> {
    if text.len() > MAX_FRAGMENT_BYTES {
        return Err(format!("it has {} bytes, at most {MAX_FRAGMENT_BYTES} are taken", text.len()));
    }
    let plain = without_quoted(text, dialect)?;
    let mut open = Vec::new();
    for character in plain.chars() {
        match character {
            '(' | '[' => open.push(character),
            ')' | ']' => {
                let opened = if character == ')' { '(' } else { '[' };
                if open.pop() != Some(opened) {
                    return Err("it closes a parenthesis that it has not opened".to_owned());
                }
            }
            ',' if open.is_empty() && !is_list => {
                return Err("a comma would begin the next definition; write one at a time".to_owned());
            }
            ';' => return Err("a semicolon would end the statement; remove it".to_owned()),
            _ => {}
        }
    }
    if plain.contains("--") || plain.contains("/*") || (dialect == Dialect::MySql && plain.contains('#')) {
        return Err("a comment is no part of a definition; remove it".to_owned());
    }
    if dialect == Dialect::Postgres && plain.contains('$') {
        return Err("write texts in single quotes, and names with a dollar in double ones".to_owned());
    }
    if !open.is_empty() { Err("it leaves a parenthesis open".to_owned()) } else { Ok(()) }
}

/// The same for a whole statement that makes a type, a sequence or an extension.
///
/// # Errors
/// Why it is none, and the remedy.
pub(crate) fn check_type(sql: &str, dialect: Dialect) -> Result<(), String> {
    let words: Vec<String> = sql.split_whitespace().map(str::to_ascii_uppercase).take(8).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["CREATE", "TYPE" | "DOMAIN" | "SEQUENCE", ..] => {}
        ["CREATE", "EXTENSION", "IF", "NOT", "EXISTS", name] | ["CREATE", "EXTENSION", name] => {
            let name = name.trim_matches('"').to_ascii_lowercase();
            if !DECLARED_EXTENSIONS.contains(&name.as_str()) {
                return Err(format!(
                    "the extension `{name}` gives no types that tables have; make it yourself, and remove it from `types`"
                ));
            }
        }
        _ => {
            return Err("only CREATE TYPE, CREATE DOMAIN, CREATE SEQUENCE and CREATE EXTENSION make a type"
                .to_owned());
        }
    }
    check(sql, dialect, true)
}

/// Where words stand in a text, in no quotes; capital letters are small ones.
pub(crate) fn find(text: &str, words: &str, dialect: Dialect) -> Option<usize> {
    without_quoted(text, dialect).ok()?.to_ascii_uppercase().find(words)
}

/// A text with spaces in the place of whatever is in quotes, as long as it was.
fn without_quoted(text: &str, dialect: Dialect) -> Result<String, String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if !matches!(first, '\'' | '"' | '`') {
            if first == '[' && dialect == Dialect::Sqlite {
                return Err("write names in double quotes, not in brackets".to_owned());
            }
            if first.is_control() && !matches!(first, '\t' | '\n' | '\r') {
                return Err("it has a control character; remove it".to_owned());
            }
            plain.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        if first == '`' && dialect == Dialect::Postgres {
            return Err("write names in double quotes".to_owned());
        }
        let end = end_of_quoted(rest, first).ok_or("a quote is never closed")?;
        let inside = &rest[1..end - 1];
        let before =
            plain.rsplit(|character: char| !(character.is_alphanumeric() || "_&".contains(character)));
        check_quoted(inside, first, before.into_iter().next().unwrap_or_default(), dialect)?;
        plain.extend(std::iter::repeat_n(' ', end));
        rest = &rest[end..];
    }
    Ok(plain)
}

/// Where quotes end that begin a text; two of them are one of its characters.
fn end_of_quoted(text: &str, quote: char) -> Option<usize> {
    let mut at = 1;
    loop {
        at += text[at..].find(quote)? + 1;
        if !text[at..].starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
}

/// Refuses what is in quotes if a server could find another end of it. `before` is what stands before them.
fn check_quoted(inside: &str, quote: char, before: &str, dialect: Dialect) -> Result<(), String> {
    let is_word =
        |character: char| character.is_alphanumeric() || "_$".contains(character) || !character.is_ascii();
    let word = before.rsplit(|character| !is_word(character)).next().unwrap_or_default();
    // `1E'…'` is a number and a text for PostgreSQL before 15.
    let prefix = word.trim_start_matches(|digit: char| digit.is_ascii_digit()).to_ascii_lowercase();
    if quote == '\'' && ["b", "x"].contains(&prefix.as_str()) {
        let is_hexadecimal = inside.bytes().all(|byte| byte.is_ascii_hexdigit());
        return if is_hexadecimal { Ok(()) } else { Err("bits and bytes are digits alone".to_owned()) };
    }
    let is_unicode = before.to_ascii_lowercase().ends_with("u&");
    if dialect == Dialect::Postgres && ((quote == '\'' && prefix == "e") || is_unicode) {
        return Err("write texts in plain single quotes, without E or U&".to_owned());
    }
    // A backslash before a quote, or before the end, is part of the text in one mode of MySQL and hides the quote in the other.
    let is_odd = |part: &str| (part.len() - part.trim_end_matches('\\').len()) % 2 == 1;
    if dialect == Dialect::MySql && quote != '`' && inside.split(quote).any(is_odd) {
        return Err("a backslash before a quote is read in two ways; write two quotes for one".to_owned());
    }
    Ok(())
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
            ("'C:\\\\'", Dialect::MySql),
            ("(`a` > 0 and `b` in (1, 2))", Dialect::MySql),
            ("data #>> '{a}'", Dialect::Postgres),
            ("ARRAY['a'::text, 'b'::text]", Dialect::Postgres),
            ("B'0'", Dialect::MySql),
            ("'\\'", Dialect::Postgres),
        ] {
            assert_eq!(check(text, dialect, false), Ok(()), "{text}");
        }
        assert_eq!(check("STRICT, WITHOUT ROWID", Dialect::Sqlite, true), Ok(()));
        assert_eq!(check_type("CREATE TYPE mood AS ENUM ('a', 'b')", Dialect::Postgres), Ok(()));
        assert_eq!(check_type("CREATE EXTENSION IF NOT EXISTS \"citext\"", Dialect::Postgres), Ok(()));
        assert_eq!(find("COMMENT 'partition by' Partition By x", "PARTITION BY", Dialect::MySql), Some(23));
    }

    #[test]
    fn what_is_more_than_a_part_is_refused() {
        for (text, dialect, part) in [
            ("int); DROP TABLE t; --", Dialect::Postgres, "closes a parenthesis"),
            ("int; DROP TABLE t", Dialect::MySql, "semicolon"),
            ("int, b int", Dialect::Sqlite, "comma"),
            ("int /*! , b int */", Dialect::MySql, "comma"),
            ("int /*! b */", Dialect::MySql, "comment"),
            ("int -- x", Dialect::Postgres, "comment"),
            ("int # x", Dialect::MySql, "comment"),
            ("'open", Dialect::Postgres, "never closed"),
            ("(1", Dialect::Postgres, "open"),
            ("$$a$$", Dialect::Postgres, "dollar"),
            // What servers and a grammar of all of them read differently.
            ("'\\'; DROP TABLE t --'", Dialect::Postgres, "never closed"),
            ("'\\'; DROP TABLE t; x ''", Dialect::Postgres, "semicolon"),
            ("'\\'; DROP TABLE t'", Dialect::MySql, "backslash"),
            ("1 |--'\n 1); DROP TABLE t; --'", Dialect::Postgres, "comment"),
            ("E'a'\n'\\' || '); DROP TABLE t; --'", Dialect::Postgres, "without E"),
            ("$€$'$€$); DROP TABLE t; --'", Dialect::Postgres, "dollar"),
            ("X'\\'; DROP TABLE t; /* ' */", Dialect::Postgres, "digits"),
            ("1 --\u{1}'\n, evil int, x int COMMENT '", Dialect::MySql, "control"),
            ("U&'\\'", Dialect::Postgres, "without E"),
            ("[a'] int, b int, '", Dialect::Sqlite, "brackets"),
            ("`a' int, b", Dialect::Postgres, "double quotes"),
            ("'{}'::text[] &&E'{\\'}'); DROP TABLE t; SELECT (1 --'", Dialect::Postgres, "without E"),
            ("1 &X'\\'", Dialect::Postgres, "digits"),
            ("1E'\\'", Dialect::Postgres, "without E"),
            ("1 &U&'\\'", Dialect::Postgres, "without E"),
            ("ARRAY[1, (2]", Dialect::Postgres, "closes"),
        ] {
            let error = check(text, dialect, false).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
        assert!(check_type("DROP TYPE mood", Dialect::Postgres).is_err());
        assert!(check_type("CREATE EXTENSION dblink", Dialect::Postgres).unwrap_err().contains("yourself"));
        assert!(check(&"a".repeat(70_000), Dialect::Sqlite, false).is_err());
    }
}
