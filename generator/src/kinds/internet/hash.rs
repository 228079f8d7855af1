//! Hashes and checksums.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{
        Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, infer::Inference, pinned,
    },
    random::{SplitMix64, mix},
    source::{UNCOUNTED, Written, write_hex},
};

/// The shape of a hash.
pub static HASH: Kind = Kind {
    name: "hash",
    group: Group::Internet,
    label: "Hash in hexadecimal digits",
    words: "checksum digest md5 sha 해시 체크섬",
    about: documentation("Hexadecimal digits as long as those of a hash."),
    options: &[KindOption::required(
        "algorithm",
        "algorithm",
        OptionType::Word(&["md5", "sha1", "sha256", "sha512"]),
        "sha256",
        "The hash whose length it has: md5, sha1, sha256 or sha512; without it, sha256.",
    )
    .or(Otherwise::Absent)],
    pinned: pinned(&[
        Pinned {
            options: "",
            sql_type: "char(64)",
            values: &[
                "9b4935d5ef2e22bc661f3198d1d3f8416964051cb654df146ceccc39ef7d42f1",
                "ab52f2e3944b9bebda2c102298a8793edfc91a7429675e1f572434a1f25af225",
                "a1db42cd84f8fdd0802ebf3cc7273778700565643780424143787600f78ef6d6",
            ],
        },
        Pinned {
            options: r#""algorithm":"md5""#,
            sql_type: "char(32)",
            values: &[
                "9b4935d5ef2e22bc661f3198d1d3f841",
                "ab52f2e3944b9bebda2c102298a8793e",
                "a1db42cd84f8fdd0802ebf3cc7273778",
            ],
        },
    ]),
    inferred: &[Inference {
        rank: 54,
        generator: |column| {
            let is_such = column.is_text_of(&["sha256"])
                || (column.is_text_of(&["checksum", "hash", "digest", "체크섬"])
                    && column.sql_type.max_length().is_none_or(|length| length >= 64));
            is_such.then(|| GeneratorSpec::new(&HASH))
        },
    }],
    draft: |drafting| {
        let write = match drafting.generator.text("algorithm") {
            Some("md5") => |index, text: &mut Vec<u8>| write(index, 32, text),
            Some("sha1") => |index, text: &mut Vec<u8>| write(index, 40, text),
            Some("sha512") => |index, text: &mut Vec<u8>| write(index, 128, text),
            _ => |index: u64, text: &mut Vec<u8>| write(index, 64, text),
        };
        Ok(texts(Written(write), UNCOUNTED, &[0]))
    },
};

/// The first 16 digits are a bijection of the index: no two hashes are alike.
fn write(index: u64, digits: usize, text: &mut Vec<u8>) {
    let end = text.len() + digits;
    write_hex(mix(index ^ 0x243f_6a88_85a3_08d3).into(), 16, text);
    let mut random = SplitMix64::new(index);
    while text.len() < end {
        write_hex(random.next().into(), 16.min(end - text.len()), text);
    }
}
