//! Every kind from outside: its pinned values, its documentation, and that nothing of it is forgotten.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{env, fmt::Write as _, fs, path::Path};

use generator::{
    Batch, Dataset, DatasetSpec, FUNCTIONS, ProblemCode, cell_text,
    distribution::distributions,
    kinds::{Kind, KindOption, Otherwise, Pinned, kinds},
};

/// The dataset of [`Pinned`], with its column `c`.
fn pinned_dataset(kind: &Kind, pinned: &Pinned) -> Dataset {
    let comma = if pinned.options.is_empty() { "" } else { "," };
    let json = format!(
        r#"{{"rowmill":1,"seed":"42","tables":[
            {{"name":"t","rows":20,"columns":[
                {{"name":"a","type":"bigint","gen":{{"kind":"sequence"}}}},
                {{"name":"p","type":"bigint","gen":{{"kind":"child_of","table":"parent","column":"id","min":2,"max":5}}}},
                {{"name":"up","type":"bigint","gen":{{"kind":"child_of","table":"t","column":"a","roots":1}}}},
                {{"name":"c","type":"{}","gen":{{"kind":"{}"{comma}{}}}}}]}},
            {{"name":"parent","rows":5,"columns":[{{"name":"id","type":"bigint","gen":{{"kind":"sequence"}}}}]}},
            {{"name":"child","rows":60,"columns":[
                {{"name":"t","type":"bigint","gen":{{"kind":"child_of","table":"t","column":"a","max":6}}}}]}}]}}"#,
        pinned.sql_type, kind.name, pinned.options
    );
    let spec = DatasetSpec::from_json(&json).unwrap_or_else(|problems| panic!("{}: {problems}", kind.name));
    Dataset::compile(&spec).unwrap_or_else(|problems| panic!("{}: {problems}", kind.name))
}

fn first_values(kind: &Kind, pinned: &Pinned, rows: u64) -> Vec<String> {
    let dataset = pinned_dataset(kind, pinned);
    let table = dataset.table("t").unwrap();
    let mut batch = Batch::new();
    table.batch(0..rows, &mut batch);
    (0..batch.len()).map(|row| cell_text(table, &batch, 3, row).unwrap_or_default()).collect()
}

#[test]
fn value_stability() {
    for kind in kinds() {
        for pinned in kind.pinned {
            let found = first_values(kind, pinned, pinned.values.len().max(3) as u64);
            assert_eq!(
                found, pinned.values,
                "{} as {} with {{{}}}",
                kind.name, pinned.sql_type, pinned.options
            );
        }
    }
}

