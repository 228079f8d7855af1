//! Checks of the catalogues against the sources: every text that is said is in every catalogue, with the same places.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use generator::{distribution::distributions, kinds::kinds};

use super::catalogue::pairs;
use crate::workspace::rule;

/// What stands before a text that is said.
const BEFORE: [&str; 5] = ["t!(", "label!(", "Button::new(", "Button::submit(", "self::text("];

/// All texts that the page says: those of the sources, and those of the kinds' own tables.
fn said() -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut said);
    for kind in kinds() {
        said.insert(rule::kind_name(kind).to_owned());
        said.insert(kind.group.label().to_owned());
        said.extend(kind.options.iter().map(|option| option.label.to_owned()));
    }
    for distribution in distributions() {
        said.insert(distribution.label.to_owned());
        said.extend(distribution.options.iter().map(|option| option.label.to_owned()));
    }
    said.extend(generator::primary_key::KINDS.iter().map(|kind| kind.label.to_owned()));
    said.remove("");
    said
}

fn read_folder(folder: &Path, said: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(&path, said);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("check.rs") {
            let source = fs::read_to_string(&path).unwrap();
            // Tests come last, and say nothing to anybody.
            let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            for before in BEFORE {
                for (place, _) in source.match_indices(before) {
                    // `format!(` and the like end in the same letters.
                    let is_whole = !source[..place]
                        .ends_with(|character: char| character.is_alphanumeric() || character == '_');
                    let behind = source[place + before.len()..].trim_start();
                    if let (Some(text), true) = (behind.strip_prefix('"'), is_whole) {
                        said.insert(literal(text));
                    }
                }
            }
        }
    }
}

/// A string literal behind its first quote, up to the last.
fn literal(source: &str) -> String {
    let mut text = String::new();
    let mut characters = source.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}

/// The arguments that a text has places for.
fn places(text: &str) -> BTreeSet<&str> {
    let numbers = text.split('{').skip(1).filter_map(|place| place.split(['}', '|']).next());
    numbers.collect()
}

#[test]
fn every_catalogue_has_every_text() {
    let said = said();
    let korean: BTreeMap<&str, &str> = pairs(include_str!("ko.txt")).collect();
    if std::env::var_os("ROWMILL_SAY").is_some() {
        for text in said.iter().filter(|text| !korean.contains_key(text.as_str())) {
            println!("{text}\n");
        }
    }
    let missing: Vec<&String> = said.iter().filter(|text| !korean.contains_key(text.as_str())).collect();
    assert!(missing.is_empty(), "ko.txt has no {missing:#?}");
    let unused: Vec<&&str> = korean.keys().filter(|text| !said.contains(**text)).collect();
    assert!(unused.is_empty(), "nobody says {unused:#?}");
    for (english, text) in korean {
        assert_eq!(places(english), places(text), "{english}");
        assert!(!text.trim().is_empty(), "{english}");
    }
}
