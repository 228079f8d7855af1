//! What is looked at, in the last part of the address: the table, the view, the column, the row. Whoever opens the address looks at the same,
//! and so does one who comes back to it. Another table or view is a step that the browser goes back from.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use super::Page;
use crate::{
    percent::percent_encoded,
    workspace::{Chosen, Saved, View, Workspace},
};

/// The views by their names in an address; the rows need none.
const VIEWS: [(&str, View); 3] =
    [("columns", View::Columns), ("relations", View::Relations), ("sql", View::Sql)];

/// A place on the page. What is not said is where the page begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Place {
    table: Option<String>,
    view: Option<View>,
    column: Option<String>,
    /// Counted from 1, as the page shows it.
    row: Option<u64>,
}

impl Place {
    /// As the last part of an address, with its sign; empty where the page begins.
    fn written(&self) -> String {
        let view =
            VIEWS.iter().find(|(_, view)| self.view == Some(*view)).map(|(name, _)| (*name).to_owned());
        let parts = [
            ("table", self.table.clone()),
            ("view", view),
            ("column", self.column.clone()),
            ("row", self.row.map(|row| row.to_string())),
        ];
        let parts = parts.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        let parts: Vec<String> =
            parts.map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
        if parts.is_empty() { String::new() } else { format!("#{}", parts.join("&")) }
    }

    /// What is looked at.
    fn of(workspace: Workspace) -> Self {
        let (selected, view) = (workspace.selected.get(), workspace.view.get());
        let column = workspace.chosen.with(Chosen::head);
        let row = workspace.cells.with(|cells| cells.active.row);
        workspace.spec.with(|spec| {
            let table = spec.tables.get(selected);
            // Rows that are no more are not looked at.
            let row = row.min(table.map_or(0, |table| table.rows.saturating_sub(1)));
            Self {
                table: table.filter(|_| selected > 0).map(|table| table.name.clone()),
                view: (view != View::Data).then_some(view),
                column: column.and_then(|column| Some(table?.columns.get(column)?.name.clone())),
                row: (row > 0).then_some(row + 1),
            }
        })
    }

    /// The place that the last part of an address names.
    fn read(hash: &str) -> Self {
        let parts = UrlSearchParams::new_with_str(hash.trim_start_matches('#'));
        parts.map_or_else(|_| Self::default(), |parts| Self::of_parts(|name| parts.get(name)))
    }

    fn of_parts(part: impl Fn(&str) -> Option<String>) -> Self {
        let view = part("view");
        Self {
            table: part("table"),
            view: VIEWS.iter().find(|(name, _)| view.as_deref() == Some(*name)).map(|(_, view)| *view),
            column: part("column"),
            row: part("row").and_then(|row| row.parse().ok()).filter(|row| *row > 0),
        }
    }
}

/// How long what is looked at rests before the address says it: browsers refuse who changes it all the time.
const REST: Duration = Duration::from_millis(300);

/// What makes a step of the browser's history: a table, by its position, and a view.
type Step = (usize, View);

/// The step that the address is of, and what waits to say what is looked at. A copy is the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    step: StoredValue<Step>,
    waiting: StoredValue<Option<TimeoutHandle>>,
}

impl Steps {
    /// Where the page begins.
    pub(super) fn new() -> Self {
        Self { step: StoredValue::new((0, View::Data)), waiting: StoredValue::new(None) }
    }
}

/// How the browser's history takes an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// The one that is there has it from now on.
    Same,
    /// It is another, in front of the one that is there.
    Next,
}

/// Keeps the address at what is looked at, once what it names is shown.
pub(super) fn follow(page: Page) {
    let workspace = page.workspace;
    page.go_to_place(&hash());
    let place = Memo::new(move |_| (step(workspace), Place::of(workspace)));
    Effect::new(move |before: Option<(Step, Place)>| {
        // Saved, the dataset has another address, and is looked at as before.
        workspace.saved.track();
        let now = place.get();
        // Whoever goes back comes to the row and the column that were left, also if they had not rested.
        if let Some((left, place)) = before
            && left != now.0
            && left == page.steps.step.get_value()
        {
            write(workspace, &place.written(), Entry::Same);
        }
        page.show_place_soon();
        now
    });
}

