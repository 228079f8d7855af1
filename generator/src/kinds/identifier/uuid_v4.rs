//! Random UUIDs.

use crate::{
    batch::ValueKind,
    document::{GeneratorSpec, SqlType},
    kinds::{
        Group, Kind, Pinned, documentation,
        infer::{Inference, Unspecified},
        pinned,
    },
    plan::{Draft, Extremes},
    source::{UUID_COUNT, UuidV4},
};

/// A random UUID of version 4 (RFC 9562), each once.
pub static UUID_V4: Kind = Kind {
    name: "uuid_v4",
    group: Group::Identifier,
    label: "UUID, version 4",
    words: "guid random key 고유 키",
    about: documentation("A random UUID of version 4 (RFC 9562), each once."),
    options: &[],
    pinned: pinned(&[
        Pinned {
            options: "",
            sql_type: "uuid",
            values: &[
                "f70b335e-30bb-4ad9-a84c-3dcd977de400",
                "ab25d3fc-c2cb-4dbd-aebd-0cc9e4f22ed8",
                "c25ff08e-af57-4467-be25-415614562166",
            ],
        },
        Pinned {
            options: "",
            sql_type: "binary(16)",
            values: &[
                "f70b335e30bb4ad9a84c3dcd977de400",
                "ab25d3fcc2cb4dbdaebd0cc9e4f22ed8",
                "c25ff08eaf574467be25415614562166",
            ],
        },
    ]),
    inferred: &[Inference { rank: 80, generator: infer }],
    draft: |drafting| {
        let source = UuidV4::new(drafting.permutation_key());
        Ok(Draft::in_order(source, ValueKind::Uuid, UUID_COUNT, Extremes::identifier()))
    },
};

fn infer(column: &Unspecified<'_>) -> Option<GeneratorSpec> {
    let is_uuid = match column.sql_type {
        SqlType::Uuid | SqlType::Binary { length: 16 } => true,
        sql_type => {
            let is_id = column.compact == "id" && sql_type.max_length() == Some(36);
            column.is_text_of(&["uuid", "guid"]) || (column.is_text() && is_id)
        }
    };
    is_uuid.then(|| GeneratorSpec::new(&UUID_V4))
}
