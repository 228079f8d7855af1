//! How many of many come to one side: binomial and hypergeometric draws from the random numbers of one place. Additions, products,
//! quotients and square roots, which IEEE 754 fixes, and `libm`: the same everywhere.

use crate::random::{SplitMix64, normal_quantile};

/// Up to so many are thrown one by one.
const FEW: u64 = 8;
/// Up to so large a mean the sum of chances is walked along; beyond it the normal distribution stands for it, whose skew is corrected.
const WALKED: f64 = 30.0;
/// Of a mean of [`WALKED`] at most, more than so many come less often than once in 10^30.
const MOST_STEPS: u64 = 160;

/// How many of `count` come, each by itself with a chance from 0 to 1.
pub(super) fn binomial(count: u64, chance: f64, random: &mut SplitMix64) -> u64 {
    if chance > 0.5 {
        return count - binomial(count, 1.0 - chance, random);
    }
    if chance <= 0.0 {
        return 0;
    }
    if count <= FEW {
        return (0..count).map(|_| u64::from(fraction(random) < chance)).sum();
    }
    let mean = count as f64 * chance;
    if mean <= WALKED {
        return walked(count, chance, random);
    }
    near(mean, mean * (1.0 - chance), 1.0 - 2.0 * chance, random).min(count)
}

/// How many of `drawn` of `left + right` things, none twice, are among the `left`.
pub(super) fn hypergeometric(drawn: u64, left: u64, right: u64, random: &mut SplitMix64) -> u64 {
    let all = left + right;
    if drawn > all / 2 {
        return left - hypergeometric(all - drawn, left, right, random);
    }
    if drawn <= 2 * FEW {
        let mut found = 0;
        for before in 0..drawn {
            found += u64::from(random.below(all - before) < left - found);
        }
        return found;
    }
    let (share, mean) = (left as f64 / all as f64, drawn as f64 * (left as f64 / all as f64));
    let variance = mean * (1.0 - share) * ((all - drawn) as f64 / (all - 1) as f64);
    near(mean, variance, 0.0, random).clamp(drawn.saturating_sub(right), drawn.min(left))
}

/// The inversion of the binomial distribution from 0 on (BINV of Kachitvichyanukul and Schmeiser, "Binomial random variate generation",
/// CACM 1988).
fn walked(count: u64, chance: f64, random: &mut SplitMix64) -> u64 {
    let odds = chance / (1.0 - chance);
    let mut mass = libm::exp(count as f64 * libm::log1p(-chance));
    let mut left = fraction(random);
    let most = count.min(MOST_STEPS);
    let mut found = 0;
    while left >= mass && found < most {
        left -= mass;
        found += 1;
        mass *= odds * (count - found + 1) as f64 / found as f64;
    }
    found
}

/// A whole number near a normal distribution, with the first term of Cornish's and Fisher's expansion for `skew`, which is the skewness times the
/// deviation.
fn near(mean: f64, variance: f64, skew: f64, random: &mut SplitMix64) -> u64 {
    let normal = normal_quantile(fraction(random).max(f64::EPSILON / 2.0));
    let number = mean + normal * variance.sqrt() + skew * (normal * normal - 1.0) / 6.0;
    // The cast saturates at 0.
    (number + 0.5).floor() as u64
}

/// A number from 0 to less than 1.
fn fraction(random: &mut SplitMix64) -> f64 {
    (random.next() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_stability() {
        let mut random = SplitMix64::new(42);
        let drawn = [(5, 0.5), (1_000, 0.01), (1_000_000_000_000, 0.5), (70, 0.9)];
        assert_eq!(
            drawn.map(|(count, chance)| binomial(count, chance, &mut random)),
            [4, 14, 499_999_611_205, 61]
        );
        let drawn = [(3, 5, 5), (40, 100, 90), (1_000_000, 3_000_000, 2_000_000)];
        assert_eq!(
            drawn.map(|(drawn, left, right)| hypergeometric(drawn, left, right, &mut random)),
            [2, 21, 600_015]
        );
    }

    /// Pearson's statistic against the probabilities, classes of fewer than five draws taken together; and how many classes.
    fn chi_square(draws: &[u64], probability: impl Fn(u64) -> f64, most: u64) -> (f64, f64) {
        let (mut statistic, mut classes) = (0.0, 0.0);
        let (mut expected, mut found) = (0.0, 0.0);
        for value in 0..=most {
            expected += probability(value) * draws.len() as f64;
            found += draws.iter().filter(|draw| **draw == value).count() as f64;
            if expected >= 5.0 {
                statistic += (found - expected) * (found - expected) / expected;
                classes += 1.0;
                (expected, found) = (0.0, 0.0);
            }
        }
        (statistic, classes)
    }

    /// The statistic of so many classes exceeds this less often than once in 10^5 (Wilson and Hilferty).
    fn threshold(classes: f64) -> f64 {
        let degrees = (classes - 1.0).max(1.0);
        let cube = 1.0 - 2.0 / (9.0 * degrees) + 4.265 * (2.0 / (9.0 * degrees)).sqrt();
        degrees * cube * cube * cube
    }

    fn logarithm_of_choices(all: u64, chosen: u64) -> f64 {
        let gamma = |number: u64| libm::lgamma(number as f64 + 1.0);
        gamma(all) - gamma(chosen) - gamma(all - chosen)
    }

    #[test]
    fn draws_are_those_of_the_distributions() {
        const DRAWS: usize = 200_000;
        for (count, chance) in
            [(3, 0.3), (8, 0.5), (9, 0.5), (40, 0.2), (60, 0.5), (100, 0.5), (400, 0.1), (5_000, 0.002)]
        {
            let mut random = SplitMix64::new(count * 31);
            let draws: Vec<u64> = (0..DRAWS).map(|_| binomial(count, chance, &mut random)).collect();
            let probability = |found: u64| {
                let (yes, no) =
                    (found as f64 * libm::log(chance), (count - found) as f64 * libm::log(1.0 - chance));
                libm::exp(logarithm_of_choices(count, found) + yes + no)
            };
            let (statistic, classes) = chi_square(&draws, probability, count);
            assert!(statistic < threshold(classes), "binomial {count} {chance}: {statistic} of {classes}");
        }
        for (drawn, left, right) in
            [(1, 1, 1), (2, 2, 3), (16, 20, 20), (60, 64, 64), (40, 100, 101), (500, 600, 700)]
        {
            let mut random = SplitMix64::new(drawn * 17);
            let draws: Vec<u64> =
                (0..DRAWS).map(|_| hypergeometric(drawn, left, right, &mut random)).collect();
            let probability = |found: u64| {
                if found > left || drawn - found > right {
                    return 0.0;
                }
                let ways = logarithm_of_choices(left, found) + logarithm_of_choices(right, drawn - found);
                libm::exp(ways - logarithm_of_choices(left + right, drawn))
            };
            let (statistic, classes) = chi_square(&draws, probability, drawn);
            assert!(statistic < threshold(classes), "hypergeometric {drawn}: {statistic} of {classes}");
        }
    }
}
