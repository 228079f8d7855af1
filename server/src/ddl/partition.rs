//! MySQL's `PARTITION BY` clauses, cut out of the tokens before the parser, which does not know them, sees them.

use generator::PartitionRange;
use jiff::{ToSpan as _, civil::Date};
use sqlparser::tokenizer::{Token, TokenWithSpan};

/// A `PARTITION BY` clause, and which statement it belongs to.
#[derive(Debug)]
pub(super) struct PartitionClause {
    /// The table of the statement.
    pub(super) table: String,
    /// The clause as it was written.
    pub(super) text: String,
    /// What it says, if that is ranges of one date column.
    pub(super) ranges: Option<DateRanges>,
}

/// Ranges of one date or timestamp column, each one calendar day, month or year.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DateRanges {
    pub(super) column: String,
    pub(super) range: PartitionRange,
    /// First date of the first range, taking it to be as long as the others.
    pub(super) first: String,
    /// Last date of the last range that has an end.
    pub(super) last: String,
}

/// The tokens without the clauses, and the clauses. A clause begins behind a table's closing parenthesis, and ends with
/// its statement.
pub(super) fn split_off(tokens: Vec<TokenWithSpan>) -> (Vec<TokenWithSpan>, Vec<PartitionClause>) {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut clauses = Vec::new();
    let (mut depth, mut table) = (0_u32, TableName::default());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        table.see(&token.token, depth);
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && is_word(&token.token, "PARTITION") && !table.name.is_empty() {
            let mut clause = vec![token.token];
            while tokens.peek().is_some_and(|token| !matches!(token.token, Token::SemiColon | Token::EOF)) {
                clause.extend(tokens.next().map(|token| token.token));
            }
            let text = clause.iter().map(ToString::to_string).collect::<String>().trim().to_owned();
            clauses.push(PartitionClause { table: table.name.clone(), text, ranges: date_ranges(&clause) });
            continue;
        }
        kept.push(token);
    }
    (kept, clauses)
}

/// The name behind `CREATE TABLE`, as the tokens go by.
#[derive(Debug, Default)]
struct TableName {
    name: String,
    is_next: bool,
}

impl TableName {
    fn see(&mut self, token: &Token, depth: u32) {
        match token {
            Token::SemiColon => *self = Self::default(),
            Token::LParen => self.is_next = false,
            Token::Word(_) if depth == 0 && is_word(token, "TABLE") => self.is_next = true,
            // The last of `IF NOT EXISTS schema.table`.
            Token::Word(word) if self.is_next => self.name.clone_from(&word.value),
            _ => {}
        }
    }
}

fn is_word(token: &Token, text: &str) -> bool {
    matches!(token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(text))
}

fn date_ranges(clause: &[Token]) -> Option<DateRanges> {
    let mut words = clause.iter().filter(|token| !matches!(token, Token::Whitespace(_)));
    let mut expect = |text: &str| words.next().filter(|token| is_word(token, text)).is_some();
    if !(expect("PARTITION") && expect("BY") && expect("RANGE") && expect("COLUMNS")) {
        return None;
    }
    let column = match (words.next()?, words.next()?, words.next()?) {
        (Token::LParen, Token::Word(column), Token::RParen) => column.value.clone(),
        _ => return None,
    };
    let bounds: Vec<Date> = words
        .filter_map(|token| match token {
            Token::SingleQuotedString(text) => text.get(..10)?.parse().ok(),
            _ => None,
        })
        .collect();
    let (first, last) = (*bounds.first()?, *bounds.last()?);
    let [day, month, year] = [1.day(), 1.month(), 1.year()];
    let steps = [(PartitionRange::Day, day), (PartitionRange::Month, month), (PartitionRange::Year, year)];
    let (range, step) = steps.into_iter().find(|(range, step)| {
        let starts_on_range = match range {
            PartitionRange::Day => true,
            PartitionRange::Month => bounds.iter().all(|bound| bound.day() == 1),
            PartitionRange::Year => bounds.iter().all(|bound| bound.day() == 1 && bound.month() == 1),
        };
        // One bound alone fits every step: take the longest that it begins.
        let is_only = bounds.len() > 1 || *range == PartitionRange::Month;
        starts_on_range
            && is_only
            && bounds.windows(2).all(|pair| pair[0].checked_add(*step).ok() == Some(pair[1]))
    })?;
    Some(DateRanges {
        column,
        range,
        first: first.checked_sub(step).ok()?.to_string(),
        last: last.yesterday().ok()?.to_string(),
    })
}
