//! Input that nobody should send: each gets a code, a place and a remedy, and everything else goes on.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use futures::StreamExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::server::Server;

fn column(name: &str, sql_type: &str, generator: Value) -> Value {
    let mut column = json!({ "name": name, "type": sql_type });
    if !generator.is_null() {
        column["gen"] = generator;
    }
    column
}

fn table(rows: u64, columns: &[Value]) -> Value {
    json!({ "rowmill": 1, "tables": [{ "name": "t", "rows": rows, "columns": columns }] })
}

fn of_column(generator: Value, sql_type: &str) -> Value {
    table(10, &[column("a", sql_type, generator)])
}

/// The SQL that nobody meant, and the code that it gets.
#[tokio::test]
async fn text_that_is_no_schema_is_refused_with_the_place() {
    let server = Server::start().await;
    let deep = format!("CREATE TABLE t (a INT DEFAULT {}1{})", "(".repeat(5_000), ")".repeat(5_000));
    for (sql, code, part) in [
        ("Dear database, please", "invalid_sql", "line 1, column 1"),
        ("", "no_tables", "CREATE TABLE"),
        ("CREATE TABLE t ()", "no_tables", "CREATE TABLE"),
        ("CREATE TABLE t (b GEOMETRY)", "no_tables", "CREATE TABLE"),
        ("SELECT 1;\nCREATE TABLE t (a INT", "invalid_sql", "line 2, column 16, table `t`"),
        ("CREATE TABLE 'unended (a INT)", "invalid_sql", "line 1"),
    ] {
        let answer = server.post("/api/datasets", "application/sql", sql.to_owned()).await;
        let error = &answer.json()["error"];
        assert_eq!((answer.status.as_u16(), error["code"].as_str().unwrap()), (422, code), "{}", answer.text);
        assert!(error["message"].as_str().unwrap().contains(part), "{}", error["message"]);
    }
    // What is nested too deep costs itself.
    let answer = server.post("/api/datasets", "application/sql", deep).await;
    assert_eq!(answer.json()["spec"]["tables"][0]["columns"][0]["name"], "a", "{}", answer.text);
    assert!(answer.text.contains("is read without the condition or the default"), "{}", answer.text);
    // More than is read, found before anything is looked up in anything, and names that warnings would repeat.
    let many = |count: usize, one: fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>();
    let tables = many(2_501, |number| format!("CREATE TABLE t{number} (id INT PRIMARY KEY)")).join(";");
    let columns = many(2_001, |number| format!("c{number} INT")).join(",");
    let long = "x".repeat(201);
    for (sql, code, part) in [
        (tables, "too_many_tables", "2501 tables"),
        (format!("CREATE TABLE t ({columns})"), "too_many_columns", "more than 2000 columns"),
        (format!("CREATE TABLE t (a INT);\nCREATE TABLE {long} (a INT)"), "invalid_name", "line 2"),
        (format!("CREATE TABLE t (a INT, {long} INT)"), "invalid_name", "at most 200"),
        (format!("CREATE TABLE t (a INT, \"{long}\" INT)"), "invalid_name", "at most 200"),
        (
            format!("CREATE TABLE t (a INT); ALTER TABLE {long} ADD a INT, ADD b INT"),
            "invalid_name",
            "line 1",
        ),
    ] {
        let answer = server.post("/api/datasets", "application/sql", sql).await;
        assert_eq!(answer.error().1, code, "{}", answer.text);
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(part), "{message}");
    }
    // Two columns of one name, and two tables.
    let answer = server.post("/api/datasets", "application/sql", "CREATE TABLE t (a INT, A TEXT)").await;
    assert_eq!(answer.error().1, "invalid_sql", "{}", answer.text);
    assert!(answer.text.contains("column `A` is there twice"), "{}", answer.text);
    let twice = "CREATE TABLE t (a INT);\nCREATE TABLE IF NOT EXISTS T (b INT)";
    let answer = server.post("/api/datasets", "application/sql", twice).await;
    assert_eq!(answer.json()["spec"]["tables"].as_array().unwrap().len(), 1);
    assert_eq!(
        answer.json()["warnings"][0],
        "line 2, table `T`: there is a table of this name already; the first is read"
    );
}

