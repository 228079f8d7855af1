use crate::words::{self, WordList};

/// Strings put together from word lists: every combination once, the last list changing fastest.
#[derive(Debug, Clone)]
pub(crate) struct WordProduct {
    parts: &'static [Part],
}

#[derive(Debug)]
enum Part {
    List(&'static WordList),
    Literal(&'static str),
}

impl WordProduct {
    pub(crate) const FIRST_NAME: Self = Self { parts: &[Part::List(&words::FIRST_NAMES)] };
    pub(crate) const LAST_NAME: Self = Self { parts: &[Part::List(&words::LAST_NAMES)] };
    pub(crate) const FULL_NAME: Self = Self {
        parts: &[Part::List(&words::FIRST_NAMES), Part::Literal(" "), Part::List(&words::LAST_NAMES)],
    };
    pub(crate) const CITY: Self =
        Self { parts: &[Part::List(&words::LAST_NAMES), Part::List(&words::CITY_ENDINGS)] };
    pub(crate) const COMPANY: Self = Self {
        parts: &[
            Part::List(&words::LAST_NAMES),
            Part::Literal(" "),
            Part::List(&words::INDUSTRIES),
            Part::Literal(" "),
            Part::List(&words::COMPANY_FORMS),
        ],
    };
    pub(crate) const WORD: Self = Self { parts: &[Part::List(&words::NOUNS)] };

    /// How many strings there are.
    pub(crate) fn count(&self) -> u128 {
        self.lists().map(|list| u128::from(list.len())).product()
    }

    /// The longest string, in bytes (all are ASCII).
    pub(crate) fn longest(&self) -> usize {
        let length = |part: &Part| match part {
            Part::List(list) => list.longest(),
            Part::Literal(text) => text.len(),
        };
        self.parts.iter().map(length).sum()
    }

    /// Appends the string of `index`, which must be below [`Self::count`].
    pub(crate) fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut below: u64 = self.lists().map(WordList::len).product();
        let mut rest = index;
        for part in self.parts {
            match part {
                Part::List(list) => {
                    below /= list.len();
                    list.append(rest / below, text);
                    rest %= below;
                }
                Part::Literal(literal) => text.extend_from_slice(literal.as_bytes()),
            }
        }
    }

    fn lists(&self) -> impl Iterator<Item = &'static WordList> {
        self.parts.iter().filter_map(|part| match part {
            Part::List(list) => Some(*list),
            Part::Literal(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(product: &WordProduct, index: u64) -> String {
        let mut text = Vec::new();
        product.write(index, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn value_stability() {
        let last = |product: &WordProduct| text(product, product.count() as u64 - 1);
        assert_eq!(text(&WordProduct::FULL_NAME, 474), "Aaron Armstrong");
        assert_eq!(last(&WordProduct::FULL_NAME), "Zula Zulauf");
        assert_eq!(text(&WordProduct::CITY, 20), "Abernathyburgh");
        assert_eq!(last(&WordProduct::COMPANY), "Zulauf Woodworks Limited");
        assert_eq!(text(&WordProduct::WORD, 7), "arm");
    }

    #[test]
    fn every_combination_is_different() {
        for product in [WordProduct::FIRST_NAME, WordProduct::CITY, WordProduct::COMPANY, WordProduct::WORD] {
            let count = product.count() as u64;
            let all: std::collections::HashSet<String> =
                (0..count).map(|index| text(&product, index)).collect();
            assert_eq!(all.len() as u64, count);
            assert!(all.iter().all(|text| text.len() <= product.longest()));
        }
    }
}
