//! Each bound of `limits.rs` at its edge: what is just allowed compiles, one more is refused with the bound in the message.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use generator::{
    Batch, CsvOptions, Dataset, DatasetSpec, ProblemCode, Problems, RowFormat, generate, limits::*,
};

fn compile(tables: &str) -> Result<Dataset, Problems> {
    Dataset::compile(&DatasetSpec::from_json(&format!(r#"{{"rowmill":1,"tables":[{tables}]}}"#))?)
}

fn table(rows: u64, columns: &str) -> Result<Dataset, Problems> {
    compile(&format!(r#"{{"name":"t","rows":{rows},"columns":[{columns}]}}"#))
}

fn column(sql_type: &str, generator: &str) -> Result<Dataset, Problems> {
    table(1, &format!(r#"{{"name":"a","type":"{sql_type}","gen":{generator}}}"#))
}

/// The first code, and whether the message has this number.
fn refused(result: Result<Dataset, Problems>, bound: u64) -> ProblemCode {
    let (problems, bound) = (result.unwrap_err(), bound);
    let message = &problems.first().message;
    assert!(message.contains(&bound.to_string()), "{message}");
    problems.first().code
}

#[test]
fn rows_tables_columns_and_names() {
    let int = r#"{"name":"a","type":"int"}"#;
    table(MAX_ROWS, int).unwrap();
    assert_eq!(refused(table(MAX_ROWS + 1, int), MAX_ROWS), ProblemCode::TooManyRows);

    let tables = |count: usize| {
        let one = |index| format!(r#"{{"name":"t{index}","rows":1,"columns":[{int}]}}"#);
        compile(&(0..count).map(one).collect::<Vec<_>>().join(","))
    };
    tables(MAX_TABLES).unwrap();
    assert_eq!(refused(tables(MAX_TABLES + 1), MAX_TABLES as u64), ProblemCode::TooManyTables);

    let columns = |count: usize| {
        let one = |index| format!(r#"{{"name":"c{index}","type":"int"}}"#);
        table(1, &(0..count).map(one).collect::<Vec<_>>().join(","))
    };
    columns(MAX_COLUMNS).unwrap();
    assert_eq!(refused(columns(MAX_COLUMNS + 1), MAX_COLUMNS as u64), ProblemCode::TooManyColumns);

    let named = |length: usize| table(1, &format!(r#"{{"name":"{}","type":"int"}}"#, "é".repeat(length)));
    named(MAX_NAME_CHARS).unwrap();
    assert_eq!(refused(named(MAX_NAME_CHARS + 1), MAX_NAME_CHARS as u64), ProblemCode::InvalidName);
}

#[test]
fn bytes_of_a_spec() {
    let spec = |bytes: usize| {
        let json = r#"{"rowmill":1,"tables":[{"name":"t","rows":1,"columns":[{"name":"a","type":"int"}]}]}"#;
        let comment = format!(r#""comment":"{}","columns""#, "x".repeat(bytes - json.len() - 13));
        DatasetSpec::from_json(&json.replace(r#""columns""#, &comment).replace(',', ", \n"))
    };
    spec(MAX_SPEC_BYTES).unwrap();
    assert_eq!(spec(MAX_SPEC_BYTES + 1).unwrap_err().first().code, ProblemCode::SpecTooLarge);
}

#[test]
fn length_of_a_value() {
    let constant = |text: &str| column("text", &format!(r#"{{"kind":"constant","value":"{text}"}}"#));
    constant(&"a".repeat(MAX_VALUE_LENGTH)).unwrap();
    assert_eq!(
        refused(constant(&"a".repeat(MAX_VALUE_LENGTH + 1)), MAX_VALUE_LENGTH as u64),
        ProblemCode::ValueTooLong
    );
    // Bytes count, too: memory is made of them.
    assert_eq!(
        refused(constant(&"é".repeat(MAX_VALUE_LENGTH / 2 + 1)), MAX_VALUE_LENGTH as u64),
        ProblemCode::ValueTooLong
    );
    let bytes =
        |most: usize| column("bytes", &format!(r#"{{"kind":"bytes","min_length":1,"max_length":{most}}}"#));
    bytes(MAX_VALUE_LENGTH).unwrap();
    assert_eq!(refused(bytes(MAX_VALUE_LENGTH + 1), MAX_VALUE_LENGTH as u64), ProblemCode::InvalidLength);
}

#[test]
fn bytes_of_a_row_and_of_a_batch() {
    let columns = |count: usize| {
        let one = |index| {
            let generator = r#"{"kind":"bytes","min_length":60000,"max_length":65535}"#;
            format!(r#"{{"name":"c{index}","type":"bytes","gen":{generator}}}"#)
        };
        table(100, &(0..count).map(one).collect::<Vec<_>>().join(","))
    };
    let longest = columns(255).unwrap();
    assert_eq!(refused(columns(257), MAX_ROW_BYTES as u64), ProblemCode::RowTooLong);
    // A batch of such rows has one of them, and the bytes are those of rows made one by one.
    let table = longest.table("t").unwrap();
    let mut batch = Batch::new();
    table.batch(0..100, &mut batch);
    assert_eq!(batch.len(), 1);
    let csv = RowFormat::Csv(CsvOptions::default());
    let (mut together, mut one_by_one) = (Vec::new(), Vec::new());
    generate(table, &csv, 0..3, &mut together);
    (0..3).for_each(|row| generate(table, &csv, row..row + 1, &mut one_by_one));
    assert!(together == one_by_one);
}

/// Columns of which each is a template of others.
fn chain(count: usize, template: impl Fn(usize) -> String) -> String {
    let one = |index: usize| {
        let generator = if index < 2 {
            r#"{"kind":"constant","value":""}"#.to_owned()
        } else {
            format!(r#"{{"kind":"template","template":"{}"}}"#, template(index))
        };
        format!(r#"{{"name":"c{index}","type":"text","gen":{generator}}}"#)
    };
    (0..count).map(one).collect::<Vec<_>>().join(",")
}

#[test]
fn length_of_a_chain() {
    let before = |index: usize| format!("{{c{}}}", index - 1);
    table(1, &chain(MAX_CHAIN + 1, before)).unwrap();
    assert_eq!(refused(table(1, &chain(MAX_CHAIN + 2, before)), MAX_CHAIN as u64), ProblemCode::ChainTooLong);
}

#[test]
fn work_of_a_value_and_of_a_row() {
    // Each column of a row is made once, however many others show it: 64 columns, not 2^64 values.
    let both = |index: usize| format!("{{c{}}}{{c{}}}", index - 1, index - 2);
    let parent = format!(r#"{{"name":"p","rows":3,"columns":[{}]}}"#, chain(60, both));
    let child = r#"{"name":"c","rows":9,"columns":[{"name":"x","type":"text","gen":{"kind":"foreign_key","table":"p","column":"c59"}}]}"#;
    let dataset = compile(&format!("{parent},{child}")).unwrap();
    let mut bytes = Vec::new();
    generate(dataset.table("c").unwrap(), &RowFormat::Csv(CsvOptions::default()), 0..9, &mut bytes);
    assert_eq!(bytes, b"\"\"\n".repeat(9));

    // Two foreign keys a table that take rows of their own: each table doubles the work of the one before.
    let tables = |count: usize| {
        let one = |index: usize| {
            let key = |name: &str| {
                let (parent, generator) = (index + 1, r#""kind":"foreign_key","column":"x""#);
                format!(r#"{{"name":"{name}","type":"text","gen":{{{generator},"table":"t{parent}"}}}}"#)
            };
            let columns = if index + 1 == count {
                r#"{"name":"x","type":"text","gen":{"kind":"constant","value":""}}"#.to_owned()
            } else {
                let both = r#"{"name":"x","type":"text","gen":{"kind":"template","template":"{a}{b}"}}"#;
                format!("{},{},{both}", key("a"), key("b"))
            };
            format!(r#"{{"name":"t{index}","rows":3,"columns":[{columns}]}}"#)
        };
        compile(&(0..count).map(one).collect::<Vec<_>>().join(","))
    };
    tables(10).unwrap();
    assert_eq!(refused(tables(14), MAX_WORK.into()), ProblemCode::TooMuchWork);

    // Many columns of nearly that much work each.
    let ten = |columns: usize| {
        let one = |index: usize| {
            let key = |name: &str, parent: usize| {
                format!(
                    r#"{{"name":"{name}","type":"text","gen":{{"kind":"foreign_key","column":"x","table":"t{parent}"}}}}"#
                )
            };
            let columns = match index {
                0 => (0..columns).map(|column| key(&format!("k{column}"), 1)).collect::<Vec<_>>().join(","),
                10 => r#"{"name":"x","type":"text","gen":{"kind":"constant","value":""}}"#.to_owned(),
                index => format!(
                    r#"{},{},{{"name":"x","type":"text","gen":{{"kind":"template","template":"{{a}}{{b}}"}}}}"#,
                    key("a", index + 1),
                    key("b", index + 1)
                ),
            };
            format!(r#"{{"name":"t{index}","rows":3,"columns":[{columns}]}}"#)
        };
        compile(&(0..11).map(one).collect::<Vec<_>>().join(","))
    };
    ten(10).unwrap();
    assert_eq!(refused(ten(60), MAX_ROW_WORK.into()), ProblemCode::TooMuchWork);
}

#[test]
fn options_of_kinds() {
    let list = |count: usize| {
        column("int", &format!(r#"{{"kind":"list","values":[{}]}}"#, vec!["1"; count].join(",")))
    };
    list(MAX_LIST).unwrap();
    assert_eq!(refused(list(MAX_LIST + 1), MAX_LIST as u64), ProblemCode::InvalidList);

    let paragraph = |most: u32| {
        column("text", &format!(r#"{{"kind":"paragraph","min_sentences":1,"max_sentences":{most}}}"#))
    };
    paragraph(MAX_SENTENCES).unwrap();
    assert_eq!(refused(paragraph(MAX_SENTENCES + 1), MAX_SENTENCES.into()), ProblemCode::InvalidLength);

    let template = |parts: usize| {
        let template = "x{b}".repeat(parts / 2) + if parts % 2 == 1 { "x" } else { "" };
        let generator = format!(r#"{{"kind":"template","template":"{template}"}}"#);
        table(1, &format!(r#"{{"name":"a","type":"text","gen":{generator}}},{{"name":"b","type":"int"}}"#))
    };
    template(MAX_TEMPLATE_PARTS).unwrap();
    assert_eq!(
        refused(template(MAX_TEMPLATE_PARTS + 1), MAX_TEMPLATE_PARTS as u64),
        ProblemCode::InvalidTemplate
    );

    let partitions = |last: &str| {
        compile(&format!(
            r#"{{"name":"t","rows":1,"partition_by":{{"column":"d","range":"day"}},"columns":[
                {{"name":"d","type":"date","gen":{{"kind":"date","from":"2000-01-01","to":"{last}"}}}}]}}"#
        ))
    };
    partitions("2022-06-05").unwrap();
    assert_eq!(refused(partitions("2022-06-06"), MAX_PARTITIONS as u64), ProblemCode::TooManyPartitions);
}

#[test]
fn patterns() {
    let pattern = |pattern: &str| column("text", &format!(r#"{{"kind":"pattern","pattern":"{pattern}"}}"#));
    pattern(&"a".repeat(MAX_PATTERN_CHARS)).unwrap();
    pattern(&format!("a{{{MAX_PATTERN_REPEAT}}}")).unwrap();
    let nested = |depth: usize| pattern(&format!("{}a{}", "(".repeat(depth), ")".repeat(depth)));
    nested(MAX_PATTERN_DEPTH).unwrap();
    pattern("(a{1000}){4}(a{96})").unwrap();
    for (result, bound) in [
        (pattern(&"a".repeat(MAX_PATTERN_CHARS + 1)), MAX_PATTERN_CHARS),
        (pattern(&format!("a{{{}}}", MAX_PATTERN_REPEAT + 1)), MAX_PATTERN_REPEAT as usize),
        (nested(MAX_PATTERN_DEPTH + 1), MAX_PATTERN_DEPTH),
        (pattern("(a{1000}){4}(a{97})"), MAX_PATTERN_BYTES),
        (pattern("(a?b?c?d?e?f?g?h?){482}"), MAX_PATTERN_STEPS),
    ] {
        assert_eq!(refused(result, bound as u64), ProblemCode::InvalidPattern);
    }
    pattern("(a?b?c?d?e?f?g?h?){481}").unwrap();
    // Empty groups take no steps, however often they are repeated.
    pattern("((((((){1000}){1000}){1000}){1000}){1000}){1000}").unwrap();
}

#[test]
fn large_classes_take_no_room() {
    // A thousand characters that describe two hundred million.
    let pattern = "[ -\u{10ffff}]".repeat(200);
    let generator = format!(r#"{{"kind":"pattern","pattern":"{pattern}"}}"#);
    let columns: Vec<String> =
        (0..200).map(|index| format!(r#"{{"name":"c{index}","type":"text","gen":{generator}}}"#)).collect();
    let dataset = table(2, &columns.join(",")).unwrap();
    let mut bytes = Vec::new();
    generate(dataset.table("t").unwrap(), &RowFormat::Ndjson, 0..2, &mut bytes);
    assert!(String::from_utf8(bytes).is_ok());
}

#[test]
fn filters_of_a_template() {
    let template = |filters: usize| {
        let generator = format!(r#"{{"kind":"template","template":"{{b{}}}"}}"#, "|lower".repeat(filters));
        table(1, &format!(r#"{{"name":"a","type":"text","gen":{generator}}},{{"name":"b","type":"int"}}"#))
    };
    template(MAX_TEMPLATE_FILTERS).unwrap();
    let refused = refused(template(MAX_TEMPLATE_FILTERS + 1), MAX_TEMPLATE_FILTERS as u64);
    assert_eq!(refused, ProblemCode::InvalidTemplate);
}

#[test]
fn many_children_of_a_long_list() {
    let list = vec!["1"; 50_000].join(",");
    let parent = format!(
        r#"{{"name":"p","rows":9,"columns":[{{"name":"i","type":"int","gen":{{"kind":"list","values":[{list}]}}}}]}}"#
    );
    let key = r#""type":"int","gen":{"kind":"foreign_key","table":"p","column":"i"}"#;
    let columns: Vec<String> = (0..2_000).map(|index| format!(r#"{{"name":"c{index}",{key}}}"#)).collect();
    compile(&format!(r#"{parent},{{"name":"c","rows":9,"columns":[{}]}}"#, columns.join(","))).unwrap();
}
