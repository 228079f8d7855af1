//! What a form does, as a command for a shell: whoever repeats it needs no page.

use leptos::prelude::*;

use crate::{
    controls::{Button, several},
    language::t,
    workspace::Notice,
};

/// Commands under a form, to be copied; `prepare` is done first, such as saving the dataset that they name.
pub(super) fn commands(
    shown: Signal<Vec<String>>,
    notice: RwSignal<Option<Notice>>,
    prepare: Callback<()>,
) -> AnyView {
    let item = move |command: String| {
        let copied = command.clone();
        let copy = Button::new("Copy", move || {
            prepare.run(());
            // Whether a browser allows it is known later; the command can be marked and copied, too.
            let _ = window().navigator().clipboard().write_text(&copied);
            notice.set(Some(Notice::done(t!("Copied."))));
        });
        view! { <div class="command"><code tabindex="0">{command}</code>{copy.class("quiet").view()}</div> }.into_any()
    };
    view! {
        <details class="commands">
            <summary>{t!("The same as a command")}</summary>
            {several(move || shown.get().into_iter().map(item).collect())}
        </details>
    }
    .into_any()
}

/// A text as one word of a shell (POSIX).
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_./:=,%?&@+".contains(character);
    if !text.is_empty() && text.chars().all(|character| is_plain(character) && !"?&".contains(character)) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_stay_one_word() {
        for (text, word) in [
            ("plain-1.csv", "plain-1.csv"),
            ("", "''"),
            ("two words", "'two words'"),
            ("it's", "'it'\\''s'"),
            ("a?b&c", "'a?b&c'"),
            ("회원", "'회원'"),
            ("$HOME", "'$HOME'"),
        ] {
            assert_eq!(quoted(text), word);
        }
    }
}
