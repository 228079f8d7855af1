//! Packs the word lists of `data/english` into one string each (half the size of a slice of `&str` in WebAssembly).

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data/english");

    let mut source = String::new();
    let read = |name: &str| {
        let path = Path::new("data/english").join(name).with_extension("txt");
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let first_names = read("female_names") + &read("male_names");
    pack(&mut source, "FIRST_NAMES", &first_names);
    mark_women(&mut source, &first_names, &read("female_names"));
    for name in [
        "last_names",
        "city_endings",
        "adjectives",
        "adverbs",
        "colours",
        "company_forms",
        "departments",
        "industries",
        "job_levels",
        "job_roles",
        "materials",
        "nouns",
        "prepositions",
        "products",
        "streets",
        "verbs",
    ] {
        pack(&mut source, &name.to_uppercase(), &read(name));
    }

    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("words.rs");
    fs::write(out, source).expect("OUT_DIR is writable");
}

/// A bit for each given name, in their order: whether it is a woman's. Names of both are women's.
fn mark_women(source: &mut String, first_names: &str, women: &str) {
    let names: BTreeSet<&str> = first_names.lines().filter(|name| !name.is_empty()).collect();
    let women: BTreeSet<&str> = women.lines().collect();
    let mut bits = vec![0_u8; names.len().div_ceil(8)];
    for (position, name) in names.into_iter().enumerate() {
        bits[position / 8] |= u8::from(women.contains(name)) << (position % 8);
    }
    writeln!(source, "static NAMES_OF_WOMEN: &[u8] = &{bits:?};").expect("writing to a String cannot fail");
}

/// Sorted and without repeats, so that an index names one word and the order of the lines does not matter.
fn pack(source: &mut String, name: &str, lines: &str) {
    let words: BTreeSet<&str> = lines.lines().filter(|word| !word.is_empty()).collect();
    // Slugs of names become parts of e-mail addresses that must not collide: letters only.
    let is_plain = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    assert!(!name.ends_with("_NAMES") || words.iter().all(is_plain), "names have letters only");
    let text = words.into_iter().collect::<Vec<_>>().join("\n");
    assert!(u16::try_from(text.len()).is_ok(), "a list holds at most 65,535 bytes");
    writeln!(source, "pub(crate) static {name}: WordList = WordList::new({text:?});")
        .expect("writing to a String cannot fail");
}
