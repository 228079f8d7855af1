//! A labelled text field and the problems beside it.

use leptos::prelude::*;

use crate::workspace::Workspace;

/// A labelled text field. What is typed is applied at once; what cannot be applied stays in the field, with the reason
/// beside it, while the spec keeps its last value.
#[component]
pub(super) fn Field(
    label: &'static str,
    value: Signal<String>,
    apply: Callback<String, Result<(), String>>,
    /// Where problems of this value are found in the spec.
    #[prop(optional, into)]
    path: Option<Signal<String>>,
    #[prop(optional, into)] id: Option<String>,
    /// Names of values to choose from.
    #[prop(optional)]
    list: Option<&'static str>,
    /// Shows no label; it is only read out.
    #[prop(optional)]
    compact: bool,
    /// Applies what was typed when the field is left, not at each letter: names, which other places refer to.
    #[prop(optional)]
    when_left: bool,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let refused = RwSignal::new(None::<String>);
    // A value that comes from elsewhere (undo, another table) ends what was typed.
    Effect::new(move |_| {
        value.track();
        refused.set(None);
    });
    let message = move || {
        let found = path.and_then(|path| workspace.problem_below(&path.get()));
        refused.get().or_else(|| found.map(|problem| problem.message))
    };
    let is_wrong = move || message().is_some();
    let run = move |text: String| refused.set(apply.run(text).err());
    // Names the message to readers of the field; the path is where it is, so it is there once.
    let place = move || path.map_or_else(|| label.to_owned(), |path| path.get());
    let message_id = move || format!("problem-{}", place().replace(' ', "-"));
    view! {
        <div class="field" class:error=is_wrong>
            <label>
                <span class:visually-hidden=compact>{label}</span>
                <input
                    id=id
                    list=list
                    autocomplete="off"
                    spellcheck="false"
                    aria-invalid=move || is_wrong().to_string()
                    aria-describedby=move || is_wrong().then(message_id)
                    prop:value=move || value.get()
                    value=value.get_untracked()
                    on:input:target=move |event| if !when_left { run(event.target().value()) }
                    on:change:target=move |event| if when_left { run(event.target().value()) }
                />
            </label>
            {move || message().map(|message| view! { <span class="problem" role="alert" id=message_id>{message}</span> })}
        </div>
    }
}

/// The first problem at a path, if there is one.
#[component]
pub(super) fn Problem(
    path: Signal<String>,
    /// Only a problem of exactly this path, none of what is inside it.
    #[prop(optional)]
    exact: bool,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let message = move || {
        let path = path.get();
        let problem = workspace.problem_below(&path).filter(|problem| !exact || problem.path == path);
        problem.map(|problem| problem.message)
    };
    view! { {move || message().map(|message| view! { <p class="problem" role="alert">{message}</p> })} }
}
