//! One column in the editor.

use generator::{
    ColumnSpec, SqlType,
    kinds::{self, KINDS, Kind},
};
use leptos::prelude::*;

use super::{
    field::{Field, Problem},
    focus,
    generator_fields::GeneratorFields,
};
use crate::workspace::{Workspace, edit};

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

/// One column of the selected table.
#[component]
pub(super) fn ColumnRow(position: usize) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let table = move || workspace.selected.get();
    let column = Memo::new(move |_| {
        let table = table();
        workspace.spec.with(|spec| spec.tables.get(table)?.columns.get(position).cloned())
    });
    let text = move |read: fn(&ColumnSpec) -> String| {
        Signal::derive(move || column.with(|column| column.as_ref().map(read).unwrap_or_default()))
    };
    let path = move |field: &'static str| {
        Signal::derive(move || format!("tables[{}].columns[{position}]{field}", table()))
    };
    let change = move |name: &str, change: &dyn Fn(&mut ColumnSpec)| {
        let name = if name.is_empty() { String::new() } else { format!("{position} {name}") };
        workspace.edit_table(&name, |table| {
            if let Some(column) = table.columns.get_mut(position) {
                change(column);
            }
        });
    };
    let is_key = move || {
        let table = table();
        workspace.spec.with(|spec| {
            let Some(table) = spec.tables.get(table) else { return false };
            table.columns.get(position).is_some_and(|column| table.primary_key.contains(&column.name))
        })
    };
    let move_to = move |to: usize| {
        let columns = workspace.spec.with_untracked(|spec| {
            spec.tables.get(workspace.selected.get_untracked()).map_or(0, |table| table.columns.len())
        });
        if to < columns {
            workspace.edit_table("", |table| edit::move_column(table, position, to));
            focus(&format!("column-move-{to}"));
        }
    };
    let on_move_key = move |event: leptos::ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowUp" if position > 0 => move_to(position - 1),
            "ArrowDown" => move_to(position + 1),
            _ => return,
        }
        event.prevent_default();
    };
    let checkbox = move |label: &'static str, read: Signal<bool>, write: Callback<bool>| {
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || read.get() on:change:target=move |event| write.run(event.target().checked()) />
                {label}
            </label>
        }
    };
    let flag = move |read: fn(&ColumnSpec) -> bool| {
        Signal::derive(move || column.with(|column| column.as_ref().is_some_and(read)))
    };
    view! {
        <li class="column" title=text(|column| column.comment.clone()) class:error=move || workspace.problem_below(&path("").get()).is_some()>
            <button
                type="button"
                class="handle"
                id=format!("column-move-{position}")
                aria-label=move || format!("Move {}, with the arrow keys", text(|column| column.name.clone()).get())
                title="Move with the arrow keys"
                draggable="true"
                on:keydown=on_move_key
                on:dragstart=move |event: leptos::ev::DragEvent| {
                    if let Some(data) = event.data_transfer() {
                        // Without data the drop does nothing.
                        let _ = data.set_data("text/plain", &position.to_string());
                    }
                }
                on:dragover=move |event: leptos::ev::DragEvent| event.prevent_default()
                on:drop=move |event: leptos::ev::DragEvent| {
                    event.prevent_default();
                    let from = event.data_transfer().and_then(|data| data.get_data("text/plain").ok()).and_then(|text| text.parse::<usize>().ok());
                    if let Some(from) = from.filter(|from| *from != position) {
                        workspace.edit_table("", |table| {
                            if from < table.columns.len() {
                                edit::move_column(table, from, position);
                            }
                        });
                    }
                }
            >
                "⠿"
            </button>
            <div class="column-fields">
                <Field
                    label="Name"
                    compact=true
                    id=format!("column-name-{position}")
                    value=text(|column| column.name.clone())
                    apply=Callback::new(move |name: String| {
                        let table = workspace.selected.get_untracked();
                        let names = workspace.spec.with_untracked(|spec| {
                            let columns = spec.tables.get(table).map(|table| &table.columns);
                            columns.into_iter().flatten().map(|column| column.name.clone()).collect::<Vec<_>>()
                        });
                        edit::check_name(&names, position, &name)?;
                        workspace.edit("", |spec| edit::rename_column(spec, table, position, &name));
                        Ok(())
                    })
                    when_left=true
                    path=path(".name")
                />
                <Field
                    label="Type"
                    compact=true
                    list="column-types"
                    value=text(|column| column.sql_type.to_string())
                    apply=Callback::new(move |text: String| {
                        let sql_type: SqlType = text.parse().map_err(|error| format!("{error}"))?;
                        change("type", &|column| {
                            column.sql_type = sql_type;
                            // Only whole numbers count.
                            column.identity &= sql_type.integer_bounds().is_some();
                        });
                        Ok(())
                    })
                    path=path(".type")
                />
                <div class="field">
                    <label>
                        <span class="visually-hidden">"Generator"</span>
                        <GeneratorSelect position column />
                    </label>
                </div>
                <GeneratorFields position column />
                <div class="column-flags">
                    <Field
                        label="NULL %"
                        value=text(|column| percent_text(column.null_fraction))
                        apply=Callback::new(move |text: String| {
                            let fraction = parse_percent(&text).ok_or("a number from 0 to 100")?;
                            change("null", &|column| column.null_fraction = fraction);
                            Ok(())
                        })
                        path=path(".null")
                    />
                    {checkbox("Key", Signal::derive(is_key), Callback::new(move |is_part| {
                        workspace.edit_table("", |table| edit::set_primary_key(table, position, is_part));
                    }))}
                    {checkbox("Unique", flag(|column| column.unique), Callback::new(move |unique| change("", &|column| column.unique = unique)))}
                    {checkbox("Hidden", flag(|column| column.hidden), Callback::new(move |hidden| change("", &|column| column.hidden = hidden)))}
                </div>
                <Problem path=path(".unique") />
                <Problem path=path(".identity") />
                <Problem path=path(".sampler") />
            </div>
            <button
                type="button"
                class="quiet remove"
                aria-label=move || format!("Remove {}", text(|column| column.name.clone()).get())
                title="Remove"
                on:click=move |_| workspace.edit_table("", |table| edit::remove_column(table, position))
            >
                "✕"
            </button>
            {(position == 0).then(|| view! {
                <datalist id="column-types">
                    {TYPES.map(|name| view! { <option value=name></option> }).collect_view()}
                </datalist>
            })}
        </li>
    }
}

