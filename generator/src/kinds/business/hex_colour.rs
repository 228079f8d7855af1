//! Colours as CSS has them.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{Written, write_hex},
};

/// A colour in hexadecimal digits.
pub static HEX_COLOUR: Kind = Kind {
    name: "hex_colour",
    group: Group::Business,
    label: "Colour: #3fa9c2",
    words: "color rgb css hex 색상코드",
    about: documentation("A colour in hexadecimal digits, as in CSS."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "char(7)",
        values: &["#4fb008", "#622352", "#eefa3e"],
    }]),
    inferred: &[Inference {
        rank: 64,
        generator: |column| {
            let is_such =
                column.is_text_of(&["colorcode", "colourcode", "hexcolor", "hexcolour", "색상코드"]);
            is_such.then(|| GeneratorSpec::new(&HEX_COLOUR))
        },
    }],
    draft: |_| Ok(texts(Written(write), 1 << 24, &[0])),
};

fn write(index: u64, text: &mut Vec<u8>) {
    text.push(b'#');
    write_hex(index.into(), 6, text);
}
