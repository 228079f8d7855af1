//! One column in the editor.

use generator::{
    ColumnSpec, SqlType,
    kinds::{self, KINDS, Kind},
};
use leptos::prelude::*;

use super::{
    drag::ColumnDrag,
    field::{Field, Problem},
    focus,
    generator_fields::GeneratorFields,
    remembered::Remembered,
};
use crate::workspace::{Notice, Step, Workspace, edit};

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
    let column_name = move || {
        column.with_untracked(|column| column.as_ref().map(|column| column.name.clone()).unwrap_or_default())
    };
    let identity = text(|column| column.name.clone());
    let named = move |what: &str| format!("{what} of {}", column_name());
    let change = move |step: Step, change: &dyn Fn(&mut ColumnSpec)| {
        workspace.edit_table(step, |table| {
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
            workspace.edit_table(Step::once(named("place")), |table| edit::move_column(table, position, to));
            focus(&format!("column-move-{to}"));
        }
    };
    let drag = expect_context::<ColumnDrag>();
    let remembered = expect_context::<Remembered>();
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
                <input type="checkbox" checked=read.get_untracked() prop:checked=move || read.get() on:change:target=move |event| write.run(event.target().checked()) />
                {label}
            </label>
        }
    };
    let flag = move |read: fn(&ColumnSpec) -> bool| {
        Signal::derive(move || column.with(|column| column.as_ref().is_some_and(read)))
    };
    view! {
        <li
            class="column"
            class:drop-before=move || drag.is_before(position)
            class:drop-after=move || drag.is_after(position)
            on:dragover=move |event: leptos::ev::DragEvent| drag.over(&event, position)
            on:drop=move |event: leptos::ev::DragEvent| {
                if let Some((from, to)) = drag.drop(&event) {
                    workspace.edit_table(Step::once("order of the columns"), |table| edit::move_column(table, from, to));
                }
            }
            title=text(|column| column.comment.clone()) class:error=move || workspace.problem_below(&path("").get()).is_some()>
            <button
                type="button"
                class="handle"
                id=format!("column-move-{position}")
                aria-label=move || format!("Move {}, with the arrow keys", text(|column| column.name.clone()).get())
                title="Move with the arrow keys"
                draggable="true"
                on:keydown=on_move_key
                on:dragstart=move |event: leptos::ev::DragEvent| drag.start(&event, position)
                on:dragend=move |_| drag.end()
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
                        workspace.edit(Step::once(named("name")), |spec| edit::rename_column(spec, table, position, &name));
                        Ok(())
                    })
                    when_left=true
                    path=path(".name")
                    identity
                />
                <Field
                    label="Type"
                    compact=true
                    list="column-types"
                    value=text(|column| column.sql_type.to_string())
                    apply=Callback::new(move |text: String| {
                        let sql_type: SqlType = text.parse().map_err(|error| format!("{error}"))?;
                        let mut fitted = None;
                        workspace.edit_table(Step::once(named("type")), |spec| {
                            let (name, rows) = (spec.name.clone(), spec.rows);
                            if let Some(column) = spec.columns.get_mut(position) {
                                let now = workspace.spec.with_untracked(|spec| spec.now.clone());
                                fitted = remembered.set_type(&name, rows, column, sql_type, &now);
                            }
                        });
                        if let Some(label) = fitted {
                            workspace.notice.set(Some(Notice::done(format!(
                                "`{}` takes values of `{label}` now, which suits {sql_type}. Undo brings the old ones back.",
                                column_name(),
                            ))));
                        }
                        Ok(())
                    })
                    path=path(".type")
                    identity
                    when_left=true
                />
                <div class="field">
                    <label>
                        <span class="visually-hidden">"Generator"</span>
                        <GeneratorSelect position column remembered />
                    </label>
                </div>
                <GeneratorFields position column identity />
                <div class="column-flags">
                    <Field
                        label="NULL %"
                        value=text(|column| percent_text(column.null_fraction))
                        apply=Callback::new(move |text: String| {
                            let fraction = parse_percent(&text).ok_or("a number from 0 to 100")?;
                            change(Step::typed(named("NULL"), format!("{position} null")), &|column| column.null_fraction = fraction);
                            Ok(())
                        })
                        path=path(".null")
                        identity
                    />
                    {checkbox("Key", Signal::derive(is_key), Callback::new(move |is_part| {
                        workspace.edit_table(Step::once("primary key"), |table| edit::set_primary_key(table, position, is_part));
                    }))}
                    {checkbox("Unique", flag(|column| column.unique), Callback::new(move |unique| change(Step::once(named("unique")), &|column| column.unique = unique)))}
                    {checkbox("Hidden", flag(|column| column.hidden), Callback::new(move |hidden| change(Step::once(named("hidden")), &|column| column.hidden = hidden)))}
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
                on:click=move |_| {
                    let step = Step::once(format!("removal of {}", column_name()));
                    workspace.edit_table(step, |table| edit::remove_column(table, position));
                    let left = workspace.spec.with_untracked(|spec| {
                        spec.tables.get(workspace.selected.get_untracked()).map_or(0, |table| table.columns.len())
                    });
                    // The next column, which has this place now.
                    focus(&match left.checked_sub(1) {
                        Some(last) => format!("column-move-{}", position.min(last)),
                        None => "add-column".to_owned(),
                    });
                }
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
fn GeneratorSelect(
    position: usize,
    column: Memo<Option<ColumnSpec>>,
    remembered: Remembered,
) -> impl IntoView {
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
        let Some(kind) = kinds::kind(&name) else { return };
        let step = column
            .with_untracked(|column| column.as_ref().map(|column| format!("generator of {}", column.name)));
        workspace.edit(Step::once(step.unwrap_or_default()), |spec| {
            if spec.tables.get(table).is_some_and(|table| position < table.columns.len()) {
                remembered.set_kind(spec, table, position, kind);
            }
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
