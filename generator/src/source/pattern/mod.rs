//! Strings of a pattern: a regular expression without `*` and `+`, so that its strings can be counted and addressed by number.

mod class;
mod node;
mod parse;

pub(crate) use self::parse::PatternError;
use self::{class::Class, node::Node};
use super::WriteText;
use crate::{column::Longest, random::SplitMix64};

/// The strings of a pattern in order.
///
/// Literals, classes `[A-Za-z_]` and `[^…]` (over printable ASCII), `\d`, `\w`, `\s`, `.` (printable ASCII), groups,
/// alternatives `a|b`, and the quantifiers `?`, `{n}` and `{n,m}`. The count stops at 2^64.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    root: Node,
    /// The characters of each place, where all strings have the same places and an index holds all of them: most patterns.
    places: Option<Vec<Box<[u8]>>>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A pattern that is malformed, endless, too long, too deep, or of too many steps.
    pub(crate) fn parse(text: &str) -> Result<Self, PatternError> {
        let root = parse::parse(text)?;
        let mut places = Vec::new();
        let is_flat = root.count < 1 << 64 && root.places(&mut places);
        Ok(Self { root, places: is_flat.then_some(places) })
    }

    /// How many strings there are, 1 to 2^64; more count as 2^64.
    pub(crate) fn count(&self) -> u128 {
        self.root.count
    }

    /// The longest string.
    pub(crate) fn longest(&self) -> Longest {
        self.root.longest
    }

    /// Bytes of the shortest string, if all have one length; 0 if they may differ.
    pub(crate) fn shortest(&self) -> usize {
        let Longest { chars, bytes } = self.root.longest;
        if self.root.varying_parts() == Some(0) && chars == bytes { bytes } else { 0 }
    }

    /// Whether two indexes never give one string. Alternatives and more than one part of varying length may.
    pub(crate) fn is_unambiguous(&self) -> bool {
        self.root.varying_parts().is_some_and(|parts| parts <= 1)
    }

    /// Whether that holds, too, for a database that compares without case, accents or trailing spaces.
    pub(crate) fn is_unambiguous_folded(&self) -> bool {
        let folds = |class: &Class| {
            let has_both =
                ('A'..='Z').any(|letter| class.has(letter) && class.has(letter.to_ascii_lowercase()));
            class.count() > 1 && (has_both || class.has(' ') || !class.last().is_ascii())
        };
        self.is_unambiguous() && !self.root.has(folds) && !self.root.varies(|class| class.has(' '))
    }

    /// The strings in no order, each choice even by itself, if that is something else than any of them in order.
    pub(crate) fn drawn(&self) -> Option<DrawnPattern> {
        self.root.has_choices().then(|| DrawnPattern(self.root.clone()))
    }

    /// Whether a string may have the character NUL in it.
    pub(crate) fn may_hold_nul(&self) -> bool {
        self.root.has(|class| class.has('\0'))
    }
}

/// Strings of a pattern in which every choice is even by itself: `[a-z]{3,5}` is as often three letters as five.
#[derive(Debug, Clone)]
pub(crate) struct DrawnPattern(Node);

impl WriteText for DrawnPattern {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        self.0.draw(&mut SplitMix64::new(index), text);
    }
}

