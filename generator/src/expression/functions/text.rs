//! Functions of texts. Lengths and positions count characters.

use std::sync::Arc;

use super::Call;
use crate::{
    column::Longest,
    expression::{
        Refusal,
        cast::{coerce, mapped, written},
        check::truth,
        evaluate::{Answer, Cell, Node},
        operators::paired,
        typed::{Bounds, Type, Typed},
    },
    limits::{MAX_EXPRESSION_STEPS, MAX_VALUE_LENGTH},
};

/// Texts of so many characters, at most four bytes each.
fn chars(count: usize) -> Bounds {
    Bounds::Text(Longest { chars: count, bytes: count.saturating_mul(4) })
}

/// Refuses what would take too many steps a row: a text in which another is looked for at each place.
fn steps(text: &Typed, wanted: &Typed) -> Result<(), Refusal> {
    if text.longest().chars.saturating_mul(wanted.longest().chars) <= MAX_EXPRESSION_STEPS {
        return Ok(());
    }
    let message =
        "the texts are too long to be looked for in each other; shorten them, for instance by left(…, 100)";
    Err(Refusal::new(text.at, message))
}

/// A part of a text by the places of its characters.
fn part(text: &str, from: usize, to: usize) -> &str {
    let place = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let start = place(from);
    &text[start..place(to.max(from)).max(start)]
}

pub(super) fn length(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next_text()?;
    let bounds = Bounds::Whole(0, of.longest().chars as i128);
    Ok(mapped(
        of,
        |cells, answer| answer.integer(cells[0].text().chars().count() as i64),
        Type::Integer,
        bounds,
    ))
}

/// Letters that have one of the other case in Unicode.
pub(super) fn case(call: &mut Call<'_, '_>, is_upper: bool) -> Result<Typed, Refusal> {
    let of = call.next_text()?;
    let count = of.longest().chars;
    let change = move |character: char| if is_upper { upper(character) } else { lower(character) };
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.text(&cells[0].text().chars().map(change).collect::<String>());
    };
    mapped(of, function, Type::Text, chars(count)).checked()
}

fn upper(character: char) -> char {
    let mut letters = character.to_uppercase();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => character,
    }
}

fn lower(character: char) -> char {
    let mut letters = character.to_lowercase();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => character,
    }
}

pub(super) fn capitals(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next_text()?;
    let count = of.longest().chars;
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let mut is_inside = false;
        let changed = cells[0].text().chars().map(|character| {
            let changed = if is_inside { lower(character) } else { upper(character) };
            is_inside = character.is_alphanumeric();
            changed
        });
        answer.text(&changed.collect::<String>());
    };
    mapped(of, function, Type::Text, chars(count)).checked()
}

pub(super) fn reverse(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let of = call.next_text()?;
    let bounds = of.bounds;
    Ok(mapped(
        of,
        |cells, answer| answer.text(&cells[0].text().chars().rev().collect::<String>()),
        Type::Text,
        bounds,
    ))
}

/// A value as `concat` writes it: as its type's output function, which shortens `true` to `t`.
fn put_out(value: Typed) -> Result<Typed, Refusal> {
    if value.of != Type::Boolean {
        return written(value);
    }
    let letter = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.text(if cells[0].integer() == 1 { "t" } else { "f" });
    };
    Ok(mapped(value, letter, Type::Text, chars(1)))
}

/// All values as texts, NULL as an empty one.
pub(super) fn concat(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let mut longest = Longest::default();
    let mut arguments = Vec::new();
    for value in call.arguments.by_ref() {
        let value = put_out(value)?;
        longest.add(value.longest());
        arguments.push(value.node);
    }
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        answer.write(|text| cells.iter().for_each(|cell| text.extend_from_slice(cell.text().as_bytes())));
    };
    let node = Node::Call { function: Arc::new(function), arguments, of: Type::Text, takes_null: true };
    Typed::made(node, Type::Text, Bounds::Text(longest), false, call.at).checked()
}

