//! International Bank Account Numbers.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{Written, write_digits},
};

/// An International Bank Account Number.
pub static IBAN: Kind = Kind {
    name: "iban",
    group: Group::Business,
    label: "IBAN: GB82 TEST …",
    words: "bank account number 계좌번호",
    about: documentation(
        "An International Bank Account Number with valid check digits, at the British bank `TEST`, which there is not.",
    ),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(34)",
        values: &["GB95TEST31127978051466", "GB04TEST38335146845795", "GB63TEST93350592810225"],
    }]),
    inferred: &[Inference {
        rank: 56,
        generator: |column| {
            let is_such = column.is_text_of(&["iban"]);
            is_such.then(|| GeneratorSpec::new(&IBAN))
        },
    }],
    draft: |_| Ok(texts(Written(write), 100_000_000_000_000, &[0])),
};

/// Check digits after ISO 7064, MOD 97-10: letters count from 10, and country and check digits stand last.
fn write(account: u64, text: &mut Vec<u8>) {
    // `TEST`, sort code and account, `GB00`.
    let digits = 29_142_829_u128 * 10_u128.pow(20) + u128::from(account) * 1_000_000 + 161_100;
    text.extend_from_slice(b"GB");
    write_digits((98 - digits % 97) as u64, 2, text);
    text.extend_from_slice(b"TEST");
    write_digits(account, 14, text);
}
