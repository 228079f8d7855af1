//! Partitions: which values of a column a table has room for, and whether they are ranges of the calendar.

use generator::PartitionRange;
use jiff::{ToSpan as _, civil::Date};
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::tokens::{begins, closing, is_word, items, text_of};

/// How a table is partitioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Partitioning {
    /// The column, if it is one column whose values decide.
    pub(crate) column: Option<String>,
    /// What is made of the column before it is compared, in small letters: `year`, `to_days`; empty if it is the column itself.
    pub(crate) function: String,
    pub(crate) method: Method,
    pub(crate) partitions: Vec<Bounds>,
    /// Whether there is a partition for whatever is in no other.
    pub(crate) has_default: bool,
    /// The clause as it was written.
    pub(crate) text: String,
}

/// What decides which partition a row is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Range,
    List,
    /// A hash or something else, for which every value will do.
    Other,
}

/// What one partition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bounds {
    /// From a value, if there is a first one, up to another that is not in it, if there is one.
    Range { from: Option<String>, to: Option<String> },
    /// These values.
    List(Vec<String>),
}

/// Ranges of one date or timestamp column, each one calendar day, month or year.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DateRanges {
    pub(crate) range: PartitionRange,
    /// First date of the first range, taking it to be as long as the others.
    pub(crate) first: String,
    /// Last date of the last range that has an end.
    pub(crate) last: String,
}

/// Reads a clause that begins with `PARTITION BY`.
pub(crate) fn partitioning(clause: &[TokenWithSpan]) -> Partitioning {
    let mut text = text_of(clause);
    text.truncate(text.floor_char_boundary(60));
    let mut read = Partitioning {
        column: None,
        function: String::new(),
        method: Method::Other,
        partitions: Vec::new(),
        has_default: false,
        text,
    };
    let word = |at: usize, text: &str| clause.get(at).is_some_and(|token| is_word(&token.token, text));
    let mut at = 2;
    if word(at, "RANGE") {
        read.method = Method::Range;
    } else if word(at, "LIST") {
        read.method = Method::List;
    } else {
        return read;
    }
    at += if word(at + 1, "COLUMNS") { 2 } else { 1 };
    let Some(end) =
        clause.get(at).filter(|token| token.token == Token::LParen).and_then(|_| closing(clause, at))
    else {
        return read;
    };
    match &clause[at + 1..end] {
        [TokenWithSpan { token: Token::Word(column), .. }] => read.column = Some(column.value.clone()),
        [
            TokenWithSpan { token: Token::Word(function), .. },
            TokenWithSpan { token: Token::LParen, .. },
            TokenWithSpan { token: Token::Word(column), .. },
            TokenWithSpan { token: Token::RParen, .. },
        ] => {
            read.column = Some(column.value.clone());
            read.function = function.value.to_lowercase();
        }
        _ => {}
    }
    // MySQL lists the partitions behind it.
    let list =
        clause.iter().skip(end + 1).position(|token| token.token == Token::LParen).map(|open| open + end + 1);
    let Some((open, close)) = list.and_then(|open| Some((open, closing(clause, open)?))) else { return read };
    for item in items(&clause[open + 1..close]) {
        let Some(values) = item.iter().position(|token| is_word(&token.token, "VALUES")) else { continue };
        let rest = &item[values..];
        if begins(rest, &["VALUES", "LESS", "THAN"]) {
            let to = literal_list(&rest[3..]);
            read.has_default |= to.is_empty();
            let from = read.partitions.last().and_then(|before| match before {
                Bounds::Range { to, .. } => to.clone(),
                Bounds::List(_) => None,
            });
            read.partitions.push(Bounds::Range { from, to: to.into_iter().next() });
        } else if begins(rest, &["VALUES", "IN"]) {
            read.partitions.push(Bounds::List(literal_list(&rest[2..])));
        }
    }
    read
}

/// Reads what follows `PARTITION OF parent` or `ATTACH PARTITION child`: `FOR VALUES …` or `DEFAULT`; `None` if every value will do.
pub(crate) fn bounds(clause: &[TokenWithSpan]) -> Option<Bounds> {
    let values = clause.iter().position(|token| is_word(&token.token, "VALUES"))?;
    let rest = &clause[values + 1..];
    if begins(rest, &["IN"]) {
        return Some(Bounds::List(literal_list(&rest[1..])));
    }
    if !begins(rest, &["FROM"]) {
        return None;
    }
    let to = rest.iter().position(|token| is_word(&token.token, "TO"))?;
    let first = |tokens: &[TokenWithSpan]| literal_list(tokens).into_iter().next();
    Some(Bounds::Range { from: first(&rest[1..to]), to: first(&rest[to + 1..]) })
}

