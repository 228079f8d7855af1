//! Names of accounts.

use super::{super::text::texts, PERSON, of_person};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{PEOPLE_OF_A_USER_NAME, UserName},
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
    options: &[PERSON],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &["jay.larson6757", "opal.wood7837", "johnny.graham6327"],
    }]),
    inferred: &[Inference {
        rank: 15,
        generator: |column| {
            let is_name = column.is_text_of(&["username", "loginname", "accountname", "nickname"])
                || column.compact == "login";
            (column.is_text() && is_name).then(|| GeneratorSpec::new(&USER_NAME))
        },
    }],
    draft: |drafting| {
        let draft = texts(UserName, UserName::count(), &[UserName::longest()]);
        Ok(of_person(drafting, draft, PEOPLE_OF_A_USER_NAME))
    },
};
