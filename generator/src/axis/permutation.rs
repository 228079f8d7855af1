//! Any order of any number of indexes, without memory: a keyed permutation.

use crate::random::mix;

/// Rounds of the Feistel network. Four make a permutation that no test of ours tells from random for large domains;
/// the halves of small domains have few bits, so there are twice as many.
const ROUNDS: usize = 8;

/// A keyed bijection of `0..len` for any length from 1 to 2^64, without memory.
///
/// A Feistel network over the fewest bits that hold `len`, repeated while the result is not below `len` (cycle
/// walking: Black and Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002). Fewer than two passes on average.
#[derive(Debug, Clone)]
pub(crate) struct Permutation {
    last: u64,
    low_bits: u32,
    low_mask: u64,
    high_mask: u64,
    round_keys: [u64; ROUNDS],
}

impl Permutation {
    /// A permutation of `0..len`; `len` is 1 to 2^64.
    pub(crate) fn new(key: u64, len: u128) -> Self {
        // 1 to 2^64 less 1 fits 64 bits.
        let last = (len - 1) as u64;
        let bits = (u64::BITS - last.leading_zeros()).max(1);
        let low_bits = bits.div_ceil(2);
        let mut round_key = key;
        let round_keys = [(); ROUNDS].map(|()| {
            round_key = mix(round_key.wrapping_add(0x9e37_79b9_7f4a_7c15));
            round_key
        });
        Self {
            last,
            low_bits,
            low_mask: (1 << low_bits) - 1,
            high_mask: (1 << (bits - low_bits)) - 1,
            round_keys,
        }
    }

    /// The image of `index`, which must be below the length.
    pub(crate) fn apply(&self, index: u64) -> u64 {
        self.tweaked(index, 0)
    }

    /// The image of `row`; rows past the length go through the indexes again in another order.
    pub(crate) fn cyclic(&self, row: u64) -> u64 {
        if row <= self.last {
            return self.apply(row);
        }
        // `row` is larger than `last`, so `last + 1` does not overflow.
        let len = self.last + 1;
        self.tweaked(row % len, row / len)
    }

    /// The image of `number` in the permutation of a group: each group has one of its own. Numbers past the length come around again.
    pub(crate) fn of_group(&self, number: u64, group: u64) -> u64 {
        let index = if number <= self.last { number } else { number % (self.last + 1) };
        self.tweaked(index, mix(group ^ 0x9e37_79b9_7f4a_7c15))
    }

    /// Which index has this image, below the length, in [`Self::apply`].
    pub(crate) fn invert(&self, image: u64) -> u64 {
        debug_assert!(image <= self.last, "an image past the end has no index");
        let mut value = image;
        loop {
            let mut low = value & self.low_mask;
            let mut high = value >> self.low_bits;
            for pair in self.round_keys.as_chunks::<2>().0.iter().rev() {
                high ^= mix(low ^ pair[1]) & self.high_mask;
                low ^= mix(high ^ pair[0]) & self.low_mask;
            }
            value = (high << self.low_bits) | low;
            if value <= self.last {
                return value;
            }
        }
    }

    /// Every `tweak` is a permutation of its own.
    fn tweaked(&self, index: u64, tweak: u64) -> u64 {
        debug_assert!(index <= self.last, "an index past the end never comes back");
        let mut value = index;
        loop {
            let mut low = value & self.low_mask;
            let mut high = value >> self.low_bits;
            for pair in self.round_keys.as_chunks::<2>().0 {
                low ^= mix(high ^ pair[0].wrapping_add(tweak)) & self.low_mask;
                high ^= mix(low ^ pair[1].wrapping_add(tweak)) & self.high_mask;
            }
            value = (high << self.low_bits) | low;
            if value <= self.last {
                return value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_image_leads_back() {
        for len in [1_u128, 2, 3, 100, 65_537, 1 << 40, 1 << 64] {
            let permutation = Permutation::new(7, len);
            for index in (0..200).map(|index| (u128::from(mix(index)) % len) as u64) {
                assert_eq!(permutation.invert(permutation.apply(index)), index, "{len}");
            }
        }
    }

    #[test]
    fn value_stability() {
        let images = |len| [0, 1, 2, 3].map(|index| Permutation::new(42, len).cyclic(index));
        assert_eq!(images(3), [2, 0, 1, 1]);
        assert_eq!(images(3_600_000), [2_407_474, 2_729_668, 1_933_964, 2_704_070]);
        assert_eq!(
            images(1 << 64),
            [
                18_093_954_201_882_643_207,
                12_334_488_334_795_302_781,
                12_472_719_962_107_762_716,
                7_828_604_756_742_939_514
            ]
        );
    }

    #[test]
    fn every_small_size_is_a_bijection() {
        for len in 1..=1_100_u64 {
            for key in [0, 1, 0xdead_beef] {
                let permutation = Permutation::new(key, u128::from(len));
                let mut seen = vec![false; len as usize];
                for index in 0..len {
                    let image = permutation.apply(index) as usize;
                    assert!(
                        !std::mem::replace(&mut seen[image], true),
                        "length {len}, key {key}: {image} twice"
                    );
                }
            }
        }
    }

    #[test]
    fn the_second_round_is_a_bijection_in_another_order() {
        let permutation = Permutation::new(7, 1_000);
        let mut second: Vec<u64> = (1_000..2_000).map(|row| permutation.cyclic(row)).collect();
        let first: Vec<u64> = (0..1_000).map(|row| permutation.cyclic(row)).collect();
        assert_ne!(first, second);
        second.sort_unstable();
        assert_eq!(second, (0..1_000).collect::<Vec<_>>());
    }

    #[test]
    fn neighbours_are_scattered() {
        let permutation = Permutation::new(1, 1 << 40);
        let ascents =
            (0..10_000).filter(|&index| permutation.apply(index) < permutation.apply(index + 1)).count();
        // Binomial(10000, 1/2) stays within 5 standard deviations (250) of its mean.
        assert!((4_750..5_250).contains(&ascents), "{ascents}");
    }

    proptest! {
        #[test]
        fn images_stay_in_range_and_differ(key: u64, len in 2..=u128::from(u64::MAX) + 1, a: u64, b: u64) {
            let permutation = Permutation::new(key, len);
            let [a, b] = [a, b].map(|index| (u128::from(index) % len) as u64);
            prop_assert!(u128::from(permutation.apply(a)) < len);
            prop_assert_eq!(permutation.apply(a) == permutation.apply(b), a == b);
        }
    }
}
