//! Methods of HTTP.

use super::weighted;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
};

/// A method of HTTP.
pub static HTTP_METHOD: Kind = Kind {
    name: "http_method",
    group: Group::Internet,
    label: "HTTP method: GET",
    words: "verb request 요청 메서드",
    about: documentation("A method of HTTP (RFC 9110), as often as servers see them."),
    options: &[],
    pinned: pinned(&[Pinned { options: "", sql_type: "varchar(10)", values: &["PUT", "GET", "POST"] }]),
    inferred: &[Inference {
        rank: 53,
        generator: |column| {
            let is_such = column.is_text_of(&["httpmethod", "requestmethod"]);
            is_such.then(|| GeneratorSpec::new(&HTTP_METHOD))
        },
    }],
    draft: |_| {
        Ok(weighted(&[
            ("GET", 70.0),
            ("POST", 18.0),
            ("PUT", 5.0),
            ("DELETE", 3.0),
            ("PATCH", 2.0),
            ("HEAD", 1.0),
            ("OPTIONS", 1.0),
        ]))
    },
};
