//! Towns.

use super::{super::text::words, PLACE, of_place};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::{LOCALE, english::places::places_of_a_town},
    source::{WordPart, Words, word_list},
};

/// A town.
pub static CITY: Kind = Kind {
    name: "city",
    group: Group::Place,
    label: "City: Smithville",
    words: "town place address 도시 시 주소",
    about: documentation("The name of a town."),
    options: &[PLACE, LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Carpentertown", "Solisview", "Greenestead"],
    }]),
    inferred: &[Inference {
        rank: 60,
        generator: |column| column.is_text_of(&["city", "town"]).then(|| GeneratorSpec::new(&CITY)),
    }],
    draft: |drafting| Ok(of_place(drafting, words(Words(PARTS))?, places_of_a_town())),
};

static PARTS: &[WordPart] =
    &[WordPart::List(&word_list::LAST_NAMES), WordPart::List(&word_list::CITY_ENDINGS)];
