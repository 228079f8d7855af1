//! Texts with the values of other columns of the row: `{first_name|lower}.{"last name"|slug}@example.com`.

use std::fmt;

use super::{Inputs, Source};
use crate::{
    batch::{Notation, Values},
    format::cell,
    limits::MAX_TEMPLATE_FILTERS,
};

/// Text with the values of other columns of the row.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) parts: Vec<TemplatePart>,
}

/// A piece of a template.
#[derive(Debug, Clone)]
pub(crate) enum TemplatePart {
    Literal(String),
    Column(ColumnPart),
}

/// A column of the row in a template.
#[derive(Debug, Clone)]
pub(crate) struct ColumnPart {
    /// Its position among the inputs.
    pub(crate) input: usize,
    /// How its values are written.
    pub(crate) notation: Notation,
    /// Whether JSON takes what is written for a number or a truth value.
    pub(crate) is_json_literal: bool,
    /// What is done to its text.
    pub(crate) filters: Vec<Filter>,
}

/// What is done to a value on its way into a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    /// ASCII letters become small.
    Lower,
    /// ASCII letters become capital.
    Upper,
    /// Letters and digits of ASCII, small; everything between them becomes one hyphen.
    Slug,
    /// A JSON value: text in quotes, numbers and truth values as they are, NULL as `null`.
    Json,
}

const FILTERS: [(&str, Filter); 4] =
    [("lower", Filter::Lower), ("upper", Filter::Upper), ("slug", Filter::Slug), ("json", Filter::Json)];

/// A piece of a template as it was written, with the column's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ParsedPart {
    Literal(String),
    Column { name: String, filters: Vec<Filter> },
}

/// Why a text is not a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TemplateError(String);

impl fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Cuts `{name|filter}` out of a text; `{{` and `}}` are braces. A name in double quotes may hold any characters, a quote doubled;
/// one without them ends at `|` or `}`, and spaces around it do not count.
///
/// # Errors
/// A brace without its partner, an unknown filter, a name that does not end.
pub(crate) fn parse_template(text: &str) -> Result<Vec<ParsedPart>, TemplateError> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        literal.push_str(&rest[..at]);
        let from_brace = &rest[at..];
        if from_brace.starts_with("{{") || from_brace.starts_with("}}") {
            literal.push_str(&from_brace[..1]);
            rest = &from_brace[2..];
            continue;
        }
        let lonely = || {
            let brace = &from_brace[..1];
            TemplateError(format!("`{brace}` has no partner; write `{brace}{brace}` for the character"))
        };
        let inner = from_brace.strip_prefix('{').ok_or_else(lonely)?;
        let (name, behind) = match inner.trim_start().strip_prefix('"') {
            Some(quoted) => quoted_name(quoted)?,
            None => {
                let end = inner.find(['|', '}']).ok_or_else(lonely)?;
                (inner[..end].trim().to_owned(), &inner[end..])
            }
        };
        let (filters, behind) = behind.split_once('}').ok_or_else(lonely)?;
        if !literal.is_empty() {
            parts.push(ParsedPart::Literal(std::mem::take(&mut literal)));
        }
        parts.push(ParsedPart::Column { name, filters: parse_filters(filters)? });
        rest = behind;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(ParsedPart::Literal(literal));
    }
    Ok(parts)
}

/// The name before its closing quote, and what stands behind that.
fn quoted_name(text: &str) -> Result<(String, &str), TemplateError> {
    let mut name = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('"') {
        name.push_str(before);
        match behind.strip_prefix('"') {
            Some(more) => {
                name.push('"');
                rest = more;
            }
            None => return Ok((name, behind)),
        }
    }
    Err(TemplateError("a name begins with `\"` and does not end; add the second `\"`".to_owned()))
}

fn parse_filters(text: &str) -> Result<Vec<Filter>, TemplateError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let Some(filters) = text.strip_prefix('|') else {
        return Err(TemplateError(format!("`{text}` stands behind a name; write `|` before a filter")));
    };
    let count = filters.split('|').count();
    if count > MAX_TEMPLATE_FILTERS {
        return Err(TemplateError(format!(
            "a column has {count} filters, at most {MAX_TEMPLATE_FILTERS} are applied; leave some out"
        )));
    }
    let known =
        |filter: &str| FILTERS.iter().find(|(name, _)| *name == filter.trim()).map(|(_, filter)| *filter);
    let filters = filters.split('|').map(|filter| {
        known(filter).ok_or_else(|| {
            TemplateError(format!("`{}` is not a filter; use lower, upper, slug or json", filter.trim()))
        })
    });
    filters.collect()
}

