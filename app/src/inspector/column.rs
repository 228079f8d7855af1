//! The form of a column.

use generator::{ColumnSpec, SamplerSpec, SqlType};
use leptos::prelude::*;

use super::{
    Field, cell, declared, distribution, field::problem_at, options::option_fields, statistics, types,
};
use crate::{
    controls::{Button, check_field, maybe, select_field},
    language::{label, t, text},
    numbers::percent_text,
    workspace::{Chosen, Workspace, rule},
};

/// How rows take values, by the names in a spec; the first is what the generator does by itself.
const SAMPLERS: [(&str, &str, Option<SamplerSpec>); 4] = [
    ("", label!("as its generator does"), None),
    ("uniform", label!("any, equally likely"), Some(SamplerSpec::Uniform)),
    ("shuffled", label!("each once, shuffled"), Some(SamplerSpec::Shuffled)),
    ("in_order", label!("one after the other"), Some(SamplerSpec::InOrder)),
];

/// Name, type, generator with its options, and what the database is told.
pub(super) fn form(pick: Callback<()>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let position = Memo::new(move |_| workspace.chosen.with(Chosen::head).unwrap_or_default());
    let position: Signal<usize> = position.into();
    let name = Signal::derive(move || workspace.with_column(position.get(), |column| column.name.clone()));
    let path = move |field: &'static str| {
        Signal::derive(move || format!("{}{field}", workspace.column_path(position.get())))
    };
    let kind = Signal::derive(move || {
        workspace.with_column(position.get(), |column| {
            column
                .generator
                .as_ref()
                .map(|generator| text(rule::kind_name(generator.kind())))
                .unwrap_or_default()
        })
    });
    let check = move |label: String,
                      field: &'static str,
                      read: fn(&ColumnSpec) -> bool,
                      write: fn(&mut ColumnSpec, bool)| {
        let step = label.clone();
        check_field(
            Signal::stored(label),
            "check",
            Signal::derive(move || workspace.with_column(position.get(), read)),
            Callback::new(move |is_set| {
                let positions = [position.get_untracked()];
                workspace.edit_columns(&step, None, &positions, &|column| write(column, is_set));
            }),
            Some(path(field)),
        )
    };
    // Only texts of variable length are.
    let can_be_empty = Memo::new(move |_| {
        workspace.with_column(position.get(), |column| {
            column.empty_fraction > 0.0 || matches!(column.sql_type, SqlType::Varchar { .. } | SqlType::Text)
        })
    });
    let is_key = Signal::derive(move || {
        let position = position.get();
        workspace.with_table(|table| {
            table.columns.get(position).is_some_and(|column| table.primary_key.contains(&column.name))
        })
    });
    view! {
        <h2>{t!("Column")}</h2>
        <div class="fields">
            {Field::new(t!("Name"), path(".name"), move || name.get(), move |text| workspace.rename_column(position.get_untracked(), &text))
                .identity(name).when_left().id("column-name").view()}
            {Field::new(
                t!("Type"),
                path(".type"),
                move || workspace.with_column(position.get(), |column| column.sql_type.to_string()),
                move |text| workspace.set_type(&[position.get_untracked()], &text),
            ).identity(name).suggestions(types()).when_left().id("column-type").view()}
            <div class="field">
                <span>{t!("Generator")}</span>
                <button type="button" class="generator" id="generator" aria-haspopup="dialog" on:click=move |_| pick.run(())>
                    {kind}
                </button>
            </div>
            {option_fields(position, name)}
            <div class="fields-row">
                {Field::new(
                    t!("NULL %"),
                    path(".null"),
                    move || workspace.with_column(position.get(), |column| percent_text(column.null_fraction)),
                    move |text| workspace.set_null(&[position.get_untracked()], &text, true),
                ).identity(name).id("column-null").view()}
                {sampler_field(workspace, position, path(".sampler"))}
            </div>
            <div class="fields-row">
                {Field::new(
                    t!("NULL together with"),
                    path(".null_with"),
                    move || workspace.with_column(position.get(), |column| column.null_with.clone()),
                    move |text| {
                        workspace.set_null_with(position.get_untracked(), &text);
                        Ok(())
                    },
                ).identity(name).id("column-null-with").suggestions(others(workspace, position)).view()}
                {maybe(move || can_be_empty.get().then(|| {
                    Field::new(
                        t!("Empty %"),
                        path(".empty"),
                        move || workspace.with_column(position.get(), |column| percent_text(column.empty_fraction)),
                        move |text| workspace.set_empty(position.get_untracked(), &text),
                    ).identity(name).id("column-empty").view()
                }))}
            </div>
            {distribution::fields(position, name)}
            <div class="checks">
                {check_field(
                    Signal::stored(t!("Key")),
                    "check",
                    is_key,
                    Callback::new(move |is_part| workspace.set_key(position.get_untracked(), is_part)),
                    Some(path(".key")),
                )}
                {check(t!("Unique"), ".unique", |column| column.unique, |column, set| column.unique = set)}
                {check(t!("Takes NULL"), ".nullable", |column| column.nullable || column.null_fraction > 0.0, |column, set| {
                    column.nullable = set;
                    if !set {
                        column.null_fraction = 0.0;
                        column.null_with.clear();
                    }
                })}
                {check(t!("Hidden"), ".hidden", |column| column.hidden, |column, set| column.hidden = set)}
                {check(t!("Counted by the database"), ".identity", |column| column.identity, ColumnSpec::set_identity)}
            </div>
            {problem_at(path(".unique"), false)}
            {problem_at(path(".identity"), false)}
            {problem_at(path(".sampler"), false)}
            {problem_at(path(".hidden"), false)}
            {declared::fields(position, name)}
            {Field::new(
                t!("Comment"),
                path(".comment"),
                move || workspace.with_column(position.get(), |column| column.comment.clone()),
                move |text| {
                    let positions = [position.get_untracked()];
                    workspace.edit_columns(&t!("comment"), Some("comment"), &positions, &|column| text.clone_into(&mut column.comment));
                    Ok(())
                },
            ).identity(name).multiline(true).view()}
        </div>
        {actions(workspace)}
        {cell::detail()}
        {statistics::of_column(position)}
    }
    .into_any()
}

