//! ULIDs.

use super::time_ordered;
use crate::{
    batch::ValueKind,
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::TimeOrderedKind,
};

/// A ULID that grows with the row, from the spec's `now` on.
pub static ULID: Kind = Kind {
    name: "ulid",
    group: Group::Identifier,
    label: "ULID",
    words: "ordered key time 고유 키 시간순",
    about: documentation("A ULID (github.com/ulid/spec) that grows with the row, from the spec's `now` on."),
    options: &[],
    pinned: pinned(&[
        Pinned {
            options: "",
            sql_type: "char(26)",
            values: &[
                "01JGFJJZ000002GK1XSPBQVS00",
                "01JGFJJZ000102XF8CS7JF4BPR",
                "01JGFJJZ000203W9A1ARA5C8B6",
            ],
        },
        Pinned {
            options: "",
            sql_type: "binary(16)",
            values: &[
                "01941f297c000000284c3dcd977de400",
                "01941f297c0000402ebd0cc9e4f22ed8",
                "01941f297c0000803e25415614562166",
            ],
        },
    ]),
    inferred: &[Inference {
        rank: 70,
        generator: |column| column.is_text_of(&["ulid"]).then(|| GeneratorSpec::new(&ULID)),
    }],
    draft: |drafting| time_ordered(drafting, TimeOrderedKind::Ulid, ValueKind::Ulid),
};
