//! Keys that work everywhere on the page.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast as _;

use super::{
    Page,
    commands::{Act, COMMANDS},
};
use crate::workspace::Chosen;

/// Listens to the keys of all commands.
pub(super) fn listen(page: Page) {
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.is_composing() || event.default_prevented() {
                return;
            }
            let held = Held {
                is_modified: event.ctrl_key() || event.meta_key(),
                is_shift: event.shift_key(),
                is_alt: event.alt_key(),
            };
            let name = name(&event.key(), &event.code(), held);
            let Some(command) =
                COMMANDS.iter().find(|command| command.keys.split(' ').any(|keys| keys == name))
            else {
                return;
            };
            // One that is fetched still takes no keys, nor does one that is closed and has not said so yet.
            let is_shown = document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
            let is_dialog = page.open.get_untracked().is_some() && page.later.is_there() && is_shown;
            let is_function =
                event.key() == "Escape" || (event.key().len() > 1 && event.key().starts_with('F'));
            match command.act {
                // The browser would save the page's text.
                Act::Save if is_dialog => {}
                _ if is_dialog => return,
                // Single keys are for who types nothing.
                _ if !held.is_modified && !is_function && types_text() => return,
                Act::Undo | Act::Redo if has_own_undo() => return,
                // A text is copied, duplicated and moved in as the browser does it.
                Act::CopyWithNames | Act::Duplicate if types_text() => return,
                // A table is removed where the tables are, columns where columns are, and nothing from elsewhere.
                Act::Remove if event.repeat() || !is_where_it_is(page) => return,
                // Elsewhere these keys go back and forward.
                Act::MoveBack | Act::MoveOn if !is_where_it_is(page) => return,
                act => page.run(act),
            }
            event.prevent_default();
        });
        on_cleanup(move || keys.remove());
    });
}

/// The keys that are held beside another.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    /// Control, or Command of a Mac.
    is_modified: bool,
    is_shift: bool,
    is_alt: bool,
}

/// A key with those that are held, as commands write it: `mod+shift+z`, `alt+ArrowUp`, `g`, `?`. A letter is what the key writes or,
/// on a keyboard that writes no Latin letters, what it is called; a sign is what is written, however it is.
fn name(key: &str, code: &str, held: Held) -> String {
    let mut characters = key.chars();
    let (base, is_sign) = match (characters.next(), characters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => {
            (letter.to_ascii_lowercase().to_string(), false)
        }
        (Some(sign), None) => match (code.strip_prefix("Key"), code.strip_prefix("Digit")) {
            (Some(letter), _) => (letter.to_ascii_lowercase(), false),
            (None, Some(digit)) if !held.is_shift => (digit.to_owned(), true),
            _ => (sign.to_string(), true),
        },
        _ => (key.to_owned(), false),
    };
    let mut name = String::new();
    for (part, is_held) in
        [("mod+", held.is_modified), ("shift+", held.is_shift && !is_sign), ("alt+", held.is_alt)]
    {
        if is_held {
            name.push_str(part);
        }
    }
    name + &base
}

/// Keys for people, by the first way of writing them.
pub(crate) fn shown_keys(keys: &str) -> String {
    let first = keys.split(' ').next().unwrap_or_default();
    let parts = first.split('+').map(|part| match part {
        "mod" => "Ctrl".to_owned(),
        "shift" => "Shift".to_owned(),
        "alt" => "Alt".to_owned(),
        "ArrowUp" => "↑".to_owned(),
        "ArrowDown" => "↓".to_owned(),
        letter if letter.len() == 1 => letter.to_uppercase(),
        other => other.to_owned(),
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// Whether the focus is where text is typed.
fn types_text() -> bool {
    let Some(element) = document().active_element() else { return false };
    match element.dyn_ref::<web_sys::HtmlInputElement>() {
        Some(input) => !matches!(input.type_().as_str(), "checkbox" | "radio" | "button" | "submit"),
        None => {
            element.is_instance_of::<web_sys::HtmlTextAreaElement>()
                || element.is_instance_of::<web_sys::HtmlSelectElement>()
        }
    }
}

/// Whether the focus is in the part of the page that shows what is chosen.
fn is_where_it_is(page: Page) -> bool {
    let part = match page.workspace.chosen.get_untracked() {
        Chosen::Columns(_) if !page.shows_whole_rows() => "[role=grid]",
        Chosen::Table => ".rail",
        Chosen::Columns(_) | Chosen::Dataset => return false,
    };
    document().active_element().is_some_and(|element| element.closest(part).ok().flatten().is_some())
}

/// Whether the focus is in a text that the page does not have yet: there the browser undoes what was typed.
fn has_own_undo() -> bool {
    let Some(element) = document().active_element() else { return false };
    let is_select = element.is_instance_of::<web_sys::HtmlSelectElement>();
    types_text()
        && !is_select
        && (!element.has_attribute("data-path") || element.has_attribute("data-unapplied"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_on_every_layout() {
        let control = Held { is_modified: true, ..Held::default() };
        let shift = Held { is_shift: true, ..Held::default() };
        let both = Held { is_modified: true, is_shift: true, is_alt: false };
        for (key, code, held, expected) in [
            ("z", "KeyZ", control, "mod+z"),
            ("Z", "KeyZ", both, "mod+shift+z"),
            // French: what writes z is where others have w.
            ("z", "KeyW", control, "mod+z"),
            ("ㅋ", "KeyZ", control, "mod+z"),
            ("я", "KeyZ", Held::default(), "z"),
            ("N", "KeyN", shift, "shift+n"),
            ("?", "Slash", shift, "?"),
            ("?", "Minus", shift, "?"),
            ("1", "Digit1", Held::default(), "1"),
            // French: digits are behind Shift, without it signs, and the place counts.
            ("&", "Digit1", Held::default(), "1"),
            ("F8", "F8", Held::default(), "F8"),
            ("ArrowUp", "ArrowUp", Held { is_alt: true, ..Held::default() }, "alt+ArrowUp"),
            ("[", "BracketLeft", Held::default(), "["),
        ] {
            assert_eq!(name(key, code, held), expected, "{key} {code}");
        }
    }

    #[test]
    fn no_two_commands_have_the_same_keys() {
        let mut all: Vec<&str> = COMMANDS.iter().flat_map(|command| command.keys.split(' ')).collect();
        all.retain(|keys| !keys.is_empty());
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn keys_are_said_as_they_stand_on_keyboards() {
        assert_eq!(shown_keys("mod+shift+z mod+y"), "Ctrl Shift Z");
        assert_eq!(shown_keys("alt+ArrowUp"), "Alt ↑");
        assert_eq!(shown_keys("?"), "?");
    }
}
