//! Cells that are text of a form: identifiers, documents, addresses, codes, choices.

use generator::{GeneratorSpec, SqlType, kinds};
use serde_json::Value;

use super::{
    choice::{choice, counted, weighted},
    meaning::Found,
};

/// Lengths that people give to columns of text.
const LENGTHS: [u32; 9] = [10, 20, 40, 80, 160, 255, 500, 1_000, 4_000];

/// UUIDs and ULIDs of which none comes twice: those that do are chosen from a few.
pub(super) fn identifiers(cells: &[&str]) -> Option<Found> {
    if counted(cells).len() < cells.len() {
        return None;
    }
    let is_uuid = |cell: &str| {
        cell.len() == 36
            && cell.bytes().enumerate().all(|(place, byte)| match place {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    };
    if cells.iter().all(|cell| is_uuid(cell)) {
        let is_ordered = cells.iter().all(|cell| cell.as_bytes()[14] == b'7');
        let kind = if is_ordered { &kinds::UUID_V7 } else { &kinds::UUID_V4 };
        return Some((SqlType::Uuid, GeneratorSpec::new(kind)));
    }
    // Crockford's alphabet, and 130 bits for 128: the first is at most 7.
    let is_ulid = |cell: &str| {
        cell.len() == 26
            && cell.starts_with(|first| ('0'..='7').contains(&first))
            && cell.bytes().all(|byte| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(&byte))
    };
    cells
        .iter()
        .all(|cell| is_ulid(cell))
        .then(|| (SqlType::Char { length: 26 }, GeneratorSpec::new(&kinds::ULID)))
}

/// Deepest nesting of a JSON document that is taken.
const MOST_DEPTH: usize = 100;

/// JSON documents: those of the sample, again, to the letter.
pub(super) fn documents(cells: &[&str]) -> Option<Found> {
    let is_document = |cell: &&str| {
        cell.starts_with(['{', '['])
            && depth(cell) <= MOST_DEPTH
            && serde_json::from_str::<serde::de::IgnoredAny>(cell).is_ok()
    };
    if !cells.iter().all(is_document) {
        return None;
    }
    Some((SqlType::Json, weighted(counted(cells), &|cell| Some(Value::from(cell)))?))
}

/// How deep brackets are nested in a document, or deeper, where texts have brackets.
fn depth(document: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for byte in document.bytes() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

/// Few texts, with how often each comes.
pub(super) fn choices(cells: &[&str]) -> Option<Found> {
    let choice = choice(cells, |cell| Some(Value::from(cell)))?;
    Some((SqlType::Varchar { length: length(longest(cells))? }, choice))
}

/// E-mail addresses and URLs.
pub(super) fn addresses(cells: &[&str]) -> Option<Found> {
    let is_email = |cell: &&str| {
        let parts = cell.split_once('@');
        parts.is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.') && !cell.contains(' '))
    };
    let is_url = |cell: &&str| cell.starts_with("http://") || cell.starts_with("https://");
    let kind = if cells.iter().all(is_email) {
        &kinds::EMAIL
    } else if cells.iter().all(is_url) {
        &kinds::URL
    } else {
        return None;
    };
    Some((SqlType::Varchar { length: length(longest(cells).max(100))? }, GeneratorSpec::new(kind)))
}

/// The pattern that all texts keep to, if they are codes of one form: letters and digits at the same places, with signs between. Texts of
/// small letters alone are words.
pub(super) fn pattern(cells: &[&str]) -> Option<String> {
    const LONGEST: usize = 40;
    let first = cells.first()?;
    let has_digit = cells.iter().all(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()));
    if cells.len() < 2
        || !has_digit
        || first.len() > LONGEST
        || !cells.iter().all(|cell| cell.is_ascii() && cell.len() == first.len())
    {
        return None;
    }
    let mut parts: Vec<(String, usize)> = Vec::new();
    for place in 0..first.len() {
        let here = || cells.iter().map(|cell| cell.as_bytes()[place]);
        let byte = first.as_bytes()[place];
        let class = if here().all(|other| other == byte) {
            let sign = char::from(byte);
            if sign.is_ascii_alphanumeric() {
                sign.to_string()
            } else if sign.is_ascii_graphic() {
                format!("\\{sign}")
            } else {
                return None;
            }
        } else if here().all(|byte| byte.is_ascii_digit()) {
            "\\d".to_owned()
        } else if here().all(|byte| byte.is_ascii_uppercase()) {
            "[A-Z]".to_owned()
        } else if here().all(|byte| byte.is_ascii_lowercase()) {
            "[a-z]".to_owned()
        } else if here().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
            "[0-9A-Z]".to_owned()
        } else if here().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()) {
            "[0-9a-z]".to_owned()
        } else {
            return None;
        };
        match parts.last_mut() {
            Some((last, times)) if *last == class => *times += 1,
            _ => parts.push((class, 1)),
        }
    }
    let written = parts.into_iter().map(|(class, times)| match times {
        1 => class,
        times => format!("{class}{{{times}}}"),
    });
    Some(written.collect())
}

/// Most characters of a text.
pub(super) fn longest(cells: &[&str]) -> usize {
    cells.iter().map(|cell| cell.chars().count()).max().unwrap_or_default()
}

/// The least usual length that so many characters fit; none if they are too many for one.
pub(super) fn length(characters: usize) -> Option<u32> {
    LENGTHS.into_iter().find(|length| *length as usize >= characters)
}
