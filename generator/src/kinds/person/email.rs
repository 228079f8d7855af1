//! E-mail addresses.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::Email,
};

/// An e-mail address below the domains reserved for examples (RFC 2606).
pub static EMAIL: Kind = Kind {
    name: "email",
    group: Group::Person,
    label: "E-mail address",
    words: "mail address contact 이메일 메일",
    about: documentation("An e-mail address below the domains reserved for examples (RFC 2606)."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &[
            "elvis.auer5461@example.com",
            "gerald.robel5832@example.net",
            "toy.bechtelar4361@example.net",
        ],
    }]),
    inferred: &[Inference {
        rank: 10,
        generator: |column| column.is_text_of(&["email"]).then(|| GeneratorSpec::new(&EMAIL)),
    }],
    draft: |_| Ok(texts(Email, Email::count(), &[Email::longest()])),
};
