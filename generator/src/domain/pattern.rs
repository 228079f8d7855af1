use std::fmt;

use crate::random::{SplitMix64, scale};

/// Deepest nesting of groups; each level is one stack frame.
const MAX_DEPTH: usize = 50;
/// Most repetitions that one quantifier may ask for.
const MAX_REPEAT: u32 = 1_000;
/// Most characters of a pattern.
const MAX_PATTERN_CHARS: usize = 1_000;
/// Longest string that a pattern may describe, in bytes.
const MAX_TEXT_BYTES: usize = 4_096;

/// The strings of a pattern: a regular expression without `*` and `+`, so that its strings can be counted and
/// addressed by number.
///
/// Literals, classes `[A-Za-z_]` and `[^…]` (over printable ASCII), `\d`, `\w`, `\s`, `.` (printable ASCII), groups,
/// alternatives `a|b`, and the quantifiers `?`, `{n}` and `{n,m}`. The count stops at 2^64.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    root: Node,
    count: u128,
}

#[derive(Debug, Clone)]
enum Node {
    Class(Vec<char>),
    Sequence(Vec<Counted>),
    Alternatives(Vec<Counted>),
    Repeat { node: Box<Counted>, min: u32, max: u32 },
}

/// A node, how many strings it has, and the length in bytes of the longest.
#[derive(Debug, Clone)]
struct Counted {
    node: Node,
    count: u128,
    longest: usize,
}

/// Why a pattern cannot be used; the message names the position, counted in characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A pattern that is malformed, endless, too long or too deep.
    pub(crate) fn parse(text: &str) -> Result<Self, PatternError> {
        let chars: Vec<char> = text.chars().collect();
        if chars.len() > MAX_PATTERN_CHARS {
            return Err(PatternError(format!(
                "the pattern has {} characters, at most {MAX_PATTERN_CHARS} are read",
                chars.len()
            )));
        }
        let mut parser = Parser { chars, position: 0 };
        let root = parser.alternatives(0)?;
        if parser.position < parser.chars.len() {
            return Err(parser.error("`)` closes no group; write `\\)` for the character"));
        }
        if root.longest > MAX_TEXT_BYTES {
            return Err(PatternError(format!(
                "the pattern's longest string has {} bytes, at most {MAX_TEXT_BYTES} are made",
                root.longest
            )));
        }
        Ok(Self { count: root.count, root: root.node })
    }

    /// How many strings there are, 1 to 2^64; longer lists of strings count as 2^64.
    pub(crate) fn count(&self) -> u128 {
        self.count
    }

    /// The longest string, in characters.
    pub(crate) fn longest(&self) -> usize {
        self.root.longest_chars()
    }

    /// Whether two indexes never give one string. Alternatives and more than one part of varying length may.
    pub(crate) fn is_unambiguous(&self) -> bool {
        self.root.varying_parts().is_some_and(|parts| parts <= 1)
    }

    /// Appends the string of `index`, which must be below [`Self::count`].
    pub(crate) fn write(&self, index: u64, text: &mut Vec<u8>) {
        self.root.write(index, text);
    }
}

impl Node {
    fn counted(self) -> Counted {
        let saturated = |count: u128| count.min(1 << 64);
        let (count, longest) = match &self {
            Self::Class(chars) => {
                (chars.len() as u128, chars.iter().map(|character| character.len_utf8()).max().unwrap_or(0))
            }
            Self::Sequence(nodes) => nodes.iter().fold((1_u128, 0), |(count, longest), node| {
                (saturated(count.saturating_mul(node.count)), longest + node.longest)
            }),
            Self::Alternatives(nodes) => nodes.iter().fold((0, 0), |(count, longest), node| {
                (saturated(count + node.count), longest.max(node.longest))
            }),
            Self::Repeat { node, min, max } => (
                saturated((*min..=*max).map(|times| power(node.count, times)).sum()),
                node.longest * *max as usize,
            ),
        };
        Counted { node: self, count, longest }
    }

    fn longest_chars(&self) -> usize {
        match self {
            Self::Class(_) => 1,
            Self::Sequence(nodes) => nodes.iter().map(|node| node.node.longest_chars()).sum(),
            Self::Alternatives(nodes) => {
                nodes.iter().map(|node| node.node.longest_chars()).max().unwrap_or(0)
            }
            Self::Repeat { node, max, .. } => node.node.longest_chars() * *max as usize,
        }
    }

