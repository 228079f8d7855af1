//! Statuses of HTTP.

use super::super::number::check_whole_numbers;
use crate::{
    batch::{ValueKind, Values},
    document::{GeneratorSpec, SqlType},
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    plan::{DefaultAxis, Draft, Extremes},
    source::Lookup,
};

/// A status of HTTP.
pub static HTTP_STATUS: Kind = Kind {
    name: "http_status",
    group: Group::Internet,
    label: "HTTP status: 200",
    words: "response code 응답코드 상태코드",
    about: documentation("A status of HTTP (RFC 9110), as often as servers answer with them."),
    options: &[],
    pinned: pinned(&[Pinned { options: "", sql_type: "smallint", values: &["200", "304", "200"] }]),
    inferred: &[Inference {
        rank: 53,
        generator: |column| {
            let is_such = column.has(&["http_status", "status_code", "response_code", "http_code"])
                && matches!(column.sql_type, SqlType::Integer { .. });
            is_such.then(|| GeneratorSpec::new(&HTTP_STATUS))
        },
    }],
    draft: |drafting| {
        let (statuses, weights): (Vec<i64>, Vec<f64>) = STATUSES.iter().copied().unzip();
        check_whole_numbers(drafting, [("kind", 200), ("kind", 504)])?;
        let extremes = Extremes::integers(200, 504);
        let len = statuses.len() as u128;
        let draft = Draft::uniform(Lookup(Values::Integer(statuses)), ValueKind::Integer, len, extremes);
        Ok(Draft { axis: DefaultAxis::Weighted(weights), ..draft })
    },
};

static STATUSES: [(i64, f64); 14] = [
    (200, 80.0),
    (201, 4.0),
    (204, 2.0),
    (301, 1.0),
    (302, 2.0),
    (304, 3.0),
    (400, 1.0),
    (401, 1.0),
    (403, 0.7),
    (404, 4.0),
    (429, 0.3),
    (500, 0.6),
    (502, 0.2),
    (503, 0.2),
];
