//! Counts as people write them: `10k`, `1.5m`, `1e6`, `100만`, `1억 2,000만`, `-7` from the end, `50 %`.

use crate::language::label;

/// Largest count that anything here has.
const MOST: u128 = u64::MAX as u128;
/// What is said of a text that is no count.
pub(crate) const COUNT: &str = label!("a whole number, such as 1000, 10k, 1.5m, 1e6 or 100만");
/// What is said of a text that is no row.
pub(crate) const ROW: &str = label!("a row, such as 1000, 10k, 1e6, 100만, 50 %, or -7 from the end");

/// What a word or letter behind a number multiplies it with.
const UNITS: [(&str, u32); 14] = [
    ("k", 3),
    ("thousand", 3),
    ("m", 6),
    ("mio", 6),
    ("million", 6),
    ("b", 9),
    ("g", 9),
    ("billion", 9),
    ("t", 12),
    ("trillion", 12),
    ("천", 3),
    ("만", 4),
    ("억", 8),
    ("조", 12),
];

/// Reads a count; `None` if it is none, or not whole, or larger than 2^64 - 1.
pub(crate) fn parse_count(text: &str) -> Option<u64> {
    let text = without_inner_spaces(&text.trim().to_lowercase());
    let mut rest = text.as_str();
    let (mut sum, mut least, mut is_summed) = (0_u128, u32::MAX, false);
    // `1억 2000만` is a sum of parts, each smaller than the one before it; `1k5` is none.
    while !rest.is_empty() {
        let end = rest.find(|character: char| !is_of_number(character)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let (exponent, after) = exponent(after)?;
        let unit_end = after.find(|character: char| is_of_number(character)).unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        let unit = unit.trim();
        let zeros = match unit {
            "" => 0,
            unit => UNITS.iter().find(|(name, _)| *name == unit)?.1,
        };
        if zeros >= least || (least < u32::MAX && !is_summed) {
            return None;
        }
        is_summed = !unit.is_ascii();
        least = zeros;
        sum += scaled(number, zeros + exponent)?;
        rest = after;
    }
    if least == u32::MAX || sum > MOST {
        return None;
    }
    u64::try_from(sum).ok()
}

/// Reads the number of a row, counted from 1, of a table of `rows` rows, and gives its index. `-1` is the last row, and `50 %` the one
/// in the middle; a row behind the last is the last.
pub(crate) fn parse_row(text: &str, rows: u64) -> Option<u64> {
    let text = text.trim();
    let last = rows.saturating_sub(1);
    if let Some(from_end) = text.strip_prefix(['-', '−']) {
        return parse_count(from_end).map(|count| rows.saturating_sub(count.max(1)));
    }
    if let Some(percent) = text.strip_suffix('%') {
        let percent: f64 = percent.trim().parse().ok()?;
        return (0.0..=100.0).contains(&percent).then(|| ((rows as f64 * percent / 100.0) as u64).min(last));
    }
    parse_count(text).map(|row| row.saturating_sub(1).min(last))
}

/// What a field with grouped digits shows for a text that was typed, and where the caret is then; `None` if the text is more than
/// digits and commas. A comma that was deleted takes the digit with it on whose side the deleting was: `is_forward` for the Delete key.
pub(crate) fn regrouped(before: &str, text: &str, caret: usize, is_forward: bool) -> Option<(String, usize)> {
    if text.is_empty() || !text.chars().all(|character| character.is_ascii_digit() || character == ',') {
        return None;
    }
    let is_digit = |character: &char| character.is_ascii_digit();
    let mut digits: Vec<char> = text.chars().filter(is_digit).collect();
    let mut left = text.chars().take(caret).filter(is_digit).count();
    let is_comma_deleted =
        before.len() == text.len() + 1 && before.chars().filter(is_digit).eq(digits.iter().copied());
    if is_comma_deleted && is_forward && left < digits.len() {
        digits.remove(left);
    } else if is_comma_deleted && !is_forward && left > 0 {
        left -= 1;
        digits.remove(left);
    }
    let (mut grouped, mut at) = (String::new(), 0);
    for (index, digit) in digits.iter().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(*digit);
        if index + 1 == left {
            at = grouped.len();
        }
    }
    Some((grouped, at))
}

/// Spaces between digits are groups.
fn without_inner_spaces(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let is_digit = |index: Option<usize>| {
        index.and_then(|index| characters.get(index)).is_some_and(char::is_ascii_digit)
    };
    let is_kept = |index: usize| {
        !(characters[index] == ' ' && is_digit(index.checked_sub(1)) && is_digit(Some(index + 1)))
    };
    (0..characters.len()).filter(|index| is_kept(*index)).map(|index| characters[index]).collect()
}

