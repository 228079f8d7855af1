use std::fmt;

/// Text with the values of other columns of the row.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) parts: Vec<TemplatePart>,
}

/// A piece of a template.
#[derive(Debug, Clone)]
pub(crate) enum TemplatePart {
    Literal(String),
    /// A column of the table by position, and what is done to its text.
    Column {
        column: usize,
        filters: Vec<Filter>,
    },
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
}

/// A piece of a template as it was written, with the column's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ParsedPart {
    Literal(String),
    Column { name: String, filters: Vec<Filter> },
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TemplateError(String);

impl fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Template {
    /// Cuts `{name|filter}` out of a text; `{{` and `}}` are braces.
    ///
    /// # Errors
    /// A brace without its partner, an unknown filter.
    pub(crate) fn parse(text: &str) -> Result<Vec<ParsedPart>, TemplateError> {
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
            let Some((column, after)) = from_brace.strip_prefix('{').and_then(|inner| inner.split_once('}'))
            else {
                let brace = &from_brace[..1];
                return Err(TemplateError(format!(
                    "`{brace}` has no partner; write `{brace}{brace}` for the character"
                )));
            };
            if !literal.is_empty() {
                parts.push(ParsedPart::Literal(std::mem::take(&mut literal)));
            }
            parts.push(parse_column(column)?);
            rest = after;
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(ParsedPart::Literal(literal));
        }
        Ok(parts)
    }
}

fn parse_column(text: &str) -> Result<ParsedPart, TemplateError> {
    let mut pieces = text.split('|').map(str::trim);
    let name = pieces.next().unwrap_or_default().to_owned();
    let filters = pieces
        .map(|filter| match filter {
            "lower" => Ok(Filter::Lower),
            "upper" => Ok(Filter::Upper),
            "slug" => Ok(Filter::Slug),
            other => Err(TemplateError(format!("`{other}` is no filter; use lower, upper or slug"))),
        })
        .collect::<Result<_, _>>()?;
    Ok(ParsedPart::Column { name, filters })
}

impl Filter {
    /// Changes `text` from byte `start` on.
    pub(crate) fn apply(self, text: &mut Vec<u8>, start: usize) {
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_filters_are_cut_out() {
        let parts = Template::parse("{{x}} {first name|lower|slug}@{host}").unwrap();
        assert_eq!(
            parts,
            [
                ParsedPart::Literal("{x} ".to_owned()),
                ParsedPart::Column {
                    name: "first name".to_owned(),
                    filters: vec![Filter::Lower, Filter::Slug]
                },
                ParsedPart::Literal("@".to_owned()),
                ParsedPart::Column { name: "host".to_owned(), filters: vec![] },
            ]
        );
    }

    #[test]
    fn lonely_braces_and_unknown_filters_are_refused() {
        for text in ["{a", "a}", "{a|b}"] {
            assert!(Template::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn filters_change_only_what_they_were_given() {
        let filtered = |filter: Filter, text: &str| {
            let mut bytes = format!("A B{text}").into_bytes();
            filter.apply(&mut bytes, 3);
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(filtered(Filter::Slug, "  O'Neil & Söhne "), "A Bo-neil-s-hne");
        assert_eq!(filtered(Filter::Slug, "日本"), "A B");
        assert_eq!(filtered(Filter::Upper, "straße"), "A BSTRAßE");
        assert_eq!(filtered(Filter::Lower, "ABC"), "A Babc");
    }
}
