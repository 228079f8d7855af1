//! Tables of every shape and type arrive as the engine makes them.

use std::sync::Arc;

use generator::Dataset;
use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed, dataset, failure, rooms},
    on_every_server,
    stored::{assert_stored, made},
};

on_every_server!(
    every_type_arrives_by_every_way,
    a_table_is_loaded_under_another_name,
    columns_of_other_types_take_what_fits,
    rows_that_refer_to_later_ones_go_in,
    checksums_find_a_single_row,
    tasks_may_run_twice,
    every_byte_of_a_text_arrives,
    parents_come_before_children,
    keys_in_circles_are_made_at_the_end,
    partitions_are_loaded_one_by_one,
    keys_are_a_choice,
    tables_of_every_shape_are_loaded,
    indexes_may_be_made_when_the_rows_are_there,
    settings_of_the_connections_that_write_are_changed,
    a_table_may_be_made_without_its_foreign_keys,
);

/// A table with a column of each type.
fn every_type(rows: u64) -> Arc<Dataset> {
    dataset(&format!(
        r#"{{"name":"every type","rows":{rows},"primary_key":["id"],"columns":[
            {{"name":"id","type":"bigint"}},
            {{"name":"flag","type":"boolean","null":0.2}},
            {{"name":"tiny","type":"tinyint","gen":{{"kind":"integer","min":-128,"max":127}}}},
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
            {{"name":"ulid","type":"char(26)","gen":{{"kind":"ulid"}}}},
            {{"name":"code","type":"char(8)","gen":{{"kind":"pattern","pattern":"[A-Z]{{2,8}}"}}}},
            {{"name":"name","type":"varchar(60)","gen":{{"kind":"full_name"}},"null":0.3}},
            {{"name":"prose","type":"text","gen":{{"kind":"paragraph"}}}},
            {{"name":"raw","type":"binary(16)"}},
            {{"name":"some","type":"varbinary(40)","gen":{{"kind":"bytes","min_length":0,"max_length":40}},"null":0.1}},
            {{"name":"blob","type":"bytes","gen":{{"kind":"bytes","min_length":0,"max_length":300}}}},
            {{"name":"document","type":"json"}},
            {{"name":"secret","type":"int","hidden":true}}]}}"#
    ))
}

async fn every_type_arrives_by_every_way(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = every_type(3_000);
    for options in [
        r#"{"mode":"replace","workers":1,"again":true}"#,
        r#"{"mode":"replace","workers":4,"chunk_rows":171,"again":true}"#,
        r#"{"mode":"replace","workers":1,"method":"insert","again":true}"#,
        r#"{"mode":"replace","workers":4,"method":"insert","chunk_rows":171,"again":true}"#,
        r#"{"mode":"replace","workers":2,"method":"insert","statement_rows":7,"chunk_rows":500,"again":true}"#,
        r#"{"mode":"replace","workers":2,"method":"single","chunk_rows":500,"again":true}"#,
    ] {
        let job = fixture.load(&dataset, options).await;
        assert_completed(&job, 3_000);
        let verification = job.tables[0].verification.as_ref().unwrap();
        assert_eq!((verification.counted, verification.compared), (3_000, 2_048));
        assert_stored(&fixture, &dataset, "every type");
    }
}

