//! What identifies a row.

pub(super) mod ulid;
pub(super) mod uuid_v4;
pub(super) mod uuid_v7;

use crate::{
    batch::ValueKind,
    document::{Problem, ProblemCode},
    plan::{Draft, Drafted, Drafting, Extremes},
    source::{TimeOrdered, TimeOrderedKind, UUID_COUNT},
};

/// Identifiers that grow with the row.
fn time_ordered(drafting: &Drafting<'_>, of: TimeOrderedKind, kind: ValueKind) -> Drafted<Draft> {
    let now = drafting.now()?;
    if now < 0 {
        let message = "identifiers that carry the time begin in 1970; choose a later now";
        return Err(Some(Problem::new("now", ProblemCode::InvalidTimestamp, message)));
    }
    let source = TimeOrdered::new(of, now, drafting.permutation_key());
    Ok(Draft::in_order(source, kind, UUID_COUNT, Extremes::identifier()))
}
