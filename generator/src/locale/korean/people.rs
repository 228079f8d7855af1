//! People as numbers: the given name with its generation and sex, the family name, and the number of the account are digits, each name with as
//! many numbers as it is frequent.
//!
//! Family names: Statistics Korea, Population and Housing Census 2015, those of 15,000 people and more, homonyms together, in parts of 5,000.
//! Given names: common ones of each generation (Supreme Court of Korea, statistics of registered names; before 2008 after lists of the press),
//! falling off from the first of a list to the last.

use std::{collections::BTreeMap, sync::OnceLock};

use super::letters::romanise;
use crate::{
    batch::{TextValues, ValueKind, Values},
    civil::{civil_from_days, days_from_civil},
    column::Longest,
    kinds::{birth_days, texts, texts_up_to},
    plan::{Draft, Drafted, Drafting, Extremes},
    random::mix,
    source::{Inputs, Source, Texts, WriteText, Written, write_digits, write_host},
};

/// Accounts of people whose names have the same numbers.
const NUMBERS: u64 = 100;
/// Numbers of all family names.
const SURNAMES: u64 = 5_000;
/// Names of a sex in a generation.
const NAMES_OF_A_LIST: usize = 24;
/// Numbers of these: 25 of the first, and one less of each next.
const NAMES: u64 = 324;
/// How many of 20 people are of the generations born from 1950, 1970, 1980, 1990 and 2000 on.
const GENERATIONS: [u64; 5] = [6, 4, 4, 4, 2];
/// Numbers of all given names.
const GIVEN: u64 = 20 * 2 * NAMES;
/// Numbers of all people.
const PEOPLE: u64 = GIVEN * SURNAMES * NUMBERS;

/// The names of a sex in a generation, the most common first.
struct Given {
    year: i64,
    is_woman: bool,
    names: Vec<&'static str>,
}

/// All names by their numbers.
struct Names {
    given: Vec<Given>,
    /// For each number of a given name: its list, its place there, and how many numbers before it are written alike in Latin letters.
    of_given: Vec<(usize, usize, u64)>,
    surnames: Vec<(&'static str, &'static str)>,
    /// For each number of a family name: its place, how many before it are written alike, and how many altogether.
    of_surname: Vec<(usize, u64, u64)>,
}

fn names() -> &'static Names {
    static READ: OnceLock<Names> = OnceLock::new();
    READ.get_or_init(|| {
        let given: Vec<Given> =
            include_str!("../../../data/korean/given_names.txt").lines().map(Given::read).collect();
        let mut of_given = Vec::with_capacity(GIVEN as usize);
        let mut alike: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
        for (generation, count) in GENERATIONS.into_iter().enumerate() {
            for list in (0..count).flat_map(|_| [generation * 2, generation * 2 + 1]) {
                for (place, name) in given[list].names.iter().enumerate() {
                    let mut letters = Vec::new();
                    romanise(name, &mut letters);
                    let before = alike.entry(letters).or_default();
                    for _ in place..NAMES_OF_A_LIST + 1 {
                        of_given.push((list, place, *before));
                        *before += 1;
                    }
                }
            }
        }
        let mut surnames = Vec::new();
        let mut of_surname = Vec::with_capacity(SURNAMES as usize);
        let mut alike: BTreeMap<&str, u64> = BTreeMap::new();
        for line in include_str!("../../../data/korean/surnames.txt").lines() {
            let mut fields = line.split('|');
            let (name, weight) =
                (fields.next().unwrap_or_default(), fields.next().and_then(|weight| weight.parse().ok()));
            let letters = fields.next().unwrap_or_default();
            let before = alike.entry(letters).or_default();
            for _ in 0..weight.unwrap_or(0) {
                of_surname.push((surnames.len(), *before, 0));
                *before += 1;
            }
            surnames.push((name, letters));
        }
        for (place, _, all) in &mut of_surname {
            *all = alike[surnames[*place].1];
        }
        Names { given, of_given, surnames, of_surname }
    })
}

impl Given {
    /// `1990|f|` and names with spaces between them.
    fn read(line: &'static str) -> Self {
        let mut fields = line.split('|');
        Self {
            year: fields.next().and_then(|year| year.parse().ok()).unwrap_or(1990),
            is_woman: fields.next() == Some("f"),
            names: fields.next().unwrap_or_default().split(' ').collect(),
        }
    }
}

