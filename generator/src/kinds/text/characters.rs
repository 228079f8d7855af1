//! Letters and digits of a length.

use crate::{
    batch::ValueKind,
    column::Longest,
    document::ProblemCode,
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, pinned},
    limits::MAX_VALUE_LENGTH,
    plan::{Draft, Drafted, Drafting, Extremes, ascending},
    random::SplitMix64,
    source::{Texts, UNCOUNTED, WriteText},
};

/// Letters and digits.
pub static CHARACTERS: Kind = Kind {
    name: "characters",
    group: Group::Text,
    label: "Characters of any length",
    words: "random string letters token length 문자열 글자 토큰",
    about: documentation("Letters and digits, as many as a range says."),
    options: &[
        KindOption::required(
            "min_length",
            "shortest",
            OptionType::Count,
            "8",
            "The least number of characters.",
        ),
        KindOption::required(
            "max_length",
            "longest",
            OptionType::Count,
            "16",
            "The largest number of characters, at most 65,535.",
        ),
    ],
    pinned: pinned(&[Pinned {
        options: r#""min_length":8,"max_length":16"#,
        sql_type: "varchar(16)",
        values: &["Zgfb7xGSaXj", "2MRWfP86VGd6p7v", "bIEHn6vQQVG8"],
    }]),
    inferred: &[],
    draft,
};

/// Letters and digits of a length in this range, made from the index.
#[derive(Debug)]
struct Characters {
    min_length: u64,
    max_length: u64,
}

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl WriteText for Characters {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        let length = self.min_length + random.below(self.max_length - self.min_length + 1);
        let mut left = 0;
        let mut word = 0;
        for _ in 0..length {
            // Eight characters of a word: each takes its product with 62, of which the rest decides about the next.
            if left == 0 {
                (word, left) = (random.next(), 8);
            }
            let product = u128::from(word) * 62;
            text.push(ALPHABET[(product >> 64) as usize]);
            (word, left) = (product as u64, left - 1);
        }
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let ends = (drafting.whole("min_length")?, drafting.whole("max_length")?);
    ascending(drafting, ["min_length", "max_length"], &ends, ProblemCode::EmptyRange)?;
    if ends.1 > MAX_VALUE_LENGTH as i64 {
        let message = format!(
            "values have up to {} characters, at most {MAX_VALUE_LENGTH} are made; shorten them",
            ends.1
        );
        return drafting.problem("max_length", ProblemCode::ValueTooLong, message);
    }
    let longest = Longest { chars: ends.1 as usize, bytes: ends.1 as usize };
    let source = Texts(Characters { min_length: ends.0 as u64, max_length: ends.1 as u64 });
    let draft = Draft::uniform(source, ValueKind::Text, UNCOUNTED, Extremes::Text(longest));
    Ok(draft.repeating("characters are drawn and may repeat; a pattern of a fixed length does not"))
}
