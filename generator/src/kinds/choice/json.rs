//! JSON documents of a shape.

use serde_json::Value;

use crate::{
    batch::ValueKind,
    column::Longest,
    document::{ProblemCode, SqlType, shown},
    kinds::{Group, Kind, KindOption, OptionType, OptionValue, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes},
    random::{SplitMix64, scale},
    source::{Pattern, Prose, Texts, UNCOUNTED, WriteText, word_list::NOUNS, write_digits, write_hex},
};

/// Objects and arrays whose values are drawn.
pub static JSON: Kind = Kind {
    name: "json",
    group: Group::Choice,
    label: "JSON of a shape: {\"size\": 3}",
    words: "json object array document nested attributes payload metadata settings 제이슨 객체 배열 속성 설정",
    about: documentation(
        "A JSON document of a shape: the shape is JSON, too, and its texts say what stands there. `integer(1, 100)`, `decimal(0, 9.99)`, `boolean`, \
         `boolean(0.2)`, `one_of(a, b)`, `pattern([A-Z]{3})`, `word`, `sentence`, `uuid` are drawn, all else stays, a text behind `=` as it is. A name that \
         ends with `?` is there in half of the documents. `{\"$array\": …, \"$min\": 0, \"$max\": 3}` is an array of so many.",
    ),
    options: &[KindOption::required(
        "shape",
        "shape",
        OptionType::Value,
        r#"{"size":"integer(1, 5)","tags":{"$array":"one_of(new, sale)","$min":0,"$max":2},"note?":"sentence"}"#,
        "The shape.",
    )],
    pinned: pinned(&[Pinned {
        options: r#""shape":{"size":"integer(1, 5)","price":"decimal(0, 9.99)","tags":{"$array":"one_of(new, sale)","$min":0,"$max":2},"kind":"=word","on?":"boolean"}"#,
        sql_type: "json",
        values: &[
            "{\"kind\":\"word\",\"on\":true,\"price\":4.25,\"size\":5,\"tags\":[\"new\",\"new\"]}",
            "{\"kind\":\"word\",\"price\":8.74,\"size\":2,\"tags\":[\"new\"]}",
            "{\"kind\":\"word\",\"price\":4.37,\"size\":2,\"tags\":[]}",
        ],
    }]),
    inferred: &[],
    draft,
};

/// Values of a shape, one inside the other and altogether.
const MOST_DEPTH: usize = 20;
const MOST_NODES: usize = 1_000;

/// What stands at a place of a document.
#[derive(Debug)]
pub(super) enum Node {
    /// Always the same, as JSON.
    Same(String),
    Integer(i64, i64),
    /// In units of the last of so many digits.
    Decimal(i64, i64, usize),
    Boolean(u64),
    OneOf(Vec<String>),
    Pattern(Pattern),
    Word,
    Sentence,
    Uuid,
    Array {
        of: Box<Self>,
        least: u64,
        most: u64,
    },
    /// These, one behind the other.
    List(Vec<Self>),
    /// Names as JSON, whether they may be left out, and their values.
    Object(Vec<(String, bool, Self)>),
}