/// A person, taken apart.
struct Person {
    given: &'static Given,
    given_name: &'static str,
    surname: &'static str,
    /// The family name in Latin letters, as most bearers write it.
    letters: &'static str,
    /// Another number for each person whose names are written alike.
    account: u64,
}

impl Person {
    fn of(number: u64) -> Self {
        let names = names();
        let (rest, account) = (number / NUMBERS, number % NUMBERS);
        let (list, place, given_before) = names.of_given[(rest / SURNAMES) as usize];
        let (surname, before, alike) = names.of_surname[(rest % SURNAMES) as usize];
        Self {
            given: &names.given[list],
            given_name: names.given[list].names[place],
            surname: names.surnames[surname].0,
            letters: names.surnames[surname].1,
            account: (given_before * alike + before) * NUMBERS + account,
        }
    }

    fn write_account(&self, text: &mut Vec<u8>) {
        romanise(self.given_name, text);
        text.push(b'.');
        text.extend_from_slice(self.letters.as_bytes());
        if self.account > 0 {
            text.extend_from_slice(itoa::Buffer::new().format(self.account).as_bytes());
        }
    }
}

/// What columns of one person share: the next digit is one of `divisor` numbers.
fn of_person(drafting: &Drafting<'_>, draft: Draft, divisor: u64) -> Draft {
    drafting.share(draft, "person", "person in Korea", PEOPLE.into(), divisor)
}

const BY_FREQUENCY: &str = "names come by their frequency";

pub(super) fn first_name(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft =
        texts_up_to(2, |given, text| write(text, Person::of(given * SURNAMES * NUMBERS).given_name), GIVEN);
    Ok(of_person(drafting, draft.repeating(BY_FREQUENCY), SURNAMES * NUMBERS))
}

pub(super) fn last_name(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft = texts_up_to(2, |surname, text| write(text, Person::of(surname * NUMBERS).surname), SURNAMES);
    Ok(of_person(drafting, draft.repeating(BY_FREQUENCY), NUMBERS))
}

pub(super) fn full_name(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let name = |names: u64, text: &mut Vec<u8>| {
        let person = Person::of(names * NUMBERS);
        write(text, person.surname);
        write(text, person.given_name);
    };
    Ok(of_person(drafting, texts_up_to(4, name, GIVEN * SURNAMES).repeating(BY_FREQUENCY), NUMBERS))
}

/// Bytes of an account that no other is longer than.
fn longest_account() -> usize {
    let names = names();
    let given = names.given.iter().flat_map(|given| &given.names).map(|name| {
        let mut letters = Vec::new();
        romanise(name, &mut letters);
        letters.len()
    });
    let surname = names.surnames.iter().map(|(_, letters)| letters.len()).max().unwrap_or(0);
    let before = names.of_given.iter().map(|(_, _, before)| *before).max().unwrap_or(0) + 1;
    let alike = names.of_surname.iter().map(|(_, _, alike)| *alike).max().unwrap_or(0);
    given.max().unwrap_or(0) + 1 + surname + (before * alike * NUMBERS).to_string().len()
}

/// ASCII texts of at most so many bytes.
fn letters_up_to(length: usize, write: fn(u64, &mut Vec<u8>)) -> Draft {
    let extremes = Extremes::Text(Longest { chars: length, bytes: length });
    Draft { extremes, ..texts(Written(write), PEOPLE.into(), &[]) }
}

pub(super) fn user_name(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft = letters_up_to(longest_account(), |person, text| Person::of(person).write_account(text));
    Ok(of_person(drafting, draft, 1))
}

pub(super) fn email(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let address = |person: u64, text: &mut Vec<u8>| {
        Person::of(person).write_account(text);
        write_host(person, text);
    };
    Ok(of_person(drafting, letters_up_to(longest_account() + 12, address), 1))
}

/// What stands for a woman and for a man.
#[derive(Debug)]
struct Sex {
    female: String,
    male: String,
}

impl WriteText for Sex {
    fn write(&self, given: u64, text: &mut Vec<u8>) {
        let is_woman = Person::of(given * SURNAMES * NUMBERS).given.is_woman;
        write(text, if is_woman { &self.female } else { &self.male });
    }
}

