//! Kinds of generators: one file each, one line in `FIRST` or `LATER` each.
//!
//! A new kind is a file with a [`Kind`] in the folder of its group, a `mod` and a `use` line beside it, and its name in `LATER`.
//! Everything else follows: see [`Kind`].

mod business;
mod choice;
mod derived;
mod identifier;
mod infer;
mod internet;
mod kind;
mod meanings;
mod number;
mod option;
mod person;
mod place;
mod relation;
mod start;
mod text;
mod time;

pub use self::{
    business::{
        bic::BIC, business_number::BUSINESS_NUMBER, card_number::CARD_NUMBER, colour::COLOUR,
        currency::CURRENCY, department::DEPARTMENT, hex_colour::HEX_COLOUR, iban::IBAN,
        order_number::ORDER_NUMBER, product::PRODUCT,
    },
    choice::{
        array::ARRAY, bits::BITS, bytes::BYTES, constant::CONSTANT, json::JSON, list::LIST, some_of::SOME_OF,
    },
    derived::{expression::EXPRESSION, template::TEMPLATE},
    identifier::{ulid::ULID, uuid_v4::UUID_V4, uuid_v7::UUID_V7},
    infer::{Surroundings, infer},
    internet::{
        domain::DOMAIN, file_name::FILE_NAME, hash::HASH, http_method::HTTP_METHOD, http_status::HTTP_STATUS,
        ipv4::IPV4, ipv6::IPV6, mac_address::MAC_ADDRESS, mime_type::MIME_TYPE, password_hash::PASSWORD_HASH,
        slug::SLUG, url::URL, user_agent::USER_AGENT, version::VERSION,
    },
    kind::{Group, Kind, Pinned},
    number::{
        boolean::BOOLEAN, decimal::DECIMAL, double::DOUBLE, integer::INTEGER, random_walk::RANDOM_WALK,
        sequence::SEQUENCE,
    },
    option::{KindOption, OptionType, OptionValue, Otherwise},
    person::{
        birth_date::BIRTH_DATE, company::COMPANY, email::EMAIL, first_name::FIRST_NAME, full_name::FULL_NAME,
        job::JOB, last_name::LAST_NAME, national_id::NATIONAL_ID, phone::PHONE, sex::SEX, title::TITLE,
        user_name::USER_NAME,
    },
    place::{
        address::ADDRESS, city::CITY, country::COUNTRY, country_code::COUNTRY_CODE, latitude::LATITUDE,
        longitude::LONGITUDE, postcode::POSTCODE, region::REGION, street_address::STREET_ADDRESS,
        time_zone::TIME_ZONE,
    },
    relation::{
        child_count::CHILD_COUNT, child_of::CHILD_OF, foreign_key::FOREIGN_KEY, level::LEVEL,
        ordinal::ORDINAL, parent_value::PARENT_VALUE,
    },
    text::{
        characters::CHARACTERS, headline::HEADLINE, markup::MARKUP, paragraph::PARAGRAPH, pattern::PATTERN,
        sentence::SENTENCE, word::WORD,
    },
    time::{
        business_time::BUSINESS_TIME, date::DATE, interval::INTERVAL, now::NOW, regular_time::REGULAR_TIME,
        time_of_day::TIME, timestamp::TIMESTAMP, year::YEAR,
    },
};
pub(crate) use self::{
    kind::{documentation, pinned},
    person::birth_date::birth_days,
    place::{PLACE, degrees, degrees_by},
    text::{texts, texts_of_pattern, texts_up_to, words},
};

/// The kinds that every program has from its start: those of the page's example, and what is inferred where nothing else fits.
static FIRST: &[&Kind] = &[
    &SEQUENCE,
    &INTEGER,
    &DECIMAL,
    &BOOLEAN,
    &DATE,
    &TIMESTAMP,
    &NOW,
    &UUID_V7,
    &FIRST_NAME,
    &LAST_NAME,
    &EMAIL,
    &CITY,
    &SENTENCE,
    &PATTERN,
    &LIST,
    &CONSTANT,
    &FOREIGN_KEY,
];

/// The kinds that a program with the feature `parted` has only when it has called [`install`]: what the page fetches later.
static LATER: &[&Kind] = &[
    &DOUBLE,
    &RANDOM_WALK,
    &TIME,
    &REGULAR_TIME,
    &BUSINESS_TIME,
    &INTERVAL,
    &YEAR,
    &UUID_V4,
    &ULID,
    &FULL_NAME,
    &SEX,
    &TITLE,
    &BIRTH_DATE,
    &USER_NAME,
    &JOB,
    &NATIONAL_ID,
    &PHONE,
    &COMPANY,
    &STREET_ADDRESS,
    &ADDRESS,
    &REGION,
    &POSTCODE,
    &COUNTRY,
    &COUNTRY_CODE,
    &LATITUDE,
    &LONGITUDE,
    &TIME_ZONE,
    &DEPARTMENT,
    &PRODUCT,
    &COLOUR,
    &HEX_COLOUR,
    &CURRENCY,
    &BUSINESS_NUMBER,
    &IBAN,
    &BIC,
    &CARD_NUMBER,
    &ORDER_NUMBER,
    &URL,
    &DOMAIN,
    &IPV4,
    &IPV6,
    &MAC_ADDRESS,
    &USER_AGENT,
    &HTTP_METHOD,
    &HTTP_STATUS,
    &PASSWORD_HASH,
    &HASH,
    &FILE_NAME,
    &MIME_TYPE,
    &SLUG,
    &VERSION,
    &WORD,
    &HEADLINE,
    &PARAGRAPH,
    &MARKUP,
    &CHARACTERS,
    &BYTES,
    &BITS,
    &JSON,
    &ARRAY,
    &SOME_OF,
    &CHILD_OF,
    &ORDINAL,
    &LEVEL,
    &CHILD_COUNT,
    &PARENT_VALUE,
    &EXPRESSION,
    &TEMPLATE,
];

#[cfg(feature = "parted")]
static INSTALLED: std::sync::OnceLock<(&'static [&'static Kind], &'static [infer::Inference])> =
    std::sync::OnceLock::new();

/// Adds all kinds that are not there from the start. Without the feature `parted` there are none.
pub fn install() {
    #[cfg(feature = "parted")]
    INSTALLED.get_or_init(|| (LATER, meanings::MEANINGS));
    crate::locale::install();
    crate::plan::install();
    crate::document::install();
    crate::distribution::install();
}

/// Whether all kinds are there: without them some specs cannot be read, and others would be inferred otherwise.
pub fn are_all_there() -> bool {
    !cfg!(feature = "parted") || !later().is_empty()
}

#[cfg(feature = "parted")]
fn later() -> &'static [&'static Kind] {
    INSTALLED.get().map_or(&[], |(kinds, _)| kinds)
}

#[cfg(feature = "parted")]
fn further() -> &'static [infer::Inference] {
    INSTALLED.get().map_or(&[], |(_, rules)| rules)
}

#[cfg(not(feature = "parted"))]
fn later() -> &'static [&'static Kind] {
    LATER
}

#[cfg(not(feature = "parted"))]
fn further() -> &'static [infer::Inference] {
    meanings::MEANINGS
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
