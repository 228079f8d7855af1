//! Specs from samples at the terminal: `rowmill infer`.

use std::{
    fs,
    io::Write as _,
    process::{Command, Output, Stdio},
};

use generator::{Dataset, DatasetSpec};

use crate::terminal::text;

/// Runs `rowmill infer` in a folder with a file of this name, or with the text as standard input.
fn infer(name: &str, sample: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rowmill"));
    command.arg("infer").arg(name).args(arguments).current_dir(folder.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if name != "-" {
        fs::write(folder.path().join(name), sample).unwrap();
    }
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    if name == "-" {
        input.write_all(sample.as_bytes()).unwrap();
    }
    drop(input);
    child.wait_with_output().unwrap()
}

fn spec(output: &Output) -> DatasetSpec {
    assert!(output.status.success(), "{}", text(output));
    let spec = DatasetSpec::from_json(&String::from_utf8_lossy(&output.stdout)).unwrap();
    Dataset::compile(&spec).unwrap();
    spec
}

#[test]
fn a_sample_becomes_a_spec_that_can_be_loaded() {
    let rows: String = (0..300_u32)
        .map(|row| {
            let share = (f64::from(row) + 0.5) / 300.0;
            format!(
                "{},{:.2},{}\n",
                row + 1,
                -40.0 * (1.0 - share).ln(),
                if row % 3 == 0 { "open" } else { "paid" }
            )
        })
        .collect();
    let output = infer("orders.csv", &format!("id,amount,status\n{rows}"), &["--rows", "1000000"]);
    let table = spec(&output).tables.remove(0);
    assert_eq!(
        (table.name.as_str(), table.rows, table.primary_key.as_slice()),
        ("orders", 1_000_000, &["id".to_owned()][..])
    );
    let amount = table.columns[1].distribution.as_ref().unwrap().to_string();
    assert!(amount.starts_with(r#"{"kind":"exponential","mean":"#), "{amount}");
}

#[test]
fn json_lines_come_from_standard_input_and_statements_from_a_file() {
    let table = spec(&infer("-", "{\"b\":1,\"a\":\"x y\"}\n{\"b\":2}\n", &[])).tables.remove(0);
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!((table.name.as_str(), table.rows, names), ("sample", 1_000, vec!["b", "a"]));
    let statements =
        infer("shop.sql", "CREATE TABLE customer (id BIGINT PRIMARY KEY, email VARCHAR(80));", &[]);
    assert_eq!(spec(&statements).tables[0].name, "customer");
}

#[test]
fn what_is_wrong_is_said_and_ends_with_an_error() {
    for (name, sample, arguments, part) in [
        ("a.csv", "a,b\n1\n", &[][..], "line 2 has 1 cells"),
        ("a.jsonl", "{\"a\":1}\nx\n", &[], "line 2 is no JSON object"),
        ("a.sql", "CREATE TABLE t (id INT);", &["--rows", "5"], "leave them out for statements"),
    ] {
        let output = infer(name, sample, arguments);
        assert!(!output.status.success() && output.stdout.is_empty(), "{name}");
        assert!(text(&output).contains(part), "{name}: {}", text(&output));
    }
    let warned = infer("t.csv", "ann,red\nbob,blue\n", &[]);
    assert!(String::from_utf8_lossy(&warned.stderr).contains("taken for the names"), "{}", text(&warned));
    spec(&warned);
}
