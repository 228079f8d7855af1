//! Domains.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{WordPart, Words, word_list},
};

/// The name of a host.
pub static DOMAIN: Kind = Kind {
    name: "domain",
    group: Group::Internet,
    label: "Domain: river-light.example.com",
    words: "host hostname website dns 도메인 호스트",
    about: documentation("The name of a host below the domains reserved for examples (RFC 2606)."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &["fair-dinner.example.com", "good-mother.example.com", "tough-tool.example.com"],
    }]),
    inferred: &[Inference {
        rank: 64,
        generator: |column| {
            let is_such = column.is_text_of(&["domain", "hostname", "도메인"])
                || (column.is_text() && column.compact == "host");
            is_such.then(|| GeneratorSpec::new(&DOMAIN))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[
    WordPart::List(&word_list::ADJECTIVES),
    WordPart::Literal("-"),
    WordPart::List(&word_list::NOUNS),
    WordPart::Literal(".example.com"),
];
