//! Labelled fields of forms.

use leptos::prelude::*;

use super::maybe;
use crate::language;

/// A field of one line of text, with what is wrong with it. Without text it shows the placeholder.
pub(crate) fn text_field(
    label: String,
    placeholder: String,
    text: Signal<String>,
    write: Callback<String>,
    problem: Signal<Option<&'static str>>,
) -> AnyView {
    let is_wrong = Signal::derive(move || problem.with(Option::is_some));
    let invalid = Signal::derive(move || is_wrong.get().to_string());
    let problem_id = format!("problem-of-{}", label.replace(' ', "-"));
    let described = problem_id.clone();
    let described = Signal::derive(move || is_wrong.get().then(|| described.clone()));
    view! {
        <div class="field" class:error=is_wrong>
            <label>
                <span>{label}</span>
                <input
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=placeholder
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=text
                    on:input:target=move |event| write.run(event.target().value())
                />
            </label>
            {maybe(move || problem.get().map(|message| view! {
                <span class="problem" role="alert" id=problem_id.clone()>{language::text(message)}</span>
            }.into_any()))}
        </div>
    }
    .into_any()
}

/// A list of values to choose from, each with its text. `path` is where the value is in the spec.
pub(crate) fn select_field(
    label: String,
    options: Vec<(String, String)>,
    chosen: Signal<String>,
    choose: Callback<String>,
    path: Option<Signal<String>>,
) -> AnyView {
    let now = chosen.get_untracked();
    let option = |(value, text): (String, String)| {
        let is_chosen = now == value;
        view! { <option value=value selected=is_chosen>{text}</option> }.into_any()
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select
                data-path=path
                prop:value=chosen
                on:change:target=move |event| choose.run(event.target().value())
            >
                {options.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// A box to tick. `path` is where the value is in the spec.
pub(crate) fn check_field(
    label: Signal<String>,
    class: &'static str,
    is_set: Signal<bool>,
    set: Callback<bool>,
    path: Option<Signal<String>>,
) -> AnyView {
    view! {
        <label class=class>
            <input
                type="checkbox"
                data-path=path
                checked=is_set.get_untracked()
                prop:checked=is_set
                on:change:target=move |event| set.run(event.target().checked())
            />
            {label}
        </label>
    }
    .into_any()
}

/// One of several choices that exclude each other, with an explanation beside its name; one that is off says why there.
pub(crate) fn radio_field(
    group: &'static str,
    label: String,
    explanation: String,
    is_off: bool,
    is_chosen: Signal<bool>,
    choose: Callback<()>,
) -> AnyView {
    view! {
        <label class="check">
            <input type="radio" name=group disabled=is_off prop:checked=is_chosen on:change=move |_| choose.run(()) />
            <span><b>{label}</b>" "<span class:problem=is_off>{explanation}</span></span>
        </label>
    }
    .into_any()
}
