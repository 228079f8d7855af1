//! The definition of a column, clause by clause.

use generator::{ConstraintKind, Dialect};
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{ReadConstraint, Writing, constraint::actions, words, written};
use crate::tokens::{begins, closing, folded_word, is_word, name_end};

/// What is declared of a column.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeclaredColumn {
    /// Its type, with whatever else is no clause of its own.
    pub(crate) declared: String,
    pub(crate) default: String,
    pub(crate) check: String,
    pub(crate) generated: String,
    /// Whether it takes no NULL.
    pub(crate) is_required: bool,
    /// Keys and conditions with names of their own.
    pub(crate) constraints: Vec<ReadConstraint>,
}

/// Reads the tokens behind the name of a column.
pub(crate) fn column(name: &str, tokens: &[TokenWithSpan], writing: Writing<'_>) -> DeclaredColumn {
    let mut read = DeclaredColumn::default();
    let mut kept: Vec<TokenWithSpan> = Vec::new();
    let mut constraint = String::new();
    let mut at = 0;
    let word_at = |at: usize| match tokens.get(at).map(|token| &token.token) {
        Some(Token::Word(word)) => folded_word(word, writing.dialect == Dialect::Postgres),
        _ => String::new(),
    };
    let mut unnamed_checks = Vec::new();
    while at < tokens.len() {
        let rest = &tokens[at..];
        // The first word is the type, whatever it is called.
        let is_clause = at > 0
            || [
                "GENERATED",
                "AS",
                "CONSTRAINT",
                "PRIMARY",
                "NOT",
                "DEFAULT",
                "CHECK",
                "REFERENCES",
                "UNIQUE",
            ]
            .iter()
            .any(|word| begins(rest, &[word]));
        if !is_clause {
            kept.push(rest[0].clone());
            at += 1;
            continue;
        }
        if let Some(open) =
            rest.first().filter(|token| token.token == Token::LParen).and_then(|_| closing(tokens, at))
        {
            kept.extend_from_slice(&tokens[at..=open]);
            at = open + 1;
        } else if begins(rest, &["CONSTRAINT"]) {
            constraint = word_at(at + 1);
            at = (at + 2).min(tokens.len());
        } else if begins(rest, &["NOT", "NULL"]) {
            constraint.clear();
            read.is_required = true;
            at += 2;
            // What becomes of such a row is the statement's of SQLite then.
            at += behind(&tokens[at..], &[&["ON", "CONFLICT"]]);
        } else if begins(rest, &["NULL"]) || begins(rest, &["AUTO_INCREMENT"]) {
            constraint.clear();
            at += 1;
        } else if begins(rest, &["COMMENT"]) || begins(rest, &["AFTER"]) {
            at = (at + 2).min(tokens.len());
        } else if begins(rest, &["FIRST"]) {
            at += 1;
        } else if begins(rest, &["DEFAULT"]) {
            constraint.clear();
            let end = default_end(tokens, at + 1);
            read.default = written(&tokens[at + 1..end], writing);
            at = end;
        } else if begins(rest, &["CHECK"])
            && let Some(close) = closing(tokens, at + 1)
        {
            let inside = &tokens[at + 2..close];
            let end = close + 1 + behind(&tokens[close + 1..], BEHIND_CHECKS);
            let state: Vec<TokenWithSpan> = kept_state(&tokens[close + 1..end]);
            if constraint.is_empty() && state.is_empty() {
                unnamed_checks.push(written(inside, writing));
            } else {
                let sql = format!("({}) {}", written(inside, writing), written(&state, writing));
                read.constraints.push(ReadConstraint {
                    kind: ConstraintKind::Check,
                    name: std::mem::take(&mut constraint),
                    words: words(inside),
                    sql: sql.trim_end().to_owned(),
                });
            }
            at = end;
        } else if begins(rest, &["UNIQUE"]) {
            at += 1;
            at += usize::from(begins(&tokens[at..], &["KEY"]));
            let end = at + behind(&tokens[at..], BEHIND_KEYS);
            let key = (ConstraintKind::Unique, std::mem::take(&mut constraint));
            push_key(&mut read, key, name, &tokens[at..end], writing);
            at = end;
        } else if begins(rest, &["PRIMARY", "KEY"]) || begins(rest, &["KEY"]) {
            at += if begins(rest, &["PRIMARY"]) { 2 } else { 1 };
            at += usize::from(begins(&tokens[at..], &["ASC"]) || begins(&tokens[at..], &["DESC"]));
            let end = at + behind(&tokens[at..], BEHIND_KEYS);
            let key = (ConstraintKind::PrimaryKey, std::mem::take(&mut constraint));
            push_key(&mut read, key, name, &tokens[at..end], writing);
            at = end;
            if begins(&tokens[at..], &["AUTOINCREMENT"]) {
                "AUTOINCREMENT".clone_into(&mut read.generated);
                at += 1;
            }
        } else if begins(rest, &["REFERENCES"]) {
            at = name_end(tokens, at + 1).min(tokens.len());
            at = closing(tokens, at).map_or(at, |close| close + 1);
            let end = at + actions(&tokens[at..]);
            let key = ReadConstraint {
                kind: ConstraintKind::ForeignKey,
                name: std::mem::take(&mut constraint),
                words: vec![name.to_owned()],
                sql: written(&tokens[at..end], writing),
            };
            read.constraints.push(key);
            at = end;
        } else if begins(rest, &["GENERATED"]) || begins(rest, &["AS"]) {
            let end = generated_end(tokens, at);
            let from = at + usize::from(begins(rest, &["GENERATED"]));
            read.generated = written(&without_sequence(&tokens[from..end]), writing);
            at = end;
        } else {
            kept.push(rest[0].clone());
            at += 1;
        }
    }
    if unnamed_checks.len() > 1 {
        unnamed_checks = vec![format!("({})", unnamed_checks.join(") AND ("))];
    }
    read.check = unnamed_checks.pop().unwrap_or_default();
    read.declared = written(&kept, writing);
    // A column may have no type there, and does with a collation alone.
    if read.declared.is_empty() && writing.dialect == Dialect::Sqlite {
        "COLLATE BINARY".clone_into(&mut read.declared);
    }
    // Whose sequence it is is told elsewhere in PostgreSQL; MariaDB's are not made.
    if is_next_number(&read.default) && writing.dialect != Dialect::Postgres {
        read.default.clear();
    }
    read
}

