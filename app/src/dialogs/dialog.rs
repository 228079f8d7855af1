//! A dialog: a box over the page that keeps the focus and gives it back.

use leptos::{html, prelude::*};

use super::OpenDialog;

/// A modal dialog: the browser's own, which holds the focus, closes on Escape, and gives the focus back.
#[component]
pub(super) fn Dialog(
    title: &'static str,
    open: RwSignal<Option<OpenDialog>>,
    /// Whether a click beside it closes it, too: where nothing is lost by that.
    #[prop(optional)]
    closes_lightly: bool,
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
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
            aria-labelledby="dialog-title"
            closedby=if closes_lightly { "any" } else { "closerequest" }
            on:close=move |_| open.set(None)
        >
            <h2 id="dialog-title">{title}</h2>
            {children()}
            <button type="button" class="quiet close" aria-label="Close" on:click=move |_| open.set(None)>"✕"</button>
        </dialog>
    }
}
