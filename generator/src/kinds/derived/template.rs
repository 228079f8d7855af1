//! Texts with the values of other columns of the row.

use std::sync::Arc;

use crate::{
    batch::ValueKind,
    column::Longest,
    document::{ProblemCode, SqlType},
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, pinned},
    limits::MAX_TEMPLATE_PARTS,
    plan::{
        DefaultAxis, Draft, Drafted, DraftedColumn, Drafting, Extremes, Place, Repeats, json_of_template,
    },
    source::{ColumnPart, Filter, ParsedPart, Template, TemplatePart, UNCOUNTED, parse_template},
};

/// Text with the values of other columns of the row.
pub static TEMPLATE: Kind = Kind {
    name: "template",
    group: Group::Derived,
    label: "Template: {first_name}@…",
    words: "concat join formula text of columns json 템플릿 조합 합치기",
    about: documentation("Text with the values of other columns of the row."),
    options: &[KindOption::required(
        "template",
        "template",
        OptionType::Template,
        "",
        "Such as `{first_name|lower}.{last_name|slug}@example.com`; filters are lower, upper, slug and json, `{{` and `}}` are braces, \
         and a name with `|` or braces stands in double quotes.",
    )],
    pinned: pinned(&[
        Pinned { options: r#""template":"no. {a}""#, sql_type: "text", values: &["no. 1", "no. 2", "no. 3"] },
        Pinned {
            options: r#""template":"{{\"a\": {a|json}}}""#,
            sql_type: "json",
            values: &[r#"{"a": 1}"#, r#"{"a": 2}"#, r#"{"a": 3}"#],
        },
    ]),
    inferred: &[],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let text = drafting.text("template")?;
    let parsed = match parse_template(text) {
        Ok(parsed) if parsed.len() > MAX_TEMPLATE_PARTS => {
            let message = format!(
                "the template has {} parts, at most {MAX_TEMPLATE_PARTS} are put together",
                parsed.len()
            );
            return drafting.problem("template", ProblemCode::InvalidTemplate, message);
        }
        Ok(parsed) => parsed,
        Err(error) => return drafting.problem("template", ProblemCode::InvalidTemplate, error.to_string()),
    };
    let table = drafting.table();
    let mut parts = Vec::with_capacity(parsed.len());
    let mut longest = Longest::default();
    let mut drafts: Vec<(usize, Arc<DraftedColumn>)> = Vec::new();
    let mut may_hold_nul = text.contains('\0');
    for part in parsed {
        match part {
            ParsedPart::Literal(literal) => {
                longest.add(Longest { chars: literal.chars().count(), bytes: literal.len() });
                parts.push(TemplatePart::Literal(literal));
            }
            ParsedPart::Column { name, filters } => {
                let Some(column) = table.columns.iter().position(|column| column.name == name) else {
                    let message = format!(
                        "the table has no column `{name}`; add it, hidden if it is for templates only"
                    );
                    return drafting.problem("template", ProblemCode::UnknownColumn, message);
                };
                let input = match drafts.iter().position(|(known, _)| *known == column) {
                    Some(input) => input,
                    None => {
                        let draft = drafting.input(Place { table: drafting.place.table, column })?;
                        drafts.push((column, draft));
                        drafts.len() - 1
                    }
                };
                let shown = &drafts[input].1;
                may_hold_nul |= shown.draft.may_hold_nul && !filters.contains(&Filter::Json);
                let written = shown.written(table.columns[column].sql_type);
                let is_json_literal = matches!(
                    shown.draft.kind,
                    ValueKind::Boolean | ValueKind::Integer | ValueKind::Decimal { .. } | ValueKind::Double
                ) || table.columns[column].sql_type == SqlType::Json;
                let grow = |length: usize, filter: &Filter| match filter {
                    // Numbers stay as they are, and NULL has four letters.
                    Filter::Json if is_json_literal => length.max(4),
                    filter => filter.grow(length),
                };
                let grown = |length| filters.iter().fold(length, grow);
                longest.add(Longest { chars: grown(written.chars), bytes: grown(written.bytes) });
                parts.push(TemplatePart::Column(ColumnPart {
                    input,
                    notation: shown.render.notation,
                    is_json_literal,
                    filters,
                }));
            }
        }
    }
    let is_json = drafting.sql_type() == SqlType::Json;
    if is_json && let Err(message) = json_of_template(&parts, &drafts, table) {
        return drafting.problem("template", ProblemCode::InvalidTemplate, message);
    }
    // Slugs lose characters; changes of case do too where both cases occur.
    let repeats = match (parts.as_slice(), drafts.as_slice()) {
        (_, [(column, _)])
            if table.columns[*column].null_fraction == 0.0
                && !drafts[0].1.draft.may_be_null
                && parts.iter().filter(|part| matches!(part, TemplatePart::Column(_))).count() == 1
                && parts.iter().all(|part| {
                    matches!(part, TemplatePart::Literal(_))
                        || matches!(part, TemplatePart::Column(part) if part.filters.is_empty())
                }) =>
        {
            Repeats::As(*column)
        }
        _ => Repeats::May(
            "only a template of one unchanged column that is unique itself is known to be unique",
        ),
    };
    let draft = Draft::uniform(Template { parts }, ValueKind::Text, UNCOUNTED, Extremes::Text(longest));
    Ok(Draft { axis: DefaultAxis::None, repeats, is_json, may_hold_nul, ..draft })
}
