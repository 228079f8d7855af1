//! Packs the English word lists into one string each (half the size of a slice of `&str` in WebAssembly). Names come from the `fake` crate's public locale data, the vocabulary from `data/english`.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

use fake::locales::{Data, EN};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data/english");

    let mut source = String::new();
    // Slugs of names become parts of e-mail addresses that must not collide: letters only.
    pack(&mut source, "FIRST_NAMES", EN::NAME_FIRST_NAME.iter().copied().filter(|name| is_plain(name)));
    pack(&mut source, "LAST_NAMES", EN::NAME_LAST_NAME.iter().copied().filter(|name| is_plain(name)));
    pack(&mut source, "CITY_ENDINGS", EN::ADDRESS_CITY_SUFFIX.iter().copied());
    for name in ["adjectives", "adverbs", "company_forms", "industries", "nouns", "prepositions", "verbs"] {
        let path = Path::new("data/english").join(name).with_extension("txt");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        pack(&mut source, &name.to_uppercase(), text.lines());
    }

    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("words.rs");
    fs::write(out, source).expect("OUT_DIR is writable");
}

fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Sorted and without repeats, so that an index names one word and the upstream order does not matter.
fn pack<'a>(source: &mut String, name: &str, words: impl Iterator<Item = &'a str>) {
    let words: BTreeSet<&str> = words.filter(|word| !word.is_empty()).collect();
    let text = words.into_iter().collect::<Vec<_>>().join("\n");
    assert!(u16::try_from(text.len()).is_ok(), "a list holds at most 65,535 bytes");
    writeln!(source, "pub(crate) static {name}: WordList = WordList::new({text:?});")
        .expect("writing to a String cannot fail");
}
