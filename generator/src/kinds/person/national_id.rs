//! National identity numbers.

use super::{super::text::texts, PERSON};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{Written, write_digits},
};

/// A national identity number that nobody has.
pub static NATIONAL_ID: Kind = Kind {
    name: "national_id",
    group: Group::Person,
    label: "National id: 666-12-3456",
    words: "ssn social security identity card 주민등록번호 주민번호",
    about: documentation(
        "A number in the shape of a person's national identity number that is given to nobody: in English a Social Security number of the area 666.",
    ),
    options: &[PERSON, LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(20)",
        values: &["666-31-8167", "666-38-9518", "666-93-4171"],
    }]),
    inferred: &[Inference {
        rank: 58,
        generator: |column| {
            let is_such = column.is_text_of(&["nationalid", "socialsecurity", "주민등록번호", "주민번호"])
                || (column.is_text() && column.compact == "ssn");
            is_such.then(|| GeneratorSpec::new(&NATIONAL_ID))
        },
    }],
    draft: |_| Ok(texts(Written(write), 99 * 9_999, &[0])),
};

/// The Social Security Administration gives out no numbers of the area 666, the group 00 or the serial 0000.
fn write(index: u64, text: &mut Vec<u8>) {
    text.extend_from_slice(b"666-");
    write_digits(index / 9_999 + 1, 2, text);
    text.push(b'-');
    write_digits(index % 9_999 + 1, 4, text);
}
