//! The form of several columns: what can be said of all of them at once.

use generator::ColumnSpec;
use leptos::prelude::*;

use super::{Field, column::actions, types};
use crate::{
    controls::{check_field, text},
    language::t,
    numbers::percent_text,
    workspace::{Chosen, Workspace},
};

/// Type, generator, NULLs and flags of the chosen columns. A field is empty where they differ.
pub(super) fn form(pick: Callback<()>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let positions = Memo::new(move |_| workspace.chosen.with(Chosen::positions));
    let same = move |read: fn(&ColumnSpec) -> String| {
        let values = positions.with(|positions| {
            positions.iter().map(|position| workspace.with_column(*position, read)).collect::<Vec<_>>()
        });
        let first = values.first().cloned().unwrap_or_default();
        if values.iter().all(|value| *value == first) { first } else { String::new() }
    };
    // Problems are told by the columns' own forms.
    let at = |path: &'static str| Signal::stored(path.to_owned());
    let check = move |label: String, read: fn(&ColumnSpec) -> bool, write: fn(&mut ColumnSpec, bool)| {
        let step = label.clone();
        check_field(
            Signal::stored(label),
            "check",
            Signal::derive(move || {
                positions
                    .with(|positions| positions.iter().all(|position| workspace.with_column(*position, read)))
            }),
            Callback::new(move |is_set| {
                let positions = positions.get_untracked();
                workspace.edit_columns(&step, None, &positions, &|column| write(column, is_set));
            }),
            None,
        )
    };
    view! {
        <h2>{text(move || t!("{0} columns", positions.with(Vec::len)))}</h2>
        <div class="fields">
            {Field::new(
                t!("Type"),
                at("several.type"),
                move || same(|column| column.sql_type.to_string()),
                move |text| workspace.set_type(&positions.get_untracked(), &text),
            ).suggestions(types()).when_left().view()}
            <div class="field">
                <span>{t!("Generator")}</span>
                <button type="button" class="generator" id="generator" aria-haspopup="dialog" on:click=move |_| pick.run(())>
                    {t!("Choose one for all…")}
                </button>
            </div>
            {Field::new(
                t!("NULL %"),
                at("several.null"),
                move || same(|column| percent_text(column.null_fraction)),
                move |text| workspace.set_null(&positions.get_untracked(), &text, true),
            ).view()}
            <div class="checks">
                {check(t!("Unique"), |column| column.unique, |column, set| column.unique = set)}
                {check(t!("Hidden"), |column| column.hidden, |column, set| column.hidden = set)}
            </div>
        </div>
        {actions(workspace)}
    }
    .into_any()
}