impl WriteText for Pattern {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let Some(places) = &self.places else { return self.root.write(index, text) };
        let start = text.len();
        text.resize(start + places.len(), 0);
        let mut rest = index;
        for (to, characters) in text[start..].iter_mut().zip(places).rev() {
            *to = match (&**characters, u32::try_from(rest)) {
                ([only], _) => *only,
                // Division of 32 bits is several times as fast.
                (characters, Ok(short)) => {
                    let radix = characters.len() as u32;
                    rest = u64::from(short / radix);
                    characters[(short % radix) as usize]
                }
                (characters, Err(_)) => {
                    let radix = characters.len() as u64;
                    let digit = rest % radix;
                    rest /= radix;
                    characters[digit as usize]
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(pattern: &str) -> Vec<String> {
        let pattern = Pattern::parse(pattern).unwrap();
        (0..pattern.count() as u64).map(|index| text(&pattern, index)).collect()
    }

    fn text(pattern: &Pattern, index: u64) -> String {
        let mut text = Vec::new();
        pattern.write(index, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn strings_are_listed_in_order() {
        assert_eq!(all("[ab]{2}"), ["aa", "ab", "ba", "bb"]);
        assert_eq!(all("x?(a|bc)[12]"), ["a1", "a2", "bc1", "bc2", "xa1", "xa2", "xbc1", "xbc2"]);
        assert_eq!(all("[ab]{0,2}"), ["", "a", "b", "aa", "ab", "ba", "bb"]);
        assert_eq!(all(r"\.\[é"), [".[é"]);
        assert_eq!(all("[a-c-]"), ["-", "a", "b", "c"]);
        assert_eq!(all(""), [""]);
    }

    #[test]
    fn value_stability() {
        let pattern = Pattern::parse(r"[A-Z]{3}-\d{4}").unwrap();
        assert_eq!(pattern.count(), 175_760_000);
        assert_eq!(
            [0, 1, 175_759_999].map(|index| text(&pattern, index)),
            ["AAA-0000", "AAA-0001", "ZZZ-9999"]
        );
        for doubly_huge in [r"\w{20}-\w{20}", "[0-9a-f]{16}[0-9a-f]{16}"] {
            assert_eq!(Pattern::parse(doubly_huge).unwrap().count(), 1 << 64);
        }
        let huge = Pattern::parse(r"\w{40}").unwrap();
        assert_eq!(huge.count(), 1 << 64);
        assert_eq!(text(&huge, u64::MAX), "kSqaBCTfMQ8CPfDr0n00lFwohQDutIivLMqoeTYF");
    }

    #[test]
    fn malformed_patterns_name_the_place_and_the_remedy() {
        for (pattern, part) in [
            ("a*", "character 2"),
            ("a+", "no end"),
            ("a{2,}", "no end"),
            ("a{3,2}", "must ascend"),
            ("a{2000}", "1000"),
            ("(a", "add `)`"),
            ("a)", "closes no group"),
            ("[a", "add `]`"),
            ("[z-a]", "must ascend"),
            ("[^ -~]", "no characters"),
            (r"\q", "not known"),
            (r"\", "write `\\\\`"),
            ("?", "repeats nothing"),
            ("^a$", "leave out"),
            ("(?=a)", "plain groups"),
            ("((a{1000}){1000}){1000}", "4096"),
            ("((((a?){8}){8}){8}){8}", "steps"),
            ("(a?b?c?d?e?f?g?h?){500}", "steps"),
        ] {
            let message = Pattern::parse(pattern).unwrap_err().to_string();
            assert!(message.contains(part), "{pattern}: {message}");
        }
        assert!(Pattern::parse(&"(".repeat(900)).is_err());
    }

    #[test]
    fn ambiguity_is_seen() {
        for (pattern, unambiguous) in [
            (r"[A-Z]{3}-\d{4}", true),
            (r"\d{2,4}", true),
            (r"A\d{2,4}Z", true),
            (r"\d{1,2}\d{1,2}", false),
            ("(a|a)", false),
            ("a(){0,9}", true),
            ("(a{1,2}){2}", false),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().is_unambiguous(), unambiguous, "{pattern}");
        }
    }

    #[test]
    fn empty_parts_repeated_over_and_over_are_written_once() {
        let pattern = "((((((){1000}){1000}){1000}){1000}){1000}){1000}a(){0,9}";
        assert_eq!(all(pattern), ["a"]);
    }

    #[test]
    fn drawn_strings_are_of_every_length_and_alternative() {
        let draw = |pattern: &str| {
            let drawn = Pattern::parse(pattern).unwrap().drawn().unwrap();
            let mut counts = std::collections::BTreeMap::new();
            for index in 0..10_000 {
                let mut text = Vec::new();
                drawn.write(index, &mut text);
                *counts.entry(text.len()).or_insert(0_i32) += 1;
            }
            counts
        };
        // Each of 38 lengths 263 times, within six standard deviations.
        let lengths = draw("[a-z]{3,40}");
        assert_eq!(lengths.keys().copied().collect::<Vec<_>>(), (3..=40).collect::<Vec<_>>());
        assert!(lengths.values().all(|count| (count - 263).abs() < 6 * 17), "{lengths:?}");
        assert!(draw("a|bb|ccc").values().all(|count| (count - 3_333).abs() < 6 * 48));
        assert!(Pattern::parse("[a-z]{3}-x").unwrap().drawn().is_none());
        let drawn = Pattern::parse("x?(a|bc)[0-9]{1,3}").unwrap().drawn().unwrap();
        let mut text = Vec::new();
        (0..3).for_each(|index| drawn.write(index, &mut text));
        assert_eq!(String::from_utf8(text).unwrap(), "xa3xbc852xbc77");
    }

    #[test]
    fn what_only_case_tells_apart_is_known() {
        for (pattern, unambiguous) in [
            ("[A-Z]{3}", true),
            ("[A-Za-z]{3}", false),
            ("[aé]", false),
            ("A b", true),
            ("a {0,2}", false),
            ("[a ]{2}", false),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().is_unambiguous_folded(), unambiguous, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn places_give_what_the_parts_give(index: u64) {
            for pattern in [r"[A-Z]{3}-\d{4}", r"(\w\w){4}x", r"[a-f0-9]{15}", "a{3}"] {
                let pattern = Pattern::parse(pattern).unwrap();
                let index = (u128::from(index) % pattern.count()) as u64;
                let mut expected = Vec::new();
                pattern.root.write(index, &mut expected);
                prop_assert!(pattern.places.is_some());
                prop_assert_eq!(text(&pattern, index).into_bytes(), expected);
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "[\\[\\](){}|?*+\\\\^$.a-c0-9,-]{0,40}") {
            if let Ok(pattern) = Pattern::parse(&text) {
                let mut value = Vec::new();
                pattern.write((pattern.count() - 1) as u64, &mut value);
                prop_assert!(String::from_utf8(value).unwrap().chars().count() <= pattern.longest().chars);
            }
        }
    }
}
