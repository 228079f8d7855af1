//! Times of day.

use super::{ends, instants};
use crate::{
    batch::ValueKind,
    civil,
    document::{GeneratorSpec, SqlType},
    kinds::{Group, Kind, KindOption, OptionType, Pinned, documentation, infer::Inference, pinned},
};

/// A time of day.
pub static TIME: Kind = Kind {
    name: "time",
    group: Group::Time,
    label: "Time: 13:05:09",
    words: "clock hour 시각 시간",
    about: documentation("A time of day of a range, with the digits of the column's type."),
    options: &[
        KindOption::required(
            "from",
            "from",
            OptionType::Time,
            "00:00:00",
            "First time, `HH:MM:SS` with an optional fraction.",
        ),
        KindOption::required("to", "to", OptionType::Time, "23:59:59", "Last time, included."),
    ],
    pinned: pinned(&[Pinned {
        options: r#""from":"00:00:00","to":"23:59:59""#,
        sql_type: "time(3)",
        values: &["07:28:14.262", "09:12:01.183", "22:24:13.979"],
    }]),
    inferred: &[Inference {
        rank: 100,
        generator: |column| {
            let generator = || GeneratorSpec::new(&TIME).with("from", "00:00:00").with("to", "23:59:59");
            matches!(column.sql_type, SqlType::Time { .. }).then(generator)
        },
    }],
    draft: |drafting| instants(drafting, ends(drafting, civil::parse_time)?, ValueKind::Time),
};
