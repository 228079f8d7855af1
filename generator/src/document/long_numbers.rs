//! Numbers that JSON readers round: `0.30000000000000001` becomes 0.3 before anybody can say that it had more digits. They are found in
//! the text itself, and refused.

use super::{Problem, ProblemCode};

/// The first number with a point or an exponent that is not what a floating-point number of 64 bits keeps of it. `json` is valid.
pub(super) fn find(json: &str) -> Option<Problem> {
    let mut place = Place::default();
    let mut rest = json;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '"' => {
                let length = string_length(rest);
                // The quotes are one byte each.
                place.string(&rest[1..length - 1]);
                length
            }
            '-' | '0'..='9' => {
                let is_part = |character: char| !matches!(character, '+' | '-' | '.' | 'e' | 'E' | '0'..='9');
                let length = rest.find(is_part).unwrap_or(rest.len());
                if let Some(kept) = rounded(&rest[..length]) {
                    let message = format!(
                        "{} has more digits than a JSON number keeps, which would be {kept}; write it as a string, or with fewer digits",
                        &rest[..length]
                    );
                    return Some(Problem::new(place.path(), ProblemCode::NumberTooLong, message));
                }
                length
            }
            other => {
                place.character(other);
                other.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    None
}

/// What a reader keeps of a number, if that is another.
fn rounded(number: &str) -> Option<f64> {
    if !number.contains(['.', 'e', 'E']) {
        return None;
    }
    let kept: f64 = number.parse().ok()?;
    // Of two numbers as short that are kept as one, either may have been written.
    (digits(number).len() > digits(&kept.to_string()).len()).then_some(kept)
}

/// The digits of a number without zeros before and behind them.
fn digits(number: &str) -> String {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}

/// The length of the string that a text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

/// Where in a document a value stands.
#[derive(Default)]
struct Place<'a> {
    steps: Vec<Step<'a>>,
}

enum Step<'a> {
    Field { name: &'a str, is_name_next: bool },
    Item(usize),
}

impl<'a> Place<'a> {
    fn string(&mut self, text: &'a str) {
        if let Some(Step::Field { name, is_name_next: true }) = self.steps.last_mut() {
            *name = text;
        }
    }

    fn character(&mut self, character: char) {
        match (character, self.steps.last_mut()) {
            ('{', _) => self.steps.push(Step::Field { name: "", is_name_next: true }),
            ('[', _) => self.steps.push(Step::Item(0)),
            ('}' | ']', _) => drop(self.steps.pop()),
            (':', Some(Step::Field { is_name_next, .. })) => *is_name_next = false,
            (',', Some(Step::Field { is_name_next, .. })) => *is_name_next = true,
            (',', Some(Step::Item(item))) => *item += 1,
            _ => {}
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.steps {
            match step {
                Step::Field { name, .. } if path.is_empty() => path.push_str(name),
                Step::Field { name, .. } => path.push_str(&format!(".{name}")),
                Step::Item(item) => path.push_str(&format!("[{item}]")),
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_numbers_are_found_where_they_stand() {
        let found = |json: &str| find(json).map(|problem| problem.path);
        assert_eq!(
            found(r#"{"a":[1,{"b\"":"1.23","c":[0.1,0.30000000000000001]}]}"#),
            Some("a[1].c[1]".to_owned())
        );
        assert_eq!(found(r#"{"gen":{"min":1234567890123456.78}}"#), Some("gen.min".to_owned()));
        for kept in [
            "0.30000000000000004",
            "1e300",
            "1.50",
            "100.0",
            "0.1e-7",
            "123456789012345678901",
            "-0.0",
            "5e-324",
            "\"0.30000000000000001\"",
        ] {
            assert_eq!(found(&format!(r#"{{"a":{kept}}}"#)), None, "{kept}");
        }
    }
}
