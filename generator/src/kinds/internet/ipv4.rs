//! IPv4 addresses.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{
        Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, infer::Inference, pinned,
    },
    source::Written,
};

/// An IPv4 address.
pub static IPV4: Kind = Kind {
    name: "ipv4",
    group: Group::Internet,
    label: "IPv4 address: 198.51.100.7",
    words: "ip address network 아이피",
    about: documentation("An IPv4 address: of the networks kept for documentation (RFC 5737), of a private one, or almost any."),
    options: &[KindOption::required("range", "range", OptionType::Word(&["documentation", "private", "any"]), "documentation", "`documentation` for the 768 addresses of RFC 5737, `private` for 10.0.0.0/8, `any` for one from 11.0.0.0 to 126.255.255.255; without it, documentation.").or(Otherwise::Absent)],
    pinned: pinned(&[
        Pinned { options: "", sql_type: "varchar(15)", values: &["192.0.2.166", "192.0.2.239", "203.0.113.179"] },
        Pinned { options: r#""range":"private""#, sql_type: "varchar(15)", values: &["10.79.176.8", "10.98.35.82", "10.238.250.62"] },
        Pinned { options: r#""range":"any""#, sql_type: "varchar(15)", values: &["47.27.195.173", "55.120.1.85", "119.73.100.92"] },
    ]),
    inferred: &[Inference { rank: 52, generator: |column| { let is_such = column.is_text() && (["ip", "ipaddress", "ipaddr", "ipv4", "clientip", "remoteip", "remoteaddr", "sourceip", "lastip", "loginip", "userip"].contains(&column.compact.as_str()) || column.compact.ends_with("ipaddress")); is_such.then(|| GeneratorSpec::new(&IPV4)) } }],
    draft: |drafting| {
        let (write, len): (fn(u64, &mut Vec<u8>), u128) = match drafting.generator.text("range") {
            Some("private") => (private, 1 << 24),
            Some("any") => (any, u128::from(LAST - FIRST) * (1 << 24)),
            _ => (documentation_address, 3 * 256),
        };
        // The second network for documentation has the longest addresses: 198.51.100.255.
        Ok(texts(Written(write), len, &[len as u64 - 1, 511.min(len as u64 - 1)]))
    },
};

/// The first octets of public networks lie between these: below are 0 and 10, above loopback, multicast and what is not given out.
const FIRST: u64 = 11;
const LAST: u64 = 127;

fn write(address: u64, text: &mut Vec<u8>) {
    for place in [24, 16, 8, 0] {
        text.extend_from_slice(itoa::Buffer::new().format((address >> place) & 0xff).as_bytes());
        if place > 0 {
            text.push(b'.');
        }
    }
}

fn documentation_address(index: u64, text: &mut Vec<u8>) {
    let network = [0xc000_0200, 0xc633_6400, 0xcb00_7100][(index / 256) as usize];
    write(network + index % 256, text);
}

fn private(index: u64, text: &mut Vec<u8>) {
    write(0x0a00_0000 + index, text);
}

fn any(index: u64, text: &mut Vec<u8>) {
    write((FIRST << 24) + index, text);
}