fn is_of_number(character: char) -> bool {
    character.is_ascii_digit() || ",._'\u{a0}\u{202f}".contains(character)
}

/// `e6` behind a number, and what is left.
fn exponent(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('e') else { return Some((0, text)) };
    let rest = rest.strip_prefix('+').unwrap_or(rest);
    let end = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
    let exponent: u32 = rest[..end].parse().ok()?;
    (exponent <= 19).then_some((exponent, &rest[end..]))
}

/// A number with `zeros` more zeros, if that makes it whole.
fn scaled(number: &str, zeros: u32) -> Option<u128> {
    let (whole, fraction) = match number.matches('.').count() {
        0 => (number, ""),
        1 => number.split_once('.')?,
        // `1.000.000` has groups.
        _ => (number, ""),
    };
    let groups: Vec<&str> = whole.split([',', '.', '_', '\'', '\u{a0}', '\u{202f}']).collect();
    let are_groups = groups.len() == 1 || groups[1..].iter().all(|group| group.len() == 3);
    let is_decimal = number.contains('.') && number.matches('.').count() == 1;
    let digits: String = groups.concat();
    if digits.is_empty() || !are_groups || !fraction.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    // `1.500` may mean either.
    if is_decimal && (fraction.is_empty() || (zeros == 0)) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let left = zeros.checked_sub(u32::try_from(fraction.len()).ok()?)?;
    let digits: u128 = format!("{digits}{fraction}").parse().ok()?;
    digits.checked_mul(10_u128.checked_pow(left)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_in_every_form() {
        for (text, count) in [
            ("0", 0),
            ("57", 57),
            (" 1,000 ", 1_000),
            ("1 000 000", 1_000_000),
            ("1.000.000", 1_000_000),
            ("1_000_000", 1_000_000),
            ("10k", 10_000),
            ("10 K", 10_000),
            ("1.5m", 1_500_000),
            ("2 billion", 2_000_000_000),
            ("1e6", 1_000_000),
            ("1.5E6", 1_500_000),
            ("100만", 1_000_000),
            ("1억", 100_000_000),
            ("1억 2,000만", 120_000_000),
            ("1만5", 10_005),
            ("3천", 3_000),
            ("1조", 1_000_000_000_000),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(parse_count(text), Some(count), "{text}");
        }
        for text in [
            "",
            "abc",
            "1.5",
            "1.500",
            "1,5",
            "10x",
            "-7",
            "1e",
            "1.2345k",
            "1만 2억",
            "1k5",
            "1m 5k",
            "18446744073709551616",
            "k",
        ] {
            assert_eq!(parse_count(text), None, "{text}");
        }
    }

    #[test]
    fn rows_are_counted_from_either_end() {
        assert_eq!(parse_row("1", 100), Some(0));
        assert_eq!(parse_row("0", 100), Some(0));
        assert_eq!(parse_row("-7", 100), Some(93));
        assert_eq!(parse_row("-1", 100), Some(99));
        assert_eq!(parse_row("-1k", 100), Some(0));
        assert_eq!(parse_row("50 %", 100), Some(50));
        assert_eq!(parse_row("100%", 100), Some(99));
        assert_eq!(parse_row("1e9", 100), Some(99));
        assert_eq!(parse_row("101 %", 100), None);
        assert_eq!(parse_row("3.5", 100), None);
        assert_eq!(parse_row("5", 0), Some(0));
    }

    #[test]
    fn digits_are_grouped_and_the_caret_stays() {
        for (before, text, caret, is_forward, shown, at) in [
            ("100,000", "1500,000", 2, false, "1,500,000", 3),
            ("1,500,000", "1,5700,000", 4, false, "15,700,000", 4),
            ("1,000", "1,00", 4, false, "100", 3),
            ("1,000", "1,000", 0, false, "1,000", 0),
            // The comma alone is deleted: backwards with the 1, forwards with the 0.
            ("1,000", "1000", 1, false, "000", 0),
            ("1,000", "1000", 1, true, "100", 1),
        ] {
            let found = regrouped(before, text, caret, is_forward);
            assert_eq!(found, Some((shown.to_owned(), at)), "{before} to {text}");
        }
        assert_eq!(regrouped("10", "10k", 3, false), None);
    }
}
