//! Companies.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{WordPart, Words, word_list},
};

/// A company.
pub static COMPANY: Kind = Kind {
    name: "company",
    group: Group::Person,
    label: "Company: Smith Foods Inc",
    words: "business organisation firm 회사 상호 업체",
    about: documentation("The name of a company."),
    options: &[LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["Garrett Security & Sons", "Hartman Analytics & Co", "Ward Clothing & Daughters"],
    }]),
    inferred: &[Inference {
        rank: 50,
        generator: |column| {
            let is_company = column.is_text_of(&["company", "employer", "vendor", "supplier", "brand"]);
            is_company.then(|| GeneratorSpec::new(&COMPANY))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[
    WordPart::List(&word_list::LAST_NAMES),
    WordPart::Literal(" "),
    WordPart::List(&word_list::INDUSTRIES),
    WordPart::Literal(" "),
    WordPart::List(&word_list::COMPANY_FORMS),
];
