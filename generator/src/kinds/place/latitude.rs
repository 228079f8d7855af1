//! Latitudes.

use super::{PLACE, coordinate};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    locale::english::places::Place,
};

/// A latitude.
pub static LATITUDE: Kind = Kind {
    name: "latitude",
    group: Group::Place,
    label: "Latitude: 40.712776",
    words: "coordinate gps position geo 위도 좌표",
    about: documentation("The latitude of the row's place in degrees."),
    options: &[PLACE, LOCALE],
    pinned: pinned(&[
        Pinned { options: "", sql_type: "decimal(9,6)", values: &["37.956027", "35.313640", "33.649705"] },
        Pinned { options: "", sql_type: "double", values: &["37.956027", "35.31364", "33.649705"] },
    ]),
    inferred: &[Inference {
        rank: 61,
        generator: |column| {
            let is_such =
                (column.has(&["latitude", "위도"]) || column.compact == "lat") && column.is_fractional();
            is_such.then(|| GeneratorSpec::new(&LATITUDE))
        },
    }],
    draft: |drafting| {
        coordinate(drafting, (-90_000_000, 90_000_000), |number| Place::of(number).coordinates().0)
    },
};
