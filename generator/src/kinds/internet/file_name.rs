//! Names of files.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{
        WordPart, Words,
        word_list::{self, WordList},
    },
};

/// The name of a file.
pub static FILE_NAME: Kind = Kind {
    name: "file_name",
    group: Group::Internet,
    label: "File name: report-quiet-river.pdf",
    words: "file document attachment 파일명 파일 첨부",
    about: documentation("The name of a file."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &["good-mother.mp3", "huge-waiter.mp4", "visible-newspaper.mp3"],
    }]),
    inferred: &[Inference {
        rank: 57,
        generator: |column| {
            let is_such = column.is_text_of(&["filename", "attachment", "파일명"]);
            is_such.then(|| GeneratorSpec::new(&FILE_NAME))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[
    WordPart::List(&word_list::ADJECTIVES),
    WordPart::Literal("-"),
    WordPart::List(&word_list::NOUNS),
    WordPart::Literal("."),
    WordPart::List(&EXTENSIONS),
];

static EXTENSIONS: WordList =
    WordList::new("csv\ndocx\ngif\nhtml\njpg\njson\nmp3\nmp4\npdf\npng\npptx\nsvg\ntxt\nxlsx\nxml\nzip");
