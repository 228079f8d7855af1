//! README's commands, as they stand there.

use std::{fs, process::Command};

use crate::program::Files;

#[test]
fn the_commands_of_the_readme_work() {
    let readme = fs::read_to_string("../README.md").unwrap();
    let section = readme.split("## From programs").nth(1).unwrap();
    let commands = section.split("```").nth(1).unwrap().trim_start_matches("sh");
    let files = Files::new();
    let config = fs::read_to_string(files.path("Leptos.toml"))
        .unwrap()
        .replace("[targets.local]", "[targets.embedded]");
    fs::write(files.path("Leptos.toml"), config).unwrap();
    let program = files.start();
    let commands = commands
        .replace("localhost:3000", &program.address)
        .replace("target/dist/rowmill", env!("CARGO_BIN_EXE_rowmill"));
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &commands])
        .current_dir(files.folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(text.lines().next().unwrap().split(',').next(), Some("{\"id\":73451"), "{text}");
    assert!(text.contains("guest: 100000 of 100000 rows, 100000 counted"), "{text}");
    assert!(text.contains("Fastest: ") && text.contains("| bulk | 50000 | "), "{text}");
    assert_eq!(text.lines().last(), Some("event: done"), "{text}");
    let lines = |name: &str| fs::read_to_string(files.path(name)).unwrap().lines().count();
    assert_eq!((lines("part3.csv"), lines("guests.csv")), (10_000, 100_001));
}

#[test]
fn both_readmes_have_the_same_commands_headings_and_points() {
    let read = |name: &str| fs::read_to_string(format!("../{name}")).unwrap();
    let (english, korean) = (read("README.md"), read("README.ko.md"));
    let blocks = |text: &str| text.split("```").skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(blocks(&english), blocks(&korean));
    let count = |text: &str, beginning: &str| text.lines().filter(|line| line.starts_with(beginning)).count();
    for beginning in ["# ", "## ", "- **", "!["] {
        assert_eq!(count(&english, beginning), count(&korean, beginning), "{beginning}");
    }
}
