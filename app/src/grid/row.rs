//! A row on screen. Its elements stay and their texts change, all by one effect: an effect for each cell would be most of the
//! work of a frame.

use std::sync::Arc;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

use super::{
    Cell,
    window::{HeadColumn, Window},
};
use crate::numbers::grouped;

/// The row in a slot of the window.
#[component]
pub(super) fn Row(
    position: usize,
    window: Memo<Window>,
    columns: Memo<Arc<[HeadColumn]>>,
    active: RwSignal<Cell>,
) -> impl IntoView {
    let slot = position;
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<Drawn>| {
        let drawn = window.with(|window| Drawn::new(window, slot, columns.get(), active.get()));
        if let Some(element) = element.get() {
            // Cells that were made anew are drawn anew.
            let before = before.filter(|before| before.columns == drawn.columns);
            drawn.draw(&element, before.as_ref());
        }
        drawn
    });
    let number = move || window.with_untracked(|window| window.first + slot as u64);
    let Drawn { row, is_there, .. } =
        window.with_untracked(|window| Drawn::new(window, slot, Arc::default(), active.get_untracked()));
    view! {
        <div
            class=if row % 2 == 1 { "grid-row odd" } else { "grid-row" }
            role="row"
            aria-rowindex=row.saturating_add(2).to_string()
            hidden=!is_there
            node_ref=element
        >
            <div class="row-number" role="rowheader" aria-colindex="1">{grouped(row + 1)}</div>
            {move || columns.get().iter().enumerate().map(|(position, column)| {
                let text = window.with_untracked(|window| text(window, slot, position, column));
                let class = match (column.is_wrong, column.is_number, text.is_none()) {
                    (true, ..) => "cell wrong",
                    (false, false, false) => "cell",
                    (false, false, true) => "cell null",
                    (false, true, false) => "cell number",
                    (false, true, true) => "cell number null",
                };
                view! {
                    <div
                        class=class
                        id=format!("cell-{slot}-{position}")
                        role="gridcell"
                        aria-colindex=(position + 2).to_string()
                        on:click=move |_| active.set(Cell { row: number(), column: position })
                    >
                        {text.unwrap_or_else(|| NULL.to_owned())}
                    </div>
                }
            }).collect_view()}
        </div>
    }
}

const NULL: &str = "NULL";

/// The text of a cell; a column that is wrong has none.
fn text(window: &Window, slot: usize, position: usize, column: &HeadColumn) -> Option<String> {
    if column.is_wrong { Some(String::new()) } else { window.cell(slot, position).map(str::to_owned) }
}

/// What a row shows.
#[derive(Debug)]
struct Drawn {
    row: u64,
    is_there: bool,
    cells: Vec<Option<String>>,
    /// The column that the keyboard is at, if it is at this row.
    active: Option<usize>,
    columns: Arc<[HeadColumn]>,
}

impl Drawn {
    fn new(window: &Window, slot: usize, columns: Arc<[HeadColumn]>, active: Cell) -> Self {
        let row = window.first + slot as u64;
        let cells = columns
            .iter()
            .enumerate()
            .map(|(position, column)| text(window, slot, position, column))
            .collect();
        let active = Some(active.column).filter(|_| active.row == row);
        Self { row, is_there: window.has(slot), cells, active, columns }
    }

    /// Changes what differs from what was drawn before.
    fn draw(&self, element: &web_sys::HtmlElement, before: Option<&Self>) {
        if before.is_none_or(|before| before.is_there != self.is_there) {
            element.set_hidden(!self.is_there);
        }
        let children = element.children();
        if before.is_none_or(|before| before.row != self.row) {
            set_attribute(element, "aria-rowindex", &self.row.saturating_add(2).to_string());
            set_class(element, "odd", self.row % 2 == 1);
            if let Some(number) = children.item(0) {
                set_text(&number, &grouped(self.row + 1));
            }
        }
        for (column, text) in self.cells.iter().enumerate() {
            let (old_text, was_active) = match before {
                Some(before) => (before.cells.get(column), before.active == Some(column)),
                None => (None, false),
            };
            let is_active = self.active == Some(column);
            let is_new = old_text != Some(text);
            if !is_new && was_active == is_active && before.is_some() {
                continue;
            }
            let Some(cell) = children.item(column as u32 + 1) else { continue };
            if is_new {
                set_text(&cell, text.as_deref().unwrap_or(NULL));
                if before.is_none() || old_text.is_some_and(|old| old.is_none() != text.is_none()) {
                    set_class(&cell, "null", text.is_none());
                }
            }
            set_class(&cell, "active", is_active);
        }
    }
}

/// Changes the text node that the view made: the view keeps it, and may change it again.
fn set_text(element: &web_sys::Element, text: &str) {
    match element.first_child() {
        Some(node) if node.is_instance_of::<web_sys::Text>() => node.set_node_value(Some(text)),
        _ => element.set_text_content(Some(text)),
    }
}

fn set_attribute(element: &web_sys::Element, name: &str, value: &str) {
    // Only names that are no names are refused.
    let _ = element.set_attribute(name, value);
}

fn set_class(element: &web_sys::Element, class: &str, is_set: bool) {
    // Only empty names and names with spaces are refused.
    let _ = element.class_list().toggle_with_force(class, is_set);
}
