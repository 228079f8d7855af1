//! Family names.

use super::{super::text::words, PERSON, SCRIPT, named, of_person};
use crate::{
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{PEOPLE_OF_A_NAME, WordPart, Words, word_list},
};

/// A family name.
pub static LAST_NAME: Kind = Kind {
    name: "last_name",
    group: Group::Person,
    label: "Last name: Smith",
    words: "family name surname person 성 성씨",
    about: documentation("A family name in English."),
    options: &[PERSON, SCRIPT, LOCALE],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(60)", values: &["Soto", "Gomez", "Acosta"] }]),
    inferred: &[Inference {
        rank: 30,
        generator: |column| {
            column.is_text_of(&["lastname", "surname", "familyname"]).then(|| named(&LAST_NAME, column))
        },
    }],
    draft: |drafting| Ok(of_person(drafting, words(Words(PARTS))?, PEOPLE_OF_A_NAME)),
};

static PARTS: &[WordPart] = &[WordPart::List(&word_list::LAST_NAMES)];
