//! Colours.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{WordPart, Words, word_list},
};

/// The name of a colour.
pub static COLOUR: Kind = Kind {
    name: "colour",
    group: Group::Business,
    label: "Colour: Olive",
    words: "color paint 색 색상 컬러",
    about: documentation("The name of a colour."),
    options: &[LOCALE],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(60)", values: &["Cream", "Gold", "Tan"] }]),
    inferred: &[Inference {
        rank: 67,
        generator: |column| {
            let is_such = column.is_text_of(&["colour", "color", "색상"]);
            is_such.then(|| GeneratorSpec::new(&COLOUR))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[WordPart::List(&word_list::COLOURS)];