/// All values as texts, NULLs left out, with a separator between them.
pub(super) fn concat_with(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let separator = call.next_text()?;
    let (mut longest, between) = (Longest::default(), separator.longest());
    let may_be_null = separator.may_be_null;
    let mut arguments = vec![separator.node];
    for value in call.arguments.by_ref() {
        let value = put_out(value)?;
        longest.add(value.longest());
        longest.add(between);
        arguments.push(value.node);
    }
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        if cells[0] == Cell::Null {
            return answer.null();
        }
        let there: Vec<&str> =
            cells[1..].iter().filter(|cell| **cell != Cell::Null).map(Cell::text).collect();
        answer.text(&there.join(cells[0].text()));
    };
    let node = Node::Call { function: Arc::new(function), arguments, of: Type::Text, takes_null: true };
    Typed::made(node, Type::Text, Bounds::Text(longest), may_be_null, call.at).checked()
}

/// The first characters, or the last; a negative number leaves out so many at the other end.
pub(super) fn end(call: &mut Call<'_, '_>, is_left: bool) -> Result<Typed, Refusal> {
    let (of, count) = (call.next_text()?, call.next_as(Type::Integer)?);
    let (least, most) = count.ends();
    let longest = of.longest();
    let kept = if least < 0 {
        longest.chars
    } else {
        usize::try_from(most.max(0)).unwrap_or(usize::MAX).min(longest.chars)
    };
    let bounds = Bounds::Text(Longest { chars: kept, bytes: longest.bytes.min(kept.saturating_mul(4)) });
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let (text, count) = (cells[0].text(), cells[1].integer());
        let all = text.chars().count() as i64;
        let kept = if count < 0 { all.saturating_add(count).max(0) } else { count.min(all) };
        answer.text(if is_left {
            part(text, 0, kept as usize)
        } else {
            part(text, (all - kept) as usize, usize::MAX)
        });
    };
    paired(of, count, function, Type::Text, bounds)
}

/// Characters from a place on, which counts from 1; places before the first count as part of the length.
pub(super) fn substring(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (of, from) = (call.next_text()?, call.next_as(Type::Integer)?);
    let length = if call.has_more() { Some(call.next_as(Type::Integer)?) } else { None };
    let longest = of.longest();
    let kept = match &length {
        None => longest.chars,
        Some(length) if length.ends().0 < 0 => {
            return Err(Refusal::new(
                length.at,
                "the length may be negative, which is an error of SQL; write greatest(…, 0)",
            ));
        }
        Some(length) => usize::try_from(length.ends().1).unwrap_or(usize::MAX).min(longest.chars),
    };
    let bounds = Bounds::Text(Longest { chars: kept, bytes: longest.bytes.min(kept.saturating_mul(4)) });
    let may_be_null =
        of.may_be_null || from.may_be_null || length.as_ref().is_some_and(|length| length.may_be_null);
    let at = of.at;
    let mut arguments = vec![of.node, from.node];
    arguments.extend(length.map(|length| length.node));
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let from = cells[1].integer().saturating_sub(1);
        let to = cells.get(2).map_or(i64::MAX, |length| from.saturating_add(length.integer()));
        let place = |place: i64| usize::try_from(place.max(0)).unwrap_or(usize::MAX);
        answer.text(part(cells[0].text(), place(from), place(to)));
    };
    let node = Node::Call { function: Arc::new(function), arguments, of: Type::Text, takes_null: false };
    Ok(Typed::made(node, Type::Text, bounds, may_be_null, at))
}

