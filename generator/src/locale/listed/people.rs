//! People as numbers: given name, family name and the number of the account are digits, each name with as many numbers as it is common in the order of
//! its list. Accounts are written in ASCII.

use std::collections::BTreeMap;

use super::{Listed, Lists, Sections, longest, push, write_form};
use crate::{
    batch::{TextValues, ValueKind, Values},
    column::Longest,
    document::ProblemCode,
    kinds::{BIRTH_DATE, texts_of_pattern},
    plan::{Draft, Drafted, Drafting, Extremes},
    random::mix,
    source::{Texts, WriteText, write_host},
};

/// Accounts of people whose names have the same numbers.
const NUMBERS: u64 = 1_000;

/// A name, and how it is written otherwise.
#[derive(Debug)]
struct Name {
    text: &'static str,
    /// In the syllables by which Japanese lists are sorted; empty elsewhere.
    kana: &'static str,
    /// In small letters of ASCII.
    letters: String,
}

/// The name of a number, and which of those numbers it is whose names are written alike in ASCII.
#[derive(Debug, Clone, Copy)]
struct Numbered {
    name: u32,
    before: u64,
}

/// All names by their numbers.
#[derive(Debug)]
pub(super) struct Names {
    surnames: Vec<Name>,
    given: Vec<Name>,
    /// Names of women stand before those of men.
    women: u32,
    of_surname: Vec<Numbered>,
    of_given: Vec<Numbered>,
    /// How many numbers have a family name that is written as this one is.
    alike: Vec<u64>,
}

impl Names {
    pub(super) fn read(sections: &Sections) -> Self {
        let names = |head: &str| -> Vec<Name> {
            sections.lines(head).iter().flat_map(|line| line.split(' ')).map(Name::read).collect()
        };
        let surnames = names("surnames");
        let (mut given, men) = (names("women"), names("men"));
        // The surname at a place has about so many bearers, relative to the others (Zipf's law with an offset, as in censuses).
        let of_surname = numbered(&surnames, |place| (240 / (place + 12)).max(1));
        let women = given.len();
        given.extend(men);
        // Given names fall off evenly from the first to the last of each sex.
        let of_given = numbered(&given, |place| {
            let (place, count) = if place < women as u64 {
                (place, women as u64)
            } else {
                (place - women as u64, (given.len() - women) as u64)
            };
            (count - place).div_ceil(4)
        });
        let mut by_letters: BTreeMap<&str, u64> = BTreeMap::new();
        for numbered in &of_surname {
            *by_letters.entry(&surnames[numbered.name as usize].letters).or_default() += 1;
        }
        let alike = surnames.iter().map(|name| by_letters[name.letters.as_str()]).collect();
        Self { surnames, given, women: women as u32, of_surname, of_given, alike }
    }

    fn given_numbers(&self) -> u64 {
        self.of_given.len() as u64
    }

    fn surname_numbers(&self) -> u64 {
        self.of_surname.len() as u64
    }

    fn people(&self) -> u64 {
        self.given_numbers() * self.surname_numbers() * NUMBERS
    }
}

/// The names by their numbers, as many each as `weight` says of its place.
fn numbered(names: &[Name], weight: impl Fn(u64) -> u64) -> Vec<Numbered> {
    let mut alike: BTreeMap<&str, u64> = BTreeMap::new();
    let mut numbers = Vec::new();
    for (place, name) in (0_u32..).zip(names) {
        let before = alike.entry(&name.letters).or_default();
        for _ in 0..weight(place.into()) {
            numbers.push(Numbered { name: place, before: *before });
            *before += 1;
        }
    }
    numbers
}

impl Name {
    /// `Müller`, or a name, its kana and its letters with commas between them.
    fn read(written: &'static str) -> Self {
        let mut fields = written.split(',');
        let mut next = || fields.next().unwrap_or_default();
        let (text, kana, letters) = (next(), next(), next());
        let letters = if letters.is_empty() { ascii(text) } else { letters.to_owned() };
        Self { text, kana, letters }
    }
}

