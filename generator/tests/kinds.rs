//! Every kind from outside: its pinned values, its documentation, and that nothing of it is forgotten.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{env, fmt::Write as _, fs, path::Path};

use generator::{
    Batch, Dataset, DatasetSpec, ProblemCode, cell_text,
    kinds::{KINDS, Kind, Otherwise, Pinned},
};

/// The dataset of [`Pinned`], with its column `c`.
fn pinned_dataset(kind: &Kind, pinned: &Pinned) -> Dataset {
    let comma = if pinned.options.is_empty() { "" } else { "," };
    let json = format!(
        r#"{{"rowmill":1,"seed":"42","tables":[
            {{"name":"t","rows":20,"columns":[
                {{"name":"a","type":"bigint","gen":{{"kind":"sequence"}}}},
                {{"name":"c","type":"{}","gen":{{"kind":"{}"{comma}{}}}}}]}},
            {{"name":"parent","rows":5,"columns":[{{"name":"id","type":"bigint","gen":{{"kind":"sequence"}}}}]}}]}}"#,
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
    (0..batch.len()).map(|row| cell_text(table, &batch, 1, row).unwrap()).collect()
}

#[test]
fn value_stability() {
    for kind in KINDS {
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
    let columns: Vec<String> = KINDS
        .iter()
        .flat_map(|kind| kind.pinned.iter().enumerate().map(move |(index, pinned)| (kind, index, pinned)))
        .map(|(kind, index, pinned)| {
            let comma = if pinned.options.is_empty() { "" } else { "," };
            format!(
                r#"      {{"name":"{} {index}","type":"{}","gen":{{"kind":"{}"{comma}{}}}}}"#,
                kind.name, pinned.sql_type, kind.name, pinned.options
            )
        })
        .collect();
    let text = format!(
        "{{\"rowmill\":1,\"seed\":\"7\",\"tables\":[\n  {{\"name\":\"kinds\",\"rows\":300,\"columns\":[\n      \
         {{\"name\":\"a\",\"type\":\"bigint\"}},\n{}]}},\n  {{\"name\":\"parent\",\"rows\":100,\"columns\":[\n      \
         {{\"name\":\"id\",\"type\":\"bigint\"}}]}}]}}\n",
        columns.join(",\n")
    );
    check_file("tests/golden/kinds/spec.json", &text);
}

#[test]
fn the_documentation_of_kinds_is_up_to_date() {
    let mut text = "# Kinds of generators\n\nMade from the list of kinds in `generator/src/kinds` by `cargo xtask bless`. A column's `gen` \
                    is an object with the field `kind` and the fields of its options.\n"
        .to_owned();
    let mut group = None;
    for kind in KINDS {
        if group.replace(kind.group) != Some(kind.group) {
            write!(text, "\n## {}\n", kind.group.label()).unwrap();
        }
        write!(text, "\n### `{}`\n\n{}\n", kind.name, kind.about).unwrap();
        if !kind.options.is_empty() {
            text.push_str("\n| option | | where it is left out |\n|---|---|---|\n");
        }
        for option in kind.options {
            let otherwise = match option.otherwise {
                Otherwise::Required => "an error".to_owned(),
                Otherwise::Absent => "nothing".to_owned(),
                Otherwise::Whole(number) => number.to_string(),
                Otherwise::Number(number) => number.to_string(),
            };
            let about = option.about.replace('|', "\\|");
            writeln!(text, "| `{}` | {about} | {otherwise} |", option.name).unwrap();
        }
        for pinned in kind.pinned {
            let comma = if pinned.options.is_empty() { "" } else { "," };
            let values: Vec<String> = pinned.values.iter().map(|value| format!("`{value}`")).collect();
            let json = format!(r#"{{"kind":"{}"{comma}{}}}"#, kind.name, pinned.options);
            write!(text, "\n`{json}` as `{}`: {}\n", pinned.sql_type, values.join(", ")).unwrap();
        }
    }
    check_file("../docs/kinds.md", &text);
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
