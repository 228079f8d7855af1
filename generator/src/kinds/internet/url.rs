//! Addresses of pages.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{WordPart, Words, word_list},
};

/// The address of a page below the domains reserved for examples (RFC 2606).
pub static URL: Kind = Kind {
    name: "url",
    group: Group::Internet,
    label: "URL: https://river.example.com/…",
    words: "link web address website 링크 주소 사이트",
    about: documentation("The address of a page below the domains reserved for examples (RFC 2606)."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &[
            "https://finger.example.com/visible/key",
            "https://hill.example.com/regular/light",
            "https://voice.example.com/serious/holiday",
        ],
    }]),
    inferred: &[Inference {
        rank: 65,
        generator: |column| {
            column.is_text_of(&["url", "website", "homepage"]).then(|| GeneratorSpec::new(&URL))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[
    WordPart::Literal("https://"),
    WordPart::List(&word_list::NOUNS),
    WordPart::Literal(".example.com/"),
    WordPart::List(&word_list::ADJECTIVES),
    WordPart::Literal("/"),
    WordPart::List(&word_list::NOUNS),
];