/// Under another name a table is another load, and what it is called in the dataset is left alone.
async fn a_table_is_loaded_under_another_name(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = every_type(1_000);
    let options = |more: &str| format!(r#"{{"tables":["every type"],"as_table":"Scratch 1"{more}}}"#);
    assert_completed(&fixture.load(&dataset, &options("")).await, 1_000);
    assert_completed(
        &fixture.load(&dataset, &options(r#","mode":"replace","method":"insert""#)).await,
        1_000,
    );
    let quoted = generator::quote_identifier(
        if kind == Kind::Postgres { generator::Dialect::Postgres } else { generator::Dialect::MySql },
        "Scratch 1",
    );
    assert_eq!(fixture.count(&quoted), 1_000);
    let original = fixture.load(&dataset, r#"{"tables":["every type"]}"#).await;
    assert_completed(&original, 1_000);
    assert_stored(&fixture, &dataset, "every type");
    let times = original.tables[0].chunk_times.unwrap();
    assert!(times.commit.count > 0 && times.send.p99 <= times.send.max, "{times:?}");
    let by_partition: u64 = original.tables[0]
        .partitions
        .iter()
        .filter_map(|part| part.chunk_times)
        .map(|times| times.commit.count)
        .sum();
    assert_eq!(by_partition, times.commit.count);
}

/// Columns of tables that are there, of types that a spec does not have.
async fn columns_of_other_types_take_what_fits(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let columns = if kind == Kind::Postgres {
        "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, flag BIT(1), wide NUMERIC, year SMALLINT, document JSON"
    } else {
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, flag BIT(1), wide BIT(64), year YEAR, document JSON"
    };
    let flag = if kind == Kind::Postgres {
        r#"{"name":"flag","type":"varchar(1)","gen":{"kind":"list","values":["0","1"]},"null":0.2}"#
    } else {
        r#"{"name":"flag","type":"boolean","null":0.2}"#
    };
    let dataset = dataset(&format!(
        r#"{{"name":"t","rows":500,"primary_key":["id"],"columns":[{{"name":"id","type":"bigint"}},{flag},
            {{"name":"wide","type":"bigint","gen":{{"kind":"integer","min":0,"max":9223372036854775807}}}},
            {{"name":"year","type":"int","gen":{{"kind":"integer","min":1950,"max":2100}}}},
            {{"name":"document","type":"json"}}]}}"#
    ));
    for method in ["bulk", "insert", "single"] {
        fixture.forget();
        fixture.run(&format!("DROP TABLE IF EXISTS t; CREATE TABLE t ({columns})"));
        let job = fixture.load(&dataset, &format!(r#"{{"mode":"append","method":"{method}"}}"#)).await;
        assert_completed(&job, 500);
        let wide = if kind == Kind::Postgres { "wide" } else { "wide + 0" };
        let found = fixture.run(&format!("SELECT {wide}, year FROM t WHERE id = 500"));
        let table = dataset.table("t").unwrap();
        let mut batch = generator::Batch::new();
        table.batch(499..500, &mut batch);
        let cell = |column| generator::cell_text(table, &batch, column, 0).unwrap();
        assert_eq!(found.trim().replace(['\t', '|'], " "), format!("{} {}", cell(2), cell(3)), "{method}");
    }
    // The counter goes on behind the loaded rows.
    fixture.run("INSERT INTO t (year) VALUES (2000)");
    assert_eq!(fixture.run("SELECT MAX(id) FROM t").trim(), "501");
}

/// Tables of the user's own, with keys in force that rows satisfy only when all are there.
async fn rows_that_refer_to_later_ones_go_in(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = dataset(
        r#"{"name":"a","rows":2000,"primary_key":["id"],"columns":[{"name":"id","type":"int"},
             {"name":"boss","type":"int","gen":{"kind":"foreign_key","table":"a","column":"id"}},
             {"name":"b_id","type":"int","gen":{"kind":"foreign_key","table":"b","column":"id"}}]},
           {"name":"b","rows":500,"primary_key":["id"],"columns":[{"name":"id","type":"int"},
             {"name":"a_id","type":"int","gen":{"kind":"foreign_key","table":"a","column":"id"}}]}"#,
    );
    let create = "CREATE TABLE a (id INT PRIMARY KEY, boss INT, b_id INT, CONSTRAINT boss FOREIGN KEY (boss) REFERENCES a (id));
        CREATE TABLE b (id INT PRIMARY KEY, a_id INT, FOREIGN KEY (a_id) REFERENCES a (id));
        ALTER TABLE a ADD CONSTRAINT to_b FOREIGN KEY (b_id) REFERENCES b (id)";
    fixture.run(create);
    let job = fixture.load(&dataset, r#"{"mode":"append","chunk_rows":100}"#).await;
    assert_completed(&job, 2_500);
    assert!(job.notes.iter().any(|note| note.contains("when all rows are there")), "{:?}", job.notes);
    for table in ["a", "b"] {
        assert_stored(&fixture, &dataset, table);
    }
    // A parent that is not there is found in the end.
    fixture.forget();
    fixture.run(if kind == Kind::Postgres {
        "DROP TABLE a, b CASCADE"
    } else {
        "SET foreign_key_checks = 0; DROP TABLE a, b"
    });
    fixture.run(create);
    let alone = fixture.load(&dataset, r#"{"mode":"append","tables":["a"]}"#).await;
    let (code, message) = crate::fixture::failure(&alone);
    assert_eq!(code, "different", "{message}");
    assert!(message.contains("a row of `b` that is not there"), "{message}");
}

/// With all rows in checksums, one that is changed is found, wherever it is.
async fn checksums_find_a_single_row(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = every_type(9_000);
    let options = r#"{"verify":"all","chunk_rows":1000}"#;
    let job = fixture.load(&dataset, options).await;
    assert_completed(&job, 9_000);
    let checksums = job.tables[0].verification.as_ref().unwrap().checksums;
    assert!(checksums.is_some_and(|checksums| checksums >= 5), "{checksums:?}");
    // Into a table whose trigger changes one row of many.
    fixture.run("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL, w VARCHAR(60) NOT NULL)");
    fixture.run(match kind {
        Kind::Postgres => {
            "CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN IF NEW.id = 4321 THEN NEW.w := ''x''; END IF; RETURN NEW; END';
             CREATE TRIGGER change BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION change()"
        }
        _ => {
            "CREATE TRIGGER changed BEFORE INSERT ON t FOR EACH ROW SET NEW.w = IF(NEW.id = 4321, 'x', NEW.w)"
        }
    });
    let dataset = crate::fixture::dataset(
        r#"{"name":"t","rows":40000,"primary_key":["id"],"columns":[{"name":"id","type":"int"},{"name":"n","type":"int"},
            {"name":"w","type":"varchar(60)","gen":{"kind":"full_name"}}]}"#,
    );
    let job = fixture.load(&dataset, r#"{"mode":"append","verify":"all"}"#).await;
    let (code, message) = crate::fixture::failure(&job);
    assert_eq!(code, "different", "{message}");
    assert!(message.contains("`w`"), "{message}");
}

/// Tasks may be run by anybody, more than once and at the same time; the last attempt has the partition.
async fn tasks_may_run_twice(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = every_type(4_000);
    let asked = crate::fixture::request(&dataset, r#"{"workers":4,"chunk_rows":100}"#);
    let tasks = fixture.launcher.tasks(asked.clone(), Arc::clone(&dataset)).await.unwrap();
    assert_eq!(tasks.len(), 4);
    let target = loader::TargetConfig::parse("elsewhere", &fixture.url).unwrap();
    let mut running = tokio::task::JoinSet::new();
    for task in &tasks {
        // As they are after a way through a network.
        let json = serde_json::to_string(task).unwrap();
        assert!(!json.contains("127.0.0.1"), "{json}");
        for attempt in [1, 2, 2] {
            let mut task: loader::PartitionTask = serde_json::from_str(&json).unwrap();
            task.attempt = attempt;
            let target = target.clone();
            running.spawn(async move {
                loader::run_partition(&task, &target, tokio_util::sync::CancellationToken::new()).await
            });
        }
    }
    let mut done = std::collections::BTreeSet::new();
    while let Some(end) = running.join_next().await {
        match end.unwrap() {
            Ok(report) => {
                assert_eq!(report.committed, 1_000);
                done.insert(report.part);
            }
            Err(error) => assert_eq!(error.code(), "fenced", "{error}"),
        }
    }
    assert_eq!(done.len(), 4);
    // All that is left is the end.
    let job = fixture.load(&dataset, r#"{"workers":4,"chunk_rows":100}"#).await;
    assert_completed(&job, 4_000);
    assert_eq!(job.tables[0].seconds.unwrap().written, 0);
    assert_stored(&fixture, &dataset, "every type");
}

/// What would end a field, a line or a statement, and what looks like NULL.
async fn every_byte_of_a_text_arrives(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    // PostgreSQL's texts cannot hold NUL.
    let nul = if kind == Kind::Postgres { "" } else { r#","a\u0000b""# };
    let values = format!(
        r#""","\\N","NULL","\\","a\tb","a\nb","a\r\nb","\u001a","\b\f\u0001\u007f","it's","\"x\"","`x`","a\\'b","\\\\N","%_",
           "😀 한국어 日本語","{{}}","--","/*","a;b","\\x41","\\0","1e5"," padded "{nul}"#
    )
    .replace("{{}}", "{}");
    let dataset = dataset(&format!(
        r#"{{"name":"t","rows":600,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}},
            {{"name":"short","type":"varchar(30)","gen":{{"kind":"list","values":[{values}]}},"null":0.1}},
            {{"name":"long","type":"text","gen":{{"kind":"list","values":[{values}]}}}}]}}"#
    ));
    for method in ["bulk", "insert"] {
        let options = format!(r#"{{"mode":"replace","again":true,"method":"{method}"}}"#);
        assert_completed(&fixture.load(&dataset, &options).await, 600);
        assert_stored(&fixture, &dataset, "t");
    }
}

async fn parents_come_before_children(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = rooms(5_000);
    let job = fixture.load(&dataset, r#"{"workers":3,"chunk_rows":700}"#).await;
    assert_completed(&job, 5_050);
    assert_eq!(job.tables.iter().map(|table| table.table.as_str()).collect::<Vec<_>>(), ["room", "stay"]);
    assert_stored(&fixture, &dataset, "stay");
    assert_eq!(foreign_keys(&fixture, "stay"), 1);
    // Replaced as they stand in each other's way.
    let job = fixture.load(&dataset, r#"{"mode":"replace"}"#).await;
    assert_completed(&job, 5_050);
    assert_eq!(foreign_keys(&fixture, "stay"), 1);
    assert_stored(&fixture, &dataset, "stay");
}

fn foreign_keys(fixture: &Fixture, table: &str) -> u64 {
    let schema = if fixture.kind == Kind::Postgres { "current_schema()" } else { "DATABASE()" };
    let sql = format!(
        "SELECT COUNT(*) FROM information_schema.table_constraints WHERE constraint_type = 'FOREIGN KEY' \
         AND table_schema = {schema} AND table_name = '{table}'"
    );
    fixture.run(&sql).trim().parse().unwrap()
}

async fn keys_in_circles_are_made_at_the_end(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let key = |table: &str| format!(r#"{{"kind":"foreign_key","table":"{table}","column":"id"}}"#);
    let dataset = dataset(&format!(
        r#"{{"name":"a","rows":300,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}},{{"name":"b_id","type":"int","gen":{}}},
             {{"name":"boss_id","type":"int","gen":{},"null":0.5}}]}},
           {{"name":"b","rows":200,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}},{{"name":"a_id","type":"int","gen":{}}}]}}"#,
        key("b"),
        key("a"),
        key("a"),
    ));
    let job = fixture.load(&dataset, r#"{"chunk_rows":50,"workers":2}"#).await;
    assert_completed(&job, 500);
    assert_eq!((foreign_keys(&fixture, "a"), foreign_keys(&fixture, "b")), (2, 1));
    assert_stored(&fixture, &dataset, "a");
}

async fn partitions_are_loaded_one_by_one(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = dataset(
        r#"{"name":"availability","rows":9000,"primary_key":["room","date"],"partition_by":{"column":"date","range":"month"},"columns":[
            {"name":"room","type":"bigint","gen":{"kind":"integer","min":1,"max":20000}},
            {"name":"date","type":"date","gen":{"kind":"date","from":"2025-05-01","to":"2025-10-27"}},
            {"name":"price","type":"int","gen":{"kind":"integer","min":10000,"max":999999},"null":0.02}],
            "indexes":[["price"]]}"#,
    );
    let job = fixture.load(&dataset, r#"{"workers":2,"chunk_rows":400}"#).await;
    assert_completed(&job, 9_000);
    assert_eq!(job.tables[0].partitions.len(), 6);
    assert_stored(&fixture, &dataset, "availability");
    let statistics = job.tables[0].statistics.as_ref().unwrap();
    assert!(
        statistics.rows == 9_000 && statistics.data_bytes > 9_000 && statistics.index_bytes > 0,
        "{statistics:?}"
    );
    let partition = match kind {
        Kind::Postgres => {
            "SELECT COUNT(*) FROM availability_p202507 WHERE date < '2025-07-01' OR date > '2025-07-31'"
        }
        _ => {
            "SELECT COUNT(*) FROM availability PARTITION (p202507) WHERE date < '2025-07-01' OR date > '2025-07-31'"
        }
    };
    assert_eq!(fixture.run(partition).trim(), "0");
    let rows: u64 = fixture.run(partition.split(" WHERE").next().unwrap()).trim().parse().unwrap();
    assert!(rows > 1_000, "{rows}");
}