/// The names of the other columns of the table.
fn others(workspace: Workspace, position: Signal<usize>) -> Signal<Vec<String>> {
    Signal::derive(move || {
        let position = position.get();
        workspace.with_table(|table| {
            let others = table.columns.iter().enumerate().filter(|(other, _)| *other != position);
            others.map(|(_, column)| column.name.clone()).collect()
        })
    })
}

/// What can be done with the chosen columns.
pub(super) fn actions(workspace: Workspace) -> AnyView {
    view! {
        <div class="inspector-actions">
            {Button::new("Duplicate", move || workspace.duplicate_columns()).class("quiet").view()}
            {Button::new("Move left", move || workspace.move_columns_by_one(true)).class("quiet").view()}
            {Button::new("Move right", move || workspace.move_columns_by_one(false)).class("quiet").view()}
            {Button::new("Remove", move || {
                workspace.remove_columns();
                super::focus_first_field(workspace);
            }).class("quiet danger").view()}
        </div>
    }
    .into_any()
}

fn sampler_field(workspace: Workspace, position: Signal<usize>, path: Signal<String>) -> AnyView {
    let chosen = Signal::derive(move || {
        let sampler = workspace.with_column(position.get(), |column| column.sampler);
        SAMPLERS.iter().find(|(_, _, found)| *found == sampler).map_or("", |(name, _, _)| *name).to_owned()
    });
    let choose = Callback::new(move |name: String| {
        let sampler = SAMPLERS.iter().find(|(found, _, _)| *found == name).and_then(|found| found.2);
        let positions = [position.get_untracked()];
        workspace
            .edit_columns(&t!("order of the values"), None, &positions, &|column| column.sampler = sampler);
    });
    let options = SAMPLERS.iter().map(|(name, label, _)| ((*name).to_owned(), text(label))).collect();
    select_field(t!("Rows take"), options, chosen, choose, Some(path))
}
