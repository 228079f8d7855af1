//! Tax numbers of companies.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{Written, write_digits},
};

/// A company's tax number that nobody has.
pub static BUSINESS_NUMBER: Kind = Kind {
    name: "business_number",
    group: Group::Business,
    label: "Business number: 00-1234567",
    words: "tax id ein vat registration 사업자등록번호 사업자번호",
    about: documentation(
        "A number in the shape of a company's tax number that is given to nobody: in English an Employer Identification Number of the prefix 00.",
    ),
    options: &[LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(20)",
        values: &["00-3112797", "00-3833514", "00-9335059"],
    }]),
    inferred: &[Inference {
        rank: 53,
        generator: |column| {
            column
                .is_text_of(&["businessnumber", "taxid", "vatnumber", "사업자등록번호", "사업자번호"])
                .then(|| GeneratorSpec::new(&BUSINESS_NUMBER))
        },
    }],
    draft: |_| Ok(texts(Written(write), 10_000_000, &[0])),
};

/// The Internal Revenue Service gives out no prefix 00.
fn write(index: u64, text: &mut Vec<u8>) {
    text.extend_from_slice(b"00-");
    write_digits(index, 7, text);
}
