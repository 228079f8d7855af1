//! Streets and buildings.

use super::{super::text::texts, PLACE, of_place};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    locale::english::places::{Place, longest_place, places},
    source::Written,
};

/// A street and the number of a building.
pub static STREET_ADDRESS: Kind = Kind {
    name: "street_address",
    group: Group::Place,
    label: "Street address: 1204 Maple Street",
    words: "street house number building address line 도로명 주소",
    about: documentation("Street and number of the row's place."),
    options: &[PLACE, LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(100)",
        values: &["272 Juniper Road", "157 Prospect Boulevard", "1565 Jefferson Boulevard"],
    }]),
    inferred: &[Inference {
        rank: 55,
        generator: |column| {
            let is_such = column.is_text_of(&["streetaddress", "addressline1", "도로명"])
                || (column.is_text() && ["street", "address1", "addr1"].contains(&column.compact.as_str()));
            is_such.then(|| GeneratorSpec::new(&STREET_ADDRESS))
        },
    }],
    draft: |drafting| {
        let draft = texts(Written(write), places(), &[longest_place()])
            .repeating("towns have streets of the same name");
        Ok(of_place(drafting, draft, 1))
    },
};

fn write(number: u64, text: &mut Vec<u8>) {
    Place::of(number).write_street(text);
}
