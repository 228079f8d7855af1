//! Strings put together from word lists.

use super::{WriteText, word_list::WordList};

/// Strings put together from word lists: every combination once, the last list changing fastest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(pub(crate) &'static [WordPart]);

/// A part of a string: a word of a list, or always the same.
#[derive(Debug)]
pub(crate) enum WordPart {
    List(&'static WordList),
    /// A word of a list with a capital letter.
    Capital(&'static WordList),
    Literal(&'static str),
}

impl Words {
    /// How many strings there are.
    pub(crate) fn count(&self) -> u128 {
        self.lists().map(|list| u128::from(list.len())).product()
    }

    /// The index of a string that no other is longer than.
    pub(crate) fn longest(&self) -> u64 {
        self.lists().fold(0, |index, list| index * list.len() + list.longest())
    }

    fn lists(&self) -> impl DoubleEndedIterator<Item = &'static WordList> {
        self.0.iter().filter_map(|part| match part {
            WordPart::List(list) | WordPart::Capital(list) => Some(*list),
            WordPart::Literal(_) => None,
        })
    }
}

/// Most lists of a string.
const MAX_LISTS: usize = 8;

impl WriteText for Words {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let (mut digits, mut rest) = ([0; MAX_LISTS], index);
        for (digit, list) in digits.iter_mut().zip(self.lists().rev()) {
            let left = rest / list.len();
            *digit = rest - left * list.len();
            rest = left;
        }
        // The digits stand there from the last list to the first.
        let mut left = self.lists().count();
        for part in self.0 {
            match part {
                WordPart::List(list) => {
                    left -= 1;
                    list.append(digits[left], text);
                }
                WordPart::Capital(list) => {
                    left -= 1;
                    let start = text.len();
                    list.append(digits[left], text);
                    text[start..=start].make_ascii_uppercase();
                }
                WordPart::Literal(literal) => text.extend_from_slice(literal.as_bytes()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::word_list, *};

    const FIRST_NAME: Words = Words(&[WordPart::List(&word_list::FIRST_NAMES)]);
    const FULL_NAME: Words = Words(&[
        WordPart::List(&word_list::FIRST_NAMES),
        WordPart::Literal(" "),
        WordPart::List(&word_list::LAST_NAMES),
    ]);
    const CITY: Words =
        Words(&[WordPart::List(&word_list::LAST_NAMES), WordPart::List(&word_list::CITY_ENDINGS)]);
    const COMPANY: Words = Words(&[
        WordPart::List(&word_list::LAST_NAMES),
        WordPart::Literal(" "),
        WordPart::List(&word_list::INDUSTRIES),
        WordPart::Literal(" "),
        WordPart::List(&word_list::COMPANY_FORMS),
    ]);
    const WORD: Words = Words(&[WordPart::List(&word_list::NOUNS)]);

    fn text(product: &Words, index: u64) -> String {
        let mut text = Vec::new();
        product.write(index, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn value_stability() {
        let last = |product: &Words| text(product, product.count() as u64 - 1);
        assert_eq!(text(&FULL_NAME, 474), "Aaliyah Salas");
        assert_eq!(last(&FULL_NAME), "Zoey Zuniga");
        assert_eq!(text(&CITY, 20), "Adamsborough");
        assert_eq!(last(&COMPANY), "Zuniga Woodworks Limited");
        assert_eq!(text(&WORD, 7), "arm");
    }

    #[test]
    fn every_combination_is_different() {
        for product in [FIRST_NAME, CITY, COMPANY, WORD] {
            let count = product.count() as u64;
            let all: std::collections::HashSet<String> =
                (0..count).map(|index| text(&product, index)).collect();
            assert_eq!(all.len() as u64, count);
            assert!(all.iter().all(|other| other.len() <= text(&product, product.longest()).len()));
        }
    }
}
