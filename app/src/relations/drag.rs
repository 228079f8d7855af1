//! Dragging a column to a key, which makes it refer to it.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::place_of;
use crate::{
    controls::maybe,
    workspace::{Workspace, references::ColumnPlace},
};

/// What a drag is at least, in CSS pixels.
const LEAST_WAY: f64 = 5.0;
/// The class of the line that the pointer is over.
const OVER: &str = "over";

/// A point of the window, in CSS pixels.
type Point = (f64, f64);

/// A column that is dragged. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnDrag {
    workspace: Workspace,
    /// The column, and how far below and right of the corner of its line the button went down.
    from: StoredValue<Option<(ColumnPlace, Point)>>,
    /// The line that is drawn, from there to the pointer.
    way: RwSignal<Option<(Point, Point)>>,
}

impl ColumnDrag {
    pub(super) fn new(workspace: Workspace) -> Self {
        Self { workspace, from: StoredValue::new(None), way: RwSignal::new(None) }
    }

    /// The button goes down. A finger scrolls.
    pub(super) fn begin(self, event: &ev::PointerEvent) {
        let is_drag = event.button() == 0 && event.pointer_type() != "touch";
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let column = element.filter(|_| is_drag).and_then(|element| column_of(&element));
        self.from.set_value(column.and_then(|column| {
            let ((x, y), (left, top)) = (point(event), corner(column)?);
            Some((column, (x - left, y - top)))
        }));
        self.way.set(None);
        // What was said of the drag before is not said of this one.
        if column.is_some() {
            self.workspace.notice.set(None);
        }
    }

    /// The pointer moves.
    pub(super) fn moved(self, event: &ev::PointerEvent) {
        let Some(from) = self.start() else { return };
        // The button went up where nobody saw it.
        if event.buttons() & 1 == 0 {
            self.cancel();
            return;
        }
        let to = point(event);
        // A hand that only presses shakes a little.
        let is_dragged = (to.0 - from.0).hypot(to.1 - from.1) >= LEAST_WAY;
        if self.way.with_untracked(Option::is_none) {
            if !is_dragged {
                return;
            }
            // Only now: a click on what captured the pointer is a click on nothing inside of it.
            let diagram = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(diagram) = diagram {
                // Without capture the drag ends where the diagram does.
                let _ = diagram.set_pointer_capture(event.pointer_id());
            }
        }
        self.way.set(Some((from, to)));
        mark(below(to).and_then(|element| element.closest("[data-column]").ok().flatten()).as_ref());
    }

    /// The diagram was scrolled, or has another size: the line begins where its column is now.
    pub(super) fn follow(self) {
        if let (Some(from), Some((_, to))) = (self.start(), self.way.get_untracked()) {
            self.way.set(Some((from, to)));
        }
    }

    /// Where the button went down, as the column is placed now.
    fn start(self) -> Option<Point> {
        let (column, (right, below)) = self.from.get_value()?;
        let (left, top) = corner(column)?;
        Some((left + right, top + below))
    }

    /// A drag ends when another diagram is drawn, in which its column may be another one.
    pub(super) fn end_with(self, drawn: Signal<String>) {
        Effect::new(move |_| {
            drawn.track();
            self.cancel();
        });
    }

    /// The button goes up.
    pub(super) fn end(self) {
        let from = self.from.get_value();
        let to = self.way.get_untracked().and_then(|(_, to)| {
            let element = below(to)?;
            // On the head of a table its key is meant.
            column_of(&element).or_else(|| self.key_of(place_of(&element, "data-table")?))
        });
        self.cancel();
        if let (Some((child, _)), Some(parent)) = (from, to)
            && child != parent
        {
            self.workspace.refer(child, parent);
        }
    }

    /// The key of a table, if it is one column.
    fn key_of(self, table: usize) -> Option<ColumnPlace> {
        let column = self.workspace.spec.with_untracked(|spec| {
            let table = spec.tables.get(table)?;
            let [key] = table.primary_key.as_slice() else { return None };
            table.columns.iter().position(|column| column.name == *key)
        });
        column.map(|column| (table, column))
    }

    /// Nothing is dragged any more.
    pub(super) fn cancel(self) {
        self.from.set_value(None);
        self.way.set(None);
        mark(None);
    }

    /// The line that is drawn.
    pub(super) fn line(self) -> AnyView {
        maybe(move || {
            let ((x, y), (to_x, to_y)) = self.way.get()?;
            Some(
                view! { <svg class="drawn" aria-hidden="true"><path class="edge near" d=format!("M{x} {y}L{to_x} {to_y}")/></svg> }
                    .into_any(),
            )
        })
    }
}

fn point(event: &ev::PointerEvent) -> Point {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The upper left corner of a column's line in the diagram.
fn corner((table, column): ColumnPlace) -> Option<Point> {
    let selector = format!(
        ".diagram [data-table='{table}'] [data-column='{column}'], .diagram [data-table='{table}'][data-column='{column}']"
    );
    let rectangle = document().query_selector(&selector).ok().flatten()?.get_bounding_client_rect();
    Some((rectangle.left(), rectangle.top()))
}

/// What is seen at a point.
fn below(point: Point) -> Option<Element> {
    document().element_from_point(point.0 as f32, point.1 as f32)
}

/// The column that an element is the line of, or inside of it.
fn column_of(element: &Element) -> Option<ColumnPlace> {
    Some((place_of(element, "data-table")?, place_of(element, "data-column")?))
}

/// Marks one line, and no other.
fn mark(line: Option<&Element>) {
    if let Ok(Some(marked)) = document().query_selector(".diagram .over") {
        let _ = marked.class_list().remove_1(OVER);
    }
    if let Some(line) = line {
        let _ = line.class_list().add_1(OVER);
    }
}
