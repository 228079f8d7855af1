//! Hashes of passwords.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    random::SplitMix64,
    source::{UNCOUNTED, Written},
};

/// The shape of a password's hash.
pub static PASSWORD_HASH: Kind = Kind {
    name: "password_hash",
    group: Group::Internet,
    label: "Password hash (bcrypt)",
    words: "bcrypt secret credential 비밀번호 암호",
    about: documentation("A text in the shape of a password's hash by bcrypt, of no password at all."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(60)",
        values: &[
            "$2b$12$be.qNbcssbB/f9yPhS6LT0wvJSdtlQxBwHKu.DKWspGwMJxyZPXeL",
            "$2b$12$hHzGgL9DFYM8iFoWId2zXnOjGtUwFQp9QxEMQxHb9lQy7h8RMnEfV",
            "$2b$12$V4h8s9pnAHL2bxHFx/HCe1OUZth1BuimLm2/KmM/K7xDVSQbxymco",
        ],
    }]),
    inferred: &[Inference {
        rank: 52,
        generator: |column| {
            let is_such = column.is_text_of(&["password", "passwd", "pwhash", "비밀번호"])
                && column.sql_type.max_length().is_none_or(|length| length >= 60);
            is_such.then(|| GeneratorSpec::new(&PASSWORD_HASH))
        },
    }],
    draft: |_| Ok(texts(Written(write), UNCOUNTED, &[0])),
};

/// The alphabet of bcrypt's base 64.
const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// 22 characters of salt and 31 of hash. The first eleven are the index itself: no two hashes are alike.
fn write(index: u64, text: &mut Vec<u8>) {
    text.extend_from_slice(b"$2b$12$");
    let mut random = SplitMix64::new(index);
    let scrambled = index.rotate_left(32);
    text.extend((0..11).map(|place| ALPHABET[(scrambled >> (place * 6) & 63) as usize]));
    for _ in 0..7 {
        let word = random.next();
        text.extend((0..6).map(|place| ALPHABET[(word >> (place * 6) & 63) as usize]));
    }
}
