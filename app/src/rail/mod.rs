//! The rail: the dataset and its tables, with a filter.

use std::collections::BTreeMap;

use generator::{DatasetSpec, Problem};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use crate::{
    controls::{Button, ListBox, after_key, text, toolbar},
    grid::push_escaped,
    language::t,
    numbers::short,
    workspace::{Chosen, Workspace, places},
};

/// The element that has the keyboard.
const LIST: &str = "tables";

/// A table as the rail shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Its position among all tables.
    table: usize,
    name: String,
    rows: u64,
    /// How many problems it has.
    problems: usize,
}

/// The dataset and its tables.
#[component]
pub(crate) fn Rail() -> AnyView {
    let workspace = expect_context::<Workspace>();
    let filter = RwSignal::new(String::new());
    let entries = Memo::new(move |_| {
        let problems = workspace.problems.with(|problems| count_by_table(problems));
        workspace.spec.with(|spec| filter.with(|filter| find(spec, filter, &problems)))
    });
    let items = Memo::new(move |_| entries.with(|entries| entries.iter().map(html).collect::<Vec<_>>()));
    let items: Signal<Vec<String>> = items.into();
    let active = Signal::derive(move || {
        let selected = workspace.selected.get();
        entries.with(|entries| entries.iter().position(|entry| entry.table == selected))
    });
    let select = Callback::new(move |position: usize| {
        let table = entries.with_untracked(|entries| entries.get(position).map(|entry| entry.table));
        if let Some(table) = table {
            workspace.select(table);
        }
    });
    let step = move |event: &ev::KeyboardEvent| {
        let count = entries.with_untracked(Vec::len);
        let to = match event.key().as_str() {
            "Home" => (count > 0).then_some(0),
            "End" => count.checked_sub(1),
            key => after_key(active.get_untracked(), key, count),
        };
        if let Some(to) = to {
            select.run(to);
            event.prevent_default();
        }
    };
    let on_list_key = move |event: &ev::KeyboardEvent| {
        if event.key() == "Enter" {
            workspace.chosen.set(Chosen::Table);
            crate::inspector::focus_first_field(workspace);
            event.prevent_default();
        } else {
            step(event);
        }
    };
    let list = ListBox {
        id: LIST,
        label: t!("Tables"),
        items,
        active,
        choose: select,
        takes_focus: false,
        on_key: Callback::new(move |event: ev::KeyboardEvent| on_list_key(&event)),
    };
    // Home and End are for the text.
    let on_filter_key = Callback::new(move |event: ev::KeyboardEvent| {
        if !event.is_composing() && !matches!(event.key().as_str(), "Home" | "End") {
            on_list_key(&event);
        }
    });
    let is_dataset = Signal::derive(move || workspace.chosen.with(|chosen| *chosen == Chosen::Dataset));
    let dataset = Button::new("Dataset", move || workspace.chosen.set(Chosen::Dataset))
        .class("quiet rail-dataset")
        .pressed(move || is_dataset.get());
    let add = Button::new("Add table", move || {
        filter.set(String::new());
        workspace.add_table();
        crate::inspector::focus_first_field(workspace);
    });
    view! {
        <nav class="rail" aria-label=t!("Schema")>
            {toolbar("rail-actions", t!("Schema"), view! {
                {dataset.view()}
                {add.id("add-table").class("quiet").view()}
            }.into_any())}
            <input
                id="filter-tables"
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=t!("Filter the tables")
                placeholder=t!("Filter the tables")
                aria-controls=LIST
                prop:value=move || filter.get()
                on:input:target=move |event| filter.set(event.target().value())
                aria-activedescendant=move || active.get().map(|active| ListBox::item_id(LIST, active))
                role="combobox"
                aria-expanded="true"
                on:keydown=move |event| on_filter_key.run(event)
            />
            {list.view()}
            <p class="facts">
                {text(move || {
                    let all = workspace.spec.with(|spec| spec.tables.len());
                    let found = entries.with(Vec::len);
                    if found == all { String::new() } else { t!("{0} of {1} tables", found, all) }
                })}
            </p>
            <a class="reader" href="/api/docs/" target="_blank" rel="noopener">"API"</a>
        </nav>
    }
    .into_any()
}

/// Moves the focus to the tables.
pub(crate) fn focus() {
    request_animation_frame(|| focus_now(LIST));
}

/// Moves the focus to the filter.
pub(crate) fn focus_filter() {
    focus_now("filter-tables");
}

fn focus_now(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that is not seen leaves the focus where it is.
        let _ = element.focus();
    }
}

/// How many problems each table has.
fn count_by_table(problems: &[Problem]) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for table in problems.iter().filter_map(|problem| places::table(&problem.path)) {
        *counts.entry(table).or_default() += 1;
    }
    counts
}

/// The tables whose names, or those of whose columns, have a text in them; all for an empty one.
fn find(spec: &DatasetSpec, filter: &str, problems: &BTreeMap<usize, usize>) -> Vec<Entry> {
    let filter = filter.trim().to_lowercase();
    let has = |name: &str| name.to_lowercase().contains(&filter);
    let tables = spec.tables.iter().enumerate();
    let found = tables.filter(|(_, table)| {
        filter.is_empty() || has(&table.name) || table.columns.iter().any(|column| has(&column.name))
    });
    let entry = |(index, table): (usize, &generator::TableSpec)| Entry {
        table: index,
        name: table.name.clone(),
        rows: table.rows,
        problems: problems.get(&index).copied().unwrap_or_default(),
    };
    found.map(entry).collect()
}

fn html(entry: &Entry) -> String {
    let mut html = "<span class=\"table-entry\"><span class=\"table-name\">".to_owned();
    push_escaped(&mut html, &entry.name);
    html.push_str("</span>");
    if entry.problems > 0 {
        html.push_str(&format!("<span class=\"count-of-problems\">✕ {}</span>", entry.problems));
    }
    html.push_str(&format!("<span class=\"short-count\">{}</span></span>", short(entry.rows)));
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::example;

    #[test]
    fn tables_are_found_by_their_names_and_their_columns() {
        let spec = example();
        let names = |filter: &str| {
            let found = find(&spec, filter, &BTreeMap::from([(1, 2)]));
            found.into_iter().map(|entry| entry.name).collect::<Vec<_>>()
        };
        assert_eq!(names(""), ["customer", "purchase"]);
        assert_eq!(names(" CUST "), ["customer", "purchase"]);
        assert_eq!(names("paid"), ["purchase"]);
        assert!(names("zebra").is_empty());
    }

    #[test]
    fn an_entry_says_how_many_rows_and_problems() {
        let html = html(&find(&example(), "purchase", &BTreeMap::from([(1, 2)]))[0]);
        assert!(html.contains("✕ 2") && html.contains("1 B"), "{html}");
    }
}
