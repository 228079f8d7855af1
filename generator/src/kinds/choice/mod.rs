//! Given values.

pub(super) mod array;
pub(super) mod bits;
pub(super) mod bytes;
pub(super) mod constant;
pub(super) mod json;
pub(super) mod list;
pub(super) mod some_of;

use serde_json::Value;

use crate::{
    batch::{Notation, ValueKind, Values},
    document::{ProblemCode, SqlType},
    plan::{Draft, Drafted, Drafting, Extremes, facts, literal},
    source::Lookup,
};

/// The values of a spec as they stand, read for the column's type; `path` names each by its position.
fn given(drafting: &Drafting<'_>, values: &[Value], path: impl Fn(usize) -> String) -> Drafted<Draft> {
    let sql_type = drafting.sql_type();
    let (values, kind) = match literal::read(values, sql_type) {
        Ok(read) => read,
        Err((position, message)) => {
            return drafting.problem(&path(position), ProblemCode::InvalidValue, message);
        }
    };
    // Given values are of the column's own kind.
    let repeats = kind.render(sql_type).map(|render| facts::repeats(&values, render));
    let may_hold_nul =
        kind == ValueKind::Text && matches!(&values, Values::Text(texts) if texts.all().contains(&0));
    let len = values.len() as u128;
    let shortest = match &values {
        Values::Text(texts) => (0..values.len()).map(|index| texts.get(index).len()).min().unwrap_or(0),
        _ => 16,
    };
    let notation = kind.render(sql_type).map_or(Notation::Text, |render| render.notation);
    let extremes = Extremes::of(&values, notation);
    let draft = Draft { shortest, ..Draft::uniform(Lookup(values), kind, len, extremes) };
    Ok(Draft {
        repeats: repeats.unwrap_or(draft.repeats),
        is_json: sql_type == SqlType::Json,
        may_hold_nul,
        ..draft
    })
}