pub(super) fn sex(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let option = |name: &str, otherwise: &str| drafting.generator.text(name).unwrap_or(otherwise).to_owned();
    let (female, male) = (option("female", "여"), option("male", "남"));
    let mut longest = TextValues::default();
    [&female, &male].into_iter().for_each(|text| longest.push(text.as_bytes()));
    let extremes = Extremes::Values(Values::Text(longest));
    let draft = Draft::uniform(Texts(Sex { female, male }), ValueKind::Text, GIVEN.into(), extremes);
    Ok(of_person(drafting, draft.repeating("there are two sexes"), SURNAMES * NUMBERS))
}

/// What stands behind a name on a letter.
pub(super) fn title(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let draft = texts_up_to(2, |_, text| write(text, "님"), PEOPLE);
    Ok(of_person(drafting, draft.repeating("it is always the same"), 1))
}

/// Days of birth that go with the generation of the name, as far as the ages allow.
#[derive(Debug)]
struct Births {
    first: i64,
    last: i64,
}

/// The first and the last day on which somebody of this generation was born.
fn days_of(given: &Given) -> (i64, i64) {
    let years = if given.year == 1950 { 20 } else { 10 };
    (days_from_civil(given.year, 1, 1), days_from_civil(given.year + years, 1, 1) - 1)
}

/// On which day of the generation of their name somebody was born.
fn day_of_birth(number: u64, given: &Given) -> i64 {
    let (first, last) = days_of(given);
    first + (mix(number ^ 0x5bd1_e995) % (last - first + 1) as u64) as i64
}

impl Source for Births {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        let Values::Integer(values) = values else { return };
        let days = self.last - self.first + 1;
        values.extend(inputs.indexes.iter().map(|&number| {
            let day = day_of_birth(number, Person::of(number).given);
            // Who is too old or too young for the table was born on another day of its years.
            if (self.first..=self.last).contains(&day) {
                day
            } else {
                self.first + (day - self.first).rem_euclid(days)
            }
        }));
    }
}

pub(super) fn birth_date(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (first, last) = birth_days(drafting)?;
    let draft = Draft::uniform(
        Births { first, last },
        ValueKind::Date,
        PEOPLE.into(),
        Extremes::integers(first, last),
    );
    Ok(of_person(drafting, draft.repeating("people may be born on the same day"), 1))
}

/// `880314-9…`: the digit behind the hyphen is that of people born in the nineteenth century, so that nobody alive has the number. The last digit
/// is the check digit of the Resident Registration Act's rules: weights 2 to 9, then 2 to 5.
pub(super) fn national_id(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let number = |number: u64, text: &mut Vec<u8>| {
        let person = Person::of(number);
        let (year, month, day) = civil_from_days(day_of_birth(number, person.given));
        let start = text.len();
        for part in [year % 100, month, day] {
            write_digits(part.into(), 2, text);
        }
        text.push(b'-');
        write_digits(if person.given.is_woman { 0 } else { 9 }, 1, text);
        write_digits(mix(number) % 100_000, 5, text);
        let weights = [2, 3, 4, 5, 6, 7, 0, 8, 9, 2, 3, 4, 5];
        let sum: u32 = text[start..]
            .iter()
            .zip(weights)
            .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0') % 10) * weight)
            .sum();
        write_digits(u64::from((11 - sum % 11) % 10), 1, text);
    };
    let draft = texts(Written(number), PEOPLE.into(), &[0]).repeating("numbers are drawn and may repeat");
    Ok(of_person(drafting, draft, 1))
}

/// Numbers of 010 that begin with 0 or 1 are not given out (Ministry of Science and ICT, numbering plan).
pub(super) fn phone(_: &mut Drafting<'_>) -> Drafted<Draft> {
    let number = |index: u64, text: &mut Vec<u8>| {
        text.extend_from_slice(b"010-");
        write_digits(index / 10_000, 4, text);
        text.push(b'-');
        write_digits(index % 10_000, 4, text);
    };
    Ok(texts(Written(number), 20_000_000, &[0]))
}

fn write(text: &mut Vec<u8>, word: &str) {
    text.extend_from_slice(word.as_bytes());
}
