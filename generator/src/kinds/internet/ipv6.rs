//! IPv6 addresses.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{UNCOUNTED, Written, write_hex},
};

/// An IPv6 address.
pub static IPV6: Kind = Kind {
    name: "ipv6",
    group: Group::Internet,
    label: "IPv6 address: 2001:db8:…",
    words: "ip address network 아이피",
    about: documentation("An IPv6 address of the network kept for documentation (RFC 3849)."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(39)",
        values: &[
            "2001:db8:4fb0:81d:376e:b9e7:0:1",
            "2001:db8:6223:5263:e687:17f3:0:1",
            "2001:db8:eefa:3e97:d242:a6bf:0:1",
        ],
    }]),
    inferred: &[Inference {
        rank: 51,
        generator: |column| {
            let is_such = column.is_text_of(&["ipv6"]);
            is_such.then(|| GeneratorSpec::new(&IPV6))
        },
    }],
    draft: |_| Ok(texts(Written(write), UNCOUNTED, &[u64::MAX])),
};

/// As RFC 5952 writes it: without leading zeros, and one group of zeros is not left out.
fn write(index: u64, text: &mut Vec<u8>) {
    text.extend_from_slice(b"2001:db8");
    for place in [48, 32, 16, 0] {
        let group = (index >> place) & 0xffff;
        text.push(b':');
        write_hex(group.into(), (group.max(1).ilog2() as usize) / 4 + 1, text);
    }
    text.extend_from_slice(b":0:1");
}
