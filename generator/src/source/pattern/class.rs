//! Classes of characters as ranges: a class of all of Unicode is two of them.

/// Characters in ascending order, each once.
#[derive(Debug, Clone)]
pub(super) struct Class {
    /// First and last, ascending, with something between each and the next.
    ranges: Vec<(char, char)>,
    /// At least 1, if the parser made it.
    count: u32,
}

impl Class {
    /// The characters of some ranges, in any order; they may overlap.
    pub(super) fn new(mut ranges: Vec<(char, char)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some((_, end)) if first <= *end => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        let count = merged.iter().map(|range| length(*range)).sum();
        Self { ranges: merged, count }
    }

    /// How many characters there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// The character at this position, which must be below [`Self::count`].
    pub(super) fn get(&self, mut position: u32) -> char {
        for range in &self.ranges {
            let length = length(*range);
            if position < length {
                return nth(range.0, position);
            }
            position -= length;
        }
        char::REPLACEMENT_CHARACTER
    }

    /// Whether a character is one of the class.
    pub(super) fn has(&self, character: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&character))
    }

    /// The last character.
    pub(super) fn last(&self) -> char {
        self.ranges.last().map_or('\0', |(_, last)| *last)
    }

    /// The characters as bytes, if all are ASCII.
    pub(super) fn ascii(&self) -> Option<Box<[u8]>> {
        self.last().is_ascii().then(|| (0..self.count).map(|position| self.get(position) as u8).collect())
    }
}

/// Numbers that are no characters, between these two (the Unicode Standard, D71).
const SURROGATES: (u32, u32) = (0xd800, 0xdfff);

fn length((first, last): (char, char)) -> u32 {
    let (first, last) = (first as u32, last as u32);
    let gap = if first < SURROGATES.0 && last > SURROGATES.1 { SURROGATES.1 - SURROGATES.0 + 1 } else { 0 };
    last - first + 1 - gap
}

fn nth(first: char, position: u32) -> char {
    let number = first as u32 + position;
    let over_the_gap = (first as u32) < SURROGATES.0 && number >= SURROGATES.0;
    let gap = if over_the_gap { SURROGATES.1 - SURROGATES.0 + 1 } else { 0 };
    char::from_u32(number + gap).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_characters_one_by_one() {
        for ranges in [
            vec![('a', 'c'), ('b', 'f'), ('x', 'x')],
            vec![('\u{d7f0}', '\u{e010}'), (' ', '~')],
            vec![('가', '힣'), ('ㄱ', 'ㅎ')],
        ] {
            let mut expected: Vec<char> = ranges.iter().flat_map(|(first, last)| *first..=*last).collect();
            expected.sort_unstable();
            expected.dedup();
            let class = Class::new(ranges);
            let found: Vec<char> = (0..class.count()).map(|position| class.get(position)).collect();
            assert_eq!(found, expected);
        }
        assert_eq!(Class::new(vec![('\0', char::MAX)]).count(), 0x0011_0000 - 0x800);
    }
}
