//! What stands behind the columns of a table.

use generator::Dialect;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{Writing, written};
use crate::{
    statements::tables::engine_without_transactions,
    tokens::{begins, closing, find, is_word},
};

/// The options of a table without those that are rows' (`AUTO_INCREMENT`), a place on a disk, or kept elsewhere in a spec.
pub(crate) fn options(tail: &[TokenWithSpan], writing: Writing<'_>) -> String {
    match writing.dialect {
        Dialect::MySql => of_mysql(tail, writing),
        Dialect::Postgres => of_postgres(tail, writing),
        Dialect::Sqlite => written(tail, writing),
    }
}

fn of_mysql(tail: &[TokenWithSpan], writing: Writing<'_>) -> String {
    let has_no_transactions = engine_without_transactions(tail).is_some();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tail.len() {
        let rest = &tail[at..];
        if begins(rest, &["PARTITION", "BY"]) {
            kept.extend(without_places(rest));
            break;
        }
        let unused = UNUSED.iter().find(|words| begins(rest, words)).map(|words| words.len());
        let engine = begins(rest, &["ENGINE"]) || begins(rest, &["ROW_FORMAT"]);
        let length = match unused {
            Some(length) => length,
            // What InnoDB has instead is its own.
            None if engine && has_no_transactions => 1,
            None => {
                kept.push(rest[0].clone());
                at += 1;
                continue;
            }
        };
        at += length;
        at += usize::from(tail.get(at).is_some_and(|token| token.token == Token::Eq)) + 1;
        at += usize::from(tail.get(at).is_some_and(|token| token.token == Token::Comma));
    }
    let text = written(&kept, writing);
    if has_no_transactions || find(tail, &["ENGINE"]).is_none() {
        format!("ENGINE=InnoDB {text}").trim_end().to_owned()
    } else {
        text
    }
}

const UNUSED: [&[&str]; 7] = [
    &["AUTO_INCREMENT"],
    &["COMMENT"],
    &["DATA", "DIRECTORY"],
    &["INDEX", "DIRECTORY"],
    &["CONNECTION"],
    &["TABLESPACE"],
    &["UNION"],
];

/// Partitions without the engine of each, which is that of the table.
fn without_places(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_word(&tokens[at].token, "ENGINE") {
            at += 1 + usize::from(tokens.get(at + 1).is_some_and(|token| token.token == Token::Eq)) + 1;
            continue;
        }
        kept.push(tokens[at].clone());
        at += 1;
    }
    kept
}

fn of_postgres(tail: &[TokenWithSpan], writing: Writing<'_>) -> String {
    let mut kept = Vec::new();
    if let Some(at) = find(tail, &["PARTITION", "BY"]) {
        let close = (at..tail.len()).find_map(|open| closing(tail, open)).unwrap_or(at);
        kept.push(written(&tail[at..=close.max(at)], writing));
    }
    if let Some(at) = find(tail, &["WITH"])
        && let Some(close) = closing(tail, at + 1)
    {
        kept.push(written(&tail[at..=close], writing));
    }
    kept.join(" ")
}
