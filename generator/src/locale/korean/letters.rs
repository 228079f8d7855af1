//! Hangul: its letters, in Latin ones, and the particles that follow from the last.

/// The first syllable, 가; 19 × 21 × 28 follow each other (Unicode, chapter 3.12).
const FIRST: u32 = 0xac00;
const COUNT: u32 = 19 * 21 * 28;

// The Revised Romanization of Korean (Ministry of Culture and Tourism, notice 2000-8), letter by letter, as people write their names.
const INITIALS: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
    "yu", "eu", "ui", "i",
];
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
];

fn syllable(character: char) -> Option<u32> {
    u32::from(character).checked_sub(FIRST).filter(|position| *position < COUNT)
}

/// Appends a word in Latin letters.
pub(super) fn romanise(word: &str, text: &mut Vec<u8>) {
    for position in word.chars().filter_map(syllable) {
        for part in [
            INITIALS[(position / (21 * 28)) as usize],
            VOWELS[(position / 28 % 21) as usize],
            FINALS[(position % 28) as usize],
        ] {
            text.extend_from_slice(part.as_bytes());
        }
    }
}

/// Whether a word ends in a consonant, which decides about the particle behind it.
pub(super) fn ends_in_consonant(word: &str) -> bool {
    word.chars().next_back().and_then(syllable).is_some_and(|position| position % 28 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_latin_letters() {
        let romanised = |word: &str| {
            let mut text = Vec::new();
            romanise(word, &mut text);
            String::from_utf8(text).unwrap()
        };
        assert_eq!(romanised("민준"), "minjun");
        assert_eq!(romanised("서연"), "seoyeon");
        assert_eq!(romanised("영희"), "yeonghui");
        assert!(ends_in_consonant("책") && !ends_in_consonant("학교") && !ends_in_consonant("A"));
    }
}
