//! Arrays of PostgreSQL.

use super::{
    json::{Node, drawn},
    some_of::array_element,
};
use crate::{
    batch::ValueKind,
    column::Longest,
    document::ProblemCode,
    kinds::{Group, Kind, KindOption, OptionType, Otherwise, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes, ascending},
    random::SplitMix64,
    source::{Texts, UNCOUNTED, WriteText},
};

/// An array whose elements are drawn.
pub static ARRAY: Kind = Kind {
    name: "array",
    group: Group::Choice,
    label: "Array: {3,14,15}",
    words: "postgres list elements braces 배열 목록 원소",
    about: documentation(
        "An array as PostgreSQL writes it, of so many elements. `of` says what they are, in the words of the kind `json`: `integer(1, 100)`, `decimal(0, 9.99)`, `boolean`, \
         `one_of(a, b)`, `pattern([A-Z]{3})`, `word`, `sentence` or `uuid`.",
    ),
    options: &[
        KindOption::required("of", "elements", OptionType::Text, "integer(1, 100)", "What the elements are."),
        KindOption::required("min", "fewest", OptionType::Count, "0", "The least number of elements.")
            .or(Otherwise::Whole(0)),
        KindOption::required(
            "max",
            "most",
            OptionType::Count,
            "3",
            "The largest number of elements, at most 10,000.",
        )
        .or(Otherwise::Whole(3)),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""of":"integer(1, 100)","min":1,"max":4"#,
            sql_type: "text",
            values: &["{42,43}", "{88,35,41,33}", "{44,27,32}"],
        },
        Pinned {
            options: r#""of":"one_of(new, on sale)""#,
            sql_type: "varchar(40)",
            values: &["{new}", "{\"on sale\",new,new}", "{new,new}"],
        },
    ]),
    inferred: &[],
    draft,
};

/// Elements of one array.
const MOST_ELEMENTS: i64 = 10_000;

#[derive(Debug)]
struct Arrays {
    of: Node,
    least: u64,
    most: u64,
}

impl WriteText for Arrays {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        text.push(b'{');
        let mut element = Vec::new();
        for position in 0..self.least + random.below(self.most - self.least + 1) {
            if position > 0 {
                text.push(b',');
            }
            element.clear();
            self.of.write(&mut random, &mut element);
            match element.first() {
                // A text is written as JSON, whose escapes are others.
                Some(b'"') => {
                    let plain: String = serde_json::from_slice(&element).unwrap_or_default();
                    text.extend_from_slice(array_element(&plain).as_bytes());
                }
                Some(b't' | b'f') => text.push(element[0]),
                _ => text.extend_from_slice(&element),
            }
        }
        text.push(b'}');
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    if drafting.text("of")?.contains('\0') {
        let message = "the character NUL is in no set and in no array; take it out";
        return drafting.problem("of", ProblemCode::InvalidValue, message);
    }
    let of = match drawn(drafting.text("of")?) {
        Ok(node) => node,
        Err(message) => return drafting.problem("of", ProblemCode::InvalidValue, message),
    };
    let (least, most) = (drafting.whole("min")?, drafting.whole("max")?);
    ascending(drafting, ["min", "max"], &(least, most), ProblemCode::EmptyRange)?;
    if most > MOST_ELEMENTS {
        let message = format!("an array has at most {MOST_ELEMENTS} elements");
        return drafting.problem("max", ProblemCode::InvalidList, message);
    }
    // As JSON, an element is never shorter.
    let one = of.longest();
    let times = |length: usize| length.saturating_add(1).saturating_mul(most as usize).saturating_add(2);
    let longest = Longest { chars: times(one.chars), bytes: times(one.bytes) };
    let source = Texts(Arrays { of, least: least as u64, most: most as u64 });
    let draft = Draft::uniform(source, ValueKind::Text, UNCOUNTED, Extremes::Text(longest));
    Ok(draft.repeating("arrays may repeat"))
}
