//! Whether a template makes JSON.

use std::sync::Arc;

use super::{DraftedColumn, Extremes};
use crate::{
    batch::Values,
    document::TableSpec,
    source::{ColumnPart, Filter, TemplatePart},
};

/// What stands for a column where a whole value may stand.
const VALUE: u8 = b'0';

/// Checks that a template gives a JSON document in every row.
///
/// A column stands where a whole value may stand, by the filter `json` or as a number that is never NULL; or inside quotes, if its
/// characters need no escapes: numbers, dates, UUIDs.
///
/// # Errors
/// What to write instead.
pub(crate) fn json_of_template(
    parts: &[TemplatePart],
    inputs: &[(usize, Arc<DraftedColumn>)],
    table: &TableSpec,
) -> Result<(), String> {
    let mut text: Vec<u8> = Vec::new();
    let mut quotes = Quotes::default();
    for (position, part) in parts.iter().enumerate() {
        match part {
            TemplatePart::Literal(literal) => {
                quotes.read(literal.as_bytes());
                text.extend_from_slice(literal.as_bytes());
            }
            TemplatePart::Column(part) => {
                let (column, shown) = &inputs[part.input];
                let column = &table.columns[*column];
                if quotes.is_open {
                    check_inside_quotes(part, shown, &column.name)?;
                    text.push(b'x');
                    continue;
                }
                let is_value = part.filters == [Filter::Json]
                    || (part.filters.is_empty()
                        && part.is_json_literal
                        && column.null_fraction == 0.0
                        && !shown.draft.may_be_null);
                let stands_alone = is_end(&text, b"[:,") && begins_end(parts.get(position + 1));
                if !is_value || !stands_alone {
                    let name = &column.name;
                    return Err(format!(
                        "`{name}` does not make a JSON value there; write {{{name}|json}} where a whole value may stand"
                    ));
                }
                text.push(VALUE);
            }
        }
    }
    let text = String::from_utf8_lossy(&text);
    serde_json::from_str::<serde::de::IgnoredAny>(&text).map(|_| ()).map_err(|error| {
        format!("the template makes no JSON document: {error} in `{text}`; write values as {{name|json}}")
    })
}

fn check_inside_quotes(part: &ColumnPart, shown: &DraftedColumn, name: &str) -> Result<(), String> {
    let is_plain = match &shown.draft.extremes {
        Extremes::Values(values) => !matches!(values, Values::Text(_)),
        Extremes::Text(_) => false,
    };
    if part.filters.contains(&Filter::Json) {
        return Err(format!(
            "`{name}` brings its own quotes by the filter json; leave the quotes around it out"
        ));
    }
    if !is_plain && !part.filters.contains(&Filter::Slug) {
        return Err(format!(
            "the text of `{name}` may need escapes; write {{{name}|json}} without quotes around it"
        ));
    }
    Ok(())
}

/// Whether nothing stands before a place but one of these.
fn is_end(text: &[u8], before: &[u8]) -> bool {
    text.trim_ascii_end().last().is_none_or(|byte| before.contains(byte))
}

/// Whether a value may end before this part.
fn begins_end(next: Option<&TemplatePart>) -> bool {
    match next {
        None => true,
        Some(TemplatePart::Column(_)) => false,
        // Only white space, and then a column, is two values.
        Some(TemplatePart::Literal(literal)) => {
            literal.trim_ascii_start().bytes().next().is_none_or(|byte| b"]},".contains(&byte))
        }
    }
}

/// Whether a place is inside a string.
#[derive(Default)]
struct Quotes {
    is_open: bool,
    is_escaped: bool,
}

impl Quotes {
    fn read(&mut self, text: &[u8]) {
        for byte in text {
            if *byte == b'"' && !self.is_escaped {
                self.is_open = !self.is_open;
            }
            self.is_escaped = self.is_open && *byte == b'\\' && !self.is_escaped;
        }
    }
}