/// Filled up, or cut off, to a length.
pub(super) fn pad(call: &mut Call<'_, '_>, is_left: bool) -> Result<Typed, Refusal> {
    let (of, length) = (call.next_text()?, call.next_constant()?);
    let fill = if call.has_more() { call.next_word()?.0 } else { " ".to_owned() };
    let length = usize::try_from(length.max(0)).unwrap_or(usize::MAX);
    if length > MAX_VALUE_LENGTH {
        return Err(Refusal::new(
            call.at,
            format!("{length} characters are asked for, at most {MAX_VALUE_LENGTH} are made"),
        ));
    }
    let filled = fill.chars().map(char::len_utf8).max().unwrap_or(0) * length;
    let bounds = Bounds::Text(Longest {
        chars: length,
        bytes: of.longest().bytes.saturating_add(filled).min(length * 4),
    });
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let text = cells[0].text();
        let missing = length.saturating_sub(text.chars().count());
        let filling: String = fill.chars().cycle().take(missing).collect();
        let kept = part(text, 0, length);
        answer.write(|made| {
            let pieces = if is_left { [filling.as_str(), kept] } else { [kept, filling.as_str()] };
            pieces.into_iter().for_each(|piece| made.extend_from_slice(piece.as_bytes()));
        });
    };
    mapped(of, function, Type::Text, bounds).checked()
}

/// Without characters of a set at its ends; without a set, spaces.
pub(super) fn trim(call: &mut Call<'_, '_>, at_start: bool, at_end: bool) -> Result<Typed, Refusal> {
    let of = call.next_text()?;
    let set = if call.has_more() { call.next_text()? } else { coerce(space(call.at), Type::Text)? };
    steps(&of, &set)?;
    let bounds = of.bounds;
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let is_in_set = |character: char| cells[1].text().contains(character);
        let text = cells[0].text();
        let text = if at_start { text.trim_start_matches(is_in_set) } else { text };
        answer.text(if at_end { text.trim_end_matches(is_in_set) } else { text });
    };
    paired(of, set, function, Type::Text, bounds)
}

fn space(at: usize) -> Typed {
    let node = Node::Constant(Cell::Text(" ".into()));
    Typed { literal: Some(" ".to_owned()), ..Typed::made(node, Type::Unknown, chars(1), false, at) }
}

pub(super) fn repeat(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (of, times) = (call.next_text()?, call.next_as(Type::Integer)?);
    let most = usize::try_from(times.ends().1.max(0)).unwrap_or(usize::MAX);
    let longest = of.longest();
    let bounds = Bounds::Text(Longest {
        chars: longest.chars.saturating_mul(most),
        bytes: longest.bytes.saturating_mul(most),
    });
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        // The bounds hold the length of the whole.
        let times = usize::try_from(cells[1].integer().max(0)).unwrap_or(0);
        answer.text(&cells[0].text().repeat(if cells[0].text().is_empty() { 0 } else { times }));
    };
    paired(of, times, function, Type::Text, bounds)
}

pub(super) fn replace(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let [of, from, to] = [call.next_text()?, call.next_text()?, call.next_text()?];
    let (longest, new) = (of.longest(), to.longest());
    let bounds = Bounds::Text(Longest {
        chars: longest.chars.saturating_mul(new.chars.max(1)),
        bytes: longest.bytes.saturating_mul(new.bytes.max(1)),
    });
    let may_be_null = of.may_be_null || from.may_be_null || to.may_be_null;
    let at = of.at;
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let (text, from) = (cells[0].text(), cells[1].text());
        if from.is_empty() { answer.text(text) } else { answer.text(&text.replace(from, cells[2].text())) }
    };
    let arguments = vec![of.node, from.node, to.node];
    let node = Node::Call { function: Arc::new(function), arguments, of: Type::Text, takes_null: false };
    Typed::made(node, Type::Text, bounds, may_be_null, at).checked()
}

/// Where a part begins in a text, from 1 on; 0 if it is not there.
pub(super) fn position(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (of, wanted) = (call.next_text()?, call.next_text()?);
    let bounds = Bounds::Whole(0, of.longest().chars as i128 + 1);
    let function = |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let (text, wanted) = (cells[0].text(), cells[1].text());
        answer.integer(text.find(wanted).map_or(0, |at| text[..at].chars().count() as i64 + 1));
    };
    paired(of, wanted, function, Type::Integer, bounds)
}