#[tokio::test]
async fn specs_that_cannot_be_are_refused_with_the_place() {
    let server = Server::start().await;
    let integer = |min: i64, max: i64| json!({ "kind": "integer", "min": min, "max": max });
    let decimal = |min: &str, max: &str| json!({ "kind": "decimal", "min": min, "max": max });
    let date = |from: &str, to: &str| json!({ "kind": "date", "from": from, "to": to });
    let key = |table: &str| json!({ "kind": "foreign_key", "table": table, "column": "a" });
    let unique = |generator: Value| {
        let mut spec = of_column(generator, "int");
        spec["tables"][0]["columns"][0]["unique"] = json!(true);
        spec
    };
    let with = |pointer: &str, value: Value| {
        let mut spec = of_column(Value::Null, "int");
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        spec.pointer_mut(parent).unwrap()[field] = value;
        spec
    };
    let a = "tables[0].columns[0]";
    for (spec, code, place) in [
        (table(10, &[]), "no_columns", "tables[0].columns".to_owned()),
        (
            table(10, &[column("a", "int", Value::Null), column("a", "int", Value::Null)]),
            "duplicate_name",
            "tables[0].columns[1].name".to_owned(),
        ),
        (with("/tables/0/name", json!("x".repeat(201))), "invalid_name", "tables[0].name".to_owned()),
        (with("/tables/0/name", json!("a\u{0}b")), "invalid_name", "tables[0].name".to_owned()),
        (with("/tables/0/columns/0/name", json!("")), "invalid_name", format!("{a}.name")),
        (of_column(integer(2, 1), "int"), "empty_range", format!("{a}.gen.max")),
        (
            of_column(json!({ "kind": "integer", "min": 0, "max": 9_223_372_036_854_775_808_u64 }), "bigint"),
            "invalid_spec",
            format!("{a}.gen"),
        ),
        (
            of_column(decimal("0", "10000000000000000000000000000"), "decimal(38,10)"),
            "invalid_decimal",
            format!("{a}.gen.max"),
        ),
        (
            of_column(decimal("0", "0.12345678901"), "decimal(38,10)"),
            "invalid_decimal",
            format!("{a}.gen.max"),
        ),
        (of_column(date("0000-12-31", "2025-01-01"), "date"), "invalid_timestamp", format!("{a}.gen.from")),
        (of_column(date("2025-01-01", "10000-01-01"), "date"), "invalid_timestamp", format!("{a}.gen.to")),
        (of_column(date("2025-02-29", "2025-03-01"), "date"), "invalid_timestamp", format!("{a}.gen.from")),
        (unique(integer(1, 9)), "too_few_values", format!("{a}.unique")),
        (of_column(key("nobody"), "int"), "unknown_table", format!("{a}.gen.table")),
        (of_column(key("t"), "int"), "cyclic_reference", format!("{a}.gen")),
        (with("/tables/0/rows", json!(1_000_000_000_001_u64)), "too_many_rows", "tables[0].rows".to_owned()),
        (with("/tables/0/rows", json!(-1)), "invalid_spec", "tables[0].rows".to_owned()),
        (with("/tables/0/rows", json!(1.5)), "invalid_spec", "tables[0].rows".to_owned()),
        (with("/seed", json!("forty-two")), "invalid_spec", "seed".to_owned()),
        (with("/seed", json!("18446744073709551616")), "invalid_spec", "seed".to_owned()),
        (with("/tables/0/color", json!("red")), "invalid_spec", "tables[0].color".to_owned()),
        (
            with("/tables/0/columns/0/gen", json!({ "kind": "integer", "most": 3 })),
            "invalid_spec",
            format!("{a}.gen"),
        ),
        (with("/tables/0/columns/0/gen", json!({ "kind": "poem" })), "unknown_kind", format!("{a}.gen")),
        (with("/rowmill", json!(2)), "unknown_version", "rowmill".to_owned()),
        (json!([]), "invalid_spec", String::new()),
    ] {
        let answer = server.post("/api/datasets", "application/json", spec.to_string()).await;
        let (status, found, path) = answer.error();
        assert_eq!((status, found.as_str()), (422, code), "{}", answer.text);
        assert!(
            path == place || (!place.is_empty() && path.starts_with(&place)),
            "{path} is not {place}: {}",
            answer.text
        );
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.len() > 10 && message.len() < 2_000, "{message}");
    }
}

