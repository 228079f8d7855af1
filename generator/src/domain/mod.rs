//! Domains: ordered sets of values addressed by index. A domain knows nothing of rows.

mod email;
mod identifier;
mod pattern;
mod product;
mod prose;
mod template;

pub(crate) use self::{
    email::Email,
    identifier::{TimeOrdered, TimeOrderedKind, UUID_COUNT, UuidV4},
    pattern::Pattern,
    product::WordProduct,
    prose::Prose,
    template::{Filter, ParsedPart, Template, TemplatePart},
};
use crate::{
    random::SplitMix64,
    values::{TextValues, Values},
};

/// The number of values of a domain whose values are not counted: any `u64` picks one.
pub(crate) const UNCOUNTED: u128 = 1 << 64;
/// The double domain has a value for each fraction of 53 bits.
pub(crate) const DOUBLE_COUNT: u128 = 1 << 53;

/// A set of values; index 0 is the first.
#[derive(Debug, Clone)]
pub(crate) enum Domain {
    /// `first + index × step`: integers, sequences, booleans, dates, times and timestamps.
    Integer {
        first: i64,
        step: i64,
    },
    /// `first + index × step` in units of the last digit.
    Decimal {
        first: i128,
        step: i128,
    },
    /// A decimal range of `count` > 2^64 values: the `index`-th of 2^64 evenly spread ones.
    WideDecimal {
        first: i128,
        count: u128,
    },
    /// `min + index / 2^53 × (max - min)`.
    Double {
        min: f64,
        max: f64,
    },
    /// Given values.
    Lookup(Values),
    UuidV4(UuidV4),
    TimeOrdered(TimeOrdered),
    Pattern(Pattern),
    Words(WordProduct),
    Email(Email),
    Prose(Prose),
    /// Bytes of a length in this range, made from the index.
    Bytes {
        min_length: u32,
        max_length: u32,
    },
    /// The values of another table's column; the index is the row there.
    ParentKey {
        table: usize,
        column: usize,
    },
    /// Text with the values of other columns of the row.
    Template(Template),
}

impl Domain {
    /// An empty buffer for values of this domain; `None` for a parent's key, whose values are the parent's.
    pub(crate) fn empty_values(&self) -> Option<Values> {
        match self {
            Self::Integer { .. } => Some(Values::Integer(Vec::new())),
            Self::Decimal { .. } | Self::WideDecimal { .. } | Self::UuidV4(_) | Self::TimeOrdered(_) => {
                Some(Values::Wide(Vec::new()))
            }
            Self::Double { .. } => Some(Values::Double(Vec::new())),
            Self::Lookup(values) => Some(values.empty_like()),
            Self::ParentKey { .. } => None,
            _ => Some(Values::Text(TextValues::default())),
        }
    }

    /// Appends the value of each index. Parent keys and templates need other columns and are filled by the table.
    pub(crate) fn fill(&self, indexes: &[u64], values: &mut Values) {
        match (self, values) {
            (Self::Integer { first, step }, Values::Integer(values)) => {
                // Checked when the spec was compiled: the last index stays within 64 bits, and wrapping is exact.
                let value = |index: &u64| first.wrapping_add((*index as i64).wrapping_mul(*step));
                values.extend(indexes.iter().map(value));
            }
            (Self::Decimal { first, step }, Values::Wide(values)) => {
                values.extend(indexes.iter().map(|&index| first + i128::from(index) * step));
            }
            (Self::WideDecimal { first, count }, Values::Wide(values)) => {
                // The sum lies in the range; on the way there it may wrap.
                values.extend(indexes.iter().map(|&index| first.wrapping_add(spread(index, *count) as i128)));
            }
            (Self::Double { min, max }, Values::Double(values)) => {
                let value = |index: &u64| min + (*index as f64 / DOUBLE_COUNT as f64) * (max - min);
                values.extend(indexes.iter().map(value));
            }
            (Self::Lookup(given), values) => values.extend_picked(given, indexes),
            (Self::UuidV4(domain), Values::Wide(values)) => {
                values.extend(indexes.iter().map(|&index| domain.value(index)));
            }
            (Self::TimeOrdered(domain), Values::Wide(values)) => {
                values.extend(indexes.iter().map(|&index| domain.value(index)));
            }
            (domain, Values::Text(values)) => {
                for &index in indexes {
                    domain.write_text(index, values.open());
                    values.finish_value();
                }
            }
            _ => unreachable!("`empty_values` made the buffer for this domain"),
        }
    }

    fn write_text(&self, index: u64, text: &mut Vec<u8>) {
        match self {
            Self::Pattern(pattern) => pattern.write(index, text),
            Self::Words(product) => product.write(index, text),
            Self::Email(email) => email.write(index, text),
            Self::Prose(prose) => prose.write(index, text),
            Self::Bytes { min_length, max_length } => {
                let mut random = SplitMix64::new(index);
                let length = u64::from(*min_length) + random.below(u64::from(max_length - min_length) + 1);
                text.extend((0..length).map(|_| random.next() as u8));
            }
            _ => unreachable!("only domains of text are asked for text"),
        }
    }
}

/// `index × count / 2^64` for a `count` of up to 2^128: the high part of a product of 64 and 128 bits.
fn spread(index: u64, count: u128) -> u128 {
    let (high, low) = (count >> 64, count & u128::from(u64::MAX));
    u128::from(index) * high + ((u128::from(index) * low) >> 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(domain: &Domain, indexes: &[u64]) -> Values {
        let mut values = domain.empty_values().unwrap();
        domain.fill(indexes, &mut values);
        values
    }

    #[test]
    fn integers_reach_both_ends_of_64_bits() {
        let domain = Domain::Integer { first: i64::MIN, step: 1 };
        assert_eq!(values(&domain, &[0, u64::MAX]), Values::Integer(vec![i64::MIN, i64::MAX]));
        let domain = Domain::Integer { first: 10, step: -3 };
        assert_eq!(values(&domain, &[0, 1, 5]), Values::Integer(vec![10, 7, -5]));
    }

    #[test]
    fn a_decimal_range_beyond_64_bits_is_spread_to_its_ends() {
        let count = 2 * 10_u128.pow(38) - 1;
        let domain = Domain::WideDecimal { first: 1 - 10_i128.pow(38), count };
        let Values::Wide(ends) = values(&domain, &[0, u64::MAX]) else { panic!("decimals are wide") };
        assert_eq!(ends[0], 1 - 10_i128.pow(38));
        assert!(ends[1] < 10_i128.pow(38) && ends[1] > 10_i128.pow(38) - (count >> 63) as i128);
    }

    #[test]
    fn value_stability() {
        let double = Domain::Double { min: -1.0, max: 2.5 };
        assert_eq!(
            values(&double, &[0, 1 << 52, (1 << 53) - 1]),
            Values::Double(vec![-1.0, 0.75, 2.499_999_999_999_999_6])
        );
        let bytes = Domain::Bytes { min_length: 1, max_length: 4 };
        let Values::Text(bytes) = values(&bytes, &[1, 2, 3]) else { panic!("bytes are text") };
        assert_eq!(
            [0, 1, 2].map(|index| bytes.get(index).to_vec()),
            [vec![103_u8, 94, 11], vec![66, 47, 100], vec![137]]
        );
    }
}
