//! Kinds of generators: one file each, one line in [`FIRST`] or [`LATER`] each.
//!
//! A new kind is a file with a [`Kind`] in the folder of its group, a `mod` and a `use` line beside it, and its name in [`LATER`].
//! Everything else follows: see [`Kind`].

mod choice;
mod derived;
mod identifier;
mod infer;
mod internet;
mod kind;
mod number;
mod option;
mod person;
mod place;
mod relation;
mod start;
mod text;
mod time;

pub(crate) use self::kind::{documentation, pinned};
pub use self::{
    choice::{bytes::BYTES, constant::CONSTANT, list::LIST},
    derived::template::TEMPLATE,
    identifier::{ulid::ULID, uuid_v4::UUID_V4, uuid_v7::UUID_V7},
    infer::infer,
    internet::url::URL,
    kind::{Group, Kind, Pinned},
    number::{boolean::BOOLEAN, decimal::DECIMAL, double::DOUBLE, integer::INTEGER, sequence::SEQUENCE},
    option::{KindOption, OptionType, OptionValue, Otherwise},
    person::{
        company::COMPANY, email::EMAIL, first_name::FIRST_NAME, full_name::FULL_NAME, last_name::LAST_NAME,
        phone::PHONE, user_name::USER_NAME,
    },
    place::{city::CITY, country::COUNTRY},
    relation::foreign_key::FOREIGN_KEY,
    text::{paragraph::PARAGRAPH, pattern::PATTERN, sentence::SENTENCE, word::WORD},
    time::{date::DATE, now::NOW, time_of_day::TIME, timestamp::TIMESTAMP},
};

/// The kinds that every program has from its start.
static FIRST: &[&Kind] = &[
    &SEQUENCE,
    &INTEGER,
    &DECIMAL,
    &DOUBLE,
    &BOOLEAN,
    &DATE,
    &TIME,
    &TIMESTAMP,
    &NOW,
    &UUID_V4,
    &UUID_V7,
    &ULID,
    &FIRST_NAME,
    &LAST_NAME,
    &FULL_NAME,
    &EMAIL,
    &USER_NAME,
    &COMPANY,
    &PHONE,
    &CITY,
    &COUNTRY,
    &URL,
    &WORD,
    &SENTENCE,
    &PARAGRAPH,
    &PATTERN,
    &LIST,
    &CONSTANT,
    &BYTES,
    &FOREIGN_KEY,
    &TEMPLATE,
];

/// The kinds that a program with the feature `parted` has only when it has called [`install`]: what the page fetches later.
static LATER: &[&Kind] = &[];

#[cfg(feature = "parted")]
static INSTALLED: std::sync::OnceLock<&'static [&'static Kind]> = std::sync::OnceLock::new();

/// Adds all kinds that are not there from the start. Without the feature `parted` there are none.
pub fn install() {
    #[cfg(feature = "parted")]
    INSTALLED.get_or_init(|| LATER);
}

/// Whether all kinds are there: without them some specs cannot be read, and others would be inferred otherwise.
pub fn are_all_there() -> bool {
    !cfg!(feature = "parted") || !later().is_empty()
}

#[cfg(feature = "parted")]
fn later() -> &'static [&'static Kind] {
    INSTALLED.get().copied().unwrap_or_default()
}

#[cfg(not(feature = "parted"))]
fn later() -> &'static [&'static Kind] {
    LATER
}

/// All kinds that are there, in the order in which lists show them.
pub fn kinds() -> Vec<&'static Kind> {
    let mut kinds = [FIRST, later()].concat();
    kinds.sort_by_key(|kind| kind.group);
    kinds
}

/// The kind of this name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    [FIRST, later()].into_iter().flatten().copied().find(|kind| kind.name == name)
}

/// The name among `names` that is nearest to what was written, if one is near: for messages.
pub(crate) fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.chars().take(40).flat_map(char::to_lowercase).collect();
    let near = names.map(|name| (distance(&written, name), name)).min()?;
    // A third of the letters may be wrong.
    (near.0 * 3 <= written.len().max(3)).then_some(near.1)
}

/// How many letters must be added, taken away or changed (Levenshtein's distance, by Wagner and Fischer 1974).
fn distance(one: &[char], other: &str) -> usize {
    let mut row: Vec<usize> = (0..=one.len()).collect();
    for (line, letter) in other.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for column in 1..row.len() {
            let change = diagonal + usize::from(one[column - 1] != letter);
            diagonal = row[column];
            row[column] = change.min(row[column] + 1).min(row[column - 1] + 1);
        }
    }
    row[one.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_says_what_it_is() {
        let kinds = kinds();
        for (position, kind) in kinds.iter().enumerate() {
            assert!(kinds[..position].iter().all(|other| other.name != kind.name), "{} twice", kind.name);
            assert!(
                kind.about.ends_with('.') && kind.about.len() > 10,
                "{}: no documentation line",
                kind.name
            );
            assert!(!kind.label.is_empty() && !kind.pinned.is_empty(), "{}: no label or sample", kind.name);
            for option in kind.options {
                assert!(
                    option.about.ends_with('.') && !option.label.is_empty(),
                    "{}.{}",
                    kind.name,
                    option.name
                );
            }
        }
    }

    #[test]
    fn typos_find_the_name_that_was_meant() {
        let near = |written: &str| nearest(written, kinds().into_iter().map(|kind| kind.name));
        assert_eq!(near("interger"), Some("integer"));
        assert_eq!(near("Email"), Some("email"));
        assert_eq!(near("uuidv4"), Some("uuid_v4"));
        assert_eq!(near("nothing like it"), None);
    }
}
