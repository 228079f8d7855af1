//! Towns.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{WordPart, Words, word_list},
};

/// A town.
pub static CITY: Kind = Kind {
    name: "city",
    group: Group::Place,
    label: "City: Smithville",
    words: "town place address 도시 시 주소",
    about: documentation("The name of a town."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Dawsonwick", "Garretttown", "Underwooddale"],
    }]),
    inferred: &[Inference {
        rank: 60,
        generator: |column| column.is_text_of(&["city", "town"]).then(|| GeneratorSpec::new(&CITY)),
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] =
    &[WordPart::List(&word_list::LAST_NAMES), WordPart::List(&word_list::CITY_ENDINGS)];
