//! Texts of a pattern.

use std::sync::Arc;

use super::texts;
use crate::{
    document::{GeneratorSpec, ProblemCode},
    kinds::{
        Group, Kind, KindOption, OptionType, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    plan::{Draft, Drafted, Drafting, Extremes, Repeats},
    source::{Pattern, Source, Texts},
};

/// A string of a pattern such as `[A-Z]{3}-\d{4}`.
pub static PATTERN: Kind = Kind {
    name: "pattern",
    group: Group::Text,
    label: "Pattern: ABC-1234",
    words: "regex code format serial 패턴 정규식 코드",
    about: documentation(r"A string of a pattern such as `[A-Z]{3}-\d{4}`."),
    options: &[KindOption::required(
        "pattern",
        "pattern",
        OptionType::Pattern,
        r"[A-Z]{3}-\d{4}",
        r"Literals, classes `[a-z]`, `\d \w \s .`, groups, `|`, and the quantifiers `? {n} {n,m}`.",
    )],
    pinned: pinned(&[
        Pinned {
            options: r#""pattern":"[A-Z]{3}-\\d{4}""#,
            sql_type: "char(8)",
            values: &["ICL-0534", "JZD-7854", "YHB-3001"],
        },
        Pinned {
            options: r#""pattern":"x?(a|bc)[0-9]{1,3}""#,
            sql_type: "text",
            values: &["a923", "xa9", "xa76"],
        },
    ]),
    inferred: &[Inference { rank: 90, generator: infer }, Inference { rank: 250, generator: infer_short }],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let pattern = match Pattern::parse(drafting.text("pattern")?) {
        Ok(pattern) => pattern,
        Err(error) => return drafting.problem("pattern", ProblemCode::InvalidPattern, error.to_string()),
    };
    let (extremes, has_nul) = (Extremes::Text(pattern.longest()), pattern.may_hold_nul());
    let repeats = if !pattern.is_unambiguous() {
        Repeats::May(
            "the pattern has several ways to the same string; leave out alternatives and all but one part of varying length",
        )
    } else if pattern.is_unambiguous_folded() {
        Repeats::Never
    } else {
        Repeats::OnlyFolded
    };
    let (len, shortest) = (pattern.count(), pattern.shortest());
    let drawn = pattern.drawn().map(|drawn| Arc::new(Texts(drawn)) as Arc<dyn Source>);
    Ok(Draft { drawn, extremes, repeats, shortest, may_hold_nul: has_nul, ..texts(pattern, len, &[]) })
}

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let pattern = if column.is_phone() {
        r"\d{3}-\d{3}-\d{4}"
    } else if column.is_text_of(&["zip", "postcode", "postalcode"]) {
        r"\d{5}"
    } else if column.is_text_of(&["code", "sku", "number"]) {
        r"[A-Z]{3}-\d{4}"
    } else {
        return None;
    };
    Some(GeneratorSpec::new(&PATTERN).with("pattern", pattern))
}

/// For columns too short for words.
fn infer_short(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let length = column.sql_type.max_length().unwrap_or(8).clamp(1, 8);
    column.is_text().then(|| GeneratorSpec::new(&PATTERN).with("pattern", format!("[a-z]{{{length}}}")))
}
