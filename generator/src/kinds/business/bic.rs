//! Business Identifier Codes.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::Written,
};

/// A Business Identifier Code.
pub static BIC: Kind = Kind {
    name: "bic",
    group: Group::Business,
    label: "BIC: TESTDE2A",
    words: "swift bank code 은행코드",
    about: documentation("A Business Identifier Code of the bank `TEST`, which there is not."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "char(8)",
        values: &["TESTCH9K", "TESTESF0", "TESTSEZW"],
    }]),
    inferred: &[Inference {
        rank: 56,
        generator: |column| {
            let is_such = column.is_text()
                && ["bic", "swift", "swiftcode", "biccode"].contains(&column.compact.as_str());
            is_such.then(|| GeneratorSpec::new(&BIC))
        },
    }],
    draft: |_| Ok(texts(Written(write), (COUNTRIES.len() as u64 / 2 * 36 * 36).into(), &[0])),
};

const COUNTRIES: &[u8] = b"ATAUBECACHDEDKESFIFRGBIEITJPKRNLNONZPLPTSESGUS";
const CHARACTERS: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

fn write(index: u64, text: &mut Vec<u8>) {
    let (country, place) = ((index / (36 * 36)) as usize * 2, index % (36 * 36));
    text.extend_from_slice(b"TEST");
    text.extend_from_slice(&COUNTRIES[country..country + 2]);
    text.extend([place / 36, place % 36].map(|character| CHARACTERS[character as usize]));
}
