//! The schema editor: tables as tabs, columns as rows.

mod column;
mod drag;
mod field;
mod generator_fields;
mod remembered;

use leptos::prelude::*;

use self::{
    column::ColumnRow,
    drag::ColumnDrag,
    field::{Field, Problem},
    remembered::Remembered,
};
use crate::{
    controls::{maybe, text},
    numbers::{COUNT, grouped, parse_count},
    workspace::{Step, Workspace, edit, primary_key},
};

/// The editor of the whole spec.
#[component]
pub(crate) fn Editor() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    provide_context(ColumnDrag::new());
    let remembered = Remembered::new();
    provide_context(remembered);
    Effect::new(move |_| {
        // Columns of another dataset may be called the same.
        workspace.shown_since.track();
        remembered.forget();
    });
    let is_empty = Memo::new(move |_| workspace.spec.with(|spec| spec.tables.is_empty()));
    view! {
        <section class="editor" aria-label="Schema">
            <DatasetFields />
            <TableTabs />
            {maybe(move || is_empty.get().then(|| view! {
                <p class="empty" data-path="tables">"There are no tables yet. Add one, or import a CREATE TABLE statement."</p>
            }.into_any()))}
            {maybe(move || (!is_empty.get()).then(|| view! {
                {view! { <TableFields /> }.into_any()}
                {view! { <Columns /> }.into_any()}
            }.into_any()))}
        </section>
    }
}

#[component]
fn DatasetFields() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    view! {
        <div class="dataset-fields">
            <Field
                label="Seed"
                value=Signal::derive(move || workspace.spec.with(|spec| spec.seed.to_string()))
                apply=Callback::new(move |text: String| {
                    let seed = text.trim().parse().map_err(|_| "a whole number from 0 to 18446744073709551615".to_owned())?;
                    workspace.edit(Step::typed("seed", "seed"), |spec| spec.seed = seed);
                    Ok(())
                })
                path=Signal::derive(|| "seed".to_owned())
            />
            <Field
                label="Reference time"
                value=Signal::derive(move || workspace.spec.with(|spec| spec.now.clone()))
                apply=Callback::new(move |text: String| {
                    workspace.edit(Step::typed("reference time", "now"), |spec| spec.now = text.trim().to_owned());
                    Ok(())
                })
                path=Signal::derive(|| "now".to_owned())
            />
        </div>
    }
}

#[component]
fn TableTabs() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let count = Memo::new(move |_| workspace.spec.with(|spec| spec.tables.len()));
    let select = move |index: usize| {
        workspace.selected.set(index);
        focus(&format!("table-tab-{index}"));
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let (selected, last) = (workspace.selected.get_untracked(), count.get_untracked().saturating_sub(1));
        match event.key().as_str() {
            "ArrowRight" => select((selected + 1).min(last)),
            "ArrowLeft" => select(selected.saturating_sub(1)),
            "Home" => select(0),
            "End" => select(last),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="tabs">
            <div role="tablist" aria-label="Tables" on:keydown=on_key>
                <For each=move || 0..count.get() key=|index| *index let:index>
                    <button
                        type="button"
                        role="tab"
                        id=format!("table-tab-{index}")
                        aria-controls="table-panel"
                        aria-selected=move || (workspace.selected.get() == index).to_string()
                        tabindex=move || if workspace.selected.get() == index { "0" } else { "-1" }
                        class:error=move || workspace.problem_below(&format!("tables[{index}]")).is_some()
                        on:click=move |_| workspace.selected.set(index)
                    >
                        {text(move || workspace.spec.with(|spec| spec.tables.get(index).map(|table| table.name.clone()).unwrap_or_default()))}
                    </button>
                </For>
            </div>
            <button
                type="button"
                class="quiet"
                id="add-table"
                on:click=move |_| {
                    workspace.edit(Step::once("a new table"), edit::add_table);
                    workspace.selected.set(workspace.spec.with_untracked(|spec| spec.tables.len() - 1));
                    focus("table-name");
                }
            >
                "Add table"
            </button>
        </div>
    }
}