/// The generators that suit the column's type, in groups.
#[component]
fn GeneratorSelect(position: usize, column: Memo<Option<ColumnSpec>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let kind = Memo::new(move |_| {
        column.with(|column| {
            let generator = column.as_ref().and_then(|column| column.generator.as_ref());
            generator.map_or("", |generator| generator.kind().name)
        })
    });
    let sql_type = Memo::new(move |_| column.with(|column| column.as_ref().map(|column| column.sql_type)));
    let offered = Memo::new(move |_| {
        let (chosen, Some(sql_type)) = (kind.get(), sql_type.get()) else { return Vec::new() };
        let now = workspace.spec.with_untracked(|spec| spec.now.clone());
        let is_offered = |kind: &&'static Kind| kind.name == chosen || kind.suits(sql_type, &now);
        KINDS.iter().copied().filter(is_offered).collect::<Vec<_>>()
    });
    let choose = move |name: String| {
        let table = workspace.selected.get_untracked();
        workspace.edit("", |spec| {
            let Some(column) = spec.tables.get(table).and_then(|table| table.columns.get(position)) else {
                return;
            };
            let Some(kind) = kinds::kind(&name) else { return };
            let generator = kind.start(spec, &spec.tables[table], &column.name, column.sql_type);
            spec.tables[table].columns[position].generator = Some(generator);
        });
    };
    view! {
        <select on:change:target=move |event| choose(event.target().value()) prop:value=move || kind.get()>
            {move || offered.get().chunk_by(|one, other| one.group == other.group).map(|kinds| {
                view! {
                    <optgroup label=kinds[0].group.label()>
                        {kinds.iter().map(|found| {
                            let name = found.name;
                            view! { <option value=name selected=move || kind.get() == name>{found.label}</option> }
                        }).collect_view()}
                    </optgroup>
                }
            }).collect_view()}
        </select>
    }
}

/// A fraction in percent, without digits that say nothing.
fn percent_text(fraction: f64) -> String {
    let percent = (fraction * 1e8).round() / 1e6;
    percent.to_string()
}

fn parse_percent(text: &str) -> Option<f64> {
    let percent: f64 = text.trim().trim_end_matches('%').trim().parse().ok()?;
    (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_read_back() {
        for (text, fraction) in [("0", 0.0), ("2", 0.02), ("12.5", 0.125), ("100", 1.0)] {
            assert_eq!(parse_percent(text), Some(fraction));
            assert_eq!(percent_text(fraction), text);
        }
        assert_eq!(parse_percent("7 %"), Some(0.07));
        assert_eq!(percent_text(0.07), "7");
        for text in ["", "x", "-1", "101", "NaN"] {
            assert_eq!(parse_percent(text), None);
        }
    }

    #[test]
    fn every_offered_type_is_known() {
        for name in TYPES {
            assert_eq!(name.parse::<SqlType>().unwrap().to_string(), name);
        }
    }
}
