//! What a form does, as a command for a shell: whoever repeats it needs no page.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    controls::{Button, clipboard, several},
    language::t,
    workspace::{Notice, Workspace},
};

/// Commands under a form, to be copied. The dataset that they name is saved first: the server knows it by that alone.
pub(super) fn commands(shown: Signal<Vec<String>>, workspace: Workspace) -> AnyView {
    let item = move |command: String| {
        let copied = command.clone();
        let copy = Button::new("Copy", move || {
            let notice = if clipboard::copy(&copied) {
                Notice::done(t!("Copied."))
            } else {
                Notice::wrong(t!(
                    "This browser gives the clipboard to pages by TLS only; mark the command, and copy it."
                ))
            };
            workspace.notice.set(Some(notice));
        });
        view! { <div class="command"><code tabindex="0">{command}</code>{copy.class("quiet").view()}</div> }
            .into_any()
    };
    // Whoever sees a command can type it, too.
    let save = move |_| {
        let spec = workspace.spec.get_untracked();
        spawn_local(async move {
            // A server that does not answer is said to be so by whoever uses the command.
            let _ = api::id_of(&workspace, &spec).await;
        });
    };
    view! {
        <details class="commands" on:toggle=save>
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
