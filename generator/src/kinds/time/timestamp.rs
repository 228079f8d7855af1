//! Dates with a time of day.

use super::{ends, instants};
use crate::{
    batch::ValueKind,
    civil,
    document::{GeneratorSpec, SqlType},
    kinds::{
        Group, Kind, KindOption, OptionType, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
};

/// A date with a time of day.
pub static TIMESTAMP: Kind = Kind {
    name: "timestamp",
    group: Group::Time,
    label: "Timestamp",
    words: "datetime created at moment 일시 등록일시",
    about: documentation("A date with a time of day of a range, with the digits of the column's type."),
    options: &[
        KindOption::required(
            "from",
            "from",
            OptionType::Timestamp,
            "2024-01-01T00:00:00",
            "First timestamp, `YYYY-MM-DDTHH:MM:SS` with an optional fraction.",
        ),
        KindOption::required(
            "to",
            "to",
            OptionType::Timestamp,
            "2024-12-31T23:59:59",
            "Last timestamp, included.",
        ),
    ],
    pinned: pinned(&[Pinned {
        options: r#""from":"2024-01-01T00:00:00","to":"2024-12-31T23:59:59""#,
        sql_type: "timestamp(6)",
        values: &["2024-04-23 22:16:53.420067", "2024-05-20 07:21:33.092813", "2024-12-07 15:54:56.927315"],
    }]),
    inferred: &[Inference { rank: 100, generator: infer }],
    draft: |drafting| instants(drafting, ends(drafting, civil::parse_timestamp)?, ValueKind::Timestamp),
};

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    if !matches!(column.sql_type, SqlType::Timestamp { .. }) {
        return None;
    }
    let (from, to) = column.year_before_now();
    let midnight = |date: String| format!("{date}T00:00:00");
    Some(GeneratorSpec::new(&TIMESTAMP).with("from", midnight(from)).with("to", midnight(to)))
}
