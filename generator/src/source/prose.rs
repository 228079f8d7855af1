//! English sentences.

use super::{
    WriteText,
    word_list::{ADJECTIVES, ADVERBS, NOUNS, PREPOSITIONS, VERBS, WordList},
};
use crate::random::SplitMix64;

/// English sentences of a small grammar, made from a number.
///
/// `The calm baker quietly repaired a wooden ladder behind the old station.`: subject, verb and object, with adjectives,
/// an adverb and a place that come and go.
#[derive(Debug, Clone)]
pub(crate) struct Prose {
    min_sentences: u32,
    max_sentences: u32,
    /// No value is longer, in bytes; a sentence that does not fit is left out, or replaced by a shorter one.
    max_length: usize,
}

impl Prose {
    /// `min_sentences..=max_sentences` sentences of together at most `max_length` bytes, which must be at least
    /// [`Self::shortest_bound`].
    pub(crate) fn new(min_sentences: u32, max_sentences: u32, max_length: Option<u32>) -> Self {
        Self {
            min_sentences,
            max_sentences,
            max_length: max_length.map_or(usize::MAX, |length| length as usize),
        }
    }

    /// The length that holds a sentence whatever its words, in bytes.
    pub(crate) fn shortest_bound() -> usize {
        "The ".len() + NOUNS.longest_length() + ".".len()
    }

    /// The longest sentence and the space behind it, in bytes.
    pub(crate) fn longest_sentence() -> usize {
        let phrase = " the ".len() + ADJECTIVES.longest_length() + " ".len() + NOUNS.longest_length();
        3 * phrase + ADVERBS.longest_length() + VERBS.longest_length() + PREPOSITIONS.longest_length() + 5
    }
}

impl WriteText for Prose {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        let start = text.len();
        let extra = random.below(u64::from(self.max_sentences - self.min_sentences) + 1);
        for sentence in 0..u64::from(self.min_sentences) + extra {
            let before = text.len();
            if sentence > 0 {
                text.push(b' ');
            }
            write_sentence(&mut random, text);
            if text.len() - start > self.max_length {
                text.truncate(before);
                if sentence == 0 {
                    text.extend_from_slice(b"The ");
                    NOUNS.append(random.below(NOUNS.len()), text);
                    text.push(b'.');
                }
                break;
            }
        }
    }
}

fn write_sentence(random: &mut SplitMix64, text: &mut Vec<u8>) {
    // One draw decides which optional parts there are.
    let shape = random.next();
    let has = |bit: u32| shape >> bit & 1 == 1;
    let start = text.len();
    noun_phrase(random, [has(0), has(1)], 1, text);
    if has(2) && has(3) {
        word(&ADVERBS, random, text);
    }
    word(&VERBS, random, text);
    noun_phrase(random, [has(4), has(5)], 0, text);
    if has(6) {
        word(&PREPOSITIONS, random, text);
        noun_phrase(random, [has(7), has(8)], 0, text);
    }
    text.push(b'.');
    text[start].make_ascii_uppercase();
}

/// Appends a space, an article, perhaps an adjective, and a noun, without the first `skipped` bytes.
fn noun_phrase(
    random: &mut SplitMix64,
    [definite, described]: [bool; 2],
    skipped: usize,
    text: &mut Vec<u8>,
) {
    let noun = random.below(NOUNS.len());
    let adjective = described.then(|| random.below(ADJECTIVES.len()));
    let next = adjective.map_or_else(|| NOUNS.get(noun), |adjective| ADJECTIVES.get(adjective));
    let article = match (definite, next.as_bytes()[0]) {
        (true, _) => " the ",
        // `u` and `h` as in "a useful", "an hour", "an honest".
        (false, b'u') if next.starts_with("us") => " a ",
        (false, b'h') if next.starts_with("hour") || next.starts_with("hon") => " an ",
        (false, b'a' | b'e' | b'i' | b'o' | b'u') => " an ",
        (false, _) => " a ",
    };
    text.extend_from_slice(&article.as_bytes()[skipped..]);
    if let Some(adjective) = adjective {
        ADJECTIVES.append(adjective, text);
        text.push(b' ');
    }
    NOUNS.append(noun, text);
}

fn word(list: &WordList, random: &mut SplitMix64, text: &mut Vec<u8>) {
    text.push(b' ');
    list.append(random.below(list.len()), text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(prose: &Prose, index: u64) -> String {
        let mut text = Vec::new();
        prose.write(index, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn value_stability() {
        assert_eq!(text(&Prose::new(1, 1, None), 1), "The lonely winter loved a thin sign by an eye.");
        assert_eq!(
            text(&Prose::new(2, 3, None), 2),
            "A small owner greeted a gift outside a secret. The happy sea neatly ordered the visible hat among the corner. A heart drew the bank by the grey hill."
        );
    }

    #[test]
    fn texts_fit_their_column() {
        for max_length in [Prose::shortest_bound() as u32, 40, 100] {
            let prose = Prose::new(1, 5, Some(max_length));
            for index in 0..2_000 {
                let text = text(&prose, index);
                assert!(text.len() <= max_length as usize && text.ends_with('.'), "{text}");
            }
        }
    }
}
