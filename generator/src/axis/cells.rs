//! Draws by cells: ranges of indexes with a chance each, all indexes of a cell equally likely.

use super::AliasTable;
use crate::random::{mix, scale, scale_short};

/// Indexes cut into cells, of which one is drawn by its chance and an index of it evenly; of a day perhaps by hours.
#[derive(Debug, Clone)]
pub(crate) struct CellTable {
    chances: AliasTable,
    cells: Vec<Cell>,
    hours: Option<Hours>,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    first: u64,
    last: u64,
}

/// The chances of the hours of a day.
#[derive(Debug, Clone)]
struct Hours {
    chances: AliasTable,
    /// Indexes of an hour.
    width: u32,
}

impl CellTable {
    /// Cells by their first index, ascending from 0, each with its chance relative to the others: finite, not negative, not all 0.
    /// `len` is how many indexes there are, 1 to 2^64; at most `u32::MAX` cells.
    pub(crate) fn new(cells: &[(u64, f64)], len: u128) -> Self {
        let behind = cells.iter().skip(1).map(|(first, _)| first - 1);
        let last_of_all = u64::try_from(len - 1).unwrap_or(u64::MAX);
        let ends = behind.chain([last_of_all]);
        // A cell without a chance would be drawn where the table's sums are rounded.
        let drawn = cells.iter().zip(ends).filter(|((_, chance), _)| *chance > 0.0);
        let (cells, chances): (Vec<Cell>, Vec<f64>) =
            drawn.map(|((first, chance), last)| (Cell { first: *first, last }, *chance)).unzip();
        Self { chances: AliasTable::new(&chances), cells, hours: None }
    }

    /// One index, always.
    pub(crate) fn certain(index: u64) -> Self {
        let cells = vec![Cell { first: index, last: index }];
        Self { chances: AliasTable::new(&[1.0]), cells, hours: None }
    }

    /// The same table, in which cells of 24 times `width` indexes are days: of their hours one is drawn first, by these chances.
    pub(crate) fn with_hours(self, chances: &[f64], width: u32) -> Self {
        Self { hours: Some(Hours { chances: AliasTable::new(chances), width }), ..self }
    }

    /// How many cells it keeps.
    pub(crate) fn count(&self) -> usize {
        self.cells.len()
    }

    /// Where indexes of one chance begin, ascending, and the chance of all of them together.
    pub(crate) fn chances(&self) -> impl Iterator<Item = (u64, f64)> {
        let cells = self.cells.iter().zip(self.chances.chances());
        // Behind a cell may be indexes that have no chance.
        cells.flat_map(|(cell, chance)| [(cell.first, chance), (cell.last.saturating_add(1), 0.0)])
    }

    /// The index for a random `u64`: it names the cell, and mixed once more the place inside of it.
    pub(crate) fn pick(&self, random: u64) -> u64 {
        let Cell { mut first, last } = self.cells[self.chances.pick(random) as usize];
        let mut width = last - first;
        let mut random = mix(random);
        if let Some(hours) = &self.hours
            && width + 1 == 24 * u64::from(hours.width)
        {
            first += hours.chances.pick(random) * u64::from(hours.width);
            width = u64::from(hours.width) - 1;
            random = mix(random);
        }
        match u32::try_from(width) {
            Ok(0) => first,
            Ok(width) if width < u32::MAX => first + scale_short(random, width + 1),
            _ => first + scale(random, u128::from(width) + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SplitMix64;

    #[test]
    fn value_stability() {
        let table = CellTable::new(&[(0, 1.0), (10, 3.0), (1_000, 0.5)], 1 << 64);
        let picks = [0, 1 << 61, 1 << 62, 1 << 63, u64::MAX].map(|random| table.pick(random));
        assert_eq!(picks, [0, 8, 83, 156, 709]);
    }

    #[test]
    fn cells_are_drawn_by_their_chances_and_evenly_inside() {
        let table = CellTable::new(&[(0, 1.0), (4, 0.0), (6, 3.0)], 16);
        let mut random = SplitMix64::new(9);
        let mut counts = [0_u32; 16];
        for _ in 0..400_000 {
            counts[table.pick(random.next()) as usize] += 1;
        }
        for (index, count) in counts.into_iter().enumerate() {
            let expected: f64 = match index {
                0..4 => 25_000.0,
                4..6 => 0.0,
                _ => 30_000.0,
            };
            // Five standard deviations of a binomial count.
            assert!((f64::from(count) - expected).abs() <= 5.0 * expected.sqrt(), "{index}: {count}");
        }
    }
}
