//! Range and length of a column's values, told from the extreme ones as they are rendered.

use std::collections::HashSet;

use super::Repeats;
use crate::{
    batch::{Notation, Render, ValueKind, Values},
    column::Longest,
    document::SqlType,
    format::cell,
};

/// Values of a source of which one is the least, one the largest, and one the longest; floating-point numbers in this order.
#[derive(Debug, Clone)]
pub(crate) enum Extremes {
    Values(Values),
    /// Where no single value can be named: what a text is made of, added up.
    Text(Longest),
}

impl Extremes {
    /// The ends of a range of whole numbers, days or microseconds.
    pub(crate) fn integers(first: i64, last: i64) -> Self {
        Self::Values(Values::Integer(vec![first, last]))
    }

    /// The ends of a range of decimals, in units of their last digit.
    pub(crate) fn wide(first: i128, last: i128) -> Self {
        Self::Values(Values::Wide(vec![first, last]))
    }

    /// Any identifier: all are of the same length.
    pub(crate) fn identifier() -> Self {
        Self::Values(Values::Wide(vec![0]))
    }

    /// Those of many given values: the least, the largest and the longest, so that a list is kept once, however many columns refer to
    /// it.
    pub(crate) fn of(values: &Values, notation: Notation) -> Self {
        match values {
            Values::Integer(all) => {
                Self::integers(all.iter().copied().min().unwrap_or(0), all.iter().copied().max().unwrap_or(0))
            }
            Values::Wide(all) => {
                Self::wide(all.iter().copied().min().unwrap_or(0), all.iter().copied().max().unwrap_or(0))
            }
            Values::Double(all) => {
                let length = |number: &&f64| longest(&Values::Double(vec![**number]), notation).bytes;
                let least = all.iter().copied().fold(f64::INFINITY, f64::min);
                let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let longest = all.iter().max_by_key(length).copied().unwrap_or(0.0);
                Self::Values(Values::Double(vec![least, most, longest]))
            }
            // As they are: hexadecimal digits come with the type.
            Values::Text(_) => Self::Text(longest(values, Notation::Text)),
        }
    }

    /// The least and the largest value of whole numbers, days, microseconds, or units of a decimal's last digit.
    pub(crate) fn range(&self) -> Option<(i128, i128)> {
        match self {
            Self::Values(Values::Integer(values)) => {
                Some(((*values.iter().min()?).into(), (*values.iter().max()?).into()))
            }
            Self::Values(Values::Wide(values)) => Some((*values.iter().min()?, *values.iter().max()?)),
            _ => None,
        }
    }

    /// The least and the largest of floating-point numbers, which stand first.
    pub(crate) fn reals(&self) -> Option<(f64, f64)> {
        match self {
            Self::Values(Values::Double(values)) => Some((*values.first()?, *values.get(1)?)),
            _ => None,
        }
    }

    /// The longest value as a database stores it in a column of this type.
    pub(crate) fn stored(&self, kind: ValueKind, render: Render, sql_type: SqlType) -> Longest {
        match self {
            Self::Text(longest) if sql_type.is_binary() => Longest { chars: longest.bytes, ..*longest },
            // Two hexadecimal digits each.
            Self::Text(longest) if kind == ValueKind::Bytes => {
                Longest { chars: longest.bytes * 2, bytes: longest.bytes * 2 }
            }
            Self::Text(longest) => *longest,
            // Bytes are stored as they are, and written with two digits each.
            Self::Values(Values::Wide(_)) if sql_type.is_binary() => Longest { chars: 16, bytes: 16 },
            Self::Values(values) => {
                let notation = if sql_type.is_binary() { Notation::Text } else { render.notation };
                let longest = longest(values, notation);
                match kind {
                    // In columns of bytes characters do not count.
                    _ if sql_type.is_binary() => Longest { chars: longest.bytes, ..longest },
                    _ => longest,
                }
            }
        }
    }
}