/// A part of a text between separators, from 1 on, or from the end if the number is negative.
pub(super) fn split_part(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (of, separator, wanted) = (call.next_text()?, call.next_text()?, call.next_constant()?);
    if wanted == 0 {
        return Err(Refusal::new(call.at, "parts are counted from 1; write another number than 0"));
    }
    let bounds = of.bounds;
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let (text, separator) = (cells[0].text(), cells[1].text());
        let parts: Vec<&str> =
            if separator.is_empty() { vec![text] } else { text.split(separator).collect() };
        let place = if wanted > 0 { wanted - 1 } else { parts.len() as i64 + wanted };
        answer.text(usize::try_from(place).ok().and_then(|place| parts.get(place).copied()).unwrap_or(""));
    };
    paired(of, separator, function, Type::Text, bounds)
}

/// Whether a text is of a pattern with `%` and `_`; `\` takes the next character as it is.
pub(in crate::expression) fn like(text: Typed, pattern: Typed, ignores_case: bool) -> Result<Typed, Refusal> {
    let at = text.at;
    let [text, pattern] = [coerce_text(text)?, coerce_text(pattern)?];
    let Some(written) = &pattern.literal else {
        return Err(Refusal::new(
            pattern.at,
            "the pattern of LIKE is written out in quotes; compare with strpos or left instead",
        ));
    };
    steps(&text, &pattern)?;
    if written.trim_end_matches("\\\\").ends_with('\\') {
        return Err(Refusal::new(
            pattern.at,
            "the pattern ends with `\\`, which stands before a character; double it",
        ));
    }
    let may_be_null = text.may_be_null || pattern.may_be_null;
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let fold = |text: &str| {
            text.chars()
                .map(|character| if ignores_case { lower(character) } else { character })
                .collect::<Vec<char>>()
        };
        answer.integer(i64::from(matches(&fold(cells[0].text()), &fold(cells[1].text()))));
    };
    let node = Node::Call {
        function: Arc::new(function),
        arguments: vec![text.node, pattern.node],
        of: Type::Boolean,
        takes_null: false,
    };
    Ok(truth(node, may_be_null, at))
}

fn coerce_text(typed: Typed) -> Result<Typed, Refusal> {
    let literal = typed.literal.clone();
    let at = typed.at;
    match typed.of {
        Type::Text | Type::Unknown => Ok(Typed { literal, ..coerce(typed, Type::Text)? }),
        other => Err(Refusal::new(
            at,
            format!("this is {}, and a text is expected; write CAST(… AS text)", other.name()),
        )),
    }
}

/// Goes back to the last `%` where the rest does not fit: in steps of at most the product of both lengths.
fn matches(text: &[char], pattern: &[char]) -> bool {
    let (mut at, mut of_pattern) = (0, 0);
    let mut last_any: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(of_pattern) {
            Some('%') => {
                last_any = Some((at, of_pattern + 1));
                of_pattern += 1;
            }
            Some('\\') if pattern.get(of_pattern + 1) == Some(&text[at]) => {
                (at, of_pattern) = (at + 1, of_pattern + 2);
            }
            Some(&character) if character != '\\' && (character == '_' || character == text[at]) => {
                (at, of_pattern) = (at + 1, of_pattern + 1);
            }
            _ => match last_any {
                Some((from, behind)) => {
                    last_any = Some((from + 1, behind));
                    (at, of_pattern) = (from + 1, behind);
                }
                None => return false,
            },
        }
    }
    pattern[of_pattern..].iter().all(|character| *character == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_like_does() {
        let like = |text: &str, pattern: &str| {
            matches(&text.chars().collect::<Vec<_>>(), &pattern.chars().collect::<Vec<_>>())
        };
        assert!(
            like("abc", "a%")
                && like("abc", "%c")
                && like("abc", "a_c")
                && like("", "%")
                && like("abc", "%b%")
        );
        assert!(!like("abc", "a") && !like("abc", "_") && !like("abc", "%d%"));
        assert!(
            like("50%", r"50\%") && !like("500", r"50\%") && like("aab", "%ab") && like("가나다", "가__")
        );
    }
}
