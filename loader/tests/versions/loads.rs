//! Rows arrive as the engine makes them.

use std::sync::Arc;

use contract::{JobOutcome, JobStatus};
use generator::Dataset;
use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed, dataset},
    stored::assert_stored,
};

/// A table with a column of each type, at the ends of what each holds.
fn every_type(rows: u64) -> Arc<Dataset> {
    dataset(&format!(
        r#"{{"name":"every type","rows":{rows},"primary_key":["id"],"columns":[
            {{"name":"id","type":"bigint"}},
            {{"name":"flag","type":"boolean","null":0.2}},
            {{"name":"tiny","type":"tinyint","gen":{{"kind":"integer","min":-128,"max":127}}}},
            {{"name":"tiny_unsigned","type":"tinyint unsigned","gen":{{"kind":"integer","min":0,"max":255}}}},
            {{"name":"small","type":"smallint unsigned","gen":{{"kind":"integer","min":0,"max":65535}}}},
            {{"name":"medium","type":"mediumint","gen":{{"kind":"integer","min":-8388608,"max":8388607}}}},
            {{"name":"whole","type":"int unsigned","gen":{{"kind":"integer","min":0,"max":4294967295}}}},
            {{"name":"big","type":"bigint","gen":{{"kind":"integer","min":"-9223372036854775808","max":"9223372036854775807"}}}},
            {{"name":"money","type":"decimal(12,2)","gen":{{"kind":"decimal","min":"-9999999999.99","max":"9999999999.99"}},"null":0.1}},
            {{"name":"wide","type":"decimal(38,10)","gen":{{"kind":"decimal","min":"-9999999999999999999999999999.9999999999","max":"9999999999999999999999999999.9999999999"}}}},
            {{"name":"real","type":"double","gen":{{"kind":"double","min":-1e9,"max":1e9}}}},
            {{"name":"day","type":"date","gen":{{"kind":"date","from":"1000-01-01","to":"9999-12-31"}}}},
            {{"name":"clock","type":"time(3)","gen":{{"kind":"time","from":"00:00:00","to":"23:59:59.999"}}}},
            {{"name":"moment","type":"timestamp(6)","gen":{{"kind":"timestamp","from":"1000-01-01T00:00:00","to":"9999-12-31T23:59:59"}}}},
            {{"name":"zoned","type":"timestamptz","gen":{{"kind":"timestamp","from":"1971-01-01T00:00:00","to":"2037-12-31T23:59:59"}}}},
            {{"name":"key","type":"uuid"}},
            {{"name":"code","type":"char(8)","gen":{{"kind":"pattern","pattern":"[A-Z]{{2,8}}"}}}},
            {{"name":"name","type":"varchar(60)","gen":{{"kind":"full_name"}},"null":0.3}},
            {{"name":"odd","type":"varchar(60)","gen":{{"kind":"list","values":["","\\N","NULL","a\tb","a\nb","\\","it's","😀 한국어"," padded "]}}}},
            {{"name":"prose","type":"text","gen":{{"kind":"paragraph"}}}},
            {{"name":"raw","type":"binary(16)"}},
            {{"name":"some","type":"varbinary(40)","gen":{{"kind":"bytes","min_length":0,"max_length":40}},"null":0.1}},
            {{"name":"blob","type":"bytes","gen":{{"kind":"bytes","min_length":0,"max_length":300}}}},
            {{"name":"document","type":"json"}},
            {{"name":"secret","type":"int","hidden":true}}]}}"#
    ))
}

pub(crate) async fn every_type_arrives_by_every_way(fixture: &Fixture) {
    let dataset = every_type(900);
    for options in [
        r#"{"mode":"create","workers":1,"method":"bulk"}"#,
        r#"{"mode":"replace","workers":2,"chunk_rows":171,"again":true,"method":"bulk"}"#,
        r#"{"mode":"replace","workers":2,"chunk_rows":171,"again":true,"method":"insert"}"#,
    ] {
        let job = fixture.load(&dataset, options).await;
        assert_completed(&job, 900);
        let verification = job.tables[0].verification.as_ref().unwrap();
        assert_eq!((verification.counted, verification.compared), (900, 900));
        assert_stored(fixture, &dataset, "every type");
    }
}

pub(crate) async fn a_table_that_is_there_is_added_to(fixture: &Fixture) {
    let dataset = dataset(
        r#"{"name":"room","rows":400,"primary_key":["id"],"columns":[{"name":"id","type":"int"},
            {"name":"name","type":"varchar(60)","gen":{"kind":"full_name"},"null":0.1}]}"#,
    );
    let at = "at TIMESTAMP DEFAULT CURRENT_TIMESTAMP";
    // PostgreSQL has had columns that are computed when they are read since version 18.
    let is_stored = fixture.kind == Kind::Postgres && fixture.version != "postgresql-18";
    let computed = if is_stored { "STORED" } else { "VIRTUAL" };
    fixture.run(&format!(
        "CREATE TABLE room (id INT PRIMARY KEY, name VARCHAR(60), {at}, doubled INT GENERATED ALWAYS AS (2 * id) {computed}); \
         INSERT INTO room (id, name) VALUES (77000, 'mine')"
    ));
    let job = fixture.load(&dataset, r#"{"mode":"append","workers":2,"chunk_rows":90}"#).await;
    assert_completed(&job, 400);
    assert_eq!(fixture.number("SELECT COUNT(*) FROM room WHERE doubled = 2 * id AND at IS NOT NULL"), 401);
    fixture.run("DELETE FROM room WHERE id = 77000");
    assert_stored(fixture, &dataset, "room");
}

pub(crate) async fn a_stopped_load_goes_on_behind_its_last_chunk(fixture: &Fixture) {
    let dataset = dataset(
        r#"{"name":"stay","rows":30000,"primary_key":["id"],"columns":[{"name":"id","type":"bigint"},
            {"name":"guest","type":"varchar(60)","gen":{"kind":"full_name"},"null":0.1},
            {"name":"at","type":"timestamp(6)"}]}"#,
    );
    let options = r#"{"chunk_rows":100,"workers":2}"#;
    let id = fixture.launch(&dataset, options).await.job.id;
    fixture.until(&id, |job| job.committed > 1_000).await;
    fixture.launcher.stop(&id).await.unwrap();
    let stopped = fixture.until(&id, |job| !job.status.is_running()).await;
    assert_eq!(stopped.status, JobStatus::Stopped, "{}: {:?}", fixture.version, stopped.error);
    assert_eq!(fixture.number("SELECT COUNT(*) FROM stay"), stopped.committed);
    let restarted = fixture.launch(&dataset, r#"{"chunk_rows":9999,"method":"insert"}"#).await;
    assert_eq!(restarted.outcome, JobOutcome::Restarted);
    let job = fixture.until(&id, |job| !job.status.is_running()).await;
    assert_completed(&job, 30_000);
    assert_eq!(job.executions, 2);
    assert_stored(fixture, &dataset, "stay");
}
