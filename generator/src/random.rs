//! Random numbers addressed by row: `ChaCha8` streams for columns, `SplitMix64` inside a row.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use sha2::{Digest as _, Sha256};

use crate::{batch::Rows, document::Seed};

/// The random numbers of one column: a `ChaCha8` stream of its own in which every row has a fixed place.
///
/// The key comes from the seed, the stream number from the names of table and column, so no column's numbers depend
/// on another column.
#[derive(Debug, Clone)]
pub(crate) struct ColumnStream {
    key: [u8; 32],
    stream: u64,
}

impl ColumnStream {
    /// The stream of a column for one purpose: values and NULLs of one column are independent.
    pub(crate) fn new(seed: Seed, table: &str, column: &str, purpose: &str) -> Self {
        let key = Sha256::new().chain_update(b"rowmill seed").chain_update(seed.0.to_le_bytes()).finalize();
        Self { key: key.into(), stream: hash_of_names(&[purpose, table, column]) }
    }

    /// A fixed number of this stream that belongs to no row, to key a permutation.
    pub(crate) fn permutation_key(&self) -> u64 {
        let key = u64::from_le_bytes([0, 1, 2, 3, 4, 5, 6, 7].map(|index| self.key[index]));
        mix(key ^ self.stream)
    }

    /// One `u64` a row: two words of 32 bits, at word `2 × row`.
    pub(crate) fn draw(&self, rows: &Rows<'_>, mut each: impl FnMut(u64)) {
        let mut generator = self.generator();
        match rows {
            Rows::Range(range) => {
                generator.set_word_pos(u128::from(range.start) * 2);
                let mut bytes = [0_u8; 2048];
                let mut left = rows.len();
                while left > 0 {
                    let count = left.min(bytes.len() / 8);
                    generator.fill_bytes(&mut bytes[..count * 8]);
                    for word in bytes[..count * 8].as_chunks::<8>().0 {
                        each(u64::from_le_bytes(*word));
                    }
                    left -= count;
                }
            }
            Rows::Picked(picked) => {
                for &row in *picked {
                    generator.set_word_pos(u128::from(row) * 2);
                    each(generator.next_u64());
                }
            }
        }
    }

    /// Appends what `map` makes of one `u64` a row: two words of 32 bits, at word `2 × row`.
    pub(crate) fn extend(&self, rows: &Rows<'_>, indexes: &mut Vec<u64>, map: impl Fn(u64) -> u64) {
        self.extend_words::<8>(rows, indexes, |word| map(u64::from_le_bytes(*word)));
    }

    /// Appends what `map` makes of one `u32` a row: a word of 32 bits, at word `row`.
    pub(crate) fn extend_narrow(&self, rows: &Rows<'_>, indexes: &mut Vec<u64>, map: impl Fn(u32) -> u64) {
        self.extend_words::<4>(rows, indexes, |word| map(u32::from_le_bytes(*word)));
    }

    fn extend_words<const N: usize>(
        &self,
        rows: &Rows<'_>,
        indexes: &mut Vec<u64>,
        map: impl Fn(&[u8; N]) -> u64,
    ) {
        let mut generator = self.generator();
        let words = N as u128 / 4;
        match rows {
            Rows::Range(range) => {
                generator.set_word_pos(u128::from(range.start) * words);
                let mut bytes = [0_u8; 2048];
                let mut left = rows.len();
                while left > 0 {
                    let count = left.min(bytes.len() / N);
                    generator.fill_bytes(&mut bytes[..count * N]);
                    indexes.extend(bytes[..count * N].as_chunks::<N>().0.iter().map(&map));
                    left -= count;
                }
            }
            Rows::Picked(picked) => {
                indexes.extend(picked.iter().map(|&row| {
                    let mut word = [0; N];
                    generator.set_word_pos(u128::from(row) * words);
                    generator.fill_bytes(&mut word);
                    map(&word)
                }));
            }
        }
    }

    fn generator(&self) -> ChaCha8Rng {
        let mut generator = ChaCha8Rng::from_seed(self.key);
        // Setting the stream resets the position, so it comes first.
        generator.set_stream(self.stream);
        generator
    }
}

/// The first 64 bits of the SHA-256 of the names, each behind its length so that no two lists run together.
fn hash_of_names(names: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    for name in names {
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
    }
    let digest = hash.finalize();
    u64::from_le_bytes([0, 1, 2, 3, 4, 5, 6, 7].map(|index| digest[index]))
}

/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): as many numbers as
/// one cell needs, from one `u64` of its column's stream.
#[derive(Debug, Clone)]
pub(crate) struct SplitMix64(u64);

impl SplitMix64 {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `bound`, which is at least 1.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        scale(self.next(), u128::from(bound))
    }
}