/// What is looked at, as the last part of an address.
pub(super) fn written(workspace: Workspace) -> String {
    untrack(|| Place::of(workspace)).written()
}

/// The part of the address that names a place, with its sign.
pub(super) fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

fn step(workspace: Workspace) -> Step {
    (workspace.selected.get(), workspace.view.get())
}

/// Has the address name a place, which is written as its last part.
fn write(workspace: Workspace, place: &str, entry: Entry) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    // While another dataset is being opened, what is looked at is not of this address.
    if place == hash() || workspace.saved.with_untracked(Saved::path) != path {
        return;
    }
    let address = path + &location.search().unwrap_or_default() + place;
    // A browser that refuses leaves the old address, which is no harm.
    let _ = window().history().and_then(|history| match entry {
        Entry::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
        Entry::Next => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
    });
}

impl Page {
    /// Has the address say what is looked at when that has rested.
    fn show_place_soon(self) {
        let waiting = set_timeout_with_handle(move || self.show_place(), REST).ok();
        if let Some(Some(before)) =
            self.steps.waiting.try_update_value(|known| std::mem::replace(known, waiting))
        {
            before.clear();
        }
    }

    /// Has the address say what is looked at.
    fn show_place(self) {
        let now = untrack(|| step(self.workspace));
        let entry = if self.steps.step.get_value() == now { Entry::Same } else { Entry::Next };
        self.steps.step.set_value(now);
        write(self.workspace, &written(self.workspace), entry);
    }

    /// Shows a place of the dataset that is there, as an address names it; what is not there is left out.
    pub(super) fn go_to_place(self, hash: &str) {
        let place = Place::read(hash);
        let workspace = self.workspace;
        let (table, column, rows) = workspace.spec.with_untracked(|spec| {
            let named = |name: &String| spec.tables.iter().position(|table| table.name == *name);
            // One that has another name by now is most likely the one that is shown.
            let shown = workspace.selected.get_untracked();
            let index = place.table.as_ref().map_or(0, |name| named(name).unwrap_or(shown));
            let table = spec.tables.get(index);
            let of = |name: &String| table?.columns.iter().position(|column| column.name == *name);
            (index, place.column.as_ref().and_then(of), table.map_or(0, |table| table.rows))
        });
        if table != workspace.selected.get_untracked() {
            workspace.select(table);
        }
        let chosen = workspace.chosen.get_untracked();
        match column {
            Some(column) => workspace.chosen.set(Chosen::column(column)),
            None if chosen.head().is_some() => workspace.chosen.set(Chosen::Table),
            None => {}
        }
        workspace.view.set(place.view.unwrap_or(View::Data));
        let row = place.row.unwrap_or(1).min(rows).saturating_sub(1);
        if row != workspace.cells.with_untracked(|cells| cells.active.row) {
            workspace.wanted_row.set(Some(row));
        }
        // It is the step that the browser went to, and no other.
        self.steps.step.set_value(untrack(|| step(workspace)));
        // What it names and is not there is not to stay in the address.
        self.show_place_soon();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_as_an_address_takes_it() {
        assert_eq!(Place::default().written(), "");
        let place = Place {
            table: Some("주문 & more".to_owned()),
            view: Some(View::Sql),
            column: None,
            row: Some(1_000_000_000),
        };
        assert_eq!(place.written(), "#table=%EC%A3%BC%EB%AC%B8%20%26%20more&view=sql&row=1000000000");
        assert_eq!(Place { view: Some(View::Data), ..Place::default() }.written(), "");
    }

    #[test]
    fn an_address_that_names_no_place_is_the_beginning() {
        let read = |name: &'static str, value: &'static str| {
            Place::of_parts(|asked| (asked == name).then(|| value.to_owned()))
        };
        for (name, value) in
            [("", ""), ("view", "data"), ("row", "0"), ("row", "-1"), ("row", "x"), ("view", "")]
        {
            assert_eq!(read(name, value), Place::default(), "{name}={value}");
        }
        assert_eq!(read("view", "columns").view, Some(View::Columns));
        assert_eq!(read("row", "7").row, Some(7));
    }
}
