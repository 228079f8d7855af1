//! Tables, keys, partitions and types are those that a version has.

use contract::TargetKind;
use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed, dataset},
    stored::assert_stored,
};

fn schema(kind: Kind) -> &'static str {
    if kind == Kind::Postgres { "current_schema()" } else { "DATABASE()" }
}

pub(crate) async fn keys_and_indexes_are_made_before_or_after_the_rows(fixture: &Fixture) {
    let dataset = dataset(
        r#"{"name":"child","rows":1500,"primary_key":["id"],"unique":[["code"]],"indexes":[["parent_id","n"]],"columns":[
             {"name":"id","type":"int"},{"name":"n","type":"int"},
             {"name":"code","type":"varchar(12)","gen":{"kind":"pattern","pattern":"[A-Z]{9}"}},
             {"name":"parent_id","type":"int","gen":{"kind":"foreign_key","table":"parent","column":"id"}},
             {"name":"of","type":"int","gen":{"kind":"foreign_key","table":"child","column":"id"},"null":0.1}]},
           {"name":"parent","rows":100,"primary_key":["id"],"columns":[{"name":"id","type":"int"}]}"#,
    );
    for options in [r#"{"indexes":"before"}"#, r#"{"mode":"replace","again":true,"indexes":"after"}"#] {
        let job = fixture.load(&dataset, options).await;
        assert_completed(&job, 1_600);
        let keys = |kind: &str| {
            fixture.number(&format!(
                "SELECT COUNT(*) FROM information_schema.table_constraints WHERE constraint_type = '{kind}' \
                 AND table_schema = {} AND table_name = 'child'",
                schema(fixture.kind)
            ))
        };
        assert_eq!((keys("PRIMARY KEY"), keys("UNIQUE") + keys("FOREIGN KEY")), (1, expected(fixture.kind)));
        let indexes = match fixture.kind {
            Kind::Postgres => "SELECT COUNT(*) FROM pg_indexes WHERE tablename = 'child'",
            _ => {
                "SELECT COUNT(DISTINCT INDEX_NAME) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() \
                 AND TABLE_NAME = 'child'"
            }
        };
        // The primary key, the unique one, the index, and MySQL's own for the key without one.
        assert_eq!(fixture.number(indexes), if fixture.kind == Kind::Postgres { 3 } else { 4 });
        assert_stored(fixture, &dataset, "child");
        let statistics = job.tables.iter().find(|table| table.table == "child").unwrap();
        let statistics = statistics.statistics.as_ref().unwrap();
        assert!(statistics.data_bytes > 0 && statistics.indexes.len() >= 3, "{statistics:?}");
    }
}

/// Unique and foreign keys: in PostgreSQL, what is unique is an index and no constraint.
fn expected(kind: Kind) -> u64 {
    if kind == Kind::Postgres { 2 } else { 3 }
}

pub(crate) async fn partitions_are_made_by_month(fixture: &Fixture) {
    let dataset = dataset(
        r#"{"name":"availability","rows":3000,"primary_key":["room","date"],"partition_by":{"column":"date","range":"month"},
            "indexes":[["price"]],"columns":[
            {"name":"room","type":"bigint","gen":{"kind":"integer","min":1,"max":20000}},
            {"name":"date","type":"date","gen":{"kind":"date","from":"2025-05-01","to":"2025-10-27"}},
            {"name":"price","type":"int","gen":{"kind":"integer","min":10000,"max":999999},"null":0.02}]}"#,
    );
    for options in
        [r#"{"workers":2,"chunk_rows":400}"#, r#"{"mode":"replace","again":true,"indexes":"after"}"#]
    {
        let job = fixture.load(&dataset, options).await;
        assert_completed(&job, 3_000);
        assert_eq!(job.tables[0].partitions.len(), 6);
        assert_stored(fixture, &dataset, "availability");
        let of_july = match fixture.kind {
            Kind::Postgres => "availability_p202507",
            _ => "availability PARTITION (p202507)",
        };
        let rows = fixture.number(&format!("SELECT COUNT(*) FROM {of_july}"));
        let others =
            format!("SELECT COUNT(*) FROM {of_july} WHERE date < '2025-07-01' OR date > '2025-07-31'");
        assert!(rows > 300 && fixture.number(&others) == 0, "{rows}");
        let statistics = job.tables[0].statistics.as_ref().unwrap();
        assert!(statistics.rows == 3_000 && statistics.index_bytes > 0, "{statistics:?}");
    }
}

