//! Titles before names.

use super::{super::text::texts, PERSON, of_person};
use crate::{
    kinds::{Group, Kind, Pinned, documentation, pinned},
    locale::LOCALE,
    random::mix,
    source::{Written, people, people_of_a_first_name, word_list},
};

/// A title before a name.
pub static TITLE: Kind = Kind {
    name: "title",
    group: Group::Person,
    label: "Title: Ms., Mr.",
    words: "salutation honorific 호칭 존칭",
    about: documentation("The title before the name of the row's person: Ms. or Mr., seldom Dr."),
    options: &[PERSON, LOCALE],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(10)", values: &["Ms.", "Ms.", "Mr."] }]),
    inferred: &[],
    draft: |drafting| {
        let draft = texts(Written(write), people(), &[0]).repeating("there are three titles");
        Ok(of_person(drafting, draft, 1))
    },
};

fn write(person: u64, text: &mut Vec<u8>) {
    let is_woman = word_list::is_name_of_a_woman(person / people_of_a_first_name());
    // One in 16 has a doctorate.
    text.extend_from_slice(match mix(person) % 16 {
        0 => b"Dr.",
        _ if is_woman => b"Ms.",
        _ => b"Mr.",
    });
}
