//! What the database that a column comes from declares of it, in its own SQL; shown where a dataset has any.

use generator::ColumnSpec;
use leptos::prelude::*;

use super::Field;
use crate::{
    controls::maybe,
    language::{label, t, text},
    workspace::{Workspace, changes::name_of},
};

/// A part of a declaration: its field in a spec, what it is called, and where it is in a column.
struct Part {
    field: &'static str,
    label: &'static str,
    of: fn(&mut ColumnSpec) -> &mut String,
}

const PARTS: [Part; 4] = [
    Part { field: "declared", label: label!("Declared type"), of: |column| &mut column.declared },
    Part { field: "default", label: label!("DEFAULT"), of: |column| &mut column.default },
    Part { field: "check", label: label!("CHECK"), of: |column| &mut column.check },
    Part { field: "generated", label: label!("GENERATED"), of: |column| &mut column.generated },
];

/// The fields of the column at a position.
pub(super) fn fields(position: Signal<usize>, identity: Signal<String>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let dialect = Memo::new(move |_| workspace.spec.with(|spec| spec.dialect));
    let field = move |part: &'static Part| {
        let path =
            Signal::derive(move || format!("{}.{}", workspace.column_path(position.get()), part.field));
        let value =
            move || workspace.with_column(position.get(), |column| (part.of)(&mut column.clone()).clone());
        let apply = move |typed: String| {
            let positions = [position.get_untracked()];
            workspace.edit_columns(&text(part.label), Some(part.field), &positions, &|column| {
                typed.trim().clone_into((part.of)(column));
            });
            Ok(())
        };
        Field::new(text(part.label), path, value, apply)
            .identity(identity)
            .id(&format!("column-{}", part.field))
            .view()
    };
    maybe(move || {
        let name = name_of(dialect.get()?);
        let fields = PARTS.iter().map(field).collect_view();
        let summary = t!("As {0} declares it", name);
        Some(view! { <details class="declared"><summary>{summary}</summary><div class="fields">{fields}</div></details> }.into_any())
    })
}
