//! Labelled fields of forms.

use leptos::prelude::*;

use super::maybe;

/// A field of one line of text, with what is wrong with it. Without text it shows the placeholder.
pub(crate) fn text_field(
    label: &'static str,
    placeholder: &'static str,
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
                <span class="problem" role="alert" id=problem_id.clone()>{message}</span>
            }.into_any()))}
        </div>
    }
    .into_any()
}

/// A list of values to choose from, each with its text.
pub(crate) fn select_field(
    label: &'static str,
    options: &'static [(&'static str, &'static str)],
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    let now = chosen.get_untracked();
    let option = |(value, text): &(&'static str, &'static str)| {
        view! { <option value=*value selected=now == *value>{*text}</option> }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select prop:value=chosen on:change:target=move |event| choose.run(event.target().value())>
                {options.iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// A box to tick.
pub(crate) fn check_field(
    label: Signal<String>,
    class: &'static str,
    is_set: Signal<bool>,
    set: Callback<bool>,
) -> AnyView {
    view! {
        <label class=class>
            <input
                type="checkbox"
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
