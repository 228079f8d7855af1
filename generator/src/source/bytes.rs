//! Bytes that look random.

use super::WriteText;
use crate::random::SplitMix64;

/// Bytes of a length in this range, made from the index.
#[derive(Debug, Clone)]
pub(crate) struct RandomBytes {
    pub(crate) min_length: u32,
    pub(crate) max_length: u32,
}

impl WriteText for RandomBytes {
    fn write(&self, index: u64, text: &mut Vec<u8>) {
        let mut random = SplitMix64::new(index);
        let length =
            u64::from(self.min_length) + random.below(u64::from(self.max_length - self.min_length) + 1);
        text.extend((0..length).map(|_| random.next() as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_stability() {
        let bytes = RandomBytes { min_length: 1, max_length: 4 };
        let written = [1, 2, 3].map(|index| {
            let mut text = Vec::new();
            bytes.write(index, &mut text);
            text
        });
        assert_eq!(written, [vec![103_u8, 94, 11], vec![66, 47, 100], vec![137]]);
    }
}