pub(crate) async fn types_and_counters_are_those_of_the_version(fixture: &Fixture) {
    let dataset = dataset(
        r#"{"name":"counted","rows":300,"primary_key":["id"],"comment":"it's odd","columns":[
              {"name":"id","type":"bigint","gen":{"kind":"sequence"},"identity":true,"comment":"a \\ key"},
              {"name":"key","type":"uuid","gen":{"kind":"uuid_v4"}},{"name":"n","type":"int","null":0.5}],"unique":[["key"]]},
           {"name":"counted_by_month","rows":300,"primary_key":["id","date"],"partition_by":{"column":"date","range":"month"},"columns":[
              {"name":"id","type":"bigint","gen":{"kind":"sequence"},"identity":true},
              {"name":"date","type":"date","gen":{"kind":"date","from":"2025-05-01","to":"2025-06-27"}}]}"#,
    );
    let job = fixture.load(&dataset, r#"{"chunk_rows":100}"#).await;
    assert_completed(&job, 600);
    for table in ["counted", "counted_by_month"] {
        assert_stored(fixture, &dataset, table);
    }
    let key = fixture.run(&format!(
        "SELECT data_type FROM information_schema.columns WHERE table_schema = {} AND table_name = 'counted' \
         AND column_name = 'key'",
        schema(fixture.kind)
    ));
    // MariaDB has had the type since 10.7, MySQL has none.
    let has_uuid = fixture.kind != Kind::MySql && fixture.version != "mariadb-10.5";
    assert_eq!(key.trim(), if has_uuid { "uuid" } else { "char" }, "{}", fixture.version);
    let (again, new) = match fixture.kind {
        Kind::Postgres => (r#"UPPER("key"::text)"#, "gen_random_uuid()"),
        _ => ("UPPER(`key`)", "UUID()"),
    };
    assert_eq!(fixture.number(&format!("SELECT COUNT(DISTINCT {again}) FROM counted")), 300);
    // The database's own function for them came with version 13.
    let new = if fixture.version == "postgresql-12" { "'00000000-0000-4000-8000-000000000000'" } else { new };
    let key = if fixture.kind == Kind::Postgres { "\"key\"" } else { "`key`" };
    fixture.run(&format!("INSERT INTO counted ({key}) VALUES ({new})"));
    assert_eq!(fixture.number("SELECT MAX(id) FROM counted"), 301);
    // Partitioned tables of PostgreSQL have counted since 17, and whoever has an older one is told.
    let counts = !["postgresql-12", "postgresql-14", "postgresql-16"].contains(&fixture.version);
    let told = job.notes.iter().filter(|note| note.contains("since PostgreSQL 17")).count();
    assert_eq!(told, usize::from(!counts), "{}: {:?}", fixture.version, job.notes);
    if counts {
        fixture.run("INSERT INTO counted_by_month (date) VALUES ('2025-06-01')");
        assert_eq!(fixture.number("SELECT MAX(id) FROM counted_by_month"), 301);
    }
}

pub(crate) async fn a_target_is_described(fixture: &Fixture) {
    let target = fixture.launcher.targets().await.remove(0);
    assert!(target.reachable, "{:?}", target.problem);
    assert_eq!(target.kind == TargetKind::Postgres, fixture.kind == Kind::Postgres);
    let (_, number) = fixture.version.split_once('-').unwrap();
    let version = target.version.unwrap();
    assert!(version.starts_with(&format!("{} {number}.", fixture.kind)), "{version}");
    fixture.run(
        "CREATE TABLE parent (id INT PRIMARY KEY, note VARCHAR(9) NOT NULL DEFAULT 'x'); \
         CREATE TABLE child (id INT PRIMARY KEY, parent_id INT NOT NULL, FOREIGN KEY (parent_id) REFERENCES parent (id))",
    );
    let described = fixture.launcher.describe("t").await.unwrap().to_lowercase();
    for part in ["create table", "parent_id", "primary key", "foreign key", "references"] {
        assert!(described.contains(part), "{part}: {described}");
    }
    // What PostgreSQL 18 keeps as a constraint, too, is said once: two keys and two columns.
    assert_eq!(described.matches("not null").count(), 4, "{described}");
}
