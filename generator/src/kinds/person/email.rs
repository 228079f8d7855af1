//! E-mail addresses.

use super::{super::text::texts, PERSON, of_person};
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
    about: documentation(
        "An e-mail address of the row's own name, below the domains reserved for examples (RFC 2606).",
    ),
    options: &[PERSON],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &["jay.larson6757@example.com", "opal.wood7837@example.net", "johnny.graham6327@example.com"],
    }]),
    inferred: &[Inference {
        rank: 10,
        generator: |column| column.is_text_of(&["email"]).then(|| GeneratorSpec::new(&EMAIL)),
    }],
    draft: |drafting| Ok(of_person(drafting, texts(Email, Email::count(), &[Email::longest()]), 1)),
};
