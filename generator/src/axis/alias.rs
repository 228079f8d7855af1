//! Weighted choice.

use crate::random::scale_short;

/// Weighted choice in constant time: the alias method (Walker 1977) as built by Vose, "A linear algorithm for
/// generating random numbers with a given distribution", IEEE TSE 1991.
#[derive(Debug, Clone)]
pub(crate) struct AliasTable {
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    /// A fraction of 2^64: below it the slot's own index is picked, otherwise the alias.
    threshold: u64,
    alias: u32,
}

impl AliasTable {
    /// Why no table is made of some weights, and which of them that is about, if it is one.
    pub(crate) fn refusal(weights: &[f64]) -> Option<(Option<usize>, &'static str)> {
        if let Some(position) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
            return Some((Some(position), "a weight is a number from 0 on; write such a number"));
        }
        let total: f64 = weights.iter().sum();
        let is_drawn = total > 0.0 && total.is_finite();
        (!is_drawn)
            .then_some((None, "the weights together must be more than 0 and finite; raise one of them"))
    }

    /// A table for these weights: at least one and at most `u32::MAX`, none that [`Self::refusal`] names.
    pub(crate) fn new(weights: &[f64]) -> Self {
        // Additions, products and quotients only: IEEE 754 fixes their results on every platform.
        let total: f64 = weights.iter().sum();
        let mut scaled: Vec<f64> =
            weights.iter().map(|weight| weight / total * weights.len() as f64).collect();
        let mut slots: Vec<Slot> =
            (0..weights.len()).map(|index| Slot { threshold: u64::MAX, alias: index as u32 }).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..scaled.len()).partition(|&index| scaled[index] < 1.0);
        while let (Some(below), Some(&above)) = (small.pop(), large.last()) {
            slots[below] = Slot { threshold: (scaled[below] * 2_f64.powi(64)) as u64, alias: above as u32 };
            scaled[above] -= 1.0 - scaled[below];
            if scaled[above] < 1.0 {
                large.pop();
                small.push(above);
            }
        }
        Self { slots }
    }

    /// The chance of each index, as a part of all: what was given, but for rounding.
    pub(super) fn chances(&self) -> Vec<f64> {
        let share = 1.0 / self.slots.len() as f64;
        let mut chances = vec![0.0; self.slots.len()];
        for (index, slot) in self.slots.iter().enumerate() {
            let own = slot.threshold as f64 * (1.0 / 2_f64.powi(64));
            chances[index] += own * share;
            chances[slot.alias as usize] += (1.0 - own) * share;
        }
        chances
    }

    /// The index for a random `u64`: the high half of `random × len` names the slot, the low half is the fraction.
    pub(crate) fn pick(&self, random: u64) -> u64 {
        let len = self.slots.len() as u32;
        let index = scale_short(random, len);
        let slot = self.slots[index as usize];
        let fraction = random.wrapping_mul(len.into());
        if fraction < slot.threshold { index } else { u64::from(slot.alias) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SplitMix64;

    #[test]
    fn value_stability() {
        let table = AliasTable::new(&[1.0, 2.0, 7.0]);
        let picks = [0, 1 << 61, 1 << 62, 1 << 63, u64::MAX].map(|random| table.pick(random));
        assert_eq!(picks, [0, 2, 2, 1, 2]);
    }

    #[test]
    fn chances_follow_the_weights() {
        let weights = [0.0, 1.0, 2.0, 3.0, 94.0, 0.5];
        let table = AliasTable::new(&weights);
        let mut random = SplitMix64::new(3);
        let mut counts = [0_u32; 6];
        let draws = 400_000_u32;
        for _ in 0..draws {
            counts[table.pick(random.next()) as usize] += 1;
        }
        for (weight, count) in weights.iter().zip(counts) {
            let expected = weight / 100.5 * f64::from(draws);
            // Five standard deviations of a binomial count.
            assert!(
                (f64::from(count) - expected).abs() <= 5.0 * expected.sqrt(),
                "{weight}: {count}, not {expected}"
            );
        }
    }
}