#[component]
fn TableFields() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let table = move |read: fn(&generator::TableSpec) -> String| {
        Signal::derive(move || {
            let selected = workspace.selected.get();
            workspace.spec.with(|spec| spec.tables.get(selected).map(read).unwrap_or_default())
        })
    };
    let path = move |field: &'static str| {
        Signal::derive(move || format!("tables[{}].{field}", workspace.selected.get()))
    };
    let key_kind = Memo::new(move |_| {
        let selected = workspace.selected.get();
        workspace.spec.with(|spec| spec.tables.get(selected).map_or("none", primary_key::kind))
    });
    let has_own = Memo::new(move |_| {
        let selected = workspace.selected.get();
        workspace.spec.with(|spec| spec.tables.get(selected).is_some_and(primary_key::has_own))
    });
    // Each column takes a digit of one number.
    let shares_order = Memo::new(move |_| {
        let selected = workspace.selected.get();
        workspace.spec.with(|spec| {
            let keys =
                spec.tables.get(selected).map(|table| [&table.primary_key].into_iter().chain(&table.unique));
            keys.into_iter().flatten().any(|key| key.len() > 1)
        })
    });
    let remove = move |_| {
        let selected = workspace.selected.get_untracked();
        let name =
            workspace.spec.with_untracked(|spec| spec.tables.get(selected).map(|table| table.name.clone()));
        workspace.edit(Step::once(format!("removal of {}", name.unwrap_or_default())), |spec| {
            if selected < spec.tables.len() {
                spec.tables.remove(selected);
            }
        });
        let is_empty = workspace.spec.with_untracked(|spec| spec.tables.is_empty());
        let next = format!("table-tab-{}", workspace.selected.get_untracked());
        focus(if is_empty { "add-table" } else { &next });
    };
    view! {
        <div class="table-fields" id="table-panel" role="tabpanel" aria-labelledby=move || format!("table-tab-{}", workspace.selected.get())>
            <Field
                label="Table"
                id="table-name"
                value=table(|table| table.name.clone())
                apply=Callback::new(move |text: String| {
                    let selected = workspace.selected.get_untracked();
                    let names = workspace.spec.with_untracked(|spec| {
                        spec.tables.iter().map(|table| table.name.clone()).collect::<Vec<_>>()
                    });
                    edit::check_name(&names, selected, &text)?;
                    workspace.edit(Step::once("name of a table"), |spec| edit::rename_table(spec, selected, &text));
                    Ok(())
                })
                when_left=true
                path=path("name")
                identity=table(|table| table.name.clone())
            />
            <Field
                label="Rows"
                id="table-rows"
                value=table(|table| grouped(table.rows))
                apply=Callback::new(move |text: String| {
                    let rows = parse_count(&text).ok_or(COUNT)?;
                    workspace.edit_table(Step::typed("rows", "rows"), |table| table.rows = rows);
                    Ok(())
                })
                path=path("rows")
                identity=table(|table| table.name.clone())
                grouped=true
            />
            <button type="button" class="quiet" on:click=remove>"Remove table"</button>
            <label class="field key">
                <span>"Primary key"</span>
                <select
                    id="primary-key"
                    data-path=path("primary_key")
                    prop:value=move || key_kind.get()
                    on:change:target=move |event| {
                        let (selected, kind) = (workspace.selected.get_untracked(), event.target().value());
                        workspace.edit(Step::once("primary key"), |spec| primary_key::set_kind(spec, selected, &kind));
                    }
                >
                    {primary_key::KINDS.iter().map(|kind| {
                        let is_out = move || kind.name == "own" && !has_own.get();
                        view! {
                            <option value=kind.name selected=key_kind.get_untracked() == kind.name hidden=is_out disabled=is_out>
                                {kind.label}
                            </option>
                        }
                    }).collect_view()}
                </select>
            </label>
        </div>
        {maybe(move || shares_order.get().then(|| view! {
            <p class="facts">"The columns of a key of several are drawn together: a change to one changes the values of the others."</p>
        }.into_any()))}
        <Problem path=path("primary_key") />
        <Problem path=path("unique") />
        <Problem path=path("partition_by") />
        <TableFacts />
    }
}

/// What a table has beyond its columns, in a line.
#[component]
fn TableFacts() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let facts = move || {
        let selected = workspace.selected.get();
        workspace.spec.with(|spec| {
            let table = spec.tables.get(selected)?;
            let mut facts = Vec::new();
            if table.primary_key.len() > 1 {
                facts.push(format!("primary key ({})", table.primary_key.join(", ")));
            }
            facts.extend(table.unique.iter().map(|key| format!("unique ({})", key.join(", "))));
            facts.extend(table.indexes.iter().map(|key| format!("index ({})", key.join(", "))));
            if let Some(partition) = &table.partition_by {
                facts.push(format!(
                    "partitioned by {} of {}",
                    format!("{:?}", partition.range).to_lowercase(),
                    partition.column
                ));
            }
            (!facts.is_empty()).then(|| facts.join(" · "))
        })
    };
    maybe(move || facts().map(|facts| view! { <p class="facts">{facts}</p> }.into_any()))
}

#[component]
fn Columns() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let count = Memo::new(move |_| {
        let selected = workspace.selected.get();
        workspace.spec.with(|spec| spec.tables.get(selected).map_or(0, |table| table.columns.len()))
    });
    // Another table is another list: nothing typed into a field of one stays in the other.
    let key = move |position: &usize| (workspace.selected.get_untracked(), *position);
    view! {
        <div class="columns-head">
            <h2>{text(move || format!("{} columns", count.get()))}</h2>
            <button
                type="button"
                class="quiet"
                id="add-column"
                on:click=move |_| {
                    workspace.edit_table(Step::once("a new column"), edit::add_column);
                    focus(&format!("column-name-{}", count.get_untracked() - 1));
                }
            >
                "Add column"
            </button>
        </div>
        <Problem path=Signal::derive(move || format!("tables[{}].columns", workspace.selected.get())) exact=true />
        <ol class="columns">
            <For
                each=move || {
                    workspace.selected.track();
                    0..count.get()
                }
                key=key
                let:position
            >
                {view! { <ColumnRow position /> }.into_any()}
            </For>
        </ol>
    }
}

/// Moves the focus to an element, once it is there.
pub(crate) fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        use wasm_bindgen::JsCast as _;
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.as_ref().and_then(|element| element.dyn_ref::<web_sys::HtmlElement>())
        {
            // An element that cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
    });
}
