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
                    // Behind ㄹ it is `로`, as behind a vowel.
                    Language::Korean if one == "으로" => {
                        !matches!(final_consonant(argument), None | Some(RIEUL))
                    }
                    Language::Korean => final_consonant(argument).is_some(),
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

/// The number of ㄹ among the final consonants of a syllable.
const RIEUL: u32 = 8;

/// The consonant that a word, read aloud in Korean, ends in, by its number in Unicode's syllables (3.12); `None` behind a vowel. Digits
/// are read as Korean numbers, Latin letters by their names; of their consonants only ㄹ is told from the others.
fn final_consonant(word: &str) -> Option<u32> {
    let last = word.chars().rev().find(|character| character.is_alphanumeric())?;
    match last {
        // A syllable's number is its initial, vowel and final consonant, of which there are 28 with none as the first.
        '가'..='힣' => Some((last as u32 - '가' as u32) % 28).filter(|number| *number > 0),
        // 일, 칠, 팔; 엘, 알.
        '1' | '7' | '8' | 'l' | 'r' | 'L' | 'R' => Some(RIEUL),
        // 영, 삼, 육; 엠, 엔.
        '0' | '3' | '6' | 'm' | 'n' | 'M' | 'N' => Some(1),
        _ => None,
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
        let by = |word: &str| filled("{0}{0|으로|로}", word, Language::Korean);
        assert_eq!(
            [by("날짜"), by("이름"), by("수량"), by("일련"), by("파일"), by("1"), by("3")],
            ["날짜로", "이름으로", "수량으로", "일련으로", "파일로", "1로", "3으로"]
        );
    }
}
