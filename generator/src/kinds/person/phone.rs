//! Telephone numbers.

use super::super::text::texts_of_pattern;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
};

/// A telephone number of the range that the North American Numbering Plan keeps for fiction: 555-0100 to 555-0199.
pub static PHONE: Kind = Kind {
    name: "phone",
    group: Group::Person,
    label: "Phone: +1-613-555-0143",
    words: "mobile telephone tel number contact 휴대폰 전화 연락처",
    about: documentation(
        "A telephone number of North America that is kept for fiction: 555-0100 to 555-0199 in any area.",
    ),
    options: &[LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(20)",
        values: &["+1-449-555-0102", "+1-506-555-0168", "+1-946-555-0180"],
    }]),
    inferred: &[Inference {
        rank: 85,
        generator: |column| column.is_phone().then(|| GeneratorSpec::new(&PHONE)),
    }],
    draft: |drafting| texts_of_pattern(r"\+1-[2-9]\d{2}-555-01\d{2}", drafting),
};
