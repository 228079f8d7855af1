//! Dragging a column to another place of its table.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

/// What the browser calls a dragged column; no field takes it.
const MEDIA_TYPE: &str = "application/x-rowmill-column";

/// The column that is dragged, and where it would go. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnDrag {
    from: RwSignal<Option<usize>>,
    /// The gap it would go into: gap 0 is before the first column.
    gap: RwSignal<Option<usize>>,
}

impl ColumnDrag {
    /// Nothing is dragged.
    pub(super) fn new() -> Self {
        Self { from: RwSignal::new(None), gap: RwSignal::new(None) }
    }

    /// A column is taken.
    pub(super) fn start(self, event: &ev::DragEvent, position: usize) {
        if let Some(data) = event.data_transfer() {
            // Firefox drags nothing without data.
            let _ = data.set_data(MEDIA_TYPE, &position.to_string());
            data.set_effect_allowed("move");
        }
        self.from.set(Some(position));
    }

    /// It is over a column, whose nearer edge it would go to.
    pub(super) fn over(self, event: &ev::DragEvent, position: usize) {
        if self.from.get_untracked().is_none() {
            return;
        }
        event.prevent_default();
        let element = event.current_target().and_then(|element| element.dyn_into::<web_sys::Element>().ok());
        let Some(area) = element.map(|element| element.get_bounding_client_rect()) else { return };
        let is_lower = f64::from(event.client_y()) > area.top() + area.height() / 2.0;
        self.gap.set(Some(position + usize::from(is_lower)));
    }

    /// It is dropped: from where to where it goes, if that is another place.
    pub(super) fn drop(self, event: &ev::DragEvent) -> Option<(usize, usize)> {
        let (from, gap) = (self.from.get_untracked()?, self.gap.get_untracked()?);
        event.prevent_default();
        self.end();
        moved(from, gap)
    }

    /// Nothing is dragged any more.
    pub(super) fn end(self) {
        self.from.set(None);
        self.gap.set(None);
    }

    /// Whether it would go before this column.
    pub(super) fn is_before(self, position: usize) -> bool {
        self.gap.get() == Some(position)
    }

    /// Whether it would go behind this column, which is the last.
    pub(super) fn is_after(self, position: usize) -> bool {
        self.gap.get() == Some(position + 1)
    }
}

/// Where a column ends up that goes into a gap; `None` if that is where it is.
fn moved(from: usize, gap: usize) -> Option<(usize, usize)> {
    let to = if gap > from { gap - 1 } else { gap };
    (to != from).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn a_gap_beside_the_column_moves_nothing() {
        assert_eq!(moved(2, 0), Some((2, 0)));
        assert_eq!(moved(2, 2), None);
        assert_eq!(moved(2, 3), None);
        assert_eq!(moved(2, 4), Some((2, 3)));
        assert_eq!(moved(0, 3), Some((0, 2)));
    }
}
