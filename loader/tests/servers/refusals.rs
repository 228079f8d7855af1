//! Whatever the database would change or drop silently ends the load, and names the row: nothing of its chunk is there.

use std::sync::Arc;

use generator::Dataset;
use scratch_databases::Kind;

use crate::{
    fixture::{Fixture, assert_completed, dataset, failure, request, shared},
    on_every_server,
};

on_every_server!(
    nothing_is_changed_or_dropped_silently,
    plain_load_data_would_have_lost_it,
    refused_rows_are_isolated,
    many_refused_rows_cost_little,
    a_key_that_is_there_is_a_refusal,
    a_changed_value_does_not_pass_the_verification,
    a_narrower_column_is_refused_before_the_first_row,
    a_key_that_is_made_at_the_end_and_broken_is_named,
);

/// A hundred rows of which row 60 (from 0) has another value in `v` than the others.
fn odd_one_out(v_type: &str, common: &str, odd: &str) -> Arc<Dataset> {
    // 59 of one, then the odd one, then the others, again and again.
    let values: Vec<&str> = (0..100).map(|row| if row == 60 { odd } else { common }).collect();
    dataset(&format!(
        r#"{{"name":"t","rows":100,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}},
            {{"name":"v","type":"{v_type}","gen":{{"kind":"list","values":[{}]}},"sampler":"in_order"}}]}}"#,
        values.join(",")
    ))
}

