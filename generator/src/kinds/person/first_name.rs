//! Given names.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{WordPart, Words, word_list},
};

/// A given name.
pub static FIRST_NAME: Kind = Kind {
    name: "first_name",
    group: Group::Person,
    label: "First name: Mary",
    words: "given name person 이름",
    about: documentation("A given name in English."),
    options: &[],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(60)", values: &["Curt", "Elvis", "Stephan"] }]),
    inferred: &[Inference {
        rank: 20,
        generator: |column| {
            column.is_text_of(&["firstname", "givenname"]).then(|| GeneratorSpec::new(&FIRST_NAME))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[WordPart::List(&word_list::FIRST_NAMES)];
