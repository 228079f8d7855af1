//! Keys that work everywhere on the page.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use crate::{dialogs::OpenDialog, workspace::Workspace};

/// Listens to the keys of undo, redo and save.
pub(super) fn listen(workspace: Workspace, open: RwSignal<Option<OpenDialog>>, save: Callback<()>) {
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || event.is_composing() {
                return;
            }
            let is_dialog = open.get_untracked().is_some();
            match (letter(&event.key(), &event.code()), event.shift_key()) {
                // The browser would save the page's text.
                (Some('s'), false) if is_dialog => {}
                (Some('s'), false) => save.run(()),
                _ if is_dialog || has_own_undo() => return,
                (Some('z'), false) => workspace.undo(),
                (Some('z'), true) | (Some('y'), false) => workspace.redo(),
                _ => return,
            }
            event.prevent_default();
        });
        on_cleanup(move || keys.remove());
    });
}

/// The letter of a key: what it writes, or, on a keyboard that writes no Latin letters, what it is called.
fn letter(key: &str, code: &str) -> Option<char> {
    let mut characters = key.chars();
    match (characters.next(), characters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => Some(letter.to_ascii_lowercase()),
        _ => code.strip_prefix("Key")?.chars().next().map(|letter| letter.to_ascii_lowercase()),
    }
}

/// Whether the focus is in a text that the page does not have yet: there the browser undoes what was typed.
fn has_own_undo() -> bool {
    let Some(element) = document().active_element() else { return false };
    let is_text = match element.dyn_ref::<web_sys::HtmlInputElement>() {
        Some(input) => !matches!(input.type_().as_str(), "checkbox" | "radio" | "button" | "submit"),
        None => element.is_instance_of::<web_sys::HtmlTextAreaElement>(),
    };
    is_text && (!element.has_attribute("data-path") || element.has_attribute("data-unapplied"))
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn keys_are_known_on_every_layout() {
        assert_eq!(letter("z", "KeyZ"), Some('z'));
        assert_eq!(letter("Z", "KeyZ"), Some('z'));
        // French: what writes z is where others have w.
        assert_eq!(letter("z", "KeyW"), Some('z'));
        assert_eq!(letter("ㅋ", "KeyZ"), Some('z'));
        assert_eq!(letter("я", "KeyZ"), Some('z'));
        assert_eq!(letter("Enter", "Enter"), None);
        assert_eq!(letter("1", "Digit1"), None);
    }
}
