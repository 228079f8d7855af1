//! UUIDs that carry the time.

use super::time_ordered;
use crate::{
    batch::ValueKind,
    kinds::{Group, Kind, Pinned, documentation, pinned},
    source::TimeOrderedKind,
};

/// A UUID of version 7 (RFC 9562) that grows with the row, from the spec's `now` on.
pub static UUID_V7: Kind = Kind {
    name: "uuid_v7",
    group: Group::Identifier,
    label: "UUID, version 7",
    words: "guid ordered key time 고유 키 시간순",
    about: documentation("A UUID of version 7 (RFC 9562) that grows with the row, from the spec's `now` on."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "uuid",
        values: &[
            "01941f29-7c00-7000-a84c-3dcd977de400",
            "01941f29-7c00-7004-aebd-0cc9e4f22ed8",
            "01941f29-7c00-7008-be25-415614562166",
        ],
    }]),
    inferred: &[],
    draft: |drafting| time_ordered(drafting, TimeOrderedKind::UuidV7, ValueKind::Uuid),
};
