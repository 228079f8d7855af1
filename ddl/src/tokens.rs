//! Tokens of a statement: what they say, where they end.

use sqlparser::{
    ast::Ident,
    tokenizer::{Token, TokenWithSpan, Word},
};

/// Where the parenthesis that opens at an index is closed.
pub(crate) fn closing(tokens: &[TokenWithSpan], open: usize) -> Option<usize> {
    tokens.get(open).filter(|token| token.token == Token::LParen)?;
    let mut depth = 0_u32;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(index);
        }
    }
    None
}

/// Tokens cut at the commas that are in no parentheses.
pub(crate) fn items(tokens: &[TokenWithSpan]) -> Vec<&[TokenWithSpan]> {
    let mut items = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (index, token) in tokens.iter().enumerate() {
        match token.token {
            Token::LParen | Token::LBracket => depth += 1,
            Token::RParen | Token::RBracket => depth = depth.saturating_sub(1),
            Token::Comma if depth == 0 => {
                items.push(&tokens[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    items.push(&tokens[start..]);
    items
}

/// Whether a token is this word, without quotes.
pub(crate) fn is_word(token: &Token, text: &str) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(text))
}

/// Whether tokens begin with these words.
pub(crate) fn begins(tokens: &[TokenWithSpan], words: &[&str]) -> bool {
    tokens.len() >= words.len() && words.iter().zip(tokens).all(|(word, token)| is_word(&token.token, word))
}

/// Where these words stand one behind the other, in no parentheses.
pub(crate) fn find(tokens: &[TokenWithSpan], words: &[&str]) -> Option<usize> {
    let mut depth = 0_u32;
    tokens.iter().enumerate().find_map(|(index, token)| {
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && begins(&tokens[index..], words)).then_some(index)
    })
}

/// Tokens as text, with a space between two words.
pub(crate) fn text_of(tokens: &[TokenWithSpan]) -> String {
    let mut text = String::new();
    for token in tokens {
        let is_close = matches!(token.token, Token::Comma | Token::RParen | Token::LParen | Token::Period);
        if !text.is_empty() && !is_close && !text.ends_with(['(', '.']) {
            text.push(' ');
        }
        text.push_str(&token.token.to_string());
    }
    text
}

/// Where a name such as `schema.table` ends that begins at an index.
pub(crate) fn name_end(tokens: &[TokenWithSpan], start: usize) -> usize {
    let mut end = start + 1;
    while tokens.get(end).is_some_and(|token| token.token == Token::Period) {
        end += 2;
    }
    end.min(tokens.len())
}

/// A name as one writes it without quotes, in small letters where its database keeps it so.
pub(crate) fn folded(ident: &Ident, folds: bool) -> String {
    if folds && ident.quote_style.is_none() { ident.value.to_lowercase() } else { ident.value.clone() }
}

/// The same for a token.
pub(crate) fn folded_word(word: &Word, folds: bool) -> String {
    if folds && word.quote_style.is_none() { word.value.to_lowercase() } else { word.value.clone() }
}
