//! From the text of a pattern to its nodes.

use std::fmt;

use super::{class::Class, node::Node};
use crate::limits::{
    MAX_PATTERN_BYTES, MAX_PATTERN_CHARS, MAX_PATTERN_DEPTH, MAX_PATTERN_REPEAT, MAX_PATTERN_STEPS,
};

/// Why a pattern cannot be used; the message names the position, counted in characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Reads a pattern.
///
/// # Errors
/// A pattern that is malformed, endless, too long, too deep, or of too many steps.
pub(super) fn parse(text: &str) -> Result<Node, PatternError> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > MAX_PATTERN_CHARS {
        return Err(PatternError(format!(
            "the pattern has {} characters, at most {MAX_PATTERN_CHARS} are read; shorten it",
            chars.len()
        )));
    }
    let mut parser = Parser { chars, position: 0 };
    let root = parser.alternatives(0)?;
    if parser.position < parser.chars.len() {
        return Err(parser.error("`)` closes no group; write `\\)` for the character"));
    }
    if root.longest.bytes > MAX_PATTERN_BYTES {
        return Err(PatternError(format!(
            "the pattern's longest string has {} bytes, at most {MAX_PATTERN_BYTES} are made; shorten it",
            root.longest.bytes
        )));
    }
    if root.steps > MAX_PATTERN_STEPS {
        return Err(PatternError(format!(
            "a string of the pattern takes {} steps, at most {MAX_PATTERN_STEPS} are taken; leave groups out, or repeat less often",
            root.steps
        )));
    }
    Ok(root)
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

    fn alternatives(&mut self, depth: usize) -> Result<Node, PatternError> {
        if depth > MAX_PATTERN_DEPTH {
            return Err(
                self.error(&format!("groups are nested deeper than {MAX_PATTERN_DEPTH} levels; nest fewer"))
            );
        }
        let mut alternatives = vec![self.sequence(depth)?];
        while self.take('|') {
            alternatives.push(self.sequence(depth)?);
        }
        Ok(match alternatives.len() {
            1 => alternatives.remove(0),
            _ => Node::alternatives(alternatives),
        })
    }

    fn sequence(&mut self, depth: usize) -> Result<Node, PatternError> {
        let mut nodes = Vec::new();
        while let Some(next) = self.peek() {
            if next == '|' || next == ')' {
                break;
            }
            let atom = self.atom(depth)?;
            nodes.push(self.quantified(atom)?);
        }
        Ok(Node::sequence(nodes))
    }

    fn atom(&mut self, depth: usize) -> Result<Node, PatternError> {
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
            '.' => vec![PRINTABLE],
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
            character => vec![(character, character)],
        };
        Ok(Node::class(Class::new(class)))
    }

    fn quantified(&mut self, atom: Node) -> Result<Node, PatternError> {
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
        let repeated = Node::repeat(atom, min, max);
        if repeated.longest.bytes > MAX_PATTERN_BYTES {
            return Err(
                self.error(&format!("the repetition is longer than {MAX_PATTERN_BYTES} bytes; shorten it"))
            );
        }
        if repeated.steps > MAX_PATTERN_STEPS {
            return Err(self.error(&format!(
                "the repetition takes more than {MAX_PATTERN_STEPS} steps; repeat fewer parts, or less often"
            )));
        }
        Ok(repeated)
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
            return Err(self.error("a repetition is not closed; write `{n}` or `{n,m}`"));
        }
        if min > max || max > MAX_PATTERN_REPEAT {
            return Err(self
                .error(&format!("`{{{min},{max}}}` must ascend and end at {MAX_PATTERN_REPEAT} or before")));
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

    fn escape(&mut self) -> Result<Vec<(char, char)>, PatternError> {
        let Some(next) = self.peek() else { return Err(self.error("`\\` ends the pattern; write `\\\\`")) };
        let class = match next {
            'd' => vec![('0', '9')],
            'w' => vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
            's' => vec![(' ', ' ')],
            't' => vec![('\t', '\t')],
            'n' => vec![('\n', '\n')],
            'r' => vec![('\r', '\r')],
            letter if letter.is_ascii_alphanumeric() => {
                return Err(
                    self.error(&format!("`\\{letter}` is not known; use \\d, \\w, \\s, \\t, \\n or \\r"))
                );
            }
            character => vec![(character, character)],
        };
        self.position += 1;
        Ok(class)
    }

    fn class(&mut self) -> Result<Vec<(char, char)>, PatternError> {
        let start = self.position;
        let negated = self.take('^');
        let mut members: Vec<(char, char)> = Vec::new();
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
                    members.push((first, last));
                }
                character => members.push((character, character)),
            }
        }
        if negated {
            let members_before = Class::new(std::mem::take(&mut members));
            let others = (PRINTABLE.0..=PRINTABLE.1).filter(|character| !members_before.has(*character));
            members.extend(others.map(|character| (character, character)));
        }
        if members.is_empty() {
            return Err(self.error("the class has no characters"));
        }
        Ok(members)
    }
}

/// The printable characters of ASCII.
const PRINTABLE: (char, char) = (' ', '~');
