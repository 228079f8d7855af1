//! Slugs.

use super::super::text::texts;
use crate::{
    document::GeneratorSpec,
    kinds::{Group, Kind, Pinned, documentation, infer::Inference, pinned},
    source::{Written, word_list},
};

/// A part of a page's address.
pub static SLUG: Kind = Kind {
    name: "slug",
    group: Group::Internet,
    label: "Slug: quiet-river-12",
    words: "permalink url path handle 슬러그",
    about: documentation("Small letters, hyphens and a number, as in the address of a page."),
    options: &[],
    pinned: pinned(&[Pinned {
        options: "",
        sql_type: "varchar(80)",
        values: &["good-mother-431", "huge-waiter-477", "visible-newspaper-385"],
    }]),
    inferred: &[Inference {
        rank: 57,
        generator: |column| {
            let is_such = column.is_text_of(&["slug", "permalink"]);
            is_such.then(|| GeneratorSpec::new(&SLUG))
        },
    }],
    draft: |_| {
        let (adjectives, nouns) = (&word_list::ADJECTIVES, &word_list::NOUNS);
        let longest = (adjectives.longest() * nouns.len() + nouns.longest()) * 1_000 + 999;
        Ok(texts(Written(write), u128::from(adjectives.len() * nouns.len() * 1_000), &[longest]))
    },
};

fn write(index: u64, text: &mut Vec<u8>) {
    let (rest, number) = (index / 1_000, index % 1_000);
    word_list::ADJECTIVES.append(rest / word_list::NOUNS.len(), text);
    text.push(b'-');
    word_list::NOUNS.append(rest % word_list::NOUNS.len(), text);
    if number > 0 {
        text.push(b'-');
        text.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }
}
