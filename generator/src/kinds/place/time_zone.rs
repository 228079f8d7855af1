//! Time zones.

use super::{super::text::texts, PLACE, of_place};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    locale::english::places::{SEATS, places_of_a_town, state, towns},
    source::Written,
};

/// A time zone.
pub static TIME_ZONE: Kind = Kind {
    name: "time_zone",
    group: Group::Place,
    label: "Time zone: America/Chicago",
    words: "tz iana 시간대",
    about: documentation("The time zone of the row's place, by its name in the IANA database."),
    options: &[PLACE, LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["America/New_York", "America/New_York", "America/Chicago"],
    }]),
    inferred: &[Inference {
        rank: 61,
        generator: |column| {
            let is_such = column.is_text_of(&["timezone", "시간대"]);
            is_such.then(|| GeneratorSpec::new(&TIME_ZONE))
        },
    }],
    draft: |drafting| {
        let draft = texts(Written(write), SEATS.into(), &LONGEST).repeating("states share their time zones");
        Ok(of_place(drafting, draft, towns() * places_of_a_town()))
    },
};

/// A seat of Indiana, whose zone has the longest name.
const LONGEST: [u64; 1] = [150];

fn write(seat: u64, text: &mut Vec<u8>) {
    text.extend_from_slice(state(seat).time_zone.as_bytes());
}
