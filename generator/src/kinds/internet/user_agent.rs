//! User agents.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{Written, write_digits},
};

/// What a browser calls itself.
pub static USER_AGENT: Kind = Kind {
    name: "user_agent",
    group: Group::Internet,
    label: "User agent of a browser",
    words: "browser http header 브라우저 에이전트",
    about: documentation("What a browser calls itself in the header `User-Agent`."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(255)",
        values: &[
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7; rv:133.0) Gecko/20100101 Firefox/133.0",
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
        ],
    }]),
    inferred: &[Inference {
        rank: 53,
        generator: |column| {
            let is_such = column.is_text_of(&["useragent", "browser"]);
            is_such.then(|| GeneratorSpec::new(&USER_AGENT))
        },
    }],
    draft: |_| {
        let len = (SYSTEMS.len() * BROWSERS) as u64 * VERSIONS;
        let all: Vec<u64> = (0..len).step_by(VERSIONS as usize).collect();
        Ok(texts(Written(write), len.into(), &all))
    },
};

const SYSTEMS: [&str; 5] = [
    "Windows NT 10.0; Win64; x64",
    "Macintosh; Intel Mac OS X 10_15_7",
    "X11; Linux x86_64",
    "Linux; Android 10; K",
    "X11; Ubuntu; Linux x86_64",
];
const BROWSERS: usize = 3;
/// Versions 120 to 139.
const VERSIONS: u64 = 20;

fn write(index: u64, text: &mut Vec<u8>) {
    let (rest, version) = (index / VERSIONS, 120 + index % VERSIONS);
    let (system, browser) = (SYSTEMS[rest as usize / BROWSERS], rest as usize % BROWSERS);
    text.extend_from_slice(b"Mozilla/5.0 (");
    text.extend_from_slice(system.as_bytes());
    match browser {
        0 => {
            text.extend_from_slice(b") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/");
            write_digits(version, 3, text);
            text.extend_from_slice(b".0.0.0 Safari/537.36");
        }
        1 => {
            text.extend_from_slice(b"; rv:");
            write_digits(version, 3, text);
            text.extend_from_slice(b".0) Gecko/20100101 Firefox/");
            write_digits(version, 3, text);
            text.extend_from_slice(b".0");
        }
        _ => {
            text.extend_from_slice(b") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/");
            write_digits(version, 3, text);
            text.extend_from_slice(b".0.0.0 Safari/537.36 Edg/");
            write_digits(version, 3, text);
            text.extend_from_slice(b".0.0.0");
        }
    }
}