async fn nothing_is_changed_or_dropped_silently(kind: Kind) {
    // What the table is, what the load sends, and what the message must say.
    let (text, quoted) = ("varchar(200)", |text: &str| format!("\"{text}\""));
    let mut cases: Vec<(&str, Arc<Dataset>)> = vec![
        ("v INT", odd_one_out(text, &quoted("1"), &quoted("abc"))),
        ("v VARCHAR(5)", odd_one_out(text, &quoted("a"), &quoted("too long a value"))),
        ("v DATE", odd_one_out(text, &quoted("2025-01-01"), &quoted("2025-02-30"))),
        ("v INT", odd_one_out("bigint", "1", "99999999999")),
        ("v SMALLINT", odd_one_out("int", "1", "40000")),
        ("v DECIMAL(4,1)", odd_one_out(text, &quoted("1.5"), &quoted("12345.5"))),
        ("v INT CHECK (v < 50)", odd_one_out("int", "1", "60")),
        ("v INT, FOREIGN KEY (v) REFERENCES parent (id)", odd_one_out("int", "1", "2")),
    ];
    if kind == Kind::Postgres {
        cases.push(("v TEXT", odd_one_out(text, &quoted("a"), &quoted("a\\u0000b"))));
        cases.push((
            "v UUID",
            odd_one_out(text, &quoted("00000000-0000-0000-0000-000000000000"), &quoted("x")),
        ));
    } else {
        cases.push(("v ENUM('a','b')", odd_one_out(text, &quoted("a"), &quoted("c"))));
        cases.push(("v VARCHAR(9) CHARACTER SET latin1", odd_one_out(text, &quoted("a"), &quoted("한"))));
    }
    let fixture = Fixture::new(kind).await;
    fixture.run("CREATE TABLE parent (id INT PRIMARY KEY); INSERT INTO parent VALUES (1)");
    for (column, dataset) in cases {
        for method in ["bulk", "insert"] {
            fixture.forget();
            fixture.run(&format!("DROP TABLE IF EXISTS t; CREATE TABLE t (id INT PRIMARY KEY, {column})"));
            let options = format!(r#"{{"mode":"append","method":"{method}","chunk_rows":50}}"#);
            let job = fixture.load(&dataset, &options).await;
            let (code, message) = failure(&job);
            if (code == "column_type" && ["v VARCHAR(5)", "v INT", "v DECIMAL(4,1)"].contains(&column))
                || code == "column_nul"
            {
                // What surely does not fit is said before the first row.
                assert_eq!(fixture.count("t"), 0, "{column}: {message}");
                continue;
            }
            assert_eq!(code, "row_refused", "{column} by {method}: {message}");
            let error = job.error.as_ref().unwrap();
            assert_eq!(error.row, Some(60), "{column} by {method}: {message}");
            assert_eq!(error.table.as_deref(), Some("t"));
            // Nothing of its chunk is there, and all of the other is, or nothing of it yet.
            let rows = fixture.count("t");
            assert!(rows == 0 || rows == 50, "{column} by {method}: {rows} rows");
            assert_eq!(job.committed, rows);
        }
    }
    // A row that no partition takes.
    let partitions = match kind {
        Kind::Postgres => {
            "CREATE TABLE t (id INT, v INT) PARTITION BY RANGE (v); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (50)"
        }
        _ => "CREATE TABLE t (id INT, v INT) PARTITION BY RANGE (v) (PARTITION p VALUES LESS THAN (50))",
    };
    let dataset = odd_one_out("int", "1", "60");
    for method in ["bulk", "insert"] {
        fixture.forget();
        fixture.run(&format!("DROP TABLE IF EXISTS t; {partitions}"));
        let job =
            fixture.load(&dataset, &format!(r#"{{"mode":"append","method":"{method}","workers":1}}"#)).await;
        assert_eq!(job.error.as_ref().unwrap().row, Some(60), "{:?}", job.error);
        assert_eq!(fixture.count("t"), 0);
    }
    // NULL where none may be: the spec and the table disagree.
    let dataset = crate::fixture::dataset(
        r#"{"name":"t","rows":100,"columns":[{"name":"id","type":"int"},{"name":"v","type":"int","null":0.05}]}"#,
    );
    for method in ["bulk", "insert"] {
        fixture.forget();
        fixture.run("DROP TABLE IF EXISTS t; CREATE TABLE t (id INT, v INT NOT NULL)");
        let job =
            fixture.load(&dataset, &format!(r#"{{"mode":"append","method":"{method}","workers":1}}"#)).await;
        let (code, message) = failure(&job);
        assert_eq!(code, "column_not_null", "{message}");
        assert_eq!(fixture.count("t"), 0);
    }
}

/// Why the way of loading is what it is: without REPLACE, MySQL and MariaDB take every one of these rows, changed.
async fn plain_load_data_would_have_lost_it(kind: Kind) {
    if kind == Kind::Postgres {
        return;
    }
    let fixture = Fixture::new(kind).await;
    let file = shared(kind).folder().join(format!("{}.txt", fixture.database));
    std::fs::write(&file, "1\tabc\n2\t99999999999\n1\t5\n").unwrap();
    fixture.run(&format!(
        "CREATE TABLE t (id INT PRIMARY KEY, v INT); SET sql_mode = 'STRICT_ALL_TABLES'; \
         LOAD DATA LOCAL INFILE '{}' INTO TABLE t",
        file.display()
    ));
    // A text became 0, a number the largest there is, and a row was dropped.
    assert_eq!(fixture.run("SELECT * FROM t ORDER BY id"), "1\t0\n2\t2147483647\n");
}

async fn refused_rows_are_isolated(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = dataset(
        r#"{"name":"t","rows":5000,"primary_key":["id"],"columns":[{"name":"id","type":"int"},{"name":"v","type":"int"}]}"#,
    );
    for method in ["bulk", "insert"] {
        fixture.forget();
        fixture.run("DROP TABLE IF EXISTS t; CREATE TABLE t (id INT PRIMARY KEY CHECK (id NOT IN (33, 37, 4000)), v INT)");
        let options = |limit: u64| {
            format!(
                r#"{{"mode":"append","method":"{method}","chunk_rows":1000,"workers":2,"skip_limit":{limit}}}"#
            )
        };
        let too_few = fixture.load(&dataset, &options(1)).await;
        assert_eq!(failure(&too_few).0, "skip_limit");
        assert!(too_few.committed <= 4_000);
        assert_eq!(fixture.count("t"), too_few.committed);
        let enough = fixture.load(&dataset, &options(3)).await;
        assert_completed(&enough, 4_997);
        assert_eq!(enough.skipped, 3);
        let rejected = fixture.launcher.rejected(&enough.id).await.unwrap();
        assert_eq!(rejected.iter().map(|row| row.row).collect::<Vec<_>>(), [32, 36, 3999]);
        assert!(rejected.iter().all(|row| !row.reason.is_empty() && row.table == "t"), "{rejected:?}");
        assert_eq!(fixture.run("SELECT COUNT(*) FROM t WHERE id IN (33, 37, 4000)").trim(), "0");
        assert_eq!(fixture.count("t"), 4_997);
    }
}

/// Every other row is refused: each of them costs a few statements, and the server keeps nothing for it until the chunk ends.
async fn many_refused_rows_cost_little(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    fixture.run("CREATE TABLE t (id INT PRIMARY KEY, v INT CHECK (v > 0))");
    let dataset = dataset(
        r#"{"name":"t","rows":20000,"primary_key":["id"],"columns":[{"name":"id","type":"int"},
            {"name":"v","type":"int","gen":{"kind":"list","values":[0,1]},"sampler":"in_order"}]}"#,
    );
    let limited = fixture.load(&dataset, r#"{"mode":"append","workers":1,"skip_limit":100}"#).await;
    assert_eq!(failure(&limited).0, "skip_limit");
    assert_eq!(fixture.count("t"), 0);
    let job = fixture.load(&dataset, r#"{"mode":"append","workers":1,"skip_limit":10000}"#).await;
    assert_completed(&job, 10_000);
    assert_eq!((job.skipped, fixture.count("t")), (10_000, 10_000));
    assert_eq!(fixture.run("SELECT COUNT(*) FROM t WHERE v = 0").trim(), "0");
    assert_eq!(fixture.launcher.rejected(&job.id).await.unwrap().len(), 10_000);
}

async fn a_key_that_is_there_is_a_refusal(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let dataset = dataset(
        r#"{"name":"t","rows":2000,"primary_key":["id"],"columns":[{"name":"id","type":"uuid"},{"name":"v","type":"int"}]}"#,
    );
    assert_completed(&fixture.load(&dataset, "{}").await, 2_000);
    // All rows but one are gone; its key is taken, and it must stay what it is.
    let first = fixture.run("SELECT MIN(CAST(id AS CHAR(36))) FROM t").trim().to_owned();
    fixture.run(&format!("DELETE FROM t WHERE id <> '{first}'; UPDATE t SET v = -1"));
    for method in ["bulk", "insert"] {
        fixture.forget();
        let job =
            fixture.load(&dataset, &format!(r#"{{"mode":"append","method":"{method}","workers":1}}"#)).await;
        let (code, message) = failure(&job);
        assert_eq!(code, "row_refused", "{message}");
        assert_eq!(fixture.run("SELECT v FROM t").trim(), "-1", "by {method}");
    }
}

async fn a_changed_value_does_not_pass_the_verification(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    // A trigger changes the value, and says nothing.
    fixture.run("CREATE TABLE t (id INT PRIMARY KEY, n INT NOT NULL)");
    fixture.run(match kind {
        Kind::Postgres => {
            "CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN IF NEW.id = 61 THEN NEW.n := -1; END IF; RETURN NEW; END';
             CREATE TRIGGER change BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION change()"
        }
        _ => "CREATE TRIGGER changed BEFORE INSERT ON t FOR EACH ROW SET NEW.n = IF(NEW.id = 61, -1, NEW.n)",
    });
    let dataset = dataset(
        r#"{"name":"t","rows":100,"primary_key":["id"],"columns":[{"name":"id","type":"int"},
            {"name":"n","type":"int","gen":{"kind":"integer","min":0,"max":9}}]}"#,
    );
    let (code, message) = failure(&fixture.load(&dataset, r#"{"mode":"append"}"#).await);
    assert_eq!(code, "different", "{message}");
    assert!(message.contains("row 60 has another value in column `n`"), "{message}");
}

/// A column that is there and keeps less than the spec makes is refused before the first row: the database would round without a word,
/// whatever the account's settings are.
async fn a_narrower_column_is_refused_before_the_first_row(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    let text_key = if kind == Kind::Postgres { "TEXT" } else { "VARCHAR(20) COLLATE utf8mb4_general_ci" };
    for (column, made, part) in [
        ("v DECIMAL(10,1)", r#""type":"decimal(10,2)""#, "keeps 1 digits behind the point"),
        ("v TIMESTAMP(0) NULL", r#""type":"timestamp(6)""#, "keeps 0 digits of a second"),
        ("v TIME(0)", r#""type":"time(3)""#, "keeps 0 digits of a second"),
        ("v REAL", r#""type":"double""#, if kind == Kind::Postgres { "seven digits" } else { "" }),
        ("v INT", r#""type":"double""#, "would round"),
        ("v DATE", r#""type":"timestamp""#, "no time of day"),
        ("v INT NOT NULL", r#""type":"int","null":0.5"#, "NOT NULL"),
    ] {
        if part.is_empty() {
            continue;
        }
        fixture.forget();
        fixture.run(&format!("DROP TABLE IF EXISTS t; CREATE TABLE t (id INT PRIMARY KEY, {column})"));
        let dataset = dataset(&format!(
            r#"{{"name":"t","rows":100,"primary_key":["id"],"columns":[{{"name":"id","type":"int"}},{{"name":"v",{made}}}]}}"#
        ));
        let request = request(&dataset, r#"{"mode":"append"}"#);
        let checks = fixture.launcher.preflight(&request, &dataset).await.unwrap();
        let is_said = |check: &contract::Check| {
            check.level == contract::CheckLevel::Error && check.message.contains(part)
        };
        assert!(checks.iter().any(is_said), "{column}: {checks:?}");
        let (_, message) = failure(&fixture.load(&dataset, r#"{"mode":"append"}"#).await);
        assert!(message.contains(part) && message.contains("`v`"), "{column}: {message}");
        assert_eq!(fixture.count("t"), 0, "{column}");
    }
    if kind != Kind::Postgres {
        fixture.forget();
        fixture.run(&format!("DROP TABLE IF EXISTS t; CREATE TABLE t (v {text_key} PRIMARY KEY)"));
        let dataset = dataset(
            r#"{"name":"t","rows":2,"columns":[{"name":"v","type":"varchar(20)","unique":true,"gen":{"kind":"list","values":["a","A"]}}]}"#,
        );
        let (code, message) = failure(&fixture.load(&dataset, r#"{"mode":"append"}"#).await);
        assert_eq!(code, "key_collation", "{message}");
    }
}

async fn a_key_that_is_made_at_the_end_and_broken_is_named(kind: Kind) {
    let fixture = Fixture::new(kind).await;
    fixture.run("CREATE TABLE parent (id INT PRIMARY KEY); INSERT INTO parent VALUES (1)");
    let dataset = dataset(
        r#"{"name":"parent","rows":50,"primary_key":["id"],"columns":[{"name":"id","type":"int"}]},
           {"name":"child","rows":100,"primary_key":["id"],"columns":[{"name":"id","type":"int"},
            {"name":"parent_id","type":"int","gen":{"kind":"foreign_key","table":"parent","column":"id"}}]}"#,
    );
    let job = fixture.load(&dataset, r#"{"tables":["child"],"indexes":"after"}"#).await;
    let (code, message) = failure(&job);
    assert_eq!(code, "key_broken", "{message}");
    assert_eq!(fixture.count("child"), 100);
    // When the parents are there, the restart makes the key and ends.
    let values: Vec<String> = (2..=50).map(|id| format!("({id})")).collect();
    fixture.run(&format!("INSERT INTO parent VALUES {}", values.join(",")));
    let job = fixture.load(&dataset, r#"{"tables":["child"],"indexes":"after"}"#).await;
    assert_completed(&job, 100);
}
