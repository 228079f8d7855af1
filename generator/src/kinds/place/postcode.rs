//! Postcodes.

use super::{super::text::texts, PLACE, of_place};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    locale::english::places::{Place, SEATS, places_of_a_town, towns},
    source::Written,
};

/// A postcode.
pub static POSTCODE: Kind = Kind {
    name: "postcode",
    group: Group::Place,
    label: "Postcode: 04401",
    words: "zip postal code 우편번호",
    about: documentation("A postcode of the row's region and town."),
    options: &[PLACE, LOCALE],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(10)", values: &["42595", "28849", "77995"] }]),
    inferred: &[Inference {
        rank: 63,
        generator: |column| {
            let is_such = column.is_text_of(&["zipcode", "postcode", "postalcode", "우편번호"])
                || (column.is_text() && column.compact == "zip");
            is_such.then(|| GeneratorSpec::new(&POSTCODE))
        },
    }],
    draft: |drafting| {
        let draft = texts(Written(write), u128::from(SEATS * towns()), &[0])
            .repeating("towns may have the same postcode");
        Ok(of_place(drafting, draft, places_of_a_town()))
    },
};

fn write(number: u64, text: &mut Vec<u8>) {
    Place::of_town(number).write_postcode(text);
}
