//! One English sentence.

use super::prose;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
};

/// An English sentence.
pub static SENTENCE: Kind = Kind {
    name: "sentence",
    group: Group::Text,
    label: "Sentence",
    words: "text note comment lorem 문장 메모 비고",
    about: documentation("An English sentence, shorter where the column is short."),
    options: &[LOCALE],
    pinned: pinned(&[
        Pinned {
            options: "",
            sql_type: "text",
            values: &[
                "A station knew the spoon on an idea.",
                "The empty mother supported a thin guest.",
                "The tool moved the local editor.",
            ],
        },
        Pinned {
            options: "",
            sql_type: "varchar(44)",
            values: &[
                "A station knew the spoon on an idea.",
                "The empty mother supported a thin guest.",
                "The tool moved the local editor.",
            ],
        },
    ]),
    inferred: &[Inference {
        rank: 110,
        generator: |column| {
            let is_title = column.is_text_of(&["title", "subject", "headline"]);
            let is_long = column.sql_type.max_length().is_none_or(|length| length >= 60);
            (is_title && is_long).then(|| GeneratorSpec::new(&SENTENCE))
        },
    }],
    draft: |drafting| prose(drafting, 1, 1),
};
