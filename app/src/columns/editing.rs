//! Typing into a cell of the list.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast as _;

use super::lines::{Attribute, cell_id};
use crate::{
    controls::maybe,
    language::t,
    numbers::percent_text,
    workspace::{Choosing, Chosen, Workspace},
};

/// The cell that is typed into, and where it is.
#[derive(Debug, Clone, PartialEq)]
struct Open {
    table: usize,
    position: usize,
    attribute: Attribute,
    /// Left, top, width and height in the frame, in CSS pixels.
    area: [f64; 4],
}

/// The one field of the list. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Editing {
    workspace: Workspace,
    active: RwSignal<Attribute>,
    open: RwSignal<Option<Open>>,
    text: RwSignal<String>,
    refused: RwSignal<Option<String>>,
}

impl Editing {
    pub(super) fn new(workspace: Workspace, active: RwSignal<Attribute>) -> Self {
        Self {
            workspace,
            active,
            open: RwSignal::new(None),
            text: RwSignal::default(),
            refused: RwSignal::new(None),
        }
    }

    /// Opens the field over the active cell, once that is drawn.
    pub(super) fn begin(self) {
        // A new line is drawn in the first frame, and brought on screen in the second.
        request_animation_frame(move || request_animation_frame(move || self.begin_now()));
    }

    fn begin_now(self) {
        // Another view may be seen by now.
        let Some(attribute) = self.active.try_get_untracked() else { return };
        let Some(position) = self.workspace.chosen.with_untracked(Chosen::head) else { return };
        let cell = document().get_element_by_id(&cell_id(position, attribute));
        let frame = document().query_selector(".sheet-frame").ok().flatten();
        let (Some(cell), Some(frame), true) = (cell, frame, attribute.is_typed()) else { return };
        let (left, top) = (f64::from(frame.scroll_left()), f64::from(frame.scroll_top()));
        let (cell, frame) = (cell.get_bounding_client_rect(), frame.get_bounding_client_rect());
        let area =
            [cell.left() - frame.left() + left, cell.top() - frame.top() + top, cell.width(), cell.height()];
        let value = untrack(|| self.value(position, attribute));
        self.text.set(value);
        self.refuse(None);
        let table = self.workspace.selected.get_untracked();
        self.open.set(Some(Open { table, position, attribute, area }));
    }