impl Name {
    fn write(&self, script: Script, text: &mut Vec<u8>) {
        match script {
            Script::Usual => push(text, self.text),
            Script::Kana => push(text, self.kana),
            Script::Latin => {
                let start = text.len();
                push(text, &self.letters);
                text[start..].first_mut().into_iter().for_each(u8::make_ascii_uppercase);
            }
        }
    }

    fn length(&self, script: Script) -> Longest {
        let mut text = Vec::new();
        self.write(script, &mut text);
        Longest::of(&String::from_utf8_lossy(&text))
    }
}

/// A name of Latin letters in those of ASCII, small: umlauts as two letters, others without their marks.
fn ascii(name: &str) -> String {
    let mut letters = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => letters.push_str("ae"),
            'ö' => letters.push_str("oe"),
            'ü' => letters.push_str("ue"),
            'ß' => letters.push_str("ss"),
            'á' | 'à' | 'â' => letters.push('a'),
            'é' | 'è' | 'ê' | 'ë' => letters.push('e'),
            'í' | 'î' | 'ï' => letters.push('i'),
            'ó' | 'ô' => letters.push('o'),
            'ú' | 'ù' | 'û' => letters.push('u'),
            'ñ' => letters.push('n'),
            'ç' => letters.push('c'),
            'a'..='z' | '-' => letters.push(letter),
            _ => {}
        }
    }
    letters
}

/// A person, taken apart.
struct Person<'a> {
    given: &'a Name,
    surname: &'a Name,
    /// The second family name, where people have two.
    second: &'a Name,
    is_woman: bool,
    /// Another number for each person whose names are written alike.
    account: u64,
}

impl<'a> Person<'a> {
    fn of(names: &'a Names, number: u64) -> Self {
        let (rest, account) = (number / NUMBERS, number % NUMBERS);
        let (of_given, of_surname) = (rest / names.surname_numbers(), rest % names.surname_numbers());
        let (given, surname) = (names.of_given[of_given as usize], names.of_surname[of_surname as usize]);
        let second = names.of_surname[(mix(number) % names.surname_numbers()) as usize];
        let alike = names.alike[surname.name as usize];
        Self {
            given: &names.given[given.name as usize],
            surname: &names.surnames[surname.name as usize],
            second: &names.surnames[second.name as usize],
            is_woman: given.name < names.women,
            account: (given.before * alike + surname.before) * NUMBERS + account,
        }
    }

    fn write_account(&self, text: &mut Vec<u8>) {
        push(text, &self.given.letters);
        text.push(b'.');
        push(text, &self.surname.letters);
        if self.account > 0 {
            push(text, itoa::Buffer::new().format(self.account));
        }
    }
}

/// What is written of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    FirstName,
    LastName,
    FullName,
    Sex,
    Title,
    UserName,
    Email,
}

/// What names are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Usual,
    Kana,
    Latin,
}

impl Script {
    /// The order of the parts of a name: in Latin letters the given name stands first.
    fn form(self, sections: &Sections) -> &'static str {
        match (self, sections.form("name")) {
            (Self::Latin, form) if !form.starts_with("{given}") => "{given} {family}",
            (_, form) => form,
        }
    }
}

/// What is written of the people of a language. The index leaves out the digits that the part does not look at.
#[derive(Debug)]
struct People {
    listed: &'static Listed,
    part: Part,
    script: Script,
    divisor: u64,
    /// What stands for a woman and for a man.
    sexes: [String; 2],
}

impl WriteText for People {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let Lists { people, sections, .. } = self.listed.lists();
        let person = Person::of(people, index * self.divisor);
        match self.part {
            Part::FirstName => person.given.write(self.script, text),
            Part::LastName => person.surname.write(self.script, text),
            Part::FullName => write_form(self.script.form(sections), text, |name, text| match name {
                "given" => person.given.write(self.script, text),
                "family" => person.surname.write(self.script, text),
                _ => person.second.write(self.script, text),
            }),
            Part::Sex => push(text, &self.sexes[usize::from(!person.is_woman)]),
            Part::Title => {
                let form = if person.is_woman { "title_female" } else { "title_male" };
                push(text, sections.form(form));
            }
            Part::UserName => person.write_account(text),
            Part::Email => {
                person.write_account(text);
                write_host(index, text);
            }
        }
    }
}

