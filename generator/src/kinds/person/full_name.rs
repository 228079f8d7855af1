//! Names of people.

use super::{super::text::words, PERSON, SCRIPT, named, of_person};
use crate::{
    document::GeneratorSpec,
    kinds::{
        Group, Kind, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    locale::LOCALE,
    source::{PEOPLE_OF_A_NAME, WordPart, Words, word_list},
};

/// A given name and a family name.
pub static FULL_NAME: Kind = Kind {
    name: "full_name",
    group: Group::Person,
    label: "Full name: Mary Smith",
    words: "person name 이름 성명 회원명",
    about: documentation("A given name and a family name."),
    options: &[PERSON, SCRIPT, LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Mary Soto", "Flora Gomez", "Elmer Acosta"],
    }]),
    inferred: &[Inference { rank: 40, generator: infer }],
    draft: |drafting| Ok(of_person(drafting, words(Words(PARTS))?, PEOPLE_OF_A_NAME)),
};

static PARTS: &[WordPart] = &[
    WordPart::List(&word_list::FIRST_NAMES),
    WordPart::Literal(" "),
    WordPart::List(&word_list::LAST_NAMES),
];

/// Tables of people, whose `name` is a person's.
const PEOPLE: [&str; 10] =
    ["user", "customer", "person", "people", "employee", "member", "guest", "author", "student", "contact"];

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let is_of_people = || PEOPLE.iter().any(|people| column.table.contains(people));
    let is_name = column.compact == "fullname" || (column.compact == "name" && is_of_people());
    (column.is_text() && is_name).then(|| named(&FULL_NAME, column))
}
