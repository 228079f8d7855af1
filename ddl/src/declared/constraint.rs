//! Keys, indexes and conditions.

use generator::{ConstraintKind, Dialect};
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{ReadConstraint, Writing, words, written};
use crate::tokens::{begins, closing, find, folded_word, is_word, name_end};

/// Reads an item of a table that is no column; `None` if it is of no kind that is kept.
pub(crate) fn constraint(tokens: &[TokenWithSpan], writing: Writing<'_>) -> Option<ReadConstraint> {
    let mut name = String::new();
    let mut rest = tokens;
    if begins(rest, &["CONSTRAINT"]) {
        rest = &rest[1..];
        let is_kind = KINDS.iter().any(|(words, _)| begins(rest, words));
        if !is_kind {
            name = word(rest.first()?, writing)?;
            rest = &rest[1..];
        }
    }
    let (kind_words, kind) = *KINDS.iter().find(|(words, _)| begins(rest, words))?;
    rest = &rest[kind_words.len()..];
    if matches!(kind, ConstraintKind::Unique | ConstraintKind::Fulltext | ConstraintKind::Spatial)
        && (begins(rest, &["KEY"]) || begins(rest, &["INDEX"]))
    {
        rest = &rest[1..];
    }
    // MySQL's own way of naming keys.
    let is_using = begins(rest, &["USING"]) || begins(rest, &["NULLS"]) || begins(rest, &["IF"]);
    if !matches!(kind, ConstraintKind::Check | ConstraintKind::Exclude | ConstraintKind::PrimaryKey)
        && !is_using
        && let Some(named) = rest.first().and_then(|token| word(token, writing))
    {
        name = named;
        rest = &rest[1..];
    }
    if kind == ConstraintKind::ForeignKey {
        let close = closing(rest, 0)?;
        let of = words(&rest[1..close]);
        let references = find(rest, &["REFERENCES"])?;
        let mut at = name_end(rest, references + 1);
        at = closing(rest, at).map_or(at, |close| close + 1);
        let sql = written(&rest[at..at + actions(&rest[at..])], writing);
        return Some(ReadConstraint { kind, name, words: of, sql });
    }
    let rest = without_state(rest);
    Some(ReadConstraint { kind, name, words: words(&rest), sql: written(&rest, writing) })
}

/// Reads `CREATE INDEX`: what stands behind the name of the table.
pub(crate) fn index(tokens: &[TokenWithSpan], writing: Writing<'_>) -> Option<ReadConstraint> {
    let index = tokens.iter().position(|token| is_word(&token.token, "INDEX"))?;
    let has = |text: &str| tokens[..index].iter().any(|token| is_word(&token.token, text));
    let kind = if has("UNIQUE") {
        ConstraintKind::UniqueIndex
    } else if has("FULLTEXT") {
        ConstraintKind::Fulltext
    } else if has("SPATIAL") {
        ConstraintKind::Spatial
    } else {
        ConstraintKind::Index
    };
    let on = find(tokens, &["ON"])?;
    let before: Vec<&TokenWithSpan> = tokens[index + 1..on]
        .iter()
        .filter(|token| {
            !["CONCURRENTLY", "IF", "NOT", "EXISTS"].iter().any(|skipped| is_word(&token.token, skipped))
        })
        .collect();
    // `CREATE INDEX name USING BTREE ON t (…)`, and a name with its schema.
    let using = before.iter().position(|token| is_word(&token.token, "USING")).unwrap_or(before.len());
    let name = before[..using].last().and_then(|token| word(token, writing)).unwrap_or_default();
    let table = on + 1 + usize::from(begins(&tokens[on + 1..], &["ONLY"]));
    let rest = &tokens[name_end(tokens, table).min(tokens.len())..];
    let kind = if writing.dialect == Dialect::MySql && kind == ConstraintKind::UniqueIndex {
        ConstraintKind::Unique
    } else {
        kind
    };
    let method = &before[using.min(before.len())..];
    let storage = find(rest, &["TABLESPACE"]).unwrap_or(rest.len());
    let rest = &rest[..storage];
    let mut sql = written(rest, writing);
    // Behind the columns it is the same.
    if !method.is_empty() && writing.dialect == Dialect::MySql {
        let method: Vec<TokenWithSpan> = method.iter().map(|token| (*token).clone()).collect();
        sql = format!("{sql} {}", written(&method, writing));
    }
    Some(ReadConstraint { kind, name, words: words(rest), sql })
}

/// First words of items that are no columns.
const KINDS: [(&[&str], ConstraintKind); 9] = [
    (&["PRIMARY", "KEY"], ConstraintKind::PrimaryKey),
    (&["UNIQUE"], ConstraintKind::Unique),
    (&["FOREIGN", "KEY"], ConstraintKind::ForeignKey),
    (&["CHECK"], ConstraintKind::Check),
    (&["KEY"], ConstraintKind::Index),
    (&["INDEX"], ConstraintKind::Index),
    (&["FULLTEXT"], ConstraintKind::Fulltext),
    (&["SPATIAL"], ConstraintKind::Spatial),
    (&["EXCLUDE"], ConstraintKind::Exclude),
];

/// A name as its database keeps it.
fn word(token: &TokenWithSpan, writing: Writing<'_>) -> Option<String> {
    match &token.token {
        Token::Word(word) => Some(folded_word(word, writing.dialect == Dialect::Postgres)),
        _ => None,
    }
}

/// How many tokens say what becomes of children, and when a key is looked at.
pub(super) fn actions(tokens: &[TokenWithSpan]) -> usize {
    const ACTIONS: [&[&str]; 18] = [
        &["NOT", "ENFORCED"],
        &["ON", "DELETE", "NO", "ACTION"],
        &["ON", "UPDATE", "NO", "ACTION"],
        &["ON", "DELETE", "SET", "NULL"],
        &["ON", "UPDATE", "SET", "NULL"],
        &["ON", "DELETE", "SET", "DEFAULT"],
        &["ON", "UPDATE", "SET", "DEFAULT"],
        &["ON", "DELETE", "CASCADE"],
        &["ON", "UPDATE", "CASCADE"],
        &["ON", "DELETE", "RESTRICT"],
        &["ON", "UPDATE", "RESTRICT"],
        &["MATCH", "FULL"],
        &["MATCH", "SIMPLE"],
        &["MATCH", "PARTIAL"],
        &["NOT", "DEFERRABLE"],
        &["DEFERRABLE"],
        &["INITIALLY", "DEFERRED"],
        &["INITIALLY", "IMMEDIATE"],
    ];
    let mut at = 0;
    while let Some(action) = ACTIONS.iter().find(|words| begins(&tokens[at..], words)) {
        at += action.len();
        // `SET NULL (column)` of PostgreSQL.
        at = closing(tokens, at).map_or(at, |close| close + 1);
    }
    at
}

/// A key or a condition without whether older rows were looked at.
fn without_state(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let end = [&["NOT", "VALID"][..], &["USING", "INDEX", "TABLESPACE"]]
        .iter()
        .filter_map(|words| find(tokens, words))
        .min();
    tokens[..end.unwrap_or(tokens.len())].to_vec()
}