/// How the language makes what belongs to people; `None` of other kinds.
pub(super) fn draft(
    listed: &'static Listed,
    kind: &str,
    drafting: &mut Drafting<'_>,
) -> Option<Drafted<Draft>> {
    let Lists { people, sections, .. } = listed.lists();
    let part = match kind {
        "first_name" => Part::FirstName,
        "last_name" => Part::LastName,
        "full_name" => Part::FullName,
        "sex" => Part::Sex,
        "title" => Part::Title,
        "user_name" => Part::UserName,
        "email" => Part::Email,
        "birth_date" => return Some((BIRTH_DATE.draft)(drafting)),
        "phone" => return Some(texts_of_pattern(sections.form("phone"), drafting)),
        _ => return None,
    };
    let script = match drafting.generator.text("script") {
        Some("kana") if people.surnames.iter().all(|name| !name.kana.is_empty()) => Script::Kana,
        Some("kana") => {
            let message = "kana are Japanese; leave script out, or write latin";
            return Some(drafting.problem("script", ProblemCode::UnknownLocale, message));
        }
        Some("latin") => Script::Latin,
        _ => Script::Usual,
    };
    let most = |names: &[Name]| {
        names.iter().map(|name| name.length(script)).fold(Longest::default(), Longest::or_longer)
    };
    let (given, surname) = (most(&people.given), most(&people.surnames));
    let letters = |names: &[Name]| longest(names.iter().map(|name| name.letters.as_str()));
    let account = || {
        let before = people.of_given.iter().map(|given| given.before).max().unwrap_or(0) + 1;
        let digits = (before * people.alike.iter().max().copied().unwrap_or(1) * NUMBERS).to_string().len();
        Longest::sum(&[letters(&people.given), letters(&people.surnames), Longest::ascii(1 + digits)])
    };
    let option = |name: &str| drafting.generator.text(name).unwrap_or_else(|| sections.form(name)).to_owned();
    let sexes =
        if part == Part::Sex { [option("female"), option("male")] } else { [String::new(), String::new()] };
    let (divisor, longest_text, repeats) = match part {
        Part::FirstName | Part::Sex => {
            let length = if part == Part::Sex { longest(sexes.iter().map(String::as_str)) } else { given };
            (people.surname_numbers() * NUMBERS, length, Some("names come by their frequency"))
        }
        Part::LastName => (NUMBERS, surname, Some("names come by their frequency")),
        Part::FullName => {
            // The second family name goes by the whole person.
            let form = script.form(sections);
            let divisor = if form.contains("family2") { 1 } else { NUMBERS };
            let around = form.replace("{given}", "").replace("{family}", "").replace("{family2}", "");
            let around = Longest::of(&around);
            let second = if divisor == 1 { surname } else { Longest::default() };
            (divisor, Longest::sum(&[given, surname, second, around]), Some("names come by their frequency"))
        }
        Part::Title => {
            let titles = ["title_female", "title_male"].map(|form| sections.form(form));
            (1, longest(titles), Some("there are two titles"))
        }
        Part::UserName => (1, account(), None),
        Part::Email => (1, Longest::sum(&[account(), Longest::ascii("@example.com".len())]), None),
    };
    let len = people.people() / divisor;
    let extremes = match part {
        // A column of one character holds one letter for each.
        Part::Sex => {
            let mut texts = TextValues::default();
            sexes.iter().for_each(|text| texts.push(text.as_bytes()));
            Extremes::Values(Values::Text(texts))
        }
        _ => Extremes::Text(longest_text),
    };
    let draft = Draft::uniform(
        Texts(People { listed, part, script, divisor, sexes }),
        ValueKind::Text,
        len.into(),
        extremes,
    );
    let draft = match repeats {
        Some(reason) => draft.repeating(reason),
        None => draft,
    };
    Some(Ok(drafting.share(draft, "person", listed.person, people.people().into(), divisor)))
}