#[tokio::test]
async fn json_that_is_too_deep_or_too_long_is_refused() {
    let server = Server::start().await;
    let deep = format!(r#"{{"rowmill":1,"tables":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let answer = server.post("/api/datasets", "application/json", deep).await;
    assert_eq!(answer.error().0, 422, "{}", answer.text);
    let values: Vec<String> =
        (0..100_000).map(|number| format!("a value of many characters, number {number:08}")).collect();
    let long = of_column(json!({ "kind": "list", "values": values }), "text").to_string();
    assert!(long.len() > 4 << 20 && long.len() < 8 << 20);
    assert_eq!(server.post("/api/datasets", "application/json", long).await.error().1, "spec_too_large");
    let answer = server.post("/api/datasets", "application/json", " ".repeat((16 << 20) + 1)).await;
    assert_eq!(answer.error(), (413, "body_too_large".to_owned(), String::new()));
}

/// Extremes that are allowed, and what their rows are.
#[tokio::test]
async fn extremes_that_are_possible_are_made() {
    let server = Server::start().await;
    let spec = table(
        1_000_000_000_000,
        &[
            column("smallest", "bigint", json!({ "kind": "integer", "min": i64::MIN, "max": i64::MIN })),
            column("largest", "bigint", json!({ "kind": "integer", "min": i64::MAX, "max": i64::MAX })),
            column("wide", "bigint", json!({ "kind": "integer", "min": i64::MIN, "max": i64::MAX })),
            column(
                "money",
                "decimal(38,10)",
                json!({ "kind": "decimal", "min": "9999999999999999999999999999.9999999999", "max": "9999999999999999999999999999.9999999999" }),
            ),
            column("first", "date", json!({ "kind": "date", "from": "0001-01-01", "to": "0001-01-01" })),
            column(
                "last",
                "timestamp(6)",
                json!({ "kind": "timestamp", "from": "9999-12-31T23:59:59.999999", "to": "9999-12-31T23:59:59.999999" }),
            ),
            column("before", "date", json!({ "kind": "date", "from": "1969-12-31", "to": "1969-12-31" })),
        ],
    );
    let id = server.save(&spec).await;
    let rows = format!("/api/datasets/{id}/tables/t/rows.csv");
    let last = server.get(&format!("{rows}?header=false&from=999999999999")).await.text;
    let cells: Vec<&str> = last.trim_end().split(',').collect();
    assert_eq!(cells[..2], ["-9223372036854775808", "9223372036854775807"]);
    assert!(cells[2].parse::<i64>().is_ok());
    assert_eq!(
        cells[3..],
        ["9999999999999999999999999999.9999999999", "0001-01-01", "9999-12-31 23:59:59.999999", "1969-12-31"]
    );
    for query in ["from=1000000000000", "from=18446744073709551615", "from=5&limit=0", "limit=0"] {
        assert_eq!(server.get(&format!("{rows}?header=false&{query}")).await.text, "", "{query}");
    }
    for query in ["from=18446744073709551616", "from=-1", "limit=1.5", "limit="] {
        assert_eq!(server.get(&format!("{rows}?{query}")).await.error().1, "invalid_query", "{query}");
    }
    for rows in [0, 1] {
        let id = server.save(&table(rows, &[column("a", "int", Value::Null)])).await;
        let csv = server.get(&format!("/api/datasets/{id}/tables/t/rows.csv?limit=5")).await.text;
        assert_eq!(csv.lines().count() as u64, rows + 1);
    }
}

/// Names that break what is not quoted: through the spec, every format, and a database and back.
#[tokio::test]
async fn names_of_any_kind_are_kept() {
    let server = Server::start().await;
    let long = "n".repeat(200);
    let names = [
        "select",
        "a b",
        "quote \" and ' and `",
        "semi; DROP TABLE x; --",
        "../../etc/passwd",
        "émoji 🦀",
        "[brackets]",
        "%s{}",
        "a,b",
        "back\\slash",
        "=cmd()",
        long.as_str(),
    ];
    let columns: Vec<Value> = names.iter().map(|name| column(name, "int", Value::Null)).collect();
    for name in names {
        let spec = json!({ "rowmill": 1, "tables": [{ "name": name, "rows": 7, "primary_key": [names[2]], "columns": columns }] });
        let id = server.save(&spec).await;
        let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for format in ["csv", "ndjson", "sql?dialect=mysql", "sql?dialect=postgres", "sql?dialect=sqlite"] {
            let answer = server.get(&format!("/api/datasets/{id}/tables/{encoded}/rows.{format}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{name} as {format}: {}", answer.text);
        }
        let request = json!({ "dataset": id, "target": "local" }).to_string();
        let job = server.post("/api/jobs", "application/json", request).await.json();
        let location = format!("/api/jobs/{}", job["id"].as_str().unwrap());
        server.get(&format!("{location}/events")).await;
        let job = server.get(&location).await.json();
        assert_eq!((&job["status"], &job["committed"]), (&json!("COMPLETED"), &json!(7)), "{name}: {job}");
    }
}

#[tokio::test]
async fn a_thousand_columns_are_made_and_loaded() {
    let server = Server::start().await;
    let columns: Vec<Value> =
        (0..1_000).map(|number| column(&format!("c{number}"), "int", Value::Null)).collect();
    let id = server.save(&table(200, &columns)).await;
    let csv = server.get(&format!("/api/datasets/{id}/tables/t/rows.csv?from=199")).await.text;
    assert_eq!(csv.lines().nth(1).unwrap().split(',').count(), 1_000);
    let request = json!({ "dataset": id, "target": "local" }).to_string();
    let job = server.post("/api/jobs", "application/json", request).await.json();
    let location = format!("/api/jobs/{}", job["id"].as_str().unwrap());
    server.get(&format!("{location}/events")).await;
    let job = server.get(&location).await.json();
    assert_eq!(job["status"], "COMPLETED", "{}", job["error"]);

    let too_many: Vec<Value> =
        (0..2_001).map(|number| column(&format!("c{number}"), "int", Value::Null)).collect();
    let answer = server.post("/api/datasets", "application/json", table(1, &too_many).to_string()).await;
    assert_eq!(answer.error().1, "too_many_columns");
}

/// Many who start a download and do not read it: they get no more than their share, and the next one is served.
#[tokio::test]
async fn five_hundred_streams_that_stand_still_stop_nobody() {
    let server = Server::start().await;
    let id = server.save(&table(1_000_000_000_000, &[column("a", "bigint", Value::Null)])).await;
    let path = format!("/api/datasets/{id}/tables/t/rows.csv");
    let request = || Request::get(&path).header("host", "localhost").body(Body::empty()).unwrap();
    let mut open = Vec::new();
    for _ in 0..500 {
        let response = server.router.clone().oneshot(request()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let mut body = response.into_body().into_data_stream();
        body.next().await.unwrap().unwrap();
        open.push(body);
    }
    let whole = server.get(&format!("{path}?limit=200000")).await.text;
    assert_eq!(whole.lines().count(), 200_001);
    // Those who are one too many are told so, and there is room again when others have gone.
    for _ in 500..512 {
        open.push(server.router.clone().oneshot(request()).await.unwrap().into_body().into_data_stream());
    }
    assert_eq!(server.get(&path).await.error(), (503, "too_many_streams".to_owned(), String::new()));
    open.clear();
    assert_eq!(server.get(&format!("{path}?limit=1")).await.status, StatusCode::OK);
}

/// A reader of a few bytes at a time gets the same bytes.
#[tokio::test]
async fn a_reader_that_takes_its_time_gets_everything() {
    let server = Server::start().await;
    let id = server.save(&table(150_000, &[column("a", "bigint", Value::Null)])).await;
    let path = format!("/api/datasets/{id}/tables/t/rows.csv");
    let request = Request::get(&path).header("host", "localhost").body(Body::empty()).unwrap();
    let mut body = server.router.clone().oneshot(request).await.unwrap().into_body().into_data_stream();
    let mut bytes = Vec::new();
    while let Some(piece) = body.next().await {
        bytes.extend_from_slice(&piece.unwrap());
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(bytes == server.get(&path).await.text.as_bytes());
}

/// Specs that would be endless work are harmless or refused, and the server answers meanwhile.
#[tokio::test]
async fn work_without_end_is_not_begun() {
    let server = Server::start().await;
    let column = |name: &str, generator: Value| json!({ "name": name, "type": "text", "gen": generator });
    let table = |columns: Vec<Value>| json!({ "rowmill": 1, "tables": [{ "name": "t", "rows": 1, "columns": columns }] });
    // Empty groups, repeated over and over, are one empty text.
    let empty = "((((((){1000}){1000}){1000}){1000}){1000}){1000}";
    let id = server.save(&table(vec![column("a", json!({ "kind": "pattern", "pattern": empty }))])).await;
    assert_eq!(server.get(&format!("/api/datasets/{id}/tables/t/rows.ndjson")).await.text, "{\"a\":\"\"}\n");
    assert_eq!(server.get(&format!("/d/{id}")).await.status, 200);
    // Templates that double are refused by their length, also where what they double is a number.
    let double = |index: usize| {
        let before = format!("{{c{0}}}{{c{0}}}", index - 1);
        column(&format!("c{index}"), json!({ "kind": "template", "template": before }))
    };
    let mut columns = vec![json!({ "name": "c0", "type": "int", "gen": { "kind": "constant", "value": 1 } })];
    columns.extend((1..40).map(double));
    let answer = server.post("/api/datasets", "application/json", table(columns).to_string()).await;
    assert_eq!(answer.error().1, "value_too_long");
    assert_eq!(server.get("/api/health").await.status, 200);
}