impl Node {
    pub(super) fn write(&self, random: &mut SplitMix64, text: &mut Vec<u8>) {
        let quoted = |text: &mut Vec<u8>, write: &mut dyn FnMut(&mut Vec<u8>)| {
            text.push(b'"');
            write(text);
            text.push(b'"');
        };
        match self {
            Self::Same(json) => text.extend_from_slice(json.as_bytes()),
            Self::Integer(least, most) => {
                let number = least.wrapping_add(below(random, *least, *most) as i64);
                text.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
            }
            Self::Decimal(least, most, digits) => {
                let number = least.wrapping_add(below(random, *least, *most) as i64);
                if number < 0 {
                    text.push(b'-');
                }
                let unit = 10_u64.pow(*digits as u32);
                text.extend_from_slice(itoa::Buffer::new().format(number.unsigned_abs() / unit).as_bytes());
                if *digits > 0 {
                    text.push(b'.');
                    write_digits(number.unsigned_abs() % unit, *digits, text);
                }
            }
            Self::Boolean(threshold) => {
                let json: &[u8] = if random.next() < *threshold { b"true" } else { b"false" };
                text.extend_from_slice(json);
            }
            Self::OneOf(choices) => {
                let choice = random.below(choices.len().max(1) as u64) as usize;
                text.extend(choices.get(choice).into_iter().flat_map(|json| json.bytes()));
            }
            Self::Pattern(pattern) => {
                let mut plain = Vec::new();
                let index = scale(random.next(), pattern.count());
                pattern.write(index, &mut plain);
                text.extend_from_slice(json_text(&String::from_utf8_lossy(&plain)).as_bytes());
            }
            Self::Word => quoted(text, &mut |text| NOUNS.append(random.below(NOUNS.len()), text)),
            Self::Sentence => quoted(text, &mut |text| Prose::new(1, 1, None).write(random.next(), text)),
            Self::Uuid => quoted(text, &mut |text| {
                let (high, low) = (random.next(), random.next());
                for (number, digits) in [
                    (high >> 32, 8),
                    (high >> 16 & 0xffff, 4),
                    (0x4000 | high & 0x0fff, 4),
                    (0x8000 | low >> 50, 4),
                    (low & 0xffff_ffff_ffff, 12),
                ] {
                    if digits != 8 {
                        text.push(b'-');
                    }
                    write_hex(number.into(), digits, text);
                }
            }),
            Self::Array { of, least, most } => {
                text.push(b'[');
                for position in 0..least + random.below(most - least + 1) {
                    if position > 0 {
                        text.push(b',');
                    }
                    of.write(random, text);
                }
                text.push(b']');
            }
            Self::List(nodes) => {
                text.push(b'[');
                for (position, node) in nodes.iter().enumerate() {
                    if position > 0 {
                        text.push(b',');
                    }
                    node.write(random, text);
                }
                text.push(b']');
            }
            Self::Object(fields) => {
                text.push(b'{');
                let mut is_first = true;
                for (name, may_lack, node) in fields {
                    if *may_lack && random.next() & 1 == 0 {
                        continue;
                    }
                    if !std::mem::replace(&mut is_first, false) {
                        text.push(b',');
                    }
                    text.extend_from_slice(name.as_bytes());
                    text.push(b':');
                    node.write(random, text);
                }
                text.push(b'}');
            }
        }
    }

    /// Lengths that no document exceeds.
    pub(super) fn longest(&self) -> Longest {
        let ascii = Longest::ascii;
        match self {
            Self::Same(json) => Longest::of(json),
            Self::Integer(least, most) => {
                let length = |number: &i64| itoa::Buffer::new().format(*number).len();
                ascii(length(least).max(length(most)))
            }
            Self::Decimal(..) => ascii(22),
            Self::Boolean(_) => ascii(5),
            Self::OneOf(choices) => {
                choices.iter().map(|json| Longest::of(json)).fold(Longest::default(), Longest::or_longer)
            }
            Self::Pattern(pattern) => {
                let longest = pattern.longest();
                // A control character takes six.
                Longest {
                    chars: longest.chars.saturating_mul(6) + 2,
                    bytes: longest.bytes.saturating_mul(6) + 2,
                }
            }
            Self::Word => ascii(NOUNS.longest_length() + 2),
            Self::Sentence => ascii(Prose::longest_sentence() + 2),
            Self::Uuid => ascii(38),
            Self::Array { of, most, .. } => {
                let one = of.longest();
                let most = usize::try_from(*most).unwrap_or(usize::MAX);
                let times = |length: usize| length.saturating_add(1).saturating_mul(most).saturating_add(2);
                Longest { chars: times(one.chars), bytes: times(one.bytes) }
            }
            Self::List(nodes) => {
                let mut sum = ascii(2 + nodes.len());
                nodes.iter().for_each(|node| sum.add(node.longest()));
                sum
            }
            Self::Object(fields) => {
                let mut sum = ascii(2);
                for (name, _, node) in fields {
                    sum.add(Longest::of(name));
                    sum.add(node.longest());
                    sum.add(ascii(2));
                }
                sum
            }
        }
    }
}

