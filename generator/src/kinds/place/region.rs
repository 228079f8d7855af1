//! States and provinces.

use super::{super::text::texts, PLACE, of_place};
use crate::{
    document::GeneratorSpec,
    kinds::{
        Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, infer::Inference, pinned,
    },
    locale::LOCALE,
    locale::english::places::{SEATS, places_of_a_town, state, towns},
    source::Written,
};

/// A state or province.
pub static REGION: Kind = Kind {
    name: "region",
    group: Group::Place,
    label: "State: Ohio",
    words: "state province county prefecture 시도 지역 주 도",
    about: documentation("The state, province or the like of the row's place."),
    options: &[
        KindOption::required(
            "form",
            "form",
            OptionType::Word(&["name", "code"]),
            "name",
            "`name`, or `code` for two letters; without it, the name.",
        )
        .or(Otherwise::Absent),
        PLACE,
        LOCALE,
    ],
    pinned: pinned(&[
        Pinned { options: "", sql_type: "varchar(60)", values: &["Kentucky", "North Carolina", "Texas"] },
        Pinned { options: r#""form":"code""#, sql_type: "char(2)", values: &["KY", "NC", "TX"] },
    ]),
    inferred: &[Inference {
        rank: 62,
        generator: |column| {
            let is_such = column.is_text_of(&["province", "시도"])
                || (column.is_text()
                    && ["state", "region", "statename", "stateprovince"].contains(&column.compact.as_str()));
            is_such.then(|| GeneratorSpec::new(&REGION))
        },
    }],
    draft: |drafting| {
        let is_code = drafting.generator.text("form") == Some("code");
        let write = if is_code { write_code } else { write_name };
        let draft =
            texts(Written(write), SEATS.into(), &LONGEST).repeating("states come by their population");
        Ok(of_place(drafting, draft, towns() * places_of_a_town()))
    },
};

/// A seat of North Carolina, the longest name with that of South Carolina.
const LONGEST: [u64; 1] = [293];

fn write_name(seat: u64, text: &mut Vec<u8>) {
    text.extend_from_slice(state(seat).name.as_bytes());
}

fn write_code(seat: u64, text: &mut Vec<u8>) {
    text.extend_from_slice(state(seat).code.as_bytes());
}
