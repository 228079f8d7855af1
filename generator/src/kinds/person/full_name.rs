//! Names of people.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{
        Group, Kind, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    source::{WordPart, Words, word_list},
};

/// A given name and a family name.
pub static FULL_NAME: Kind = Kind {
    name: "full_name",
    group: Group::Person,
    label: "Full name: Mary Smith",
    words: "person name 이름 성명 회원명",
    about: documentation("A given name and a family name."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Elvis Auer", "Gerald Robel", "Toy Bechtelar"],
    }]),
    inferred: &[Inference { rank: 40, generator: infer }],
    draft: |_| words(Words(PARTS)),
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
    (column.is_text() && is_name).then(|| GeneratorSpec::new(&FULL_NAME))
}
