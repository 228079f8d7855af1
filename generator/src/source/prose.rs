//! English sentences.

use std::sync::LazyLock;

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
    /// No value is longer, in bytes; a sentence gives up its place, its adverb and its adjectives to fit.
    max_length: usize,
}

/// A word behind a space, filled up with zeros; the last byte has its length, and the highest bit of that whether `an` stands before
/// it instead of `a`. Words of the lists have at most 14 letters.
type Word = [u8; 16];

const AN: u8 = 0x80;
const LENGTH: u8 = 0x7f;

struct Vocabulary {
    nouns: Vec<Word>,
    adjectives: Vec<Word>,
    adverbs: Vec<Word>,
    verbs: Vec<Word>,
    prepositions: Vec<Word>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary {
    nouns: words(&NOUNS),
    adjectives: words(&ADJECTIVES),
    adverbs: words(&ADVERBS),
    verbs: words(&VERBS),
    prepositions: words(&PREPOSITIONS),
});
const THE: Word = word("the", false);
const ARTICLES: [Word; 2] = [word("a", false), word("an", false)];

/// The optional parts of a sentence, a bit each.
const PLACE: u64 = 1;
const ADVERB: u64 = 2;
const ADJECTIVES_OF: [u64; 3] = [4, 8, 16];
const DEFINITE: [u64; 3] = [32, 64, 128];
/// What a sentence that is too long gives up, one after the other.
const LESS: [u64; 3] = [PLACE, ADVERB, ADJECTIVES_OF[0] | ADJECTIVES_OF[1] | ADJECTIVES_OF[2]];
/// Three phrases of three words, an adverb, a verb and a preposition.
const MAX_WORDS: usize = 12;

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
        let extra = match self.max_sentences - self.min_sentences {
            0 => 0,
            more => random.below(u64::from(more) + 1),
        };
        for sentence in 0..u64::from(self.min_sentences) + extra {
            let left = self.max_length - (text.len() - start);
            if sentence > 0 {
                if left <= Self::shortest_bound() {
                    break;
                }
                text.push(b' ');
            }
            write_sentence(&mut random, left - usize::from(sentence > 0), text);
        }
    }
}

/// Appends a sentence of at most `max_length` bytes, which is at least [`Prose::shortest_bound`].
fn write_sentence(random: &mut SplitMix64, max_length: usize, text: &mut Vec<u8>) {
    let vocabulary = &*VOCABULARY;
    // Two draws hold a sentence: each word takes its part of the bits.
    let (mut first, mut second) = (random.next(), random.next());
    let mut shape = first & 0xff;
    // A place in half of the sentences, an adverb in a quarter.
    shape &= !(ADVERB * (first >> 8 & 1));
    let verb = pick(&vocabulary.verbs, &mut first);
    let adverb = pick(&vocabulary.adverbs, &mut first);
    let phrase = |random: &mut u64| (pick(&vocabulary.adjectives, random), pick(&vocabulary.nouns, random));
    let phrases = [phrase(&mut first), phrase(&mut second), phrase(&mut second)];
    let preposition = pick(&vocabulary.prepositions, &mut second);

    let mut words = [&THE; MAX_WORDS];
    let mut less = LESS.iter();
    let (mut count, mut length);
    loop {
        count = 0;
        length = 0;
        let mut say = |word: &'static Word| {
            words[count] = word;
            count += 1;
            length += usize::from(word[15] & LENGTH);
        };
        for phrase in 0..if shape & PLACE > 0 { 3 } else { 2 } {
            match phrase {
                0 => {}
                1 => {
                    if shape & ADVERB > 0 {
                        say(adverb);
                    }
                    say(verb);
                }
                _ => say(preposition),
            }
            let (adjective, noun) = phrases[phrase];
            let adjective = (shape & ADJECTIVES_OF[phrase] > 0).then_some(adjective);
            let next = adjective.unwrap_or(noun);
            say(if shape & DEFINITE[phrase] > 0 { &THE } else { &ARTICLES[usize::from(next[15] >> 7)] });
            adjective.into_iter().for_each(&mut say);
            say(noun);
        }
        // The space before the first word is none, and a full stop comes.
        if length <= max_length {
            break;
        }
        let Some(part) = less.next() else {
            words[0] = &THE;
            words[1] = phrases[0].1;
            count = 2;
            break;
        };
        shape &= !part;
    }
    let mut sentence = [0_u8; (MAX_WORDS + 1) * 16];
    let mut end = 0;
    for word in &words[..count] {
        sentence[end..end + 16].copy_from_slice(&word[..]);
        end += usize::from(word[15] & LENGTH);
    }
    sentence[end] = b'.';
    sentence[1].make_ascii_uppercase();
    text.extend_from_slice(&sentence[1..=end]);
}

/// A word, for as much of a random number as that takes.
fn pick<'a>(words: &'a [Word], random: &mut u64) -> &'a Word {
    let product = u128::from(*random) * words.len() as u128;
    *random = product as u64;
    &words[(product >> 64) as usize]
}

fn words(list: &WordList) -> Vec<Word> {
    (0..list.len()).map(|index| word(list.get(index), begins_with_vowel(list.get(index)))).collect()
}

/// Whether `an` stands before a word, by its sound: "a useful", "an hour", "an honest".
fn begins_with_vowel(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(b'u') => !word.starts_with("us"),
        Some(b'h') => word.starts_with("hour") || word.starts_with("hon"),
        first => matches!(first, Some(b'a' | b'e' | b'i' | b'o')),
    }
}

const fn word(text: &str, an: bool) -> Word {
    let (mut word, text) = ([0; 16], text.as_bytes());
    word[0] = b' ';
    let mut position = 0;
    while position < text.len() {
        word[position + 1] = text[position];
        position += 1;
    }
    word[15] = (text.len() + 1) as u8 | if an { AN } else { 0 };
    word
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
        assert_eq!(text(&Prose::new(1, 1, None), 1), "A battery packed the evening beyond the weather.");
        assert_eq!(
            text(&Prose::new(2, 3, None), 2),
            "A hall mostly saw the lamp. The dark police sent the owner. The key gladly hid a voice between the old smile."
        );
        assert_eq!(text(&Prose::new(1, 1, Some(30)), 3), "The harbour.");
    }

    #[test]
    fn words_leave_room_for_their_space_and_length() {
        for list in [&NOUNS, &ADJECTIVES, &ADVERBS, &VERBS, &PREPOSITIONS] {
            assert!(list.longest_length() <= 14);
        }
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
        let longest = (0..20_000).map(|index| text(&Prose::new(1, 1, None), index).len()).max().unwrap();
        assert!(longest < Prose::longest_sentence());
    }

    #[test]
    fn every_word_and_every_part_comes() {
        let prose = Prose::new(1, 1, None);
        let all: String = (0..40_000).map(|index| text(&prose, index)).collect();
        for list in [&NOUNS, &ADJECTIVES, &ADVERBS, &VERBS, &PREPOSITIONS] {
            assert!((0..list.len()).all(|index| all.contains(list.get(index))));
        }
    }
}
