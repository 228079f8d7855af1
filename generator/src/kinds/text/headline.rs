//! Headlines.

use super::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{
        WordPart, Words,
        word_list::{self, WordList},
    },
};

/// A headline.
pub static HEADLINE: Kind = Kind {
    name: "headline",
    group: Group::Text,
    label: "Headline: The Quiet River",
    words: "title subject caption 제목",
    about: documentation("A few words, each with a capital letter."),
    options: &[LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &["Beyond the Shy List", "From the Proud Decision", "Why the Equal Shirt"],
    }]),
    inferred: &[Inference {
        rank: 59,
        generator: |column| {
            let is_such = column.is_text_of(&["title", "subject", "headline", "제목"]);
            is_such.then(|| GeneratorSpec::new(&HEADLINE))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[
    WordPart::List(&BEGINNINGS),
    WordPart::Literal(" "),
    WordPart::Capital(&word_list::ADJECTIVES),
    WordPart::Literal(" "),
    WordPart::Capital(&word_list::NOUNS),
];

static BEGINNINGS: WordList = WordList::new(
    "About the\nAfter the\nBehind the\nBeyond the\nFrom the\nHow the\nIn the\nNotes on the\nOn the\nThe\nTo the\nWhy the",
);
