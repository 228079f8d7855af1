//! The list of keys.

use leptos::prelude::*;

use super::{OpenDialog, dialog::Dialog};
use crate::{
    grid::push_escaped,
    language::{t, text},
    page::{COMMANDS, shown_keys},
};

/// What each key does.
#[component]
pub(crate) fn KeysDialog(open: RwSignal<Option<OpenDialog>>) -> AnyView {
    let mut html = String::new();
    let in_grid = [
        ("↑ ↓ ← →", t!("move in a grid, with Shift select")),
        ("Page ↑ ↓, Home, End", t!("move far; with Ctrl to the ends")),
        ("Enter", t!("edit what is selected")),
        ("← →", t!("go along a bar of buttons")),
        ("+ − 0", t!("make the diagram larger, smaller, as it is")),
        ("Ctrl A, Ctrl C", t!("select all, copy")),
        ("F6", t!("go to the next part of the page")),
    ];
    let mut line = |keys: &str, what: &str| {
        html.push_str("<dt><kbd>");
        push_escaped(&mut html, keys);
        html.push_str("</kbd></dt><dd>");
        push_escaped(&mut html, what);
        html.push_str("</dd>");
    };
    for command in COMMANDS.iter().filter(|command| !command.keys.is_empty()) {
        line(&shown_keys(command.keys), &text(command.label));
    }
    for (keys, what) in in_grid {
        line(keys, &what);
    }
    view! {
        <Dialog title=t!("Keys") open closes_lightly=true>
            <p class="facts dialog-text">{t!("Single letters work while no field has the focus.")}</p>
            <dl class="keys" inner_html=html></dl>
        </Dialog>
    }
    .into_any()
}
