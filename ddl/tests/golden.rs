//! What becomes of dumps of the databases' own programs, and of each construct by itself, word for word.
//!
//! `ROWMILL_BLESS=1 cargo test -p ddl --test golden` writes it anew; read the difference before you keep it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{fmt::Write as _, fs, path::Path};

use ddl::{Import, ImportError, SourceDialect};
use generator::{ColumnSpec, Dataset};

/// An import in lines: tables with their keys, columns with their generators, and what was said.
fn shown(import: Result<Import, ImportError>) -> String {
    let mut text = String::new();
    let import = match import {
        Ok(import) => import,
        Err(error) => return format!("refused: {error}\n"),
    };
    Dataset::compile(&import.spec).unwrap();
    for made in &import.spec.types {
        let _ = writeln!(text, "type {}: {}", made.name, made.sql);
    }
    for table in &import.spec.tables {
        let partitions = table
            .partition_by
            .as_ref()
            .map(|partition| format!(" by {:?} of {}", partition.range, partition.column));
        let _ = writeln!(
            text,
            "{} {} rows, key ({}), unique {:?}, indexes {:?}{}{}",
            table.name,
            table.rows,
            table.primary_key.join(", "),
            table.unique,
            table.indexes,
            partitions.unwrap_or_default(),
            if table.comment.is_empty() { String::new() } else { format!(" -- {}", table.comment) }
        );
        for column in &table.columns {
            let null = if column.null_fraction > 0.0 {
                format!(" null {}", column.null_fraction)
            } else {
                String::new()
            };
            let _ = writeln!(
                text,
                "  {} {} {}{null}{}{}{}{}",
                column.name,
                column.sql_type,
                serde_json::to_string(&column.generator).unwrap(),
                if column.unique { " unique" } else { "" },
                if column.identity { " identity" } else { "" },
                if column.comment.is_empty() { String::new() } else { format!(" -- {}", column.comment) },
                declared(column)
            );
        }
        for constraint in &table.constraints {
            let _ = writeln!(
                text,
                "  * {:?} {} ({}) {}",
                constraint.kind,
                constraint.name,
                constraint.columns.join(", "),
                constraint.sql
            );
        }
        if !table.options.is_empty() {
            let _ = writeln!(text, "  * {}", table.options);
        }
    }
    for warning in &import.warnings {
        let _ = writeln!(text, "! {warning}");
    }
    text
}

/// What a column's database declares of it.
fn declared(column: &ColumnSpec) -> String {
    let mut text = String::new();
    let parts = [
        ("", &column.declared),
        (" default ", &column.default),
        (" check ", &column.check),
        (" generated ", &column.generated),
    ];
    for (what, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
        let _ = write!(text, "{what}{part}");
    }
    let nullable = if column.nullable { "" } else { " not null" };
    let hidden = if column.hidden { " hidden" } else { "" };
    if text.is_empty() { String::new() } else { format!(" | {text}{nullable}{hidden}") }
}

fn compare(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    if std::env::var_os("ROWMILL_BLESS").is_some() {
        fs::write(&path, made).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    let first = golden.lines().zip(made.lines()).find(|(golden, made)| golden != made);
    assert!(golden == made, "{name} differs, first in {first:?}");
}

#[test]
fn dumps_are_read_as_they_are() {
    for name in ["mariadb-dump", "pg_dump", "sqlite-dump", "sqlite-schema"] {
        let text =
            fs::read_to_string(format!("{}/tests/dumps/{name}.sql", env!("CARGO_MANIFEST_DIR"))).unwrap();
        compare(&format!("dumps/{name}.txt"), &shown(ddl::import(&text, None)));
    }
}

#[test]
fn each_construct_is_read() {
    let text = include_str!("constructs.sql");
    let mut all = String::new();
    for case in text.split("--- ").skip(1) {
        let (head, sql) = case.split_once('\n').unwrap();
        // `--- name` or `--- name, written for a database`.
        let dialect = head.rsplit_once(", for ").map(|(_, name)| SourceDialect::named(name.trim()).unwrap());
        let _ = writeln!(all, "--- {head}\n{}", shown(ddl::import(sql, dialect)));
    }
    compare("constructs.txt", &all);
}
