//! Languages whose values are made of lists and forms alone: German, French, Spanish, Japanese and Chinese, each as it is written in one country. A language
//! more is a file in `data/locales` and a line here.

mod business;
mod people;
mod places;
mod prose;

use std::{fmt, sync::OnceLock};

use super::Locale;
use crate::{
    column::Longest,
    plan::{Draft, Drafted, Drafting},
};

macro_rules! locales {
    ($($locale:ident = $name:literal in $file:literal,)*) => {
        $(pub(super) static $locale: Locale = Locale {
            name: $name,
            makes: |kind, drafting| {
                static LISTS: Listed = Listed {
                    person: concat!("person in ", $name),
                    place: concat!("place in ", $name),
                    text: include_str!(concat!("../../../data/locales/", $file, ".txt")),
                    read: OnceLock::new(),
                };
                LISTS.draft(kind, drafting)
            },
        };)*
    };
}

locales! {
    GERMAN = "de" in "german",
    FRENCH = "fr" in "french",
    SPANISH = "es" in "spanish",
    JAPANESE = "ja" in "japanese",
    CHINESE = "zh" in "chinese",
}

/// The lists of a language, read when the first of its values is asked for.
pub(crate) struct Listed {
    /// What the numbers of people and of places are drawn by.
    person: &'static str,
    place: &'static str,
    text: &'static str,
    read: OnceLock<Lists>,
}

/// By its name alone: the lists are long.
impl fmt::Debug for Listed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.person)
    }
}

/// The lists of a language.
#[derive(Debug)]
struct Lists {
    people: people::Names,
    places: places::Towns,
    sections: Sections,
}

/// The parts of a file: lines behind a head in brackets.
#[derive(Debug)]
struct Sections(Vec<(&'static str, Vec<&'static str>)>);

impl Listed {
    fn lists(&self) -> &Lists {
        self.read.get_or_init(|| {
            let sections = Sections::read(self.text);
            Lists { people: people::Names::read(&sections), places: places::Towns::read(&sections), sections }
        })
    }

    /// How the language makes a kind; `None` if it does not.
    fn draft(&'static self, kind: &str, drafting: &mut Drafting<'_>) -> Option<Drafted<Draft>> {
        people::draft(self, kind, drafting)
            .or_else(|| places::draft(self, kind, drafting))
            .or_else(|| business::draft(self, kind))
            .or_else(|| prose::draft(self, kind, drafting))
    }
}

impl Sections {
    fn read(text: &'static str) -> Self {
        let mut sections: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            match line.strip_prefix('[').and_then(|head| head.strip_suffix(']')) {
                Some(head) => sections.push((head, Vec::new())),
                None => sections.last_mut().into_iter().for_each(|(_, lines)| lines.push(line)),
            }
        }
        Self(sections)
    }

    /// The lines of a part; none if it is not there.
    fn lines(&self, head: &str) -> &[&'static str] {
        self.0.iter().find(|(found, _)| *found == head).map_or(&[], |(_, lines)| lines)
    }

    /// The words of a part, with bars between them.
    fn words(&self, head: &str) -> Vec<&'static str> {
        self.lines(head).iter().flat_map(|line| line.split('|')).collect()
    }

    /// The forms of a name: what stands behind it in the part `forms`.
    fn forms<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'static str> + 'a {
        self.lines("forms").iter().filter_map(move |line| {
            let (found, form) = line.split_once('|')?;
            (found == name).then_some(form)
        })
    }

    /// The first of these.
    fn form(&self, name: &str) -> &'static str {
        self.forms(name).next().unwrap_or_default()
    }
}

/// Appends a form, of which `write` writes what stands in braces.
fn write_form(form: &str, text: &mut Vec<u8>, mut write: impl FnMut(&str, &mut Vec<u8>)) {
    let mut rest = form;
    while let Some((before, behind)) = rest.split_once('{') {
        text.extend_from_slice(before.as_bytes());
        let Some((name, behind)) = behind.split_once('}') else { break };
        write(name, text);
        rest = behind;
    }
    text.extend_from_slice(rest.as_bytes());
}

/// Appends a word.
fn push(text: &mut Vec<u8>, word: &str) {
    text.extend_from_slice(word.as_bytes());
}

/// The word of a list that a number falls on.
fn pick(words: &[&'static str], number: u64) -> &'static str {
    words.get((number % words.len().max(1) as u64) as usize).copied().unwrap_or_default()
}

/// The most characters, and the most bytes, of any of some words.
fn longest<'a>(words: impl IntoIterator<Item = &'a str>) -> Longest {
    words.into_iter().map(Longest::of).fold(Longest::default(), Longest::or_longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 5] = [
        ("de", include_str!("../../../data/locales/german.txt")),
        ("fr", include_str!("../../../data/locales/french.txt")),
        ("es", include_str!("../../../data/locales/spanish.txt")),
        ("ja", include_str!("../../../data/locales/japanese.txt")),
        ("zh", include_str!("../../../data/locales/chinese.txt")),
    ];

    #[test]
    fn every_file_has_every_part() {
        for (name, text) in FILES {
            let sections = Sections::read(text);
            for part in [
                "roads",
                "industries",
                "jobs",
                "departments",
                "products",
                "colours",
                "words",
                "subjects",
                "verbs",
                "objects",
                "adverbs",
            ] {
                let words = sections.words(part);
                let all: std::collections::BTreeSet<&str> = words.iter().copied().collect();
                assert!(words.len() >= 10 && all.len() == words.len(), "{name} {part}");
                assert!(
                    words.iter().all(|word| !word.trim().is_empty() && word.trim() == *word),
                    "{name} {part}"
                );
            }
            for form in [
                "name",
                "street",
                "address",
                "company",
                "sentence",
                "phone",
                "time_zone",
                "female",
                "male",
                "title_female",
                "title_male",
                "postcode",
                "headline",
            ] {
                assert!(!sections.form(form).is_empty(), "{name} {form}");
            }
            assert!(sections.lines("towns").len() >= 40, "{name}");
        }
    }
}