    /// How many parts have strings of more than one length; `None` where strings may repeat for another reason.
    fn varying_parts(&self) -> Option<usize> {
        match self {
            Self::Class(_) => Some(0),
            Self::Sequence(nodes) => nodes.iter().map(|node| node.node.varying_parts()).sum(),
            Self::Alternatives(_) => None,
            Self::Repeat { node, min, max } => match node.node.varying_parts()? {
                0 => Some(usize::from(min < max && node.longest > 0)),
                varying => (*max <= 1 && min == max).then_some(varying),
            },
        }
    }

    /// Appends string number `index` of this node's strings.
    fn write(&self, mut index: u64, text: &mut Vec<u8>) {
        match self {
            Self::Class(chars) => {
                let character = chars[index as usize];
                match u8::try_from(character) {
                    Ok(byte) if byte.is_ascii() => text.push(byte),
                    _ => text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
            Self::Sequence(nodes) => write_all(nodes.len(), |position| &nodes[position], index, text),
            Self::Alternatives(nodes) => {
                for node in nodes {
                    if u128::from(index) < node.count {
                        return node.node.write(index, text);
                    }
                    // It is at most the index, which has 64 bits.
                    index -= node.count as u64;
                }
            }
            Self::Repeat { node, min, max } => {
                for times in *min..*max {
                    let count = power(node.count, times);
                    if u128::from(index) < count {
                        return write_all(times as usize, |_| node, index, text);
                    }
                    index -= count as u64;
                }
                write_all(*max as usize, |_| node, index, text);
            }
        }
    }
}

/// Writes the digits of `index` in the mixed radix of the `count` nodes, the last node changing fastest. Once the last
/// nodes hold all 64 bits of the index, those before them, which would otherwise never change, take digits made from it.
fn write_all<'a>(count: usize, node: impl Fn(usize) -> &'a Counted, index: u64, text: &mut Vec<u8>) {
    // Most patterns need no memory of their own.
    let (mut few, mut many) = ([0_u64; 32], Vec::new());
    let digits = match few.get_mut(..count) {
        Some(digits) => digits,
        None => {
            many.resize(count, 0);
            many.as_mut_slice()
        }
    };
    let mut random = SplitMix64::new(index);
    let (mut rest, mut held) = (index, 1_u128);
    for (position, digit) in digits.iter_mut().enumerate().rev() {
        let radix = node(position).count;
        // Division of 64 bits, because that of 128 is ten times as slow in WebAssembly.
        *digit = match u64::try_from(radix) {
            _ if held >= 1 << 64 => scale(random.next(), radix),
            Ok(radix) => {
                let digit = rest % radix;
                rest /= radix;
                digit
            }
            Err(_) => std::mem::take(&mut rest),
        };
        // Below 2^64 before, and no radix is above: this fits 128 bits; after that it need not grow.
        held = if held >= 1 << 64 { held } else { held * radix };
    }
    for (position, digit) in digits.iter().enumerate() {
        node(position).node.write(*digit, text);
    }
}

/// `base^exponent`, or 2^64 if that is less.
fn power(base: u128, exponent: u32) -> u128 {
    let mut result: u128 = 1;
    for _ in 0..exponent {
        result *= base;
        if result >= 1 << 64 {
            return 1 << 64;
        }
        if base <= 1 {
            break;
        }
    }
    result
}

struct Parser {
    chars: Vec<char>,
    position: usize,
}

impl Parser {
    fn error(&self, message: &str) -> PatternError {
        PatternError(format!("at character {} of the pattern: {message}", self.position + 1))
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.position).copied()
    }

    fn take(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        self.position += usize::from(found);
        found
    }

    fn alternatives(&mut self, depth: usize) -> Result<Counted, PatternError> {
        if depth > MAX_DEPTH {
            return Err(self.error("groups are nested deeper than 50 levels"));
        }
        let mut alternatives = vec![self.sequence(depth)?];
        while self.take('|') {
            alternatives.push(self.sequence(depth)?);
        }
        Ok(match alternatives.len() {
            1 => alternatives.remove(0),
            _ => Node::Alternatives(alternatives).counted(),
        })
    }

