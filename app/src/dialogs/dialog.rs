//! A dialog: a box over the page that keeps the focus and gives it back.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast as _;

use super::OpenDialog;
use crate::{controls::focused, language::t, page::focus_view};

/// A modal dialog: the browser's own, which holds the focus, closes on Escape, and gives the focus back.
#[component]
pub(super) fn Dialog(
    title: String,
    open: RwSignal<Option<OpenDialog>>,
    /// Whether a click beside it closes it, too: where nothing is lost by that.
    #[prop(optional)]
    closes_lightly: bool,
    /// Whether it has a finder only: without a visible title, closed by a click beside it.
    #[prop(optional)]
    is_finder: bool,
    children: Children,
) -> AnyView {
    let element = NodeRef::<html::Dialog>::new();
    let before = StoredValue::new_local(focused());
    on_cleanup(move || {
        // A dialog that is taken away gives the focus back as one that is closed does.
        let before = before.try_get_value().flatten();
        request_animation_frame(move || {
            if focused().is_some() {
                return;
            }
            let before = before.and_then(|before| before.dyn_into::<web_sys::HtmlElement>().ok());
            match before.filter(|before| before.is_connected()) {
                // An element that takes no focus leaves it where it is.
                Some(before) => {
                    let _ = before.focus();
                }
                // What opened it may be gone: the view is there.
                None => focus_view(),
            }
        });
    });
    Effect::new(move |_| {
        if let Some(dialog) = element.get()
            && !dialog.open()
        {
            // A dialog that is in the document and not open can be shown.
            let _ = dialog.show_modal();
        }
    });
    // The way out comes last, so that the focus begins in the form.
    view! {
        <dialog
            node_ref=element
            class:finder-dialog=is_finder
            aria-labelledby="dialog-title"
            closedby=if closes_lightly || is_finder { "any" } else { "closerequest" }
            on:beforetoggle=move |event: web_sys::Event| {
                // The browser says so before it closes it, and `close` some time afterwards: a key in between would be lost.
                let state = js_sys::Reflect::get(&event, &"newState".into()).ok();
                if state.is_some_and(|state| state == "closed") {
                    open.set(None);
                }
            }
            on:close=move |_| {
                // One that another has taken the place of closes nothing any more.
                if element.get_untracked().is_some_and(|dialog| dialog.is_connected()) {
                    open.set(None);
                }
            }
        >
            <h2 id="dialog-title" class:visually-hidden=is_finder>{title}</h2>
            {children()}
            <button type="button" class="quiet close" aria-label=t!("Close") on:click=move |_| open.set(None)>"✕"</button>
        </dialog>
    }
    .into_any()
}
