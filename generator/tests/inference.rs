//! How often the names, comments and types of columns are understood: a labelled set of columns as real schemas have them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use generator::{Surroundings, infer};

/// One column a line: table, name, type, comment, and the kinds that are sensible.
const COLUMNS: &str = include_str!("inference/columns.txt");

#[test]
fn nine_of_ten_columns_get_a_sensible_kind() {
    let (mut right, mut wrong) = (0, Vec::new());
    for line in COLUMNS.lines() {
        let fields: Vec<&str> = line.split('|').collect();
        let [table, name, sql_type, comment, expected] = fields[..] else { panic!("{line}") };
        // Who names columns in Korean, or as Korean schemas do, has Korean data.
        let is_korean =
            line.contains(|character| ('가'..='힣').contains(&character)) || table.starts_with("tb_");
        let around = Surroundings { now: "2025-05-01T00:00:00", locale: if is_korean { "ko" } else { "en" } };
        let found = infer(name, comment, sql_type.parse().unwrap(), table, 1_000, around);
        if expected.split(',').any(|kind| kind == found.kind().name) {
            right += 1;
        } else {
            wrong.push(format!("{table}.{name} {sql_type} {comment}: {found} for {expected}"));
        }
    }
    let all = right + wrong.len();
    println!("{right} of {all} columns get a sensible kind; the others:\n{}", wrong.join("\n"));
    assert!(all >= 400, "{all}");
    assert!(right * 100 >= all * 90, "{right} of {all}:\n{}", wrong.join("\n"));
}
