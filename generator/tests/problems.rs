//! What is refused, where the problem is said to be, and that the message names the remedy.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use generator::{Dataset, DatasetSpec, Problem};

fn problems(tables: &str) -> Vec<Problem> {
    let json = format!(r#"{{"rowmill":1,"tables":[{tables}]}}"#);
    Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap_err().all().to_vec()
}

fn column_problem(rows: u64, column: &str) -> (String, String, String) {
    let found = problems(&format!(r#"{{"name":"t","rows":{rows},"columns":[{column}]}}"#));
    assert_eq!(found.len(), 1, "{found:?}");
    (found[0].path.clone(), found[0].code.name().to_owned(), found[0].message.clone())
}

#[test]
fn a_column_that_cannot_be_made_names_its_field() {
    for (column, field, code, part) in [
        (
            r#"{"name":"a","type":"int","gen":{"kind":"integer","min":5,"max":4}}"#,
            "gen.max",
            "empty_range",
            "exchange",
        ),
        (
            r#"{"name":"a","type":"tinyint","gen":{"kind":"integer","min":0,"max":300}}"#,
            "gen.max",
            "value_out_of_type",
            "-128 to 127",
        ),
        (r#"{"name":"a","type":"int","gen":{"kind":"email"}}"#, "gen.kind", "type_mismatch", "choose"),
        (
            r#"{"name":"a","type":"varchar(10)","gen":{"kind":"full_name"}}"#,
            "gen",
            "value_too_long",
            "longer type",
        ),
        (r#"{"name":"a","type":"varchar(5)","gen":{"kind":"sentence"}}"#, "gen", "value_too_long", "needs"),
        (
            r#"{"name":"a","type":"date","gen":{"kind":"date","from":"2025-02-30","to":"2025-03-01"}}"#,
            "gen.from",
            "invalid_timestamp",
            "YYYY-MM-DD",
        ),
        (
            r#"{"name":"a","type":"date","gen":{"kind":"date","from":"2025-03-02","to":"2025-03-01"}}"#,
            "gen.to",
            "empty_range",
            "exchange",
        ),
        (
            r#"{"name":"a","type":"text","gen":{"kind":"pattern","pattern":"a+"}}"#,
            "gen.pattern",
            "invalid_pattern",
            "{1,10}",
        ),
        (
            r#"{"name":"a","type":"text","gen":{"kind":"list","values":[]}}"#,
            "gen.values",
            "invalid_list",
            "1 to",
        ),
        (
            r#"{"name":"a","type":"int","gen":{"kind":"list","values":[1,"x"]}}"#,
            "gen.values[1]",
            "invalid_value",
            "whole number",
        ),
        (
            r#"{"name":"a","type":"int","gen":{"kind":"list","values":[1,2],"weights":[1]}}"#,
            "gen.weights",
            "invalid_weights",
            "one for each",
        ),
        (
            r#"{"name":"a","type":"decimal(5,2)","gen":{"kind":"decimal","min":"0","max":"1000"}}"#,
            "gen.max",
            "invalid_decimal",
            "decimal(5,2)",
        ),
        (
            r#"{"name":"a","type":"int","gen":{"kind":"foreign_key","table":"u","column":"id"}}"#,
            "gen.table",
            "unknown_table",
            "no table `u`",
        ),
        (
            r#"{"name":"a","type":"text","gen":{"kind":"template","template":"{b}"}}"#,
            "gen.template",
            "unknown_column",
            "hidden",
        ),
        (
            r#"{"name":"a","type":"text","gen":{"kind":"template","template":"{a}"}}"#,
            "gen",
            "cyclic_reference",
            "itself",
        ),
        (
            r#"{"name":"a","type":"int","gen":{"kind":"sequence","step":0}}"#,
            "gen.step",
            "invalid_step",
            "another step",
        ),
        (
            r#"{"name":"a","type":"tinyint","gen":{"kind":"sequence"}}"#,
            "gen.step",
            "value_out_of_type",
            "does not fit tinyint",
        ),
        (r#"{"name":"a","type":"int","null":1.5}"#, "null", "invalid_fraction", "0 to 1"),
        (r#"{"name":"a","type":"double","unique":true}"#, "unique", "not_unique", "rounded"),
        (
            r#"{"name":"a","type":"int","gen":{"kind":"integer","min":1,"max":99},"unique":true}"#,
            "unique",
            "too_few_values",
            "99 different values, the table 1000 rows",
        ),
        (
            r#"{"name":"a","type":"boolean","gen":{"kind":"boolean","true":0.1},"sampler":"in_order"}"#,
            "sampler",
            "invalid_sampler",
            "leave",
        ),
    ] {
        let (path, found_code, message) = column_problem(1_000, column);
        assert_eq!(
            (path.as_str(), found_code.as_str()),
            (format!("tables[0].columns[0].{field}").as_str(), code),
            "{message}"
        );
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_composite_key_that_is_too_small_says_the_numbers() {
    let found = problems(
        r#"{"name":"t","rows":201,"primary_key":["a","b"],"columns":[
            {"name":"a","type":"int","gen":{"kind":"integer","min":1,"max":20}},
            {"name":"b","type":"int","gen":{"kind":"integer","min":1,"max":10}}]}"#,
    );
    assert_eq!(found[0].path, "tables[0].primary_key");
    assert!(
        found[0]
            .message
            .contains("200 different combinations (`a` 20 values, `b` 10 values), the table 201 rows"),
        "{}",
        found[0].message
    );
}

#[test]
fn all_problems_are_found_at_once_in_document_order() {
    let found = problems(
        r#"{"name":"t","rows":9,"columns":[
            {"name":"a","type":"int","gen":{"kind":"integer","min":2,"max":1}},
            {"name":"b","type":"int"},
            {"name":"c","type":"text","gen":{"kind":"pattern","pattern":"("}}]},
           {"name":"u","rows":9,"columns":[{"name":"a","type":"date","gen":{"kind":"email"}}]}"#,
    );
    let paths: Vec<&str> = found.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(
        paths,
        ["tables[0].columns[0].gen.max", "tables[0].columns[2].gen.pattern", "tables[1].columns[0].gen.kind"]
    );
}

#[test]
fn names_and_references_are_checked() {
    for (table, path, code) in [
        (r#"{"name":" ","rows":1,"columns":[{"name":"a","type":"int"}]}"#, "tables[0].name", "invalid_name"),
        (r#"{"name":"t","rows":1,"columns":[]}"#, "tables[0].columns", "no_columns"),
        (
            r#"{"name":"t","rows":1,"columns":[{"name":"a","type":"int"},{"name":"A","type":"int"}]}"#,
            "tables[0].columns[1].name",
            "duplicate_name",
        ),
        (
            r#"{"name":"t","rows":1,"primary_key":["x"],"columns":[{"name":"a","type":"int"}]}"#,
            "tables[0].primary_key[0]",
            "unknown_column",
        ),
        (
            r#"{"name":"t","rows":1000000000001,"columns":[{"name":"a","type":"int"}]}"#,
            "tables[0].rows",
            "too_many_rows",
        ),
        (
            r#"{"name":"t","rows":1,"primary_key":["a"],"columns":[{"name":"a","type":"int","null":0.1}]}"#,
            "tables[0].columns[0].null",
            "null_in_primary_key",
        ),
        (
            r#"{"name":"t","rows":1,"partition_by":{"column":"a","range":"day"},"columns":[{"name":"a","type":"int"}]}"#,
            "tables[0].partition_by.column",
            "invalid_partition",
        ),
    ] {
        let found = problems(table);
        assert_eq!((found[0].path.as_str(), found[0].code.name()), (path, code), "{}", found[0].message);
    }
}

#[test]
fn foreign_keys_in_a_circle_are_seen_and_a_long_chain_ends() {
    let found = problems(
        r#"{"name":"a","rows":1,"columns":[{"name":"x","type":"int","gen":{"kind":"foreign_key","table":"b","column":"x"}}]},
           {"name":"b","rows":1,"columns":[{"name":"x","type":"int","gen":{"kind":"foreign_key","table":"a","column":"x"}}]}"#,
    );
    assert_eq!(found[0].code.name(), "cyclic_reference");

    let chain: Vec<String> = (0..200)
        .map(|index| {
            let generator = if index == 199 {
                r#"{"kind":"sequence"}"#.to_owned()
            } else {
                format!(r#"{{"kind":"foreign_key","table":"t{}","column":"x"}}"#, index + 1)
            };
            format!(
                r#"{{"name":"t{index}","rows":1,"columns":[{{"name":"x","type":"int","gen":{generator}}}]}}"#
            )
        })
        .collect();
    assert_eq!(problems(&chain.join(","))[0].code.name(), "chain_too_long");
    let parents_first: Vec<String> = chain.into_iter().rev().collect();
    assert_eq!(problems(&parents_first.join(","))[0].code.name(), "chain_too_long");
}

#[test]
fn templates_that_double_and_double_are_refused() {
    let columns: Vec<String> = (0..70)
        .map(|index| {
            let generator = if index == 0 {
                r#"{"kind":"word"}"#.to_owned()
            } else {
                format!(r#"{{"kind":"template","template":"{{c{0}}}{{c{0}}}"}}"#, index - 1)
            };
            format!(r#"{{"name":"c{index}","type":"text","gen":{generator}}}"#)
        })
        .collect();
    let found = problems(&format!(r#"{{"name":"t","rows":1,"columns":[{}]}}"#, columns.join(",")));
    assert_eq!(found[0].code.name(), "value_too_long");
}

#[test]
fn keys_that_hold_anyway_are_not_refused() {
    for table in [
        r#"{"name":"t","rows":1,"primary_key":["a","b"],"columns":[{"name":"a","type":"double"},{"name":"b","type":"double"}]}"#,
        r#"{"name":"t","rows":100,"primary_key":["a","b"],"unique":[["b","a"],["a","b","c"]],"columns":[
            {"name":"a","type":"int","gen":{"kind":"integer","min":1,"max":10}},
            {"name":"b","type":"int","gen":{"kind":"integer","min":1,"max":10}},
            {"name":"c","type":"int"}]}"#,
    ] {
        let json = format!(r#"{{"rowmill":1,"tables":[{table}]}}"#);
        Dataset::compile(&DatasetSpec::from_json(&json).unwrap()).unwrap();
    }
}

#[test]
fn a_parent_must_have_rows_and_no_nulls() {
    let child = r#"{"name":"c","rows":1,"columns":[{"name":"p","type":"int","gen":{"kind":"foreign_key","table":"p","column":"x"}}]}"#;
    let empty = format!(r#"{child},{{"name":"p","rows":0,"columns":[{{"name":"x","type":"int"}}]}}"#);
    assert_eq!(problems(&empty)[0].code.name(), "empty_parent");
    let nullable =
        format!(r#"{child},{{"name":"p","rows":5,"columns":[{{"name":"x","type":"int","null":0.5}}]}}"#);
    assert_eq!(problems(&nullable)[0].code.name(), "nullable_parent");
}

#[test]
fn a_foreign_key_holds_every_value_of_its_parent() {
    let found = |child: &str, parent: &str, rows: u64| {
        let json = format!(
            r#"{{"rowmill":1,"tables":[
                {{"name":"p","rows":{rows},"columns":[{{"name":"id",{parent}}}]}},
                {{"name":"c","rows":9,"columns":[{{"name":"p_id","type":"{child}","gen":{{"kind":"foreign_key","table":"p","column":"id"}}}}]}}]}}"#
        );
        match Dataset::compile(&DatasetSpec::from_json(&json).unwrap()) {
            Ok(_) => String::new(),
            Err(problems) => format!("{} {}", problems.first().path, problems.first().code),
        }
    };
    const TYPE: &str = "tables[1].columns[0].type value_out_of_type";
    let sequence = r#""type":"bigint""#;
    assert_eq!(found("tinyint", sequence, 127), "");
    assert_eq!(found("tinyint", sequence, 128), TYPE);
    let range = r#""type":"int","gen":{"kind":"integer","min":-1,"max":5}"#;
    assert_eq!(found("smallint", range, 9), "");
    assert_eq!(found("bigint unsigned", range, 9), TYPE);
    let list = r#""type":"bigint","gen":{"kind":"list","values":[1,2,3]}"#;
    assert_eq!(found("tinyint", list, 9), "");
    assert_eq!(found("decimal(3,0)", sequence, 999), "");
    assert_eq!(found("decimal(3,0)", sequence, 1_000), TYPE);
    let decimal = r#""type":"decimal(8,2)""#;
    assert_eq!(found("decimal(9,2)", decimal, 9), "");
    assert_eq!(found("decimal(7,2)", decimal, 9), TYPE);
    assert!(found("decimal(9,3)", decimal, 9).ends_with("type_mismatch"));
    let timestamp = r#""type":"timestamp(6)""#;
    assert_eq!(found("timestamp(6)", timestamp, 9), "");
    assert_eq!(found("timestamp(3)", timestamp, 9), TYPE);
}

/// JSON of any shape, and specs with one part replaced by it: to read them ends, and never panics.
mod any_text {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            prop::sample::select(vec![
                "",
                "int",
                "email",
                "2025-02-30",
                "9999-12-31T23:59:59",
                "a{1,999}",
                "{a}{b}",
                "1e400",
                "-0"
            ])
            .prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let field = prop::sample::select(vec![
                "kind", "min", "max", "from", "to", "values", "weights", "pattern", "table", "column",
                "step", "start",
            ]);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((field, inner), 0..4).prop_map(|fields| fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()),
            ]
        })
    }

    /// A spec in which the value at a pointer is another one.
    fn spec(pointer: &str, value: Value) -> String {
        let mut spec = json!({ "rowmill": 1, "seed": "1", "now": "2025-05-01T00:00:00", "tables": [
            { "name": "a", "rows": 10, "primary_key": ["id"], "unique": [["b"]], "indexes": [["b", "id"]],
              "partition_by": { "column": "d", "range": "month" },
              "columns": [
                { "name": "id", "type": "bigint", "gen": { "kind": "sequence", "start": 1, "step": 1 } },
                { "name": "b", "type": "varchar(20)", "gen": { "kind": "pattern", "pattern": "[a-z]{8}" }, "null": 0.5 },
                { "name": "c", "type": "decimal(38,10)", "gen": { "kind": "decimal", "min": "-1", "max": "1" } },
                { "name": "d", "type": "date", "gen": { "kind": "date", "from": "2025-01-01", "to": "2025-12-31" } } ] },
            { "name": "e", "rows": 3, "columns": [
                { "name": "a", "type": "bigint", "gen": { "kind": "foreign_key", "table": "a", "column": "id" } },
                { "name": "f", "type": "text", "gen": { "kind": "template", "template": "{a}-{row}" } } ] } ] });
        if let Some(place) = spec.pointer_mut(pointer) {
            *place = value;
        }
        spec.to_string()
    }

    const POINTERS: [&str; 24] = [
        "/rowmill",
        "/seed",
        "/now",
        "/tables",
        "/tables/0",
        "/tables/0/name",
        "/tables/0/rows",
        "/tables/0/primary_key",
        "/tables/0/unique/0/0",
        "/tables/0/indexes",
        "/tables/0/partition_by",
        "/tables/0/partition_by/range",
        "/tables/0/columns",
        "/tables/0/columns/0",
        "/tables/0/columns/0/name",
        "/tables/0/columns/0/type",
        "/tables/0/columns/0/gen",
        "/tables/0/columns/0/gen/start",
        "/tables/0/columns/1/gen/pattern",
        "/tables/0/columns/1/null",
        "/tables/0/columns/2/gen/max",
        "/tables/0/columns/3/gen/from",
        "/tables/1/columns/0/gen",
        "/tables/1/columns/1/gen/template",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn a_spec_with_anything_in_it_is_read_or_refused(pointer in prop::sample::select(&POINTERS[..]), value in value()) {
            let json = spec(pointer, value);
            let compiled = DatasetSpec::from_json(&json).and_then(|spec| Dataset::compile(&spec));
            match compiled {
                Err(problems) => for problem in problems.all() {
                    prop_assert!(!problem.code.name().is_empty() && !problem.message.is_empty());
                },
                Ok(dataset) => for table in dataset.tables() {
                    let mut bytes = Vec::new();
                    let last = table.rows().saturating_sub(1);
                    generator::generate(table, &generator::RowFormat::Ndjson, last..table.rows(), &mut bytes);
                    prop_assert!(std::str::from_utf8(&bytes).is_ok());
                },
            }
        }

        #[test]
        fn bytes_that_are_nearly_a_spec_are_read_or_refused(at in 0_usize..900, text in "\\PC{0,3}", cut in 0_usize..6) {
            let mut json = spec("", Value::Null);
            let at = (0..=at.min(json.len())).rev().find(|at| json.is_char_boundary(*at)).unwrap();
            let end = (at + cut).min(json.len());
            json.replace_range(at..end, &text);
            let _ = DatasetSpec::from_json(&json).and_then(|spec| Dataset::compile(&spec));
        }
    }
}

#[test]
fn the_examples_of_the_documentation_are_valid() {
    for spec in [
        include_str!("golden/room_availability/spec.json"),
        r#"{ "rowmill": 1, "seed": "42", "now": "2025-05-01T00:00:00", "locale": "en", "tables": [
            { "name": "room_availability", "rows": 3600000, "primary_key": ["room_type_id", "date"],
              "partition_by": { "column": "date", "range": "month" },
              "columns": [
                { "name": "room_type_id", "type": "bigint", "gen": { "kind": "integer", "min": 1, "max": 20000 } },
                { "name": "date", "type": "date", "gen": { "kind": "date", "from": "2025-05-01", "to": "2025-10-27" } },
                { "name": "available_count", "type": "int", "gen": { "kind": "integer", "min": 0, "max": 99 } },
                { "name": "price", "type": "int", "gen": { "kind": "integer", "min": 10000, "max": 999999 }, "null": 0.02 },
                { "name": "created_at", "type": "timestamp(6)", "gen": { "kind": "now" } } ] } ] }"#,
    ] {
        let dataset = Dataset::compile(&DatasetSpec::from_json(spec).unwrap()).unwrap();
        assert_eq!(dataset.id().len(), 32);
    }
}

#[test]
fn a_counter_of_the_database_is_a_whole_number_that_leads_a_key() {
    let found = |table: &str| {
        let found = problems(table);
        (found[0].path.clone(), found[0].code.name().to_owned(), found[0].message.clone())
    };
    for (table, path, part) in [
        (
            r#"{"name":"t","rows":1,"primary_key":["a"],"columns":[{"name":"a","type":"uuid","identity":true}]}"#,
            "tables[0].columns[0].identity",
            "integer type",
        ),
        (
            r#"{"name":"t","rows":1,"columns":[{"name":"a","type":"int","identity":true}]}"#,
            "tables[0].columns[0].identity",
            "primary key",
        ),
        (
            r#"{"name":"t","rows":1,"primary_key":["a"],"unique":[["b"]],"columns":[
                {"name":"a","type":"int","identity":true},{"name":"b","type":"int","identity":true}]}"#,
            "tables[0].columns[1].identity",
            "`a` is it",
        ),
    ] {
        let (found, code, message) = found(table);
        assert_eq!((found.as_str(), code.as_str()), (path, "invalid_identity"));
        assert!(message.contains(part), "{message}");
    }
}

/// The first problem of some tables, as its path and code; empty if there is none.
fn found(tables: &str) -> String {
    let json = format!(r#"{{"rowmill":1,"tables":[{tables}]}}"#);
    match DatasetSpec::from_json(&json).and_then(|spec| Dataset::compile(&spec)) {
        Ok(_) => String::new(),
        Err(problems) => format!("{} {}", problems.first().path, problems.first().code),
    }
}

fn table_of(columns: &str) -> String {
    format!(r#"{{"name":"t","rows":4,"columns":[{columns}]}}"#)
}

#[test]
fn lengths_are_those_of_whatever_is_written() {
    let list = r#"{"name":"n","type":"int","gen":{"kind":"list","values":[1000000,2000000]}}"#;
    let date = r#"{"name":"d","type":"date","gen":{"kind":"constant","value":"2025-01-01"}}"#;
    let template = |length: u32| {
        table_of(&format!(
            r#"{list},{date},{{"name":"v","type":"varchar({length})","gen":{{"kind":"template","template":"{{n}}{{d}}"}}}}"#
        ))
    };
    assert_eq!(found(&template(17)), "");
    assert_eq!(found(&template(16)), "tables[0].columns[2].gen value_too_long");
    let key = |length: u32| {
        format!(
            r#"{{"name":"p","rows":2,"columns":[{list}]}},
            {{"name":"c","rows":2,"columns":[{{"name":"r","type":"varchar({length})","gen":{{"kind":"foreign_key","table":"p","column":"n"}}}}]}}"#
        )
    };
    assert_eq!(found(&key(7)), "");
    assert_eq!(found(&key(6)), "tables[1].columns[0].gen value_too_long");
    // In columns of bytes, bytes count.
    for generator in [r#"{"kind":"pattern","pattern":"日{2}"}"#, r#"{"kind":"template","template":"日本"}"#]
    {
        let column = |length: u32| {
            table_of(&format!(r#"{{"name":"a","type":"varbinary({length})","gen":{generator}}}"#))
        };
        assert_eq!(found(&column(6)), "");
        assert_eq!(found(&column(5)), "tables[0].columns[0].gen value_too_long");
    }
    let fixed =
        table_of(r#"{"name":"a","type":"binary(16)","gen":{"kind":"bytes","min_length":1,"max_length":16}}"#);
    assert_eq!(found(&fixed), "tables[0].columns[0].gen invalid_length");
}

#[test]
fn unique_values_differ_as_they_are_written() {
    let list = |sql_type: &str, values: &str| {
        table_of(&format!(
            r#"{{"name":"a","type":"{sql_type}","unique":true,"gen":{{"kind":"list","values":{values}}}}}"#
        ))
    };
    for (sql_type, values) in [
        ("int", r#"[1,"1","01",2]"#),
        ("timestamp", r#"["2025-01-01T00:00:00","2025-01-01 00:00:00.5","2025-01-02","2025-01-03"]"#),
        ("decimal(5,2)", r#"["1","1.0","2","3"]"#),
        (
            "uuid",
            r#"["00000000-0000-4000-8000-00000000000a","0000000000004000800000000000000A",
            "00000000-0000-4000-8000-00000000000b","00000000-0000-4000-8000-00000000000c"]"#,
        ),
    ] {
        let found = found(&list(
            sql_type,
            &values.replace("-02\"", "-02T00:00:00\"").replace("-03\"", "-03T00:00:00\""),
        ));
        assert_eq!(found, "tables[0].columns[0].unique not_unique", "{sql_type}");
    }
    assert_eq!(found(&list("int", "[1,2,3,4]")), "");
    // What differs only in case is different: databases that think otherwise are asked before a load.
    assert_eq!(found(&list("text", r#"["a","A","b","c"]"#)), "");
    let pattern = table_of(
        r#"{"name":"a","type":"varchar(5)","unique":true,"gen":{"kind":"pattern","pattern":"a(){0,9}"}}"#,
    );
    assert_eq!(found(&pattern), "tables[0].columns[0].unique too_few_values");
}

#[test]
fn parents_and_keys_are_what_a_database_can_have() {
    let parent = r#"{"name":"p","rows":9,"primary_key":["id"],"columns":[{"name":"id","type":"int"},
        {"name":"k","type":"int","gen":{"kind":"integer","min":1,"max":99},"unique":true}]}"#;
    let key = |name: &str, of: &str, rest: &str| {
        format!(
            r#"{{"name":"{name}","type":"int","gen":{{"kind":"foreign_key","table":"p","column":"{of}"{rest}}}"#
        )
    };
    // NULLs that are shared with another column make a key nullable, too.
    let (a, b) = (key("a", "id", "") + r#","null":0.5}"#, key("b", "k", r#","same_row_as":"a""#) + "}");
    let child = format!(r#"{parent},{{"name":"t","rows":9,"primary_key":["b"],"columns":[{a},{b}]}}"#);
    assert_eq!(found(&child), "tables[1].columns[1].null null_in_primary_key");
    let hidden =
        parent.replace(r#"[{"name":"id","type":"int"},"#, r#"[{"name":"id","type":"int","hidden":true},"#);
    let hidden = hidden.replace(r#""primary_key":["id"],"#, "");
    let child = format!(r#"{hidden},{{"name":"t","rows":9,"columns":[{}}}]}}"#, key("a", "id", ""));
    assert_eq!(found(&child), "tables[1].columns[0].gen.column hidden_parent");
    // All 64 bits of the parent.
    let wide = r#"{"name":"p","rows":3,"columns":[{"name":"id","type":"bigint","unique":true,
        "gen":{"kind":"integer","min":"-9223372036854775808","max":"9223372036854775807"}}]}"#;
    let child = |sql_type: &str| {
        let column = key("r", "id", "").replace(r#""type":"int""#, &format!(r#""type":"{sql_type}""#));
        format!(r#"{wide},{{"name":"t","rows":3,"columns":[{column}}}]}}"#)
    };
    assert_eq!(found(&child("bigint")), "");
    assert_eq!(found(&child("tinyint")), "tables[1].columns[0].type value_out_of_type");
    assert_eq!(found(&child("double")), "tables[1].columns[0].type value_out_of_type");
    let double = table_of(
        r#"{"name":"a","type":"double","gen":{"kind":"integer","min":9007199254740992,"max":9007199254740995}}"#,
    );
    assert_eq!(found(&double), "tables[0].columns[0].gen.max value_out_of_type");
    // A composite foreign key is a key of its own: one row of the parent each.
    let composite = |rows: u64| {
        let key = |name: &str, rest: &str| {
            format!(
                r#"{{"name":"{name}","type":"int","gen":{{"kind":"foreign_key","table":"ol","column":"{name}"{rest}}}}}"#
            )
        };
        format!(
            r#"{{"name":"ol","rows":100,"primary_key":["o","l"],"columns":[
                {{"name":"o","type":"int","gen":{{"kind":"integer","min":1,"max":20}}}},
                {{"name":"l","type":"int","gen":{{"kind":"integer","min":1,"max":5}}}}]}},
            {{"name":"t","rows":{rows},"primary_key":["o","l"],"columns":[{},{}]}}"#,
            key("o", ""),
            key("l", r#","same_row_as":"o""#)
        )
    };
    assert_eq!(found(&composite(100)), "");
    assert_eq!(found(&composite(101)), "tables[1].primary_key too_few_values");
}

#[test]
fn columns_of_json_take_json() {
    let json = |generator: &str| {
        table_of(&format!(
            r#"{{"name":"n","type":"int"}},{{"name":"w","type":"text"}},{{"name":"a","type":"json","gen":{generator}}}"#
        ))
    };
    for generator in [
        r#"{"kind":"constant","value":{"a":[1,null]}}"#,
        r#"{"kind":"constant","value":"{\"a\": 1}"}"#,
        r#"{"kind":"list","values":[1,"\"text\"",[true]]}"#,
        r#"{"kind":"integer","min":1,"max":9}"#,
        r#"{"kind":"template","template":"{{\"n\": {n}, \"w\": {w|json}}}"}"#,
    ] {
        assert_eq!(found(&json(generator)), "", "{generator}");
    }
    for (generator, place) in [
        (r#"{"kind":"word"}"#, "gen.kind type_mismatch"),
        (r#"{"kind":"pattern","pattern":"[a-z]"}"#, "gen.kind type_mismatch"),
        (r#"{"kind":"constant","value":"abc"}"#, "gen.value invalid_value"),
        (r#"{"kind":"list","values":["a"]}"#, "gen.values[0] invalid_value"),
        (r#"{"kind":"template","template":"{w}"}"#, "gen.template invalid_template"),
        (r#"{"kind":"template","template":"{{\"n\": {n}"}"#, "gen.template invalid_template"),
        (r#"{"kind":"template","template":"{n|slug|json}"}"#, "gen.template invalid_template"),
        (r#"{"kind":"template","template":"\"{w|json}\""}"#, "gen.template invalid_template"),
        (r#"{"kind":"template","template":"[1{n}]"}"#, "gen.template invalid_template"),
        (r#"{"kind":"template","template":"[-{n}]"}"#, "gen.template invalid_template"),
        (r#"{"kind":"template","template":"{n}{n}"}"#, "gen.template invalid_template"),
    ] {
        assert_eq!(found(&json(generator)), format!("tables[0].columns[2].{place}"), "{generator}");
    }
}

#[test]
fn numbers_of_a_spec_are_never_rounded() {
    let constant = |value: &str| {
        table_of(&format!(
            r#"{{"name":"a","type":"decimal(20,2)","gen":{{"kind":"constant","value":{value}}}}}"#
        ))
    };
    assert_eq!(found(&constant("\"123456789012345678.91\"")), "");
    assert_eq!(found(&constant("1234.5")), "");
    assert_eq!(found(&constant("123456789012345678.91")), "tables[0].columns[0].gen.value number_too_long");
    assert_eq!(found(&constant("1234567890123456.78")), "tables[0].columns[0].gen.value number_too_long");
    let range = |max: &str| {
        table_of(&format!(
            r#"{{"name":"a","type":"decimal(20,2)","gen":{{"kind":"decimal","min":0,"max":{max}}}}}"#
        ))
    };
    assert_eq!(found(&range("1234567890123456.78")), "tables[0].columns[0].gen.max number_too_long");
    assert_eq!(found(&range("0.10000000000000001")), "tables[0].columns[0].gen.max number_too_long");
}

#[test]
fn typos_are_told_what_was_meant() {
    for (table, part) in [
        (r#"{"name":"t","rows":1,"colums":[]}"#, "missing field `columns`"),
        (r#"{"name":"t","rows":1,"columns":[{"name":"a","type":"int","nul":0.1}]}"#, "did you mean `null`?"),
        (
            r#"{"name":"t","rows":1,"columns":[{"name":"a","type":"int","gen":{"kind":"intger"}}]}"#,
            "did you mean `integer`?",
        ),
        (
            r#"{"name":"t","rows":1,"columns":[{"name":"a","type":"int","sampler":"uniforn"}]}"#,
            "did you mean `uniform`?",
        ),
    ] {
        let json = format!(r#"{{"rowmill":1,"tables":[{table}]}}"#);
        let problem = DatasetSpec::from_json(&json).unwrap_err().first().clone();
        assert!(problem.message.contains(part), "{problem}");
    }
}

#[test]
fn a_byte_order_mark_before_a_spec_does_not_count() {
    let json = "\u{feff}{\"rowmill\":1,\"tables\":[{\"name\":\"t\",\"rows\":1,\"columns\":[{\"name\":\"a\",\"type\":\"int\"}]}]}";
    Dataset::compile(&DatasetSpec::from_json(json).unwrap()).unwrap();
}
