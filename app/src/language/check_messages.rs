//! Checks of the catalogue of messages against the sources of engine, loader and server: every text of three words or more is either in the
//! catalogue, or in the list of those that nobody is shown.

use std::{collections::BTreeSet, fs, path::Path};

use super::catalogue::pairs;

/// Where messages come from, below the workspace.
const SOURCES: [&str; 15] = [
    "contract/src",
    "generator/src",
    "loader/src",
    "server/src/api",
    "sample/src",
    "ddl/src",
    "server/src/described.rs",
    "server/src/error.rs",
    "server/src/experiments.rs",
    "server/src/dataset_store.rs",
    "server/src/guard.rs",
    "server/src/rows.rs",
    "server/src/runs.rs",
    "server/src/state.rs",
    "worker/src",
];

/// Words of a text that may be a message.
const LEAST_WORDS: usize = 3;

fn read(path: &Path, literals: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            read(&entry.unwrap().path(), literals);
        }
    } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
        let source = fs::read_to_string(path).unwrap();
        // Tests come last, and say nothing to anybody.
        literals.extend(strings(source.split("#[cfg(test)]\nmod tests").next().unwrap()));
    }
}

/// The string literals of a source, without those in comments.
fn strings(source: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), source);
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("//") {
            rest = comment.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(raw) = rest.strip_prefix("r\"") {
            let (text, after) = raw.split_once('"').unwrap();
            found.push(text.to_owned());
            rest = after;
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            let (text, after) = raw.split_once("\"#").unwrap();
            found.push(text.to_owned());
            rest = after;
        } else if first == '"' {
            let (text, after) = string(&rest[1..]);
            found.push(text);
            rest = after;
        } else if let Some(character) = character_literal(rest) {
            rest = &rest[character..];
        } else if first.is_alphanumeric() || first == '_' {
            // A whole word, so that `r` at its end begins no raw string.
            rest = rest.trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_');
            if rest.starts_with('"') && source[..source.len() - rest.len()].ends_with([' ', '(']) {
                continue;
            }
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    found
}

/// A string behind its first quote, and what comes after it.
fn string(source: &str) -> (String, &str) {
    let mut text = String::new();
    let mut characters = source.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (text, &source[at + 1..]),
            '\\' => match characters.next().unwrap().1 {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                '\n' => {
                    let left = characters.as_str();
                    let skipped = left.len() - left.trim_start().len();
                    characters.by_ref().take(left[..skipped].chars().count()).for_each(drop);
                }
                other @ ('"' | '\\' | '\'') => text.push(other),
                other => text.extend(['\\', other]),
            },
            other => text.push(other),
        }
    }
    panic!("a string has no end: {text}");
}

/// How long the character literal is that stands here, if one does: `'` may also begin a lifetime.
fn character_literal(source: &str) -> Option<usize> {
    let inner = source.strip_prefix('\'')?;
    let end =
        if inner.starts_with('\\') { 2 + inner[2..].find('\'')? } else { inner.chars().next()?.len_utf8() };
    inner[end..].starts_with('\'').then_some(end + 2)
}

/// A line of the list of texts that nobody is shown.
fn unescaped(line: &str) -> String {
    line.replace("\\n", "\n")
}

#[test]
fn every_message_is_translated_or_shown_to_nobody() {
    let mut literals = BTreeSet::new();
    for source in SOURCES {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(source), &mut literals);
    }
    let is_sentence = |text: &&String| {
        let has_words = text.split(' ').count() >= LEAST_WORDS;
        let letters: Vec<char> = text.chars().collect();
        let is_lower = |character: &char| character.is_ascii_lowercase();
        has_words
            && letters
                .windows(4)
                .any(|four| is_lower(&four[0]) && is_lower(&four[1]) && four[2] == ' ' && is_lower(&four[3]))
    };
    let korean: Vec<(&str, &str)> = pairs(include_str!("messages.ko.txt")).collect();
    let said: BTreeSet<String> = korean.iter().map(|(english, _)| (*english).to_owned()).collect();
    let unsaid: BTreeSet<String> = include_str!("unsaid.txt").lines().map(unescaped).collect();
    let missing: Vec<&String> = literals
        .iter()
        .filter(is_sentence)
        .filter(|text| !said.contains(*text) && !unsaid.contains(*text))
        .collect();
    assert!(missing.is_empty(), "neither messages.ko.txt nor unsaid.txt has {missing:#?}");
    let unused: Vec<&String> = said.iter().chain(&unsaid).filter(|text| !literals.contains(*text)).collect();
    assert!(unused.is_empty(), "no source has {unused:#?}");
    let twice: Vec<&String> = said.intersection(&unsaid).collect();
    assert!(twice.is_empty(), "both files have {twice:#?}");
    for (english, text) in korean {
        assert!(super::message::have_same_places(english, text), "{english}\n{text}");
        assert!(!text.trim().is_empty(), "{english}");
    }
}

#[test]
fn literals_are_told_from_comments_characters_and_lifetimes() {
    let source = "// \"no\"\nfn a<'a>(x: &'a str) { let q = '\"'; let n = '\\''; say(\"one \\\"two\\\" \\\n     three {x}\"); r#\"raw \"text\"\"#; br\"x\" }";
    assert_eq!(strings(source), ["one \"two\" three {x}", "raw \"text\"", "x"]);
}

/// The tables of experiments are shown to people whole.
#[test]
fn what_experiments_are_made_of_is_said_in_korean() {
    let korean: BTreeSet<&str> = pairs(include_str!("messages.ko.txt")).map(|(english, _)| english).collect();
    let settings = contract::SETTINGS.iter().flat_map(|setting| [setting.about, setting.risk]);
    let factors = contract::FACTORS.iter().map(|factor| factor.about);
    let counters = contract::COUNTERS.iter().map(|counter| counter.about);
    let questions = contract::PRESETS.iter().flat_map(|preset| [preset.question, preset.about]);
    let all = settings.chain(factors).chain(counters).chain(questions);
    let missing: Vec<&str> = all.filter(|text| !korean.contains(text)).collect();
    assert!(missing.is_empty(), "messages.ko.txt does not have {missing:#?}");
}
