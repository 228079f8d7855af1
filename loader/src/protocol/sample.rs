//! Which rows of a finished table are made again and compared: whole runs of neighbours, so that what goes wrong in one chunk or one
//! statement is met, spread over the table.

use std::ops::Range;

/// Runs of neighbouring rows that are compared.
const RUNS: u64 = 16;
/// Rows of each.
const RUN_ROWS: u64 = 128;
/// As many runs if there is no primary key to find their rows by.
const RUNS_WITHOUT_KEY: u64 = 4;
/// As many rows of each.
const RUN_ROWS_WITHOUT_KEY: u64 = 64;

/// Runs of rows from the first to the last, which do not overlap. Between the ends they lie where `random` has it, so that no two
/// loads compare the same.
pub(crate) fn runs(rows: u64, has_key: bool, mut random: impl FnMut(Range<u64>) -> u64) -> Vec<Range<u64>> {
    let (count, length) = if has_key { (RUNS, RUN_ROWS) } else { (RUNS_WITHOUT_KEY, RUN_ROWS_WITHOUT_KEY) };
    if rows <= count * length {
        return if rows == 0 { Vec::new() } else { Vec::from([0..rows]) };
    }
    let bound = |run: u64| (u128::from(rows) * u128::from(run) / u128::from(count)) as u64;
    (0..count)
        .map(|run| {
            let room = bound(run)..bound(run + 1) - length;
            let start = match run {
                0 => 0,
                run if run == count - 1 => rows - length,
                _ => random(room.start..room.end + 1),
            };
            start..start + length
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_reach_from_the_first_row_to_the_last() {
        let last = |range: Range<u64>| range.end - 1;
        for random in [last, |range: Range<u64>| range.start] {
            for (rows, has_key) in [(2_049, true), (1_000_000_000_000, true), (257, false), (99_999, false)] {
                let runs = runs(rows, has_key, random);
                assert_eq!((runs[0].start, runs.last().unwrap().end), (0, rows));
                assert!(runs.windows(2).all(|pair| pair[0].end <= pair[1].start), "{runs:?}");
            }
        }
        assert_eq!(runs(0, true, last), []);
        assert_eq!(runs(5, true, last), [0..5]);
    }
}
