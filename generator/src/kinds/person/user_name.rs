//! Names of accounts.

use super::{super::text::texts, PERSON, named, of_person};
use crate::{
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    source::{UserName, longest_person, people},
};

/// The name of an account.
pub static USER_NAME: Kind = Kind {
    name: "user_name",
    group: Group::Person,
    label: "User name: mary.smith81",
    words: "login account nickname username 아이디 계정 로그인",
    about: documentation(
        "The name of an account, which is what stands before the `@` of the row's e-mail address.",
    ),
    options: &[PERSON, LOCALE],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["mary.soto47869", "flora.gomez64225", "elmer.acosta33957"],
    }]),
    inferred: &[Inference {
        rank: 15,
        generator: |column| {
            let is_name = column.is_text_of(&["username", "loginname", "accountname", "nickname"])
                || column.compact == "login";
            (column.is_text() && is_name).then(|| named(&USER_NAME, column))
        },
    }],
    draft: |drafting| Ok(of_person(drafting, texts(UserName, people(), &[longest_person()]), 1)),
};
