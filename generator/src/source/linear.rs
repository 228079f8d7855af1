//! Numbers at equal distances: integers, decimals, dates, times, and floating-point numbers.

use super::{Inputs, Source};
use crate::batch::Values;

/// Floating-point numbers have a value for each fraction of 53 bits.
pub(crate) const DOUBLE_COUNT: u128 = 1 << 53;

/// `first + index × step`: integers, sequences, booleans, dates, times and timestamps.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    pub(crate) first: i64,
    pub(crate) step: i64,
}

/// `first + index × step` in units of the last digit of a decimal.
#[derive(Debug, Clone)]
pub(crate) struct WideLinear {
    pub(crate) first: i128,
    pub(crate) step: i128,
}

/// A decimal range of `count` > 2^64 values: the `index`-th of 2^64 evenly spread ones.
#[derive(Debug, Clone)]
pub(crate) struct WideDecimals {
    pub(crate) first: i128,
    pub(crate) count: u128,
}

/// `min + index / 2^53 × (max - min)`.
#[derive(Debug, Clone)]
pub(crate) struct Doubles {
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Source for Linear {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let Values::Integer(values) = values {
            let (first, step) = (self.first, self.step);
            // Checked when the spec was compiled: the last index stays within 64 bits, and wrapping is exact.
            let value = |index: &u64| first.wrapping_add((*index as i64).wrapping_mul(step));
            values.extend(inputs.indexes.iter().map(value));
        }
    }

    fn linear(&self) -> Option<(i64, i64)> {
        Some((self.first, self.step))
    }
}

impl Source for WideLinear {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let Values::Wide(values) = values {
            match self.step {
                // A product of 128 bits is a call in WebAssembly.
                1 => values.extend(inputs.indexes.iter().map(|&index| self.first + i128::from(index))),
                step => {
                    values.extend(inputs.indexes.iter().map(|&index| self.first + i128::from(index) * step));
                }
            }
        }
    }
}

impl Source for WideDecimals {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let Values::Wide(values) = values {
            // The sum lies in the range; on the way there it may wrap.
            let value = |&index: &u64| self.first.wrapping_add(spread(index, self.count) as i128);
            values.extend(inputs.indexes.iter().map(value));
        }
    }
}

impl Source for Doubles {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let Values::Double(values) = values {
            let value =
                |index: &u64| self.min + (*index as f64 / DOUBLE_COUNT as f64) * (self.max - self.min);
            values.extend(inputs.indexes.iter().map(value));
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
    use super::{super::values_of, *};

    #[test]
    fn integers_reach_both_ends_of_64_bits() {
        let source = Linear { first: i64::MIN, step: 1 };
        assert_eq!(
            values_of(&source, Values::Integer(vec![]), &[0, u64::MAX]),
            Values::Integer(vec![i64::MIN, i64::MAX])
        );
        let source = Linear { first: 10, step: -3 };
        assert_eq!(values_of(&source, Values::Integer(vec![]), &[0, 1, 5]), Values::Integer(vec![10, 7, -5]));
    }

    #[test]
    fn a_decimal_range_beyond_64_bits_is_spread_to_its_ends() {
        let count = 2 * 10_u128.pow(38) - 1;
        let source = WideDecimals { first: 1 - 10_i128.pow(38), count };
        let Values::Wide(ends) = values_of(&source, Values::Wide(vec![]), &[0, u64::MAX]) else {
            panic!("decimals are wide")
        };
        assert_eq!(ends[0], 1 - 10_i128.pow(38));
        assert!(ends[1] < 10_i128.pow(38) && ends[1] > 10_i128.pow(38) - (count >> 63) as i128);
    }

    #[test]
    fn value_stability() {
        let source = Doubles { min: -1.0, max: 2.5 };
        assert_eq!(
            values_of(&source, Values::Double(vec![]), &[0, 1 << 52, (1 << 53) - 1]),
            Values::Double(vec![-1.0, 0.75, 2.499_999_999_999_999_6])
        );
    }
}
