//! The moment that the spec calls now.

use crate::{
    batch::ValueKind,
    civil,
    document::SqlType,
    kinds::{Group, Kind, Pinned, documentation, pinned},
    plan::{Draft, Drafted, Drafting, Extremes, literal},
    source::Linear,
};

/// The spec's `now`, the same in every row.
pub static NOW: Kind = Kind {
    name: "now",
    group: Group::Time,
    label: "Now, the same in every row",
    words: "today created updated 현재 지금",
    about: documentation("The spec's `now`, the same in every row: as a timestamp, a date or a time of day."),
    options: &[],
    pinned: pinned(&[
        Pinned {
            options: "",
            sql_type: "timestamp(3)",
            values: &["2025-01-01 00:00:00.000", "2025-01-01 00:00:00.000", "2025-01-01 00:00:00.000"],
        },
        Pinned { options: "", sql_type: "date", values: &["2025-01-01", "2025-01-01", "2025-01-01"] },
    ]),
    inferred: &[],
    draft,
};

fn draft(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let now = drafting.now()?;
    let (first, kind) = match drafting.sql_type() {
        SqlType::Date => (now.div_euclid(civil::DAY), ValueKind::Date),
        SqlType::Time { digits } => (literal::cut(now.rem_euclid(civil::DAY), digits), ValueKind::Time),
        SqlType::Timestamp { digits, .. } => (literal::cut(now, digits), ValueKind::Timestamp),
        _ => (now, ValueKind::Timestamp),
    };
    Ok(Draft::in_order(Linear { first, step: 0 }, kind, 1, Extremes::integers(first, first)))
}
