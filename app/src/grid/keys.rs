//! Where keys lead in the grid.

use crate::workspace::{Cell, Cells};

/// What the grid is when a key is pressed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) rows: u64,
    pub(super) columns: usize,
    /// Rows of a page.
    pub(super) page: u64,
}

/// The cells that are selected after a key; `None` if it is none of the grid's. `is_far` is for Control or Command, `is_extending`
/// for Shift.
pub(super) fn after(
    cells: Cells,
    key: &str,
    is_far: bool,
    is_extending: bool,
    bounds: Bounds,
) -> Option<Cells> {
    let Cell { row, column } = cells.active;
    let (last_row, last_column) = (bounds.rows.saturating_sub(1), bounds.columns.saturating_sub(1));
    let active = match key {
        "ArrowDown" if is_far => Cell { row: last_row, column },
        "ArrowUp" if is_far => Cell { row: 0, column },
        "ArrowRight" if is_far => Cell { row, column: last_column },
        "ArrowLeft" if is_far => Cell { row, column: 0 },
        "ArrowDown" => Cell { row: row.saturating_add(1), column },
        "ArrowUp" => Cell { row: row.saturating_sub(1), column },
        "ArrowRight" => Cell { row, column: column + 1 },
        "ArrowLeft" => Cell { row, column: column.saturating_sub(1) },
        "PageDown" => Cell { row: row.saturating_add(bounds.page), column },
        "PageUp" => Cell { row: row.saturating_sub(bounds.page), column },
        "Home" if is_far => Cell { row: 0, column: 0 },
        "End" if is_far => Cell { row: last_row, column: last_column },
        "Home" => Cell { row, column: 0 },
        "End" => Cell { row, column: last_column },
        "a" | "A" | "KeyA" if is_far && !is_extending => {
            let anchor = Cell::default();
            return Some(Cells { anchor, active: Cell { row: last_row, column: last_column } });
        }
        _ => return None,
    };
    Some(cells.moved(active, is_extending).within(bounds.rows, bounds.columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { rows: 1_000_000_000, columns: 7, page: 20 };

    fn active(key: &str, is_far: bool) -> (u64, usize) {
        let cells = Cells::only(Cell { row: 100, column: 3 });
        let active = after(cells, key, is_far, false, BOUNDS).unwrap().active;
        (active.row, active.column)
    }

    #[test]
    fn keys_lead_to_cells() {
        for (key, is_far, cell) in [
            ("ArrowDown", false, (101, 3)),
            ("ArrowUp", true, (0, 3)),
            ("ArrowLeft", false, (100, 2)),
            ("ArrowRight", true, (100, 6)),
            ("PageDown", false, (120, 3)),
            ("PageUp", false, (80, 3)),
            ("Home", false, (100, 0)),
            ("End", false, (100, 6)),
            ("Home", true, (0, 0)),
            ("End", true, (999_999_999, 6)),
        ] {
            assert_eq!(active(key, is_far), cell, "{key}");
        }
        let cells = Cells::only(Cell { row: 0, column: 6 });
        assert_eq!(after(cells, "ArrowRight", false, false, BOUNDS), Some(cells));
        assert_eq!(after(cells, "ArrowUp", false, false, BOUNDS), Some(cells));
        assert_eq!(after(cells, "x", false, false, BOUNDS), None);
    }

    #[test]
    fn shift_extends_and_control_a_selects_all() {
        let cells = Cells::only(Cell { row: 5, column: 1 });
        let extended = after(cells, "ArrowDown", false, true, BOUNDS).unwrap();
        let extended = after(extended, "ArrowRight", false, true, BOUNDS).unwrap();
        assert_eq!((extended.rows(), extended.columns()), (5..=6, 1..=2));
        let all = after(cells, "a", true, false, BOUNDS).unwrap();
        assert_eq!(all.count(), 7_000_000_000);
        assert_eq!(after(cells, "a", false, false, BOUNDS), None);
    }
}