/// A number from 0 to the distance between two.
fn below(random: &mut SplitMix64, least: i64, most: i64) -> u64 {
    scale(random.next(), (i128::from(most) - i128::from(least)) as u128 + 1)
}

/// A text as JSON.
fn json_text(text: &str) -> String {
    Value::from(text).to_string()
}

#[derive(Debug)]
struct Documents(Node);

impl WriteText for Documents {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        self.0.write(&mut SplitMix64::new(index), text);
    }
}

/// What is wrong with a shape: where, and what.
type Refused = (String, String);

/// Reads a shape.
struct Reading {
    nodes: usize,
}

impl Reading {
    fn node(&mut self, value: &Value, path: &str, depth: usize) -> Result<Node, Refused> {
        self.nodes += 1;
        if depth > MOST_DEPTH || self.nodes > MOST_NODES {
            let message = format!(
                "a shape has at most {MOST_NODES} values, {MOST_DEPTH} one inside the other; simplify it"
            );
            return Err((path.to_owned(), message));
        }
        match value {
            Value::String(text) => drawn(text).map_err(|message| (path.to_owned(), message)),
            Value::Array(values) => {
                let each = values.iter().enumerate();
                let read =
                    each.map(|(position, value)| self.node(value, &format!("{path}[{position}]"), depth + 1));
                Ok(Node::List(read.collect::<Result<_, Refused>>()?))
            }
            Value::Object(fields) if fields.contains_key("$array") => {
                let count = |name: &str, otherwise: u64| match fields.get(name) {
                    None => Ok(otherwise),
                    Some(value) => value.as_u64().filter(|count| *count <= 10_000).ok_or_else(|| {
                        (
                            format!("{path}.{name}"),
                            format!("{} is no length; write a whole number from 0 to 10000", shown(value)),
                        )
                    }),
                };
                let (least, most) = (count("$min", 0)?, count("$max", 3)?);
                if least > most {
                    return Err((
                        format!("{path}.$max"),
                        format!("$max {most} is less than $min {least}; exchange them"),
                    ));
                }
                if let Some(name) =
                    fields.keys().find(|name| !["$array", "$min", "$max"].contains(&name.as_str()))
                {
                    return Err((
                        format!("{path}.{name}"),
                        "beside $array stand $min and $max alone; take this out".to_owned(),
                    ));
                }
                let of = self.node(&fields["$array"], &format!("{path}.$array"), depth + 1)?;
                Ok(Node::Array { of: Box::new(of), least, most })
            }
            Value::Object(fields) => {
                let is_twice =
                    |name: &&String| name.strip_suffix('?').is_some_and(|bare| fields.contains_key(bare));
                if let Some(name) = fields.keys().find(is_twice) {
                    let message =
                        format!("`{name}` and the same name without `?` would be there twice; keep one");
                    return Err((format!("{path}.{name}"), message));
                }
                let read = fields.iter().map(|(name, value)| {
                    let node = self.node(value, &format!("{path}.{name}"), depth + 1)?;
                    let bare = name.strip_suffix('?');
                    Ok((json_text(bare.unwrap_or(name)), bare.is_some(), node))
                });
                Ok(Node::Object(read.collect::<Result<_, Refused>>()?))
            }
            other => Ok(Node::Same(other.to_string())),
        }
    }
}

