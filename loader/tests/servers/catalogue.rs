//! What a target says of its own tables.

use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed, rooms},
    on_every_server,
};

on_every_server!(a_target_describes_its_tables);

async fn a_target_describes_its_tables(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    assert_completed(&fixture.load(&rooms(10), "{}").await, 60);
    let sql = fixture.launcher.describe("t").await.unwrap().to_lowercase();
    for part in ["create table", "room_id", "primary key", "foreign key"] {
        assert!(sql.contains(part), "{part}: {sql}");
    }
    // Those that Rowmill keeps there are nobody's data.
    assert!(!sql.contains("rowmill_checkpoint"), "{sql}");
}