    fn sequence(&mut self, depth: usize) -> Result<Counted, PatternError> {
        let mut nodes = Vec::new();
        while let Some(next) = self.peek() {
            if next == '|' || next == ')' {
                break;
            }
            let atom = self.atom(depth)?;
            nodes.push(self.quantified(atom)?);
        }
        Ok(Node::Sequence(nodes).counted())
    }

    fn atom(&mut self, depth: usize) -> Result<Counted, PatternError> {
        let Some(next) = self.peek() else { return Err(self.error("the pattern ends too early")) };
        self.position += 1;
        let class = match next {
            '(' => {
                if self.take('?') && !self.take(':') {
                    return Err(self.error("only plain groups `(…)` and `(?:…)` are known"));
                }
                let group = self.alternatives(depth + 1)?;
                if !self.take(')') {
                    return Err(self.error("a group is not closed; add `)`"));
                }
                return Ok(group);
            }
            '[' => self.class()?,
            '\\' => self.escape()?,
            '.' => printable().collect(),
            '*' | '+' | '?' | '{' => {
                self.position -= 1;
                return Err(
                    self.error(&format!("`{next}` repeats nothing; write `\\{next}` for the character"))
                );
            }
            '^' | '$' => {
                self.position -= 1;
                return Err(self.error(&format!(
                    "the whole value is matched anyway: leave out `{next}`, or write `\\{next}`"
                )));
            }
            character => vec![character],
        };
        Ok(Node::Class(class).counted())
    }

    fn quantified(&mut self, atom: Counted) -> Result<Counted, PatternError> {
        let (min, max) = match self.peek() {
            Some('?') => {
                self.position += 1;
                (0, 1)
            }
            Some(endless @ ('*' | '+')) => {
                return Err(
                    self.error(&format!("`{endless}` has no end; write how often, such as `{{1,10}}`"))
                );
            }
            Some('{') => {
                self.position += 1;
                self.repetitions()?
            }
            _ => return Ok(atom),
        };
        if atom.longest.saturating_mul(max as usize) > MAX_TEXT_BYTES {
            return Err(self.error(&format!("the repetition is longer than {MAX_TEXT_BYTES} bytes")));
        }
        Ok(Node::Repeat { node: Box::new(atom), min, max }.counted())
    }

    fn repetitions(&mut self) -> Result<(u32, u32), PatternError> {
        let min = self.number()?;
        let max = if self.take(',') {
            if self.peek() == Some('}') {
                return Err(self.error("`{n,}` has no end; write `{n,m}`"));
            }
            self.number()?
        } else {
            min
        };
        if !self.take('}') {
            return Err(self.error("`{` is not closed; write `{n}` or `{n,m}`"));
        }
        if min > max || max > MAX_REPEAT {
            return Err(
                self.error(&format!("`{{{min},{max}}}` must ascend and end at {MAX_REPEAT} or before"))
            );
        }
        Ok((min, max))
    }

    fn number(&mut self) -> Result<u32, PatternError> {
        let digits: String =
            self.chars[self.position..].iter().take_while(|next| next.is_ascii_digit()).collect();
        let number = digits.parse().map_err(|_| self.error("a number is missing; write `{n}` or `{n,m}`"))?;
        self.position += digits.len();
        Ok(number)
    }

    fn escape(&mut self) -> Result<Vec<char>, PatternError> {
        let Some(next) = self.peek() else { return Err(self.error("`\\` ends the pattern; write `\\\\`")) };
        let class = match next {
            'd' => ('0'..='9').collect(),
            'w' => word_characters().collect(),
            's' => vec![' '],
            't' => vec!['\t'],
            'n' => vec!['\n'],
            'r' => vec!['\r'],
            letter if letter.is_ascii_alphanumeric() => {
                return Err(
                    self.error(&format!("`\\{letter}` is not known; use \\d, \\w, \\s, \\t, \\n or \\r"))
                );
            }
            character => vec![character],
        };
        self.position += 1;
        Ok(class)
    }

    fn class(&mut self) -> Result<Vec<char>, PatternError> {
        let start = self.position;
        let negated = self.take('^');
        let mut members: Vec<char> = Vec::new();
        loop {
            let Some(next) = self.peek() else {
                self.position = start - 1;
                return Err(self.error("a class is not closed; add `]`"));
            };
            self.position += 1;
            match next {
                ']' => break,
                '\\' => members.extend(self.escape()?),
                first
                    if self.peek() == Some('-')
                        && self.chars.get(self.position + 1).is_some_and(|end| *end != ']') =>
                {
                    let last = self.chars[self.position + 1];
                    if last < first {
                        return Err(self.error(&format!("the range `{first}-{last}` must ascend")));
                    }
                    self.position += 2;
                    members.extend(first..=last);
                }
                character => members.push(character),
            }
        }
        members.sort_unstable();
        members.dedup();
        if negated {
            members = printable().filter(|character| members.binary_search(character).is_err()).collect();
        }
        if members.is_empty() {
            return Err(self.error("the class has no characters"));
        }
        Ok(members)
    }
}

