//! People, and where they work. What a row says of a person is of one: names and addresses are digits of one number.

pub(super) mod birth_date;
pub(super) mod company;
pub(super) mod email;
pub(super) mod first_name;
pub(super) mod full_name;
pub(super) mod job;
pub(super) mod last_name;
pub(super) mod national_id;
pub(super) mod phone;
pub(super) mod sex;
pub(super) mod title;
pub(super) mod user_name;

use super::infer::Unspecified;
use crate::{
    document::GeneratorSpec,
    kinds::{Kind, KindOption, OptionType, Otherwise},
    plan::{Draft, Drafting},
    source::people,
};

/// Which person of a row.
const PERSON: KindOption = KindOption::required(
    "person",
    "person",
    OptionType::Text,
    "",
    "Which person of the row, where there are several: columns of one person have the same text here. A name that must be unique, or \
     is part of a key, is drawn for itself; addresses and user names stay with their person.",
)
.or(Otherwise::Absent);

/// In which letters a name is written.
const SCRIPT: KindOption = KindOption::required(
    "script",
    "script",
    OptionType::Word(&["usual", "kana", "latin"]),
    "",
    "In which letters a name of another language is written: as usual there, in `kana` (Japanese), or in `latin` ones.",
)
.or(Otherwise::Absent);

/// Parts of names that say that another person is meant than the one whom the row is about.
const OTHERS: [&str; 18] = [
    "recovery",
    "billing",
    "shipping",
    "emergency",
    "sender",
    "recipient",
    "buyer",
    "seller",
    "manager",
    "author",
    "approver",
    "backup",
    "alternate",
    "secondary",
    "parent",
    "guardian",
    "spouse",
    "referrer",
];

/// A generator of this kind, of the person whom the name of the column tells of.
fn named(kind: &'static Kind, column: &Unspecified<'_>) -> GeneratorSpec {
    let generator = GeneratorSpec::new(kind);
    match OTHERS.into_iter().find(|other| column.compact.contains(other)) {
        Some(other) => generator.with("person", other),
        None => generator,
    }
}

/// The draft of what so many people have in common, the next ones in their order.
fn of_person(drafting: &Drafting<'_>, draft: Draft, divisor: u64) -> Draft {
    drafting.share(draft, PERSON.name, "person", people(), divisor)
}
