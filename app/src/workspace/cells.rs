//! The cells of the grid that are selected: a rectangle between where the keyboard is and where it was when it began.

use std::ops::RangeInclusive;

/// A cell of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cell {
    /// Counted from 0.
    pub(crate) row: u64,
    /// Its column's position among those that are shown.
    pub(crate) column: usize,
}

/// A rectangle of cells, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cells {
    /// Where it began.
    pub(crate) anchor: Cell,
    /// Where the keyboard is.
    pub(crate) active: Cell,
}

impl Cells {
    /// One cell.
    pub(crate) fn only(cell: Cell) -> Self {
        Self { anchor: cell, active: cell }
    }

    /// The same with the keyboard at another cell; `is_extending` keeps where it began.
    pub(crate) fn moved(self, active: Cell, is_extending: bool) -> Self {
        if is_extending { Self { active, ..self } } else { Self::only(active) }
    }

    /// Its rows.
    pub(crate) fn rows(self) -> RangeInclusive<u64> {
        self.anchor.row.min(self.active.row)..=self.anchor.row.max(self.active.row)
    }

    /// Its columns, by their positions among those that are shown.
    pub(crate) fn columns(self) -> RangeInclusive<usize> {
        self.anchor.column.min(self.active.column)..=self.anchor.column.max(self.active.column)
    }

    /// Whether it has a cell.
    pub(crate) fn has(self, row: u64, column: usize) -> bool {
        self.rows().contains(&row) && self.columns().contains(&column)
    }

    /// How many cells it has.
    pub(crate) fn count(self) -> u64 {
        let rows = self.rows().end() - self.rows().start() + 1;
        let columns = self.columns().end() - self.columns().start() + 1;
        rows.saturating_mul(columns as u64)
    }

    /// What is left of it in a table of so many rows and columns.
    pub(crate) fn within(self, rows: u64, columns: usize) -> Self {
        let within = |cell: Cell| Cell {
            row: cell.row.min(rows.saturating_sub(1)),
            column: cell.column.min(columns.saturating_sub(1)),
        };
        Self { anchor: within(self.anchor), active: within(self.active) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_reaches_in_every_direction() {
        let cells = Cells::only(Cell { row: 5, column: 3 }).moved(Cell { row: 2, column: 4 }, true);
        assert_eq!((cells.rows(), cells.columns(), cells.count()), (2..=5, 3..=4, 8));
        assert!(cells.has(3, 4) && !cells.has(6, 4) && !cells.has(3, 2));
        assert_eq!(cells.moved(Cell { row: 9, column: 0 }, false).count(), 1);
        assert_eq!(cells.within(4, 4).active, Cell { row: 2, column: 3 });
        assert_eq!(cells.within(4, 4).rows(), 2..=3);
        assert_eq!(cells.within(0, 0).count(), 1);
    }
}
