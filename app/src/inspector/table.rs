//! The form of a table.

use generator::{PartitionRange, PartitionSpec, SqlType, TableSpec, primary_key};
use leptos::prelude::*;

use super::{Field, field::problem_at, keys};
use crate::{
    controls::{Button, maybe},
    language::{label, t, text},
    numbers::{COUNT, grouped, parse_count},
    workspace::{Chosen, Step, Workspace},
};

/// Lengths of a partition's range, by their names in the page's markup.
const RANGES: [(&str, &str, PartitionRange); 3] = [
    ("day", label!("day"), PartitionRange::Day),
    ("month", label!("month"), PartitionRange::Month),
    ("year", label!("year"), PartitionRange::Year),
];

/// Name, rows, keys, indexes, partitions.
pub(super) fn form() -> AnyView {
    let workspace = expect_context::<Workspace>();
    let path = move |field: &'static str| {
        Signal::derive(move || format!("tables[{}].{field}", workspace.selected.get()))
    };
    let name = Signal::derive(move || workspace.with_table(|table| table.name.clone()));
    let field = move |label: String,
                      field: &'static str,
                      read: fn(&TableSpec) -> String,
                      write: fn(&mut TableSpec, &str) -> Result<(), String>| {
        let step = label.clone();
        let apply = move |text: String| {
            let mut result = Ok(());
            workspace.edit_table(Step::typed(step.clone(), field), |table| result = write(table, &text));
            result
        };
        Field::new(label, path(field), move || workspace.with_table(read), apply).identity(name)
    };
    view! {
        <h2>{t!("Table")}</h2>
        <div class="fields">
            {Field::new(t!("Name"), path("name"), move || name.get(), move |text| workspace.rename_table(&text))
                .identity(name).when_left().id("table-name").view()}
            {field(t!("Rows"), "rows", |table| grouped(table.rows), |table, typed| {
                table.rows = parse_count(typed).ok_or_else(|| text(COUNT))?;
                Ok(())
            }).grouped().id("table-rows").view()}
            {key_field(workspace, path("primary_key"))}
            {field(t!("Columns of the key"), "primary_key", |table| table.primary_key.join(", "), |table, text| {
                table.primary_key = keys::parse(table, text)?.concat();
                Ok(())
            }).when_left().view()}
            {maybe(move || shares_order(workspace).then(|| view! {
                <p class="facts">{t!("The columns of a key of several are drawn together: a change to one changes the values of the others.")}</p>
            }.into_any()))}
            {field(t!("Unique groups, one a line"), "unique", |table| keys::lines(&table.unique), |table, text| {
                table.unique = keys::parse(table, text)?;
                Ok(())
            }).when_left().multiline(true).view()}
            {field(t!("Indexes, one a line"), "indexes", |table| keys::lines(&table.indexes), |table, text| {
                table.indexes = keys::parse(table, text)?;
                Ok(())
            }).when_left().multiline(true).view()}
            {partition_fields(workspace, path("partition_by"))}
            {field(t!("Comment"), "comment", |table| table.comment.clone(), |table, text| {
                text.clone_into(&mut table.comment);
                Ok(())
            }).multiline(true).view()}
        </div>
        {problem_at(Signal::derive(move || format!("tables[{}].columns", workspace.selected.get())), true)}
        <div class="inspector-actions">
            {Button::new("Add column", move || {
                workspace.add_column();
                super::focus_first_field(workspace);
            }).id("add-column").view()}
            {Button::new("Duplicate table", move || workspace.duplicate_table()).class("quiet").view()}
            {Button::new("Remove table", move || {
                workspace.remove_table();
                crate::rail::focus();
            }).class("quiet danger").view()}
        </div>
    }
    .into_any()
}

/// Whether each column of a key takes a digit of one number.
fn shares_order(workspace: Workspace) -> bool {
    workspace
        .with_table(|table| [&table.primary_key].into_iter().chain(&table.unique).any(|key| key.len() > 1))
}

/// The primary key as a choice of kinds.
fn key_field(workspace: Workspace, path: Signal<String>) -> AnyView {
    let kind = Memo::new(move |_| {
        let selected = workspace.selected.get();
        workspace.spec.with(|spec| spec.tables.get(selected).map_or("none", primary_key::kind))
    });
    let has_own = Memo::new(move |_| workspace.with_table(primary_key::has_own));
    let option = move |kind_option: &'static primary_key::KeyKind| {
        let is_out = Signal::derive(move || kind_option.name == "own" && !has_own.get());
        view! {
            <option value=kind_option.name selected=kind.get_untracked() == kind_option.name hidden=is_out disabled=is_out>
                {text(kind_option.label)}
            </option>
        }
        .into_any()
    };
    view! {
        <label class="field">
            <span>{t!("Primary key")}</span>
            <select
                id="primary-key"
                data-path=path
                prop:value=move || kind.get()
                on:change:target=move |event| {
                    let (selected, chosen) = (workspace.selected.get_untracked(), event.target().value());
                    let step = Step::once(t!("primary key"));
                    workspace.edit(step, |spec| primary_key::set_kind(spec, selected, &chosen));
                    workspace.chosen.set(Chosen::Table);
                }
            >
                {primary_key::KINDS.iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// The column by whose dates the table is partitioned, and the length of a range.
fn partition_fields(workspace: Workspace, path: Signal<String>) -> AnyView {
    let columns = Memo::new(move |_| {
        workspace.with_table(|table| {
            let dates = table
                .columns
                .iter()
                .filter(|column| matches!(column.sql_type, SqlType::Date | SqlType::Timestamp { .. }));
            dates.map(|column| column.name.clone()).collect::<Vec<_>>()
        })
    });
    let column = Memo::new(move |_| {
        workspace.with_table(|table| {
            table.partition_by.as_ref().map(|partition| partition.column.clone()).unwrap_or_default()
        })
    });
    let range = Memo::new(move |_| {
        let range =
            workspace.with_table(|table| table.partition_by.as_ref().map(|partition| partition.range));
        RANGES.iter().find(|(_, _, found)| Some(*found) == range).map_or("month", |(name, _, _)| *name)
    });
    let set = move |column: String, range: &str| {
        let range =
            RANGES.iter().find(|(name, _, _)| *name == range).map_or(PartitionRange::Month, |found| found.2);
        workspace.edit_table(Step::once(t!("partitions")), |table| {
            table.partition_by = (!column.is_empty()).then_some(PartitionSpec { column, range });
        });
    };
    let option = move |name: String| {
        let is_chosen = column.get_untracked() == name;
        view! { <option value=name.clone() selected=is_chosen>{name.clone()}</option> }.into_any()
    };
    view! {
        <div class="fields-row even">
            <label class="field">
                <span>{t!("Partitioned by")}</span>
                <select data-path=path prop:value=move || { columns.track(); column.get() } on:change:target=move |event| set(event.target().value(), range.get_untracked())>
                    <option value="">{t!("no column")}</option>
                    {crate::controls::several(move || columns.get().into_iter().map(option).collect())}
                </select>
            </label>
            <label class="field">
                <span>{t!("a range is a")}</span>
                <select
                    disabled=move || column.with(String::is_empty)
                    prop:value=move || range.get()
                    on:change:target=move |event| set(column.get_untracked(), &event.target().value())
                >
                    {RANGES.map(|(name, label, _)| view! {
                        <option value=name selected=range.get_untracked() == name>{text(label)}</option>
                    }).collect_view()}
                </select>
            </label>
        </div>
        {problem_at(path, false)}
    }
    .into_any()
}
