//! English word lists, packed when the crate is built.

use std::{ops::Range, sync::OnceLock};

use crate::batch::append_piece;

/// Words in ascending order without repeats, addressed by position. Where each ends is counted when the list is first used:
/// a table of numbers hardly compresses, the words do.
#[derive(Debug)]
pub(crate) struct WordList {
    text: &'static str,
    ends: OnceLock<Vec<u16>>,
}

impl WordList {
    /// The lines of a text of at most 65,535 bytes: in ascending order, none twice.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, ends: OnceLock::new() }
    }

    /// How many words there are; never 0.
    pub(crate) fn len(&self) -> u64 {
        self.ends().len() as u64
    }

    /// The word at `index`, which must be below [`Self::len`].
    pub(crate) fn get(&self, index: u64) -> &'static str {
        &self.text[self.place(index)]
    }

    /// Appends the word at `index`, which must be below [`Self::len`].
    pub(crate) fn append(&self, index: u64, bytes: &mut Vec<u8>) {
        append_piece::<16>(self.text.as_bytes(), self.place(index), bytes);
    }

    fn place(&self, index: u64) -> Range<usize> {
        let (index, ends) = (index as usize, self.ends());
        let start = if index == 0 { 0 } else { usize::from(ends[index - 1]) + 1 };
        start..usize::from(ends[index])
    }

    fn ends(&self) -> &[u16] {
        self.ends.get_or_init(|| {
            let ends = self.text.match_indices('\n').map(|(end, _)| end).chain([self.text.len()]);
            ends.map(|end| end as u16).collect()
        })
    }

    /// The position of a word that no other is longer than.
    pub(crate) fn longest(&self) -> u64 {
        (0..self.len()).max_by_key(|index| self.get(*index).len()).unwrap_or(0)
    }

    /// Length in bytes of the longest word.
    pub(crate) fn longest_length(&self) -> usize {
        self.get(self.longest()).len()
    }
}

/// Whether the first name at `index` is a woman's; one of both is.
pub(crate) fn is_name_of_a_woman(index: u64) -> bool {
    NAMES_OF_WOMEN[index as usize / 8] >> (index % 8) & 1 == 1
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_as_long_as_the_values_pinned_to_them_expect() {
        let lengths =
            [&FIRST_NAMES, &LAST_NAMES, &CITY_ENDINGS, &COMPANY_FORMS, &INDUSTRIES].map(WordList::len);
        assert_eq!(lengths, [728, 600, 20, 12, 98]);
        assert_eq!(FIRST_NAMES.get(0), "Aaliyah");
        assert_eq!(LAST_NAMES.get(LAST_NAMES.len() - 1), "Zuniga");
    }

    #[test]
    fn slugs_of_names_are_all_different() {
        for list in [&FIRST_NAMES, &LAST_NAMES] {
            let slugs: std::collections::BTreeSet<String> =
                (0..list.len()).map(|index| list.get(index).to_ascii_lowercase()).collect();
            assert_eq!(slugs.len() as u64, list.len());
        }
    }
}
