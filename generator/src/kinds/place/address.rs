//! Addresses.

use super::{super::text::texts, PLACE, of_place};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    locale::english::places::{Place, longest_place, places},
    source::Written,
};

/// An address.
pub static ADDRESS: Kind = Kind {
    name: "address",
    group: Group::Place,
    label: "Address in one line",
    words: "full address location 주소 배송지",
    about: documentation("The whole address of the row's place, in one line."),
    options: &[PLACE, LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(150)",
        values: &[
            "272 Juniper Road, Carpentertown, KY 42595",
            "157 Prospect Boulevard, Solisview, NC 28849",
            "1565 Jefferson Boulevard, Greenestead, TX 77995",
        ],
    }]),
    inferred: &[Inference {
        rank: 66,
        generator: |column| {
            let is_such =
                column.is_text_of(&["fulladdress", "주소", "배송지"]) && !column.is_text_of(&["상세"]);
            is_such.then(|| GeneratorSpec::new(&ADDRESS))
        },
    }],
    draft: |drafting| {
        let draft = texts(Written(write), places(), &[longest_place()]);
        Ok(of_place(drafting, draft, 1))
    },
};

fn write(number: u64, text: &mut Vec<u8>) {
    let place = Place::of(number);
    place.write_street(text);
    text.extend_from_slice(b", ");
    place.write_town(text);
    text.extend_from_slice(b", ");
    text.extend_from_slice(place.state.code.as_bytes());
    text.push(b' ');
    place.write_postcode(text);
}
