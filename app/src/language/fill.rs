//! Filling the places of a text, and choosing the words that depend on what is filled in.

use super::Language;

/// Fills `{0}` with the first argument; `{0|row|rows}` becomes one of its words, by the first argument: in English the first word
/// for one and the other for any other number, in Korean the first behind a final consonant and the other behind a vowel.
pub(super) fn fill(text: &str, arguments: &[String], language: Language) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, after)) = behind.split_once('}') else { break };
        let mut parts = place.split('|');
        let argument = parts.next().and_then(|number| arguments.get(number.parse::<usize>().ok()?));
        let argument = argument.map_or("", String::as_str);
        match (parts.next(), parts.next()) {
            (Some(one), Some(other)) => {
                let is_first = match language {
                    Language::English => argument == "1",
                    Language::Korean => ends_in_consonant(argument),
                };
                filled.push_str(if is_first { one } else { other });
            }
            _ => filled.push_str(argument),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Whether a word, read aloud in Korean, ends in a consonant. Digits are read as Korean numbers, Latin letters by their names.
fn ends_in_consonant(word: &str) -> bool {
    let last = word.chars().rev().find(|character| character.is_alphanumeric());
    match last {
        // A syllable's number is its initial, vowel and final consonant, of which there are 28 with none as the first (Unicode, 3.12).
        Some(syllable @ '가'..='힣') => !(syllable as u32 - '가' as u32).is_multiple_of(28),
        // 영, 일, 삼, 육, 칠, 팔; and letters whose names end so: 엘, 엠, 엔, 알.
        Some(other) => "013678lmnrLMNR".contains(other),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, argument: &str, language: Language) -> String {
        fill(text, &[argument.to_owned()], language)
    }

    #[test]
    fn places_are_filled_and_words_chosen() {
        let rows = |count: &str| filled("{0} {0|row|rows} of it", count, Language::English);
        assert_eq!((rows("1").as_str(), rows("1,000").as_str()), ("1 row of it", "1,000 rows of it"));
        assert_eq!(filled("nothing", "1", Language::English), "nothing");
    }

    #[test]
    fn korean_particles_follow_the_sound() {
        let particle = |word: &str| filled("{0}{0|은|는}", word, Language::Korean);
        for (word, text) in [
            ("회원", "회원은"),
            ("주소", "주소는"),
            ("email", "email은"),
            ("city", "city는"),
            ("3", "3은"),
            ("`t_2`", "`t_2`는"),
        ] {
            assert_eq!(particle(word), text);
        }
    }
}
