//! From the text of an expression to its tokens.

use super::Refusal;

/// A piece of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A keyword or a name, as it was written.
    Word(String),
    /// A name in double quotes, without them.
    Name(String),
    /// A number, as it was written.
    Number(String),
    /// A text in single quotes, without them.
    Text(String),
    /// An operator or a sign.
    Sign(&'static str),
}

/// A token and where it stands, in bytes from the start.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) at: usize,
    pub(super) end: usize,
}

/// Signs, longer ones before those that they begin with.
const SIGNS: [&str; 20] = [
    "::", "||", "<>", "!=", "<=", ">=", "(", ")", ",", ".", "+", "-", "*", "/", "%", "=", "<", ">", "[", "]",
];

/// The tokens of a text.
///
/// # Errors
/// A character that begins no token, a quote without its partner.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, Refusal> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        if rest.starts_with("--") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let (token, length) = match first {
            '\'' => {
                let (inside, length) = quoted(rest, '\'').ok_or_else(|| {
                    Refusal::new(at, "a text begins with `'` and does not end; add the second `'`")
                })?;
                (Token::Text(inside), length)
            }
            '"' => {
                let (inside, length) = quoted(rest, '"').ok_or_else(|| {
                    Refusal::new(at, "a name begins with `\"` and does not end; add the second `\"`")
                })?;
                (Token::Name(inside), length)
            }
            _ if first.is_ascii_digit() || is_fraction(rest) => {
                let length = number(rest);
                (Token::Number(rest[..length].to_owned()), length)
            }
            _ if first.is_alphabetic() || first == '_' => {
                let is_part =
                    |character: char| character.is_alphanumeric() || character == '_' || character == '$';
                let length = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
                (Token::Word(rest[..length].to_owned()), length)
            }
            _ => {
                let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) else {
                    return Err(Refusal::new(
                        at,
                        format!("`{first}` is no part of an expression; leave it out"),
                    ));
                };
                (Token::Sign(sign), sign.len())
            }
        };
        tokens.push(Placed { token, at, end: at + length });
        at += length;
    }
    Ok(tokens)
}

/// What stands between a quote and its partner, quotes doubled inside it, and how many bytes that takes.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut inside = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character != quote {
            inside.push(character);
        } else if characters.next_if(|(_, next)| *next == quote).is_some() {
            inside.push(quote);
        } else {
            return Some((inside, at + 1));
        }
    }
    None
}

fn is_fraction(text: &str) -> bool {
    text.strip_prefix('.').is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
}

/// How many bytes of a text are a number: digits, a point, an exponent.
fn number(text: &str) -> usize {
    let digits = |from: usize| from + text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    if text[end..].starts_with('.') {
        end = digits(end + 1);
    }
    if let Some(exponent) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let whole = digits(end + 1 + sign);
        if whole > end + 1 + sign {
            end = whole;
        }
    }
    end
}

/// The expression with a column's name changed wherever it stands; a text that has no tokens stays as it is. With a `qualifier`, the name
/// behind that and a point is meant; without one, a name that stands alone.
pub(super) fn rename(text: &str, qualifier: Option<&str>, old: &str, new: &str) -> String {
    replace(text, new, |names, index| {
        let before = names.before_point(index);
        names.is(index, old)
            && match qualifier {
                None => before.is_none() && !names.is_before_point(index),
                Some(qualifier) => before.is_some_and(|before| names.is(before, qualifier)),
            }
    })
}

/// The same for a name that stands before a point.
pub(super) fn rename_qualifier(text: &str, old: &str, new: &str) -> String {
    replace(text, new, |names, index| names.is(index, old) && names.is_before_point(index))
}

/// The names of columns, each with what stands before it and a point.
pub(super) fn names(text: &str) -> Vec<(Option<String>, String)> {
    let Ok(tokens) = tokens(text) else { return Vec::new() };
    let names = Names(&tokens);
    let places = (0..tokens.len()).filter(|index| !names.is_before_point(*index));
    let found = places.filter_map(|index| {
        let before = names.before_point(index).and_then(|before| names.name(before));
        Some((before.map(str::to_owned), names.name(index)?.to_owned()))
    });
    found.collect()
}

