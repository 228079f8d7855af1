//! The inspector: the form of whatever is chosen, the dataset, a table, a column or several.

mod cell;
mod choices;
mod column;
mod completion;
mod dataset;
mod declared;
mod distribution;
mod field;
mod keys;
mod options;
mod several;
mod statistics;
mod table;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

pub(crate) use self::field::Field;
use crate::{
    controls::{maybe, when_there},
    language::t,
    page::Page,
    workspace::{Chosen, Workspace},
};

/// Types offered in the list of a type field.
const TYPES: [&str; 19] = [
    "boolean",
    "tinyint",
    "smallint",
    "int",
    "bigint",
    "decimal(10,2)",
    "double",
    "date",
    "time",
    "timestamp",
    "timestamp(6)",
    "timestamptz",
    "uuid",
    "char(10)",
    "varchar(40)",
    "varchar(255)",
    "text",
    "binary(16)",
    "json",
];

/// Which form is shown. Another column has the same form with other values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Dataset,
    Table,
    Column,
    Several,
    /// There is no table.
    Nothing,
}

/// The form of what is chosen.
#[component]
pub(crate) fn Inspector(page: Page) -> AnyView {
    let workspace = page.workspace;
    let form = Memo::new(move |_| {
        let selected = workspace.selected.get();
        let is_table = workspace.spec.with(|spec| selected < spec.tables.len());
        workspace.chosen.with(|chosen| match chosen {
            Chosen::Dataset => Form::Dataset,
            _ if !is_table => Form::Nothing,
            Chosen::Table => Form::Table,
            Chosen::Columns(_) if chosen.positions().len() > 1 => Form::Several,
            Chosen::Columns(_) => Form::Column,
        })
    });
    view! {
        <aside class="inspector" id="inspector" aria-label=t!("Details")>
            {maybe(move || match form.get() {
                Form::Table => Some(table::form()),
                Form::Nothing => Some(view! {
                    <p class="empty" data-path="tables" tabindex="-1">{t!("There are no tables yet. Add one, or import a CREATE TABLE statement.")}</p>
                }.into_any()),
                form => page.later.form(form, page),
            })}
        </aside>
    }
    .into_any()
}

/// A form that is not the one the page begins with. `pick` opens the picker of generators for the chosen columns.
pub(crate) fn later_form(which: Form, pick: Callback<()>) -> AnyView {
    match which {
        Form::Dataset => dataset::form(),
        Form::Column => column::form(pick),
        Form::Several => several::form(pick),
        Form::Table | Form::Nothing => ().into_any(),
    }
}

/// The types offered.
fn types() -> Signal<Vec<String>> {
    Signal::stored(TYPES.map(str::to_owned).to_vec())
}

/// Moves the focus to the first field of the form, once it is there; opens the inspector if it is closed.
pub(crate) fn focus_first_field(workspace: Workspace) {
    workspace.is_inspector_open.set(true);
    when_there("#inspector input, #inspector textarea, #inspector select", |field| {
        if let Some(input) = field.dyn_ref::<web_sys::HtmlElement>() {
            // A field that is not seen leaves the focus where it is.
            let _ = input.focus();
        }
        if let Some(input) = field.dyn_ref::<web_sys::HtmlInputElement>() {
            input.select();
        }
    });
}

#[cfg(test)]
mod tests {
    use generator::SqlType;

    use super::TYPES;

    #[test]
    fn every_offered_type_is_known() {
        for name in TYPES {
            assert_eq!(name.parse::<SqlType>().unwrap().to_string(), name);
        }
    }
}
