//! Which rows of a finished table are made again and compared.

use std::collections::BTreeSet;

/// Rows that are made again and compared, spread over the table.
pub(crate) const COMPARED_ROWS: u64 = 500;
/// As many if there is no primary key to find them by, because each then costs a walk through the table.
pub(crate) const COMPARED_WITHOUT_KEY: u64 = 4;

/// At most `count` rows from the first to the last.
pub(crate) fn spread(rows: u64, count: u64) -> BTreeSet<u64> {
    if rows == 0 {
        return BTreeSet::new();
    }
    let steps = count.max(2) - 1;
    (0..=steps).map(|step| (u128::from(rows - 1) * u128::from(step) / u128::from(steps)) as u64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compared_rows_reach_from_the_first_to_the_last() {
        assert_eq!(spread(0, 5), BTreeSet::new());
        assert_eq!(spread(1, 5), BTreeSet::from([0]));
        assert_eq!(spread(9, 5), BTreeSet::from([0, 2, 4, 6, 8]));
        assert_eq!(spread(1_000_000_000_000, 2), BTreeSet::from([0, 999_999_999_999]));
    }
}
