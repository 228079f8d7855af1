//! Given names.

use super::{super::text::words, PERSON, SCRIPT, named, of_person};
use crate::{
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{WordPart, Words, people_of_a_first_name, word_list},
};

/// A given name.
pub static FIRST_NAME: Kind = Kind {
    name: "first_name",
    group: Group::Person,
    label: "First name: Mary",
    words: "given name person 이름",
    about: documentation("A given name in English."),
    options: &[PERSON, SCRIPT, LOCALE],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(60)", values: &["Mary", "Flora", "Elmer"] }]),
    inferred: &[Inference {
        rank: 20,
        generator: |column| {
            column.is_text_of(&["firstname", "givenname"]).then(|| named(&FIRST_NAME, column))
        },
    }],
    draft: |drafting| Ok(of_person(drafting, words(Words(PARTS))?, people_of_a_first_name())),
};

static PARTS: &[WordPart] = &[WordPart::List(&word_list::FIRST_NAMES)];
