//! People, and where they work. What a row says of a person is of one: names and addresses are digits of one number.

pub(super) mod company;
pub(super) mod email;
pub(super) mod first_name;
pub(super) mod full_name;
pub(super) mod last_name;
pub(super) mod phone;
pub(super) mod user_name;

use crate::{
    kinds::{KindOption, OptionType, Otherwise},
    plan::{Draft, Drafting, Shared},
    source::Email,
};

/// Which person of a row.
const PERSON: KindOption = KindOption::required(
    "person",
    "person",
    OptionType::Text,
    "",
    "Which person of the row, where there are several: columns of one person have the same text here.",
)
.or(Otherwise::Absent);

/// The draft of what so many people have in common, the next ones in their order.
fn of_person(drafting: &Drafting<'_>, draft: Draft, people: u64) -> Draft {
    let which = drafting.generator.text("person").unwrap_or_default().trim().to_owned();
    let shared = Shared { what: "person", which, len: Email::count(), divisor: people };
    Draft { shared: Some(shared), ..draft }
}