fn printable() -> impl Iterator<Item = char> {
    ' '..='~'
}

fn word_characters() -> impl Iterator<Item = char> {
    printable().filter(|character| character.is_ascii_alphanumeric() || *character == '_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(pattern: &str) -> Vec<String> {
        let pattern = Pattern::parse(pattern).unwrap();
        (0..pattern.count() as u64).map(|index| text(&pattern, index)).collect()
    }

    fn text(pattern: &Pattern, index: u64) -> String {
        let mut text = Vec::new();
        pattern.write(index, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn strings_are_listed_in_order() {
        assert_eq!(all("[ab]{2}"), ["aa", "ab", "ba", "bb"]);
        assert_eq!(all("x?(a|bc)[12]"), ["a1", "a2", "bc1", "bc2", "xa1", "xa2", "xbc1", "xbc2"]);
        assert_eq!(all("[ab]{0,2}"), ["", "a", "b", "aa", "ab", "ba", "bb"]);
        assert_eq!(all(r"\.\[é"), [".[é"]);
        assert_eq!(all("[a-c-]"), ["-", "a", "b", "c"]);
        assert_eq!(all(""), [""]);
    }

    #[test]
    fn value_stability() {
        let pattern = Pattern::parse(r"[A-Z]{3}-\d{4}").unwrap();
        assert_eq!(pattern.count(), 175_760_000);
        assert_eq!(
            [0, 1, 175_759_999].map(|index| text(&pattern, index)),
            ["AAA-0000", "AAA-0001", "ZZZ-9999"]
        );
        for doubly_huge in [r"\w{20}-\w{20}", "[0-9a-f]{16}[0-9a-f]{16}"] {
            assert_eq!(Pattern::parse(doubly_huge).unwrap().count(), 1 << 64);
        }
        let huge = Pattern::parse(r"\w{40}").unwrap();
        assert_eq!(huge.count(), 1 << 64);
        assert_eq!(text(&huge, u64::MAX), "kSqaBCTfMQ8CPfDr0n00lFwohQDutIivLMqoeTYF");
    }

    #[test]
    fn malformed_patterns_name_the_place_and_the_remedy() {
        for (pattern, part) in [
            ("a*", "character 2"),
            ("a+", "no end"),
            ("a{2,}", "no end"),
            ("a{3,2}", "must ascend"),
            ("a{2000}", "1000"),
            ("(a", "add `)`"),
            ("a)", "closes no group"),
            ("[a", "add `]`"),
            ("[z-a]", "must ascend"),
            ("[^ -~]", "no characters"),
            (r"\q", "not known"),
            (r"\", "write `\\\\`"),
            ("?", "repeats nothing"),
            ("^a$", "leave out"),
            ("(?=a)", "plain groups"),
            ("((a{1000}){1000}){1000}", "4096"),
        ] {
            let message = Pattern::parse(pattern).unwrap_err().to_string();
            assert!(message.contains(part), "{pattern}: {message}");
        }
        assert!(Pattern::parse(&"(".repeat(900)).is_err());
    }

    #[test]
    fn ambiguity_is_seen() {
        for (pattern, unambiguous) in [
            (r"[A-Z]{3}-\d{4}", true),
            (r"\d{2,4}", true),
            (r"A\d{2,4}Z", true),
            (r"\d{1,2}\d{1,2}", false),
            ("(a|a)", false),
            ("(a{1,2}){2}", false),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().is_unambiguous(), unambiguous, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "[\\[\\](){}|?*+\\\\^$.a-c0-9,-]{0,40}") {
            if let Ok(pattern) = Pattern::parse(&text) {
                let mut value = Vec::new();
                pattern.write((pattern.count() - 1) as u64, &mut value);
                prop_assert!(String::from_utf8(value).unwrap().chars().count() <= pattern.longest());
            }
        }
    }
}
