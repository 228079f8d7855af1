//! Finding and doing anything: commands, tables, columns, rows.

use leptos::prelude::*;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    controls::{Choice, Finder},
    language::{t, text},
    numbers::{grouped, parse_row, short},
    page::{Act, COMMANDS, Page, shown_keys},
    workspace::{Chosen, View, rule},
};

/// Columns of all tables that are found at the most.
const MOST_COLUMNS: usize = 2_000;

/// What a choice does.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Command(Act),
    Table(usize),
    Column(usize, usize),
    Row(u64),
}

/// Finds anything, and does it.
#[component]
pub(crate) fn PaletteDialog(open: RwSignal<Option<OpenDialog>>, page: Page) -> AnyView {
    let workspace = page.workspace;
    let query = RwSignal::new(String::new());
    let rows = workspace.shown.with_untracked(|shown| Some(shown.as_ref()?.table()?.rows())).unwrap_or(0);
    let fixed = StoredValue::new(fixed(page));
    // What is typed may be a row.
    let row = Memo::new(move |_| query.with(|query| parse_row(query, rows)).filter(|_| rows > 0));
    let all = Memo::new(move |_| {
        let row = row.get().map(|row| {
            let label = t!("Go to row {0}", grouped(row + 1));
            let words = query.get_untracked();
            (Choice { label, words, group: t!("Row"), ..Choice::default() }, Way::Row(row))
        });
        let fixed = fixed.get_value();
        row.into_iter().chain(fixed).collect::<Vec<_>>()
    });
    let finder = Finder {
        label: t!("Find or run anything"),
        query,
        first: 0,
        choices: Memo::new(move |_| all.with(|all| all.iter().map(|(choice, _)| choice.clone()).collect()))
            .into(),
        choose: Callback::new(move |index: usize| {
            let way = all.with_untracked(|all| all.get(index).map(|(_, way)| *way));
            open.set(None);
            let act = move || match way {
                Some(Way::Command(act)) => page.run(act),
                Some(Way::Table(table)) => workspace.select(table),
                Some(Way::Column(table, column)) => {
                    workspace.select(table);
                    workspace.chosen.set(Chosen::column(column));
                }
                Some(Way::Row(row)) => {
                    workspace.view.set(View::Data);
                    workspace.wanted_row.set(Some(row));
                }
                None => {}
            };
            // The dialog gives the focus back in the frame before.
            request_animation_frame(move || request_animation_frame(act));
        }),
    };
    view! { <Dialog title=t!("Find or run anything") open is_finder=true>{finder.view()}</Dialog> }.into_any()
}

/// What does not depend on what is typed.
fn fixed(page: Page) -> Vec<(Choice, Way)> {
    let commands = COMMANDS.iter().filter(|command| command.act != Act::Palette).map(|command| {
        let choice = Choice {
            label: text(command.label),
            detail: shown_keys(command.keys),
            group: t!("Commands"),
            words: command.label.to_owned(),
            is_muted: false,
        };
        (choice, Way::Command(command.act))
    });
    page.workspace.spec.with_untracked(|spec| {
        let tables = spec.tables.iter().enumerate().map(|(index, table)| {
            let detail = t!("{0} rows", short(table.rows));
            let choice =
                Choice { label: table.name.clone(), detail, group: t!("Tables"), ..Choice::default() };
            (choice, Way::Table(index))
        });
        let columns = spec.tables.iter().enumerate().flat_map(|(table_index, table)| {
            table.columns.iter().enumerate().map(move |(index, column)| {
                let choice = Choice {
                    label: format!("{}.{}", table.name, column.name),
                    detail: format!("{} · {}", column.sql_type, rule::in_words(column)),
                    group: t!("Columns"),
                    ..Choice::default()
                };
                (choice, Way::Column(table_index, index))
            })
        });
        commands.chain(tables).chain(columns.take(MOST_COLUMNS)).collect()
    })
}
