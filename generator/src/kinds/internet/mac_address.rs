//! Hardware addresses.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{Written, write_hex},
};

/// A hardware address.
pub static MAC_ADDRESS: Kind = Kind {
    name: "mac_address",
    group: Group::Internet,
    label: "MAC address: 02:…",
    words: "hardware ethernet network device 맥 주소",
    about: documentation(
        "A hardware address of the kind that networks give out themselves: its first octet is 02.",
    ),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "char(17)",
        values: &["02:4f:b0:08:1d:37", "02:62:23:52:63:e6", "02:ee:fa:3e:97:d2"],
    }]),
    inferred: &[Inference {
        rank: 53,
        generator: |column| {
            let is_such = column.is_text_of(&["macaddr"]) || (column.is_text() && column.compact == "mac");
            is_such.then(|| GeneratorSpec::new(&MAC_ADDRESS))
        },
    }],
    draft: |_| Ok(texts(Written(write), 1 << 40, &[0])),
};

fn write(index: u64, text: &mut Vec<u8>) {
    text.extend_from_slice(b"02");
    for place in [32, 24, 16, 8, 0] {
        text.push(b':');
        write_hex(((index >> place) & 0xff).into(), 2, text);
    }
}