/// The longest of some values in characters, and in bytes, as they are written.
fn longest(values: &Values, notation: Notation) -> Longest {
    let (mut longest, mut text) = (Longest::default(), Vec::new());
    for index in 0..values.len() {
        text.clear();
        cell::append(values, index, notation, &mut text);
        // Bytes that continue a character of UTF-8 are `10xxxxxx`.
        let chars = text.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        longest = Longest { chars: longest.chars.max(chars), bytes: longest.bytes.max(text.len()) };
    }
    longest
}

/// Whether given values repeat, as they will be written: `1` and `01` are one number, `.5` of a second may be cut off.
pub(crate) fn repeats(values: &Values, render: Render) -> Repeats {
    let (mut written, mut folded) = (HashSet::new(), HashSet::new());
    let mut text = Vec::new();
    let mut only_folded = false;
    for index in 0..values.len() {
        text.clear();
        cell::append(values, index, render.notation, &mut text);
        match render.notation {
            // One number, with two signs.
            Notation::Double if text == b"-0.0" => text = b"0.0".to_vec(),
            // Spaces at the end do not count for `char`, and not for `varchar` in MySQL, also where it compares bytes.
            Notation::Text => text.truncate(text.trim_ascii_end().len()),
            _ => {}
        }
        if !written.insert(text.clone()) {
            return Repeats::May("its list has a value twice; keep one");
        }
        only_folded |= !folded.insert(fold(&text));
    }
    if only_folded { Repeats::OnlyFolded } else { Repeats::Never }
}

/// A text as databases compare it that look at neither case nor trailing spaces; of what is not ASCII only the number of characters
/// counts, because an accent may or may not.
fn fold(text: &[u8]) -> Vec<u8> {
    text.trim_ascii_end()
        .iter()
        .filter(|byte| **byte & 0xc0 != 0x80)
        .map(|byte| if byte.is_ascii() { byte.to_ascii_lowercase() } else { 0xff })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Values {
        let mut values = crate::batch::TextValues::default();
        texts.iter().for_each(|text| values.push(text.as_bytes()));
        Values::Text(values)
    }

    #[test]
    fn lengths_are_those_of_the_text_that_is_stored() {
        let of = |kind: ValueKind, sql_type: &str, extremes: Extremes| {
            let sql_type: SqlType = sql_type.parse().unwrap();
            let longest = extremes.stored(kind, kind.render(sql_type).unwrap(), sql_type);
            (longest.chars, longest.bytes)
        };
        assert_eq!(of(ValueKind::Integer, "varchar(9)", Extremes::integers(-5, 1_000)), (4, 4));
        assert_eq!(of(ValueKind::Date, "text", Extremes::integers(0, 1)), (10, 10));
        let text = || Extremes::Values(texts(&["日本", "abcde"]));
        assert_eq!(of(ValueKind::Text, "text", text()), (5, 6));
        assert_eq!(of(ValueKind::Text, "varbinary(9)", text()), (6, 6));
        assert_eq!(of(ValueKind::Bytes, "text", Extremes::Text(Longest { chars: 3, bytes: 3 })), (6, 6));
        assert_eq!(of(ValueKind::Uuid, "binary(16)", Extremes::identifier()), (16, 16));
        assert_eq!(of(ValueKind::Uuid, "char(36)", Extremes::identifier()), (36, 36));
    }

    #[test]
    fn texts_are_compared_as_databases_may() {
        let render = ValueKind::Text.render(SqlType::Text).unwrap();
        assert_eq!(repeats(&texts(&["a", "b"]), render), Repeats::Never);
        assert_eq!(repeats(&texts(&["a", "A"]), render), Repeats::OnlyFolded);
        assert!(matches!(repeats(&texts(&["a", "a "]), render), Repeats::May(_)));
        assert_eq!(repeats(&texts(&["é", "è"]), render), Repeats::OnlyFolded);
        assert!(matches!(repeats(&texts(&["a", "a"]), render), Repeats::May(_)));
    }
}
