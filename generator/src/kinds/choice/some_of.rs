//! Several of given texts.

use serde_json::Value;

use crate::{
    batch::ValueKind,
    column::Longest,
    document::{ProblemCode, shown},
    kinds::{Group, Kind, KindOption, OptionType, OptionValue, Otherwise, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes, ascending},
    random::SplitMix64,
    source::{Texts, UNCOUNTED, WriteText},
};

/// Some of the given texts, in their order.
pub static SOME_OF: Kind = Kind {
    name: "some_of",
    group: Group::Choice,
    label: "Some of a list: a,b",
    words: "set multiple tags flags members several 집합 여러 개 태그 선택",
    about: documentation(
        "Some of the given texts, each at most once and in their order, as MySQL's SET has them; in braces it is an array of PostgreSQL. As many as a range says, each \
         number as often as any other.",
    ),
    options: &[
        KindOption::required(
            "values",
            "values, with commas",
            OptionType::Values,
            "red, green, blue",
            "The texts, at most 64.",
        ),
        KindOption::required("min", "fewest", OptionType::Count, "0", "The least number of them.")
            .or(Otherwise::Whole(0)),
        KindOption::required(
            "max",
            "most",
            OptionType::Count,
            "3",
            "The largest number of them; without it, all.",
        )
        .or(Otherwise::Absent),
        KindOption::required(
            "notation",
            "written",
            OptionType::Word(&["commas", "braces"]),
            "commas",
            "`commas` for a,b; `braces` for {a,b}; without it, commas.",
        )
        .or(Otherwise::Absent),
    ],
    pinned: pinned(&[
        Pinned {
            options: r#""values":["red","green","blue"]"#,
            sql_type: "varchar(14)",
            values: &["green", "red,green,blue", "red,green"],
        },
        Pinned {
            options: r#""values":["new","on sale","last"],"min":1,"max":2,"notation":"braces""#,
            sql_type: "text",
            values: &["{\"on sale\"}", "{\"on sale\",last}", "{new,\"on sale\"}"],
        },
    ]),
    inferred: &[],
    draft,
};

/// Texts that one value chooses from: MySQL's SET has as many.
const MOST_MEMBERS: usize = 64;

/// Members as they are written, what stands around them, and how many are chosen.
#[derive(Debug)]
struct Members {
    written: Vec<String>,
    around: (&'static str, &'static str),
    least: u64,
    most: u64,
}

impl WriteText for Members {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        let mut wanted = self.least + random.below(self.most - self.least + 1);
        text.extend_from_slice(self.around.0.as_bytes());
        let mut is_first = true;
        // Each of those that are left is taken as often as it must to have as many in the end (Knuth, volume 2, algorithm S).
        for (position, member) in self.written.iter().enumerate() {
            let left = (self.written.len() - position) as u64;
            if random.below(left) < wanted {
                wanted -= 1;
                if !std::mem::replace(&mut is_first, false) {
                    text.push(b',');
                }
                text.extend_from_slice(member.as_bytes());
            }
        }
        text.extend_from_slice(self.around.1.as_bytes());
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let Some(OptionValue::Values(values)) = drafting.generator.option("values") else {
        return drafting.missing("values");
    };
    if values.is_empty() || values.len() > MOST_MEMBERS {
        let message = format!("1 to {MOST_MEMBERS} texts are chosen from");
        return drafting.problem("values", ProblemCode::InvalidList, message);
    }
    let has_braces = drafting.generator.text("notation") == Some("braces");
    let mut written = Vec::with_capacity(values.len());
    for (position, value) in values.iter().enumerate() {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            other => {
                let message = format!("{} is no text", shown(other));
                return drafting.problem(&format!("values[{position}]"), ProblemCode::InvalidValue, message);
            }
        };
        if text.contains('\0') {
            let message = "the character NUL is in no set and in no array; take it out";
            return drafting.problem(&format!("values[{position}]"), ProblemCode::InvalidValue, message);
        }
        if !has_braces && text.contains(',') {
            let message = format!(
                "`{text}` has a comma, which stands between members; write them in braces, or take it out"
            );
            return drafting.problem(&format!("values[{position}]"), ProblemCode::InvalidValue, message);
        }
        written.push(if has_braces { array_element(&text) } else { text });
    }
    let all = i64::try_from(written.len()).unwrap_or(i64::MAX);
    let least = drafting.whole("min")?;
    let most = drafting.generator.whole("max").unwrap_or(all);
    ascending(drafting, ["min", "max"], &(least, most), ProblemCode::EmptyRange)?;
    if most > all {
        let message = format!(
            "there are {all} texts, and {most} of them cannot be chosen; write more of them, or a smaller number"
        );
        return drafting.problem("max", ProblemCode::InvalidList, message);
    }
    let lengths: Vec<Longest> = written.iter().map(|text| Longest::of(text)).collect();
    let count = most as usize;
    let mut longest = Longest {
        chars: largest(lengths.iter().map(|length| length.chars), count),
        bytes: largest(lengths.iter().map(|length| length.bytes), count),
    };
    longest.add(Longest::ascii(count.saturating_sub(1) + if has_braces { 2 } else { 0 }));
    let around = if has_braces { ("{", "}") } else { ("", "") };
    let source = Texts(Members { written, around, least: least as u64, most: most as u64 });
    let draft = Draft::uniform(source, ValueKind::Text, UNCOUNTED, Extremes::Text(longest));
    Ok(draft.repeating("the same members may be chosen again"))
}

/// The sum of so many of the largest lengths.
fn largest(lengths: impl Iterator<Item = usize>, count: usize) -> usize {
    let mut lengths: Vec<usize> = lengths.collect();
    lengths.sort_unstable_by_key(|length| std::cmp::Reverse(*length));
    lengths.into_iter().take(count).sum()
}

/// A text as an element of PostgreSQL's arrays, as PostgreSQL writes it itself ("Array Input and Output Syntax").
pub(super) fn array_element(text: &str) -> String {
    let is_special = |sign: char| matches!(sign, '{' | '}' | ',' | '"' | '\\') || sign.is_whitespace();
    if !text.is_empty() && !text.contains(is_special) && !text.eq_ignore_ascii_case("null") {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