/// Whether a default is the next number of a sequence.
pub(crate) fn is_next_number(default: &str) -> bool {
    default.to_ascii_lowercase().starts_with("nextval(")
}

/// PostgreSQL's word for a whole number that counts by a sequence of its own, which is what a dump says in several statements.
pub(crate) fn serial_type(declared: &str) -> Option<&'static str> {
    match declared.to_ascii_lowercase().as_str() {
        "integer" | "int" | "int4" => Some("serial"),
        "bigint" | "int8" => Some("bigserial"),
        "smallint" | "int2" => Some("smallserial"),
        _ => None,
    }
}

/// Keeps a key of the column alone, with what stands behind it.
fn push_key(
    read: &mut DeclaredColumn,
    (kind, name): (ConstraintKind, String),
    column: &str,
    state: &[TokenWithSpan],
    writing: Writing<'_>,
) {
    let state = kept_state(state);
    // A primary key gets its name where it is made.
    if name.is_empty() && state.is_empty() && kind == ConstraintKind::PrimaryKey {
        return;
    }
    let quoted = generator::quote_identifier(writing.dialect, column);
    let state = written(&state, writing);
    // PostgreSQL has this one before the columns.
    let sql = match state.strip_prefix("NULLS NOT DISTINCT") {
        Some(rest) => format!("NULLS NOT DISTINCT ({quoted}){rest}"),
        None => format!("({quoted}) {state}").trim_end().to_owned(),
    };
    read.constraints.push(ReadConstraint { kind, name, words: vec![column.to_owned()], sql });
}

/// What stands behind conditions.
const BEHIND_CHECKS: &[&[&str]] =
    &[&["NO", "INHERIT"], &["NOT", "VALID"], &["NOT", "ENFORCED"], &["ENFORCED"]];
