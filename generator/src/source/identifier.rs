//! 128-bit identifiers: UUID version 4 and 7 (RFC 9562) and ULID (github.com/ulid/spec).

use super::{Inputs, Source};
use crate::{axis::Permutation, batch::Values, random::mix};

/// How many identifiers a source has: the 62 bits that RFC 9562 leaves in the low half.
pub(crate) const UUID_COUNT: u128 = 1 << 62;

const VARIANT: u128 = 0b10 << 62;

/// Random UUIDs, each different: the low half is a permutation of the index, the high half a hash of it.
#[derive(Debug, Clone)]
pub(crate) struct UuidV4 {
    key: u64,
    low: Permutation,
}

impl UuidV4 {
    pub(crate) fn new(key: u64) -> Self {
        Self { key, low: Permutation::new(key, UUID_COUNT) }
    }

    /// The UUID of `index`, which must be below [`UUID_COUNT`].
    pub(crate) fn value(&self, index: u64) -> i128 {
        let high = u128::from(mix(mix(index ^ self.key).wrapping_add(self.key)));
        let versioned = (high & !0xf000) | 0x4000;
        ((versioned << 64) | VARIANT | u128::from(self.low.apply(index))) as i128
    }
}

/// Which identifier carries the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeOrderedKind {
    UuidV7,
    Ulid,
}

/// Identifiers that grow with the index: one a microsecond from the spec's `now` on, as if a busy server made them.
///
/// A UUID of version 7 holds 48 bits of milliseconds, 12 bits of the fraction of a millisecond (RFC 9562, 6.2, method 3)
/// and 62 bits that look random; a ULID 48 bits of milliseconds and 80 bits, of which the first 10 count the microseconds.
#[derive(Debug, Clone)]
pub(crate) struct TimeOrdered {
    kind: TimeOrderedKind,
    /// Microseconds since 1970-01-01, not negative.
    start: i64,
    low: Permutation,
}

impl TimeOrdered {
    pub(crate) fn new(kind: TimeOrderedKind, start: i64, key: u64) -> Self {
        Self { kind, start, low: Permutation::new(key, UUID_COUNT) }
    }

    /// The identifier of `index`, which must be below 2^62.
    pub(crate) fn value(&self, index: u64) -> i128 {
        let micros = self.start as u64 + index;
        let (millis, fraction) = (u128::from(micros / 1_000), micros % 1_000);
        let low = u128::from(self.low.apply(index));
        let value = match self.kind {
            TimeOrderedKind::UuidV7 => {
                // The fraction of a millisecond in 4096ths.
                let fraction = u128::from(fraction * 4_096 / 1_000);
                (millis << 80) | (0x7 << 76) | (fraction << 64) | VARIANT | low
            }
            TimeOrderedKind::Ulid => (millis << 80) | (u128::from(fraction) << 70) | low,
        };
        value as i128
    }
}

impl Source for UuidV4 {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let Values::Wide(values) = values {
            values.extend(inputs.indexes.iter().map(|&index| self.value(index)));
        }
    }
}

impl Source for TimeOrdered {
    fn fill(&self, inputs: &Inputs<'_>, values: &mut Values) {
        if let Values::Wide(values) = values {
            values.extend(inputs.indexes.iter().map(|&index| self.value(index)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-05-01T00:00:00.
    const NOW: i64 = 1_746_057_600_000_000;

    #[test]
    fn value_stability() {
        let v4 = UuidV4::new(9);
        assert_eq!(
            [0, 1].map(|index| format!("{:032x}", v4.value(index))),
            ["8619e4e6532345b285a7bc56f5bf756f", "346f096c390343e385f9211dbe9d6cf1"]
        );
        let v7 = TimeOrdered::new(TimeOrderedKind::UuidV7, NOW, 9);
        assert_eq!(
            [0, 1_500].map(|index| format!("{:032x}", v7.value(index))),
            ["019689249c00700085a7bc56f5bf756f", "019689249c0178009204e206173357dc"]
        );
        let ulid = TimeOrdered::new(TimeOrderedKind::Ulid, NOW, 9);
        assert_eq!(
            [0, 1_500].map(|index| format!("{:032x}", ulid.value(index))),
            ["019689249c00000005a7bc56f5bf756f", "019689249c017d001204e206173357dc"]
        );
    }

    #[test]
    fn version_and_variant_are_those_of_the_rfc() {
        let v4 = UuidV4::new(1);
        let v7 = TimeOrdered::new(TimeOrderedKind::UuidV7, NOW, 1);
        for index in 0..1_000 {
            for (value, version) in [(v4.value(index), 4), (v7.value(index), 7)] {
                assert_eq!((value >> 76) & 0xf, version);
                assert_eq!((value >> 62) & 0b11, 0b10);
            }
            assert_eq!((v7.value(index) as u128) >> 80, (NOW / 1_000) as u128);
        }
    }

    #[test]
    fn time_ordered_identifiers_grow_and_version_4_never_repeats() {
        for kind in [TimeOrderedKind::UuidV7, TimeOrderedKind::Ulid] {
            let domain = TimeOrdered::new(kind, NOW, 3);
            assert!((0..10_000).all(|index| domain.value(index) < domain.value(index + 1)));
        }
        let v4 = UuidV4::new(3);
        let distinct: std::collections::HashSet<i128> = (0..100_000).map(|index| v4.value(index)).collect();
        assert_eq!(distinct.len(), 100_000);
    }
}
