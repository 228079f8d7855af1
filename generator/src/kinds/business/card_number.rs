//! Numbers of payment cards.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{Written, write_digits},
};

/// A payment card's number.
pub static CARD_NUMBER: Kind = Kind {
    name: "card_number",
    group: Group::Business,
    label: "Card number: 4000 0012 …",
    words: "credit card payment visa pan 카드번호 신용카드",
    about: documentation(
        "A payment card's number with a valid check digit, of ranges that card networks keep for tests.",
    ),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(19)",
        values: &["4111112451191226", "4111115334058736", "6011117340237128"],
    }]),
    inferred: &[Inference {
        rank: 56,
        generator: |column| {
            let is_such = column.is_text_of(&["cardnumber", "creditcard", "cardno", "카드번호"]);
            is_such.then(|| GeneratorSpec::new(&CARD_NUMBER))
        },
    }],
    draft: |_| Ok(texts(Written(write), RANGES.len() as u128 * 1_000_000_000, &[0])),
};

/// The first six digits of numbers in the networks' published test cards.
const RANGES: [u64; 4] = [400_000, 411_111, 555_555, 601_111];

/// The last digit is that of Luhn (ISO/IEC 7812-1, annex B).
fn write(index: u64, text: &mut Vec<u8>) {
    let start = text.len();
    write_digits(RANGES[(index / 1_000_000_000) as usize], 6, text);
    write_digits(index % 1_000_000_000, 9, text);
    let doubled = |digit: u64| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u64 = text[start..]
        .iter()
        .enumerate()
        .map(|(place, digit)| (place, u64::from(digit - b'0')))
        .map(|(place, digit)| if place % 2 == 0 { doubled(digit) } else { digit })
        .sum();
    write_digits((10 - sum % 10) % 10, 1, text);
}
