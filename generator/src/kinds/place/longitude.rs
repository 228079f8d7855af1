//! Longitudes.

use super::{PLACE, coordinate};
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    locale::LOCALE,
    locale::english::places::Place,
};

/// A longitude.
pub static LONGITUDE: Kind = Kind {
    name: "longitude",
    group: Group::Place,
    label: "Longitude: -74.005974",
    words: "coordinate gps position geo 경도 좌표",
    about: documentation("The longitude of the row's place in degrees."),
    options: &[PLACE, LOCALE],
    pinned: pinned(&[
        Pinned {
            options: "",
            sql_type: "decimal(9,6)",
            values: &["-85.086714", "-79.056922", "-101.278453"],
        },
        Pinned { options: "", sql_type: "double", values: &["-85.086714", "-79.056922", "-101.278453"] },
    ]),
    inferred: &[Inference {
        rank: 61,
        generator: |column| {
            let is_such =
                (column.has(&["longitude", "경도"]) || column.compact == "lon" || column.compact == "lng")
                    && column.is_fractional();
            is_such.then(|| GeneratorSpec::new(&LONGITUDE))
        },
    }],
    draft: |drafting| {
        coordinate(drafting, (-180_000_000, 180_000_000), |number| Place::of(number).coordinates().1)
    },
};
