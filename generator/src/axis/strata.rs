//! A table cut into partitions, in step with a source cut into the same ones.

use super::{Permutation, WithinStratum};
use crate::{batch::Rows, random::scale};

/// A table's rows cut into partitions, in step with a source cut into the same partitions.
///
/// Partition `p` owns the indexes `index_starts[p]..index_starts[p + 1]` and the rows
/// `row_starts[p]..row_starts[p + 1]`. Rows are shared out in proportion to the indexes, so a partition never has more
/// rows than indexes if the whole table does not.
#[derive(Debug, Clone)]
pub(crate) struct Strata {
    row_starts: Vec<u64>,
    index_starts: Vec<u128>,
}

impl Strata {
    /// Cuts `rows` rows at the source's bounds: ascending, from 0 to the length of the source (at most 2^64).
    pub(crate) fn new(rows: u64, index_starts: Vec<u128>) -> Self {
        let len = index_starts.last().copied().unwrap_or(1).max(1);
        let row_starts = index_starts
            .iter()
            // At most 10^12 rows and 2^64 indexes: the product fits 128 bits, and the quotient is at most `rows`.
            .map(|start| (u128::from(rows) * start / len) as u64)
            .collect();
        Self { row_starts, index_starts }
    }

    /// The first row of each partition, and the number of rows behind them.
    pub(crate) fn row_starts(&self) -> &[u64] {
        &self.row_starts
    }

    /// The same strata when each index stands for `factor` indexes: a more significant digit of a composite key.
    pub(crate) fn scaled(rows: u64, index_starts: &[u128], factor: u128) -> Self {
        Self::new(rows, index_starts.iter().map(|start| start * factor).collect())
    }

    pub(super) fn fill(&self, within: &WithinStratum, rows: &Rows<'_>, indexes: &mut Vec<u64>) {
        let mut stratum = 0;
        let mut permutation: Option<(usize, Permutation)> = None;
        let mut locate = |row: u64| {
            if !(self.row_starts[stratum] <= row && row < self.row_starts[stratum + 1]) {
                stratum = self.row_starts.partition_point(|&start| start <= row) - 1;
            }
            stratum
        };
        match within {
            WithinStratum::InOrder => rows.for_each(|row| {
                let stratum = locate(row);
                let local = u128::from(row - self.row_starts[stratum]) % self.len(stratum);
                indexes.push(self.global(stratum, local as u64));
            }),
            WithinStratum::Shuffled { key } => rows.for_each(|row| {
                let stratum = locate(row);
                if permutation.as_ref().is_none_or(|(of, _)| *of != stratum) {
                    let key = key.wrapping_add(stratum as u64);
                    permutation = Some((stratum, Permutation::new(key, self.len(stratum))));
                }
                let local = row - self.row_starts[stratum];
                let image = permutation.as_ref().map_or(local, |(_, permutation)| permutation.cyclic(local));
                indexes.push(self.global(stratum, image));
            }),
            WithinStratum::Uniform { stream } => {
                let mut strata = Vec::with_capacity(rows.len());
                rows.for_each(|row| strata.push(locate(row)));
                let mut strata = strata.into_iter();
                stream.draw(rows, |random| {
                    let stratum = strata.next().unwrap_or_default();
                    indexes.push(self.global(stratum, scale(random, self.len(stratum))));
                });
            }
        }
    }

    fn len(&self, stratum: usize) -> u128 {
        self.index_starts[stratum + 1] - self.index_starts[stratum]
    }

    fn global(&self, stratum: usize, local: u64) -> u64 {
        // Below the length of the source, which is at most 2^64.
        (self.index_starts[stratum] + u128::from(local)) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(strata: &Strata, within: &WithinStratum, rows: &Rows<'_>) -> Vec<u64> {
        let mut indexes = Vec::new();
        strata.fill(within, rows, &mut indexes);
        indexes
    }

    #[test]
    fn rows_are_shared_out_in_proportion_and_fit() {
        let strata = Strata::new(10, vec![0, 31, 59, 90]);
        assert_eq!(strata.row_starts(), [0, 3, 6, 10]);
    }

    #[test]
    fn shuffled_rows_stay_in_their_partition_and_never_repeat() {
        let strata = Strata::new(80, vec![0, 31, 59, 90]);
        let indexes = sample(&strata, &WithinStratum::Shuffled { key: 5 }, &Rows::Range(0..80));
        for (row, index) in (0_u64..).zip(&indexes) {
            let partition_of = |starts: &[u64], value| starts.partition_point(|&start| start <= value);
            assert_eq!(partition_of(strata.row_starts(), row), partition_of(&[0, 31, 59, 90], *index));
        }
        let mut distinct = indexes.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 80);
        assert_eq!(
            sample(&strata, &WithinStratum::Shuffled { key: 5 }, &Rows::Picked(&[79, 0])),
            [indexes[79], indexes[0]]
        );
    }
}
