//! English words.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{WordPart, Words, word_list},
};

/// An English word.
pub static WORD: Kind = Kind {
    name: "word",
    group: Group::Text,
    label: "Word",
    words: "text title label 단어 제목",
    about: documentation("An English word."),
    options: &[LOCALE],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(60)", values: &["cup", "finger", "traffic"] }]),
    inferred: &[Inference {
        rank: 200,
        generator: |column| column.is_text().then(|| GeneratorSpec::new(&WORD)),
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[WordPart::List(&word_list::NOUNS)];
