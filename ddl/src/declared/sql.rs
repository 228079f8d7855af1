//! Tokens as SQL of their database again.

use generator::{Dialect, quote_identifier};
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::types::OwnTypes;

/// How tokens are written.
#[derive(Clone, Copy)]
pub(crate) struct Writing<'a> {
    pub(crate) dialect: Dialect,
    /// Types that the text makes itself, which then are where the tables are.
    pub(crate) types: &'a OwnTypes,
}

/// The tokens as SQL, one space between two of them where one may be; names of schemas that are not those of a table on a server are left out.
pub(crate) fn written(tokens: &[TokenWithSpan], writing: Writing<'_>) -> String {
    let mut sql = String::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_schema(&tokens[at..], writing) {
            at += 2;
            continue;
        }
        let token = &tokens[at].token;
        let is_close = matches!(
            token,
            Token::Comma
                | Token::RParen
                | Token::Period
                | Token::DoubleColon
                | Token::LBracket
                | Token::RBracket
        );
        // A space before a parenthesis makes the name of a function one of a column in MySQL.
        let is_open = matches!(token, Token::LParen)
            && matches!(at.checked_sub(1).map(|before| &tokens[before].token), Some(Token::Word(word)) if word.quote_style.is_none() && !is_operator(&word.value));
        // Numbers in a row are those of a type.
        let is_number = matches!(token, Token::Number(..));
        // A sign belongs to its number.
        let is_signed = is_number && (sql == "-" || sql.ends_with("(-") || sql.ends_with(", -"));
        let is_digits = is_signed || (sql.ends_with(',') && is_number);
        if !sql.is_empty()
            && !is_digits
            && !is_close
            && !is_open
            && !sql.ends_with(['(', '.', '['])
            && !sql.ends_with("::")
        {
            sql.push(' ');
        }
        sql.push_str(&token_text(token, writing.dialect));
        at += 1;
    }
    sql
}

/// Words behind which a parenthesis reads better apart.
fn is_operator(word: &str) -> bool {
    [
        "and", "or", "not", "in", "as", "by", "where", "using", "check", "on", "values", "key", "then",
        "when", "else",
    ]
    .contains(&word.to_ascii_lowercase().as_str())
}

/// Whether a name of a schema begins here that is left out: PostgreSQL's `public`, and any before a type of the text's own.
fn is_schema(tokens: &[TokenWithSpan], writing: Writing<'_>) -> bool {
    let [first, period, last, ..] = tokens else { return false };
    let (Token::Word(schema), Token::Period, Token::Word(name)) = (&first.token, &period.token, &last.token)
    else {
        return false;
    };
    writing.dialect == Dialect::Postgres && (schema.value == "public" || writing.types.has(&name.value))
}

fn token_text(token: &Token, dialect: Dialect) -> String {
    match token {
        Token::Word(word) => match word.quote_style {
            Some(_) => quote_identifier(dialect, &word.value),
            None => word.value.clone(),
        },
        Token::SingleQuotedString(text)
        | Token::EscapedStringLiteral(text)
        | Token::UnicodeStringLiteral(text) => string(text, dialect),
        // As many digits as there are.
        Token::HexStringLiteral(digits) if dialect == Dialect::MySql => format!("0x{digits}"),
        Token::DoubleQuotedString(text) if dialect == Dialect::MySql => string(text, dialect),
        Token::DoubleQuotedString(text) => quote_identifier(dialect, text),
        Token::NationalStringLiteral(text) => format!("N{}", string(text, dialect)),
        Token::DollarQuotedString(text) => string(&text.value, dialect),
        other => other.to_string(),
    }
}

/// A text in quotes.
pub(crate) fn string(text: &str, dialect: Dialect) -> String {
    let doubled = text.replace('\'', "''");
    match dialect {
        Dialect::MySql => format!("'{}'", doubled.replace('\\', "\\\\").replace('\0', "\\0")),
        _ => format!("'{doubled}'"),
    }
}
