//! The tables and how they refer to each other, as a diagram and as a list that says the same.

mod drag;
mod drawing;
mod layout;
mod lines;
mod zoom;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use self::{drag::ColumnDrag, zoom::Zoom};
use crate::{
    controls::{focused, maybe},
    language::t,
    page::{focus_view, focus_view_soon},
    workspace::{Chosen, View, Workspace},
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
    let pressed = |event: &ev::MouseEvent| event.target()?.dyn_into::<Element>().ok();
    let on_click = move |event: ev::MouseEvent| {
        let Some(element) = pressed(&event) else { return };
        if let Some(table) = place_of(&element, "data-table") {
            workspace.select(table);
            if let Some(column) = place_of(&element, "data-column") {
                workspace.chosen.set(Chosen::column(column));
            }
        }
    };
    let on_double_click = move |event: ev::MouseEvent| {
        if pressed(&event).is_some_and(|element| place_of(&element, "data-table").is_some()) {
            workspace.view.set(View::Data);
            focus_view_soon();
        }
    };
    let drag = ColumnDrag::new(workspace);
    drag.end_with(drawn);
    // A button that had the focus may be gone with its reference.
    Effect::new(move |was_drawn: Option<()>| {
        list.track();
        if was_drawn.is_some() {
            request_animation_frame(move || {
                if focused().is_none() {
                    focus_view();
                }
            });
        }
    });
    let zoom = Zoom::new();
    Effect::new(move |_| {
        workspace.selected.track();
        // It is drawn in the next frame.
        request_animation_frame(move || bring_into_view(zoom));
    });
    view! {
        <section class="relations" aria-label=t!("Relations") on:click=on_click on:dblclick=on_double_click>
            {zoom.buttons()}
            <div
                class="diagram"
                node_ref=zoom.place
                style=move || zoom.style()
                tabindex="0"
                aria-label=t!("Diagram")
                on:pointerdown=move |event| drag.begin(&event)
                on:pointermove=move |event| drag.moved(&event)
                on:pointerup=move |_| drag.end()
                on:pointercancel=move |_| drag.cancel()
                on:scroll=move |_| drag.follow()
                on:keydown=move |event| if event.key() == "Escape" { drag.cancel() } else { zoom.key(&event) }
                inner_html=drawn
            ></div>
            <div class="references">
                <h2>{t!("References")}</h2>
                {maybe(move || references.with(Vec::is_empty).then(|| view! {
                    <p class="empty">{t!("No column refers to another table yet. Drag a column to a key, or give it the generator \"Key of another table\".")}</p>
                }.into_any()))}
                <ul inner_html=list></ul>
                {maybe(move || (!references.with(Vec::is_empty)).then(|| view! {
                    <p class="facts">{t!("Drag a column to a key to make it refer to it, or give it the generator \"Key of another table\".")}</p>
                }.into_any()))}
            </div>
            {drag.line()}
        </section>
    }
    .into_any()
}

/// Scrolls to the table that is chosen, unless the pointer is on it, where a second click may follow.
fn bring_into_view(zoom: Zoom) {
    // The view may be gone by the next frame.
    let Some(place) = zoom.place.try_get_untracked().flatten() else { return };
    // A selector that is fixed is one.
    if let Ok(Some(element)) = place.query_selector(".box.chosen:not(:hover)") {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        nearest.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

/// The number in an attribute of an element, or of the nearest around it that has one.
fn place_of(element: &Element, attribute: &str) -> Option<usize> {
    element.closest(&format!("[{attribute}]")).ok().flatten()?.get_attribute(attribute)?.parse().ok()
}