/// The tokens of an expression, of which some are names.
struct Names<'a>(&'a [Placed]);

impl Names<'_> {
    /// The name at a place: no word before a parenthesis, which is a function's; no keyword; no type behind `AS` or `::` or before a text;
    /// no field in front of `extract`'s FROM.
    fn name(&self, index: usize) -> Option<&str> {
        let is_word = |index: Option<usize>, word: &str| {
            index.and_then(|index| self.0.get(index)).is_some_and(
                |placed| matches!(&placed.token, Token::Word(found) if found.eq_ignore_ascii_case(word)),
            )
        };
        let before = index.checked_sub(1);
        match &self.0.get(index)?.token {
            Token::Word(_) if self.is_sign(index + 1, "(") => None,
            Token::Word(word) if super::parse::is_reserved(word) => None,
            Token::Word(_)
                if is_word(before, "as") || before.is_some_and(|before| self.is_sign(before, "::")) =>
            {
                None
            }
            Token::Word(_)
                if self.0.get(index + 1).is_some_and(|placed| matches!(placed.token, Token::Text(_))) =>
            {
                None
            }
            Token::Word(_)
                if is_word(Some(index + 1), "from") && is_word(index.checked_sub(2), "extract") =>
            {
                None
            }
            Token::Word(name) | Token::Name(name) => Some(name),
            _ => None,
        }
    }

    /// Whether a name stands at a place; cases do not count, as where names are looked up.
    fn is(&self, index: usize, name: &str) -> bool {
        self.name(index).is_some_and(|found| found == name || found.to_lowercase() == name.to_lowercase())
    }

    fn is_sign(&self, index: usize, sign: &str) -> bool {
        self.0.get(index).is_some_and(|placed| matches!(placed.token, Token::Sign(found) if found == sign))
    }

    fn is_before_point(&self, index: usize) -> bool {
        self.is_sign(index + 1, ".")
    }

    /// Where the name stands that is before this one and a point.
    fn before_point(&self, index: usize) -> Option<usize> {
        index.checked_sub(2).filter(|before| self.is_sign(before + 1, "."))
    }
}

fn replace(text: &str, new: &str, is_meant: impl Fn(&Names<'_>, usize) -> bool) -> String {
    let Ok(tokens) = tokens(text) else { return text.to_owned() };
    let mut renamed = String::with_capacity(text.len());
    let mut copied = 0;
    for (_, placed) in tokens.iter().enumerate().filter(|(index, _)| is_meant(&Names(&tokens), *index)) {
        renamed.push_str(&text[copied..placed.at]);
        renamed.push_str(&written(new));
        copied = placed.end;
    }
    renamed.push_str(&text[copied..]);
    renamed
}

/// A name as it stands in an expression: in quotes where it would be something else without them.
pub(super) fn written(name: &str) -> String {
    let begins = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
    let is_plain = begins && name.chars().all(|character| character.is_alphanumeric() || character == '_');
    if is_plain && !super::parse::is_reserved(name) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_its_tokens() {
        let found: Vec<Token> = tokens("a+ 1.5e3 ||'it''s' -- end\n:: \"x y\"")
            .unwrap()
            .into_iter()
            .map(|placed| placed.token)
            .collect();
        assert_eq!(
            found,
            [
                Token::Word("a".into()),
                Token::Sign("+"),
                Token::Number("1.5e3".into()),
                Token::Sign("||"),
                Token::Text("it's".into()),
                Token::Sign("::"),
                Token::Name("x y".into()),
            ]
        );
        assert_eq!(tokens("a ; b").unwrap_err().at, 2);
        assert!(tokens("'open").unwrap_err().message.contains("does not end"));
    }

    #[test]
    fn a_renamed_column_is_renamed_where_it_stands() {
        assert_eq!(rename("a + t.a || 'a' || \"a\"", None, "a", "b c"), "\"b c\" + t.a || 'a' || \"b c\"");
        assert_eq!(rename("a + t.a", Some("t"), "a", "b"), "a + t.b");
        assert_eq!(rename("lower(lower)", None, "lower", "name"), "lower(name)");
        assert_eq!(rename("a", None, "a", "select"), "\"select\"");
        assert_eq!(rename("'", None, "a", "b"), "'");
    }
}
