//! Several English sentences.

use super::prose;
use crate::{
    document::{GeneratorSpec, ProblemCode},
    kinds::{
        Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    limits::MAX_SENTENCES,
    locale::LOCALE,
    plan::{Draft, Drafted, Drafting},
};

/// Some English sentences.
pub static PARAGRAPH: Kind = Kind {
    name: "paragraph",
    group: Group::Text,
    label: "Paragraph",
    words: "text body description lorem 문단 본문 내용 설명",
    about: documentation("Some English sentences, fewer where the column is short."),
    options: &[
        KindOption::required(
            "min_sentences",
            "min sentences",
            OptionType::Count,
            "3",
            "Fewest sentences, at least 1.",
        )
        .or(Otherwise::Whole(3)),
        KindOption::required(
            "max_sentences",
            "max sentences",
            OptionType::Count,
            "6",
            "Most sentences, at most 100.",
        )
        .or(Otherwise::Whole(6)),
        LOCALE,
    ],
    pinned: pinned(&[Pinned {
        options: r#""min_sentences":1,"max_sentences":2"#,
        sql_type: "text",
        values: &[
            "A thick builder left a coffee.",
            "A simple town rarely thanked a happy museum with a new camera. A crowd slowly learned the reader.",
            "An article listed the forest above an article. The lesson greeted a parent.",
        ],
    }]),
    inferred: &[Inference { rank: 100, generator: infer }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (min, max) = (drafting.whole("min_sentences")?, drafting.whole("max_sentences")?);
    if min < 1 || max > MAX_SENTENCES.into() {
        let (option, count) = if min < 1 { ("min_sentences", min) } else { ("max_sentences", max) };
        let message = format!("{count} sentences are not a paragraph; it has 1 to {MAX_SENTENCES}");
        return drafting.problem(option, ProblemCode::InvalidLength, message);
    }
    if min > max {
        let message = format!("{max} is less than min_sentences {min}; exchange them");
        return drafting.problem("max_sentences", ProblemCode::EmptyRange, message);
    }
    prose(drafting, min as u32, max as u32)
}

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let is_prose = column.is_text_of(&[
        "description",
        "content",
        "body",
        "note",
        "comment",
        "message",
        "bio",
        "summary",
    ]);
    let is_long = column.sql_type.max_length().is_none_or(|length| length >= 120);
    let generator = || GeneratorSpec::new(&PARAGRAPH).with("min_sentences", 2).with("max_sentences", 4);
    (is_prose && is_long).then(generator)
}