/// AUTO_INCREMENT and IDENTITY go on behind the loaded keys; UUIDs and ULIDs in their forms; what each costs.
async fn keys_are_a_choice(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let table = |name: &str, key: &str| {
        format!(
            r#"{{"name":"{name}","rows":4000,"primary_key":["id"],"columns":[{{"name":"id",{key}}},
                {{"name":"n","type":"int"}}],"indexes":[["n"]]}}"#
        )
    };
    let tables = [
        table("counted", r#""type":"bigint","gen":{"kind":"sequence"},"identity":true"#),
        table("plain", r#""type":"bigint","gen":{"kind":"sequence"}"#),
        table("v4", r#""type":"uuid","gen":{"kind":"uuid_v4"}"#),
        table("v4_binary", r#""type":"binary(16)","gen":{"kind":"uuid_v4"}"#),
        table("v4_char", r#""type":"char(36)","gen":{"kind":"uuid_v4"}"#),
        table("v7", r#""type":"uuid","gen":{"kind":"uuid_v7"}"#),
        table("v7_binary", r#""type":"binary(16)","gen":{"kind":"uuid_v7"}"#),
        table("ulid", r#""type":"char(26)","gen":{"kind":"ulid"}"#),
        table("ulid_binary", r#""type":"binary(16)","gen":{"kind":"ulid"}"#),
    ];
    let dataset = dataset(&tables.join(","));
    let job = fixture.load(&dataset, r#"{"workers":2,"chunk_rows":500}"#).await;
    assert_completed(&job, 36_000);
    let key_bytes = |name: &str| {
        let table = job.tables.iter().find(|table| table.table == name).unwrap();
        let statistics = table.statistics.as_ref().unwrap();
        assert!(statistics.data_bytes > 0 && statistics.index_bytes > 0, "{name}: {statistics:?}");
        assert_eq!(statistics.rows, 4_000, "{name}");
        assert!(statistics.average_row_bytes > 8, "{name}: {statistics:?}");
        assert!(statistics.indexes.len() >= 2, "{name}: {statistics:?}");
        assert!(table.seconds.is_some_and(|seconds| seconds.rows > 0.0));
        // A heap that two COPY statements extend at once has empty pages by chance; a key's own index hardly varies.
        let is_key = |name: &str| name == "PRIMARY" || name.ends_with("_pkey");
        let key = statistics.indexes.iter().find(|index| is_key(&index.name));
        key.unwrap_or_else(|| panic!("{name}: {statistics:?}")).bytes
    };
    let (plain, v4, v4_char) = (key_bytes("plain"), key_bytes("v4"), key_bytes("v4_char"));
    assert!(v4 > plain && v4_char > plain, "plain {plain}, v4 {v4}, v4_char {v4_char}");
    key_bytes("v7_binary");
    for name in ["counted", "v4", "v7_binary", "ulid_binary"] {
        assert_stored(&fixture, &dataset, name);
    }
    fixture.run("INSERT INTO counted (n) VALUES (1)");
    assert_eq!(fixture.run("SELECT MAX(id) FROM counted").trim(), "4001");
}

async fn tables_of_every_shape_are_loaded(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = dataset(
        r#"{"name":"no key","rows":2500,"columns":[{"name":"select","type":"int"},{"name":"b","type":"text"}],"comment":"it's \\ odd"},
           {"name":"empty","rows":0,"columns":[{"name":"a","type":"int","comment":"none"}]},
           {"name":"texts","rows":700,"primary_key":["t"],"unique":[["u","n"]],"columns":[
             {"name":"t","type":"text","gen":{"kind":"pattern","pattern":"[a-z]{9}"}},
             {"name":"u","type":"text","gen":{"kind":"pattern","pattern":"[a-z]{3}"}},
             {"name":"n","type":"int","gen":{"kind":"integer","min":1,"max":100}},
             {"name":"j","type":"json"}],"indexes":[["j"]]}"#,
    );
    let job = fixture.load(&dataset, r#"{"chunk_rows":77,"workers":3}"#).await;
    assert_completed(&job, 3_200);
    for table in ["no key", "empty", "texts"] {
        assert_stored(&fixture, &dataset, table);
    }
    assert_eq!(made(&dataset, "empty").len(), 0);
}

async fn indexes_may_be_made_when_the_rows_are_there(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = dataset(
        r#"{"name":"p","rows":100,"primary_key":["id"],"columns":[{"name":"id","type":"int"}]},
           {"name":"c","rows":3000,"primary_key":["id"],"unique":[["code"]],"indexes":[["p_id","n"]],"columns":[
             {"name":"id","type":"int"},{"name":"n","type":"int"},
             {"name":"code","type":"varchar(12)","gen":{"kind":"pattern","pattern":"[A-Z]{9}"}},
             {"name":"p_id","type":"int","gen":{"kind":"foreign_key","table":"p","column":"id"}}]}"#,
    );
    let job = fixture.load(&dataset, r#"{"indexes":"after"}"#).await;
    assert_completed(&job, 3_100);
    assert_eq!(foreign_keys(&fixture, "c"), 1);
    let indexes = match kind {
        Kind::Postgres => "SELECT COUNT(*) FROM pg_indexes WHERE tablename = 'c'",
        _ => {
            "SELECT COUNT(DISTINCT INDEX_NAME) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'c'"
        }
    };
    // The primary key, the unique one and the index; MySQL's foreign key uses the index.
    assert_eq!(fixture.run(indexes).trim(), "3");
    assert_stored(&fixture, &dataset, "c");
}

async fn settings_of_the_connections_that_write_are_changed(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let rooms = rooms(300);
    let (name, value) = match kind {
        Kind::Postgres => ("synchronous_commit", "off"),
        _ => ("unique_checks", "0"),
    };
    let job = fixture.load(&rooms, &format!(r#"{{"settings":{{"{name}":"{value}"}}}}"#)).await;
    assert_completed(&job, 350);
    // The database is asked for it: what it does not take is told before the first row.
    let job =
        fixture.load(&rooms, &format!(r#"{{"mode":"replace","settings":{{"{name}":"sideways"}}}}"#)).await;
    let (code, message) = failure(&job);
    assert_eq!(code, "setting_refused");
    assert!(message.contains(&format!("`sideways` for its setting `{name}`")), "{message}");
}

async fn a_table_may_be_made_without_its_foreign_keys(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let rooms = rooms(30);
    // A server has more databases than this one.
    let here = if kind == Kind::Postgres { "CURRENT_SCHEMA()" } else { "DATABASE()" };
    let keys = || {
        fixture.run(&format!(
            "SELECT COUNT(*) FROM information_schema.table_constraints \
             WHERE constraint_type = 'FOREIGN KEY' AND table_name = 'stay' AND table_schema = {here}"
        ))
    };
    assert_completed(&fixture.load(&rooms, "{}").await, 80);
    assert_eq!(keys().trim(), "1");
    assert_completed(&fixture.load(&rooms, r#"{"mode":"replace","without_foreign_keys":true}"#).await, 80);
    assert_eq!(keys().trim(), "0");
}
