//! E-mail addresses.

use super::{super::text::texts, PERSON, named, of_person};
use crate::{
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{Email, longest_person, people},
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
    options: &[PERSON, LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &[
            "mary.soto47869@example.org",
            "flora.gomez64225@example.net",
            "elmer.acosta33957@example.org",
        ],
    }]),
    inferred: &[Inference {
        rank: 10,
        generator: |column| column.is_text_of(&["email"]).then(|| named(&EMAIL, column)),
    }],
    draft: |drafting| Ok(of_person(drafting, texts(Email, people(), &[longest_person()]), 1)),
};
