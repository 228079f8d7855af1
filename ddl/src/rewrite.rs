//! Items of a table as the grammars have them: what they lack, and what means nothing for data, is put right on tokens.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::tokens::{begins, closing, find, is_word, text_of};

/// An item without what changes neither values nor keys and is in no grammar.
pub(crate) fn plain_item(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut plain = Vec::with_capacity(tokens.len());
    // SQLite takes a text for a name where a name has to be.
    if let [name, rest @ ..] = tokens
        && let Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) = &name.token
    {
        let mut named = vec![TokenWithSpan { token: Token::make_word(text, Some('"')), span: name.span }];
        named.extend(rest.iter().cloned());
        return plain_item(&named);
    }
    // What Supabase's editor copies names no type of somebody's own, nor that of an array's elements.
    if let [name, of, rest @ ..] = tokens
        && is_word(&of.token, "ARRAY")
        && rest.first().is_none_or(|next| !matches!(next.token, Token::Lt | Token::LBracket | Token::LParen))
    {
        let text = |token| TokenWithSpan { token, span: of.span };
        plain.extend([
            name.clone(),
            text(Token::make_keyword("TEXT")),
            text(Token::LBracket),
            text(Token::RBracket),
        ]);
        plain.extend(rest.iter().cloned());
        return plain;
    }
    if let [name, user, _, defined, rest @ ..] = tokens
        && is_word(&user.token, "USER")
        && is_word(&defined.token, "DEFINED")
    {
        let text = TokenWithSpan { token: Token::make_keyword("TEXT"), span: user.span };
        plain.extend([name.clone(), text]);
        plain.extend(rest.iter().cloned());
        return plain;
    }
    let (mut at, mut depth) = (0, 0_u32);
    while at < tokens.len() {
        let rest = &tokens[at..];
        // The first words are a name and its type, and in parentheses all are names.
        let unused = UNUSED.iter().find(|words| at > 1 && depth == 0 && begins(rest, words));
        if let Some(length) = unused.map(|words| words.len()) {
            at += length;
            continue;
        }
        // How an identity counts, in any order of words.
        if depth == 0
            && at > 1
            && is_word(&tokens[at - 1].token, "IDENTITY")
            && is_word(&tokens[at - 2].token, "AS")
            && let Some(close) = closing(tokens, at)
        {
            at = close + 1;
            continue;
        }
        match rest[0].token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        plain.push(rest[0].clone());
        at += 1;
    }
    plain
}

/// Words of columns and constraints that mean nothing for data.
const UNUSED: [&[&str]; 11] = [
    &["NOT", "VALID"],
    &["NOT", "ENFORCED"],
    &["NOT", "FOR", "REPLICATION"],
    &["VIRTUAL"],
    &["PERSISTENT"],
    &["PERSISTED"],
    &["INVISIBLE"],
    &["ROWGUIDCOL"],
    &["CLUSTERED"],
    &["NONCLUSTERED"],
    &["SPARSE"],
];

/// A column of SQLite with a type of one word for one of several, as its affinity is told ("Determination Of Column Affinity" of its manual).
pub(crate) fn with_one_type(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let is_of_type = |token: &&TokenWithSpan| {
        matches!(&token.token, Token::Word(_)) && !BEHIND_TYPES.iter().any(|word| is_word(&token.token, word))
    };
    let words = tokens.iter().skip(1).take_while(is_of_type).count();
    let is_constraint =
        tokens.first().is_some_and(|token| BEHIND_TYPES.iter().any(|word| is_word(&token.token, word)));
    if words < 2 || is_constraint {
        return tokens;
    }
    let text = text_of(&tokens[1..=words]).to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    if text == "DOUBLE PRECISION" {
        return tokens;
    }
    let end = match tokens.get(words + 1) {
        Some(open) if open.token == Token::LParen => {
            closing(&tokens, words + 1).map_or(words + 1, |close| close + 1)
        }
        _ => words + 1,
    };
    let has_length = end > words + 1;
    let (plain, keeps_length) = if has(&["INT"]) {
        ("BIGINT", false)
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        (if has_length { "VARCHAR" } else { "TEXT" }, true)
    } else if has(&["BLOB"]) {
        ("BLOB", false)
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        ("DOUBLE", false)
    } else {
        ("NUMERIC", true)
    };
    let mut one =
        vec![tokens[0].clone(), TokenWithSpan { token: Token::make_keyword(plain), span: tokens[1].span }];
    if keeps_length {
        one.extend_from_slice(&tokens[words + 1..end]);
    }
    one.extend_from_slice(&tokens[end..]);
    one
}

/// A column or a key of SQL Server without quotes around its type, and without where and how it is stored: `WITH (…) ON [PRIMARY]`.
pub(crate) fn without_storage(mut tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let is_constraint =
        tokens.first().is_some_and(|token| BEHIND_TYPES.iter().any(|word| is_word(&token.token, word)));
    if let Some(TokenWithSpan { token, .. }) = tokens.get_mut(1).filter(|_| !is_constraint)
        && let Token::Word(word) = token
        && word.quote_style.is_some()
    {
        *token = Token::make_keyword(&word.value);
    }
    let storage = tokens.iter().enumerate().skip(2).find_map(|(at, token)| {
        let is_open = tokens.get(at + 1).is_some_and(|next| next.token == Token::LParen);
        let is_name = matches!(tokens.get(at + 1), Some(TokenWithSpan { token: Token::Word(word), .. }) if word.quote_style.is_some());
        let is_storage = (is_word(&token.token, "WITH") && is_open) || (is_word(&token.token, "ON") && is_name);
        is_storage.then_some(at)
    });
    tokens.truncate(storage.unwrap_or(tokens.len()));
    tokens
}

/// A column or a key of Oracle without where its index is, and whether it is looked at.
pub(crate) fn without_state(mut tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let index = find(&tokens, &["USING", "INDEX"]).unwrap_or(tokens.len());
    tokens.truncate(index);
    let mut at = 0;
    tokens.retain(|token| {
        at += 1;
        at < 3 || !is_word(&token.token, "ENABLE")
    });
    tokens
}

/// A column without its checks and its default: of those that no grammar reads.
pub(crate) fn without_clauses(item: &[TokenWithSpan]) -> Option<Vec<TokenWithSpan>> {
    let mut kept = Vec::with_capacity(item.len());
    let mut at = 0;
    while at < item.len() {
        let token = &item[at];
        if at > 1 && is_word(&token.token, "CHECK") {
            at = closing(item, at + 1).map_or(item.len(), |close| close + 1);
        } else if at > 1 && is_word(&token.token, "DEFAULT") {
            let mut depth = 0_u32;
            at += 2;
            // A default that is in parentheses ends with them.
            if item.get(at - 1).is_some_and(|token| token.token == Token::LParen) {
                at = closing(item, at - 1).map_or(item.len(), |close| close + 1);
            }
            while at < item.len() {
                match item[at].token {
                    Token::LParen => depth += 1,
                    Token::RParen => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 && BEHIND_TYPES.iter().any(|word| is_word(&item[at].token, word)) {
                    break;
                }
                at += 1;
            }
        } else {
            kept.push(token.clone());
            at += 1;
        }
    }
    (kept.len() < item.len()).then_some(kept)
}

/// Words that end the type of a column in SQLite, which may be any others.
const BEHIND_TYPES: [&str; 14] = [
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
    "KEY",
    "FOREIGN",
    "ON",
];
