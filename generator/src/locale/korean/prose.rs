//! Sentences: who, when, whose and what, each with the particle that follows from its last letter.

use super::{
    ADVERBS, HEADLINE_ENDS, OBJECT_ADJECTIVES, OBJECTS, SUBJECT_ADJECTIVES, SUBJECTS, VERBS,
    letters::ends_in_consonant,
};
use crate::{
    batch::ValueKind,
    column::Longest,
    document::ProblemCode,
    kinds::words,
    plan::{Draft, Drafted, Drafting, Extremes},
    random::SplitMix64,
    source::{Texts, UNCOUNTED, WordPart, Words, WriteText, word_list::WordList},
};

/// Characters of the longest sentence.
const LONGEST: usize = 40;
/// Characters that the shortest sentence may have.
const SHORTEST: usize = 18;

/// Sentences, as many as a range says, as many of them as fit.
#[derive(Debug)]
struct Sentences {
    least: u64,
    most: u64,
    limit: usize,
}

fn pick(list: &'static WordList, random: &mut SplitMix64) -> &'static str {
    list.get(random.below(list.len()))
}

fn with_particle(word: &str, particles: [&str; 2], text: &mut String) {
    text.push_str(word);
    text.push_str(particles[usize::from(!ends_in_consonant(word))]);
}

/// A sentence; the shortest has three words.
fn sentence(random: &mut SplitMix64, is_short: bool) -> String {
    let mut text = String::new();
    let form = if is_short { 0 } else { random.below(8) };
    if form & 1 == 1 {
        text.push_str(pick(&SUBJECT_ADJECTIVES, random));
        text.push(' ');
    }
    with_particle(
        pick(&SUBJECTS, random),
        if form & 2 == 2 { ["은", "는"] } else { ["이", "가"] },
        &mut text,
    );
    text.push(' ');
    if form & 4 == 4 {
        text.push_str(pick(&ADVERBS, random));
        text.push(' ');
    }
    if form == 3 || form == 6 {
        text.push_str(pick(&OBJECT_ADJECTIVES, random));
        text.push(' ');
    }
    with_particle(pick(&OBJECTS, random), ["을", "를"], &mut text);
    text.push(' ');
    text.push_str(pick(&VERBS, random));
    text.push('.');
    text
}

impl WriteText for Sentences {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        let count = self.least + random.below(self.most - self.least + 1);
        let mut left = self.limit;
        for number in 0..count {
            let next = sentence(&mut random, left < LONGEST);
            let length = next.chars().count() + usize::from(number > 0);
            if length > left {
                break;
            }
            if number > 0 {
                text.push(b' ');
            }
            text.extend_from_slice(next.as_bytes());
            left -= length;
        }
    }
}

fn sentences(drafting: &Drafting<'_>, least: u64, most: u64) -> Drafted<Draft> {
    let limit = drafting.sql_type().max_length().map_or(usize::MAX, |limit| limit as usize);
    if limit < SHORTEST {
        let message = format!(
            "a sentence needs {SHORTEST} characters, the column holds {limit}; choose `word` or a longer type"
        );
        return drafting.problem("", ProblemCode::ValueTooLong, message);
    }
    let chars = (LONGEST * most as usize).min(limit);
    let source = Texts(Sentences { least, most, limit });
    let extremes = Extremes::Text(Longest { chars, bytes: chars * 3 });
    Ok(Draft::uniform(source, ValueKind::Text, UNCOUNTED, extremes).repeating("sentences may repeat"))
}

pub(super) fn one_sentence(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    sentences(drafting, 1, 1)
}

pub(super) fn paragraph(drafting: &mut Drafting<'_>) -> Drafted<Draft> {
    let (least, most) = (drafting.whole("min_sentences")?, drafting.whole("max_sentences")?);
    if least < 1 || least > most || most > crate::limits::MAX_SENTENCES.into() {
        let message =
            format!("a paragraph has 1 to {} sentences, in ascending order", crate::limits::MAX_SENTENCES);
        return drafting.problem("max_sentences", ProblemCode::EmptyRange, message);
    }
    sentences(drafting, least as u64, most as u64)
}

pub(super) fn word(_: &mut Drafting<'_>) -> Drafted<Draft> {
    static PARTS: &[WordPart] = &[WordPart::List(&OBJECTS)];
    words(Words(PARTS))
}

pub(super) fn headline(_: &mut Drafting<'_>) -> Drafted<Draft> {
    static PARTS: &[WordPart] = &[
        WordPart::List(&OBJECT_ADJECTIVES),
        WordPart::Literal(" "),
        WordPart::List(&OBJECTS),
        WordPart::Literal(" "),
        WordPart::List(&HEADLINE_ENDS),
    ];
    words(Words(PARTS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_stay_within_their_bounds() {
        let longest = (0..20_000)
            .map(|index| sentence(&mut SplitMix64::new(index), false).chars().count())
            .max()
            .unwrap();
        let short = (0..20_000)
            .map(|index| sentence(&mut SplitMix64::new(index), true).chars().count())
            .max()
            .unwrap();
        assert!(longest <= LONGEST && short <= SHORTEST, "{longest} {short}");
    }

    #[test]
    fn particles_follow_the_last_letter() {
        let with = |word: &str| {
            let mut text = String::new();
            with_particle(word, ["을", "를"], &mut text);
            text
        };
        assert_eq!((with("책").as_str(), with("학교").as_str()), ("책을", "학교를"));
    }
}
