//! Strings of bits.

use crate::{
    batch::ValueKind,
    column::Longest,
    document::ProblemCode,
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes},
    random::SplitMix64,
    source::{Texts, UNCOUNTED, WriteText},
};

/// Zeros and ones.
pub static BITS: Kind = Kind {
    name: "bits",
    group: Group::Choice,
    label: "Bits: 01101001",
    words: "bit string mask flags binary 비트 플래그",
    about: documentation(
        "Zeros and ones, as the bit strings of PostgreSQL have them; up to 63 of them are counted, so that they may be unique.",
    ),
    options: &[KindOption::required("length", "length", OptionType::Count, "8", "How many, 1 to 1,000.")],
    pinned: pinned(&[
        Pinned {
            options: r#""length":8"#,
            sql_type: "char(8)",
            values: &["00110111", "01001111", "11100110"],
        },
        Pinned {
            options: r#""length":70"#,
            sql_type: "varchar(70)",
            values: &[
                "1000001110100101100100000001010001110010110110010101001101111100010100",
                "0111110101111111001001000110100111010000101001011001110101111000011111",
                "1111000111000000000101011001010110010000110111100000000100001001000001",
            ],
        },
    ]),
    inferred: &[],
    draft,
};

/// Bits of one value.
const MOST: i64 = 1_000;
/// Bits whose values are counted.
const COUNTED: usize = 63;

#[derive(Debug)]
struct Bits {
    length: usize,
}

impl WriteText for Bits {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        let mut word = if self.length <= COUNTED { index } else { random.next() };
        for place in (0..self.length).rev() {
            let bit = place % COUNTED;
            text.push(b'0' + (word >> bit & 1) as u8);
            if bit == 0 && place > 0 {
                word = random.next();
            }
        }
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let length = drafting.whole("length")?;
    if !(1..=MOST).contains(&length) {
        return drafting.problem(
            "length",
            ProblemCode::InvalidLength,
            format!("a value has 1 to {MOST} bits"),
        );
    }
    let length = length as usize;
    let longest = Longest::ascii(length);
    let len = if length <= COUNTED { 1 << length } else { UNCOUNTED };
    let draft = Draft::uniform(Texts(Bits { length }), ValueKind::Text, len, Extremes::Text(longest));
    let draft = Draft { shortest: length, ..draft };
    Ok(if length <= COUNTED { draft } else { draft.repeating("bits are drawn and may repeat") })
}
