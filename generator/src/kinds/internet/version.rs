//! Versions of programs.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::Written,
};

/// A version of three numbers.
pub static VERSION: Kind = Kind {
    name: "version",
    group: Group::Internet,
    label: "Version: 2.14.3",
    words: "semver release 버전",
    about: documentation("A version of three numbers (semver.org)."),
    options: &[],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(20)", values: &["2.4.19", "3.3.7", "9.0.2"] }]),
    inferred: &[Inference {
        rank: 68,
        generator: |column| {
            let is_such = column.is_text_of(&["version", "버전"]);
            is_such.then(|| GeneratorSpec::new(&VERSION))
        },
    }],
    draft: |_| Ok(texts(Written(write), 10 * 30 * 20, &[10 * 30 * 20 - 1])),
};

fn write(index: u64, text: &mut Vec<u8>) {
    let mut digits = itoa::Buffer::new();
    for (place, number) in [index / 600, index / 20 % 30, index % 20].into_iter().enumerate() {
        if place > 0 {
            text.push(b'.');
        }
        text.extend_from_slice(digits.format(number).as_bytes());
    }
}
