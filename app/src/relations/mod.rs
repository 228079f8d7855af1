//! The tables and how they refer to each other, as a diagram and as a list that says the same.

mod drawing;
mod layout;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use crate::{
    controls::maybe,
    language::t,
    workspace::{View, Workspace},
};

/// The diagram and the list.
#[component]
pub(crate) fn Relations() -> AnyView {
    let workspace = expect_context::<Workspace>();
    let references = Memo::new(move |_| workspace.spec.with(layout::references));
    let drawn = Signal::derive(move || {
        let selected = workspace.selected.get();
        workspace.spec.with(|spec| references.with(|references| drawing::diagram(spec, references, selected)))
    });
    let list = Signal::derive(move || {
        workspace.spec.with(|spec| references.with(|references| drawing::list(spec, references)))
    });
    let table = |event: &ev::MouseEvent| {
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        target.closest("[data-table]").ok().flatten()?.get_attribute("data-table")?.parse::<usize>().ok()
    };
    let on_click = move |event: ev::MouseEvent| {
        if let Some(table) = table(&event) {
            workspace.select(table);
        }
    };
    let on_double_click = move |event: ev::MouseEvent| {
        if table(&event).is_some() {
            workspace.view.set(View::Data);
        }
    };
    view! {
        <section class="relations" aria-label=t!("Relations") on:click=on_click on:dblclick=on_double_click>
            <div class="diagram" tabindex="0" aria-label=t!("Diagram") inner_html=drawn></div>
            <div class="references">
                <h2>{t!("References")}</h2>
                {maybe(move || references.with(Vec::is_empty).then(|| view! {
                    <p class="empty">{t!("No column refers to another table yet. Give one the generator \"Key of another table\".")}</p>
                }.into_any()))}
                <ul inner_html=list></ul>
            </div>
        </section>
    }
    .into_any()
}
