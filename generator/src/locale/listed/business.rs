//! Companies, what they sell, and who works there.

use super::{Listed, longest, pick, push, write_form};
use crate::{
    batch::ValueKind,
    column::Longest,
    plan::{Draft, Drafted, Extremes},
    random::mix,
    source::{Texts, UNCOUNTED, WriteText},
};

/// The words of one list.
#[derive(Debug)]
struct OfList(Vec<&'static str>);

impl WriteText for OfList {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        push(text, pick(&self.0, index));
    }
}

/// The words of a list, each once.
pub(super) fn words(listed: &'static Listed, part: &str) -> Draft {
    let words = listed.lists().sections.words(part);
    let (len, extremes) = (words.len() as u128, Extremes::Text(longest(words.iter().copied())));
    Draft::uniform(Texts(OfList(words)), ValueKind::Text, len, extremes)
}

/// Names of companies, of the forms that the country has.
#[derive(Debug)]
struct Companies {
    forms: Vec<&'static str>,
    surnames: Vec<&'static str>,
    heads: Vec<&'static str>,
    industries: Vec<&'static str>,
    towns: Vec<&'static str>,
}

impl Companies {
    fn of(listed: &'static Listed) -> Self {
        let sections = &listed.lists().sections;
        let names = sections.lines("surnames").iter().flat_map(|line| line.split(' '));
        let towns = sections.lines("towns").iter().filter_map(|line| line.split('|').next());
        Self {
            forms: sections.forms("company").collect(),
            surnames: names.filter_map(|name| name.split(',').next()).collect(),
            heads: sections.words("heads"),
            industries: sections.words("industries"),
            towns: towns.map(|town| town.split('市').next().unwrap_or(town)).collect(),
        }
    }

    fn words(&self, name: &str) -> &[&'static str] {
        match name {
            "family" | "family2" => &self.surnames,
            "head" => &self.heads,
            "town short" => &self.towns,
            _ => &self.industries,
        }
    }

    fn longest(&self) -> Longest {
        let of_form = |form: &&'static str| {
            let mut sum = longest([*form]);
            // The name in braces counts, too, which makes the bound a little wide.
            write_form(form, &mut Vec::new(), |name, _| sum.add(longest(self.words(name).iter().copied())));
            sum
        };
        self.forms.iter().map(of_form).fold(Longest::default(), Longest::or_longer)
    }
}

impl WriteText for Companies {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = mix(index);
        write_form(pick(&self.forms, random), text, |name, text| {
            random = mix(random);
            push(text, pick(self.words(name), random));
        });
    }
}

/// How the language makes what belongs to companies; `None` of other kinds.
pub(super) fn draft(listed: &'static Listed, kind: &str) -> Option<Drafted<Draft>> {
    Some(Ok(match kind {
        "job" => words(listed, "jobs"),
        "department" => words(listed, "departments"),
        "product" => words(listed, "products"),
        "colour" => words(listed, "colours"),
        "company" => {
            let companies = Companies::of(listed);
            let extremes = Extremes::Text(companies.longest());
            Draft::uniform(Texts(companies), ValueKind::Text, UNCOUNTED, extremes)
                .repeating("companies may have the same name")
        }
        _ => return None,
    }))
}
