//! Dragging lines to another place, with a line where they would go.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use super::lines::LINE_HEIGHT;
use crate::{
    controls::maybe,
    workspace::{Chosen, Workspace},
};

/// What a drag is at least, in CSS pixels.
const LEAST_WAY: f64 = 5.0;

/// Lines that are dragged. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineDrag {
    workspace: Workspace,
    /// Where the button went down.
    from: StoredValue<Option<f64>>,
    /// The gap that they would go into: gap 0 is before the first column.
    gap: RwSignal<Option<usize>>,
}

impl LineDrag {
    pub(super) fn new(workspace: Workspace) -> Self {
        Self { workspace, from: StoredValue::new(None), gap: RwSignal::new(None) }
    }

    /// The button goes down at the number of a chosen line.
    pub(super) fn begin(self, event: &ev::PointerEvent) {
        self.from.set_value(Some(f64::from(event.client_y())));
        if let Some(element) = sheet(event) {
            // Without capture the drag ends where the list does.
            let _ = element.set_pointer_capture(event.pointer_id());
        }
    }

    /// The pointer moves.
    pub(super) fn moved(self, event: &ev::PointerEvent) {
        let Some(from) = self.from.get_value() else { return };
        // A hand that only presses shakes a little.
        let is_dragged = (f64::from(event.client_y()) - from).abs() >= LEAST_WAY;
        if !is_dragged && self.gap.with_untracked(Option::is_none) {
            return;
        }
        let Some(element) = sheet(event) else { return };
        let y = f64::from(event.client_y()) - element.get_bounding_client_rect().top()
            + f64::from(element.scroll_top());
        let count = untrack(|| self.workspace.with_table(|table| table.columns.len()));
        self.gap.set(Some(gap_at(y, count)));
    }

    /// The button goes up: the columns go where the line is.
    pub(super) fn end(self) {
        let gap = self.gap.get_untracked();
        self.cancel();
        if let Some(gap) = gap
            && !self.workspace.chosen.with_untracked(Chosen::positions).is_empty()
        {
            self.workspace.move_columns(gap);
        }
    }

    /// Nothing is dragged any more.
    pub(super) fn cancel(self) {
        self.from.set_value(None);
        self.gap.set(None);
    }

    /// The line where they would go.
    pub(super) fn line(self) -> AnyView {
        maybe(move || {
            let gap = self.gap.get()?;
            let scrolled = document().get_element_by_id("sheet").map_or(0, |sheet| sheet.scroll_top());
            let top = (gap as f64 + 1.0) * LINE_HEIGHT - f64::from(scrolled);
            Some(view! { <div class="insertion" style:top=format!("{top}px")></div> }.into_any())
        })
    }
}

fn sheet(event: &ev::PointerEvent) -> Option<web_sys::Element> {
    event.current_target()?.dyn_into::<web_sys::Element>().ok()
}

/// The gap nearest to a height, among so many lines.
fn gap_at(y: f64, count: usize) -> usize {
    ((y / LINE_HEIGHT).round().max(0.0) as usize).min(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_gap_is_taken() {
        assert_eq!(gap_at(-5.0, 7), 0);
        assert_eq!(gap_at(13.0, 7), 0);
        assert_eq!(gap_at(15.0, 7), 1);
        assert_eq!(gap_at(1e6, 7), 7);
    }
}
