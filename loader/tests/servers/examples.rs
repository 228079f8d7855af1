//! The example datasets, of few rows each, in every database with every key in force.

use std::{fs, path::Path, sync::Arc};

use generator::{Dataset, DatasetSpec};
use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed},
    on_every_server,
};

on_every_server!(every_example_loads_with_its_keys);

/// Most rows of a table: enough for several chunks of the smallest.
const ROWS: u64 = 3_000;

async fn every_example_loads_with_its_keys(kind: Kind) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/examples");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() >= 9, "{names:?}");
    for path in names {
        let mut spec = DatasetSpec::from_json(&fs::read_to_string(&path).unwrap()).unwrap();
        for table in &mut spec.tables {
            table.rows = table.rows.min(ROWS);
        }
        let rows = spec.tables.iter().map(|table| table.rows).sum();
        let dataset =
            Arc::new(Dataset::compile(&spec).unwrap_or_else(|problems| panic!("{path:?}: {problems}")));
        // Tables of several examples have the same names.
        let fixture = Fixture::new(kind).await;
        assert_completed(&fixture.load(&dataset, r#"{"workers":2,"chunk_rows":1000}"#).await, rows);
    }
}