/// The template with every `{old}` as `{new}`, in quotes where the name needs them; a text that is not a template stays as it is.
///
/// ```
/// assert_eq!(generator::rename_in_template("{a|lower}@{b}", "a", "x"), "{x|lower}@{b}");
/// assert_eq!(generator::rename_in_template("{a}", "a", "either|or"), r#"{"either|or"}"#);
/// ```
pub fn rename_in_template(text: &str, old: &str, new: &str) -> String {
    let Ok(parts) = parse_template(text) else { return text.to_owned() };
    let is_shown = |part: &ParsedPart| matches!(part, ParsedPart::Column { name, .. } if name == old);
    if !parts.iter().any(is_shown) {
        return text.to_owned();
    }
    let mut renamed = String::with_capacity(text.len());
    for part in &parts {
        match part {
            ParsedPart::Literal(literal) => {
                renamed.push_str(&literal.replace('{', "{{").replace('}', "}}"));
            }
            ParsedPart::Column { name, filters } => {
                let name = if name == old { new } else { name };
                renamed.push('{');
                if name.trim() != name || name.is_empty() || name.contains(['"', '|', '{', '}']) {
                    renamed.push_str(&format!("\"{}\"", name.replace('"', "\"\"")));
                } else {
                    renamed.push_str(name);
                }
                for filter in filters {
                    renamed.push('|');
                    renamed
                        .extend(FILTERS.iter().filter(|(_, known)| known == filter).map(|(name, _)| *name));
                }
                renamed.push('}');
            }
        }
    }
    renamed
}

impl Source for Template {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        let Values::Text(text) = values else { return };
        for index in 0..inputs.indexes.len() {
            for part in &self.parts {
                match part {
                    TemplatePart::Literal(literal) => text.open().extend_from_slice(literal.as_bytes()),
                    TemplatePart::Column(part) => {
                        let column = inputs.columns[part.input];
                        let is_json = part.filters.contains(&Filter::Json);
                        if column.is_null(index) {
                            text.open().extend_from_slice(if is_json { b"null" } else { b"" });
                            continue;
                        }
                        let start = text.open().len();
                        cell::append(column.values(), index, part.notation, text.open());
                        for filter in &part.filters {
                            filter.apply(text.open(), start, part.is_json_literal);
                        }
                    }
                }
            }
            text.finish_value();
        }
    }
}

impl Filter {
    /// Changes `text` from byte `start` on.
    fn apply(self, text: &mut Vec<u8>, start: usize, is_json_literal: bool) {
        match self {
            Self::Lower => text[start..].make_ascii_lowercase(),
            Self::Upper => text[start..].make_ascii_uppercase(),
            Self::Slug => {
                let mut end = start;
                for position in start..text.len() {
                    let byte = text[position];
                    if byte.is_ascii_alphanumeric() {
                        text[end] = byte.to_ascii_lowercase();
                        end += 1;
                    } else if end > start && text[end - 1] != b'-' {
                        text[end] = b'-';
                        end += 1;
                    }
                }
                if end > start && text[end - 1] == b'-' {
                    end -= 1;
                }
                text.truncate(end);
            }
            Self::Json if is_json_literal => {}
            Self::Json => {
                let value = text.split_off(start);
                cell::append_json_string(&value, text);
            }
        }
    }

    /// How many characters or bytes `length` of them may become.
    pub(crate) fn grow(self, length: usize) -> usize {
        match self {
            Self::Lower | Self::Upper | Self::Slug => length,
            // Control characters become `\u0000`.
            Self::Json => length.saturating_mul(6).saturating_add(2).max(4),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_filters_are_cut_out() {
        let parts = parse_template("{{x}} {first name|lower|slug}@{host}{ \"a|\"\"}b\" | upper }").unwrap();
        let column = |name: &str, filters: &[Filter]| ParsedPart::Column {
            name: name.to_owned(),
            filters: filters.to_vec(),
        };
        assert_eq!(
            parts,
            [
                ParsedPart::Literal("{x} ".to_owned()),
                column("first name", &[Filter::Lower, Filter::Slug]),
                ParsedPart::Literal("@".to_owned()),
                column("host", &[]),
                column("a|\"}b", &[Filter::Upper]),
            ]
        );
    }

    #[test]
    fn lonely_braces_and_unknown_filters_are_refused() {
        for text in ["{a", "a}", "{a|b}", "{\"a}", "{\"a\" b}", "{a|lower"] {
            assert!(parse_template(text).is_err(), "{text}");
        }
    }

    #[test]
    fn renames_follow_any_name_and_come_back() {
        assert_eq!(rename_in_template("{ a |slug}{b}{{a}}", "a", "x"), "{x|slug}{b}{{a}}");
        let odd = rename_in_template("{a|lower}", "a", "a|b ");
        assert_eq!(odd, "{\"a|b \"|lower}");
        assert_eq!(rename_in_template(&odd, "a|b ", "a"), "{a|lower}");
        assert_eq!(rename_in_template("{a", "a", "b"), "{a");
    }

    #[test]
    fn filters_change_only_what_they_were_given() {
        let filtered = |filter: Filter, text: &str| {
            let mut bytes = format!("A B{text}").into_bytes();
            filter.apply(&mut bytes, 3, false);
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(filtered(Filter::Slug, "  O'Neil & Söhne "), "A Bo-neil-s-hne");
        assert_eq!(filtered(Filter::Slug, "日本"), "A B");
        assert_eq!(filtered(Filter::Upper, "straße"), "A BSTRAßE");
        assert_eq!(filtered(Filter::Lower, "ABC"), "A Babc");
        assert_eq!(filtered(Filter::Json, "say \"hi\""), "A B\"say \\\"hi\\\"\"");
    }
}
