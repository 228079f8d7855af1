//! The spec that a new page shows.

use generator::DatasetSpec;

/// What a new visitor sees: two related tables, most kinds of values.
pub(crate) fn example() -> DatasetSpec {
    // A test compiles it.
    DatasetSpec::from_json(include_str!("example.json")).expect("the example is a spec")
}
