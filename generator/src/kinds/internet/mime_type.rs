//! Media types.

use super::super::text::words;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{WordPart, Words, word_list::WordList},
};

/// A media type.
pub static MIME_TYPE: Kind = Kind {
    name: "mime_type",
    group: Group::Internet,
    label: "Media type: image/png",
    words: "mime content 콘텐츠",
    about: documentation("A media type of the internet (RFC 6838)."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &["application/xml", "audio/mpeg", "text/plain"],
    }]),
    inferred: &[Inference {
        rank: 56,
        generator: |column| {
            let is_such = column.is_text_of(&["mimetype", "contenttype", "mediatype"]);
            is_such.then(|| GeneratorSpec::new(&MIME_TYPE))
        },
    }],
    draft: |_| words(Words(PARTS)),
};

static PARTS: &[WordPart] = &[WordPart::List(&TYPES)];

static TYPES: WordList = WordList::new(
    "application/gzip\napplication/json\napplication/octet-stream\napplication/pdf\napplication/xml\napplication/zip\naudio/mpeg\naudio/ogg\n\
     font/woff2\nimage/gif\nimage/jpeg\nimage/png\nimage/svg+xml\nimage/webp\ntext/css\ntext/csv\ntext/html\ntext/javascript\ntext/markdown\ntext/plain\n\
     video/mp4\nvideo/webm",
);
