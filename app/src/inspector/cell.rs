//! The cell that the keyboard is at: its whole value, and the way to the row that it refers to.

use generator::{Batch, cell_text};
use leptos::prelude::*;

use crate::{
    controls::{Button, maybe},
    language::t,
    numbers::grouped,
    workspace::{Cell, Chosen, Shown, View, Workspace},
};

/// What is known of a cell.
#[derive(Debug, Clone, PartialEq)]
struct Detail {
    row: u64,
    /// `None` is NULL.
    text: Option<String>,
    /// The table and the row that it refers to.
    parent: Option<(usize, u64)>,
}

/// The cell's value and size, while the rows are seen.
pub(super) fn detail() -> AnyView {
    let workspace = expect_context::<Workspace>();
    let detail = Memo::new(move |_| {
        if workspace.view.get() != View::Data {
            return None;
        }
        let cell = workspace.cells.get().active;
        let chosen = workspace.chosen.with(Chosen::head)?;
        if workspace.is_wrong(chosen) {
            return None;
        }
        workspace.shown.with(|shown| {
            let shown = shown.as_ref()?;
            // A hidden column has no cell.
            let is_its_own = shown.position_of(chosen) == Some(cell.column);
            is_its_own.then(|| look_at(shown, cell)).flatten()
        })
    });
    maybe(move || {
        let detail = detail.get()?;
        let size = detail.text.as_ref().map(|text| {
            let (characters, bytes) = (text.chars().count(), text.len());
            t!(
                "{0} {0|character|characters}, {1} {1|byte|bytes}",
                grouped(characters as u64),
                grouped(bytes as u64)
            )
        });
        let is_null = detail.text.is_none();
        let parent = detail.parent.map(|(table, row)| parent_button(workspace, table, row));
        Some(
            view! {
                <section class="cell-detail" aria-label=t!("Value")>
                    <h3>{t!("Row {0}", grouped(detail.row + 1))}</h3>
                    <p class="value" class:null=is_null>{detail.text.unwrap_or_else(|| "NULL".to_owned())}</p>
                    <p class="facts">{size}</p>
                    {parent}
                </section>
            }
            .into_any(),
        )
    })
}

fn parent_button(workspace: Workspace, table: usize, row: u64) -> AnyView {
    let name = workspace.spec.with_untracked(|spec| spec.tables.get(table).map(|table| table.name.clone()));
    let label = t!("Go to row {0} of {1}", grouped(row + 1), name.unwrap_or_default());
    view! {
        <p>
            {Button::new("", move || {
                workspace.select(table);
                workspace.wanted_row.set(Some(row));
            }).class("quiet").text(label).view()}
        </p>
    }
    .into_any()
}

/// Makes one row.
fn look_at(shown: &Shown, cell: Cell) -> Option<Detail> {
    let table = shown.table()?;
    let mut batch = Batch::new();
    table.batch(cell.row..cell.row.saturating_add(1), &mut batch);
    if batch.is_empty() {
        return None;
    }
    let text = cell_text(table, &batch, cell.column, 0);
    let parent = table.parent_row(&batch, cell.column, 0).filter(|_| text.is_some());
    Some(Detail { row: cell.row, text, parent })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use generator::Dataset;

    use super::*;
    use crate::workspace::example;

    #[test]
    fn a_reference_leads_to_its_row() {
        let dataset = Arc::new(Dataset::compile(&example()).unwrap());
        let shown = Shown { dataset: Arc::clone(&dataset), table: 1 };
        for row in [0, 17, 999_999_999] {
            let child = look_at(&shown, Cell { row, column: 1 }).unwrap();
            let (table, parent_row) = child.parent.unwrap();
            let parent = Shown { dataset: Arc::clone(&dataset), table };
            let key = look_at(&parent, Cell { row: parent_row, column: 0 }).unwrap();
            assert_eq!((table, key.text), (0, child.text));
        }
        assert_eq!(look_at(&shown, Cell { row: 0, column: 0 }).unwrap().parent, None);
        assert_eq!(look_at(&shown, Cell { row: 1_000_000_000, column: 0 }), None);
    }
}
