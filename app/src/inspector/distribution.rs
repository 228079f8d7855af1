//! How often each value of a column comes: a distribution, with a field for each option that it declares.

use generator::{
    distribution::{Distribution, distribution, distributions},
    kinds::{KindOption, OptionValue},
};
use leptos::prelude::*;

use super::{
    field::{Field, problem_at},
    options::write,
};
use crate::{
    controls::{maybe, select_field},
    language::{t, text},
    workspace::Workspace,
};

/// The distribution of a column, and its options.
pub(super) fn fields(position: Signal<usize>, identity: Signal<String>) -> AnyView {
    let workspace = expect_context::<Workspace>();
    let found = Memo::new(move |_| {
        workspace.with_column(position.get(), |column| {
            column.distribution.as_ref().map(|found| found.distribution().name)
        })
    });
    let chosen = Signal::derive(move || found.get().unwrap_or_default().to_owned());
    let choose = Callback::new(move |name: String| {
        let positions = [position.get_untracked()];
        let spec = workspace.spec.get_untracked();
        workspace.edit_columns(&t!("distribution"), None, &positions, &|column| {
            column.distribution = distribution(&name).map(|chosen| chosen.start(&spec, column));
        });
    });
    let path = move |field: &'static str| {
        Signal::derive(move || format!("{}.distribution{field}", workspace.column_path(position.get())))
    };
    let field = move |index: usize, option: &'static KindOption| {
        let place = Signal::derive(move || {
            format!("{}.distribution.{}", workspace.column_path(position.get()), option.name)
        });
        let value = move || {
            workspace.with_column(position.get(), |column| {
                let value = column.distribution.as_ref().and_then(|found| found.option(option.name));
                value.map(OptionValue::to_field).unwrap_or_default()
            })
        };
        let apply = move |typed: String| {
            let value = write(option, &typed)?;
            let positions = [position.get_untracked()];
            workspace.edit_columns(&text(option.label), Some(option.name), &positions, &|column| {
                if let Some(found) = column.distribution.as_mut() {
                    found.set(index, value.clone());
                }
            });
            Ok(())
        };
        Field::new(text(option.label), place, value, apply).identity(identity).view()
    };
    let of = move |found: &'static Distribution| {
        found.options.iter().enumerate().map(|(index, option)| field(index, option)).collect_view().into_any()
    };
    let none = (String::new(), t!("as its generator does"));
    let all = distributions().iter().map(|found| (found.name.to_owned(), text(found.label)));
    view! {
        {select_field(t!("How often each value comes"), std::iter::once(none).chain(all).collect(), chosen, choose, Some(path(".kind")))}
        <div class="option-fields">{maybe(move || found.get().and_then(distribution).map(of))}</div>
        {problem_at(path(".kind"), false)}
        {problem_at(path(""), true)}
    }
    .into_any()
}