/// Compares a generated file with the one in the repository, or writes it anew.
fn check_file(path: &str, text: &str) {
    if env::var_os("ROWMILL_BLESS").is_some() {
        fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(found == text, "{path} is not what the source says; run `cargo xtask bless`");
}

/// The golden case `kinds` has a column for each pinned generator, so every kind is compared in every format and as WebAssembly.
#[test]
fn the_golden_case_of_kinds_is_up_to_date() {
    let columns: Vec<String> = kinds()
        .into_iter()
        .flat_map(|kind| kind.pinned.iter().enumerate().map(move |(index, pinned)| (kind, index, pinned)))
        .map(|(kind, index, pinned)| {
            let comma = if pinned.options.is_empty() { "" } else { "," };
            format!(
                r#"      {{"name":"{} {index}","type":"{}","gen":{{"kind":"{}"{comma}{}}}}}"#,
                kind.name,
                pinned.sql_type,
                kind.name,
                pinned.options.replace(r#""table":"t""#, r#""table":"kinds""#)
            )
        })
        .collect();
    let text = format!(
        "{{\"rowmill\":1,\"seed\":\"7\",\"tables\":[\n  {{\"name\":\"kinds\",\"rows\":300,\"columns\":[\n      \
         {{\"name\":\"a\",\"type\":\"bigint\"}},\n      \
         {{\"name\":\"p\",\"type\":\"bigint\",\"gen\":{{\"kind\":\"child_of\",\"table\":\"parent\",\"column\":\"id\",\"min\":1,\"max\":9}}}},\n      \
         {{\"name\":\"up\",\"type\":\"bigint\",\"gen\":{{\"kind\":\"child_of\",\"table\":\"kinds\",\"column\":\"a\",\"roots\":3}}}},\n{}]}},\n  \
         {{\"name\":\"parent\",\"rows\":100,\"columns\":[\n      {{\"name\":\"id\",\"type\":\"bigint\"}}]}},\n  \
         {{\"name\":\"child\",\"rows\":900,\"columns\":[\n      \
         {{\"name\":\"t\",\"type\":\"bigint\",\"gen\":{{\"kind\":\"child_of\",\"table\":\"kinds\",\"column\":\"a\",\"max\":6}}}}]}}]}}\n",
        columns.join(",\n")
    );
    check_file("tests/golden/kinds/spec.json", &text);
}

#[test]
fn the_golden_case_of_distributions_is_up_to_date() {
    let integer = r#""type":"int","gen":{"kind":"integer","min":1,"max":1000}"#;
    let columns: Vec<String> = distributions()
        .iter()
        .map(|distribution| {
            let column = match distribution.name {
                "seasonal" => r#""type":"timestamp(3)","gen":{"kind":"timestamp","from":"2024-01-01T00:00:00","to":"2024-12-31T23:59:59.999"}"#,
                _ => integer,
            };
            let (name, example) = (distribution.name, distribution.example);
            format!(r#"      {{"name":"{name}",{column},"distribution":{{"kind":"{name}",{example}}}}}"#)
        })
        .collect();
    let text = format!(
        "{{\"rowmill\":1,\"seed\":\"7\",\"tables\":[\n  {{\"name\":\"distributions\",\"rows\":300,\"columns\":[\n{}]}}]}}\n",
        columns.join(",\n")
    );
    check_file("tests/golden/distributions/spec.json", &text);
}

#[test]
fn the_documentation_of_kinds_is_up_to_date() {
    let mut text = "# Kinds of generators\n\nMade from the list of kinds in `generator/src/kinds` by `cargo xtask bless`. A column's `gen` \
                    is an object with the field `kind` and the fields of its options.\n"
        .to_owned();
    let mut group = None;
    for kind in kinds() {
        if group.replace(kind.group) != Some(kind.group) {
            write!(text, "\n## {}\n", kind.group.label()).unwrap();
        }
        write!(text, "\n### `{}`\n\n{}\n", kind.name, kind.about).unwrap();
        write_options(&mut text, kind.options);
        for pinned in kind.pinned {
            let comma = if pinned.options.is_empty() { "" } else { "," };
            let values: Vec<String> = pinned.values.iter().map(|value| format!("`{value}`")).collect();
            let json = format!(r#"{{"kind":"{}"{comma}{}}}"#, kind.name, pinned.options);
            write!(text, "\n`{json}` as `{}`: {}\n", pinned.sql_type, values.join(", ")).unwrap();
        }
    }
    text.push_str(
        "\n## Distributions\n\nA column's `distribution` is an object with the field `kind` and the fields of its options: how often each value \
         of its generator comes. It goes with numbers, dates, times, lists and foreign keys, whose values have an order; of a list and of a \
         parent's rows the positions count, from 1. No value lies outside of the generator's range: what the distribution has beyond is cut \
         off. Columns without one draw evenly. A unique column, and one that a table is partitioned by, has none.\n",
    );
    for distribution in distributions() {
        write!(text, "\n### `{}`\n\n{}\n", distribution.name, distribution.about).unwrap();
        write_options(&mut text, distribution.options);
        write!(text, "\n`{{\"kind\":\"{}\",{}}}`\n", distribution.name, distribution.example).unwrap();
    }
    check_file("../docs/kinds.md", &text);
}

/// The options as a table.
fn write_options(text: &mut String, options: &[KindOption]) {
    if !options.is_empty() {
        text.push_str("\n| option | | where it is left out |\n|---|---|---|\n");
    }
    for option in options {
        let otherwise = match option.otherwise {
            Otherwise::Required => "an error".to_owned(),
            Otherwise::Absent => "nothing".to_owned(),
            Otherwise::Whole(number) => number.to_string(),
            Otherwise::Number(number) => number.to_string(),
        };
        let about = option.about.replace('|', "\\|");
        writeln!(text, "| `{}` | {about} | {otherwise} |", option.name).unwrap();
    }
}

#[test]
fn the_documentation_of_expressions_is_up_to_date() {
    let functions: String =
        FUNCTIONS.iter().map(|function| format!("- `{}`\n", function.signature)).collect();
    check_file("../docs/expressions.md", &format!("{}{functions}", include_str!("expressions.md")));
}

#[test]
fn the_documentation_of_problems_is_up_to_date() {
    let mut text = "# What can be wrong with a spec\n\nMade from `generator/src/document/problem_code.rs` by `cargo xtask bless`. The codes \
                    are stable: programs decide by them; messages are for people and may change. Each problem names its place in the \
                    spec (`path`) and the remedy (`message`).\n\n| code | meaning |\n|---|---|\n"
        .to_owned();
    for code in ProblemCode::ALL {
        writeln!(text, "| `{}` | {} |", code.name(), code.meaning()).unwrap();
    }
    check_file("../docs/errors.md", &text);
}
