//! The mouse in the grid: selecting cells, rows and columns, and dragging the edge of a column.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use super::{layout::fitted_exactly, state::GridState};
use crate::{
    page::apply_what_is_typed,
    workspace::{Cell, Cells, Choosing},
};

/// What the mouse is at.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Cell(Cell),
    /// The number of a row.
    Row(u64),
    /// The head of a column, by its position among those shown.
    Head(usize),
    /// The right edge of a column.
    Edge(usize),
}

/// What a drag does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Drag {
    /// It selects cells from where it began.
    Cells,
    /// It selects whole rows.
    Rows,
    /// It moves the right edge of a column, which was so wide when the pointer was there.
    Edge { column: usize, width: f64, x: f64 },
}

/// Answers to the mouse. A copy answers for the same grid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pointer {
    state: GridState,
    drag: StoredValue<Option<Drag>>,
    /// The column whose edge the button went down at last: a captured pointer clicks at the grid, wherever it is.
    edge: StoredValue<Option<usize>>,
    is_touch: StoredValue<bool>,
}

impl Pointer {
    pub(super) fn new(state: GridState) -> Self {
        Self {
            state,
            drag: StoredValue::new(None),
            edge: StoredValue::new(None),
            is_touch: StoredValue::new(false),
        }
    }

    /// A button goes down. A finger scrolls first, and selects when it taps.
    pub(super) fn down(self, event: &ev::PointerEvent) {
        // A name that is being typed is of the column that is chosen now.
        apply_what_is_typed();
        let is_touch = event.pointer_type() == "touch";
        self.is_touch.set_value(is_touch);
        let place = place(event);
        self.edge.set_value(match place {
            Some(Place::Edge(column)) => Some(column),
            _ => None,
        });
        if let (Some(Place::Edge(column)), true) = (place, event.button() == 0) {
            let (left, right) = self.state.layout.with_untracked(|layout| layout.edges(column));
            self.drag.set_value(Some(Drag::Edge { column, width: right - left, x: event.client_x().into() }));
            if let Some(element) = self.state.element.get_untracked() {
                // Without capture the drag ends where the grid does.
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            event.prevent_default();
            return;
        }
        if is_touch || event.button() != 0 {
            return;
        }
        if let Some(place) = place {
            self.select(place, event);
        }
    }

    /// The pointer moves.
    pub(super) fn moved(self, event: &ev::PointerEvent) {
        let Some(drag) = self.drag.get_value() else { return };
        if event.buttons() & 1 == 0 {
            self.up();
            return;
        }
        match (drag, place(event)) {
            (Drag::Edge { column, width, x }, _) => {
                self.state.set_width(column, width + f64::from(event.client_x()) - x);
            }
            (Drag::Cells, Some(Place::Cell(cell))) => self.extend(cell),
            (Drag::Rows, Some(Place::Cell(Cell { row, .. }) | Place::Row(row))) => {
                let cells = self.state.workspace.cells.get_untracked();
                self.extend(Cell { row, ..cells.active });
            }
            _ => {}
        }
    }

    /// The button goes up, or the pointer is taken away.
    pub(super) fn up(self) {
        self.drag.set_value(None);
    }

    /// A finger taps.
    pub(super) fn click(self, event: &ev::MouseEvent) {
        if self.is_touch.get_value()
            && let Some(place) = place(event)
        {
            self.select(place, event);
            self.up();
        }
    }

    /// Two clicks: an edge fits its column to what is seen, anything else is edited.
    pub(super) fn double_click(self, event: &ev::MouseEvent) {
        let edge = self.edge.get_value().map(Place::Edge);
        match edge.or_else(|| place(event)) {
            Some(Place::Edge(column)) => self.fit(column),
            Some(Place::Cell(_) | Place::Head(_)) => {
                crate::inspector::focus_first_field(self.state.workspace);
            }
            Some(Place::Row(_)) | None => {}
        }
    }

    fn select(self, place: Place, event: &ev::MouseEvent) {
        let state = self.state;
        let cells = state.workspace.cells.get_untracked();
        match place {
            Place::Cell(cell) => {
                self.drag.set_value(Some(Drag::Cells));
                state.select(cells.moved(cell, event.shift_key()));
            }
            Place::Row(row) => {
                self.drag.set_value(Some(Drag::Rows));
                let last = state.head.with_untracked(|head| head.len().saturating_sub(1));
                let anchor = if event.shift_key() { cells.anchor.row } else { row };
                state.select(Cells {
                    anchor: Cell { row: anchor, column: 0 },
                    active: Cell { row, column: last },
                });
            }
            Place::Head(column) => {
                let choosing = Choosing::of_keys(event.shift_key(), event.ctrl_key() || event.meta_key());
                state.choose_column(column, choosing);
            }
            Place::Edge(_) => {}
        }
    }

    fn extend(self, active: Cell) {
        let cells = self.state.workspace.cells.get_untracked();
        if cells.active != active {
            self.state.select(cells.moved(active, true));
        }
    }

    /// Makes a column as wide as the widest of its values on screen, and its name.
    fn fit(self, column: usize) {
        let Some(element) = self.state.element.get_untracked() else { return };
        if let Some(width) = fitted_exactly(&element, column + 2) {
            self.state.set_width(column, width);
        }
    }
}

/// What an event is at, by what the elements say of themselves.
fn place(event: &ev::MouseEvent) -> Option<Place> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let number = |name: &str| {
        let found = target.closest(&format!("[{name}]")).ok().flatten()?;
        found.get_attribute(name)?.parse::<u64>().ok()
    };
    let column = number("aria-colindex")?;
    let row = number("aria-rowindex")?;
    // The row numbers are the first column, and the head is the first row.
    Some(match (row.checked_sub(2), column.checked_sub(2)) {
        (Some(row), Some(column)) => Place::Cell(Cell { row, column: column as usize }),
        (Some(row), None) => Place::Row(row),
        (None, Some(column)) if target.class_name() == "resize" => Place::Edge(column as usize),
        (None, Some(column)) => Place::Head(column as usize),
        (None, None) => return None,
    })
}