/// What a text of a shape says.
pub(super) fn drawn(text: &str) -> Result<Node, String> {
    if let Some(same) = text.strip_prefix('=') {
        return Ok(Node::Same(json_text(same)));
    }
    let (name, inside) = match text.split_once('(') {
        Some((name, rest)) => (name, rest.strip_suffix(')')),
        None => (text, None),
    };
    let words = || inside.unwrap_or_default().split(',').map(str::trim);
    let two = || -> Option<(&str, &str)> {
        let mut words = words();
        let pair = (words.next()?, words.next()?);
        words.next().is_none().then_some(pair)
    };
    let wrong =
        |should: &str| format!("`{text}` is not understood; write {should}, or =… for the text itself");
    match (name, inside) {
        ("integer", Some(_)) => {
            let ends = two().and_then(|(least, most)| Some((least.parse().ok()?, most.parse().ok()?)));
            let ends = ends.filter(|(least, most): &(i64, i64)| least <= most);
            let (least, most) = ends.ok_or_else(|| wrong("integer(1, 100)"))?;
            Ok(Node::Integer(least, most))
        }
        ("decimal", Some(_)) => {
            let digits = |text: &str| text.split_once('.').map_or(0, |(_, digits)| digits.len());
            let ends = two().and_then(|(least, most)| {
                // More than a number of 18 digits has.
                let count = Some(digits(least).max(digits(most))).filter(|count| *count <= 18)?;
                let read = |text: &str| {
                    crate::plan::literal::decimal(text, 18, u8::try_from(count).ok()?)
                        .ok()
                        .and_then(|units| i64::try_from(units).ok())
                };
                Some((read(least)?, read(most)?, count))
            });
            let ends = ends.filter(|(least, most, _)| least <= most);
            let (least, most, digits) = ends.ok_or_else(|| wrong("decimal(0, 9.99)"))?;
            Ok(Node::Decimal(least, most, digits))
        }
        ("boolean", None) if text == name => Ok(Node::Boolean(1 << 63)),
        ("boolean", Some(chance)) => {
            let chance: Option<f64> =
                chance.trim().parse().ok().filter(|chance| (0.0..=1.0).contains(chance));
            // The cast saturates.
            chance
                .map(|chance| Node::Boolean((chance * 2_f64.powi(64)) as u64))
                .ok_or_else(|| wrong("boolean(0.2)"))
        }
        ("one_of", Some(inside)) if !inside.trim().is_empty() => {
            Ok(Node::OneOf(words().map(json_text).collect()))
        }
        ("pattern", Some(pattern)) => {
            Pattern::parse(pattern).map(Node::Pattern).map_err(|error| error.to_string())
        }
        ("word", None) if text == name => Ok(Node::Word),
        ("sentence", None) if text == name => Ok(Node::Sentence),
        ("uuid", None) if text == name => Ok(Node::Uuid),
        ("integer" | "decimal" | "one_of" | "pattern", _)
        | ("word" | "sentence" | "uuid", Some(_))
        | ("boolean" | "word" | "sentence" | "uuid", None) => Err(wrong(
            "integer(1, 100), decimal(0, 9.99), boolean(0.2), one_of(a, b), pattern([A-Z]{3}), word, sentence or uuid",
        )),
        _ => Ok(Node::Same(json_text(text))),
    }
}

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let Some(OptionValue::Value(shape)) = drafting.generator.option("shape") else {
        return drafting.missing("shape");
    };
    // A field of the page has the JSON as a text.
    let written = shape.as_str().filter(|text| text.trim_start().starts_with(['{', '[']));
    let shape = match written.map(serde_json::from_str) {
        None => shape.clone(),
        Some(Ok(shape)) => shape,
        Some(Err(error)) => {
            return drafting.problem(
                "shape",
                ProblemCode::InvalidValue,
                format!("this is not JSON: {error}"),
            );
        }
    };
    let node = match (Reading { nodes: 0 }).node(&shape, "shape", 0) {
        Ok(node) => node,
        Err((path, message)) => return drafting.problem(&path, ProblemCode::InvalidValue, message),
    };
    let extremes = Extremes::Text(node.longest());
    if !matches!(drafting.sql_type(), SqlType::Json | SqlType::Text | SqlType::Varchar { .. }) {
        let path = drafting.place.field_path("type");
        let message = "JSON stands in columns of the types json, text and varchar; choose one of them";
        return Err(Some(crate::document::Problem::new(path, ProblemCode::TypeMismatch, message)));
    }
    let draft = Draft::uniform(Texts(Documents(node)), ValueKind::Text, UNCOUNTED, extremes);
    Ok(Draft { is_json: true, ..draft.repeating("documents may repeat") })
}