/// The literals in parentheses; `MINVALUE` and `MAXVALUE` are none.
fn literal_list(tokens: &[TokenWithSpan]) -> Vec<String> {
    let mut found = Vec::new();
    let mut sign = "";
    for token in tokens {
        match &token.token {
            Token::SingleQuotedString(text) | Token::NationalStringLiteral(text) => found.push(text.clone()),
            Token::Number(number, _) => found.push(format!("{sign}{number}")),
            _ => {}
        }
        sign = if token.token == Token::Minus { "-" } else { "" };
    }
    found
}

impl Partitioning {
    /// The values of the column that have a partition: up to one that has none, or one of a list; `None` if every value has one, or it is not known which.
    pub(crate) fn room(&self) -> Option<Bounds> {
        if self.has_default || self.partitions.is_empty() {
            return None;
        }
        if self.method == Method::List {
            let values = self.partitions.iter().flat_map(|bounds| match bounds {
                Bounds::List(values) => values.clone(),
                Bounds::Range { .. } => Vec::new(),
            });
            return Some(Bounds::List(values.collect()));
        }
        // The longest row of ranges of which each begins where the one before ends.
        let mut ranges: Vec<(Option<&String>, Option<&String>)> = self
            .partitions
            .iter()
            .filter_map(|bounds| match bounds {
                Bounds::Range { from, to } => Some((from.as_ref(), to.as_ref())),
                Bounds::List(_) => None,
            })
            .collect();
        ranges.sort_by_key(|(from, _)| from.map(|text| (text.len(), text.as_str())));
        if ranges.iter().any(|(from, _)| from.is_some_and(|text| text.contains('-'))) {
            ranges.sort_by_key(|(from, _)| *from);
        }
        let (mut best, mut start) = (0..1, 0);
        for at in 1..=ranges.len() {
            if at == ranges.len() || ranges[at].0 != ranges[at - 1].1 {
                if at - start > best.len() {
                    best = start..at;
                }
                start = at;
            }
        }
        Some(Bounds::Range {
            from: ranges.get(best.start)?.0.cloned(),
            to: ranges.get(best.end - 1)?.1.cloned(),
        })
    }

    /// The ranges, if they are ones of the calendar, one as long as the other.
    pub(crate) fn date_ranges(&self) -> Option<DateRanges> {
        if self.method != Method::Range || !self.function.is_empty() {
            return None;
        }
        let mut first = None;
        let mut bounds: Vec<Date> = Vec::new();
        for partition in &self.partitions {
            let Bounds::Range { from, to } = partition else { return None };
            first = first.or(from.as_ref());
            bounds.extend(to.as_ref().and_then(|text| text.get(..10)?.parse::<Date>().ok()));
        }
        bounds.sort_unstable();
        let (earliest, last) = (*bounds.first()?, *bounds.last()?);
        let [day, month, year] = [1.day(), 1.month(), 1.year()];
        let steps =
            [(PartitionRange::Day, day), (PartitionRange::Month, month), (PartitionRange::Year, year)];
        let of_first: Option<Date> = self.partitions.iter().find_map(|partition| match partition {
            Bounds::Range { from: Some(from), to: Some(to) }
                if to.get(..10)?.parse::<Date>().ok() == Some(earliest) =>
            {
                from.get(..10)?.parse().ok()
            }
            _ => None,
        });
        let (range, step) = steps.into_iter().find(|(range, step)| {
            let starts_on_range = match range {
                PartitionRange::Day => true,
                PartitionRange::Month => bounds.iter().all(|bound| bound.day() == 1),
                PartitionRange::Year => bounds.iter().all(|bound| bound.day() == 1 && bound.month() == 1),
            };
            // One bound alone fits every step: take the longest that it begins.
            let fits_first = of_first.is_some_and(|from| from.checked_add(*step).ok() == Some(earliest));
            let is_only =
                bounds.len() > 1 || fits_first || (of_first.is_none() && *range == PartitionRange::Month);
            starts_on_range
                && is_only
                && of_first.is_none_or(|_| fits_first)
                && bounds.windows(2).all(|pair| pair[0].checked_add(*step).ok() == Some(pair[1]))
        })?;
        Some(DateRanges {
            range,
            first: earliest.checked_sub(step).ok()?.to_string(),
            last: last.yesterday().ok()?.to_string(),
        })
    }
}