/// What stands behind keys; a word more follows some.
const BEHIND_KEYS: &[&[&str]] = &[
    &["NOT", "DEFERRABLE"],
    &["DEFERRABLE"],
    &["INITIALLY", "DEFERRED"],
    &["INITIALLY", "IMMEDIATE"],
    &["NULLS", "NOT", "DISTINCT"],
    &["NULLS", "DISTINCT"],
    &["USING", "INDEX", "TABLESPACE"],
    &["ON", "CONFLICT"],
    &["WITH"],
];

/// How many tokens of these clauses begin here.
fn behind(tokens: &[TokenWithSpan], clauses: &[&[&str]]) -> usize {
    let mut at = 0;
    while let Some(words) = clauses.iter().find(|words| begins(&tokens[at..], words)) {
        at += words.len();
        at += usize::from(["TABLESPACE", "CONFLICT"].contains(&words[words.len() - 1]));
        at = closing(tokens, at).map_or(at, |close| close + 1).min(tokens.len());
    }
    at
}

/// Those of them that a table made anew has, too.
fn kept_state(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut kept = tokens.to_vec();
    for (words, length) in [(&["NOT", "VALID"][..], 2), (&["USING", "INDEX", "TABLESPACE"], 4)] {
        if let Some(at) = crate::tokens::find(&kept, words) {
            kept.drain(at..(at + length).min(kept.len()));
        }
    }
    kept
}

/// Where a default ends that begins at an index: at the next clause.
fn default_end(tokens: &[TokenWithSpan], start: usize) -> usize {
    let mut at = start;
    let (mut cases, mut brackets) = (0_u32, 0_u32);
    while at < tokens.len() {
        let token = &tokens[at].token;
        let is_outside = cases == 0 && brackets == 0;
        if at > start && is_outside && ENDS.iter().any(|words| begins(&tokens[at..], words)) {
            break;
        }
        match token {
            Token::LBracket => brackets += 1,
            Token::RBracket => brackets = brackets.saturating_sub(1),
            word if is_word(word, "CASE") => cases += 1,
            word if is_word(word, "END") => cases = cases.saturating_sub(1),
            _ => {}
        }
        at = closing(tokens, at).map_or(at + 1, |close| close + 1);
    }
    at
}

/// What a clause behind a default begins with.
const ENDS: [&[&str]; 29] = [
    &["CONSTRAINT"],
    &["NOT"],
    &["NULL"],
    &["CHECK"],
    &["UNIQUE"],
    &["PRIMARY"],
    &["KEY"],
    &["REFERENCES"],
    &["COLLATE"],
    &["GENERATED"],
    &["AS"],
    &["AUTO_INCREMENT"],
    &["COMMENT"],
    &["ON", "UPDATE"],
    &["ON", "DELETE"],
    &["ON", "CONFLICT"],
    &["CHARACTER", "SET"],
    &["CHARSET"],
    &["INVISIBLE"],
    &["VISIBLE"],
    &["FIRST"],
    &["AFTER"],
    &["STORAGE"],
    &["COLUMN_FORMAT"],
    &["WITHOUT", "SYSTEM"],
    &["WITH", "SYSTEM"],
    &["SRID"],
    &["COMPRESSION"],
    &["DEFERRABLE"],
];

/// Where `GENERATED …` or `AS (…)` ends.
fn generated_end(tokens: &[TokenWithSpan], start: usize) -> usize {
    let mut at = start;
    while at < tokens.len() {
        if let Some(close) = closing(tokens, at) {
            at = close + 1;
            let is_stored = ["STORED", "VIRTUAL", "PERSISTENT", "PERSISTED"]
                .iter()
                .any(|word| begins(&tokens[at..], &[word]));
            return at + usize::from(is_stored);
        }
        let is_identity = is_word(&tokens[at].token, "IDENTITY");
        at += 1;
        // Its options are in parentheses, if there are any.
        if is_identity && tokens.get(at).is_none_or(|token| token.token != Token::LParen) {
            return at;
        }
    }
    at
}

/// An identity without the name of its sequence, which follows that of the table.
pub(crate) fn without_sequence(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut kept = tokens.to_vec();
    if let Some(at) = kept
        .windows(2)
        .position(|pair| is_word(&pair[0].token, "SEQUENCE") && is_word(&pair[1].token, "NAME"))
    {
        let end = name_end(&kept, at + 2);
        kept.drain(at..end);
    }
    kept
}