/// The output function of `SplitMix64`: a bijection of 64 bits in which every input bit changes half of the output bits.
pub(crate) fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Maps a random `u64` to `0..len` by multiply and shift (Lemire, "Fast random integer generation in an interval",
/// 2019, without the rejection: a value's chance is off by at most `len / 2^64` of itself). `len` is 1 to 2^64.
pub(crate) fn scale(random: u64, len: u128) -> u64 {
    ((u128::from(random) * len) >> 64) as u64
}

/// The same for a `len` below 2^32, in two products of 64 bits: one of 128 is a call in WebAssembly.
pub(crate) fn scale_short(random: u64, len: u32) -> u64 {
    let len = u64::from(len);
    let low = (random & 0xffff_ffff) * len;
    ((random >> 32) * len + (low >> 32)) >> 32
}

/// Maps a random `u32` to `0..len`, for a `len` of at most 2^16: a value's chance is off by at most 1/65,536 of itself.
pub(crate) fn scale_narrow(random: u32, len: u32) -> u64 {
    (u64::from(random) * u64::from(len)) >> 32
}

/// The quantile of the standard normal distribution, to seven figures: PPND7 of Wichura, "Algorithm AS 241: The percentage points of the normal
/// distribution", Applied Statistics 1988.
pub(crate) fn normal_quantile(probability: f64) -> f64 {
    let from_middle = probability - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        let above = ((59.109_374_720 * r + 159.291_132_02) * r + 50.434_271_938) * r + 3.387_132_717_9;
        let below = ((67.187_563_600 * r + 78.757_757_664) * r + 17.895_169_469) * r + 1.0;
        return from_middle * above / below;
    }
    let tail = if from_middle < 0.0 { probability } else { 1.0 - probability };
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 {
        let r = r - 1.6;
        (((0.170_238_211_03 * r + 1.306_728_481_6) * r + 2.756_815_390_0) * r + 1.423_437_277_7)
            / ((0.120_211_329_75 * r + 0.737_001_642_50) * r + 1.0)
    } else {
        let r = r - 5.0;
        (((0.017_337_203_997 * r + 0.428_682_943_37) * r + 3.081_226_386_0) * r + 6.657_905_115_0)
            / ((0.012_258_202_635 * r + 0.241_978_942_25) * r + 1.0)
    };
    if from_middle < 0.0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Percentage points as tables print them.
    #[test]
    fn quantiles_are_those_of_tables() {
        for (probability, quantile) in [
            (0.5, 0.0),
            (0.975, 1.959_963_985),
            (0.1, -1.281_551_566),
            (1e-4, -3.719_016_485),
            (1e-12, -7.034_483_825),
        ] {
            assert!((normal_quantile(probability) - quantile).abs() < 2e-6, "{probability}");
        }
    }

    #[test]
    fn short_scaling_is_scaling() {
        let mut random = SplitMix64::new(5);
        for len in [1, 2, 99, 65_536, u32::MAX] {
            for random in (0..100).map(|_| random.next()).chain([0, u64::MAX]) {
                assert_eq!(scale_short(random, len), scale(random, len.into()), "{len}");
            }
            assert_eq!((scale_narrow(0, len), scale_narrow(u32::MAX, len)), (0, u64::from(len) - 1));
        }
    }

    fn draws(rows: &Rows<'_>) -> Vec<u64> {
        let mut all = Vec::new();
        ColumnStream::new(Seed(42), "t", "c", "value").draw(rows, |value| all.push(value));
        all
    }

    /// Test vector TC1 for 8 rounds and a 256-bit key of draft-strombergson-chacha-test-vectors-01.
    #[test]
    fn chacha8_is_that_of_the_published_vectors() {
        let mut generator = ChaCha8Rng::from_seed([0; 32]);
        let mut bytes = [0; 32];
        generator.fill_bytes(&mut bytes);
        let expected = [
            0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6, 0x7f, 0x5b, 0xb8, 0xe8, 0x1f, 0x09, 0xa5, 0xa1,
            0x2c, 0x84, 0x0e, 0xc3, 0xce, 0x9a, 0x7f, 0x3b, 0x18, 0x1b, 0xe1, 0x88, 0xef, 0x71, 0x1a, 0x1e,
        ];
        assert_eq!(bytes, expected);
    }

    /// First outputs for seed 1234567 as printed by the reference implementation of `SplitMix64` (Vigna, prng.di.unimi.it).
    #[test]
    fn splitmix64_is_the_reference() {
        let mut generator = SplitMix64::new(1_234_567);
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([(); 3].map(|()| generator.next()), expected);
    }

    #[test]
    fn value_stability() {
        assert_eq!(
            draws(&Rows::Range(0..3)),
            [5_742_098_446_474_459_623, 7_071_586_428_924_663_795, 17_220_144_946_993_079_999]
        );
        assert_eq!(
            {
                let mut narrow = Vec::new();
                let stream = ColumnStream::new(Seed(42), "t", "c", "value");
                stream.extend_narrow(&Rows::Range(0..2), &mut narrow, u64::from);
                (narrow[1] << 32) | narrow[0]
            },
            5_742_098_446_474_459_623,
            "two words of a row of 64 bits are one of each of two rows of 32"
        );
        assert_eq!(
            ColumnStream::new(Seed(42), "t", "c", "value").permutation_key(),
            5_955_127_035_732_064_830
        );
    }

    #[test]
    fn any_rows_in_any_order_draw_what_the_whole_range_draws() {
        let whole = draws(&Rows::Range(0..1_000));
        assert_eq!(draws(&Rows::Range(613..1_000)), whole[613..]);
        assert_eq!(draws(&Rows::Picked(&[999, 0, 500, 0])), [999, 0, 500, 0].map(|row| whole[row]));
        let narrow = |rows: &Rows<'_>| {
            let mut all = Vec::new();
            ColumnStream::new(Seed(42), "t", "c", "value").extend_narrow(rows, &mut all, u64::from);
            all
        };
        let whole = narrow(&Rows::Range(0..1_000));
        assert_eq!(narrow(&Rows::Range(613..1_000)), whole[613..]);
        assert_eq!(narrow(&Rows::Picked(&[999, 0, 500, 0])), [999, 0, 500, 0].map(|row| whole[row]));
    }

    #[test]
    fn names_do_not_run_together() {
        assert_ne!(hash_of_names(&["ab", "c"]), hash_of_names(&["a", "bc"]));
    }

    #[test]
    fn scale_covers_its_range() {
        assert_eq!(scale(0, 10), 0);
        assert_eq!(scale(u64::MAX, 10), 9);
        assert_eq!(scale(u64::MAX, 1 << 64), u64::MAX);
    }
}