    /// The field in the document.
    pub(super) fn view(self) -> AnyView {
        let element = NodeRef::<html::Input>::new();
        Effect::new(move |_| {
            // Another table has other columns at the same places.
            let (table, _) = (self.workspace.selected.get(), self.workspace.shown_since.get());
            if self.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.table != table)) {
                self.refuse(None);
                self.open.set(None);
            }
        });
        Effect::new(move |_| {
            if let Some(input) = element.get() {
                input.set_value(&self.text.get_untracked());
                // A field that is there takes the focus.
                let _ = input.focus();
                input.select();
            }
        });
        let on_key = move |event: ev::KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            match event.key().as_str() {
                "Enter" if self.apply() => {
                    self.close();
                    self.go_to_line(if event.shift_key() { -1 } else { 1 });
                }
                "Tab" if self.apply() => {
                    if self.go_on(event.shift_key()) {
                        self.begin();
                    }
                }
                "Escape" => self.close(),
                "Enter" | "Tab" => {}
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        };
        maybe(move || {
            let Open { area: [left, top, width, height], attribute, .. } = self.open.get()?;
            let label = match attribute {
                Attribute::Name => t!("Name"),
                Attribute::Type => t!("Type"),
                _ => t!("NULL %"),
            };
            Some(
                view! {
                    <div
                        class="sheet-editor"
                        style:left=format!("{left}px")
                        style:top=format!("{top}px")
                        style:min-width=format!("{width}px")
                    >
                        <input
                            style:height=format!("{height}px")
                            aria-label=label
                            aria-invalid=move || self.refused.with(Option::is_some).to_string()
                            autocomplete="off"
                            spellcheck="false"
                            prop:value=move || self.text.get()
                            on:input:target=move |event| self.text.set(event.target().value())
                            on:keydown=on_key
                            on:blur=move |_| {
                                if self.open.try_get_untracked().flatten().is_some() && self.apply() {
                                    self.open.set(None);
                                }
                            }
                            node_ref=element
                        />
                        {maybe(move || self.refused.get().map(|message| view! {
                            <p class="problem" role="alert">{message}</p>
                        }.into_any()))}
                    </div>
                }
                .into_any(),
            )
        })
    }

    /// Applies what was typed; false if it cannot be, and stays.
    fn apply(self) -> bool {
        let Some(open) = self.open.get_untracked() else { return true };
        // A column of another table is not the one that was typed into.
        if open.table != self.workspace.selected.get_untracked() {
            self.refuse(None);
            return true;
        }
        let text = self.text.get_untracked();
        if text == untrack(|| self.value(open.position, open.attribute)) {
            self.refuse(None);
            return true;
        }
        let positions = [open.position];
        let result = match open.attribute {
            Attribute::Name => self.workspace.rename_column(open.position, &text),
            Attribute::Type => self.workspace.set_type(&positions, &text),
            _ => self.workspace.set_null(&positions, &text, false),
        };
        self.refuse(result.err());
        self.refused.with_untracked(Option::is_none)
    }

    /// Notes why what was typed cannot be applied, also for whoever saves.
    fn refuse(self, reason: Option<String>) {
        let place = self.open.get_untracked().map(|open| {
            let attribute = match open.attribute {
                Attribute::Name => "name",
                Attribute::Type => "type",
                _ => "null",
            };
            format!("tables[{}].columns[{}].{attribute}", open.table, open.position)
        });
        if let Some(place) = place {
            self.workspace.refused.update(|all| match &reason {
                Some(reason) => {
                    all.insert(place, reason.clone());
                }
                None => {
                    all.remove(&place);
                }
            });
        }
        self.refused.set(reason);
    }

    fn value(self, position: usize, attribute: Attribute) -> String {
        self.workspace.with_column(position, |column| match attribute {
            Attribute::Name => column.name.clone(),
            Attribute::Type => column.sql_type.to_string(),
            _ => percent_text(column.null_fraction),
        })
    }

    /// Goes to another line.
    fn go_to_line(self, by: isize) -> bool {
        let last = untrack(|| self.workspace.with_table(|table| table.columns.len())).saturating_sub(1);
        let at = self.workspace.chosen.with_untracked(Chosen::head).unwrap_or_default();
        let to = at.saturating_add_signed(by).min(last);
        self.workspace.chosen.update(|chosen| *chosen = chosen.choose(to, Choosing::Only));
        to != at
    }

    /// Goes on to the next cell that is typed into, or the one before; false behind the last.
    fn go_on(self, is_back: bool) -> bool {
        self.close();
        let typed: Vec<Attribute> =
            Attribute::ALL.into_iter().filter(|attribute| attribute.is_typed()).collect();
        let now = self.active.get_untracked();
        let at = typed.iter().position(|attribute| *attribute == now).unwrap_or_default();
        let next = if is_back { at.checked_sub(1) } else { Some(at + 1).filter(|next| *next < typed.len()) };
        if let Some(next) = next {
            self.active.set(typed[next]);
            return true;
        }
        let is_there = self.go_to_line(if is_back { -1 } else { 1 });
        if is_there {
            self.active.set(typed[if is_back { typed.len() - 1 } else { 0 }]);
        }
        is_there
    }

    /// Ends typing where the list moves away below the field, unless what was typed cannot be applied.
    pub(super) fn on_scroll(self) {
        if self.open.with_untracked(Option::is_some) && self.apply() {
            self.open.set(None);
        }
    }

    fn close(self) {
        self.refuse(None);
        self.open.set(None);
        let sheet = document().get_element_by_id("sheet");
        if let Some(sheet) = sheet.and_then(|sheet| sheet.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A list that is seen takes the focus.
            let _ = sheet.focus();
        }
    }
}
