//! Whether a template makes JSON: its text is read with a value of each column put in.

use super::DraftedColumn;
use crate::{
    batch::Values,
    document::TableSpec,
    format::cell,
    plan::Extremes,
    source::{Filter, TemplatePart},
};

/// Checks that a template gives a JSON document in every row. A value stands there by the filter `json`, or is a number or of a kind
/// whose characters need no escapes, such as a date between quotes.
///
/// # Errors
/// What to write instead.
pub(crate) fn json_of_template(
    parts: &[TemplatePart],
    inputs: &[(usize, DraftedColumn)],
    table: &TableSpec,
) -> Result<(), String> {
    let mut text = Vec::new();
    for part in parts {
        match part {
            TemplatePart::Literal(literal) => text.extend_from_slice(literal.as_bytes()),
            TemplatePart::Column(part) => {
                let (column, shown) = &inputs[part.input];
                let name = &table.columns[*column].name;
                if part.filters.last() == Some(&Filter::Json) {
                    text.extend_from_slice(b"null");
                    continue;
                }
                let extremes = match &shown.draft.extremes {
                    Extremes::Values(values) if !matches!(values, Values::Text(_)) => values,
                    _ => return Err(format!("the text of `{name}` may need escapes; write {{{name}|json}}")),
                };
                if table.columns[*column].null_fraction > 0.0 {
                    return Err(format!("`{name}` may be NULL; write {{{name}|json}}"));
                }
                cell::append(extremes, 0, part.notation, &mut text);
            }
        }
    }
    let text = String::from_utf8_lossy(&text);
    serde_json::from_str::<serde::de::IgnoredAny>(&text).map(|_| ()).map_err(|error| {
        format!("the template makes no JSON document: {error} in `{text}`; write values as {{name|json}}")
    })
}
